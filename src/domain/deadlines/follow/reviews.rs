//! Reviews: the chain of a looked-after child, that of short breaks, adjournments, and what follows a review.

use chrono::NaiveDate;

use super::Reckoning;
use super::met;
use super::set_off;
use crate::domain::deadlines::deadline::Met;
use crate::domain::deadlines::fact_kind::EventKind;
use crate::domain::deadlines::fact_kind::RecordKind;
use crate::domain::deadlines::facts::Review;
use crate::domain::deadlines::facts::ReviewKind;
use crate::domain::deadlines::regime::Regime;
use crate::domain::deadlines::regime::Stretch;
use crate::domain::deadlines::rule::Rule;
use crate::domain::deadlines::rules::reviews as rules;
use crate::domain::deadlines::words::Reason;

pub fn follow(reckoning: &mut Reckoning<'_>) {
    let full: Vec<Stretch> = reckoning
        .stretches
        .iter()
        .filter(|stretch| stretch.regime == Regime::Full)
        .cloned()
        .collect();
    let fresh = reckoning.fresh_starts();
    for stretch in full {
        if fresh.contains(&stretch) {
            first(reckoning, &stretch);
        } else {
            after_adoptive_placement(reckoning, &stretch);
        }
        next(reckoning, &stretch);
    }
    for series in reckoning.series() {
        short_breaks(reckoning, &series);
    }
    requested(reckoning);
    for review in &reckoning.facts.reviews {
        adjourned(reckoning, review);
        afterwards(reckoning, review);
    }
}

fn by_review((on, review): &(NaiveDate, &Review)) -> Met {
    met(RecordKind::Review, review.id, *on)
}

/// Had care begun before reviews were on record? Then what was held first is not known.
fn is_unknown(reckoning: &Reckoning<'_>, stretch: &Stretch) -> bool {
    let known = reckoning.facts.reviews_known_from;
    known.is_some_and(|from| stretch.in_care_from < from)
}

/// Is the first review on record the first of all? Where earlier ones may be missing, only if it was held by the day on
/// which the first was due.
fn is_first(reckoning: &Reckoning<'_>, stretch: &Stretch, held_on: NaiveDate) -> bool {
    if !is_unknown(reckoning, stretch) {
        return true;
    }
    let first = reckoning.draft(&rules::REVIEW_1, stretch.began);
    matches!(first.counted, Some(Ok(due)) if held_on <= due.on)
}

fn first(reckoning: &mut Reckoning<'_>, stretch: &Stretch) {
    if is_unknown(reckoning, stretch) {
        let unknown = reckoning.never(&rules::REVIEW_1, stretch.began, Reason::NotRecordedHere);
        reckoning.add(unknown);
        return;
    }
    let held = reckoning.facts.held(ReviewKind::LookedAfter);
    let done = held
        .iter()
        .find(|(on, _)| stretch.counts(*on))
        .map(by_review);
    let draft = reckoning
        .draft(&rules::REVIEW_1, stretch.began)
        .met(done)
        .ceased(stretch.ended);
    reckoning.add(draft);
}

/// Six months from the last review of either kind, and not before the day of the return; without any review, as if
/// care began on that day.
fn after_adoptive_placement(reckoning: &mut Reckoning<'_>, stretch: &Stretch) {
    let held = reckoning.facts.held(ReviewKind::LookedAfter);
    let before = |on: NaiveDate| on >= stretch.in_care_from && on <= stretch.from;
    let last = [ReviewKind::LookedAfter, ReviewKind::Adoption]
        .into_iter()
        .flat_map(|kind| reckoning.facts.held(kind))
        .map(|(on, _)| on)
        .filter(|on| before(*on))
        .max();
    let done = held
        .iter()
        .find(|(on, _)| stretch.counts(*on))
        .map(by_review);
    let draft = match last {
        Some(last) => {
            let limits = rules::REVIEW_N.case.limits;
            let counted = reckoning
                .calendar
                .count_all("the last review", last, limits)
                .map(|counted| counted.or_later("the end of the adoptive placement", stretch.from));
            reckoning
                .draft(&rules::REVIEW_N, stretch.began)
                .counted(counted)
        }
        None => reckoning.draft(&rules::REVIEW_1, stretch.began),
    };
    let draft = draft.met(done).ceased(stretch.ended);
    reckoning.add(draft);
}

/// Each review held sets the next one off, from the day on which it was held.
fn next(reckoning: &mut Reckoning<'_>, stretch: &Stretch) {
    let held: Vec<_> = reckoning
        .facts
        .held(ReviewKind::LookedAfter)
        .into_iter()
        .filter(|(on, _)| {
            *on >= stretch.in_care_from && stretch.until().is_none_or(|end| *on <= end)
        })
        .collect();
    for (at, (on, review)) in held.iter().enumerate() {
        if !stretch.covers(*on) {
            continue;
        }
        let rule = if at == 0 && is_first(reckoning, stretch, *on) {
            &rules::REVIEW_2
        } else {
            &rules::REVIEW_N
        };
        let draft = reckoning
            .draft(rule, set_off(RecordKind::Review, review.id, *on))
            .met(held.get(at + 1).map(by_review))
            .ceased(stretch.ended);
        reckoning.add(draft);
    }
}

/// One chain through all stays of a series. Between stays nothing is open: it is due on days actually placed.
fn short_breaks(reckoning: &mut Reckoning<'_>, series: &[Stretch]) {
    let (Some(first), Some(last)) = (series.first(), series.last()) else {
        return;
    };
    let held: Vec<_> = reckoning
        .facts
        .held(ReviewKind::LookedAfter)
        .into_iter()
        .filter(|(on, _)| *on >= first.from && last.until().is_none_or(|end| *on <= end))
        .collect();
    let draft = reckoning
        .draft(&rules::SHORT_BREAK_REVIEW, first.began)
        .met(held.first().map(by_review))
        .ceased(last.ended);
    reckoning.add(draft);
    for (at, (on, review)) in held.iter().enumerate() {
        if last.until() == Some(*on) {
            continue;
        }
        let draft = reckoning
            .draft(
                &rules::SHORT_BREAK_REVIEW_N,
                set_off(RecordKind::Review, review.id, *on),
            )
            .met(held.get(at + 1).map(by_review))
            .ceased(last.ended);
        reckoning.add(draft);
    }
}

fn requested(reckoning: &mut Reckoning<'_>) {
    let held = reckoning.facts.held(ReviewKind::LookedAfter);
    for event in reckoning.facts.events_of(EventKind::ReviewRequested) {
        let done = held.iter().find(|(on, _)| *on >= event.on).map(by_review);
        let draft = reckoning
            .draft(
                &rules::REVIEW_REQUESTED,
                set_off(EventKind::ReviewRequested, event.id, event.on),
            )
            .met(done)
            .ceased(reckoning.end_of_stretch(event.on));
        reckoning.add(draft);
    }
}

fn adjourned(reckoning: &mut Reckoning<'_>, review: &Review) {
    let Some(on) = review.adjourned_on else {
        return;
    };
    let completed = review
        .held_on
        .filter(|held| *held >= on)
        .map(|held| met(RecordKind::Review, review.id, held));
    let draft = reckoning
        .draft(
            &rules::REVIEW_ADJOURN,
            set_off(RecordKind::Review, review.id, on),
        )
        .met(completed)
        .ceased(reckoning.end_of_stretch(on));
    reckoning.add(draft);
}

const AFTERWARDS: [(&Rule, EventKind); 3] = [
    (&rules::REVIEW_DECISIONS, EventKind::DecisionsOut),
    (&rules::REVIEW_RECORD, EventKind::RecordMade),
    (&rules::REVIEW_CIRCULATED, EventKind::RecordCirculated),
];

/// An event that names no review is about the last one held before it.
fn afterwards(reckoning: &mut Reckoning<'_>, review: &Review) {
    let Some(held_on) = review
        .held_on
        .filter(|_| review.kind == ReviewKind::LookedAfter)
    else {
        return;
    };
    let following = reckoning
        .facts
        .held(ReviewKind::LookedAfter)
        .into_iter()
        .map(|(on, _)| on)
        .find(|on| *on > held_on);
    for (rule, kind) in AFTERWARDS {
        let done = reckoning.event_from(kind, held_on, |event| match event.review {
            Some(id) => id == review.id,
            None => following.is_none_or(|next| event.on < next),
        });
        let ended: Option<(NaiveDate, Reason)> = reckoning.end_of_care(held_on);
        let draft = reckoning
            .draft(rule, set_off(RecordKind::Review, review.id, held_on))
            .met(done)
            .ceased(ended);
        reckoning.add(draft);
    }
}
