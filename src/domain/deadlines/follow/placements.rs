//! Placement plans and notices, temporary approvals, placements with a parent, and the stays of short breaks.

use chrono::NaiveDate;

use super::Reckoning;
use super::draft::Draft;
use super::first_of;
use super::met;
use super::set_off;
use crate::domain::deadlines::deadline::Met;
use crate::domain::deadlines::fact_kind::EventKind;
use crate::domain::deadlines::fact_kind::RecordKind;
use crate::domain::deadlines::facts::Event;
use crate::domain::deadlines::facts::ReviewKind;
use crate::domain::deadlines::known::Home;
use crate::domain::deadlines::regime::Regime;
use crate::domain::deadlines::rule::Rule;
use crate::domain::deadlines::rules::placements as rules;
use crate::domain::deadlines::words::Reason;

pub fn follow(reckoning: &mut Reckoning<'_>) {
    for home in reckoning.homes.clone() {
        plan_and_notice(reckoning, &home);
    }
    for (rule, kind, by) in NOTICES {
        notices(reckoning, rule, kind, by);
    }
    with_parent_before_assessment(reckoning);
    with_parent_after_review(reckoning);
    temporary_approval(reckoning);
    emergency(reckoning);
    stays(reckoning);
}

/// What an event asks for, and the event by which it is done.
const NOTICES: [(&Rule, EventKind, EventKind); 2] = [
    (
        &rules::PLACEMENT_END,
        EventKind::PlacementEndedAtOnce,
        EventKind::PlacementEndNotified,
    ),
    (
        &rules::AREA_NOTIFY,
        EventKind::PlacedOutOfArea,
        EventKind::AreaNotified,
    ),
];

/// For every new home. Plan and notice may come before the placement begins.
fn plan_and_notice(reckoning: &mut Reckoning<'_>, home: &Home) {
    let Some(stretch) = reckoning.stretch_of(home.starts_on).cloned() else {
        return;
    };
    let began = set_off(RecordKind::Placement, home.placement, home.starts_on);
    for (rule, kind) in [
        (&rules::PLACEMENT_PLAN, EventKind::PlacementPlanMade),
        (&rules::PLACEMENT_NOTIFY, EventKind::PlacementNotified),
    ] {
        let draft = match stretch.regime {
            Regime::Adoptive => continue,
            Regime::ShortBreak => reckoning.never(rule, began, Reason::ShortBreak),
            Regime::Full => {
                let done = reckoning.event_from(kind, NaiveDate::MIN, |event| {
                    reckoning.is_about(event, home)
                });
                reckoning
                    .draft(rule, began)
                    .met(done)
                    .ceased(reckoning.end_of_home(Some(home)))
                    .ceased(stretch.ended)
            }
        };
        reckoning.add(draft.placement(Some(home.placement)));
    }
}

fn about_one(event: &Event, other: &Event) -> bool {
    event.placement.is_none() || other.placement.is_none() || event.placement == other.placement
}

fn notices(reckoning: &mut Reckoning<'_>, rule: &'static Rule, kind: EventKind, by: EventKind) {
    for event in reckoning.facts.events_of(kind) {
        let from = match event.placement {
            // A notice that names the placement may come before it.
            Some(_) => NaiveDate::MIN,
            None => event.on,
        };
        let done = reckoning.event_from(by, from, |notice| about_one(event, notice));
        let draft = of_event(reckoning, rule, event)
            .met(done)
            .ceased(reckoning.end_of_care(event.on));
        reckoning.add(draft);
    }
}

fn of_event(reckoning: &Reckoning<'_>, rule: &'static Rule, event: &Event) -> Draft {
    let placement = reckoning.home_of_event(event).map(|home| home.placement);
    reckoning
        .draft(rule, set_off(event.kind, event.id, event.on))
        .placement(event.placement.or(placement))
}

/// Regulation 19: the assessment, then the decision.
fn with_parent_before_assessment(reckoning: &mut Reckoning<'_>) {
    let steps = [
        (
            &rules::P_BEFORE_ASSESS,
            EventKind::Reg19Started,
            EventKind::Reg19Assessed,
        ),
        (
            &rules::P_BEFORE_ASSESS_DECISION,
            EventKind::Reg19Assessed,
            EventKind::Reg19Decided,
        ),
    ];
    for (rule, kind, by) in steps {
        for event in reckoning.facts.events_of(kind) {
            let done = reckoning.event_from(by, event.on, |other| about_one(event, other));
            let home = reckoning.home_of_event(event);
            let draft = of_event(reckoning, rule, event)
                .met(done)
                .ceased(reckoning.end_of_home(home))
                .ceased(reckoning.end_of_stretch(event.on));
            reckoning.add(draft);
        }
    }
}

/// Regulation 17(d): reviewed on the day of the approval or before, since the review before that one.
fn with_parent_after_review(reckoning: &mut Reckoning<'_>) {
    let reviews = reckoning.facts.held(ReviewKind::LookedAfter);
    for event in reckoning
        .facts
        .events_of(EventKind::ParentPlacementApproved)
    {
        let since = reckoning
            .stretch_of(event.on)
            .map_or(NaiveDate::MIN, |stretch| stretch.in_care_from);
        let before = reviews
            .iter()
            .rfind(|(on, _)| *on <= event.on && *on >= since);
        let after = reviews.iter().find(|(on, _)| *on > event.on);
        let done = before
            .or(after)
            .map(|(on, review)| met(RecordKind::Review, review.id, *on));
        let draft = of_event(reckoning, &rules::P_REVIEW, event)
            .met(done)
            .ceased(reckoning.end_of_care(event.on));
        reckoning.add(draft);
    }
}

/// The end of a home meets a limit on how long it may last.
fn moved_on(reckoning: &Reckoning<'_>, event: &Event) -> Option<Met> {
    let home = reckoning.home_of_event(event)?;
    let on = home.ends_on.filter(|end| *end >= event.on)?;
    Some(met(RecordKind::Placement, home.placement, on))
}

/// Regulations 24 and 25: 16 weeks, and once 8 more.
fn temporary_approval(reckoning: &mut Reckoning<'_>) {
    for event in reckoning.facts.events_of(EventKind::Reg24Started) {
        let by = |kind| reckoning.event_from(kind, event.on, |other| about_one(event, other));
        let ended = first_of([
            by(EventKind::Reg24Ended),
            by(EventKind::CarerApproved),
            moved_on(reckoning, event),
        ]);
        let extended = by(EventKind::Reg24Extended);
        let first = of_event(reckoning, &rules::TEMP_KIN, event)
            .met(first_of([ended, extended]))
            .ceased(reckoning.end_of_care(event.on));
        let weeks_16 =
            reckoning
                .calendar
                .count_all(event.kind.says(), event.on, rules::TEMP_KIN.case.limits);
        reckoning.add(first);
        let Some(extended) = extended else {
            continue;
        };
        let counted = weeks_16.and_then(|first| {
            let limit = rules::TEMP_KIN_EXTENSION.case.limit();
            let mut next = reckoning.calendar.count(limit, first.on)?;
            next.steps.splice(0..0, first.steps);
            Ok(next)
        });
        let began = set_off(EventKind::Reg24Extended, extended.id, extended.on);
        let placement = reckoning.home_of_event(event).map(|home| home.placement);
        let second = reckoning
            .draft(&rules::TEMP_KIN_EXTENSION, began)
            .counted(counted)
            .met(ended)
            .ceased(reckoning.end_of_care(event.on))
            .placement(event.placement.or(placement));
        reckoning.add(second);
    }
}

fn emergency(reckoning: &mut Reckoning<'_>) {
    for event in reckoning.facts.events_of(EventKind::EmergencyPlacement) {
        let approved = reckoning.event_from(EventKind::CarerApproved, event.on, |other| {
            about_one(event, other)
        });
        let draft = of_event(reckoning, &rules::EMERG_FOSTER, event)
            .met(first_of([approved, moved_on(reckoning, event)]))
            .ceased(reckoning.end_of_care(event.on));
        reckoning.add(draft);
    }
}

/// Each stay of a series, recorded as a period of care of its own.
fn stays(reckoning: &mut Reckoning<'_>) {
    for period in &reckoning.facts.care {
        if reckoning.facts.legal_status(period.starts_on) != Some("V3") {
            continue;
        }
        let began = set_off(RecordKind::PeriodOfCare, period.id, period.starts_on);
        let over = period
            .ends_on
            .map(|on| met(RecordKind::PeriodOfCare, period.id, on));
        let draft = reckoning.draft(&rules::SHORT_BREAK_STAY, began).met(over);
        reckoning.add(draft);
    }
}
