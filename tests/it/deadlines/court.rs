//! The court's timetable, extensions, directions, the guardian, and short orders.

use permanence::domain::deadlines::{
    AnalysisKind, Application, EventKind, HearingKind, HearingState, Reason, State, Status,
};

use super::story::{Story, on, said};

fn issued() -> Story {
    Story::default().issued(Application::Care, "2025-01-06")
}

#[test]
fn every_application_under_part_iv_is_timed_and_no_other() {
    use Application::*;
    for (application, timed) in [
        (Care, true),
        (Supervision, true),
        (Contact, true),
        (EducationSupervision, true),
        (Discharge, true),
        (PlacementOrder, false),
        (AdoptionOrder, false),
        (Other, false),
    ] {
        let story = Story::default().issued(application, "2025-01-06");
        assert_eq!(
            story.of("PLO_26W").len(),
            usize::from(timed),
            "{application:?}"
        );
    }
    // Each application by itself.
    let two = issued().issued(Contact, "2025-02-03");
    assert_eq!(
        two.told("PLO_26W", "2025-02-04"),
        said(&[("2025-07-06", Status::Due), ("2025-08-03", Status::Due)])
    );
}

#[test]
fn an_extended_case_is_timed_by_its_last_extension() {
    let story = issued()
        .extended("2025-06-20", "2025-08-31")
        .extended("2025-08-20", "2025-10-20");
    assert_eq!(
        story.told("PLO_26W", "2025-09-01"),
        said(&[("2025-07-06", Status::NotApplicable)])
    );
    assert_eq!(
        story.told("PLO_26W_EXTENSION", "2025-09-01"),
        said(&[
            ("2025-08-31", Status::NotApplicable),
            ("2025-10-20", Status::Due)
        ])
    );
    let done = story.final_order("2025-10-24");
    assert_eq!(
        done.last("PLO_26W_EXTENSION").status(on("2026-01-01")),
        Status::MetLate
    );
    assert_eq!(
        done.last("PLO_26W_EXTENSION").days_late(on("2026-01-01")),
        4
    );
}

#[test]
fn a_case_disposed_of_in_time_is_met() {
    let story = issued().final_order("2025-07-04");
    assert_eq!(
        story.told("PLO_26W", "2026-01-01"),
        said(&[("2025-07-06", Status::Met)])
    );
    match story.one("PLO_CMH").state {
        State::NotApplicable { reason, .. } => assert_eq!(reason, Reason::ProceedingsEnded),
        other => panic!("{other:?}"),
    }
}

#[test]
fn hearings_that_were_held_meet_the_stages_and_vacated_ones_do_not() {
    let vacated = issued().hearing(
        HearingKind::CaseManagement,
        "2025-01-22",
        HearingState::Vacated,
    );
    assert!(vacated.one("PLO_CMH").is_open());
    assert!(vacated.of("PLO_ADVOCATES_CMH").is_empty());
    let held = vacated
        .hearing(
            HearingKind::CaseManagement,
            "2025-01-30",
            HearingState::Held,
        )
        .hearing(
            HearingKind::FurtherCaseManagement,
            "2025-02-06",
            HearingState::Listed,
        )
        .hearing(
            HearingKind::IssuesResolution,
            "2025-05-27",
            HearingState::Listed,
        )
        .event(EventKind::AdvocatesMet, "2025-01-29");
    let today = "2025-01-31";
    assert_eq!(
        held.told("PLO_ISSUE", today),
        said(&[("2025-01-07", Status::MetLate)])
    );
    assert_eq!(
        held.told("PLO_CMH", today),
        said(&[("2025-01-29", Status::MetLate)])
    );
    assert_eq!(
        held.told("PLO_ADVOCATES_CMH", today),
        said(&[("2025-01-28", Status::MetLate)])
    );
    assert_eq!(
        held.told("PLO_FCMH", today),
        said(&[("2025-02-07", Status::DueSoon)])
    );
    // Seven business days before 27 May, with the spring bank holiday on the 26th.
    assert_eq!(
        held.told("PLO_ADVOCATES_IRH", today),
        said(&[("2025-05-15", Status::Due)])
    );
}

#[test]
fn an_application_issued_on_a_saturday_has_day_1_on_the_next_business_day() {
    let story = Story::default().issued(Application::Care, "2019-04-20");
    assert_eq!(story.due("PLO_ISSUE"), Some(on("2019-04-24")));
    assert!(story.one("PLO_ISSUE").explain().contains("Easter Monday"));
}

#[test]
fn the_guardians_analyses_are_before_the_hearing_or_as_directed() {
    let appointed = issued().guardian("2025-01-08").hearing(
        HearingKind::CaseManagement,
        "2025-01-27",
        HearingState::Listed,
    );
    let initial = appointed.one("GUARDIAN_INIT");
    assert_eq!(initial.due_on, Some(on("2025-01-26")));
    assert_eq!(initial.act_by, Some(on("2025-01-24")));
    assert_eq!(
        appointed.told("GUARDIAN_FINAL", "2025-02-01"),
        said(&[("-", Status::NotComputed)])
    );
    let directed = appointed
        .analysis(
            AnalysisKind::Initial,
            Some("2025-01-23"),
            Some("2025-01-24"),
        )
        .analysis(AnalysisKind::Final, Some("2025-06-02"), None);
    assert_eq!(
        directed.told("GUARDIAN_INIT", "2025-02-01"),
        said(&[("2025-01-23", Status::MetLate)])
    );
    assert_eq!(
        directed.told("GUARDIAN_FINAL", "2025-02-01"),
        said(&[("2025-06-02", Status::Due)])
    );
}

#[test]
fn directions_are_due_as_the_court_said() {
    let story = issued()
        .directed("2025-01-22", Some("2025-02-14"), Some("2025-02-20"))
        .directed("2025-01-22", Some("2025-03-14"), None)
        .directed("2025-01-23", None, None);
    assert_eq!(
        story.told("DIRECTION", "2025-03-20"),
        said(&[
            ("-", Status::NotComputed),
            ("2025-02-14", Status::MetLate),
            ("2025-03-14", Status::Overdue),
        ])
        .into_iter()
        .cycle()
        .skip(1)
        .take(3)
        .collect::<Vec<_>>()
    );
}

#[test]
fn an_emergency_protection_order_ends_as_it_states_and_is_never_computed() {
    let silent = Story::default().event(EventKind::EmergencyOrderMade, "2025-01-06");
    assert_eq!(
        silent.told("EPO", "2025-01-07"),
        said(&[("-", Status::NotComputed)])
    );
    let stated =
        Story::default().event_with(EventKind::EmergencyOrderMade, "2025-01-06", |event| {
            event.until = Some(on("2025-01-13"));
        });
    assert_eq!(
        stated.told("EPO", "2025-01-07"),
        said(&[("2025-01-13", Status::DueSoon)])
    );
    let extended = stated.event_with(EventKind::EmergencyOrderExtended, "2025-01-13", |event| {
        event.until = Some(on("2025-01-20"));
    });
    assert_eq!(
        extended.one("EPO").status(on("2025-01-14")),
        Status::NotApplicable
    );
    assert_eq!(extended.due("EPO_EXTENSION"), Some(on("2025-01-20")));
}

#[test]
fn police_protection_is_over_in_72_hours() {
    let story = Story::born("2015-01-01")
        .looked_after("2025-01-06")
        .status("L1", "2025-01-06");
    assert_eq!(story.due("POLICE_PROT"), Some(on("2025-01-09")));
    let moved = story.status("V2", "2025-01-08");
    assert_eq!(
        moved.one("POLICE_PROT").status(on("2025-02-01")),
        Status::Met
    );
}

#[test]
fn a_shorter_assessment_order_ends_when_it_says() {
    let story =
        Story::default().event_with(EventKind::AssessmentOrderBegins, "2025-05-23", |event| {
            event.until = Some(on("2025-05-27"));
        });
    assert_eq!(story.due("ASSESS_ORDER_S43"), Some(on("2025-05-27")));
}

#[test]
fn contact_is_refused_for_seven_days_and_a_departure_is_told_within_five_working_days() {
    let story = Story::born("2015-01-01")
        .looked_after("2025-01-06")
        .status("C2", "2025-01-06")
        .event(EventKind::ContactRefused, "2025-04-10")
        .event(EventKind::ContactDepartureAgreed, "2025-04-14");
    assert_eq!(story.due("CONTACT_REFUSAL"), Some(on("2025-04-17")));
    assert_eq!(story.due("CONTACT_DEPARTURE"), Some(on("2025-04-23")));
    assert_eq!(
        story.told("CONTACT_REFUSAL_NOTIFY", "2025-04-11"),
        said(&[("-", Status::NotComputed)])
    );
    let ordered = story.beside("E1", "2025-04-01");
    assert_eq!(
        ordered.due("CONTACT_REFUSAL_ADOPTION"),
        Some(on("2025-04-17"))
    );
}
