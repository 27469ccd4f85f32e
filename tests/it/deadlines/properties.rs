//! What holds of every child, whatever the facts: shown on thousands that nobody thought of.

use std::collections::HashSet;

use chrono::{Datelike, Days, Months, NaiveDate};
use permanence::domain::deadlines::{
    AdmCaseKind, Application, Counting, Deadline, EventKind, HearingKind, HearingState,
    LocalStandards, ReviewKind, Standard, State, Step, Unit, deadlines, rules,
};
use proptest::prelude::*;

use super::story::{CALENDAR, Story};

const FIRST: &str = "2014-06-01";

fn day() -> impl Strategy<Value = NaiveDate> {
    (0u64..6400).prop_map(|days| FIRST.parse::<NaiveDate>().unwrap() + Days::new(days))
}

/// One thing that happens to a child.
#[derive(Debug, Clone)]
enum Happening {
    LookedAfter,
    LeftCare(&'static str),
    Status(&'static str),
    Beside(&'static str),
    Placed(&'static str),
    SameCarers(&'static str),
    PlacementEnded,
    Reviewed,
    AdoptionReviewed,
    Adjourned,
    Visited,
    NotSeen,
    Assessed(bool),
    EducationPlan,
    PlanAuthorised,
    Adm(AdmCaseKind, bool),
    Dispute,
    Issued(Application),
    Hearing(HearingKind),
    Extended,
    Directed,
    Guardian,
    FinalOrder,
    Event(EventKind),
}

fn happening() -> impl Strategy<Value = Happening> {
    use Happening::*;
    let care = prop_oneof![
        Just(LookedAfter),
        prop::sample::select(vec!["E4A", "E2", "E11", "E3"]).prop_map(LeftCare),
        prop::sample::select(vec!["V2", "V3", "V4", "C1", "C2", "E1", "L1"]).prop_map(Status),
        Just(Beside("E1")),
        prop::sample::select(vec!["U6", "U4", "U5", "P1", "A6", "A5", "K2", "T1"]).prop_map(Placed),
        prop::sample::select(vec!["U4", "A5"]).prop_map(SameCarers),
        Just(PlacementEnded),
    ];
    let record = prop_oneof![
        4 => Just(Reviewed),
        2 => Just(AdoptionReviewed),
        1 => Just(Adjourned),
        4 => Just(Visited),
        1 => Just(NotSeen),
        2 => any::<bool>().prop_map(Assessed),
        1 => Just(EducationPlan),
        1 => Just(PlanAuthorised),
        1 => any::<bool>().prop_map(|panel| Adm(AdmCaseKind::Plan, panel)),
        1 => Just(Adm(AdmCaseKind::Match, true)),
        1 => Just(Dispute),
    ];
    let court = prop_oneof![
        prop::sample::select(vec![
            Application::Care,
            Application::Discharge,
            Application::PlacementOrder,
            Application::AdoptionOrder,
        ])
        .prop_map(Issued),
        prop::sample::select(vec![
            HearingKind::CaseManagement,
            HearingKind::FurtherCaseManagement,
            HearingKind::IssuesResolution,
        ])
        .prop_map(Hearing),
        Just(Extended),
        Just(Directed),
        Just(Guardian),
        Just(FinalOrder),
    ];
    let event = prop::sample::select(EventKind::ALL.to_vec()).prop_map(Event);
    prop_oneof![3 => care, 4 => record, 2 => court, 4 => event]
}

/// A child's story: what happened, in the order of the days.
fn story() -> impl Strategy<Value = Story> {
    let happenings = prop::collection::vec((day(), happening()), 0..30);
    (day(), prop::option::of(day()), happenings).prop_map(|(born, began, mut happenings)| {
        happenings.sort_by_key(|(on, _)| *on);
        let mut story = Story::born(&(born - Months::new(60)).to_string());
        if let Some(began) = began {
            story = story.looked_after(&began.to_string());
        }
        for (on, happening) in happenings {
            story = told(story, on, happening);
        }
        story
    })
}

fn told(story: Story, on: NaiveDate, happening: Happening) -> Story {
    let text = on.to_string();
    let (day, later) = (text.as_str(), (on + Days::new(11)).to_string());
    let in_court = !story.facts.proceedings.is_empty();
    let in_care = !story.facts.care.is_empty();
    match happening {
        Happening::LookedAfter => story.looked_after(day),
        Happening::LeftCare(code) if in_care => story.left_care(day, code),
        Happening::Status(code) => story.status(code, day),
        Happening::Beside(code) => story.beside(code, day),
        Happening::Placed(code) => story.placed(code, day),
        Happening::SameCarers(code) => story.same_carers(code, day),
        Happening::PlacementEnded => story.placement_ended(day),
        Happening::Reviewed => story.reviewed(day),
        Happening::AdoptionReviewed => story.adoption_reviewed(day),
        Happening::Adjourned => story.review(ReviewKind::LookedAfter, Some(&later), Some(day)),
        Happening::Visited => story.visited(day),
        Happening::NotSeen => story.not_seen(day),
        Happening::Assessed(by_doctor) => story.assessed(day, by_doctor),
        Happening::EducationPlan => story.education_plan(day),
        Happening::PlanAuthorised => story.plan_authorised(day),
        Happening::Adm(kind, panel) => {
            story.adm_case(kind, day, panel.then_some(&later), Some(&later))
        }
        Happening::Dispute => story.dispute(day, Some(&later)),
        Happening::Issued(application) => story.issued(application, day),
        Happening::Hearing(kind) if in_court => story.hearing(kind, day, HearingState::Held),
        Happening::Extended if in_court => story.extended(day, &later),
        Happening::Directed if in_court => story.directed(day, Some(&later), None),
        Happening::Guardian if in_court => story.guardian(day),
        Happening::FinalOrder if in_court => story.final_order(day),
        Happening::Event(kind) => story.event_with(kind, day, |event| {
            event.days = Some(14);
            event.until = Some(on + Days::new(5));
        }),
        _ => story,
    }
}

/// Adds the steps up again, with nothing but their own numbers.
fn added_up(steps: &[Step]) -> Option<NaiveDate> {
    let mut at: Option<NaiveDate> = None;
    let mut reached: Vec<NaiveDate> = Vec::new();
    for step in steps {
        let next = match step {
            Step::From { on, .. } | Step::Stated { on, .. } => Some(*on),
            Step::FirstDay { given, skipped, on } => {
                assert_eq!(Some(*given), at);
                let over = u64::from(skipped.weekend_days) + skipped.holidays.len() as u64 + 1;
                assert_eq!(*given + Days::new(over), *on);
                Some(*on)
            }
            Step::WorkingDays {
                from,
                number,
                backwards,
                skipped,
                to,
            } => {
                assert_eq!(Some(*from), at);
                let days = u64::from(*number)
                    + u64::from(skipped.weekend_days)
                    + skipped.holidays.len() as u64;
                let sum = if *backwards {
                    *from - Days::new(days)
                } else {
                    *from + Days::new(days)
                };
                assert_eq!(sum, *to);
                for holiday in &skipped.holidays {
                    assert!(holiday.on.weekday().number_from_monday() < 6);
                }
                Some(*to)
            }
            Step::Days { from, days, to, .. } => {
                assert_eq!(Some(*from), at);
                assert_eq!((*to - *from).num_days(), *days);
                Some(*to)
            }
            Step::Months {
                from,
                months,
                clamped,
                to,
            } => {
                assert_eq!(Some(*from), at);
                let apart =
                    (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
                assert_eq!(apart, *months);
                if *clamped {
                    assert!(to.day() < from.day() && (*to + Days::new(1)).day() == 1);
                } else {
                    assert_eq!(to.day(), from.day());
                }
                Some(*to)
            }
            Step::Birthday { born_on, years, on } => {
                assert_eq!(on.year() - born_on.year(), i32::from(*years));
                Some(*on)
            }
            Step::Eve { of, on } => {
                assert_eq!(Some(*of), at);
                assert_eq!(*on + Days::new(1), *of);
                Some(*on)
            }
            Step::Earlier { one, other, on } | Step::Later { one, other, on } => {
                assert_eq!(Some(*other), at);
                assert!(reached.contains(one), "{one} was not reached: {steps:?}");
                let chosen = if matches!(step, Step::Earlier { .. }) {
                    one.min(other)
                } else {
                    one.max(other)
                };
                assert_eq!(chosen, on);
                Some(*on)
            }
            Step::Switched { .. } | Step::Remark(_) => continue,
        };
        at = next;
        reached.extend(next);
    }
    at
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_explanation_adds_up_to_its_date(story in story()) {
        for deadline in story.deadlines() {
            prop_assert_eq!(
                added_up(&deadline.explanation.0),
                deadline.due_on,
                "{}",
                deadline.explain()
            );
        }
    }

    #[test]
    fn no_date_lies_outside_the_calendar_and_none_is_missing_without_a_reason(story in story()) {
        for deadline in story.deadlines() {
            match deadline.due_on {
                Some(due) => {
                    prop_assert!(due >= CALENDAR.first() && due <= CALENDAR.complete_to());
                    let act_by = deadline.act_by;
                    prop_assert!(act_by.is_none_or(|by| by <= due && CALENDAR.is_working_day(by) == Ok(true)));
                    prop_assert!(deadline.soon_from.is_none_or(|soon| soon < due));
                }
                None => {
                    let never = matches!(deadline.state, State::NotApplicable { .. });
                    prop_assert!(deadline.refused.is_some() || never, "{}", deadline.explain());
                }
            }
        }
    }

    #[test]
    fn each_deadline_has_a_key_of_its_own_and_computing_again_gives_the_same(story in story()) {
        let found = story.deadlines();
        let keys: HashSet<_> = found.iter().map(Deadline::key).collect();
        prop_assert_eq!(keys.len(), found.len());
        prop_assert_eq!(&story.deadlines(), &found);
        let mut turned = story.clone();
        turned.facts.visits.reverse();
        turned.facts.reviews.reverse();
        turned.facts.events.reverse();
        turned.facts.placements.reverse();
        turned.facts.legal.reverse();
        turned.facts.care.reverse();
        prop_assert_eq!(&turned.deadlines(), &found, "the order of the rows says nothing");
    }

    #[test]
    fn what_meets_a_deadline_is_of_a_kind_that_the_table_names(story in story()) {
        for deadline in story.deadlines() {
            if let Some(met) = deadline.met() {
                prop_assert!(
                    deadline.rule.met_by.contains(&met.kind),
                    "{} met by {}",
                    deadline.rule.id,
                    met.kind
                );
            }
        }
    }

    #[test]
    fn the_councils_own_date_is_never_after_the_laws(story in story()) {
        let found = story.deadlines();
        for local in found.iter().filter(|it| it.standard == Standard::Local) {
            let by_law = found.iter().find(|it| {
                it.rule.id == local.rule.id
                    && it.set_off == local.set_off
                    && it.standard == Standard::Statutory
            });
            if let (Some(by_law), Some(own)) = (by_law.and_then(|it| it.due_on), local.due_on) {
                prop_assert!(own <= by_law, "{}", local.explain());
            }
        }
    }

    #[test]
    fn a_later_fact_that_has_nothing_to_do_with_it_changes_nothing(story in story()) {
        let before = story.deadlines();
        let unrelated = story.event(EventKind::AreaNotified, "2031-12-01").not_seen("2031-12-02");
        let after = unrelated.deadlines();
        for deadline in &before {
            if deadline.rule.id != "AREA_NOTIFY" {
                prop_assert!(after.contains(deadline), "{}", deadline.explain());
            }
        }
        prop_assert_eq!(before.len(), after.len());
    }

    #[test]
    fn a_later_beginning_is_never_due_earlier(from in day(), later in 0u64..400) {
        let until = from + Days::new(later);
        for rule in rules::all() {
            for case in rule.cases() {
                let count = |on| CALENDAR.count_all("", on, case.limits).ok().map(|it| it.on);
                if let (Some(one), Some(other)) = (count(from), count(until)) {
                    prop_assert!(one <= other, "{} {}: {one} and {other}", rule.id, case.name);
                }
            }
        }
    }

    #[test]
    fn a_date_counted_in_days_weeks_or_months_does_not_move_off_a_weekend(from in day()) {
        for rule in rules::all() {
            for case in rule.cases() {
                let [limit] = case.limits else { continue };
                let Ok(counted) = CALENDAR.count(*limit, from) else { continue };
                let number = u64::from(limit.number);
                let expected = match (limit.unit, limit.counting) {
                    (Unit::Days, Counting::Day0) => from + Days::new(number),
                    (Unit::Days, Counting::BeginningWith) => from + Days::new(number - 1),
                    (Unit::Days, Counting::Before) => from - Days::new(number),
                    (Unit::Weeks, Counting::Day0) => from + Days::new(7 * number),
                    (Unit::Weeks, Counting::BeginningWith) => from + Days::new(7 * number - 1),
                    (Unit::Months, Counting::Day0) => from + Months::new(u32::from(limit.number)),
                    _ => continue,
                };
                prop_assert_eq!(counted.on, expected, "{} {}", rule.id, case.name);
            }
        }
    }
}

#[test]
fn the_strategies_reach_most_rules() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let strategy = story();
    let mut seen = HashSet::new();
    for _ in 0..1500 {
        let story = strategy.new_tree(&mut runner).unwrap().current();
        for deadline in deadlines(&story.facts, &LocalStandards::default(), &CALENDAR) {
            seen.insert(deadline.rule.id);
        }
    }
    let unseen: Vec<&str> = rules::all()
        .filter(|rule| !rule.met_by.is_empty() && !seen.contains(rule.id))
        .map(|rule| rule.id)
        .collect();
    assert!(unseen.is_empty(), "no story sets these off: {unseen:?}");
}
