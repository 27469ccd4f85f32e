//! Plans before a court.

use permanence::domain::{
    acts::Act,
    plans::{CaseEnd, CaseKind, Filing, Guard, OrderKind, Part, PermanenceOption, Place, State},
};

use super::{
    acting::{CLO, IRO, JDG, TM},
    telling::{CASE, Telling, child, day},
};

#[test]
fn proceedings_on_the_first_day_go_to_court_with_an_interim_plan() {
    let told = child().application(CaseKind::Care, CASE);
    let filed = told.moves_to(CLO, Act::FileInterimPlan, State::Authorised);
    assert_eq!(filed, (State::BeforeCourt, Place::InForce));
    // No final plan without a review, and no endorsement of an interim one.
    assert_eq!(
        told.refused(CLO, Act::FilePlan, State::BeforeCourt),
        [Guard::ReviewedBefore]
    );
    let mut ended = told
        .ended(CaseEnd::Order)
        .ordered(OrderKind::Care, "2024-05-28");
    ended.facts.version.filings.push(Filing {
        case: CASE,
        is_final: false,
        filed_on: day("2024-04-20"),
        served_on: Some(day("2024-04-20")),
    });
    assert_eq!(
        ended.refused(JDG, Act::EndorsePlan, State::BeforeCourt),
        [Guard::FinalPlanFiled]
    );
}

#[test]
fn a_plan_changed_while_before_the_court_takes_over_when_it_is_reviewed_and_served() {
    let before_court = Some(State::BeforeCourt);
    let told = child()
        .application(CaseKind::Care, CASE)
        .review_held()
        .beside(before_court, None);
    let by = |told: &Telling, standing, act, from| {
        let step = told.acts(standing, act, from).unwrap();
        let beside = step.beside.unwrap();
        (step.place, beside.state, beside.place)
    };
    let waits = (Place::Preparing, State::BeforeCourt, Place::InForce);
    let over = (Place::InForce, State::Superseded, Place::Past);
    // Reviewed, then served.
    let review = (IRO, Act::RecordPlanReview);
    assert_eq!(by(&told, review.0, review.1, State::Authorised), waits);
    let reviewed = told.clone().reviewed();
    assert_eq!(
        reviewed.refused(TM, Act::ImplementPlan, State::Reviewed),
        [Guard::NothingBeforeCourt, Guard::NoOrderNeeded]
    );
    assert_eq!(by(&reviewed, CLO, Act::FilePlan, State::Reviewed), over);
    // Served as an interim plan, then reviewed.
    assert_eq!(
        by(&told, CLO, Act::FileInterimPlan, State::Authorised),
        waits
    );
    assert_eq!(by(&told, review.0, review.1, State::BeforeCourt), over);
}

#[test]
fn an_interim_order_decides_nothing() {
    let told = child()
        .application(CaseKind::Care, CASE)
        .filed_as_final()
        .ordered(OrderKind::InterimCare, "2024-05-20");
    let decide = |told: &Telling| {
        (
            told.refused(JDG, Act::EndorsePlan, State::BeforeCourt),
            told.refused(JDG, Act::RefusePlan, State::BeforeCourt),
        )
    };
    let neither = (
        vec![Guard::FinalOrderFits],
        vec![Guard::FinalOutcomeDoesNotFit],
    );
    assert_eq!(decide(&told), neither);
    // Of two cases in which it was filed one goes on: the outcome is not final yet.
    let mut two = told
        .ended(CaseEnd::Order)
        .ordered(OrderKind::Care, "2024-05-28");
    assert_eq!(decide(&two).0, []);
    two = two.application(CaseKind::Placement, 2);
    two.facts.version.filings.push(Filing {
        case: 2,
        is_final: true,
        filed_on: day("2024-05-01"),
        served_on: Some(day("2024-05-01")),
    });
    assert_eq!(decide(&two), neither);
}

#[test]
fn a_case_withdrawn_endorses_a_return_home_and_no_other_plan() {
    let withdrawn = |option| {
        let told = child().application(CaseKind::Care, CASE).filed_as_final();
        told.working(option).ended(CaseEnd::Withdrawn)
    };
    let home = withdrawn(PermanenceOption::ReturnHome);
    assert!(
        home.refused(JDG, Act::EndorsePlan, State::BeforeCourt)
            .is_empty()
    );
    let foster = withdrawn(PermanenceOption::LongTermFoster);
    assert_eq!(
        foster.moves_to(JDG, Act::RefusePlan, State::BeforeCourt).0,
        State::NotEndorsed
    );
}

#[test]
fn a_parallel_option_that_the_order_fits_is_the_one_carried_out() {
    let both = [
        (Part::Primary, PermanenceOption::ReturnHome),
        (Part::Parallel, PermanenceOption::LongTermFoster),
        (Part::Contingency, PermanenceOption::SpecialGuardianship),
    ];
    let told = child().final_order(OrderKind::Care).options(&both);
    assert!(
        told.refused(JDG, Act::EndorsePlan, State::BeforeCourt)
            .is_empty()
    );
    let mut foster_only = told.clone().options(&both[1..]);
    assert_eq!(
        foster_only.facts.pursued(foster_only.deed.on),
        Some(PermanenceOption::LongTermFoster)
    );
    // A contingency is no plan yet.
    foster_only.facts.orders[0].kind = OrderKind::SpecialGuardianship;
    assert_eq!(
        foster_only.refused(JDG, Act::EndorsePlan, State::BeforeCourt),
        [Guard::FinalOrderFits]
    );
}

#[test]
fn special_guardianship_made_at_the_final_hearing_is_achieved_at_once() {
    let told = child()
        .final_order(OrderKind::SpecialGuardianship)
        .working(PermanenceOption::SpecialGuardianship);
    let step = told
        .acts(JDG, Act::EndorsePlan, State::BeforeCourt)
        .unwrap();
    assert_eq!(step.moved.to, State::CourtEndorsed);
    assert_eq!(step.then.unwrap().no, "13c");
    assert_eq!(
        (step.state(), step.place),
        (State::Achieved, Place::InForce)
    );
    let left = told.care_ended("E45");
    let step = left
        .acts(JDG, Act::EndorsePlan, State::BeforeCourt)
        .unwrap();
    assert_eq!((step.state(), step.place), (State::Achieved, Place::Past));
}

#[test]
fn the_council_files_its_plan_in_a_carers_own_application() {
    let mut told = child().application(CaseKind::SpecialGuardianship, CASE);
    told.facts.cases[0].is_the_councils = false;
    assert!(told.refused(CLO, Act::FilePlan, State::Reviewed).is_empty());
    // It holds up nothing that needs no order.
    assert!(
        told.refused(TM, Act::ImplementPlan, State::Reviewed)
            .is_empty()
    );
}
