//! Visits: each line of the rule, changes of line between visits, and how often against the minimum.

use permanence::domain::deadlines::{
    EventKind, LocalStandards, Standard, State, Status, deadlines, visit_frequency,
};

use super::story::{CALENDAR, Story, on, said};

/// Fostered since a Monday.
fn fostered(from: &str) -> Story {
    Story::born("2010-02-01")
        .looked_after(from)
        .status("V2", from)
        .placed("U6", from)
}

/// Living with a parent under this order since that day.
fn with_parent(order: &str, from: &str) -> Story {
    Story::born("2010-02-01")
        .looked_after(from)
        .status(order, from)
        .placed("P1", from)
}

#[test]
fn each_line_of_the_rule_has_its_interval() {
    let long_ago = "2022-01-03";
    let visited = "2024-03-04";
    let long_term = fostered(long_ago)
        .reviewed("2022-01-31")
        .event(EventKind::IntendedTo18, "2022-02-01");
    let agreed = long_term
        .clone()
        .event(EventKind::LongTermConfirmedToCarer, "2022-02-01")
        .event(EventKind::LongTermConfirmedToParent, "2022-02-01")
        .event(EventKind::LongTermConfirmedToChild, "2022-02-01")
        .event(EventKind::ChildAgreedToFewerVisits, "2022-02-01");
    let kin = |from: &str| fostered(from).event(EventKind::Reg24Started, from);
    let early = |from: &str| with_parent("C2", from).event(EventKind::Reg19Started, from);
    let others = |from: &str| {
        fostered(long_ago)
            .status("C2", long_ago)
            .event(EventKind::OthersRunStarted, from)
    };
    for (story, line, due) in [
        (kin("2024-03-01"), "3-weekly", "2024-03-11"),
        (kin("2024-01-01").reviewed("2024-01-20"), "3", "2024-04-01"),
        (with_parent("C1", "2024-03-01"), "3-weekly", "2024-03-11"),
        (
            with_parent("C1", long_ago).reviewed("2022-01-31"),
            "3",
            "2024-04-01",
        ),
        (early("2024-03-01"), "4-weekly", "2024-03-11"),
        (
            early("2024-01-01").reviewed("2024-01-20"),
            "4",
            "2024-04-15",
        ),
        (with_parent("C2", long_ago), "5", "2024-04-15"),
        (others("2024-02-01"), "6", "2024-04-15"),
        (others("2023-03-04"), "6-year", "2024-06-04"),
        (agreed, "7a", "2024-09-04"),
        (long_term, "7b", "2024-06-04"),
        (fostered(long_ago), "7c", "2024-04-15"),
    ] {
        let next = story.visited(visited).last("VISIT_LATER");
        assert_eq!(next.case.name, line, "{}", next.explain());
        assert_eq!(
            next.due_on,
            Some(on(due)),
            "line {line}: {}",
            next.explain()
        );
    }
}

#[test]
fn every_new_home_is_visited_within_a_week_and_a_new_record_of_the_same_home_is_not() {
    let story = fostered("2024-01-01")
        .visited("2024-01-05")
        .same_carers("U4", "2024-02-01")
        .placed("T4", "2024-03-01")
        .same_carers("U4", "2024-03-05")
        .placed("K2", "2024-04-01");
    assert_eq!(
        story.told("VISIT_FIRST", "2024-04-20"),
        said(&[("2024-01-08", Status::Met), ("2024-04-08", Status::Overdue)])
    );
}

#[test]
fn a_visit_at_which_the_child_was_not_seen_does_not_count() {
    let story = fostered("2024-01-01").not_seen("2024-01-05");
    assert!(story.one("VISIT_FIRST").is_open());
    assert!(story.of("VISIT_LATER").is_empty());
    let seen = story.visited("2024-01-10");
    assert_eq!(
        seen.one("VISIT_FIRST").status(on("2024-01-11")),
        Status::MetLate
    );
}

#[test]
fn a_stricter_line_between_two_visits_counts_from_the_change_and_a_looser_one_waits() {
    // Visited on 4 March at home under section 20; an interim care order on 20 March, before any review.
    let stricter = Story::born("2010-02-01")
        .looked_after("2024-03-01")
        .status("V2", "2024-03-01")
        .placed("P1", "2024-03-01")
        .visited("2024-03-04")
        .status("C1", "2024-03-20");
    let next = stricter.one("VISIT_LATER");
    assert_eq!(next.due_on, Some(on("2024-03-27")), "{}", next.explain());
    assert!(
        next.explain().contains("line 3-weekly"),
        "{}",
        next.explain()
    );

    // Weekly until the review of the 22nd; the visit of the 18th still asks for the next within a week.
    let looser = with_parent("C1", "2024-03-01")
        .visited("2024-03-18")
        .reviewed("2024-03-22");
    assert_eq!(looser.one("VISIT_LATER").due_on, Some(on("2024-03-25")));
    assert_eq!(
        looser.visited("2024-03-25").last("VISIT_LATER").due_on,
        Some(on("2024-04-22"))
    );
}

#[test]
fn a_stricter_line_that_begins_when_the_visit_was_due_anyway_changes_nothing() {
    let story = fostered("2024-01-01")
        .visited("2024-01-05")
        .event(EventKind::Reg24Started, "2024-02-15");
    // Six weeks from 5 January come before a week from 15 February.
    assert_eq!(story.one("VISIT_LATER").due_on, Some(on("2024-02-16")));
}

#[test]
fn with_the_withdrawal_of_the_childs_agreement_six_months_become_three() {
    let story = fostered("2020-01-06")
        .reviewed("2020-02-03")
        .event(EventKind::IntendedTo18, "2020-02-03")
        .event(EventKind::LongTermConfirmedToCarer, "2020-02-03")
        .event(EventKind::LongTermConfirmedToParent, "2020-02-03")
        .event(EventKind::LongTermConfirmedToChild, "2020-02-03")
        .event(EventKind::ChildAgreedToFewerVisits, "2020-02-03")
        .visited("2024-01-08");
    assert_eq!(story.one("VISIT_LATER").due_on, Some(on("2024-07-08")));
    let withdrawn = story.event(EventKind::AgreementWithdrawn, "2024-02-01");
    assert_eq!(withdrawn.one("VISIT_LATER").due_on, Some(on("2024-05-01")));
}

#[test]
fn a_care_order_made_while_at_home_asks_for_a_visit_within_a_week_of_the_order() {
    let story = with_parent("C1", "2024-01-01")
        .visited("2024-01-04")
        .reviewed("2024-01-26")
        .status("C2", "2024-03-01");
    let first = story.of("VISIT_FIRST");
    assert_eq!(first.len(), 2);
    assert_eq!(first[1].case.name, "5");
    assert_eq!(first[1].due_on, Some(on("2024-03-08")));
    // Home again later under the same order: from the start with the parent, which is later.
    let moved = with_parent("C2", "2024-01-01")
        .placed("U6", "2024-02-01")
        .placed("P1", "2024-06-03")
        .last("VISIT_FIRST");
    assert_eq!(
        (moved.case.name, moved.due_on),
        ("5", Some(on("2024-06-10")))
    );
}

#[test]
fn under_a_placement_order_the_care_order_has_no_effect() {
    let story = with_parent("C2", "2024-01-01").visited("2024-03-04");
    assert_eq!(story.one("VISIT_LATER").case.name, "5");
    let ordered = with_parent("C2", "2024-01-01")
        .beside("E1", "2024-02-01")
        .visited("2024-03-04");
    assert_eq!(ordered.one("VISIT_LATER").case.name, "7c");
    // Nor has one that is entered with a later start.
    let entered_later = Story::born("2010-02-01")
        .looked_after("2024-01-01")
        .beside("E1", "2024-01-01")
        .beside("C2", "2024-02-01")
        .placed("P1", "2024-01-01")
        .visited("2024-03-04");
    assert_eq!(entered_later.one("VISIT_LATER").case.name, "7c");
}

#[test]
fn a_child_in_hospital_under_section_20_is_not_in_somebody_elses_charge() {
    let hospital = |status: &str| {
        Story::born("2010-02-01")
            .looked_after("2022-01-03")
            .status(status, "2022-01-03")
            .placed("U6", "2022-01-03")
            .event(EventKind::OthersRunStarted, "2023-01-02")
            .visited("2024-03-04")
    };
    assert_eq!(hospital("V2").one("VISIT_LATER").case.name, "7c");
    assert_eq!(hospital("C2").one("VISIT_LATER").case.name, "6-year");
    // The start asks for a visit within a week, and so does each change.
    let changed = hospital("C2").event(EventKind::OthersRunChanged, "2024-04-01");
    let dues: Vec<_> = changed
        .of("VISIT_FIRST")
        .into_iter()
        .filter(|first| first.case.name == "6")
        .map(|first| first.due_on)
        .collect();
    assert_eq!(dues, [Some(on("2023-01-09")), Some(on("2024-04-08"))]);
}

#[test]
fn weekly_visits_stop_when_the_carer_is_approved() {
    let kin = fostered("2024-01-01")
        .event(EventKind::Reg24Started, "2024-01-01")
        .event(EventKind::CarerApproved, "2024-02-01")
        .visited("2024-02-05");
    assert_eq!(kin.one("VISIT_LATER").case.name, "7c");
}

#[test]
fn after_a_move_the_old_interval_runs_on_beside_the_first_visit_and_one_visit_meets_both() {
    let moved = fostered("2024-01-01")
        .visited("2024-01-05")
        .placed("K2", "2024-02-14");
    assert_eq!(moved.one("VISIT_LATER").due_on, Some(on("2024-02-16")));
    assert_eq!(moved.last("VISIT_FIRST").due_on, Some(on("2024-02-21")));
    let visited = moved.visited("2024-02-15");
    assert_eq!(
        visited.of("VISIT_LATER")[0].status(on("2024-03-01")),
        Status::Met
    );
    assert_eq!(
        visited.last("VISIT_FIRST").status(on("2024-03-01")),
        Status::Met
    );
}

#[test]
fn the_councils_own_interval_stands_beside_the_law_and_never_loosens_it() {
    let story = fostered("2024-01-01").visited("2024-01-05");
    let local = story.by("VISIT_LATER", Standard::Local);
    assert_eq!(local[0].due_on, Some(on("2024-02-02")));
    assert_eq!(story.one("VISIT_LATER").due_on, Some(on("2024-02-16")));
    assert!(local[0].explain().contains("council's own"));

    let weekly = with_parent("C1", "2024-03-01").visited("2024-03-04");
    assert_eq!(
        weekly.by("VISIT_LATER", Standard::Local)[0].due_on,
        Some(on("2024-03-11"))
    );
    let none = LocalStandards {
        visit_days: None,
        oversight_days: None,
    };
    let lone = deadlines(&story.facts, &none, &CALENDAR);
    assert!(
        lone.iter()
            .all(|deadline| deadline.standard == Standard::Statutory)
    );
}

#[test]
fn a_notice_about_the_home_asks_for_a_visit_within_a_week_and_a_request_for_one_has_no_number() {
    let story = fostered("2024-01-01")
        .event(EventKind::AdverseNotice, "2024-05-01")
        .event(EventKind::VisitRequested, "2024-05-02");
    assert_eq!(story.due("VISIT_NOTICE"), Some(on("2024-05-08")));
    let request = story.one("VISIT_REQUESTED");
    assert_eq!(request.status(on("2024-05-03")), Status::NotComputed);
    assert!(request.is_open());
    assert!(matches!(
        story.visited("2024-05-03").one("VISIT_REQUESTED").state,
        State::Met(_)
    ));
}

#[test]
fn a_child_visited_twice_as_often_as_the_law_asks_has_a_ratio_of_two() {
    let year = || (on("2024-01-01"), on("2025-01-01"));
    let mut story = fostered("2023-01-02").visited("2023-12-31");
    let every_three_weeks = (0..).map(|n| on("2024-01-21") + chrono::Days::new(21 * n));
    for day in every_three_weeks.take_while(|day| *day < on("2025-01-01")) {
        story = story.visit(day, true);
    }
    let (from, to) = year();
    let frequency = visit_frequency(&story.facts, from, to);
    // Six weeks fit eight times into the year after 31 December: the last of them is 1 December.
    assert_eq!((frequency.made, frequency.minimum), (17, 8));
    assert_eq!(frequency.ratio(), Some(17.0 / 8.0));

    let unvisited = visit_frequency(&fostered("2024-06-03").facts, from, to);
    // The first within a week, on 10 June, then every six weeks: 22 July, 2 September, 14 October, 25 November.
    assert_eq!((unvisited.made, unvisited.minimum), (0, 5));
    let moved = fostered("2024-06-03").placed("K2", "2024-09-05");
    // The visit of 2 September does not serve the new home: one more by 12 September, then six weeks from it.
    assert_eq!(visit_frequency(&moved.facts, from, to).minimum, 6);
    let nobody = visit_frequency(&Story::default().facts, from, to);
    assert_eq!(nobody.ratio(), None);
}

#[test]
fn more_frequent_lines_raise_the_minimum() {
    let (from, to) = (on("2024-03-01"), on("2024-04-01"));
    let weekly = with_parent("C1", "2024-03-01");
    assert_eq!(visit_frequency(&weekly.facts, from, to).minimum, 4);
    let reviewed = weekly.reviewed("2024-03-10");
    // 8 and 15 March, weekly; the one of the 15th is after the review, so the next is due in four weeks.
    assert_eq!(visit_frequency(&reviewed.facts, from, to).minimum, 2);
}
