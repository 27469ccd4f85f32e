//! Acts on a version that leave its state as it is: what must hold for them. `viewerMay` and the acts themselves ask here.

use super::{AdmCaseKind, Deed, Facts, Guard, Refusal, Rules, State};
use crate::domain::acts::Act;

/// The acts, in the order in which they are told.
pub const BESIDE: [Act; 5] = [
    Act::ReferMatch,
    Act::ReferReversal,
    Act::DecideMatch,
    Act::ProposeSharing,
    Act::AuthoriseSharing,
];

/// May it be done to a version in this state? Who may is not asked here.
pub fn beside(
    rules: &Rules,
    act: Act,
    state: State,
    facts: &Facts,
    deed: &Deed,
) -> Result<(), Refusal> {
    let is_fit = match act {
        Act::ProposeSharing | Act::AuthoriseSharing => state.is_settled(),
        _ => !state.is_terminal(),
    };
    if !is_fit {
        let from = Some(state);
        return Err(Refusal::NoSuchMove { from, act });
    }
    let failing = match act {
        // The decision comes before the match, and there is something to reverse.
        Act::ReferMatch => rules.failing(
            &[Guard::AdoptionPlanned, Guard::AdoptionApproved],
            facts,
            deed,
        ),
        Act::ReferReversal => rules.failing(&[Guard::AdoptionApproved], facts, deed),
        Act::DecideMatch => of_match(facts, deed),
        _ => Vec::new(),
    };
    match failing.is_empty() {
        true => Ok(()),
        false => Err(Refusal::Guard(failing)),
    }
}

/// The same two guards as of a plan for adoption, of the match.
fn of_match(facts: &Facts, deed: &Deed) -> Vec<Guard> {
    let case = facts.open_adm_case(AdmCaseKind::Match, deed.on);
    let mut failing = Vec::new();
    if case.is_none_or(|case| case.decision_maker != deed.by) {
        failing.push(Guard::NamedDecisionMaker);
    }
    if case.is_some_and(|case| case.panel.contains(&deed.by)) {
        failing.push(Guard::NotOnThePanel);
    }
    failing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plans::{AdmCase, Part, PermanenceOption};
    use chrono::NaiveDate;

    const ON: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    const DECIDES: i64 = 7;

    fn facts(case: AdmCase) -> Facts {
        let mut facts = Facts::default();
        facts.version.options = vec![(Part::Primary, PermanenceOption::Adoption)];
        facts.adm_cases.push(case);
        facts
    }

    fn case(kind: AdmCaseKind) -> AdmCase {
        AdmCase {
            kind,
            decision_maker: DECIDES,
            route: None,
            referred_on: ON,
            panel: Vec::new(),
            decided_on: None,
            is_approved: false,
        }
    }

    fn asked(act: Act, state: State, facts: &Facts) -> Result<(), Refusal> {
        let deed = Deed {
            by: DECIDES,
            on: ON,
            ..Deed::default()
        };
        beside(&Rules::default(), act, state, facts, &deed)
    }

    #[test]
    fn a_match_is_decided_by_whom_it_was_referred_to_unless_they_sat_on_the_panel() {
        let mut open = case(AdmCaseKind::Match);
        let decide =
            |case: &AdmCase| asked(Act::DecideMatch, State::CourtEndorsed, &facts(case.clone()));
        assert_eq!(decide(&open), Ok(()));
        open.panel.push(DECIDES);
        assert_eq!(
            decide(&open),
            Err(Refusal::Guard(vec![Guard::NotOnThePanel]))
        );
        open.decision_maker += 1;
        open.panel.clear();
        assert_eq!(
            decide(&open),
            Err(Refusal::Guard(vec![Guard::NamedDecisionMaker]))
        );
    }

    #[test]
    fn a_match_comes_after_the_decision_for_adoption() {
        let mut plan = case(AdmCaseKind::Plan);
        let refer =
            |case: &AdmCase| asked(Act::ReferMatch, State::CourtEndorsed, &facts(case.clone()));
        assert_eq!(
            refer(&plan),
            Err(Refusal::Guard(vec![Guard::AdoptionApproved]))
        );
        (plan.decided_on, plan.is_approved) = (Some(ON), true);
        assert_eq!(refer(&plan), Ok(()));
    }

    #[test]
    fn a_draft_is_shared_with_nobody_and_what_has_ended_is_matched_with_nobody() {
        let facts = Facts::default();
        for (act, state) in [
            (Act::ProposeSharing, State::Draft),
            (Act::AuthoriseSharing, State::Proposed),
            (Act::ReferMatch, State::Superseded),
        ] {
            let from = Some(state);
            assert_eq!(
                asked(act, state, &facts),
                Err(Refusal::NoSuchMove { from, act })
            );
        }
    }
}
