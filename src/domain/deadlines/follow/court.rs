//! The court's timetable for each application, directions, and the guardian's analyses.

use chrono::NaiveDate;

use super::Reckoning;
use super::first_of;
use super::met;
use super::set_off;
use crate::domain::deadlines::calendar::Calendar;
use crate::domain::deadlines::calendar::Refused;
use crate::domain::deadlines::count::Counted;
use crate::domain::deadlines::deadline::Met;
use crate::domain::deadlines::deadline::SetOff;
use crate::domain::deadlines::fact_kind::EventKind;
use crate::domain::deadlines::fact_kind::RecordKind;
use crate::domain::deadlines::facts::AnalysisKind;
use crate::domain::deadlines::facts::Hearing;
use crate::domain::deadlines::facts::HearingKind;
use crate::domain::deadlines::facts::HearingState;
use crate::domain::deadlines::facts::Proceedings;
use crate::domain::deadlines::rules::court as rules;
use crate::domain::deadlines::words::Reason;

pub fn follow(reckoning: &mut Reckoning<'_>) {
    for case in &reckoning.facts.proceedings {
        if case.application.follows_outline() {
            outline(reckoning, case);
            advocates(reckoning, case);
        }
        if case.application.is_timed() {
            weeks_26(reckoning, case);
        }
        analyses(reckoning, case);
        directions(reckoning, case);
    }
}

fn issued(case: &Proceedings) -> SetOff {
    set_off(RecordKind::Proceedings, case.id, case.issued_on)
}

/// The final order, as what ends the court's timetable.
fn over(case: &Proceedings) -> Option<(NaiveDate, Reason)> {
    case.final_order_on.map(|on| (on, Reason::ProceedingsEnded))
}

fn hearings(case: &Proceedings, kind: HearingKind) -> Vec<&Hearing> {
    let mut found: Vec<_> = case
        .hearings
        .iter()
        .filter(|hearing| hearing.kind == kind && hearing.state != HearingState::Vacated)
        .collect();
    found.sort_by_key(|hearing| (hearing.on, hearing.id));
    found
}

fn first_held(case: &Proceedings, kind: Option<HearingKind>) -> Option<Met> {
    case.hearings
        .iter()
        .filter(|hearing| hearing.state == HearingState::Held)
        .filter(|hearing| kind.is_none_or(|kind| hearing.kind == kind))
        .map(|hearing| met(RecordKind::Hearing, hearing.id, hearing.on))
        .min_by_key(|met| (met.on, met.id))
}

fn outline(reckoning: &mut Reckoning<'_>, case: &Proceedings) {
    let allocated = reckoning.event_from(EventKind::CourtAllocated, case.issued_on, |event| {
        event.proceedings.is_none_or(|id| id == case.id)
    });
    let guardian = case
        .guardians
        .iter()
        .map(|guardian| met(RecordKind::Guardian, guardian.id, guardian.appointed_on))
        .min_by_key(|met| (met.on, met.id));
    let issue = reckoning
        .draft(&rules::PLO_ISSUE, issued(case))
        .met(first_of([allocated, guardian, first_held(case, None)]))
        .ceased(over(case));
    reckoning.add(issue);

    let mut cmh = reckoning
        .draft(&rules::PLO_CMH, issued(case))
        .met(first_held(case, Some(HearingKind::CaseManagement)))
        .ceased(over(case));
    cmh.not_before = reckoning
        .calendar
        .count(rules::CMH_EARLIEST.limit(), case.issued_on)
        .ok()
        .map(|counted| counted.on);
    reckoning.add(cmh);

    // Only where such a hearing was listed at all.
    if !hearings(case, HearingKind::FurtherCaseManagement).is_empty() {
        let further = reckoning
            .draft(&rules::PLO_FCMH, issued(case))
            .met(first_held(case, Some(HearingKind::FurtherCaseManagement)))
            .ceased(over(case));
        reckoning.add(further);
    }
}

/// The advocates meet so many business days before each hearing that is listed, after the hearing before it.
fn advocates(reckoning: &mut Reckoning<'_>, case: &Proceedings) {
    for (kind, rule) in [
        (HearingKind::CaseManagement, &rules::PLO_ADVOCATES_CMH),
        (HearingKind::IssuesResolution, &rules::PLO_ADVOCATES_IRH),
    ] {
        for hearing in hearings(case, kind) {
            let before = case
                .hearings
                .iter()
                .filter(|other| other.state != HearingState::Vacated && other.on < hearing.on)
                .filter_map(|other| other.on.succ_opt())
                .max();
            let since = before.map_or(case.issued_on, |before| before.max(case.issued_on));
            let meeting = reckoning.event_from(EventKind::AdvocatesMet, since, |event| {
                event.proceedings.is_none_or(|id| id == case.id) && event.on <= hearing.on
            });
            let draft = reckoning
                .draft(rule, set_off(RecordKind::Hearing, hearing.id, hearing.on))
                .met(meeting)
                .ceased(over(case));
            reckoning.add(draft);
        }
    }
}

/// The end that the order states, and at most eight weeks from the later of the end of the period extended and the
/// day of the grant.
pub fn extended(
    calendar: &Calendar,
    period_ends_on: NaiveDate,
    granted_on: NaiveDate,
    stated: Option<NaiveDate>,
) -> Result<Counted, Refused> {
    let later = Counted::stated("the period extended ends", period_ends_on)
        .or_later("the grant", granted_on);
    let mut counted = calendar.count(rules::PLO_26W_EXTENSION.case.limit(), later.on)?;
    counted.steps.splice(0..0, later.steps);
    Ok(counted.or_earlier("the end that the order states", stated))
}

fn weeks_26(reckoning: &mut Reckoning<'_>, case: &Proceedings) {
    let disposed = case
        .final_order_on
        .map(|on| met(RecordKind::Proceedings, case.id, on));
    let mut extensions: Vec<_> = case.extensions.iter().collect();
    extensions.sort_by_key(|extension| (extension.granted_on, extension.id));
    let until = |at: usize| {
        let next = extensions.get(at)?;
        Some((next.granted_on, Reason::Extended))
    };
    let first = reckoning
        .draft(&rules::PLO_26W, issued(case))
        .met(disposed)
        .ceased(until(0));
    let counted = reckoning.calendar.count_all(
        issued(case).kind.says(),
        case.issued_on,
        rules::PLO_26W.case.limits,
    );
    reckoning.add(first);
    let mut period = counted.map(|counted| counted.on);
    for (at, extension) in extensions.iter().enumerate() {
        let counted = period.and_then(|ends_on| {
            extended(
                reckoning.calendar,
                ends_on,
                extension.granted_on,
                Some(extension.ends_on),
            )
        });
        period = counted
            .as_ref()
            .map(|counted| counted.on)
            .map_err(|refused| *refused);
        let began = set_off(RecordKind::Extension, extension.id, extension.granted_on);
        let draft = reckoning
            .draft(&rules::PLO_26W_EXTENSION, began)
            .counted(counted)
            .met(disposed)
            .ceased(until(at + 1));
        reckoning.add(draft);
    }
}

/// By the day that the court directed; the initial one else before the case management hearing.
fn analyses(reckoning: &mut Reckoning<'_>, case: &Proceedings) {
    let Some(guardian) = case
        .guardians
        .iter()
        .min_by_key(|it| (it.appointed_on, it.id))
    else {
        return;
    };
    let hearing = hearings(case, HearingKind::CaseManagement)
        .into_iter()
        .next();
    for (kind, rule) in [
        (AnalysisKind::Initial, &rules::GUARDIAN_INIT),
        (AnalysisKind::Final, &rules::GUARDIAN_FINAL),
    ] {
        let of_kind = || {
            case.analyses
                .iter()
                .filter(move |analysis| analysis.kind == kind)
        };
        let directed = of_kind().filter_map(|analysis| analysis.due_on).min();
        let filed = of_kind()
            .filter_map(|analysis| {
                let on = analysis.filed_on?;
                Some(met(RecordKind::GuardianAnalysis, analysis.id, on))
            })
            .min_by_key(|met| (met.on, met.id));
        let began = set_off(RecordKind::Guardian, guardian.id, guardian.appointed_on);
        let counted = match (directed, kind, hearing) {
            (Some(on), _, _) => Ok(Counted::stated("as the court directed", on)),
            (None, AnalysisKind::Initial, Some(hearing)) => reckoning.calendar.count_all(
                "the case management hearing",
                hearing.on,
                rule.case.limits,
            ),
            _ => Err(Refused::NotStated),
        };
        let draft = reckoning
            .draft(rule, began)
            .counted(counted)
            .met(filed)
            .ceased(over(case));
        reckoning.add(draft);
    }
}

fn directions(reckoning: &mut Reckoning<'_>, case: &Proceedings) {
    for direction in &case.directions {
        let done = direction
            .met_on
            .map(|on| met(RecordKind::Direction, direction.id, on));
        let counted = match direction.due_on {
            Some(on) => Ok(Counted::stated("as the court directed", on)),
            None => Err(Refused::NotStated),
        };
        let began = set_off(RecordKind::Direction, direction.id, direction.given_on);
        let draft = reckoning
            .draft(&rules::DIRECTION, began)
            .counted(counted)
            .met(done)
            .ceased(over(case));
        reckoning.add(draft);
    }
}
