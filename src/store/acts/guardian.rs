//! Guardians: requests, appointments and what they write.

use chrono::NaiveDate;

use crate::{
    domain::{
        access::{Class, Role},
        children::{ChildKey, OPEN_END},
    },
    store::{StoreError, Unit, query::Query},
};

/// An open request for a guardian: its number, the team that was asked, and since when.
pub async fn open_request(
    unit: &Unit<'_>,
    (council, case): (i16, i64),
) -> Result<Option<(i64, i64, NaiveDate)>, StoreError> {
    Query::new(
        unit,
        "select id, area_desk_id, opened_on from guardian_request where council_id = ",
    )
    .bind(council)
    .sql(" and proceedings_id = ")
    .bind(case)
    .sql(" and closed_on = ")
    .bind(OPEN_END)
    .sql(" order by id")
    .first(unit, |row| {
        Ok((
            row.get("id")?,
            row.get("area_desk_id")?,
            row.get("opened_on")?,
        ))
    })
    .await
}

pub async fn close_request(
    unit: &Unit<'_>,
    (council, id): (i16, i64),
    on: NaiveDate,
) -> Result<u64, StoreError> {
    Query::new(unit, "update guardian_request set closed_on = ")
        .bind(on)
        .sql(" where council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(id)
        .sql(" and closed_on = ")
        .bind(OPEN_END)
        .run(unit)
        .await
}

/// A guardian who is in office.
#[derive(Debug, Clone)]
pub struct AppointmentRow {
    pub id: i64,
    pub officer: i64,
    /// The team of the manager who appointed them.
    pub desk: Option<i64>,
    pub appointed_on: NaiveDate,
}

/// The guardians of a case who are in office on a day.
pub async fn appointments(
    unit: &Unit<'_>,
    (council, case): (i16, i64),
    on: NaiveDate,
) -> Result<Vec<AppointmentRow>, StoreError> {
    Query::new(
        unit,
        "select id, officer_id, manager_desk_id, appointed_on from guardian_appointment where council_id = ",
    )
    .bind(council)
    .sql(" and proceedings_id = ")
    .bind(case)
    .sql(" and ended_on > ")
    .bind(on)
    .sql(" order by id")
    .rows(unit, |row| {
        Ok(AppointmentRow {
            id: row.get("id")?,
            officer: row.get("officer_id")?,
            desk: row.get("manager_desk_id")?,
            appointed_on: row.get("appointed_on")?,
        })
    })
    .await
}

/// Ends an appointment that lasts beyond a day: that day is the first without it.
pub async fn end_appointment(
    unit: &Unit<'_>,
    (council, id): (i16, i64),
    on: NaiveDate,
) -> Result<u64, StoreError> {
    Query::new(unit, "update guardian_appointment set ended_on = ")
        .bind(on)
        .sql(" where council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(id)
        .sql(" and appointed_on < ")
        .bind(on)
        .sql(" and ended_on > ")
        .bind(on)
        .run(unit)
        .await
}

/// The teams of officers that bear a name.
pub async fn officer_teams_named(unit: &Unit<'_>, name: &str) -> Result<Vec<i64>, StoreError> {
    Query::new(
        unit,
        "select id from desk where kind = 'OFFICER_TEAM' and name = ",
    )
    .bind(name)
    .rows(unit, |row| row.get("id"))
    .await
}

/// Does a person sit at a desk, in a role, on a day?
pub async fn sits_at(
    unit: &Unit<'_>,
    (person, role): (i64, Role),
    desk: i64,
    on: NaiveDate,
) -> Result<bool, StoreError> {
    let found = Query::new(
        unit,
        "select id from desk_member where replaced_at is null and desk_id = ",
    )
    .bind(desk)
    .sql(" and professional_id = ")
    .bind(person)
    .sql(" and role = ")
    .bind(role.word())
    .sql(" and starts_on <= ")
    .bind(on)
    .sql(" and ends_on > ")
    .bind(on)
    .first(unit, |row| row.get::<i64>("id"))
    .await?;
    Ok(found.is_some())
}

/// Has a person declared a conflict of interest about one of these children?
pub async fn is_excluded(
    unit: &Unit<'_>,
    person: i64,
    children: &[ChildKey],
    on: NaiveDate,
) -> Result<bool, StoreError> {
    let found = Query::new(
        unit,
        "select council_id, child_id from exclusion where professional_id = ",
    )
    .bind(person)
    .sql(" and starts_on <= ")
    .bind(on)
    .sql(" and ends_on > ")
    .bind(on)
    .sql(" and ")
    .among("(council_id, child_id)", children)
    .first(unit, |row| row.key())
    .await?;
    Ok(found.is_some())
}

/// The appointment under which an officer is guardian of a child in a case on a day: its number and the case's.
pub async fn appointment_of(
    unit: &Unit<'_>,
    officer: i64,
    child: ChildKey,
    case: &[u8],
    on: NaiveDate,
) -> Result<Option<(i64, i64)>, StoreError> {
    Query::new(
        unit,
        "select g.id, g.proceedings_id from proceedings p join guardian_appointment g on g.council_id = p.council_id \
         and g.proceedings_id = p.id join proceedings_child pc on pc.council_id = p.council_id \
         and pc.proceedings_id = p.id where p.public_id = ",
    )
    .bind(case.to_vec())
    .sql(" and g.officer_id = ")
    .bind(officer)
    .sql(" and g.appointed_on <= ")
    .bind(on)
    .sql(" and g.ended_on > ")
    .bind(on)
    .sql(" and pc.replaced_at is null and pc.covered_from <= ")
    .bind(on)
    .sql(" and pc.covered_to > ")
    .bind(on)
    .sql(" and ")
    .among("(pc.council_id, pc.child_id)", &[child])
    .sql(" order by g.appointed_on desc, g.id desc")
    .first(unit, |row| {
        Ok((row.get("id")?, row.get("proceedings_id")?))
    })
    .await
}

/// An analysis of a child that an officer wrote.
#[derive(Debug, Clone)]
pub struct AnalysisRow {
    pub id: i64,
    pub case: i64,
    pub is_released: bool,
}

pub async fn analysis_by(
    unit: &Unit<'_>,
    officer: i64,
    child: ChildKey,
    public_id: &[u8],
) -> Result<Option<AnalysisRow>, StoreError> {
    Query::new(
        unit,
        "select a.id, g.proceedings_id, case when exists (select 1 from shared_item s where s.council_id = a.council_id \
         and s.child_id = a.child_id and s.item_id = a.id and s.withdrawn_at is null and s.class = ",
    )
    .bind(Class::GuardianAnalysis as i16)
    .sql(
        ") then 1 else 0 end as is_released from guardian_analysis a join guardian_appointment g \
         on g.council_id = a.council_id and g.id = a.appointment_id where a.public_id = ",
    )
    .bind(public_id.to_vec())
    .sql(" and g.officer_id = ")
    .bind(officer)
    .sql(" and ")
    .among("(a.council_id, a.child_id)", &[child])
    .first(unit, |row| {
        Ok(AnalysisRow {
            id: row.get("id")?,
            case: row.get("proceedings_id")?,
            is_released: row.get::<i32>("is_released")? == 1,
        })
    })
    .await
}

/// An analysis is filed when it is first released, unless it was filed before.
pub async fn file_analysis(
    unit: &Unit<'_>,
    (council, id): (i16, i64),
    on: NaiveDate,
) -> Result<u64, StoreError> {
    Query::new(
        unit,
        "update guardian_analysis set filed_on = coalesce(filed_on, ",
    )
    .bind(on)
    .sql(") where council_id = ")
    .bind(council)
    .sql(" and id = ")
    .bind(id)
    .run(unit)
    .await
}
