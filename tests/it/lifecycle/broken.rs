//! For each guard, the one thing amiss.

use permanence::domain::plans::{
    AchievedBy, AdmCaseKind, CaseEnd, CaseKind, Guard, OrderKind, Part, PermanenceOption, Route,
    State, Transition,
};

use super::telling::{CASE, Telling, day, well};

/// All that the row asks for is so, but for one guard.
pub fn amiss(row: &Transition, guard: Guard) -> Telling {
    use Guard as G;
    let mut told = well(row);
    let actor = told.deed.by;
    let home = [(Part::Primary, PermanenceOption::ReturnHome)];
    let from_court = row.from == Some(State::CourtEndorsed);
    let (facts, deed) = (&mut told.facts, &mut told.deed);
    match guard {
        G::ChildInScope => facts.care = None,
        G::NothingInPreparation => facts.preparing = Some(State::Draft),
        G::AnotherInForce => facts.in_force = None,
        G::PrimaryOption => facts
            .version
            .options
            .retain(|(part, _)| *part != Part::Primary),
        G::ContingencyOrReason => facts.version.options.truncate(1),
        G::Rationale => facts.version.texts.has_rationale = false,
        G::ChildsView => facts.last_voice_on = None,
        G::ParentsViews => facts.version.texts.has_parents_views = false,
        G::SiblingAssessment => facts.version.texts.has_sibling_assessment = false,
        G::TargetDate => facts.version.target_on = None,
        G::Reason => deed.reason = Some("  ".to_owned()),
        G::NotTheProposer => facts.version.proposer = Some(actor),
        G::ManagementNote => deed.management_note = None,
        G::ParentPlacementApproved => {
            // The court left the child with the parents under a care order.
            facts.version.options = home.to_vec();
            facts
                .orders
                .iter_mut()
                .for_each(|order| order.kind = OrderKind::Care);
            told = told.placed("P1", "2024-06-01");
        }
        G::LongTermFosterConfirmed => facts.long_term.to_child_on = None,
        G::ReviewHeld => facts.reviews[0].considered_plan = false,
        G::Independent => facts.reviewing_officers[0].has_conflict = true,
        G::OutcomeGiven => deed.outcome = None,
        G::ReasonToDisagree => deed.reason = None,
        G::ReviewStillOpen => told = told.review_held(),
        G::NotAdjournedBefore => told = told.review_adjourned(),
        G::ReviewNotAdjourned => told = told.review_adjourned(),
        G::NotReviewedYet => facts.version.reviewed_on = Some(day("2024-05-02")),
        G::ReviewedBefore => facts.version.reviewed_on = None,
        G::AdoptionPlanned => {
            facts.version.options = vec![(Part::Contingency, PermanenceOption::Adoption)];
        }
        G::NothingWithDecisionMaker => told = told.adm(AdmCaseKind::Plan, None),
        G::PermanenceReport => deed.papers.has_permanence_report = false,
        G::MedicalAdvice => deed.papers.has_medical_advice = false,
        G::LegalAdvice => deed.papers.has_legal_advice = false,
        G::PanelOrCourtRoute => deed.minutes_on = None,
        G::DecisionMakerNamed => deed.decision_maker = None,
        G::NamedDecisionMaker => facts.adm_cases[0].decision_maker = 99,
        G::NotOnThePanel => facts.adm_cases[0].panel.push(actor),
        G::AfterCareBegan => {
            let care = facts.care.as_mut().unwrap();
            care.starts_on = day("2024-06-04");
        }
        G::DecisionGiven => deed.is_approved = None,
        G::ProceedingsOpen => facts.cases[0].kind = CaseKind::PreProceedings,
        G::AdoptionApprovedIfPrimary => {
            facts.version.options = vec![(Part::Primary, PermanenceOption::Adoption)];
        }
        G::AdoptionApproved => {
            told = told.adm(AdmCaseKind::Reversal, Some("2024-05-20"));
        }
        G::Served => deed.served_on = None,
        G::FinalPlanFiled => {
            // It was the interim plan, and the case ended all the same.
            facts.version.filings[0].is_final = false;
        }
        G::FinalOrderFits => facts.orders[0].kind = OrderKind::Supervision,
        G::FinalOutcomeDoesNotFit => facts.orders[0].kind = OrderKind::Care,
        G::RevocationOrRefusal => facts.orders.clear(),
        G::NothingBeforeCourt => facts.in_force = Some(State::BeforeCourt),
        G::NoOrderNeeded => told = told.application(CaseKind::Care, CASE),
        G::PlacementInPlace => facts.placement = None,
        G::LeavingCareApproved => {
            facts.version.options = home.to_vec();
            facts.orders.clear();
            if from_court {
                told = told.ended(CaseEnd::NoOrder);
            }
            told = told.status("V2");
        }
        G::ConsentRoute => {
            // The adoption goes by a placement order.
            facts.adm_cases[0].route = Some(Route::Court);
        }
        G::MatchDecided => facts
            .adm_cases
            .retain(|case| case.kind != AdmCaseKind::Match),
        G::DatesInOrder => out_of_order(&mut told),
        G::NamedOfficer => facts.approvals[0].officer = 99,
        G::NotReportedYet => told = told.reported(),
        G::AchievementOnRecord => facts.long_term.to_parent_on = None,
        G::AchievementFits => deed.achieved = Some((AchievedBy::Order, day("2024-05-20"))),
        G::AchievementReported => facts.version.reported = None,
        G::NotTheReporter => facts.version.reported.as_mut().unwrap().by = actor,
        G::OrderAchieves => facts.orders[0].kind = OrderKind::Care,
        G::StillLookedAfter => told = told.care_ended("E4A"),
        G::ReversalReferred => {
            for case in &mut facts.adm_cases {
                if case.kind == AdmCaseKind::Reversal {
                    case.decision_maker = 99;
                }
            }
        }
        G::ReversalCode => deed.reversal_code = None,
        G::NoAdoptionPending => told = told.application(CaseKind::Adoption, 2),
        G::CareEnded => {
            facts.care.as_mut().unwrap().ends_on = None;
            facts.placement = None;
        }
        G::NothingAchieved => {
            facts.version.options = home.to_vec();
            facts.care.as_mut().unwrap().exit_code = Some("E4A".to_owned());
        }
        // About a successor: `every_move::takes_over`.
        G::SuccessorReviewed | G::SuccessorFiled => {}
    }
    told
}

/// The match was decided before the decision for adoption.
fn out_of_order(told: &mut Telling) {
    if told.facts.adm_cases.is_empty() {
        // A child who was adopted, as far as the plan goes.
        let adopted = told.clone().adoption();
        *told = adopted.ordered(OrderKind::Adoption, "2024-06-01");
    }
    for case in &mut told.facts.adm_cases {
        if case.kind == AdmCaseKind::Match {
            case.decided_on = Some(day("2024-04-20"));
        }
    }
}
