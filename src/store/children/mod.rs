//! The child and the care record, read for children whose permits are given. Each function is one statement.

mod care;
mod people;
mod record;
mod yearly;

pub use care::{
    adopter_identity, adopter_serial, carers, legal_spells, looked_after_since, orders,
    placement_dates, placement_locations, placement_marks, placements, previous_permanence,
};
pub use people::{
    FamilyRow, NEWEST_READINGS, contact_arrangements, family_members, gates, reading_log,
    relatives, team,
};
pub use record::{
    IdentifierRow, education, health, home_address, home_address_mark, identifiers, identity,
    legal_advice, sensitive_items, voices,
};

pub use yearly::{
    convictions, health_years, leaving_years, liberty_orders, missing_spells, returned_workers,
};

use super::{StoreError, query::Row};
use crate::domain::children::Professional;

/// The columns of a professional joined under an alias, for [`professional`].
pub(in crate::store) fn professional_columns(person: &str, agency: &str) -> String {
    format!(
        "{person}.display_name as {person}_name, {person}.role as {person}_role, {person}.telephone as {person}_telephone, \
         {person}.email as {person}_email, {agency}.name as {person}_agency, {agency}.kind as {person}_kind"
    )
}

pub(in crate::store) fn professional(
    row: &Row,
    person: &str,
) -> Result<Option<Professional>, StoreError> {
    let column = |name: &str| format!("{person}_{name}");
    let Some(name) = row.get::<Option<String>>(&column("name"))? else {
        return Ok(None);
    };
    Ok(Some(Professional {
        name,
        role: row.get(&column("role"))?,
        agency: row.get(&column("agency"))?,
        agency_kind: row.get(&column("kind"))?,
        telephone: row.get(&column("telephone"))?,
        email: row.get(&column("email"))?,
    }))
}

pub(in crate::store) fn some_professional(
    row: &Row,
    person: &str,
) -> Result<Professional, StoreError> {
    professional(row, person)?
        .ok_or_else(|| StoreError::Unreadable("a professional without a name".to_owned()))
}
