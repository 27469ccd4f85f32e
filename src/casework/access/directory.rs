//! Who and what an act may name: people of one's own agency, and the courts.

use crate::{
    casework::{Asking, Casework, Trouble},
    domain::access::Role,
    store::access::{Directory, colleagues, courts, officer_teams},
};

pub use crate::store::access::Colleague;

/// A page of people.
#[derive(Debug, Default)]
pub struct Colleagues {
    pub people: Vec<(Colleague, String)>,
    pub has_next: bool,
    pub total: Option<i64>,
}

impl Casework {
    /// The people of the asker's own agency who hold a role today. Needs no ledger entry: it shows nothing of a child.
    pub async fn colleagues(
        &self,
        asking: &Asking,
        role: Role,
        size: usize,
        after: Option<&str>,
        with_total: bool,
    ) -> Result<Colleagues, Trouble> {
        let list = format!("professionals {role}");
        let after = after
            .map(|cursor| self.cursors.open(&asking.viewer, &list, cursor))
            .transpose()?;
        let Some(seeker) = asking.seeker(self) else {
            return Ok(Colleagues {
                total: with_total.then_some(0),
                ..Colleagues::default()
            });
        };
        let asked = Directory {
            person: seeker.person,
            agency_kind: seeker.agency_kind,
            role,
            today: asking.today,
            after,
            // One more than the page tells whether there is another.
            limit: u64::try_from(size).unwrap_or(u64::MAX).saturating_add(1),
            with_total,
        };
        let (mut found, total) = colleagues(&self.store, &asked).await?;
        let has_next = found.len() > size;
        found.truncate(size);
        let sealed = found.into_iter().map(|person| {
            let place = (&person.name, person.id);
            let cursor = self.cursors.seal(&asking.viewer, &list, &place)?;
            Ok((person, cursor))
        });
        Ok(Colleagues {
            people: sealed.collect::<Result<_, Trouble>>()?,
            has_next,
            total,
        })
    }

    /// Every court, by name.
    pub async fn courts(&self) -> Result<Vec<(Vec<u8>, String)>, Trouble> {
        Ok(courts(&self.store).await?)
    }

    /// The teams of officers that may be asked for a guardian, by name.
    pub async fn officer_teams(&self) -> Result<Vec<String>, Trouble> {
        Ok(officer_teams(&self.store).await?)
    }
}
