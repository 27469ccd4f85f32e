//! Which line of the visit rule applies on a day under the care planning rules.

use chrono::NaiveDate;

use crate::domain::deadlines::fact_kind::EventKind;
use crate::domain::deadlines::facts::Event;
use crate::domain::deadlines::facts::Facts;
use crate::domain::deadlines::facts::ReviewKind;
use crate::domain::deadlines::known;
use crate::domain::deadlines::known::Home;
use crate::domain::deadlines::known::covers;
use crate::domain::deadlines::limit::Limit;
use crate::domain::deadlines::regime::Stretch;
use crate::domain::deadlines::rule::Case;
use crate::domain::deadlines::rules::visits;

pub fn after(limit: Limit, from: NaiveDate) -> Option<NaiveDate> {
    Some(limit.in_calendar_days(from)?.on)
}

/// The line of the care planning rules for a day: the first that matches.
pub fn line(facts: &Facts, homes: &[Home], stretch: &Stretch, day: NaiveDate) -> &'static Case {
    let reviewed = facts
        .held(ReviewKind::LookedAfter)
        .iter()
        .any(|(on, _)| *on >= stretch.in_care_from && *on <= day);
    let home = homes
        .iter()
        .find(|home| covers(home.starts_on, home.ends_on, day));
    let place = facts.placement_of(day);
    let with_parent = place.is_some_and(|place| known::is_with_parent(&place.type_code));
    let status = facts.legal_status(day);
    if is_temporarily_approved(facts, homes, day) || (status == Some("C1") && with_parent) {
        return if reviewed {
            &visits::LATER_3
        } else {
            &visits::LATER_3_WEEKLY
        };
    }
    if is_before_decision(facts, homes, day) {
        return if reviewed {
            &visits::LATER_4
        } else {
            &visits::LATER_4_WEEKLY
        };
    }
    if status == Some("C2") && with_parent {
        return &visits::LATER_5;
    }
    if let Some(since) = run_by_others(facts, day) {
        let long = visits::LATER_6_YEAR
            .once
            .and_then(|once| after(once, since));
        return if long.is_some_and(|year| year <= day) {
            &visits::LATER_6_YEAR
        } else {
            &visits::LATER_6
        };
    }
    let foster = place.is_some_and(|place| known::is_foster(&place.type_code));
    match home {
        Some(home) if foster && is_long_term_and_agreed(facts, home, day) => &visits::LATER_7A,
        Some(home) if is_intended_to_18(facts, home, day) => &visits::LATER_7B,
        _ => &visits::LATER_7C,
    }
}

/// The home that an event is about.
fn home_of<'a>(homes: &'a [Home], event: &Event) -> Option<&'a Home> {
    homes.iter().find(|home| match event.placement {
        Some(id) => home.placements.contains(&id),
        None => covers(home.starts_on, home.ends_on, event.on),
    })
}

/// Has an arrangement of the home that the child lives in begun, and none of these ended it?
fn is_running(
    facts: &Facts,
    homes: &[Home],
    day: NaiveDate,
    starts: EventKind,
    ends: &[EventKind],
) -> bool {
    let last_start = facts
        .events_of(starts)
        .into_iter()
        .rfind(|event| event.on <= day);
    let Some(start) = last_start else {
        return false;
    };
    let home = home_of(homes, start);
    let moved = home.is_some_and(|home| home.ends_on.is_some_and(|end| end <= day));
    let ended = facts.events.iter().any(|event| {
        ends.contains(&event.kind)
            && event.on >= start.on
            && event.on <= day
            && (event.placement.is_none()
                || start.placement.is_none()
                || event.placement == start.placement)
    });
    !moved && !ended
}

/// Until the temporary approval ends or the carer is approved in full. Where neither is recorded it goes on, for the
/// stricter line is the safer one.
fn is_temporarily_approved(facts: &Facts, homes: &[Home], day: NaiveDate) -> bool {
    let ends = [EventKind::Reg24Ended, EventKind::CarerApproved];
    is_running(facts, homes, day, EventKind::Reg24Started, &ends)
}

fn is_before_decision(facts: &Facts, homes: &[Home], day: NaiveDate) -> bool {
    let ends = [EventKind::Reg19Decided];
    is_running(facts, homes, day, EventKind::Reg19Started, &ends)
}

/// Since when somebody else has run the living arrangements of a child in care. A child under section 20 in hospital
/// is not meant.
pub fn run_by_others(facts: &Facts, day: NaiveDate) -> Option<NaiveDate> {
    facts
        .legal_status(day)
        .filter(|code| known::is_in_care(code))?;
    let start = facts
        .events_of(EventKind::OthersRunStarted)
        .into_iter()
        .rfind(|event| event.on <= day)?;
    let ended = facts
        .events_of(EventKind::OthersRunEnded)
        .into_iter()
        .any(|event| event.on >= start.on && event.on <= day);
    (!ended).then_some(start.on)
}

/// The last event of a kind about a home, up to a day.
fn last_about(facts: &Facts, home: &Home, kind: EventKind, day: NaiveDate) -> Option<NaiveDate> {
    facts
        .events_of(kind)
        .into_iter()
        .rfind(|event| {
            event.on <= day
                && match event.placement {
                    Some(id) => home.placements.contains(&id),
                    None => covers(home.starts_on, home.ends_on, event.on),
                }
        })
        .map(|event| event.on)
}

/// Confirmed to carer, parent and child, a year after the last of the three and after the home began, and the child
/// still agrees.
fn is_long_term_and_agreed(facts: &Facts, home: &Home, day: NaiveDate) -> bool {
    let first_about = |kind: EventKind| {
        facts.events_of(kind).into_iter().find(|event| {
            event.on <= day
                && match event.placement {
                    Some(id) => home.placements.contains(&id),
                    None => covers(home.starts_on, home.ends_on, event.on),
                }
        })
    };
    let confirmed = [
        EventKind::LongTermConfirmedToCarer,
        EventKind::LongTermConfirmedToParent,
        EventKind::LongTermConfirmedToChild,
    ]
    .map(first_about);
    let mut since = home.starts_on;
    for event in confirmed {
        match event {
            Some(event) => since = since.max(event.on),
            None => return false,
        }
    }
    let year = visits::LATER_7A.once.and_then(|once| after(once, since));
    let agreed = last_about(facts, home, EventKind::ChildAgreedToFewerVisits, day);
    let withdrawn = last_about(facts, home, EventKind::AgreementWithdrawn, day);
    year.is_some_and(|year| year <= day)
        && agreed.is_some_and(|agreed| withdrawn.is_none_or(|withdrawn| withdrawn < agreed))
}

fn is_intended_to_18(facts: &Facts, home: &Home, day: NaiveDate) -> bool {
    let year = visits::LATER_7B
        .once
        .and_then(|once| after(once, home.starts_on));
    year.is_some_and(|year| year <= day)
        && last_about(facts, home, EventKind::IntendedTo18, day).is_some()
}
