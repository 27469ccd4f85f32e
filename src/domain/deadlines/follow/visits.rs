//! Visits: the first to each new home, then one after the other, by the lines of the timeline.

use chrono::NaiveDate;

use super::Reckoning;
use super::lines::run_by_others;
use super::met;
use super::set_off;
use super::timeline::Timeline;
use crate::domain::deadlines::calendar::Refused;
use crate::domain::deadlines::count::Counted;
use crate::domain::deadlines::deadline::Met;
use crate::domain::deadlines::deadline::SetOff;
use crate::domain::deadlines::fact_kind::EventKind;
use crate::domain::deadlines::fact_kind::RecordKind;
use crate::domain::deadlines::facts::Facts;
use crate::domain::deadlines::facts::Visit;
use crate::domain::deadlines::known;
use crate::domain::deadlines::known::Home;
use crate::domain::deadlines::known::covers;
use crate::domain::deadlines::limit::Limit;
use crate::domain::deadlines::regime::Regime;
use crate::domain::deadlines::regime::Stretch;
use crate::domain::deadlines::rule::Case;
use crate::domain::deadlines::rule::Rule;
use crate::domain::deadlines::rules::visits as rules;
use crate::domain::deadlines::words::Reason;
use crate::domain::deadlines::words::Standard;

pub fn follow(reckoning: &mut Reckoning<'_>) {
    for stretch in reckoning.stretches.clone() {
        if stretch.regime == Regime::Full {
            first(reckoning, &stretch);
            let timeline = Timeline::of(reckoning.facts, &reckoning.homes, &stretch);
            next(reckoning, &rules::VISIT_LATER, &stretch, &timeline);
        }
    }
    for series in reckoning.series() {
        short_breaks(reckoning, &series);
    }
    asked_for(reckoning);
}

pub fn by_visit(visit: &Visit) -> Met {
    met(RecordKind::Visit, visit.id, visit.held_on)
}

/// What asks for a first visit within a stretch.
pub struct First {
    pub set_off: SetOff,
    pub case: &'static Case,
    pub placement: Option<i64>,
    /// When it ceases to ask, and why.
    pub ended: Option<(NaiveDate, Reason)>,
}

/// Every new home; the care order made while living with a parent; the start and each change of arrangements that
/// others run.
pub fn firsts(facts: &Facts, homes: &[Home], stretch: &Stretch) -> Vec<First> {
    let timeline = Timeline::of(facts, homes, stretch);
    let mut found = Vec::new();
    for home in homes {
        let from = home.starts_on.max(stretch.from);
        if !covers(home.starts_on, home.ends_on, from) || !stretch.covers(from) {
            continue;
        }
        let placement = placement_from(facts, home, from);
        found.push(First {
            set_off: set_off(RecordKind::Placement, placement, from),
            case: first_case(&timeline, from),
            placement: Some(placement),
            ended: home.ends_on.map(|on| (on, Reason::PlacementEnded)),
        });
    }
    for spell in facts.legal.iter().filter(|spell| spell.code == "C2") {
        let on = spell.starts_on;
        let with_parent = facts
            .placement_of(on)
            .filter(|place| known::is_with_parent(&place.type_code) && place.starts_on < on);
        let Some(place) = with_parent else {
            continue;
        };
        if stretch.covers(on) && on > stretch.from && facts.legal_status(on) == Some("C2") {
            found.push(First {
                set_off: set_off(RecordKind::LegalStatus, spell.id, on),
                case: &rules::FIRST_5,
                placement: Some(place.id),
                ended: place.ends_on.map(|on| (on, Reason::PlacementEnded)),
            });
        }
    }
    let over = facts.events_of(EventKind::OthersRunEnded);
    for kind in [EventKind::OthersRunStarted, EventKind::OthersRunChanged] {
        for event in facts.events_of(kind) {
            if !stretch.covers(event.on) || run_by_others(facts, event.on).is_none() {
                continue;
            }
            let ended = over.iter().find(|over| over.on >= event.on);
            found.push(First {
                set_off: set_off(kind, event.id, event.on),
                case: &rules::FIRST_6,
                placement: facts.placement_of(event.on).map(|place| place.id),
                ended: ended.map(|over| (over.on, Reason::ArrangementEnded)),
            });
        }
    }
    found
}

/// The placement of the home that runs on a day, so that a return sets off by its own record.
fn placement_from(facts: &Facts, home: &Home, on: NaiveDate) -> i64 {
    facts
        .placement_of(on)
        .filter(|placement| home.placements.contains(&placement.id))
        .map_or(home.placement, |placement| placement.id)
}

/// The line of the first visit that goes with that of the later ones.
fn first_case(timeline: &Timeline, on: NaiveDate) -> &'static Case {
    match timeline.on(on).map(|turn| turn.case.name) {
        Some("3" | "3-weekly") => &rules::FIRST_3,
        Some("4" | "4-weekly") => &rules::FIRST_4,
        Some("5") => &rules::FIRST_5,
        _ => &rules::FIRST_7,
    }
}

fn first(reckoning: &mut Reckoning<'_>, stretch: &Stretch) {
    let visits = reckoning.facts.visits_that_count();
    for first in firsts(reckoning.facts, &reckoning.homes, stretch) {
        let from = first.set_off.on;
        let done = visits
            .iter()
            .find(|visit| visit.held_on >= from && stretch.counts(visit.held_on))
            .map(|visit| by_visit(visit));
        let draft = reckoning
            .draft_by(&rules::VISIT_FIRST, first.case, first.set_off)
            .met(done)
            .ceased(first.ended)
            .ceased(stretch.ended)
            .placement(first.placement);
        reckoning.add(draft);
    }
}

/// Each visit sets the next one off, by the law and by the council's own interval.
pub fn next(
    reckoning: &mut Reckoning<'_>,
    rule: &'static Rule,
    stretch: &Stretch,
    timeline: &Timeline,
) {
    let visits: Vec<Visit> = reckoning
        .facts
        .visits_that_count()
        .into_iter()
        .filter(|visit| stretch.counts(visit.held_on))
        .cloned()
        .collect();
    for (at, visit) in visits.iter().enumerate() {
        if !stretch.covers(visit.held_on) {
            continue;
        }
        let last = visit.held_on;
        let began = set_off(RecordKind::Visit, visit.id, last);
        let done = visits.get(at + 1).map(by_visit);
        let due = timeline.due_after("the last visit", last);
        let case = due
            .as_ref()
            .map(|(case, _)| *case)
            .or_else(|| timeline.on(last).map(|turn| turn.case))
            .unwrap_or(&rule.case);
        let by_law = due.map(|(_, counted)| counted).ok_or(Refused::NotStated);
        let placement = reckoning.facts.placement_of(last).map(|place| place.id);
        let local = match stretch.regime {
            Regime::Full => local(reckoning, last, &by_law),
            Regime::ShortBreak | Regime::Adoptive => None,
        };
        let draft = reckoning
            .draft_by(rule, case, began)
            .counted(by_law)
            .met(done)
            .ceased(stretch.ended)
            .placement(placement);
        reckoning.add(draft);
        let by_law = reckoning.found.last();
        let told = by_law.map_or_else(Vec::new, |it| it.placements.clone());
        if let Some(local) = local {
            let mut draft = reckoning
                .draft_by(rule, case, began)
                .counted(Ok(local))
                .met(done)
                .ceased(stretch.ended)
                .placement(placement);
            draft.standard = Standard::Local;
            reckoning.add(draft);
            // It is never later than the law's day, so it tells of all that the law's day tells of.
            if let Some(own) = reckoning.found.last_mut() {
                own.placements.extend(told);
                own.placements.sort_unstable();
                own.placements.dedup();
            }
        }
    }
}

/// The council's own interval never loosens the law's.
fn local(
    reckoning: &Reckoning<'_>,
    last: NaiveDate,
    by_law: &Result<Counted, Refused>,
) -> Option<Counted> {
    let days = reckoning.local.visit_days?;
    let own = reckoning
        .calendar
        .count_all(
            "the last visit, by the council's own interval",
            last,
            &[Limit::days(days)],
        )
        .ok()?;
    Some(match by_law {
        Ok(by_law) => own.or_earlier("the day that the law sets", Some(by_law.on)),
        Err(_) => own,
    })
}

/// One chain through all stays of a series, on days actually placed.
fn short_breaks(reckoning: &mut Reckoning<'_>, series: &[Stretch]) {
    let (Some(first), Some(last)) = (series.first(), series.last()) else {
        return;
    };
    let placed = |on: NaiveDate| series.iter().any(|stretch| stretch.counts(on));
    let visits: Vec<Visit> = reckoning
        .facts
        .visits_that_count()
        .into_iter()
        .filter(|visit| placed(visit.held_on))
        .cloned()
        .collect();
    let draft = reckoning
        .draft(&rules::SHORT_BREAK_VISIT, first.began)
        .met(visits.first().map(by_visit))
        .ceased(last.ended);
    reckoning.add(draft);
    for (at, visit) in visits.iter().enumerate() {
        if last.until() == Some(visit.held_on) {
            continue;
        }
        let draft = reckoning
            .draft(
                &rules::SHORT_BREAK_VISIT_N,
                set_off(RecordKind::Visit, visit.id, visit.held_on),
            )
            .met(visits.get(at + 1).map(by_visit))
            .ceased(last.ended);
        reckoning.add(draft);
    }
}

fn asked_for(reckoning: &mut Reckoning<'_>) {
    let visits = reckoning.facts.visits_that_count();
    for (rule, kind) in [
        (&rules::VISIT_NOTICE, EventKind::AdverseNotice),
        (&rules::VISIT_REQUESTED, EventKind::VisitRequested),
    ] {
        for event in reckoning.facts.events_of(kind) {
            let done = visits
                .iter()
                .find(|visit| visit.held_on >= event.on)
                .map(|visit| by_visit(visit));
            let home = reckoning.home_of_event(event);
            let placement = home.map(|home| home.placement);
            let draft = reckoning
                .draft(rule, set_off(kind, event.id, event.on))
                .met(done)
                .ceased(reckoning.end_of_home(home))
                .ceased(reckoning.end_of_stretch(event.on))
                .placement(placement);
            reckoning.add(draft);
        }
    }
}
