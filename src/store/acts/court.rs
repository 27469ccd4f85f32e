//! Cases, hearings, directions and orders, as acts read and change them. Updates say how many rows they changed.

use chrono::NaiveDate;

use crate::{
    domain::children::{ChildKey, OPEN_END},
    store::{
        StoreError, Unit,
        query::{Query, Source},
    },
};

/// A case as it stands.
#[derive(Debug, Clone)]
pub struct CaseRow {
    pub kind: String,
    pub issued_on: Option<NaiveDate>,
    pub final_order_on: Option<NaiveDate>,
    pub appeal_lodged_on: Option<NaiveDate>,
    pub appeal_ended_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub outcome: Option<String>,
    /// Where it is now.
    pub court: Option<i64>,
}

/// A case, with the court where it is on a day.
pub async fn case_row(
    unit: &Unit<'_>,
    (council, id): (i16, i64),
    on: NaiveDate,
) -> Result<Option<CaseRow>, StoreError> {
    Query::new(
        unit,
        "select p.kind, p.issued_on, p.final_order_on, p.appeal_lodged_on, p.appeal_ended_on, p.closed_on, p.outcome, \
         coalesce((select cc.court_id from case_court cc where cc.council_id = p.council_id \
         and cc.proceedings_id = p.id and cc.starts_on <= ",
    )
    .bind(on)
    .sql(" and cc.ends_on > ")
    .bind(on)
    .sql(" order by cc.starts_on desc limit 1), p.court_id) as court_id from proceedings p where p.council_id = ")
    .bind(council)
    .sql(" and p.id = ")
    .bind(id)
    .first(unit, |row| {
        Ok(CaseRow {
            kind: row.get("kind")?,
            issued_on: row.get("issued_on")?,
            final_order_on: row.get("final_order_on")?,
            appeal_lodged_on: row.get("appeal_lodged_on")?,
            appeal_ended_on: row.get("appeal_ended_on")?,
            closed_on: row.get("closed_on")?,
            outcome: row.get("outcome")?,
            court: row.get("court_id")?,
        })
    })
    .await
}

/// Has the council a case under this number?
pub async fn has_case_key(unit: &Unit<'_>, council: i16, key: &str) -> Result<bool, StoreError> {
    let found = Query::new(unit, "select id from proceedings where council_id = ")
        .bind(council)
        .sql(" and case_key = ")
        .bind(key)
        .first(unit, |row| row.get::<i64>("id"))
        .await?;
    Ok(found.is_some())
}

/// Is an open case of this kind about the child?
pub async fn has_open_case(
    unit: &Unit<'_>,
    child: ChildKey,
    kind: &str,
) -> Result<bool, StoreError> {
    let found = Query::new(
        unit,
        "select p.id from proceedings p join proceedings_child pc on pc.council_id = p.council_id \
         and pc.proceedings_id = p.id where p.closed_on is null and pc.replaced_at is null and pc.covered_to = ",
    )
    .bind(OPEN_END)
    .sql(" and p.kind = ")
    .bind(kind)
    .sql(" and ")
    .among("(pc.council_id, pc.child_id)", &[child])
    .first(unit, |row| row.get::<i64>("id"))
    .await?;
    Ok(found.is_some())
}

/// Every child who is or was in a case.
pub async fn ever_covered(
    unit: &Unit<'_>,
    (council, id): (i16, i64),
) -> Result<Vec<ChildKey>, StoreError> {
    Query::new(
        unit,
        "select distinct council_id, child_id from proceedings_child where replaced_at is null and council_id = ",
    )
    .bind(council)
    .sql(" and proceedings_id = ")
    .bind(id)
    .sql(" order by council_id, child_id")
    .rows(unit, |row| row.key())
    .await
}

/// Does a person sit on this very case: by allocation, by a listing, or at the counter of the court where it is?
pub async fn sits_on(
    unit: &Unit<'_>,
    (council, case): (i16, i64),
    person: i64,
    on: NaiveDate,
) -> Result<bool, StoreError> {
    let mut query = Query::new(unit, "select 1 as here where exists (");
    let [council, case] = [query.name(council), query.name(case)];
    let [person, on] = [query.name(person), query.name(on)];
    let found = query
        .sql(&format!(
            "select 1 from case_allocation a where a.council_id = {council} and a.proceedings_id = {case} \
             and a.judge_id = {person} and a.starts_on <= {on} and a.ends_on > {on}) \
             or exists (select 1 from hearing h where h.council_id = {council} and h.proceedings_id = {case} \
             and h.status <> 'VACATED' and (h.judge_id = {person} or h.legal_adviser_id = {person})) \
             or exists (select 1 from case_court cc join desk d on d.court_id = cc.court_id \
             join desk_member m on m.desk_id = d.id where cc.council_id = {council} and cc.proceedings_id = {case} \
             and cc.starts_on <= {on} and cc.ends_on > {on} and m.professional_id = {person} \
             and m.replaced_at is null and m.starts_on <= {on} and m.ends_on > {on})"
        ))
        .first(unit, |row| row.get::<i32>("here"))
        .await?;
    Ok(found.is_some())
}

/// A case that a person's council has, by its public id: its number, and whether it is open.
pub async fn case_by_public_id(
    source: &impl Source,
    public_id: &[u8],
) -> Result<Option<(i16, i64)>, StoreError> {
    Query::new(
        source,
        "select council_id, id from proceedings where public_id = ",
    )
    .bind(public_id.to_vec())
    .first(source, |row| Ok((row.get("council_id")?, row.get("id")?)))
    .await
}

/// A hearing of a case: its number, its day and how it stands.
pub async fn hearing_of(
    unit: &Unit<'_>,
    (council, case): (i16, i64),
    public_id: &[u8],
) -> Result<Option<(i64, NaiveDate, String)>, StoreError> {
    Query::new(
        unit,
        "select id, listed_on, status from hearing where council_id = ",
    )
    .bind(council)
    .sql(" and proceedings_id = ")
    .bind(case)
    .sql(" and public_id = ")
    .bind(public_id.to_vec())
    .first(unit, |row| {
        Ok((row.get("id")?, row.get("listed_on")?, row.get("status")?))
    })
    .await
}

/// Moves a hearing that is listed.
pub async fn end_listing(
    unit: &Unit<'_>,
    (council, id): (i16, i64),
    status: &str,
) -> Result<u64, StoreError> {
    Query::new(unit, "update hearing set status = ")
        .bind(status)
        .sql(" where status = 'LISTED' and council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(id)
        .run(unit)
        .await
}

/// A direction of a case: its number, when it was given and when it was met.
pub async fn direction_of(
    unit: &Unit<'_>,
    (council, case): (i16, i64),
    public_id: &[u8],
) -> Result<Option<(i64, NaiveDate, Option<NaiveDate>)>, StoreError> {
    Query::new(
        unit,
        "select id, given_on, met_on from direction where council_id = ",
    )
    .bind(council)
    .sql(" and proceedings_id = ")
    .bind(case)
    .sql(" and public_id = ")
    .bind(public_id.to_vec())
    .first(unit, |row| {
        Ok((row.get("id")?, row.get("given_on")?, row.get("met_on")?))
    })
    .await
}

pub async fn meet_direction(
    unit: &Unit<'_>,
    (council, id): (i16, i64),
    met_on: NaiveDate,
) -> Result<u64, StoreError> {
    Query::new(unit, "update direction set met_on = ")
        .bind(met_on)
        .sql(" where met_on is null and council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(id)
        .run(unit)
        .await
}

/// The last final order of a case, once each child whom it covers on a day has one.
pub async fn all_decided_on(
    unit: &Unit<'_>,
    (council, case): (i16, i64),
    on: NaiveDate,
) -> Result<Option<NaiveDate>, StoreError> {
    let mut query = Query::new(
        unit,
        "select max(o.made_on) as made_on from court_order o where o.is_final and ",
    );
    let [council, case, on] = [query.name(council), query.name(case), query.name(on)];
    let found = query
        .sql(&format!(
            "o.council_id = {council} and o.proceedings_id = {case} and not exists (select 1 from proceedings_child pc \
             where pc.council_id = {council} and pc.proceedings_id = {case} and pc.replaced_at is null \
             and pc.covered_from <= {on} and pc.covered_to > {on} and not exists (select 1 from court_order f \
             where f.council_id = pc.council_id and f.child_id = pc.child_id and f.proceedings_id = {case} and f.is_final))"
        ))
        .first(unit, |row| row.get::<Option<NaiveDate>>("made_on"))
        .await?;
    Ok(found.flatten())
}

/// Has the case made an order of this kind about the child on this day already?
pub async fn has_order(
    unit: &Unit<'_>,
    child: ChildKey,
    case: i64,
    (kind, made_on): (&str, NaiveDate),
) -> Result<bool, StoreError> {
    let found = Query::new(unit, "select id from court_order where proceedings_id = ")
        .bind(case)
        .sql(" and kind = ")
        .bind(kind)
        .sql(" and made_on = ")
        .bind(made_on)
        .sql(" and ")
        .among("(council_id, child_id)", &[child])
        .first(unit, |row| row.get::<i64>("id"))
        .await?;
    Ok(found.is_some())
}

/// Writes down when the case was decided.
pub async fn decide_case(
    unit: &Unit<'_>,
    (council, case): (i16, i64),
    on: NaiveDate,
) -> Result<u64, StoreError> {
    Query::new(unit, "update proceedings set final_order_on = ")
        .bind(on)
        .sql(" where council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(case)
        .run(unit)
        .await
}

/// An appeal keeps the proceedings going: a case that was closed is open again, and how it had ended stays known.
pub async fn lodge_appeal(
    unit: &Unit<'_>,
    (council, case): (i16, i64),
    on: NaiveDate,
) -> Result<u64, StoreError> {
    Query::new(unit, "update proceedings set appeal_lodged_on = ")
        .bind(on)
        .sql(
            ", appeal_ended_on = null, closed_on = null \
             where (appeal_lodged_on is null or appeal_ended_on is not null) and council_id = ",
        )
        .bind(council)
        .sql(" and id = ")
        .bind(case)
        .run(unit)
        .await
}

pub async fn end_appeal(
    unit: &Unit<'_>,
    (council, case): (i16, i64),
    on: NaiveDate,
) -> Result<u64, StoreError> {
    Query::new(unit, "update proceedings set appeal_ended_on = ")
        .bind(on)
        .sql(" where appeal_lodged_on is not null and appeal_ended_on is null and council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(case)
        .run(unit)
        .await
}

pub async fn close_case(
    unit: &Unit<'_>,
    (council, case): (i16, i64),
    on: NaiveDate,
    outcome: &str,
) -> Result<u64, StoreError> {
    Query::new(unit, "update proceedings set closed_on = ")
        .bind(on)
        .sql(", outcome = ")
        .bind(outcome)
        .sql(" where closed_on is null and council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(case)
        .run(unit)
        .await
}
