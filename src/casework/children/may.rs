//! What the viewer may do now: to the child, and to each version that they are shown.

use std::collections::HashMap;

use super::view::{Sections, Wanted};
use crate::{
    casework::{Casework, Trouble},
    domain::{
        access::Disclosed,
        children::ChildKey,
        plans::{Deed, May, may_on_child, may_on_plan},
    },
    store::{
        access::{Reached, Seeker},
        plans::lives,
    },
};

impl Casework {
    /// The acts on each child; those on the versions are laid down beside them. The rules look at the record as it is:
    /// `domain::plans` sees to it that no guard tells a standing what it is not shown.
    pub(super) async fn acts_of(
        &self,
        seeker: &Seeker,
        found: &[Reached],
        sections: &mut [Sections],
        wanted: &Wanted,
    ) -> Result<HashMap<ChildKey, Vec<May>>, Trouble> {
        let keys: Vec<ChildKey> = found.iter().map(|child| child.key).collect();
        let calendar = &self.store.reckoning().calendar;
        let lives = lives(&self.store, &keys, seeker.today, calendar).await?;
        let deed = Deed {
            by: seeker.person,
            on: seeker.today,
            ..Deed::default()
        };
        let mut acts = HashMap::new();
        for (child, sections) in found.iter().zip(sections) {
            let Some(life) = lives.get(&child.key) else {
                continue;
            };
            if wanted.child_acts {
                let facts = life.facts(None);
                let may = may_on_child(&self.plan_rules, child.standings, &facts, &deed);
                acts.insert(child.key, may);
            }
            let shown = match sections.plan.take() {
                Some(Disclosed::Shown(shown)) => shown,
                other => {
                    sections.plan = other;
                    continue;
                }
            };
            let plan = shown.map(|mut record| {
                for version in record.versions.iter_mut().filter(|_| wanted.plan_acts) {
                    let Ok(state) = version.state.parse() else {
                        continue;
                    };
                    let facts = life.facts(Some(version.id));
                    version.may =
                        may_on_plan(&self.plan_rules, state, child.standings, &facts, &deed);
                }
                record
            });
            sections.plan = Some(Disclosed::Shown(plan));
        }
        Ok(acts)
    }
}
