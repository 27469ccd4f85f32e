//! The ruling turned round: in which ways a role can come to a class, for statements that filter and sort.
//!
//! A ruling asks whether one child's class is shown. A filter must ask that of all children at once, inside the
//! statement; so each way that the policy opens is written out as what must hold of the child.

use super::{
    Circumstances, Class, ClassSet, Condition, Guard, Role, Rules, Scope, Standing,
    ruling::{Marks, adopted_cell, grant},
};

/// Something that must hold of the child at the moment of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A live access request names the class.
    Requested(Class),
    /// A court directed that the class be released.
    Directed(Class),
    /// Something of the class was filed or shared.
    Filed(Class),
    /// The originator of an item agreed.
    Consented,
}

/// One way to a class: holders of a standing see it in this scope, if all needs are met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    pub standing: Standing,
    pub needs: Vec<Need>,
    pub scope: Scope,
}

impl Rules<'_> {
    /// Every way in which the standings of a role come to a class whose item bears these marks.
    pub fn openings(&self, role: Role, class: Class, marks: Marks) -> Vec<Opening> {
        let of_standing = |standing: &Standing| {
            let own = self.ways(class, *standing, marks);
            let taken = adopted_cell(class, marks)
                .filter(|_| self.guards.enforces(Guard::AdoptivePlacement))
                .map(|source| self.ways(source, *standing, marks));
            match taken {
                None => own,
                Some(taken) if marks.is_confidential => both(&own, &taken),
                Some(taken) => taken,
            }
        };
        role.standings().iter().flat_map(of_standing).collect()
    }

    fn ways(&self, class: Class, standing: Standing, marks: Marks) -> Vec<Opening> {
        let mut ways = Vec::new();
        for conditions in self.policy.cell(class, standing).alternatives() {
            let Some(needs) = self.needs(conditions, class, marks) else {
                continue;
            };
            let scope_if = |requested| {
                let facts = Circumstances {
                    requested,
                    ..Circumstances::default()
                };
                grant(conditions, standing, class, &facts, self.guards).scope
            };
            let (plain, on_request) = (
                scope_if(ClassSet::EMPTY),
                scope_if(ClassSet::from_iter([class])),
            );
            if on_request != plain {
                let needs = with(&needs, &[Need::Requested(class)]);
                ways.push(Opening {
                    standing,
                    needs,
                    scope: on_request,
                });
            }
            ways.push(Opening {
                standing,
                needs,
                scope: plain,
            });
        }
        ways
    }

    /// What must hold for all conditions to hold, or nothing where they never do.
    fn needs(&self, conditions: &[Condition], class: Class, marks: Marks) -> Option<Vec<Need>> {
        let mut needs = Vec::new();
        for condition in conditions {
            let (guard, need) = match condition {
                Condition::Full | Condition::OwnReads | Condition::CouncilReads => continue,
                Condition::Pseudonymised => return None,
                Condition::Unflagged => {
                    if marks.is_confidential && self.guards.enforces(Guard::Confidential) {
                        return None;
                    }
                    continue;
                }
                Condition::Filed => (Guard::FiledOnly, Need::Filed(class)),
                Condition::Requested => (Guard::LiveRequest, Need::Requested(class)),
                Condition::Directed => (Guard::Directed, Need::Directed(class)),
                Condition::Consented => (Guard::OriginatorConsent, Need::Consented),
            };
            if self.guards.enforces(guard) {
                needs.push(need);
            }
        }
        Some(needs)
    }
}

fn with(needs: &[Need], more: &[Need]) -> Vec<Need> {
    let mut all = needs.to_vec();
    all.extend(more.iter().filter(|need| !needs.contains(need)));
    all
}

/// Both cells must be open; what is seen is what the second one gives.
fn both(own: &[Opening], taken: &[Opening]) -> Vec<Opening> {
    own.iter()
        .flat_map(|own| {
            taken.iter().map(|taken| Opening {
                needs: with(&own.needs, &taken.needs),
                ..taken.clone()
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::{Guards, Policy, StandingSet};

    /// The compiled-in table with one cell in place of each of a class.
    fn policy(class: Class, cell: &str) -> Policy {
        let line = |line: &str| {
            let mut words: Vec<&str> = line.split(',').collect();
            if words[0] == class.word() {
                words[1..].fill(cell);
            }
            format!("{}\n", words.join(","))
        };
        let text: String = Policy::default_text().lines().map(line).collect();
        Policy::parse(&text, "test").unwrap()
    }

    /// How wide the scopes are that a filter knows.
    fn width(scope: Scope) -> u8 {
        match scope {
            Scope::Live => 4,
            Scope::Settled => 3,
            Scope::Shared => 2,
            Scope::Consented => 1,
            Scope::OwnReads | Scope::CouncilReads => 0,
        }
    }

    fn marks() -> impl Iterator<Item = Marks> {
        [(false, false), (true, false), (false, true), (true, true)]
            .into_iter()
            .map(|(is_confidential, is_adoptive)| Marks {
                is_confidential,
                is_adoptive,
            })
    }

    /// Every combination of what may hold of a child.
    fn circumstances(class: Class, standings: StandingSet) -> impl Iterator<Item = Circumstances> {
        let sets = move |bits: usize| match bits {
            0 => ClassSet::EMPTY,
            1 => ClassSet::from_iter([class]),
            _ => ClassSet::ALL,
        };
        (0..54).map(move |number| Circumstances {
            standings,
            limit: ClassSet::ALL,
            requested: sets(number % 3),
            directed: sets(number / 3 % 3),
            shared: sets(number / 9 % 3),
            consented: number / 27 == 1,
        })
    }

    #[test]
    fn a_way_is_open_just_when_the_ruling_shows_the_class() {
        let cells = [
            "R", "-", "K", "F", "Q", "C", "P", "RQ", "CO", "FQ", "KQ", "K/Q", "F/Q", "RQ/F", "CQ",
            "KF/C",
        ];
        let classes = [
            Class::Plan,
            Class::PlacementLocation,
            Class::AdopterIdentity,
            Class::Identifiers,
        ];
        let mut shown = 0;
        for (class, cell) in classes.iter().flat_map(|it| cells.map(|cell| (*it, cell))) {
            let policy = policy(class, cell);
            let rules = Rules {
                policy: &policy,
                guards: Guards::default(),
            };
            for (role, marks) in [Role::SocialWorker, Role::Guardian, Role::Judge]
                .into_iter()
                .flat_map(|role| marks().map(move |marks| (role, marks)))
            {
                // The location takes the adopter's cell in an adoptive placement.
                for asked in [class, Class::PlacementLocation] {
                    let standings: StandingSet = role.standings().iter().copied().collect();
                    let openings = rules.openings(role, asked, marks);
                    for facts in circumstances(class, standings) {
                        let met = |need: &Need| match need {
                            Need::Requested(class) => facts.requested.contains(*class),
                            Need::Directed(class) => facts.directed.contains(*class),
                            Need::Filed(class) => facts.shared.contains(*class),
                            Need::Consented => facts.consented,
                        };
                        let open = openings.iter().filter(|it| it.needs.iter().all(met));
                        let told = open.map(|it| width(it.scope)).max();
                        let ruled = rules.rule(asked, &facts, marks);
                        let due = ruled.ok().map(|grant| width(grant.scope));
                        assert_eq!(
                            told, due,
                            "{asked} under {cell} for {role} with {facts:?} and {marks:?}"
                        );
                        shown += usize::from(due.is_some());
                    }
                }
            }
        }
        assert!(shown > 1_000, "{shown} are shown");
    }
}
