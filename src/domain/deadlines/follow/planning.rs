//! The care plan, the plan for permanence, appointments, disputes, oversight, and the pathway assessment.

use chrono::Days;
use chrono::NaiveDate;

use super::Reckoning;
use super::met;
use super::set_off;
use crate::domain::deadlines::deadline::Met;
use crate::domain::deadlines::deadline::SetOff;
use crate::domain::deadlines::fact_kind::EventKind;
use crate::domain::deadlines::fact_kind::RecordKind;
use crate::domain::deadlines::facts::Facts;
use crate::domain::deadlines::facts::ReviewKind;
use crate::domain::deadlines::known;
use crate::domain::deadlines::limit::Limit;
use crate::domain::deadlines::limit::birthday;
use crate::domain::deadlines::permanence::by_first_review;
use crate::domain::deadlines::permanence::by_second_review;
use crate::domain::deadlines::regime::Regime;
use crate::domain::deadlines::regime::Stretch;
use crate::domain::deadlines::rules::planning as rules;
use crate::domain::deadlines::words::Reason;
use crate::domain::deadlines::words::Standard;

pub fn follow(reckoning: &mut Reckoning<'_>) {
    for stretch in reckoning.fresh_starts() {
        care_plan(reckoning, &stretch);
        permanence_plan(reckoning, &stretch);
        reviewing_officer(reckoning, &stretch);
    }
    vacancies(reckoning);
    disputes(reckoning);
    oversight(reckoning);
    pathway(reckoning);
}

/// The first two reviews of the period of care, from a day on.
pub fn first_reviews(facts: &Facts, stretch: &Stretch) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let held = facts.held(ReviewKind::LookedAfter);
    let mut days = held
        .iter()
        .map(|(on, _)| *on)
        .filter(|on| stretch.counts(*on));
    (days.next(), days.next())
}

/// The placement with which a stretch begins, or the first within it.
pub fn first_placement(reckoning: &Reckoning<'_>, stretch: &Stretch) -> Option<SetOff> {
    let placements = reckoning.facts.placements_in_order();
    let first = placements
        .into_iter()
        .find(|placement| placement.ends_on.is_none_or(|end| end > stretch.from))
        .filter(|placement| stretch.counts(placement.starts_on.max(stretch.from)))?;
    Some(set_off(
        RecordKind::Placement,
        first.id,
        first.starts_on.max(stretch.from),
    ))
}

fn care_plan(reckoning: &mut Reckoning<'_>, stretch: &Stretch) {
    let Some(first) = first_placement(reckoning, stretch) else {
        return;
    };
    let status = reckoning.facts.legal_status(first.on);
    let draft = if status.is_some_and(known::is_in_care) {
        reckoning.never(&rules::CARE_PLAN, first, Reason::CourtTimetable)
    } else {
        let since = reckoning.since(stretch);
        reckoning
            .draft(&rules::CARE_PLAN, first)
            .met(reckoning.event_from(EventKind::CarePlanMade, since, |_| true))
            .ceased(reckoning.end_of_care(stretch.from))
    };
    reckoning.add(draft.placement(first.id));
}

fn permanence_plan(reckoning: &mut Reckoning<'_>, stretch: &Stretch) {
    let (review_1, review_2) = first_reviews(reckoning.facts, stretch);
    let began = stretch.began;
    let counted = by_second_review(
        reckoning.calendar,
        began.kind.says(),
        began.on,
        review_1,
        review_2,
    );
    let since = reckoning.since(stretch);
    let authorised = reckoning.facts.plans.iter().filter_map(|plan| {
        let on = plan.authorised_on.filter(|on| *on >= since)?;
        Some(met(RecordKind::PlanVersion, plan.id, on))
    });
    let draft = reckoning
        .draft(&rules::PERM_PLAN, began)
        .counted(counted)
        .met(authorised.min_by_key(|met| (met.on, met.id)))
        .ceased(reckoning.end_of_care(stretch.from));
    reckoning.add(draft);
}

fn reviewing_officer(reckoning: &mut Reckoning<'_>, stretch: &Stretch) {
    let (review_1, _) = first_reviews(reckoning.facts, stretch);
    let began = stretch.began;
    let since = reckoning.since(stretch);
    let appointed = reckoning.event_from(EventKind::IroAppointed, since, |_| true);
    let ended = reckoning.end_of_care(stretch.from);
    let counted = by_first_review(
        reckoning.calendar,
        began.kind.says(),
        began.on,
        rules::IRO_APPOINT.case.limits,
        review_1,
    );
    let statute = reckoning
        .draft(&rules::IRO_APPOINT, began)
        .counted(counted)
        .met(appointed)
        .ceased(ended);
    let practice = reckoning
        .draft(&rules::IRO_APPOINT_PRACTICE, began)
        .met(appointed)
        .ceased(ended);
    reckoning.add(statute);
    reckoning.add(practice);
}

fn vacancies(reckoning: &mut Reckoning<'_>) {
    for left in reckoning.facts.events_of(EventKind::IroLeft) {
        let draft = reckoning
            .draft(
                &rules::IRO_VACANCY,
                set_off(EventKind::IroLeft, left.id, left.on),
            )
            .met(reckoning.event_from(EventKind::IroAppointed, left.on, |_| true))
            .ceased(reckoning.end_of_care(left.on));
        reckoning.add(draft);
    }
}

fn disputes(reckoning: &mut Reckoning<'_>) {
    for dispute in &reckoning.facts.disputes {
        let closed = dispute
            .closed_on
            .map(|on| met(RecordKind::Dispute, dispute.id, on));
        let draft = reckoning
            .draft(
                &rules::IRO_DISPUTE,
                set_off(RecordKind::Dispute, dispute.id, dispute.opened_on),
            )
            .met(closed)
            .ceased(reckoning.end_of_care(dispute.opened_on));
        reckoning.add(draft);
    }
}

/// By the council's own interval, from the start of care and then from each entry.
fn oversight(reckoning: &mut Reckoning<'_>) {
    let Some(days) = reckoning.local.oversight_days else {
        return;
    };
    let entries = reckoning.facts.events_of(EventKind::OversightRecorded);
    let periods: Vec<Stretch> = reckoning
        .stretches
        .iter()
        .filter(|stretch| stretch.begins_care())
        .cloned()
        .collect();
    for period in periods {
        let ended = reckoning.end_of_care(period.from);
        let within = |on: NaiveDate| on >= period.from && ended.is_none_or(|(end, _)| on <= end);
        let mut set_offs = vec![set_off(
            RecordKind::PeriodOfCare,
            period.period,
            period.from,
        )];
        let mut made: Vec<Met> = Vec::new();
        for entry in entries.iter().filter(|entry| within(entry.on)) {
            made.push(met(EventKind::OversightRecorded, entry.id, entry.on));
            set_offs.push(set_off(EventKind::OversightRecorded, entry.id, entry.on));
        }
        for (at, began) in set_offs.into_iter().enumerate() {
            if at > 0 && ended.is_some_and(|(end, _)| began.on >= end) {
                continue;
            }
            let counted =
                reckoning
                    .calendar
                    .count_all(began.kind.says(), began.on, &[Limit::days(days)]);
            let mut draft = reckoning
                .draft(&rules::OVERSIGHT, began)
                .counted(counted)
                .met(made.get(at).copied())
                .ceased(ended);
            draft.standard = Standard::Local;
            reckoning.add(draft);
        }
    }
}

/// From the 16th birthday, or from the day on which the time in care since 14 is long enough. A birthday past the
/// calendar sets nothing off yet.
fn pathway(reckoning: &mut Reckoning<'_>) {
    let Some((on, stretch)) = eligible_on(reckoning) else {
        return;
    };
    if reckoning.calendar.within(on).is_err() {
        return;
    }
    let ended = reckoning.end_of_care(stretch.from);
    let began = SetOff {
        kind: RecordKind::Birthday.into(),
        id: None,
        on,
    };
    let draft = reckoning
        .draft(&rules::PATHWAY, began)
        .met(reckoning.event_from(EventKind::PathwayAssessed, NaiveDate::MIN, |_| true))
        .ceased(ended);
    reckoning.add(draft);
}

/// The first day, at 16 or 17 and in care, on which the weeks in care since 14 are enough.
fn eligible_on(reckoning: &Reckoning<'_>) -> Option<(NaiveDate, Stretch)> {
    let born_on = reckoning.facts.born_on?;
    let (from_age, to_age) = rules::ELIGIBLE.ages?;
    let counts_from = birthday(born_on, from_age)?;
    let sixteen = birthday(born_on, to_age)?;
    let weeks = rules::ELIGIBLE.limit();
    let whole = (weeks.in_calendar_days(counts_from)?.on - counts_from).num_days();
    let mut days = 0;
    for stretch in &reckoning.stretches {
        if stretch.regime == Regime::ShortBreak {
            continue;
        }
        let from = stretch.from.max(counts_from);
        let until = stretch.until();
        let left = u64::try_from(whole - days).unwrap_or(0);
        let enough = from.checked_add_days(Days::new(left))?.max(sixteen);
        if until.is_none_or(|until| enough < until) {
            return Some((enough, stretch.clone()));
        }
        days += until.map_or(0, |until| (until - from).num_days().max(0));
    }
    None
}
