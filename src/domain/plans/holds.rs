//! Whether a guard holds: one total function over plain facts and a deed.

use chrono::NaiveDate;

use super::{
    AdmCaseKind, ApprovalKind, CaseKind, Deed, Facts, Guard, OrderKind, Part, PermanenceOption,
    ReviewOutcome, Route, State,
};

pub fn holds(guard: Guard, facts: &Facts, deed: &Deed) -> bool {
    use Guard as G;
    let (version, texts, on) = (&facts.version, &facts.version.texts, deed.on);
    match guard {
        G::ChildInScope => facts.is_in_scope(on),
        G::NothingInPreparation => facts.preparing.is_none(),
        G::AnotherInForce => facts.in_force.is_some(),
        G::PrimaryOption => count(facts, Part::Primary) == 1,
        G::ContingencyOrReason => {
            count(facts, Part::Contingency) > 0 || texts.says_why_no_contingency
        }
        G::Rationale => texts.has_rationale,
        G::ChildsView => {
            facts.last_voice_on.is_some_and(|day| day <= on) || texts.says_why_no_voice
        }
        G::ParentsViews => texts.has_parents_views || texts.says_why_no_parents_views,
        G::SiblingAssessment => !facts.has_siblings || texts.has_sibling_assessment,
        G::TargetDate => version.target_on.is_some(),
        G::Reason => is_written(&deed.reason),
        G::NotTheProposer => version.proposer.is_some_and(|person| person != deed.by),
        G::ManagementNote => is_written(&deed.management_note) || noted_since_proposal(facts, on),
        G::ParentPlacementApproved => parent_placement_approved(facts, on),
        G::LongTermFosterConfirmed => {
            facts.primary() != Some(PermanenceOption::LongTermFoster)
                || facts.is_confirmed_long_term(on)
        }
        G::ReviewHeld => facts.review_of_plan(on).is_some(),
        G::Independent => {
            let is_them = |person: i64| person == deed.by;
            let mut officers = facts.reviewing_officers.iter();
            officers.any(|officer| is_them(officer.person) && !officer.has_conflict)
        }
        G::OutcomeGiven => deed.outcome.is_some(),
        G::ReasonToDisagree => {
            matches!(deed.outcome, None | Some(ReviewOutcome::Agreed)) || is_written(&deed.reason)
        }
        G::ReviewStillOpen => facts.review_of_plan(on).is_none(),
        G::NotAdjournedBefore => !facts.was_adjourned(on),
        G::ReviewNotAdjourned => !facts.a_review_stands_adjourned(on),
        G::NotReviewedYet => version.reviewed_on.is_none(),
        G::ReviewedBefore => version.reviewed_on.is_some_and(|day| day <= on),
        G::AdoptionPlanned => facts.works_on(PermanenceOption::Adoption),
        G::NothingWithDecisionMaker => facts.open_adm_case(AdmCaseKind::Plan, on).is_none(),
        G::PermanenceReport => deed.papers.has_permanence_report,
        G::MedicalAdvice => deed.papers.has_medical_advice,
        G::LegalAdvice => deed.papers.has_legal_advice,
        G::PanelOrCourtRoute => match deed.route {
            None => false,
            Some(Route::Court) => true,
            Some(Route::Panel) => deed.minutes_on.is_some_and(|day| day <= on),
        },
        G::DecisionMakerNamed => deed.decision_maker.is_some(),
        G::NamedDecisionMaker => is_referred_to(facts, AdmCaseKind::Plan, deed),
        G::NotOnThePanel => !facts
            .open_adm_case(AdmCaseKind::Plan, on)
            .is_some_and(|case| case.panel.contains(&deed.by)),
        G::AfterCareBegan => facts.care.as_ref().is_some_and(|care| care.starts_on <= on),
        G::DecisionGiven => deed.is_approved.is_some(),
        G::ProceedingsOpen => facts.cases.iter().any(|case| case.is_before_court(on)),
        G::AdoptionApprovedIfPrimary => {
            facts.primary() != Some(PermanenceOption::Adoption)
                || facts.adoption_decision(on).is_some()
        }
        G::AdoptionApproved => facts.adoption_decision(on).is_some(),
        G::Served => deed.is_service_dispensed || deed.served_on.is_some_and(|day| day <= on),
        G::FinalPlanFiled => version
            .filings
            .iter()
            .any(|filing| filing.is_final && filing.served_on.is_some_and(|day| day <= on)),
        G::FinalOrderFits => outcome_fits(facts, on) == Some(true),
        G::FinalOutcomeDoesNotFit => outcome_fits(facts, on) == Some(false),
        G::RevocationOrRefusal => facts.orders.iter().any(|order| {
            matches!(
                order.kind,
                OrderKind::PlacementRevocation | OrderKind::AdoptionRefusal
            ) && order.made_on <= on
                && version
                    .authorised_on
                    .is_some_and(|day| day <= order.made_on)
        }),
        G::NothingBeforeCourt => facts.in_force != Some(State::BeforeCourt),
        G::NoOrderNeeded => no_order_needed(facts, on),
        G::PlacementInPlace => placement_in_place(facts, on),
        G::LeavingCareApproved => leaving_care_approved(facts, on),
        G::ConsentRoute => facts.is_by_consent(on),
        G::MatchDecided => {
            facts.pursued(on) != Some(PermanenceOption::Adoption)
                || facts.match_decision(on).is_some()
        }
        G::DatesInOrder => dates_in_order(facts, on),
        G::NamedOfficer => facts
            .approvals
            .iter()
            .any(|approval| approval.officer == deed.by && approval.referred_on <= on),
        G::NotReportedYet => version.reported.is_none(),
        G::AchievementOnRecord => !facts.achieved_by(on).is_empty(),
        G::AchievementFits => achievement_fits(facts, deed),
        G::AchievementReported => version.reported.is_some(),
        G::NotTheReporter => version.reported.is_none_or(|report| report.by != deed.by),
        G::OrderAchieves => facts.achieved_by(on).contains(&super::AchievedBy::Order),
        G::StillLookedAfter => facts.is_looked_after(on),
        G::SuccessorReviewed => facts.successor.is_some_and(|(state, is_reviewed)| {
            !state.is_terminal() && (is_reviewed || state == State::Implementing)
        }),
        G::SuccessorFiled => facts
            .successor
            .is_some_and(|(state, _)| state == State::BeforeCourt),
        G::ReversalReferred => is_referred_to(facts, AdmCaseKind::Reversal, deed),
        G::ReversalCode => deed.reversal_code.is_some(),
        G::NoAdoptionPending => !facts
            .cases
            .iter()
            .any(|case| case.kind == CaseKind::Adoption && case.is_before_court(on)),
        G::CareEnded => !facts.is_in_scope(on),
        G::NothingAchieved => facts.achieved_by(on).is_empty(),
    }
}

fn count(facts: &Facts, wanted: Part) -> usize {
    let options = facts.version.options.iter();
    options.filter(|(part, _)| *part == wanted).count()
}

fn is_written(text: &Option<String>) -> bool {
    text.as_deref().is_some_and(|text| !text.trim().is_empty())
}

fn noted_since_proposal(facts: &Facts, on: NaiveDate) -> bool {
    facts.version.proposed_on.is_some_and(|since| {
        let mut notes = facts.oversight.iter();
        notes.any(|day| since <= *day && *day <= on)
    })
}

fn is_referred_to(facts: &Facts, kind: AdmCaseKind, deed: &Deed) -> bool {
    facts
        .open_adm_case(kind, deed.on)
        .is_some_and(|case| case.decision_maker == deed.by)
}

fn outcome_fits(facts: &Facts, on: NaiveDate) -> Option<bool> {
    let outcome = facts.outcome(on)?;
    Some(facts.worked_on().any(|option| outcome.fits(option)))
}

fn parent_placement_approved(facts: &Facts, on: NaiveDate) -> bool {
    let reserved = [ApprovalKind::Reg18, ApprovalKind::Reg19];
    facts.pursued(on) != Some(PermanenceOption::ReturnHome)
        || !facts.is_in_care()
        || facts.has_approval(&reserved, false, on)
}

/// While the council's own application is before a court, the plan goes there; another person's holds nothing up.
fn no_order_needed(facts: &Facts, on: NaiveDate) -> bool {
    let needs_none = facts.primary().is_some_and(|option| !option.needs_order());
    let mut cases = facts.cases.iter();
    needs_none && !cases.any(|case| case.is_the_councils && case.is_before_court(on))
}

/// A return home from accommodation, or an order that gives the child a home elsewhere, needs no placement of the
/// council's.
fn placement_in_place(facts: &Facts, on: NaiveDate) -> bool {
    facts.pursued(on).is_some_and(|option| {
        let leaves_care = option == PermanenceOption::ReturnHome && !facts.is_in_care();
        leaves_care || option.placement_types().is_empty() || facts.placement_is_for(option, on)
    })
}

fn leaving_care_approved(facts: &Facts, on: NaiveDate) -> bool {
    let is_long_enough = facts
        .care
        .as_ref()
        .is_some_and(|care| care.twenty_working_days_on.is_none_or(|day| day <= on));
    facts.pursued(on) != Some(PermanenceOption::ReturnHome)
        || !facts.is_accommodated()
        || !is_long_enough
        || facts.has_approval(&[ApprovalKind::Reg39], facts.needs_director(on), on)
}

/// Where the record shows nothing that is another guard's to say.
fn achievement_fits(facts: &Facts, deed: &Deed) -> bool {
    deed.achieved.is_some_and(|(how, day)| {
        let since = facts.version.implementing_since;
        let is_shown =
            facts.achieved_by(day).contains(&how) || facts.achieved_by(deed.on).is_empty();
        day <= deed.on && since.is_none_or(|since| since <= day) && is_shown
    })
}

/// As the national return checks a line of adoption: care, decision, match, placement; the placement order not before
/// the decision. What is not on record is not out of order.
fn dates_in_order(facts: &Facts, on: NaiveDate) -> bool {
    let adoption = PermanenceOption::Adoption;
    if !facts.works_on(adoption) {
        return true;
    }
    let decided_on = facts.adoption_decision(on).map(|(_, day)| day);
    let placed_on = facts
        .placement
        .as_ref()
        .filter(|_| facts.placement_is_for(adoption, on))
        .map(|placement| placement.starts_on);
    let line = [
        facts.care.as_ref().map(|care| care.starts_on),
        decided_on,
        facts.match_decision(on),
        placed_on,
    ];
    let known: Vec<NaiveDate> = line.into_iter().flatten().collect();
    let mut placement_orders = facts
        .orders
        .iter()
        .filter(|order| order.kind == OrderKind::Placement && order.made_on <= on);
    known.is_sorted()
        && (placed_on.is_none() || decided_on.is_some())
        && placement_orders.all(|order| decided_on.is_none_or(|day| day <= order.made_on))
}
