//! Placements, health and education: plans and notices, temporary approvals, assessments.

use permanence::domain::{
    access::Class,
    deadlines::{EventKind, Reason, State, Status},
};

use super::story::{Story, on, said};

fn placed(status: &str, code: &str) -> Story {
    Story::born("2015-03-01")
        .looked_after("2019-04-12")
        .status(status, "2019-04-12")
        .placed(code, "2019-04-12")
}

#[test]
fn each_new_home_has_its_plan_and_its_notice() {
    let story = placed("V2", "U6")
        .event(EventKind::PlacementPlanMade, "2019-04-23")
        .placed("U4", "2019-06-03")
        .same_carers("U1", "2019-08-01");
    let second = story.facts.placements[1].id;
    let told = story.event_with(EventKind::PlacementNotified, "2019-05-30", |event| {
        event.placement = Some(second);
    });
    let today = "2019-06-20";
    // Good Friday and Easter Monday lie in the first five working days.
    assert_eq!(
        told.told("PLACEMENT_PLAN", today),
        said(&[("2019-04-23", Status::Met), ("2019-06-10", Status::Overdue)])
    );
    assert_eq!(
        told.told("PLACEMENT_NOTIFY", today),
        said(&[
            ("2019-04-23", Status::NotApplicable),
            ("2019-06-10", Status::Met)
        ])
    );
}

/// The first health assessment is due before the first review: its date may be that of the review.
#[test]
fn a_date_that_waits_for_a_review_tells_of_reviews() {
    let story = placed("C2", "U6")
        .reviewed("2019-05-02")
        .visited("2019-04-16");
    assert_eq!(story.one("IHA").due_on, Some(on("2019-05-02")));
    for rule in ["IHA", "PERM_PLAN", "VISIT_LATER"] {
        let told = story.one(rule).classes();
        assert!(told.contains(Class::Reviews), "{rule}");
        assert!(told.contains(Class::LegalStatus), "{rule}");
    }
}

#[test]
fn a_date_that_gives_a_placement_away_names_the_placement() {
    let story = placed("V2", "U6").visited("2019-04-16");
    let id = story.last_placement();
    for rule in [
        "PLACEMENT_PLAN",
        "PLACEMENT_NOTIFY",
        "CARE_PLAN",
        "VISIT_FIRST",
        "VISIT_LATER",
    ] {
        let deadline = story.one(rule);
        assert_eq!(deadline.placements, [id], "{rule}");
        assert!(deadline.classes().contains(Class::PlacementDates), "{rule}");
    }
    // That the child became looked after on that day is told by the legal status itself.
    for rule in ["REVIEW_1", "IHA"] {
        let deadline = story.one(rule);
        assert_eq!(deadline.placements, [0; 0], "{rule}");
        assert!(
            !deadline.classes().contains(Class::PlacementDates),
            "{rule}"
        );
    }
    // A move that changes the line of the visits, and one that ends the reviews, show in those dates too.
    let moved = placed("C1", "U6")
        .visited("2019-04-16")
        .reviewed("2019-05-09")
        .placed("P1", "2019-05-20")
        .placed("A6", "2019-12-02");
    let homes: Vec<i64> = moved.facts.placements.iter().map(|it| it.id).collect();
    assert_eq!(moved.one("REVIEW_2").placements, [homes[1], homes[2]]);
    let visited = placed("C1", "U6")
        .reviewed("2019-05-09")
        .visited("2019-05-13")
        .placed("P1", "2019-05-20");
    let homes: Vec<i64> = visited.facts.placements.iter().map(|it| it.id).collect();
    assert_eq!(visited.one("VISIT_LATER").due_on, Some(on("2019-06-17")));
    assert_eq!(visited.one("VISIT_LATER").placements, homes);
}

#[test]
fn in_care_the_plan_follows_the_court() {
    let story = placed("C1", "U6");
    assert!(matches!(
        story.one("CARE_PLAN").state,
        State::NotApplicable {
            reason: Reason::CourtTimetable,
            ..
        }
    ));
    let made = placed("V2", "U6").event(EventKind::CarePlanMade, "2019-05-01");
    assert_eq!(
        made.told("CARE_PLAN", "2019-06-01"),
        said(&[("2019-04-30", Status::MetLate)])
    );
}

#[test]
fn a_connected_person_is_approved_for_sixteen_weeks_and_once_for_eight_more() {
    let kin = placed("C1", "U3").event(EventKind::Reg24Started, "2019-04-12");
    assert_eq!(
        kin.told("TEMP_KIN", "2019-07-01"),
        said(&[("2019-08-02", Status::Due)])
    );
    let extended = kin.clone().event(EventKind::Reg24Extended, "2019-08-01");
    assert_eq!(
        extended.one("TEMP_KIN").status(on("2019-09-01")),
        Status::Met
    );
    assert_eq!(
        extended.told("TEMP_KIN_EXTENSION", "2019-09-01"),
        said(&[("2019-09-27", Status::Due)])
    );
    let approved = extended.event(EventKind::CarerApproved, "2019-09-20");
    assert_eq!(
        approved.one("TEMP_KIN_EXTENSION").status(on("2020-01-01")),
        Status::Met
    );
    let moved = kin.placed("U6", "2019-08-05");
    assert_eq!(
        moved.one("TEMP_KIN").status(on("2020-01-01")),
        Status::MetLate
    );
}

#[test]
fn with_a_parent_before_assessment_the_assessment_and_the_decision_have_ten_days_each() {
    let story = placed("C2", "P1")
        .event(EventKind::Reg19Started, "2019-04-12")
        .event(EventKind::Reg19Assessed, "2019-04-29");
    assert_eq!(
        story.told("P_BEFORE_ASSESS", "2019-05-01"),
        said(&[("2019-04-30", Status::Met)])
    );
    assert_eq!(
        story.told("P_BEFORE_ASSESS_DECISION", "2019-05-01"),
        said(&[("2019-05-14", Status::DueSoon)])
    );
}

#[test]
fn a_placement_with_a_parent_is_reviewed_before_it_is_approved() {
    let story = placed("C2", "U6")
        .reviewed("2019-05-09")
        .event(EventKind::ParentPlacementApproved, "2019-06-03");
    assert_eq!(story.one("P_REVIEW").status(on("2020-01-01")), Status::Met);
    let unreviewed = placed("C2", "U6").event(EventKind::ParentPlacementApproved, "2019-06-03");
    assert_eq!(
        unreviewed.told("P_REVIEW", "2019-06-04"),
        said(&[("2019-06-03", Status::Overdue)])
    );
}

#[test]
fn emergencies_notices_and_areas_have_their_working_days() {
    let story = placed("C2", "U6")
        .event(EventKind::EmergencyPlacement, "2019-04-12")
        .event(EventKind::PlacedOutOfArea, "2019-04-12")
        .event(EventKind::PlacementEndedAtOnce, "2019-04-12");
    assert_eq!(story.due("EMERG_FOSTER"), Some(on("2019-04-24")));
    assert_eq!(story.due("AREA_NOTIFY"), Some(on("2019-04-23")));
    assert_eq!(story.due("PLACEMENT_END"), Some(on("2019-04-30")));
}

#[test]
fn the_initial_health_assessment_is_a_doctors_and_by_the_first_review() {
    let story = placed("V2", "U6").assessed("2019-05-08", false);
    let initial = story.one("IHA");
    assert_eq!(initial.due_on, Some(on("2019-05-15")));
    assert!(initial.is_open(), "a nurse's does not do");
    let reviewed = story.reviewed("2019-05-09").assessed("2019-05-10", true);
    assert_eq!(
        reviewed.told("IHA", "2019-06-01"),
        said(&[("2019-05-09", Status::MetLate)])
    );
    let before = placed("V2", "U6").assessed("2019-01-12", true);
    assert!(matches!(
        before.one("IHA").state,
        State::NotApplicable {
            reason: Reason::AssessedBefore,
            ..
        }
    ));
    assert!(
        placed("V2", "U6")
            .assessed("2019-01-11", true)
            .one("IHA")
            .is_open()
    );
    let refused = placed("V2", "U6").event(EventKind::AssessmentRefused, "2019-05-01");
    assert_eq!(
        refused.one("IHA").status(on("2019-06-01")),
        Status::NotApplicable
    );
}

#[test]
fn under_five_every_six_months_then_every_twelve() {
    let story = Story::born("2015-03-01")
        .looked_after("2019-04-12")
        .placed("U6", "2019-04-12")
        .assessed("2019-05-01", true)
        .assessed("2019-10-30", false)
        .assessed("2020-03-02", false);
    assert_eq!(
        story.told("RHA", "2020-06-01"),
        said(&[
            ("2019-11-01", Status::Met),
            ("2020-04-30", Status::Met),
            ("2021-03-02", Status::Due),
        ])
    );
    let refused = story.event(EventKind::AssessmentRefused, "2021-02-20");
    assert_eq!(refused.last("RHA").due_on, Some(on("2022-02-20")));
    assert_eq!(
        refused.of("RHA")[2].status(on("2021-06-01")),
        Status::NotApplicable
    );
}

#[test]
fn a_child_of_school_age_has_an_education_plan_in_ten_working_days() {
    let pupil = |born: &str| {
        Story::born(born)
            .looked_after("2019-04-12")
            .placed("U6", "2019-04-12")
    };
    assert_eq!(pupil("2010-01-01").due("PEP"), Some(on("2019-04-30")));
    let made = pupil("2010-01-01").education_plan("2019-05-02");
    assert_eq!(made.one("PEP").status(on("2019-06-01")), Status::MetLate);
    for born in ["2015-03-01", "2002-04-12"] {
        assert_eq!(
            pupil(born).one("PEP").status(on("2019-04-13")),
            Status::NotApplicable,
            "{born}"
        );
    }
}
