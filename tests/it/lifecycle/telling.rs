//! A child and a plan of whom all is well, for any move of the table.

use chrono::NaiveDate;
use permanence::domain::{
    access::Standing,
    plans::{
        AchievedBy, AdmCase, AdmCaseKind, Approval, ApprovalKind, CarePeriod, Case, CaseEnd,
        CaseKind, CourtOrder, Deed, Facts, Filing, Guard, LongTermConfirmed, OrderKind, Papers,
        Part, PermanenceOption, PlacementNow, PlanReview, Reported, ReversalCode, ReviewOutcome,
        ReviewingOfficer, Route, State, Texts, Transition, VersionFacts,
    },
};

pub const WORKER: i64 = 1;
pub const MANAGER: i64 = 2;
pub const REVIEWER: i64 = 3;
pub const DECIDER: i64 = 4;
pub const OFFICER: i64 = 5;
pub const LIAISON: i64 = 6;
pub const JUDGE: i64 = 7;

/// The case in which plans are filed.
pub const CASE: i64 = 1;

/// The day on which everybody acts.
pub const TODAY: &str = "2024-06-03";

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[derive(Debug, Clone)]
pub struct Telling {
    pub facts: Facts,
    pub deed: Deed,
}

pub fn person(standing: Standing) -> i64 {
    match standing {
        Standing::AllocatedSocialWorker => WORKER,
        Standing::TeamManager => MANAGER,
        Standing::ReviewingOfficer => REVIEWER,
        Standing::DecisionMaker => DECIDER,
        Standing::NominatedOfficer => OFFICER,
        Standing::CourtLiaison => LIAISON,
        _ => JUDGE,
    }
}

/// A child on a care order, with carers who were told that it is for long; all that a form can ask for is filled in.
pub fn child() -> Telling {
    let facts = Facts {
        born_on: Some(day("2016-01-01")),
        care: Some(CarePeriod {
            starts_on: day("2024-01-08"),
            ends_on: None,
            exit_code: None,
            twenty_working_days_on: Some(day("2024-02-05")),
        }),
        legal_status: Some("C2".to_owned()),
        has_siblings: true,
        last_voice_on: Some(day("2024-03-01")),
        placement: Some(PlacementNow {
            type_code: "U4".to_owned(),
            starts_on: day("2024-04-20"),
        }),
        long_term: LongTermConfirmed {
            to_carer_on: Some(day("2024-04-08")),
            to_parent_on: Some(day("2024-04-09")),
            to_child_on: Some(day("2024-04-10")),
        },
        reviewing_officers: vec![ReviewingOfficer {
            person: REVIEWER,
            has_conflict: false,
        }],
        version: VersionFacts {
            options: vec![
                (Part::Primary, PermanenceOption::LongTermFoster),
                (Part::Contingency, PermanenceOption::Residential),
            ],
            texts: Texts {
                has_rationale: true,
                has_parents_views: true,
                has_sibling_assessment: true,
                ..Texts::default()
            },
            target_on: Some(day("2024-12-01")),
            proposer: Some(WORKER),
            proposed_on: Some(day("2024-04-02")),
            authorised_on: Some(day("2024-04-11")),
            implementing_since: Some(day("2024-04-22")),
            ..VersionFacts::default()
        },
        ..Facts::default()
    };
    let deed = Deed {
        by: WORKER,
        on: day(TODAY),
        reason: Some("It is in the minutes.".to_owned()),
        management_note: Some("Seen and discussed.".to_owned()),
        outcome: Some(ReviewOutcome::Disagreed),
        is_approved: Some(true),
        route: Some(Route::Panel),
        minutes_on: Some(day("2024-05-10")),
        decision_maker: Some(DECIDER),
        papers: Papers {
            has_permanence_report: true,
            has_medical_advice: true,
            has_legal_advice: true,
        },
        reversal_code: Some(ReversalCode::Rd1),
        achieved: Some((AchievedBy::Placement, day("2024-05-20"))),
        served_on: Some(day("2024-06-01")),
        is_service_dispensed: false,
    };
    Telling { facts, deed }
}

impl Telling {
    pub fn options(mut self, options: &[(Part, PermanenceOption)]) -> Self {
        self.facts.version.options = options.to_vec();
        self
    }

    pub fn placed(mut self, type_code: &str, starts_on: &str) -> Self {
        self.facts.placement = Some(PlacementNow {
            type_code: type_code.to_owned(),
            starts_on: day(starts_on),
        });
        self
    }

    pub fn status(mut self, code: &str) -> Self {
        self.facts.legal_status = Some(code.to_owned());
        self
    }

    /// A question put to the decision maker; without a day it waits.
    pub fn adm(mut self, kind: AdmCaseKind, decided_on: Option<&str>) -> Self {
        self.facts.adm_cases.push(AdmCase {
            kind,
            decision_maker: DECIDER,
            route: Some(Route::Panel),
            referred_on: day("2024-04-15"),
            panel: vec![41, 42],
            decided_on: decided_on.map(day),
            is_approved: decided_on.is_some(),
        });
        self
    }

    /// Adoption with the parents' consent: decided, matched, placed.
    pub fn adoption(self) -> Self {
        let options = [
            (Part::Primary, PermanenceOption::Adoption),
            (Part::Contingency, PermanenceOption::LongTermFoster),
        ];
        self.options(&options)
            .adm(AdmCaseKind::Plan, Some("2024-04-25"))
            .adm(AdmCaseKind::Match, Some("2024-05-02"))
            .placed("A4", "2024-05-10")
    }

    pub fn application(mut self, kind: CaseKind, id: i64) -> Self {
        self.facts.cases.push(Case {
            id,
            kind,
            is_the_councils: true,
            issued_on: Some(day("2024-02-01")),
            ended: None,
            closed_on: None,
        });
        self
    }

    pub fn filed_as_final(mut self) -> Self {
        self.facts.version.filings.push(Filing {
            case: CASE,
            is_final: true,
            filed_on: day("2024-04-26"),
            served_on: Some(day("2024-04-27")),
        });
        self.reviewed()
    }

    pub fn ended(mut self, end: CaseEnd) -> Self {
        for case in &mut self.facts.cases {
            case.ended = Some((day("2024-05-28"), end));
        }
        self
    }

    pub fn ordered(mut self, kind: OrderKind, made_on: &str) -> Self {
        self.facts.orders.push(CourtOrder {
            kind,
            case: CASE,
            made_on: day(made_on),
        });
        self
    }

    /// The final order of a care case in which the plan was filed.
    pub fn final_order(self, kind: OrderKind) -> Self {
        self.application(CaseKind::Care, CASE)
            .filed_as_final()
            .ended(CaseEnd::Order)
            .ordered(kind, "2024-05-28")
    }

    pub fn reviewed(mut self) -> Self {
        self.facts.version.reviewed_on = Some(day("2024-05-01"));
        self.review_held()
    }

    pub fn review_held(mut self) -> Self {
        self.facts.reviews.push(PlanReview {
            id: 1,
            held_on: Some(day("2024-05-01")),
            considered_plan: true,
            adjourned_on: None,
            resumes_by: None,
        });
        self
    }

    pub fn review_adjourned(mut self) -> Self {
        self.facts.reviews.push(PlanReview {
            id: 2,
            held_on: None,
            considered_plan: false,
            adjourned_on: Some(day("2024-05-20")),
            resumes_by: Some(day("2024-06-18")),
        });
        self
    }

    pub fn approval(mut self, kind: ApprovalKind, is_director: bool) -> Self {
        self.facts.approvals.push(Approval {
            kind,
            officer: OFFICER,
            is_director,
            referred_on: day("2024-04-01"),
            decided_on: Some(day("2024-04-05")),
            is_agreed: true,
        });
        self
    }

    pub fn care_ended(mut self, exit_code: &str) -> Self {
        if let Some(care) = &mut self.facts.care {
            care.ends_on = Some(day("2024-05-31"));
            care.exit_code = Some(exit_code.to_owned());
        }
        self.facts.legal_status = None;
        self
    }

    pub fn reported(mut self) -> Self {
        self.facts.version.reported = Some(Reported {
            by: WORKER,
            how: AchievedBy::Placement,
            on: day("2024-05-20"),
        });
        self
    }

    pub fn beside(mut self, in_force: Option<State>, preparing: Option<State>) -> Self {
        self.facts.in_force = in_force;
        self.facts.preparing = preparing;
        self
    }

    pub fn by(mut self, person: i64) -> Self {
        self.deed.by = person;
        self
    }
}

/// All that a row of the table asks for is so.
pub fn well(row: &Transition) -> Telling {
    use Guard as G;
    let asks = |guard: Guard| row.guards.contains(&guard);
    let mut told = child();
    if asks(G::ConsentRoute) || asks(G::AdoptionApproved) {
        told = told.adoption();
    } else if asks(G::AdoptionPlanned) || asks(G::NamedDecisionMaker) {
        let options = [(Part::Primary, PermanenceOption::Adoption)];
        told = told.options(&options);
    }
    if asks(G::NamedDecisionMaker) {
        told = told.adm(AdmCaseKind::Plan, None);
    }
    if asks(G::ReversalReferred) {
        told = told.adm(AdmCaseKind::Reversal, None);
    }
    if asks(G::ReviewHeld) {
        told = told.review_held();
    }
    if asks(G::ReviewedBefore) {
        told = told.reviewed();
    }
    if asks(G::AnotherInForce) {
        told = told.beside(Some(State::Implementing), None);
    }
    if asks(G::ProceedingsOpen) {
        told = told.application(CaseKind::Care, CASE);
    }
    if asks(G::FinalOrderFits) {
        told = told.final_order(OrderKind::Care);
    }
    if asks(G::FinalOutcomeDoesNotFit) {
        told = told.final_order(OrderKind::Supervision);
    }
    if asks(G::RevocationOrRefusal) {
        told = told.ordered(OrderKind::PlacementRevocation, "2024-05-30");
    }
    if row.from == Some(State::CourtEndorsed) && asks(G::MatchDecided) {
        told = told.adoption().final_order(OrderKind::Placement);
        told.facts.adm_cases[0].route = Some(Route::Court);
        told = told.placed("A6", "2024-06-01");
    }
    if asks(G::NamedOfficer) {
        told = told.approval(ApprovalKind::Reg11, false);
    }
    if asks(G::AchievementReported) {
        told = told.reported();
    }
    if asks(G::OrderAchieves) {
        told = told.adoption().ordered(OrderKind::Adoption, "2024-06-03");
    }
    if asks(G::CareEnded) {
        told = told.care_ended("E8");
    }
    told.deed.is_approved = Some(row.to != State::AdmDeclined);
    let actor = row.standings.iter().next().map_or(MANAGER, person);
    told.by(actor)
}
