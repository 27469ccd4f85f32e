//! What somebody may do to a version or a child now, and what the record has against it: for a portal's buttons.

use super::{BESIDE, Deed, Facts, Guard, Refusal, Rules, State, beside, open_acts};
use crate::domain::{
    access::StandingSet,
    acts::{Act, Subject, Table},
};

/// One act that is somebody's, and the guards of the record that close it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct May {
    pub act: Act,
    /// Empty: it is open, if the form is filled in well.
    pub closed_by: Vec<&'static str>,
}

/// The acts on a version. `state` is the state as the viewer is shown it.
pub fn may_on_plan(
    rules: &Rules,
    state: State,
    standings: StandingSet,
    facts: &Facts,
    deed: &Deed,
) -> Vec<May> {
    let mut may: Vec<May> = open_acts(rules, Some(state), standings, facts, deed)
        .into_iter()
        .map(|open| May {
            act: open.act,
            closed_by: open.closed_by.into_iter().map(Guard::word).collect(),
        })
        .collect();
    for act in BESIDE {
        let closed_by = match beside(rules, act, state, facts, deed) {
            Ok(()) => Vec::new(),
            Err(Refusal::Guard(guards)) => guards.into_iter().map(Guard::word).collect(),
            Err(_) => continue,
        };
        if Table::of_the_product()
            .standing_for(act, standings)
            .is_some()
        {
            may.push(May { act, closed_by });
        }
    }
    may
}

/// The acts on a child.
pub fn may_on_child(rules: &Rules, standings: StandingSet, facts: &Facts, deed: &Deed) -> Vec<May> {
    let table = Table::of_the_product();
    let mine = table
        .rules()
        .iter()
        .filter(|rule| rule.subject == Subject::Child && rule.standings.0 & standings.0 != 0);
    let drafting = open_acts(rules, None, standings, facts, deed);
    mine.map(|rule| May {
        act: rule.act,
        closed_by: match rule.act {
            Act::DraftPlan => drafting
                .iter()
                .flat_map(|open| open.closed_by.iter().map(|guard| guard.word()))
                .collect(),
            Act::RecordPlacement | Act::RecordLegalStatus | Act::RecordCareEnd => {
                closed_unless(facts.is_looked_after(deed.on), Guard::StillLookedAfter)
            }
            Act::DecideApproval => closed_unless(
                facts
                    .approvals
                    .iter()
                    .any(|it| it.officer == deed.by && it.decided_on.is_none()),
                Guard::NamedOfficer,
            ),
            _ => Vec::new(),
        },
    })
    .collect()
}

fn closed_unless(holds: bool, guard: Guard) -> Vec<&'static str> {
    if holds {
        Vec::new()
    } else {
        vec![guard.word()]
    }
}
