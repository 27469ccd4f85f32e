//! The agency decision maker: referral, decision, the parents told, the match.

use chrono::NaiveDate;

use super::Reckoning;
use super::first_of;
use super::met;
use super::set_off;
use crate::domain::deadlines::fact_kind::EventKind;
use crate::domain::deadlines::fact_kind::RecordKind;
use crate::domain::deadlines::facts::AdmCase;
use crate::domain::deadlines::known;
use crate::domain::deadlines::rules::adoption as rules;
use crate::domain::deadlines::words::Reason;
use crate::domain::plans::AdmCaseKind;

pub fn follow(reckoning: &mut Reckoning<'_>) {
    referrals(reckoning);
    decisions(reckoning);
}

/// From the review that set adoption as the plan to the decision maker.
fn referrals(reckoning: &mut Reckoning<'_>) {
    for event in reckoning.facts.events_of(EventKind::AdoptionEndorsed) {
        let cases = reckoning.facts.adm_cases.iter();
        let done = cases
            .filter(|case| case.kind == AdmCaseKind::Plan && case.referred_on >= event.on)
            .map(|case| met(RecordKind::AdmCase, case.id, case.referred_on))
            .min_by_key(|met| (met.on, met.id));
        let draft = reckoning
            .draft(
                &rules::ADM_REFERRAL,
                set_off(EventKind::AdoptionEndorsed, event.id, event.on),
            )
            .met(done)
            .ceased(reckoning.end_of_care(event.on));
        reckoning.add(draft);
    }
}

fn decisions(reckoning: &mut Reckoning<'_>) {
    for case in &reckoning.facts.adm_cases {
        let (line, from) = match case.minutes_on {
            Some(minutes) => (&rules::ADM_PANEL, minutes),
            None => (&rules::ADM_COURT_ROUTE, case.referred_on),
        };
        let decided = case
            .decided_on
            .map(|on| met(RecordKind::AdmCase, case.id, on));
        let draft = reckoning
            .draft_by(
                &rules::ADM_DECISION,
                line,
                set_off(RecordKind::AdmCase, case.id, from),
            )
            .met(decided)
            .ceased(reckoning.end_of_care(from));
        reckoning.add(draft);
        if let Some(decided_on) = case.decided_on {
            parents_told(reckoning, case, decided_on);
            if case.kind == AdmCaseKind::Plan && case.is_agreed {
                matching(reckoning, case, decided_on);
            }
        }
    }
}

fn parents_told(reckoning: &mut Reckoning<'_>, case: &AdmCase, decided_on: NaiveDate) {
    for (rule, kind) in [
        (&rules::ADM_PARENTS_ORAL, EventKind::ParentsToldOrally),
        (&rules::ADM_PARENTS_WRITTEN, EventKind::ParentsToldInWriting),
    ] {
        let told = reckoning.event_from(kind, decided_on, |event| {
            event.adm_case.is_none_or(|id| id == case.id)
        });
        let draft = reckoning
            .draft(rule, set_off(RecordKind::AdmCase, case.id, decided_on))
            .met(told)
            .ceased(reckoning.end_of_care(decided_on));
        reckoning.add(draft);
    }
}

fn matching(reckoning: &mut Reckoning<'_>, case: &AdmCase, decided_on: NaiveDate) {
    let after = |kind: AdmCaseKind| {
        reckoning
            .facts
            .adm_cases
            .iter()
            .filter(move |other| other.kind == kind && other.is_agreed)
            .filter_map(|other| other.decided_on.map(|on| (on, other.id)))
            .filter(|(on, _)| *on >= decided_on)
            .min()
    };
    let matched = after(AdmCaseKind::Match).map(|(on, id)| met(RecordKind::AdmCase, id, on));
    let placed = reckoning
        .facts
        .placements_in_order()
        .into_iter()
        .find(|place| known::is_agency_placement(&place.type_code) && place.starts_on >= decided_on)
        .map(|place| met(RecordKind::Placement, place.id, place.starts_on));
    let reversed = after(AdmCaseKind::Reversal).map(|(on, _)| (on, Reason::PlanReversed));
    let draft = reckoning
        .draft(
            &rules::MATCH,
            set_off(RecordKind::AdmCase, case.id, decided_on),
        )
        .met(first_of([matched, placed]))
        .ceased(reversed)
        .ceased(reckoning.end_of_care(decided_on));
    reckoning.add(draft);
}
