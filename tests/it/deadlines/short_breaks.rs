//! Short breaks: limits of their own while the conditions hold, the full rules when they do not.

use permanence::domain::deadlines::{EventKind, Reason, State, Status};

use super::story::{Story, on, said};

/// One stay of a series that is recorded stay by stay.
fn stay(story: Story, from: &str, to: &str) -> Story {
    story
        .looked_after(from)
        .status("V3", from)
        .placed("U6", from)
        .placement_ended(to)
        .left_care(to, "E8")
}

#[test]
fn reviews_and_visits_follow_the_series_and_not_the_care_planning_rules() {
    let story = Story::born("2015-01-01")
        .looked_after("2025-01-31")
        .status("V4", "2025-01-31")
        .placed("U6", "2025-01-31")
        .visited("2025-04-28")
        .reviewed("2025-04-29");
    let today = "2025-05-01";
    assert_eq!(
        story.told("SHORT_BREAK_VISIT", today),
        said(&[("2025-04-30", Status::Met)])
    );
    assert_eq!(
        story.told("SHORT_BREAK_VISIT_N", today),
        said(&[("2025-10-28", Status::Due)])
    );
    assert_eq!(
        story.told("SHORT_BREAK_REVIEW_N", today),
        said(&[("2025-10-29", Status::Due)])
    );
    for rule in [
        "REVIEW_1",
        "REVIEW_2",
        "REVIEW_N",
        "VISIT_FIRST",
        "VISIT_LATER",
        "CARE_PLAN",
    ] {
        assert!(story.of(rule).is_empty(), "{rule}");
    }
    for rule in ["IHA", "RHA", "PLACEMENT_PLAN", "PLACEMENT_NOTIFY"] {
        let deadline = story.one(rule);
        assert!(
            matches!(
                deadline.state,
                State::NotApplicable {
                    reason: Reason::ShortBreak,
                    ..
                }
            ),
            "{rule}"
        );
        assert_eq!(deadline.due_on, None, "{rule}");
    }
}

#[test]
fn a_series_is_one_chain_through_its_stays() {
    let two = stay(
        stay(Story::born("2015-01-01"), "2025-01-10", "2025-01-13"),
        "2025-02-07",
        "2025-02-10",
    );
    // Between the stays nothing of it is open.
    assert_eq!(
        two.told("SHORT_BREAK_REVIEW", "2025-03-01"),
        said(&[("2025-04-10", Status::NotApplicable)])
    );
    let third = two
        .looked_after("2025-04-11")
        .status("V3", "2025-04-11")
        .placed("U6", "2025-04-11");
    assert_eq!(
        third.told("SHORT_BREAK_REVIEW", "2025-04-12"),
        said(&[("2025-04-10", Status::Overdue)])
    );
    assert_eq!(
        third
            .told("SHORT_BREAK_STAY", "2025-04-12")
            .last()
            .unwrap()
            .0,
        "2025-04-28"
    );
}

#[test]
fn a_stay_of_seventeen_days_is_a_short_break_and_one_of_eighteen_is_not() {
    let seventeen = stay(Story::born("2015-01-01"), "2025-03-03", "2025-03-20");
    assert!(seventeen.of("REVIEW_1").is_empty());
    assert_eq!(
        seventeen.one("SHORT_BREAK_STAY").status(on("2025-04-01")),
        Status::Met
    );
    let eighteen = stay(Story::born("2015-01-01"), "2025-03-03", "2025-03-21");
    assert_eq!(eighteen.due("REVIEW_1"), Some(on("2025-03-31")));
    assert_eq!(
        eighteen.one("SHORT_BREAK_STAY").status(on("2025-04-01")),
        Status::MetLate
    );
    assert!(eighteen.of("SHORT_BREAK_REVIEW").is_empty());
}

#[test]
fn the_stay_that_goes_over_seventy_five_days_in_twelve_months_is_under_the_full_rules() {
    let mut story = Story::born("2015-01-01");
    for (from, to) in [
        ("2024-01-01", "2024-01-16"),
        ("2024-03-01", "2024-03-16"),
        ("2024-05-01", "2024-05-16"),
        ("2024-07-01", "2024-07-16"),
        ("2024-09-01", "2024-09-16"),
    ] {
        story = stay(story, from, to);
    }
    assert!(story.of("REVIEW_1").is_empty(), "75 days are allowed");
    let over = stay(story.clone(), "2024-11-01", "2024-11-02");
    assert_eq!(over.due("REVIEW_1"), Some(on("2024-11-29")));
    // In February the stay of January a year before no longer counts in full.
    let later = stay(story, "2025-02-01", "2025-02-10");
    assert!(later.of("REVIEW_1").is_empty());
}

#[test]
fn when_the_conditions_are_told_to_be_broken_the_full_rules_apply() {
    let story = Story::born("2015-01-01")
        .looked_after("2025-01-31")
        .status("V4", "2025-01-31")
        .placed("U6", "2025-01-31")
        .event(EventKind::ShortBreakConditionsBroken, "2025-02-20");
    assert_eq!(story.due("REVIEW_1"), Some(on("2025-02-28")));
    assert_eq!(story.due("VISIT_FIRST"), Some(on("2025-02-07")));
}

#[test]
fn short_breaks_that_grow_into_section_20_start_the_full_rules_on_that_day() {
    let story = Story::born("2015-01-01")
        .looked_after("2025-01-31")
        .status("V4", "2025-01-31")
        .placed("U6", "2025-01-31")
        .status("V2", "2025-03-03");
    assert_eq!(story.due("REVIEW_1"), Some(on("2025-03-31")));
    assert_eq!(story.due("VISIT_FIRST"), Some(on("2025-03-10")));
    let before = story.one("SHORT_BREAK_REVIEW");
    assert!(matches!(
        before.state,
        State::NotApplicable {
            reason: Reason::ShortBreaksEnded,
            ..
        }
    ));
}
