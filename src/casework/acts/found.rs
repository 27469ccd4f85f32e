//! Whom and what an act is about, as far as it is there for the one who acts.

use std::collections::BTreeSet;

use super::{
    acting::{Case, Stop},
    driver::Target,
};
use crate::{
    casework::{
        Asking, Casework, Trouble,
        children::{ChildView, Wanted},
    },
    domain::{
        access::{Basis, Class, ClassSet, Disclosed, Guard, Standing, StandingSet},
        acts::{Act, Problem, Table},
        children::ChildKey,
        plans::PlanVersion,
    },
    store::{
        Unit,
        access::{CaseReference, Reached, Seeker, by_keys, by_public_ids, of_cases, of_plan},
        acts, proceedings,
    },
};

impl Casework {
    pub(super) async fn find_target(
        &self,
        asking: &Asking,
        seeker: &Seeker,
        target: &Target,
    ) -> Result<Found, Trouble> {
        let mut found = Found::default();
        match target {
            Target::Child(id) => {
                let children = by_public_ids(&self.store, seeker, std::slice::from_ref(id)).await?;
                found.child = children.into_iter().next();
            }
            Target::Plan { id, .. } => {
                if let Some(child) = of_plan(&self.store, seeker, id).await? {
                    found.version = self.read_version(seeker, &child, id).await?;
                    found.child = found.version.is_some().then_some(child);
                }
            }
            Target::Case(id) => {
                found.reached = self.shown_case(seeker, id).await?;
                if !found.reached.is_empty()
                    && let Some((council, id, children)) =
                        proceedings::covered(&self.store, id, asking.today).await?
                {
                    found.case = Some(Case {
                        council,
                        id,
                        children,
                    });
                }
            }
            Target::Council => {}
        }
        Ok(found)
    }

    /// The version as the one who acts is shown it; one that they are not shown is not there for them.
    async fn read_version(
        &self,
        seeker: &Seeker,
        child: &Reached,
        id: &[u8],
    ) -> Result<Option<ReadVersion>, Trouble> {
        let wanted = Wanted {
            sections: ClassSet::from_iter([Class::Plan]),
            ..Wanted::default()
        };
        let views = self.views(seeker, vec![child.clone()], &wanted).await?;
        let Some(Disclosed::Shown(shown)) =
            views.into_iter().next().and_then(|it| it.sections.plan)
        else {
            return Ok(None);
        };
        let is_live = shown.basis() == Basis::Live;
        let versions = shown.into_value().versions;
        let version = versions.into_iter().find(|it| it.public_id == id);
        Ok(version.map(|version| ReadVersion {
            key: child.key,
            version,
            is_live,
        }))
    }

    /// The children through whom the one who acts is shown the case. A case that they are not shown is not there for them,
    /// though they may reach its children.
    async fn shown_case(&self, seeker: &Seeker, id: &[u8]) -> Result<Vec<Reached>, Trouble> {
        let case = CaseReference::PublicId(id.to_vec());
        let reached = of_cases(&self.store, seeker, &case).await?;
        if !self.guards.enforces(Guard::ActCaseShown) {
            return Ok(reached);
        }
        let views = self
            .views(seeker, reached.clone(), &Wanted::proceedings())
            .await?;
        let shows = |view: &ChildView| {
            let cases = view.sections.proceedings.as_ref();
            let cases = cases.and_then(Disclosed::shown);
            cases.is_some_and(|cases| cases.iter().any(|case| case.public_id == id))
        };
        let shown: BTreeSet<ChildKey> = views
            .iter()
            .filter(|it| shows(it))
            .map(|it| it.key)
            .collect();
        Ok(reached
            .into_iter()
            .filter(|child| shown.contains(&child.key))
            .collect())
    }
}

/// A version of a plan as the one who acts is shown it.
pub(super) struct ReadVersion {
    pub key: ChildKey,
    pub version: PlanVersion,
    pub is_live: bool,
}

/// Whom and what an act found.
#[derive(Default)]
pub(super) struct Found {
    pub child: Option<Reached>,
    pub version: Option<ReadVersion>,
    pub case: Option<Case>,
    /// Of a case: those of its children through whom the one who acts is shown it.
    pub reached: Vec<Reached>,
}

impl Found {
    /// The same, held against everybody else until the unit ends. What was lost meanwhile is not found.
    pub(super) async fn held(self, unit: &mut Unit<'_>, seeker: &Seeker) -> Result<Self, Stop> {
        let mut keys: Vec<ChildKey> = self.child.iter().map(|it| it.key).collect();
        if let Some(case) = &self.case {
            keys.extend(&case.children);
        }
        if keys.is_empty() {
            return Ok(self);
        }
        acts::hold(unit, &keys).await?;
        let mut reached = by_keys(&*unit, seeker, &keys).await?;
        let child = self
            .child
            .and_then(|child| reached.iter().find(|it| it.key == child.key).cloned());
        let through: BTreeSet<ChildKey> = self.reached.iter().map(|it| it.key).collect();
        reached.retain(|it| through.contains(&it.key));
        reached.sort_by_key(|it| it.key);
        Ok(Self {
            child,
            version: self.version,
            case: self.case,
            reached,
        })
    }

    /// The standing under which the act is done.
    pub(super) fn standing(
        &self,
        act: Act,
        seeker: &Seeker,
        target: &Target,
    ) -> Result<Option<Standing>, Stop> {
        let table = Table::of_the_product();
        if matches!(target, Target::Council) {
            // There is no child yet on whom anybody could have a standing.
            return match table.role_may(act, seeker.role) {
                true => Ok(None),
                false => Err(Problem::not_yours(act).into()),
            };
        }
        let missing = match target {
            Target::Plan { .. } => self.version.is_none() || self.child.is_none(),
            Target::Case(_) => self.case.is_none() || self.reached.is_empty(),
            _ => self.child.is_none(),
        };
        if missing {
            return Err(Problem::not_found().into());
        }
        let held = self
            .child
            .iter()
            .chain(&self.reached)
            .fold(StandingSet::default(), |held, it| {
                StandingSet(held.0 | it.standings.0)
            });
        match table.standing_for(act, held) {
            Some(standing) => Ok(Some(standing)),
            None if !seeker.guards.enforces(Guard::ActStanding) => Ok(held.iter().next()),
            None => Err(Problem::not_yours(act).into()),
        }
    }
}
