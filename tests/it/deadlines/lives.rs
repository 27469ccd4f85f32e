//! Whole lives: what the end of care does, eligibility, oversight, how long records are kept.

use permanence::domain::deadlines::{EventKind, Reason, Standard, State, Status, retain_until};

use super::story::{Story, on, said};

fn looked_after() -> Story {
    Story::born("2006-09-10")
        .looked_after("2023-01-03")
        .status("V2", "2023-01-03")
        .placed("U6", "2023-01-03")
        .reviewed("2023-01-27")
        .visited("2023-01-06")
}

fn reasons(story: &Story) -> Vec<Reason> {
    let mut found: Vec<Reason> = story
        .deadlines()
        .into_iter()
        .filter_map(|deadline| match deadline.state {
            State::NotApplicable { reason, .. } => Some(reason),
            State::Open | State::Met(_) => None,
        })
        .filter(|reason| *reason != Reason::NotOfSchoolAge)
        .collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn when_care_ends_nothing_stays_open_and_the_reason_is_told() {
    for (story, reason) in [
        (
            looked_after().left_care("2023-06-01", "E4A"),
            Reason::CareEnded,
        ),
        (
            looked_after().left_care("2023-06-01", "E3"),
            Reason::Transferred,
        ),
        (
            looked_after().left_care("2023-06-01", "E12"),
            Reason::Adopted,
        ),
        (looked_after().left_care("2023-06-01", "E2"), Reason::Died),
        (looked_after().died("2023-06-01"), Reason::Died),
    ] {
        let open: Vec<_> = story
            .deadlines()
            .into_iter()
            .filter(|it| it.is_open())
            .collect();
        assert!(open.is_empty(), "{reason}: {open:#?}");
        assert_eq!(reasons(&story), [reason]);
    }
}

#[test]
fn on_the_eighteenth_birthday_childhood_ends() {
    let story = looked_after().reviewed("2023-04-20").reviewed("2024-02-01");
    let next = story.last("REVIEW_N");
    assert_eq!(next.due_on, Some(on("2024-08-01")));
    assert!(next.is_open());
    assert_eq!(next.status(on("2024-09-09")), Status::Overdue);
    assert_eq!(next.status(on("2024-09-10")), Status::NotApplicable);
    assert_eq!(next.days_late(on("2030-01-01")), 40);
    // What would fall due after the birthday is not due at all.
    let last = story.reviewed("2024-07-01").last("REVIEW_N");
    assert!(matches!(
        last.state,
        State::NotApplicable {
            reason: Reason::Adult,
            since
        } if since == on("2024-09-10")
    ));
}

#[test]
fn what_is_done_on_the_last_day_of_care_still_counts() {
    let story = looked_after()
        .reviewed("2023-04-20")
        .visited("2023-04-20")
        .left_care("2023-04-20", "E4A");
    assert_eq!(story.one("REVIEW_2").status(on("2024-01-01")), Status::Met);
    assert_eq!(
        story.one("VISIT_LATER").status(on("2024-01-01")),
        Status::MetLate
    );
    assert!(story.of("REVIEW_N").is_empty(), "and sets nothing off");
}

#[test]
fn what_was_missed_before_care_ended_stays_known() {
    let story = looked_after().left_care("2023-06-01", "E4A");
    let second = story.one("REVIEW_2");
    assert_eq!(second.due_on, Some(on("2023-04-27")));
    assert_eq!(second.status(on("2024-01-01")), Status::NotApplicable);
    assert_eq!(second.days_late(on("2024-01-01")), 35);
}

#[test]
fn the_time_in_care_since_fourteen_makes_a_child_eligible() {
    // Thirteen weeks from 2024-03-04 are full on 2024-06-03, after the sixteenth birthday.
    let late = Story::born("2008-04-01").looked_after("2024-03-04");
    assert_eq!(late.due("PATHWAY"), Some(on("2024-09-03")));
    // Two periods make it up together; the first lay before sixteen.
    let twice = Story::born("2008-04-01")
        .looked_after("2023-01-02")
        .left_care("2023-03-06", "E4A")
        .looked_after("2024-05-01");
    assert_eq!(twice.due("PATHWAY"), Some(on("2024-08-29")));
    let before_fourteen = Story::born("2008-04-01")
        .looked_after("2020-01-06")
        .left_care("2021-01-06", "E4A");
    assert!(before_fourteen.of("PATHWAY").is_empty());
    // A birthday past the calendar sets nothing off yet.
    assert!(
        Story::born("2020-01-01")
            .looked_after("2024-01-02")
            .of("PATHWAY")
            .is_empty()
    );
    let assessed = late.event(EventKind::PathwayAssessed, "2024-08-01");
    assert_eq!(
        assessed.one("PATHWAY").status(on("2025-01-01")),
        Status::Met
    );
}

#[test]
fn a_manager_looks_at_each_child_at_the_councils_own_interval() {
    let story = looked_after()
        .event(EventKind::OversightRecorded, "2023-01-20")
        .event(EventKind::OversightRecorded, "2023-03-01");
    let told: Vec<_> = story
        .by("OVERSIGHT", Standard::Local)
        .iter()
        .map(|it| (it.due_on.unwrap(), it.status(on("2023-03-02"))))
        .collect();
    assert_eq!(
        told,
        [
            (on("2023-01-31"), Status::Met),
            (on("2023-02-17"), Status::MetLate),
            (on("2023-03-29"), Status::Due),
        ]
    );
}

#[test]
fn a_deadline_past_the_calendar_has_no_date_and_says_why() {
    let story = Story::default().looked_after("2030-12-16");
    assert_eq!(
        story.told("REVIEW_1", "2030-12-20"),
        said(&[("-", Status::NotComputed)])
    );
    assert!(
        story
            .one("REVIEW_1")
            .explain()
            .contains("complete to 2030-12-31")
    );
    let before = Story::default().looked_after("2014-12-15");
    assert_eq!(
        before.told("REVIEW_1", "2015-02-01"),
        said(&[("-", Status::NotComputed)])
    );
}

#[test]
fn records_are_kept_to_the_75th_birthday_or_fifteen_years_from_death() {
    let day = |story: Story| retain_until(&story.facts);
    assert_eq!(day(Story::born("2006-09-10")), Some(on("2081-09-10")));
    assert_eq!(day(Story::born("2008-02-29")), Some(on("2083-03-01")));
    assert_eq!(
        day(Story::born("2006-09-10").died("2020-05-05")),
        Some(on("2035-05-04"))
    );
    assert_eq!(
        day(Story::born("2006-09-10").died("2024-09-10")),
        Some(on("2081-09-10"))
    );
    assert_eq!(day(Story::default()), None);
}
