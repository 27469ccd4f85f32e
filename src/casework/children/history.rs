//! What was done with the versions of a plan, as far as the viewer may see it.

use super::decide::{Answers, Decision, not_filed};
use crate::{
    domain::{
        access::{Class, Disclosed, Guard, Marks, Permit, Refusal, Scope, Shown, class},
        children::ChildKey,
        plans::{PlanEvent, PlanRecord, State},
    },
    store::{StoreError, plans as rows},
};

impl Decision<'_> {
    /// Gives each version that is shown live its history. Whoever reads plans as they were filed sees no act: each of
    /// them would tell what the council did besides.
    pub async fn tell_history(
        &self,
        plans: &mut Answers<class::Plan, PlanRecord>,
    ) -> Result<(), StoreError> {
        let granted = match self.rules.guards.enforces(Guard::HistoryAsFiled) {
            true => self.granted_live::<class::Plan>(),
            false => self.keys.to_vec(),
        };
        let mut events = rows::events(self.store, &granted).await?;
        for key in self.keys.iter().copied() {
            let shown = match plans.remove(&key) {
                Some(Disclosed::Shown(shown)) => shown,
                Some(other) => {
                    plans.insert(key, other);
                    continue;
                }
                None => continue,
            };
            let permit = self.permit::<class::Plan>(key, Marks::default());
            let recorded = events.take(key);
            let told = self.told(key, recorded, permit);
            let record = shown.map(|mut record| {
                for version in &mut record.versions {
                    version.history = Some(match (&told, permit) {
                        (Ok(events), Ok(permit)) => {
                            let own = events.iter().filter(|it| it.version == version.id);
                            Disclosed::Shown(Shown::under(permit, own.cloned().collect()))
                        }
                        (Err(refusal), _) => Disclosed::Withheld(*refusal),
                        (_, Err(refusal)) => Disclosed::Withheld(refusal),
                    });
                }
                record
            });
            plans.insert(key, Disclosed::Shown(record));
        }
        Ok(())
    }

    fn told(
        &self,
        key: ChildKey,
        recorded: Vec<rows::Recorded>,
        permit: Result<Permit<class::Plan>, Refusal>,
    ) -> Result<Vec<PlanEvent>, Refusal> {
        let scope = permit?.scope();
        let guards = self.rules.guards;
        if scope == Scope::Shared && guards.enforces(Guard::HistoryAsFiled) {
            return Err(not_filed(Class::Plan));
        }
        let reasons = self.permit::<class::PlanNarrative>(key, Marks::default());
        let reasons = reasons.and_then(|permit| match permit.scope() {
            Scope::Shared => Err(not_filed(Class::PlanNarrative)),
            _ => Ok(permit),
        });
        let notes = self.permit::<class::Oversight>(key, Marks::default());
        let events = recorded.into_iter().filter(|event| {
            // Whoever sees plans from their authorisation on sees no act before it either.
            scope != Scope::Settled
                || !guards.enforces(Guard::HistorySettled)
                || event.to.is_some_and(State::is_settled)
        });
        Ok(events
            .map(|event| PlanEvent {
                version: event.version,
                public_id: event.public_id,
                act: event.act,
                standing: event.standing,
                by: event.by,
                at: event.at,
                happened_on: event.happened_on,
                from: event.from,
                to: event.to,
                reason: Some(text(reasons, event.reason)),
                management_note: Some(text(notes, event.management_note)),
            })
            .collect())
    }
}

/// A text under its permit; nothing where none was written.
fn text<C: crate::domain::access::Classified>(
    permit: Result<Permit<C>, Refusal>,
    text: Option<String>,
) -> Disclosed<C, String> {
    match (permit, text) {
        (Err(refusal), _) => Disclosed::Withheld(refusal),
        (Ok(_), None) => Disclosed::NotRecorded,
        (Ok(permit), Some(text)) => Disclosed::Shown(Shown::under(permit, text)),
    }
}
