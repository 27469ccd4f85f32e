//! Adoption: the time between authority and placing, adoptive placements, consent.

use chrono::NaiveDate;

use super::Reckoning;
use super::first_of;
use super::met;
use super::set_off;
use super::timeline::Timeline;
use super::visits;
use crate::domain::deadlines::deadline::Met;
use crate::domain::deadlines::deadline::SetOff;
use crate::domain::deadlines::fact_kind::EventKind;
use crate::domain::deadlines::fact_kind::RecordKind;
use crate::domain::deadlines::facts::Application;
use crate::domain::deadlines::facts::Event;
use crate::domain::deadlines::facts::Review;
use crate::domain::deadlines::facts::ReviewKind;
use crate::domain::deadlines::known;
use crate::domain::deadlines::regime::Regime;
use crate::domain::deadlines::regime::Stretch;
use crate::domain::deadlines::rule::Rule;
use crate::domain::deadlines::rules::adoption as rules;
use crate::domain::deadlines::words::Reason;

pub fn follow(reckoning: &mut Reckoning<'_>) {
    waiting(reckoning);
    for placed in adoptive_placements(reckoning) {
        placed_reviews(reckoning, &placed);
        placed_visits(reckoning, &placed);
        application(reckoning, &placed);
    }
    consent(reckoning);
}

fn by_review((on, review): &(NaiveDate, &Review)) -> Met {
    met(RecordKind::AdoptionReview, review.id, *on)
}

/// Authorised to place, and not yet placed: reviews of its own, beside those of a looked-after child.
fn waiting(reckoning: &mut Reckoning<'_>) {
    for event in reckoning.facts.events_of(EventKind::AuthorityToPlace) {
        let placed = reckoning
            .stretches
            .iter()
            .find(|stretch| stretch.regime == Regime::Adoptive && stretch.from >= event.on)
            .map(|stretch| (stretch.from, Reason::PlacedForAdoption));
        let revoked = reckoning
            .event_from(EventKind::AuthorityEnded, event.on, |_| true)
            .map(|ended| (ended.on, Reason::AuthorityEnded));
        let ended = [placed, revoked, reckoning.end_of_care(event.on)]
            .into_iter()
            .flatten()
            .min_by_key(|(on, _)| *on);
        let began = set_off(EventKind::AuthorityToPlace, event.id, event.on);
        let chain = [&rules::AD_REV_0, &rules::AD_REV_0_N, &rules::AD_REV_0_N];
        review_chain(reckoning, began, chain, ended, None);
    }
}

/// The first review after what set it off, the second, and each further one, until the end.
fn review_chain(
    reckoning: &mut Reckoning<'_>,
    began: SetOff,
    [first, second, further]: [&'static Rule; 3],
    ended: Option<(NaiveDate, Reason)>,
    placement: Option<i64>,
) {
    let held: Vec<_> = reckoning
        .facts
        .held(ReviewKind::Adoption)
        .into_iter()
        .filter(|(on, _)| *on >= began.on && ended.is_none_or(|(end, _)| *on <= end))
        .collect();
    let draft = reckoning
        .draft(first, began)
        .met(held.first().map(by_review))
        .ceased(ended)
        .placement(placement);
    reckoning.add(draft);
    for (at, (on, review)) in held.iter().enumerate() {
        if ended.is_some_and(|(end, _)| end == *on) {
            continue;
        }
        let rule = if at == 0 { second } else { further };
        let draft = reckoning
            .draft(rule, set_off(RecordKind::AdoptionReview, review.id, *on))
            .met(held.get(at + 1).map(by_review))
            .ceased(ended)
            .placement(placement);
        reckoning.add(draft);
    }
}

/// One stay with one set of adopters.
struct Placed {
    began: SetOff,
    /// The days of it, as a stretch of its own.
    stretch: Stretch,
}

/// Each stretch, cut where the child moves from one adoptive placement to another.
fn adoptive_placements(reckoning: &Reckoning<'_>) -> Vec<Placed> {
    let mut found: Vec<Placed> = Vec::new();
    let of_adoption = reckoning
        .stretches
        .iter()
        .filter(|stretch| stretch.regime == Regime::Adoptive);
    for stretch in of_adoption {
        let mut cuts: Vec<(NaiveDate, i64)> = Vec::new();
        for place in reckoning.facts.placements_in_order() {
            let from = place.starts_on.max(stretch.from);
            let runs = known::is_agency_placement(&place.type_code)
                && known::covers(place.starts_on, place.ends_on, from)
                && stretch.covers(from);
            if runs && (cuts.is_empty() || !place.same_carer) {
                cuts.push((from, place.id));
            }
        }
        for (at, (from, id)) in cuts.iter().enumerate() {
            let moved = cuts
                .get(at + 1)
                .map(|(next, _)| (*next, Reason::PlacementEnded));
            found.push(Placed {
                began: set_off(RecordKind::Placement, *id, *from),
                stretch: Stretch {
                    from: *from,
                    ended: moved.or(stretch.ended),
                    ..stretch.clone()
                },
            });
        }
    }
    found
}

fn placed_reviews(reckoning: &mut Reckoning<'_>, placed: &Placed) {
    let chain = [&rules::AD_REV_1, &rules::AD_REV_2, &rules::AD_REV_N];
    review_chain(
        reckoning,
        placed.began,
        chain,
        placed.stretch.ended,
        placed.began.id,
    );
}

fn placed_visits(reckoning: &mut Reckoning<'_>, placed: &Placed) {
    let visited = reckoning.facts.visits_that_count();
    let done = visited
        .iter()
        .find(|visit| placed.stretch.counts(visit.held_on))
        .map(|visit| visits::by_visit(visit));
    let draft = reckoning
        .draft(&rules::AD_VISIT, placed.began)
        .met(done)
        .ceased(placed.stretch.ended)
        .placement(placed.began.id);
    reckoning.add(draft);
    let timeline = Timeline::of(reckoning.facts, &reckoning.homes, &placed.stretch);
    visits::next(reckoning, &rules::AD_VISIT_N, &placed.stretch, &timeline);
}

/// Before the 18th birthday, and not before the child's home there has lasted. A birthday past the calendar sets
/// nothing off yet.
fn application(reckoning: &mut Reckoning<'_>, placed: &Placed) {
    let Some(born_on) = reckoning.facts.born_on else {
        return;
    };
    let counted = reckoning
        .calendar
        .count_all("birth", born_on, rules::AO_BEFORE_18.case.limits)
        .and_then(|counted| {
            reckoning.calendar.within(counted.on)?;
            Ok(counted)
        });
    let Ok(counted) = counted else {
        return;
    };
    let from = placed.stretch.from;
    let applied = reckoning
        .facts
        .proceedings
        .iter()
        .filter(|case| case.application == Application::AdoptionOrder && case.issued_on >= from)
        .map(|case| met(RecordKind::Proceedings, case.id, case.issued_on))
        .min_by_key(|met| (met.on, met.id));
    let told = reckoning.event_from(EventKind::AdoptionAppliedFor, from, |_| true);
    let mut draft = reckoning
        .draft(&rules::AO_BEFORE_18, placed.began)
        .counted(Ok(counted))
        .met(first_of([applied, told]))
        .ceased(placed.stretch.ended)
        .placement(placed.began.id);
    draft.not_before = rules::AO_APPLY_AGENCY
        .limit()
        .in_calendar_days(from)
        .map(|counted| counted.on);
    reckoning.add(draft);
}

fn consent(reckoning: &mut Reckoning<'_>) {
    for event in reckoning.facts.events_of(EventKind::ConsentWithdrawn) {
        let is_placed = reckoning
            .stretch_of(event.on)
            .is_some_and(|stretch| stretch.regime == Regime::Adoptive);
        let rule = if is_placed {
            &rules::CONSENT_PLACED
        } else {
            &rules::CONSENT_NOT_PLACED
        };
        returned(reckoning, rule, event);
    }
    for event in reckoning.facts.events_of(EventKind::AdoptersGiveBack) {
        returned(reckoning, &rules::ADOPTERS_RETURN, event);
    }
}

/// Until the child is back; an application for a placement order ends the duty towards the parent.
fn returned(reckoning: &mut Reckoning<'_>, rule: &'static Rule, event: &Event) {
    let back = reckoning.event_from(EventKind::ChildReturned, event.on, |_| true);
    let applied = reckoning
        .facts
        .proceedings
        .iter()
        .filter(|case| {
            case.application == Application::PlacementOrder
                && event.kind == EventKind::ConsentWithdrawn
        })
        .filter(|case| case.final_order_on.is_none_or(|end| end >= event.on))
        .map(|case| (case.issued_on.max(event.on), Reason::CourtTimetable))
        .min();
    let placement = reckoning.facts.placement_of(event.on).map(|place| place.id);
    let draft = reckoning
        .draft(rule, set_off(event.kind, event.id, event.on))
        .met(back)
        .ceased(applied)
        .ceased(reckoning.end_of_care(event.on))
        .placement(event.placement.or(placement));
    reckoning.add(draft);
}
