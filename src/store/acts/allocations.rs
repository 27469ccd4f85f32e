//! Who is allocated to a child.

use chrono::NaiveDate;
use entity::access::allocation;

use super::{add, set};
use crate::{
    domain::children::{ChildKey, OPEN_END},
    store::{StoreError, Unit, query::Query},
};

/// Allocates somebody from a day on, or for some days.
pub async fn allocate(
    unit: &mut Unit<'_>,
    key: ChildKey,
    person: i64,
    capacity: &str,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
) -> Result<i64, StoreError> {
    let id = unit.next_id(key.council).await?;
    let row = allocation::Model {
        council_id: key.council,
        id,
        child_id: key.child,
        professional_id: person,
        capacity: capacity.to_owned(),
        starts_on,
        ends_on: ends_on.unwrap_or(OPEN_END),
    };
    add(unit, row).await?;
    Ok(id)
}

/// The open allocation in a capacity: its number, who it is, and since when.
pub async fn open_allocation(
    unit: &Unit<'_>,
    key: ChildKey,
    capacity: &str,
) -> Result<Option<(i64, i64, NaiveDate)>, StoreError> {
    Query::new(
        unit,
        "select id, professional_id, starts_on from allocation where council_id = ",
    )
    .bind(key.council)
    .sql(" and child_id = ")
    .bind(key.child)
    .sql(" and capacity = ")
    .bind(capacity)
    .sql(" and ends_on = ")
    .bind(OPEN_END)
    .first(unit, |row| {
        Ok((
            row.get("id")?,
            row.get("professional_id")?,
            row.get("starts_on")?,
        ))
    })
    .await
}

/// Ends an allocation. One that began on that day or later never was.
pub async fn end_allocation(
    unit: &Unit<'_>,
    council: i16,
    id: i64,
    on: NaiveDate,
) -> Result<(), StoreError> {
    let never_was = Query::new(unit, "delete from allocation where starts_on >= ")
        .bind(on)
        .sql(" and council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(id)
        .run(unit)
        .await?;
    if never_was == 0 {
        set(unit, "allocation", (council, id), [("ends_on", on.into())]).await?;
    }
    Ok(())
}

/// Is somebody barred from reviewing a child's case (Care Planning Regulations 2010, regulation 46(3)): who ever had the
/// child as a worker, or manages a team that holds or held the case?
pub async fn is_barred(unit: &Unit<'_>, key: ChildKey, person: i64) -> Result<bool, StoreError> {
    let mut query = Query::new(unit, "");
    let (council, child) = (query.name(key.council), query.name(key.child));
    let person = query.name(person);
    let found = query
        .sql(&format!(
            "select 1 as one from allocation where council_id = {council} and child_id = {child} \
             and professional_id = {person} and capacity = 'WORKER' union all \
             select 1 from case_team t join desk_member m on m.desk_id = t.team_desk_id \
             where t.council_id = {council} and t.child_id = {child} and m.professional_id = {person} \
             and m.role in ('TEAM_MANAGER', 'HEAD_OF_SERVICE')"
        ))
        .first(unit, |_| Ok(()))
        .await?;
    Ok(found.is_some())
}
