//! Plans for adoption.

use permanence::domain::{
    acts::Act,
    plans::{AdmCaseKind, CaseKind, Guard, Part, PermanenceOption, Place, Refusal, Route, State},
};

use super::{
    acting::{ADM, SW},
    telling::{DECIDER, Telling, child},
};

#[test]
fn adoption_worked_on_beside_a_return_home_may_be_decided_and_as_a_fallback_not() {
    let with = |part| {
        child().options(&[
            (Part::Primary, PermanenceOption::ReturnHome),
            (part, PermanenceOption::Adoption),
        ])
    };
    let refer = |told: Telling| told.refused(SW, Act::ReferToDecisionMaker, State::Reviewed);
    assert_eq!(refer(with(Part::Parallel)), []);
    assert_eq!(refer(with(Part::Contingency)), [Guard::AdoptionPlanned]);
}

#[test]
fn a_decision_for_adoption_is_the_named_persons_and_never_a_panel_members() {
    let told = child().adm(AdmCaseKind::Plan, None);
    let decide = |told: &Telling| told.acts(ADM, Act::DecideAdoptionPlan, State::AdmPending);
    assert_eq!(decide(&told).unwrap().state(), State::AdmApproved);
    let mut against = told.clone();
    against.deed.is_approved = Some(false);
    assert_eq!(decide(&against).unwrap().state(), State::AdmDeclined);
    let mut sat = told;
    sat.facts.adm_cases[0].panel.push(DECIDER);
    let refused = Refusal::Guard(vec![Guard::NotOnThePanel]);
    assert_eq!(decide(&sat), Err(refused));
}

#[test]
fn a_successor_that_the_decision_maker_declines_takes_no_place() {
    // The court endorsed the earlier version while this one waited.
    let mut told = child()
        .reviewed()
        .adm(AdmCaseKind::Plan, None)
        .beside(Some(State::CourtEndorsed), None);
    let decided = |told: &Telling| {
        let step = told
            .acts(ADM, Act::DecideAdoptionPlan, State::AdmPending)
            .unwrap();
        (step.place, step.beside.unwrap().place)
    };
    assert_eq!(decided(&told), (Place::InForce, Place::Past));
    told.deed.is_approved = Some(false);
    assert_eq!(decided(&told), (Place::Past, Place::InForce));
}

#[test]
fn consent_is_withdrawn_only_where_adoption_rests_on_it_and_before_the_application() {
    let withdraw =
        |told: &Telling| told.refused(SW, Act::RecordConsentWithdrawn, State::Implementing);
    let told = child().adoption();
    assert_eq!(withdraw(&told), []);
    let applied = told.clone().application(CaseKind::Adoption, 2);
    assert_eq!(withdraw(&applied), [Guard::NoAdoptionPending]);
    let mut by_order = told;
    by_order.facts.adm_cases[0].route = Some(Route::Court);
    assert_eq!(withdraw(&by_order), [Guard::ConsentRoute]);
}
