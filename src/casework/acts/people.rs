//! People whom an act names.

use super::{Acting, Stop};
use crate::{
    domain::{
        access::Role,
        acts::{Problem, ProblemCode},
    },
    store::acts::{Named, person_by_public_id},
};

/// Somebody of one's own agency.
async fn named(acting: &Acting<'_>, field: &'static str, id: &[u8]) -> Result<Named, Stop> {
    let found = person_by_public_id(&acting.unit, id, acting.today).await?;
    found
        .filter(|named| named.council.is_some() && named.council == acting.by.council)
        .ok_or_else(|| nobody(field))
}

fn nobody(field: &'static str) -> Stop {
    let message = "There is no such person of your council in that role.";
    Problem::of(ProblemCode::NotFoundOrNotPermitted, field, message).into()
}

/// Somebody of one's own council who holds a role today.
pub(super) async fn colleague(
    acting: &Acting<'_>,
    field: &'static str,
    id: &[u8],
    role: Role,
) -> Result<i64, Stop> {
    let named = named(acting, field, id).await?;
    match named.holds(role) {
        true => Ok(named.id),
        false => Err(nobody(field)),
    }
}

/// Somebody of one's own council, in whatever role.
pub(super) async fn anybody(
    acting: &Acting<'_>,
    field: &'static str,
    id: &[u8],
) -> Result<i64, Stop> {
    Ok(named(acting, field, id).await?.id)
}

/// A nominated officer or the director of children's services.
pub(super) async fn officer(
    acting: &Acting<'_>,
    field: &'static str,
    id: &[u8],
) -> Result<i64, Stop> {
    let named = named(acting, field, id).await?;
    match named.holds(Role::NominatedOfficer) || named.holds(Role::Director) {
        true => Ok(named.id),
        false => Err(nobody(field)),
    }
}
