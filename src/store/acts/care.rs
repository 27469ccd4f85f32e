//! Where a child stands in care now, and closing it.

use chrono::NaiveDate;

use crate::{
    domain::children::{ChildKey, OPEN_END},
    store::{StoreError, Unit, query::Query},
};

/// The open spells of a child, each with its first day.
#[derive(Debug, Clone, Default)]
pub struct CareNow {
    pub period: Option<(i64, NaiveDate)>,
    pub legal: Option<(i64, NaiveDate, String)>,
    pub placement: Option<(i64, NaiveDate, String)>,
    /// The last day of care that is over, for what begins after it.
    pub ended_on: Option<NaiveDate>,
    pub born_on: Option<NaiveDate>,
}

pub async fn care_now(unit: &Unit<'_>, key: ChildKey) -> Result<CareNow, StoreError> {
    let open = |table: &str, columns: &str| {
        Query::new(
            unit,
            &format!("select id, starts_on{columns} from {table} where council_id = "),
        )
        .bind(key.council)
        .sql(" and child_id = ")
        .bind(key.child)
        .sql(" and ends_on = ")
        .bind(OPEN_END)
        .sql(" order by starts_on desc")
    };
    let period = open("period_of_care", "")
        .first(unit, |row| Ok((row.get("id")?, row.get("starts_on")?)))
        .await?;
    let legal = open("legal_spell", ", code")
        .first(unit, |row| {
            Ok((row.get("id")?, row.get("starts_on")?, row.get("code")?))
        })
        .await?;
    let placement = open("placement", ", type_code")
        .first(unit, |row| {
            Ok((row.get("id")?, row.get("starts_on")?, row.get("type_code")?))
        })
        .await?;
    let ended_on = Query::new(
        unit,
        "select max(ends_on) as ended_on from period_of_care where council_id = ",
    )
    .bind(key.council)
    .sql(" and child_id = ")
    .bind(key.child)
    .sql(" and ends_on < ")
    .bind(OPEN_END)
    .first(unit, |row| row.get::<Option<NaiveDate>>("ended_on"))
    .await?;
    let born_on = Query::new(unit, "select born_on from child where council_id = ")
        .bind(key.council)
        .sql(" and id = ")
        .bind(key.child)
        .first(unit, |row| row.get::<Option<NaiveDate>>("born_on"))
        .await?;
    Ok(CareNow {
        period,
        legal,
        placement,
        ended_on: ended_on.flatten(),
        born_on: born_on.flatten(),
    })
}

/// Ends what is open in one of the tables of spells.
async fn end(
    unit: &Unit<'_>,
    table: &str,
    council: i16,
    id: i64,
    on: NaiveDate,
) -> Result<(), StoreError> {
    Query::new(unit, &format!("update {table} set ends_on = "))
        .bind(on)
        .sql(" where council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(id)
        .run(unit)
        .await?;
    Ok(())
}

pub async fn end_legal_spell(
    unit: &Unit<'_>,
    council: i16,
    id: i64,
    on: NaiveDate,
) -> Result<(), StoreError> {
    end(unit, "legal_spell", council, id, on).await
}

pub async fn end_placement(
    unit: &Unit<'_>,
    council: i16,
    id: i64,
    on: NaiveDate,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    end(unit, "placement", council, id, on).await?;
    if let Some(reason) = reason {
        Query::new(unit, "update placement set change_reason = ")
            .bind(reason)
            .sql(" where council_id = ")
            .bind(council)
            .sql(" and id = ")
            .bind(id)
            .run(unit)
            .await?;
    }
    Ok(())
}

pub async fn end_period(
    unit: &Unit<'_>,
    council: i16,
    id: i64,
    on: NaiveDate,
    code: &str,
) -> Result<(), StoreError> {
    end(unit, "period_of_care", council, id, on).await?;
    Query::new(unit, "update period_of_care set end_code = ")
        .bind(code)
        .sql(" where council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(id)
        .run(unit)
        .await?;
    Ok(())
}

/// Does the council know a child by this number already?
pub async fn number_is_taken(
    unit: &Unit<'_>,
    council: i16,
    folded: &str,
) -> Result<bool, StoreError> {
    let found = Query::new(
        unit,
        "select 1 as one from child_identifier where kind = 'LOCAL' and replaced_at is null and council_id = ",
    )
    .bind(council)
    .sql(" and folded = ")
    .bind(folded)
    .first(unit, |_| Ok(()))
    .await?;
    Ok(found.is_some())
}

/// The teams that a person manages on a day.
pub async fn teams_managed(
    unit: &Unit<'_>,
    person: i64,
    council: i16,
    on: NaiveDate,
) -> Result<Vec<(i64, String)>, StoreError> {
    Query::new(
        unit,
        "select d.id, d.name from desk_member m join desk d on d.id = m.desk_id \
         where d.kind = 'TEAM' and m.replaced_at is null and m.role in ('TEAM_MANAGER', 'HEAD_OF_SERVICE') \
         and m.professional_id = ",
    )
    .bind(person)
    .sql(" and d.council_id = ")
    .bind(council)
    .sql(" and m.starts_on <= ")
    .bind(on)
    .sql(" and m.ends_on > ")
    .bind(on)
    .sql(" order by d.id")
    .rows(unit, |row| Ok((row.get("id")?, row.get("name")?)))
    .await
}

/// Was a review of this kind held on that day already?
pub async fn review_is_held(
    unit: &Unit<'_>,
    key: ChildKey,
    on: NaiveDate,
    kind: &str,
) -> Result<bool, StoreError> {
    let found = Query::new(unit, "select 1 as one from review where council_id = ")
        .bind(key.council)
        .sql(" and child_id = ")
        .bind(key.child)
        .sql(" and held_on = ")
        .bind(on)
        .sql(" and kind = ")
        .bind(kind)
        .first(unit, |_| Ok(()))
        .await?;
    Ok(found.is_some())
}

/// The adjourned review that is still to be completed, if there is one.
pub async fn adjourned_review(
    unit: &Unit<'_>,
    key: ChildKey,
) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
    Query::new(
        unit,
        "select id, public_id from review where held_on is null and adjourned_on is not null and council_id = ",
    )
    .bind(key.council)
    .sql(" and child_id = ")
    .bind(key.child)
    .sql(" order by id desc")
    .first(unit, |row| Ok((row.get("id")?, row.get("public_id")?)))
    .await
}

/// Completes an adjourned review.
pub async fn complete_review(unit: &Unit<'_>, held: super::ReviewRow) -> Result<(), StoreError> {
    Query::new(unit, "update review set held_on = ")
        .bind(held.held_on)
        .sql(", kind = ")
        .bind(held.kind)
        .sql(", participation = ")
        .bind(held.participation)
        .sql(", is_plan_considered = ")
        .bind(held.is_plan_considered)
        .sql(", decisions = ")
        .bind(held.decisions)
        .sql(" where council_id = ")
        .bind(held.council_id)
        .sql(" and id = ")
        .bind(held.id)
        .run(unit)
        .await?;
    Ok(())
}
