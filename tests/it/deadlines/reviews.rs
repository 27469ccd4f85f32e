//! Reviews: the chain, adjournments, what follows a review, and the plan for permanence by the second.

use permanence::domain::deadlines::{EventKind, ReviewKind, Status};

use super::story::{Story, on, said};

#[test]
fn only_the_next_review_is_open_and_the_others_are_history() {
    let story = Story::default()
        .looked_after("2023-01-03")
        .reviewed("2023-01-27")
        .reviewed("2023-05-02")
        .reviewed("2023-11-01");
    let today = "2024-03-01";
    assert_eq!(
        story.told("REVIEW_1", today),
        said(&[("2023-01-31", Status::Met)])
    );
    assert_eq!(
        story.told("REVIEW_2", today),
        said(&[("2023-04-27", Status::MetLate)])
    );
    assert_eq!(
        story.told("REVIEW_N", today),
        said(&[("2023-11-02", Status::Met), ("2024-05-01", Status::Due)])
    );
    assert_eq!(
        story.last("REVIEW_N").status(on("2024-04-17")),
        Status::DueSoon
    );
    assert_eq!(story.last("REVIEW_N").status(on("2024-04-16")), Status::Due);
    assert_eq!(story.last("REVIEW_N").status(on("2024-04-14")), Status::Due);
    assert_eq!(
        story.last("REVIEW_N").status(on("2024-05-02")),
        Status::Overdue
    );
    assert_eq!(story.last("REVIEW_N").days_late(on("2024-05-11")), 10);
}

#[test]
fn an_adjourned_review_counts_from_its_completion() {
    let adjourned = Story::default().looked_after("2025-11-17").review(
        ReviewKind::LookedAfter,
        Some("2025-12-22"),
        Some("2025-12-08"),
    );
    assert_eq!(
        adjourned.told("REVIEW_1", "2026-02-01"),
        said(&[("2025-12-15", Status::MetLate)])
    );
    assert_eq!(
        adjourned.told("REVIEW_ADJOURN", "2026-02-01"),
        said(&[("2026-01-08", Status::Met)])
    );
    assert_eq!(adjourned.due("REVIEW_2"), Some(on("2026-03-22")));
}

#[test]
fn a_review_that_was_asked_for_has_no_number_and_is_met_by_the_next() {
    let story = Story::default()
        .looked_after("2024-01-02")
        .event(EventKind::ReviewRequested, "2024-01-05");
    assert_eq!(
        story.told("REVIEW_REQUESTED", "2024-01-06"),
        said(&[("-", Status::NotComputed)])
    );
    assert!(story.one("REVIEW_REQUESTED").is_open());
    assert!(
        story
            .reviewed("2024-01-09")
            .one("REVIEW_REQUESTED")
            .met()
            .is_some()
    );
}

#[test]
fn decisions_record_and_circulation_follow_each_review_as_guidance() {
    let story = Story::default()
        .looked_after("2023-12-04")
        .reviewed("2024-01-02")
        .event(EventKind::DecisionsOut, "2024-01-08")
        .event(EventKind::RecordMade, "2024-01-26");
    let today = "2024-02-15";
    assert_eq!(
        story.told("REVIEW_DECISIONS", today),
        said(&[("2024-01-09", Status::Met)])
    );
    assert_eq!(
        story.told("REVIEW_RECORD", today),
        said(&[("2024-01-23", Status::MetLate)])
    );
    assert_eq!(
        story.told("REVIEW_CIRCULATED", today),
        said(&[("2024-01-30", Status::Overdue)])
    );
    for rule in ["REVIEW_DECISIONS", "REVIEW_RECORD", "REVIEW_CIRCULATED"] {
        assert!(
            story.one(rule).explain().contains("no statutory breach"),
            "{rule}"
        );
    }
}

#[test]
fn a_record_that_names_no_review_is_of_the_last_one_before_it() {
    let story = Story::default()
        .looked_after("2023-12-04")
        .reviewed("2024-01-02")
        .reviewed("2024-03-27")
        .event(EventKind::DecisionsOut, "2024-04-02");
    assert_eq!(
        story.told("REVIEW_DECISIONS", "2024-06-01"),
        said(&[("2024-01-09", Status::Overdue), ("2024-04-05", Status::Met)])
    );
}

#[test]
fn the_plan_is_due_by_the_second_review_and_late_reviews_do_not_help() {
    let began = Story::default().looked_after("2019-03-21");
    assert_eq!(began.due("PERM_PLAN"), Some(on("2019-07-18")));
    // A first review two weeks late would put the second off to 2 August.
    let late = began.clone().reviewed("2019-05-02");
    assert_eq!(late.due("PERM_PLAN"), Some(on("2019-07-18")));
    let early = began.clone().reviewed("2019-04-10");
    assert_eq!(early.due("PERM_PLAN"), Some(on("2019-07-10")));
    let held_early = early.clone().reviewed("2019-06-20");
    assert_eq!(held_early.due("PERM_PLAN"), Some(on("2019-06-20")));
    let held_late = early.reviewed("2019-09-20").plan_authorised("2019-09-01");
    assert_eq!(
        held_late.told("PERM_PLAN", "2020-01-01"),
        said(&[("2019-07-10", Status::MetLate)])
    );
}

#[test]
fn a_second_period_of_care_begins_anew() {
    let story = Story::default()
        .looked_after("2023-01-03")
        .reviewed("2023-01-27")
        .plan_authorised("2023-02-01")
        .left_care("2023-03-01", "E4A")
        .looked_after("2024-01-02");
    assert_eq!(
        story.told("REVIEW_1", "2024-01-10"),
        said(&[("2023-01-31", Status::Met), ("2024-01-30", Status::Due)])
    );
    assert_eq!(
        story.told("REVIEW_2", "2024-01-10"),
        said(&[("2023-04-27", Status::NotApplicable)])
    );
    assert!(story.last("PERM_PLAN").is_open());
}

#[test]
fn a_reviewing_officer_is_there_before_the_first_review() {
    let story = Story::default()
        .looked_after("2019-03-21")
        .reviewed("2019-04-10")
        .event(EventKind::IroAppointed, "2019-04-11")
        .event(EventKind::IroLeft, "2019-09-01");
    let today = "2019-10-01";
    assert_eq!(
        story.told("IRO_APPOINT", today),
        said(&[("2019-04-10", Status::MetLate)])
    );
    assert_eq!(
        story.told("IRO_APPOINT_PRACTICE", today),
        said(&[("2019-03-28", Status::MetLate)])
    );
    assert_eq!(
        story.told("IRO_VACANCY", today),
        said(&[("-", Status::NotComputed)])
    );
}

#[test]
fn a_dispute_is_settled_within_twenty_working_days() {
    let story = Story::default()
        .looked_after("2023-01-03")
        .dispute("2024-03-15", None)
        .dispute("2023-03-15", Some("2023-04-14"));
    assert_eq!(
        story.told("IRO_DISPUTE", "2024-04-16"),
        said(&[("2023-04-14", Status::Met), ("2024-04-16", Status::DueSoon)])
    );
}
