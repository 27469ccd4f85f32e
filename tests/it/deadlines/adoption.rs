//! Adoption: decisions, authorised and waiting, placed, returned, consent.

use permanence::domain::deadlines::{
    AdmCaseKind, Application, EventKind, Reason, Refused, State, Status,
};

use super::story::{Story, on, said};

fn in_care() -> Story {
    Story::born("2018-05-01")
        .looked_after("2019-03-21")
        .status("C1", "2019-03-21")
        .placed("U6", "2019-03-21")
        .reviewed("2019-04-18")
        .reviewed("2019-07-18")
}

fn ceased(story: &Story, rule: &str) -> Option<Reason> {
    match story.last(rule).state {
        State::NotApplicable { reason, .. } => Some(reason),
        State::Open | State::Met(_) => None,
    }
}

#[test]
fn authorised_and_not_placed_both_kinds_of_review_run() {
    let story = in_care().event(EventKind::AuthorityToPlace, "2019-10-31");
    assert_eq!(story.due("AD_REV_0"), Some(on("2020-01-31")));
    assert_eq!(story.due("REVIEW_N"), Some(on("2020-01-18")));
    assert!(story.one("AD_REV_0").is_open() && story.one("REVIEW_N").is_open());
    // A meeting that is recorded as both kinds meets both.
    let both = story.reviewed("2020-01-15").adoption_reviewed("2020-01-15");
    assert_eq!(both.one("AD_REV_0").status(on("2020-03-01")), Status::Met);
    assert_eq!(both.due("AD_REV_0_N"), Some(on("2020-07-15")));
    let revoked = both.event(EventKind::AuthorityEnded, "2020-02-01");
    assert_eq!(ceased(&revoked, "AD_REV_0_N"), Some(Reason::AuthorityEnded));
}

#[test]
fn on_the_day_of_placing_the_care_planning_rules_stop() {
    let story = in_care().visited("2019-11-25").placed("A6", "2019-12-02");
    assert_eq!(ceased(&story, "REVIEW_N"), Some(Reason::PlacedForAdoption));
    assert_eq!(
        ceased(&story, "VISIT_LATER"),
        Some(Reason::PlacedForAdoption)
    );
    assert_eq!(
        story.of("VISIT_FIRST").len(),
        1,
        "none for the adoptive home"
    );
    assert!(story.of("PLACEMENT_PLAN").len() == 1);
}

#[test]
fn fostering_for_adoption_is_not_placing() {
    let story = in_care().placed("U5", "2019-12-02");
    assert!(story.last("REVIEW_N").is_open());
    assert_eq!(story.last("VISIT_FIRST").due_on, Some(on("2019-12-09")));
    assert!(story.of("AD_REV_1").is_empty() && story.of("AD_VISIT").is_empty());
}

#[test]
fn visits_to_an_adoptive_home_are_weekly_until_the_review_and_then_as_it_decides() {
    let story = in_care()
        .placed("A6", "2019-12-02")
        .visited("2019-12-06")
        .visited("2019-12-27")
        .adoption_reviewed("2019-12-30");
    assert_eq!(
        story.told("AD_VISIT_N", "2020-01-10"),
        said(&[
            ("2019-12-13", Status::MetLate),
            ("2020-01-03", Status::Overdue)
        ])
    );
    // After the review nobody has said how often.
    let unset = story.clone().visited("2020-01-03");
    let next = unset.last("AD_VISIT_N");
    assert_eq!(
        (next.due_on, next.refused),
        (None, Some(Refused::NotStated))
    );
    let set = unset.event_with(EventKind::VisitIntervalSet, "2019-12-30", |event| {
        event.days = Some(28);
    });
    assert_eq!(set.last("AD_VISIT_N").due_on, Some(on("2020-01-31")));
}

#[test]
fn reviews_of_the_adoptive_home_are_at_four_weeks_three_months_and_six() {
    let story = in_care()
        .placed("A6", "2019-12-02")
        .adoption_reviewed("2019-12-23")
        .adoption_reviewed("2020-03-20");
    assert_eq!(story.one("AD_REV_1").status(on("2020-06-01")), Status::Met);
    assert_eq!(story.due("AD_REV_2"), Some(on("2020-03-23")));
    assert_eq!(story.due("AD_REV_N"), Some(on("2020-09-20")));
    let adopted = story.left_care("2020-08-10", "E11");
    assert_eq!(ceased(&adopted, "AD_REV_N"), Some(Reason::Adopted));
}

#[test]
fn a_child_who_comes_back_is_reviewed_and_visited_by_the_care_planning_rules_again() {
    let story = in_care()
        .placed("A6", "2019-12-02")
        .adoption_reviewed("2019-12-23")
        .placed("U6", "2020-02-10");
    let next = story.last("REVIEW_N");
    assert_eq!(next.due_on, Some(on("2020-06-23")), "{}", next.explain());
    assert!(next.is_open());
    assert_eq!(story.last("VISIT_FIRST").due_on, Some(on("2020-02-17")));
    assert_eq!(
        ceased(&story, "AD_REV_2"),
        Some(Reason::AdoptivePlacementEnded)
    );
    // Long without a review: due on the return, not before it.
    let long = in_care()
        .placed("A6", "2019-12-02")
        .placed("U6", "2020-06-01");
    assert_eq!(long.last("REVIEW_N").due_on, Some(on("2020-06-01")));
}

#[test]
fn a_second_adoptive_home_has_limits_of_its_own() {
    let story = in_care()
        .placed("A6", "2019-12-02")
        .placed("A6", "2020-03-02");
    assert_eq!(
        story.told("AD_REV_1", "2020-03-10"),
        said(&[
            ("2019-12-30", Status::NotApplicable),
            ("2020-03-30", Status::Due)
        ])
    );
    assert_eq!(story.last("AD_VISIT").due_on, Some(on("2020-03-09")));
}

#[test]
fn from_the_review_through_the_decision_to_the_match() {
    let story = in_care()
        .event(EventKind::AdoptionEndorsed, "2019-07-18")
        .adm_case(AdmCaseKind::Plan, "2019-09-02", None, Some("2019-09-12"))
        .event(EventKind::ParentsToldOrally, "2019-09-16")
        .event(EventKind::ParentsToldInWriting, "2019-09-20");
    let today = "2020-01-10";
    assert_eq!(
        story.told("ADM_REFERRAL", today),
        said(&[("2019-09-18", Status::Met)])
    );
    assert_eq!(
        story.told("ADM_DECISION", today),
        said(&[("2019-09-11", Status::MetLate)])
    );
    assert_eq!(story.one("ADM_DECISION").case.name, "COURT_ROUTE");
    assert_eq!(
        story.told("ADM_PARENTS_ORAL", today),
        said(&[("2019-09-16", Status::Met)])
    );
    assert_eq!(
        story.told("ADM_PARENTS_WRITTEN", today),
        said(&[("2019-09-19", Status::MetLate)])
    );
    assert_eq!(
        story.told("MATCH", today),
        said(&[("2020-03-12", Status::Due)])
    );
    let matched = story.clone().adm_case(
        AdmCaseKind::Match,
        "2020-03-01",
        Some("2020-03-05"),
        Some("2020-03-16"),
    );
    assert_eq!(
        matched.told("MATCH", "2020-04-01"),
        said(&[("2020-03-12", Status::MetLate)])
    );
    let reversed = story.adm_case(
        AdmCaseKind::Reversal,
        "2020-02-01",
        None,
        Some("2020-02-05"),
    );
    assert_eq!(ceased(&reversed, "MATCH"), Some(Reason::PlanReversed));
}

#[test]
fn the_application_is_not_made_before_ten_weeks_nor_after_the_eve_of_eighteen() {
    let story = Story::born("2008-02-29")
        .looked_after("2019-03-21")
        .placed("A6", "2024-01-08");
    let apply = story.one("AO_BEFORE_18");
    assert_eq!(apply.not_before, Some(on("2024-03-18")));
    // 18 on 1 March 2026, so the day before.
    assert_eq!(apply.due_on, Some(on("2026-02-28")));
    let applied = story.issued(Application::AdoptionOrder, "2024-05-01");
    assert!(applied.one("AO_BEFORE_18").met().is_some());
    // Eighteen lies past the calendar: nothing is made up.
    assert!(
        in_care()
            .placed("A6", "2019-12-02")
            .of("AO_BEFORE_18")
            .is_empty()
    );
}

#[test]
fn a_parent_who_withdraws_consent_has_the_child_back_in_seven_or_fourteen_days() {
    let waiting = in_care().event(EventKind::ConsentWithdrawn, "2019-11-04");
    assert_eq!(waiting.due("CONSENT_NOT_PLACED"), Some(on("2019-11-10")));
    let placed = in_care()
        .placed("A4", "2019-12-02")
        .event(EventKind::ConsentWithdrawn, "2020-01-06")
        .event(EventKind::AdoptersGiveBack, "2020-01-07");
    assert_eq!(placed.due("CONSENT_PLACED"), Some(on("2020-01-19")));
    assert_eq!(placed.due("ADOPTERS_RETURN"), Some(on("2020-01-13")));
    let contested = waiting.issued(Application::PlacementOrder, "2019-11-06");
    assert_eq!(
        ceased(&contested, "CONSENT_NOT_PLACED"),
        Some(Reason::CourtTimetable)
    );
}
