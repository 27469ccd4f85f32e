//! Dates counted by hand on a wall calendar, from the facts of a child.

use chrono::NaiveDate;
use permanence::domain::deadlines::{
    AdmCaseKind, Application, EventKind, HearingKind, HearingState, ReviewKind, Status,
    days_to_adoptive_home,
};

use super::story::{Story, on, said};

fn by_hand(found: Option<NaiveDate>, expected: &str) {
    assert_eq!(found, Some(on(expected)));
}

#[test]
fn number_1_the_first_review_falls_on_the_day_before_good_friday() {
    by_hand(
        Story::default().looked_after("2019-03-21").due("REVIEW_1"),
        "2019-04-18",
    );
}

#[test]
fn number_3_christmas_and_new_year_are_skipped() {
    let story = Story::default().looked_after("2018-12-10");
    by_hand(story.due("REVIEW_1"), "2019-01-10");
    let explained = story.one("REVIEW_1").explain();
    for named in ["2018-12-25", "2018-12-26", "2019-01-01", "Boxing Day"] {
        assert!(explained.contains(named), "{explained}");
    }
}

#[test]
fn numbers_5_and_6_a_month_without_the_day_ends_on_its_last() {
    for (held, due) in [("2018-11-30", "2019-02-28"), ("2023-11-30", "2024-02-29")] {
        let story = Story::default().looked_after("2018-11-10").reviewed(held);
        by_hand(story.due("REVIEW_2"), due);
        assert!(story.one("REVIEW_2").explain().contains("no day 30"));
    }
}

#[test]
fn number_7_a_saturday_does_not_move_and_says_when_to_act() {
    let story = Story::default()
        .looked_after("2019-03-21")
        .reviewed("2019-04-18")
        .reviewed("2019-07-18");
    let next = story.one("REVIEW_N");
    by_hand(next.due_on, "2020-01-18");
    by_hand(next.act_by, "2020-01-17");
}

#[test]
fn number_8_a_late_review_is_late_for_ever_and_the_next_counts_from_the_day_it_was_held() {
    let story = Story::default()
        .looked_after("2019-03-21")
        .reviewed("2019-05-02");
    assert_eq!(
        story.told("REVIEW_1", "2029-01-01"),
        said(&[("2019-04-18", Status::MetLate)])
    );
    assert_eq!(story.one("REVIEW_1").days_late(on("2029-01-01")), 14);
    by_hand(story.due("REVIEW_2"), "2019-08-02");
}

#[test]
fn number_9_a_care_plan_over_easter() {
    let story = Story::default()
        .looked_after("2019-04-12")
        .status("V2", "2019-04-12")
        .placed("U6", "2019-04-12");
    by_hand(story.due("CARE_PLAN"), "2019-04-30");
}

#[test]
fn number_11_first_visit_within_a_week_then_six_weeks() {
    let story = Story::default()
        .looked_after("2019-11-14")
        .placed("U6", "2019-11-14")
        .visited("2019-11-21");
    let first = story.one("VISIT_FIRST");
    by_hand(first.due_on, "2019-11-21");
    assert_eq!(first.status(on("2020-06-01")), Status::Met);
    by_hand(story.due("VISIT_LATER"), "2020-01-02");
}

#[test]
fn number_13_the_line_decides_between_six_weeks_three_months_and_six() {
    let fostered = Story::born("2009-06-01")
        .looked_after("2018-05-10")
        .placed("U4", "2018-05-10")
        .visited("2019-05-14");
    by_hand(fostered.due("VISIT_LATER"), "2019-06-25");

    let intended = fostered
        .clone()
        .event(EventKind::IntendedTo18, "2018-05-10");
    by_hand(intended.due("VISIT_LATER"), "2019-08-14");

    let confirmed = intended
        .event(EventKind::LongTermConfirmedToCarer, "2018-05-10")
        .event(EventKind::LongTermConfirmedToParent, "2018-05-10")
        .event(EventKind::LongTermConfirmedToChild, "2018-05-10");
    by_hand(confirmed.due("VISIT_LATER"), "2019-08-14");
    let agreed = confirmed.event(EventKind::ChildAgreedToFewerVisits, "2018-09-01");
    by_hand(agreed.due("VISIT_LATER"), "2019-11-14");
    assert_eq!(agreed.one("VISIT_LATER").case.name, "7a");
}

#[test]
fn number_13_without_the_third_confirmation_a_year_ago_the_child_is_visited_more_often() {
    let story = Story::born("2009-06-01")
        .looked_after("2018-05-10")
        .placed("U4", "2018-05-10")
        .event(EventKind::IntendedTo18, "2018-05-10")
        .event(EventKind::LongTermConfirmedToCarer, "2018-05-10")
        .event(EventKind::LongTermConfirmedToParent, "2018-05-10")
        .event(EventKind::LongTermConfirmedToChild, "2018-06-01")
        .event(EventKind::ChildAgreedToFewerVisits, "2018-06-01")
        .visited("2019-05-14");
    assert_eq!(story.one("VISIT_LATER").case.name, "7b");
    assert_eq!(
        story.visited("2019-06-01").last("VISIT_LATER").case.name,
        "7a"
    );
}

#[test]
fn number_14_the_courts_first_days() {
    let issued = Story::default().issued(Application::Care, "2019-03-21");
    by_hand(issued.due("PLO_ISSUE"), "2019-03-22");
    let hearing = issued.one("PLO_CMH");
    by_hand(hearing.not_before, "2019-04-05");
    by_hand(hearing.due_on, "2019-04-15");
    // The issues resolution hearing is as directed: no date is made up.
    assert!(issued.of("PLO_IRH").is_empty());

    for (listed, advocates) in [("2019-04-05", "2019-04-03"), ("2019-04-15", "2019-04-11")] {
        let story =
            issued
                .clone()
                .hearing(HearingKind::CaseManagement, listed, HearingState::Listed);
        by_hand(story.due("PLO_ADVOCATES_CMH"), advocates);
    }
}

#[test]
fn number_17_twenty_six_weeks_beginning_with_the_day_of_issue() {
    let story = Story::default().issued(Application::Care, "2025-01-06");
    by_hand(story.due("PLO_26W"), "2025-07-06");
}

#[test]
fn number_19_seven_working_days_over_easter() {
    let story =
        Story::default().adm_case(AdmCaseKind::Plan, "2019-04-10", Some("2019-04-15"), None);
    by_hand(story.due("ADM_DECISION"), "2019-04-26");
}

#[test]
fn number_21_placing_for_adoption_switches_the_rules() {
    let authorised = Story::born("2017-09-01")
        .looked_after("2019-03-21")
        .placed("U6", "2019-03-21")
        .event(EventKind::AuthorityToPlace, "2019-10-31");
    by_hand(authorised.due("AD_REV_0"), "2020-01-31");
    assert!(authorised.one("AD_REV_0").is_open());

    let placed = authorised.placed("A6", "2019-12-02");
    assert_eq!(
        placed.told("AD_REV_0", "2020-03-01"),
        said(&[("2020-01-31", Status::NotApplicable)])
    );
    by_hand(placed.due("AD_VISIT"), "2019-12-09");
    by_hand(placed.due("AD_REV_1"), "2019-12-30");
    let reviewed = placed.adoption_reviewed("2019-12-30");
    by_hand(reviewed.due("AD_REV_2"), "2020-03-30");
}

#[test]
fn number_24_days_from_care_to_the_move_in() {
    let story = Story::default()
        .looked_after("2019-03-21")
        .placed("U6", "2019-03-21")
        .placed("A6", "2020-05-20");
    assert_eq!(days_to_adoptive_home(&story.facts, false), Some(426));
}

#[test]
fn where_the_foster_carers_adopt_the_adjusted_clock_stops_at_the_fostering() {
    let story = Story::default()
        .looked_after("2019-03-21")
        .placed("U6", "2019-03-21")
        .placed("U4", "2019-05-01")
        .same_carers("A5", "2020-05-20");
    assert_eq!(days_to_adoptive_home(&story.facts, false), Some(426));
    assert_eq!(days_to_adoptive_home(&story.facts, true), Some(41));
    let waiting = Story::default().looked_after("2019-03-21");
    assert_eq!(days_to_adoptive_home(&waiting.facts, false), None);
}

#[test]
fn short_breaks_have_their_own_outer_limits() {
    let story = Story::default()
        .looked_after("2025-01-31")
        .status("V4", "2025-01-31")
        .placed("U6", "2025-01-31");
    by_hand(story.due("SHORT_BREAK_VISIT"), "2025-04-30");
    by_hand(story.due("SHORT_BREAK_REVIEW"), "2025-04-30");
}

#[test]
fn a_child_assessment_order_counts_its_first_day() {
    let story = Story::default().event(EventKind::AssessmentOrderBegins, "2025-05-23");
    by_hand(story.due("ASSESS_ORDER_S43"), "2025-05-29");
}

#[test]
fn an_adjourned_review_is_completed_within_twenty_working_days() {
    let story = Story::default().looked_after("2025-11-10").review(
        ReviewKind::LookedAfter,
        None,
        Some("2025-12-08"),
    );
    by_hand(story.due("REVIEW_ADJOURN"), "2026-01-08");
}

#[test]
fn needs_are_assessed_within_three_months_of_the_sixteenth_birthday() {
    let story = Story::born("2009-11-30").looked_after("2024-03-01");
    by_hand(story.due("PATHWAY"), "2026-02-28");
}

#[test]
fn an_extension_runs_eight_weeks_from_the_later_of_the_periods_end_and_the_grant() {
    let story = Story::default()
        .issued(Application::Care, "2025-01-06")
        .extended("2025-06-20", "2025-12-31");
    // The order states more than the law allows: 56 days from Sunday 6 July.
    by_hand(story.due("PLO_26W_EXTENSION"), "2025-08-31");
    let late = Story::default()
        .issued(Application::Care, "2025-01-06")
        .extended("2025-07-20", "2025-09-01");
    by_hand(late.due("PLO_26W_EXTENSION"), "2025-09-01");
}
