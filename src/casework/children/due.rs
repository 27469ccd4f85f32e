//! What is due of the children of a page.

use super::decide::Decision;
use crate::{
    casework::deadlines::{Deadlines, DeadlinesWanted, Listed},
    domain::{
        access::{Class, ClassSet, Guard, Marks, Scope},
        children::ChildKey,
        deadlines::rules,
    },
    store::{
        ByChild, StoreError,
        children::placement_marks,
        deadlines::{Sight, Stored, explanations, of_children},
    },
};

impl Decision<'_> {
    /// One statement for what decides, one for the deadlines, and those of the facts if steps are wanted.
    pub async fn deadlines(
        &self,
        wanted: DeadlinesWanted,
    ) -> Result<Vec<(ChildKey, Deadlines)>, StoreError> {
        let flagged = placement_marks(self.store, self.today, self.keys).await?;
        let sights: Vec<(ChildKey, Sight)> = self
            .keys
            .iter()
            .map(|key| (*key, self.sight(*key)))
            .collect();
        let mut stored: ByChild<Stored> =
            of_children(self.store, &sights, self.today, wanted.with_past).await?;
        let steps = match wanted.with_steps {
            true => explanations(self.store, self.keys).await?,
            false => Default::default(),
        };
        let deadlines_of = |(key, sight): (ChildKey, Sight)| {
            let listed = stored.take(key).into_iter().map(|found| {
                let mut listed = Listed::from(found);
                if let Some(steps) = steps.get(&(key, listed.deadline.key())) {
                    listed.deadline.explanation = steps.clone();
                }
                listed
            });
            let listed = listed.collect();
            // That a placement is flagged is told by its own section too.
            let is_flagged = flagged.of(key).iter().any(|mark| mark.is_confidential);
            let whole = match is_flagged {
                true => sight.seen_guarded,
                false => sight.seen,
            };
            let deadlines = Deadlines {
                listed,
                shown: ClassSet(rules::classes().0 & sight.seen.0),
                withheld: ClassSet(rules::classes().0 & !whole.0),
            };
            (key, deadlines)
        };
        Ok(sights.into_iter().map(deadlines_of).collect())
    }

    pub(super) fn sight(&self, key: ChildKey) -> Sight {
        let guards = self.rules.guards;
        if !guards.enforces(Guard::DeadlineScope) {
            return Sight {
                seen: ClassSet::ALL,
                seen_guarded: ClassSet::ALL,
            };
        }
        let seen = self.seen(key, Marks::default());
        let guarded = Marks {
            is_confidential: true,
            is_adoptive: false,
        };
        Sight {
            seen,
            seen_guarded: match guards.enforces(Guard::DeadlineFlag) {
                true => self.seen(key, guarded),
                false => seen,
            },
        }
    }

    /// The classes that the viewer is shown as they are now. What is shown as filed has no deadlines: they are of the
    /// live record.
    fn seen(&self, key: ChildKey, marks: Marks) -> ClassSet {
        let facts = self.standings.of(key);
        let is_seen = |class: &Class| {
            let grant = self.rules.rule(*class, &facts, marks);
            grant.is_ok_and(|it| matches!(it.scope, Scope::Live | Scope::Settled))
        };
        rules::classes().iter().filter(is_seen).collect()
    }
}
