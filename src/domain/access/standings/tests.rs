use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::domain::access::Class;

const WORKER: DeskId = 1;
const TEAM: DeskId = 2;
const LEGAL: DeskId = 3;
const GUARDIAN: DeskId = 4;
const MANAGER: DeskId = 5;
const JUDGE: DeskId = 6;
const ADVISER: DeskId = 7;
const COUNTER: DeskId = 8;
const NEXT_COUNTER: DeskId = 9;
const NORTHMOOR: i64 = 70;
const SOUTHMERE: i64 = 71;

/// A day by its number, so that the cases read as "14 days before day 100".
fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(number)
}

fn days(from: u64, to: u64) -> Spell {
    Spell::new(day(from), day(to))
}

fn a_case() -> CourtCase {
    CourtCase {
        coverage: vec![Spell::from(day(0))],
        courts: vec![CourtSpell {
            court: NORTHMOOR,
            desk: COUNTER,
            spell: Spell::from(day(0)),
        }],
        ..Default::default()
    }
}

fn of(case: CourtCase) -> Vec<StandingRow> {
    let facts = ChildFacts {
        cases: vec![case],
        ..Default::default()
    };
    standings(&facts, &Windows::default())
}

fn spells(rows: &[StandingRow], kind: Standing) -> Vec<Spell> {
    rows.iter()
        .filter(|row| row.kind == kind)
        .map(|row| Spell::new(row.starts_on, row.ends_on))
        .collect()
}

fn heard_on(number: u64, judge: DeskId) -> HearingListing {
    HearingListing {
        court: NORTHMOOR,
        listed_on: day(number),
        judge: Some(judge),
        adviser: Some(ADVISER),
    }
}

fn appointed(spell: Spell) -> Appointment {
    Appointment {
        officer: GUARDIAN,
        manager: Some(MANAGER),
        spell,
    }
}

#[test]
fn a_team_that_holds_the_case_gives_both_its_standings() {
    let facts = ChildFacts {
        teams: vec![Held {
            desk: TEAM,
            spell: days(3, 9),
        }],
        ..Default::default()
    };
    let rows = standings(&facts, &Windows::default());
    assert_eq!(spells(&rows, Standing::TeamManager), [days(3, 9)]);
    assert_eq!(spells(&rows, Standing::TeamColleague), [days(3, 9)]);
}

#[test]
fn a_decision_is_open_to_its_maker_until_28_days_after_it_that_day_included() {
    let decided = |decided_on| ChildFacts {
        decisions: vec![Referral {
            desk: WORKER,
            referred_on: day(5),
            decided_on,
        }],
        ..Default::default()
    };
    let open = standings(&decided(None), &Windows::default());
    assert_eq!(
        spells(&open, Standing::DecisionMaker),
        [Spell::from(day(5))]
    );
    let made = standings(&decided(Some(day(10))), &Windows::default());
    assert_eq!(
        spells(&made, Standing::DecisionMaker),
        [days(5, 10 + 28 + 1)]
    );
}

#[test]
fn a_guardian_stays_21_days_after_the_final_order_and_while_an_appeal_is_pending() {
    let mut case = CourtCase {
        appointments: vec![appointed(Spell::from(day(2)))],
        ..a_case()
    };
    assert_eq!(
        spells(&of(case.clone()), Standing::Guardian),
        [Spell::from(day(2))]
    );
    case.final_order_on = Some(day(50));
    case.closed_on = Some(day(50));
    assert_eq!(spells(&of(case.clone()), Standing::Guardian), [days(2, 72)]);
    assert_eq!(
        spells(&of(case.clone()), Standing::CafcassManager),
        [days(2, 72)]
    );
    case.appeal_lodged_on = Some(day(60));
    assert_eq!(
        spells(&of(case.clone()), Standing::Guardian),
        [Spell::from(day(2))]
    );
    case.appeal_ended_on = Some(day(90));
    assert_eq!(spells(&of(case.clone()), Standing::Guardian), [days(2, 90)]);
    // Leave to appeal out of time: the guardian is not back before it is lodged.
    case.appeal_lodged_on = Some(day(80));
    assert_eq!(
        spells(&of(case), Standing::Guardian),
        [days(2, 72), days(80, 90)]
    );
}

#[test]
fn an_appointment_that_ended_is_over_that_day() {
    let case = CourtCase {
        appointments: vec![appointed(days(2, 30))],
        ..a_case()
    };
    assert_eq!(spells(&of(case), Standing::Guardian), [days(2, 30)]);
}

#[test]
fn a_request_for_a_guardian_shows_its_manager_three_classes() {
    let case = CourtCase {
        requests: vec![Held {
            desk: MANAGER,
            spell: days(1, 8),
        }],
        ..a_case()
    };
    let rows = of(case);
    let row = rows
        .iter()
        .find(|row| row.kind == Standing::CafcassManager)
        .unwrap();
    let classes: Vec<Class> = row.limited_to().unwrap().iter().collect();
    assert_eq!(
        classes,
        [Class::Identity, Class::LegalStatus, Class::Proceedings]
    );
}

#[test]
fn a_listed_judge_sees_from_14_days_before_the_hearing_to_the_next_one() {
    let case = CourtCase {
        hearings: vec![heard_on(100, JUDGE), heard_on(150, WORKER)],
        ..a_case()
    };
    let rows = of(case.clone());
    let first: Vec<_> = rows
        .iter()
        .filter(|row| row.desk == JUDGE)
        .copied()
        .collect();
    assert_eq!(spells(&first, Standing::Judge), [days(86, 150)]);
    // The adviser of both hearings has one row, not two that overlap.
    assert_eq!(
        spells(&rows, Standing::LegalAdviser),
        [Spell::from(day(86))]
    );
    let closed = CourtCase {
        closed_on: Some(day(160)),
        ..case
    };
    assert_eq!(
        spells(&of(closed), Standing::LegalAdviser),
        [days(86, 160 + 28 + 1)]
    );
}

#[test]
fn a_transfer_ends_the_old_court_its_judge_and_its_adviser_the_same_day() {
    let case = CourtCase {
        courts: vec![
            CourtSpell {
                court: NORTHMOOR,
                desk: COUNTER,
                spell: days(0, 90),
            },
            CourtSpell {
                court: SOUTHMERE,
                desk: NEXT_COUNTER,
                spell: Spell::from(day(90)),
            },
        ],
        allocations: vec![Held {
            desk: JUDGE,
            spell: Spell::from(day(1)),
        }],
        hearings: vec![heard_on(100, JUDGE)],
        ..a_case()
    };
    let rows = of(case);
    assert_eq!(spells(&rows, Standing::Judge), [days(1, 90)]);
    assert_eq!(spells(&rows, Standing::LegalAdviser), [days(86, 90)]);
    assert_eq!(
        spells(&rows, Standing::CourtStaff),
        [days(0, 90), Spell::from(day(90))]
    );
}

#[test]
fn the_legal_desk_sees_the_case_from_before_it_is_issued_until_it_closes() {
    let case = CourtCase {
        closed_on: Some(day(40)),
        ..a_case()
    };
    let facts = ChildFacts {
        legal_desk: Some(LEGAL),
        cases: vec![case],
        ..Default::default()
    };
    let rows = standings(&facts, &Windows::default());
    assert_eq!(spells(&rows, Standing::CourtLiaison), [days(0, 40)]);
}

prop_compose! {
    fn a_spell()(from in 0u64..300, length in 0u64..200, open in any::<bool>()) -> Spell {
        if open { Spell::from(day(from)) } else { days(from, from + length) }
    }
}

prop_compose! {
    fn held()(desk in 1i64..6, spell in a_spell()) -> Held { Held { desk, spell } }
}

prop_compose! {
    fn a_hearing()(court in 70i64..73, on in 0u64..300, judge in 1i64..4, adviser in prop::option::of(4i64..6)) -> HearingListing {
        HearingListing { court, listed_on: day(on), judge: Some(judge), adviser }
    }
}

prop_compose! {
    fn any_case()(
        coverage in prop::collection::vec(a_spell(), 0..3),
        final_order in prop::option::of(0u64..300), closed in prop::option::of(0u64..300),
        lodged in prop::option::of(0u64..300), ended in prop::option::of(0u64..300),
        courts in prop::collection::vec((70i64..73, a_spell()), 0..3),
        allocations in prop::collection::vec(held(), 0..3),
        hearings in prop::collection::vec(a_hearing(), 0..4),
        appointments in prop::collection::vec((1i64..4, prop::option::of(4i64..6), a_spell()), 0..3),
        requests in prop::collection::vec(held(), 0..2),
    ) -> CourtCase {
        CourtCase {
            coverage,
            final_order_on: final_order.map(day),
            appeal_lodged_on: lodged.map(day),
            appeal_ended_on: ended.map(day),
            closed_on: closed.map(day),
            courts: courts.into_iter().map(|(court, spell)| CourtSpell { court, desk: court, spell }).collect(),
            allocations,
            hearings,
            appointments: appointments.into_iter().map(|(officer, manager, spell)| Appointment { officer, manager, spell }).collect(),
            requests,
        }
    }
}

prop_compose! {
    fn any_facts()(
        workers in prop::collection::vec(held(), 0..4), teams in prop::collection::vec(held(), 0..4),
        incidents in prop::collection::vec(held(), 0..2), inspections in prop::collection::vec(held(), 0..2),
        cases in prop::collection::vec(any_case(), 0..3), legal_desk in prop::option::of(1i64..3),
    ) -> ChildFacts {
        ChildFacts { workers, teams, incidents, inspections, cases, legal_desk, ..Default::default() }
    }
}

proptest! {
    #[test]
    fn rows_are_never_empty_and_never_meet(facts in any_facts()) {
        let rows = standings(&facts, &Windows::default());
        for row in &rows {
            prop_assert!(row.starts_on < row.ends_on);
        }
        for pair in rows.windows(2) {
            let same = (pair[0].desk, pair[0].kind, pair[0].limit) == (pair[1].desk, pair[1].kind, pair[1].limit);
            prop_assert!(!same || pair[0].ends_on < pair[1].starts_on);
        }
    }

    #[test]
    fn facts_that_have_ended_give_nothing_after_the_longest_window(facts in any_facts()) {
        let mut ended = facts;
        let last = day(300);
        let shorten = |held: &mut Vec<Held>| held.iter_mut().for_each(|it| it.spell = it.spell.until(last));
        let _ = [&mut ended.workers, &mut ended.teams, &mut ended.incidents, &mut ended.inspections].map(shorten);
        for case in &mut ended.cases {
            case.closed_on = Some(last);
            case.final_order_on = case.final_order_on.or(Some(last));
            case.appeal_ended_on = case.appeal_ended_on.or(Some(last));
        }
        let longest = day(300 + 28 + 1);
        for row in standings(&ended, &Windows::default()) {
            prop_assert!(row.ends_on <= longest, "{row:?}");
        }
    }

    #[test]
    fn a_brother_or_sister_outside_the_case_gives_the_court_and_the_guardian_nothing(mut case in any_case()) {
        case.coverage.clear();
        prop_assert_eq!(of(case), []);
    }

    #[test]
    fn nobody_comes_by_a_case_on_a_day_on_which_it_does_not_cover_the_child(case in any_case()) {
        let coverage = case.coverage.clone();
        for row in of(case) {
            // Merged rows may span two coverages that meet; each end still lies in one.
            prop_assert!(coverage.iter().any(|it| it.starts_on <= row.starts_on && row.starts_on < it.ends_on));
            prop_assert!(coverage.iter().any(|it| it.starts_on < row.ends_on && row.ends_on <= it.ends_on));
        }
    }

    #[test]
    fn the_order_in_which_facts_were_recorded_changes_nothing(facts in any_facts()) {
        let mut turned = facts.clone();
        turned.workers.reverse();
        turned.teams.reverse();
        turned.cases.reverse();
        prop_assert_eq!(standings(&facts, &Windows::default()), standings(&turned, &Windows::default()));
    }
}
