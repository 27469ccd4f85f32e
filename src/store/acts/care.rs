//! Where a child stands in care now, and closing it.

use chrono::NaiveDate;

use super::set;
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

pub async fn end_legal_spell(
    unit: &Unit<'_>,
    council: i16,
    id: i64,
    on: NaiveDate,
) -> Result<(), StoreError> {
    set(unit, "legal_spell", (council, id), [("ends_on", on.into())]).await?;
    Ok(())
}

pub async fn end_placement(
    unit: &Unit<'_>,
    council: i16,
    id: i64,
    on: NaiveDate,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    let reason = reason.map(|reason| ("change_reason", reason.into()));
    let columns = [("ends_on", on.into())].into_iter().chain(reason);
    set(unit, "placement", (council, id), columns).await?;
    Ok(())
}

pub async fn end_period(
    unit: &Unit<'_>,
    council: i16,
    id: i64,
    on: NaiveDate,
    code: &str,
) -> Result<(), StoreError> {
    let columns = [("ends_on", on.into()), ("end_code", code.into())];
    set(unit, "period_of_care", (council, id), columns).await?;
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
    let columns = [
        ("held_on", held.held_on.into()),
        ("kind", held.kind.into()),
        ("participation", held.participation.into()),
        ("is_plan_considered", held.is_plan_considered.into()),
        ("decisions", held.decisions.into()),
    ];
    set(unit, "review", (held.council_id, held.id), columns).await?;
    Ok(())
}
