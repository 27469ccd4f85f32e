//! Health assessments, one after the other, and the personal education plan.

use chrono::NaiveDate;

use super::Reckoning;
use super::met;
use super::planning::first_placement;
use super::planning::first_reviews;
use super::set_off;
use crate::domain::deadlines::deadline::Met;
use crate::domain::deadlines::deadline::SetOff;
use crate::domain::deadlines::fact_kind::EventKind;
use crate::domain::deadlines::fact_kind::RecordKind;
use crate::domain::deadlines::facts::HealthAssessment;
use crate::domain::deadlines::permanence::by_first_review;
use crate::domain::deadlines::regime::Regime;
use crate::domain::deadlines::regime::Stretch;
use crate::domain::deadlines::rule::Case;
use crate::domain::deadlines::rules::health as rules;
use crate::domain::deadlines::words::Reason;

pub fn follow(reckoning: &mut Reckoning<'_>) {
    for stretch in reckoning.fresh_starts() {
        initial(reckoning, &stretch);
        education(reckoning, &stretch);
    }
    for stretch in reckoning.stretches.clone() {
        if stretch.regime == Regime::Full {
            reviews(reckoning, &stretch);
        }
    }
    for series in reckoning.series() {
        if let Some(first) = series.first() {
            for rule in [&rules::IHA, &rules::RHA] {
                let draft = reckoning.never(rule, first.began, Reason::ShortBreak);
                reckoning.add(draft);
            }
        }
    }
}

fn assessments(reckoning: &Reckoning<'_>) -> Vec<HealthAssessment> {
    let mut found = reckoning.facts.health.clone();
    found.sort_by_key(|assessment| (assessment.on, assessment.id));
    found
}

/// The first day on which an earlier assessment excuses from the initial one.
fn excuses_from(reckoning: &Reckoning<'_>, stretch: &Stretch) -> NaiveDate {
    let placed = first_placement(reckoning, stretch).map_or(stretch.from, |first| first.on);
    rules::ASSESSED_BEFORE
        .limit()
        .in_calendar_days(placed)
        .map_or(placed, |counted| counted.on)
}

fn initial(reckoning: &mut Reckoning<'_>, stretch: &Stretch) {
    let (review_1, _) = first_reviews(reckoning.facts, stretch);
    let began = stretch.began;
    let by_doctor: Vec<HealthAssessment> = assessments(reckoning)
        .into_iter()
        .filter(|assessment| assessment.by_doctor)
        .collect();
    let excused_from = excuses_from(reckoning, stretch);
    let before = by_doctor
        .iter()
        .any(|assessment| assessment.on >= excused_from && assessment.on < stretch.from);
    let draft = if before {
        reckoning.never(&rules::IHA, began, Reason::AssessedBefore)
    } else {
        let counted = by_first_review(
            reckoning.calendar,
            began.kind.says(),
            began.on,
            rules::IHA.case.limits,
            review_1,
        );
        let done = by_doctor
            .iter()
            .find(|assessment| assessment.on >= began.on)
            .map(|assessment| met(RecordKind::HealthAssessment, assessment.id, assessment.on));
        reckoning
            .draft(&rules::IHA, began)
            .counted(counted)
            .met(done)
            .ceased(refusal(reckoning, began.on))
            .ceased(stretch.ended)
    };
    reckoning.add(draft);
}

fn refusal(reckoning: &Reckoning<'_>, from: NaiveDate) -> Option<(NaiveDate, Reason)> {
    let refused = reckoning.event_from(EventKind::AssessmentRefused, from, |_| true)?;
    Some((refused.on, Reason::Refused))
}

fn case_for(born_on: Option<NaiveDate>, on: NaiveDate) -> &'static Case {
    let older = born_on.is_some_and(|born| rules::RHA_FROM_5.suits(born, on));
    // Where the date of birth is not known, the shorter interval.
    if older {
        &rules::RHA_FROM_5
    } else {
        &rules::RHA_UNDER_5
    }
}

/// Each assessment, and each refusal, sets the next one off.
fn reviews(reckoning: &mut Reckoning<'_>, stretch: &Stretch) {
    let excused_from = excuses_from(reckoning, stretch);
    let mut chain: Vec<(SetOff, Option<Met>)> = Vec::new();
    for assessment in assessments(reckoning) {
        if assessment.on < excused_from || stretch.until().is_some_and(|end| assessment.on > end) {
            continue;
        }
        chain.push((
            set_off(RecordKind::HealthAssessment, assessment.id, assessment.on),
            Some(met(
                RecordKind::HealthAssessment,
                assessment.id,
                assessment.on,
            )),
        ));
    }
    for event in reckoning.facts.events_of(EventKind::AssessmentRefused) {
        if stretch.covers(event.on) {
            chain.push((
                set_off(EventKind::AssessmentRefused, event.id, event.on),
                None,
            ));
        }
    }
    chain.sort_by_key(|(began, _)| (began.on, began.kind, began.id));
    chain.dedup_by_key(|(began, _)| began.on);
    after_adoptive_placement(reckoning, stretch, &chain);
    for (at, (began, _)) in chain.iter().enumerate() {
        let is_before = began.on < stretch.from && !stretch.begins_care();
        if is_before || stretch.until() == Some(began.on) {
            continue;
        }
        let after = chain.get(at + 1);
        let ended = match after {
            Some((next, None)) => Some((next.on, Reason::Refused)),
            _ => stretch.ended,
        };
        let draft = reckoning
            .draft_by(
                &rules::RHA,
                case_for(reckoning.facts.born_on, began.on),
                *began,
            )
            .met(after.and_then(|(_, done)| *done))
            .ceased(ended);
        reckoning.add(draft);
    }
}

/// While a child is placed for adoption the assessments of the care planning rules rest; on a return the next one
/// counts from the last, and is not due before the return.
fn after_adoptive_placement(
    reckoning: &mut Reckoning<'_>,
    stretch: &Stretch,
    chain: &[(SetOff, Option<Met>)],
) {
    if stretch.begins_care() || reckoning.fresh_starts().contains(stretch) {
        return;
    }
    let last = assessments(reckoning)
        .into_iter()
        .map(|assessment| assessment.on)
        .rfind(|on| *on >= stretch.in_care_from && *on < stretch.from);
    let Some(last) = last else {
        return;
    };
    let case = case_for(reckoning.facts.born_on, last);
    let counted = reckoning
        .calendar
        .count_all("the last health assessment", last, case.limits)
        .map(|counted| counted.or_later("the end of the adoptive placement", stretch.from));
    let done = chain
        .iter()
        .filter(|(began, _)| began.on >= stretch.from)
        .find_map(|(_, done)| *done);
    let draft = reckoning
        .draft_by(&rules::RHA, case, stretch.began)
        .counted(counted)
        .met(done)
        .ceased(stretch.ended);
    reckoning.add(draft);
}

fn education(reckoning: &mut Reckoning<'_>, stretch: &Stretch) {
    let (Some(first), Some(born_on)) =
        (first_placement(reckoning, stretch), reckoning.facts.born_on)
    else {
        return;
    };
    let draft = if rules::PEP.case.suits(born_on, first.on) {
        let (review_1, _) = first_reviews(reckoning.facts, stretch);
        let counted = by_first_review(
            reckoning.calendar,
            first.kind.says(),
            first.on,
            rules::PEP.case.limits,
            review_1,
        );
        let mut made: Vec<_> = reckoning.facts.education.iter().collect();
        made.sort_by_key(|plan| (plan.on, plan.id));
        let done = made
            .into_iter()
            .find(|plan| plan.on >= stretch.from)
            .map(|plan| met(RecordKind::EducationPlan, plan.id, plan.on));
        reckoning
            .draft(&rules::PEP, first)
            .counted(counted)
            .met(done)
            .ceased(reckoning.end_of_care(stretch.from))
    } else {
        reckoning.never(&rules::PEP, first, Reason::NotOfSchoolAge)
    };
    reckoning.add(draft.placement(first.id));
}
