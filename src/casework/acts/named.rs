//! People whom an act names.

use super::{
    acting::{Acting, Stop},
    refusal::not_found_in,
};
use crate::{
    domain::access::Role,
    store::acts::{self, Named},
};

impl Acting<'_> {
    /// Somebody of the actor's own agency; anybody else is not there for them.
    pub(super) async fn colleague(
        &self,
        field: &'static str,
        public_id: &[u8],
    ) -> Result<Named, Stop> {
        let found = acts::person_by_public_id(&self.unit, public_id, self.today).await?;
        let found = found.filter(|person| person.agency == self.by.agency);
        found.ok_or_else(|| not_found_in(field).into())
    }

    /// The same, who holds a role today.
    pub(super) async fn colleague_as(
        &self,
        field: &'static str,
        public_id: &[u8],
        role: Role,
    ) -> Result<Named, Stop> {
        let person = self.colleague(field, public_id).await?;
        match person.holds(role) {
            true => Ok(person),
            false => Err(not_found_in(field).into()),
        }
    }
}
