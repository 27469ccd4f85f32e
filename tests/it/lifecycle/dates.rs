//! What counts on which day: neither what lies ahead, nor what was about an earlier version.

use permanence::domain::plans::{
    AchievedBy, AdmCaseKind, ApprovalKind, CaseEnd, CaseKind, Guard, OrderKind, Part,
    PermanenceOption, PlanReview, holds,
};

use super::telling::{CASE, DECIDER, Telling, child, day};

impl Telling {
    fn holds(&self, guard: Guard) -> bool {
        holds(guard, &self.facts, &self.deed)
    }

    fn home(self) -> Self {
        self.options(&[(Part::Primary, PermanenceOption::ReturnHome)])
    }
}

#[test]
fn a_review_counts_from_the_authorisation_to_the_day_of_the_act() {
    let held = |on: &str| {
        let mut told = child();
        told.facts.reviews = vec![PlanReview {
            id: 1,
            held_on: Some(day(on)),
            considered_plan: true,
            adjourned_on: None,
            resumes_by: None,
        }];
        told.holds(Guard::ReviewHeld)
    };
    assert!(!held("2024-04-10"), "the day before it was authorised");
    assert!(held("2024-04-11"));
    assert!(held("2024-06-03"));
    assert!(!held("2024-06-04"), "tomorrow");
}

#[test]
fn an_adjournment_of_an_earlier_version_does_not_use_up_this_ones() {
    let mut told = child().review_adjourned();
    assert!(!told.holds(Guard::NotAdjournedBefore));
    told.facts.version.authorised_on = Some(day("2024-05-21"));
    assert!(told.holds(Guard::NotAdjournedBefore));
}

#[test]
fn an_approval_refused_undecided_or_under_another_regulation_is_none() {
    let told = child().home().approval(ApprovalKind::Reg18, false);
    assert!(told.holds(Guard::ParentPlacementApproved));
    let mut refused = told.clone();
    refused.facts.approvals[0].is_agreed = false;
    assert!(!refused.holds(Guard::ParentPlacementApproved));
    let mut later = told.clone();
    later.facts.approvals[0].decided_on = Some(day("2024-06-04"));
    assert!(!later.holds(Guard::ParentPlacementApproved));
    let other = child().home().approval(ApprovalKind::Reg39, false);
    assert!(!other.holds(Guard::ParentPlacementApproved));
    // A child who is accommodated lives with a parent by leaving care.
    assert!(
        child()
            .home()
            .status("V2")
            .holds(Guard::ParentPlacementApproved)
    );
}

#[test]
fn a_reversed_decision_is_none_until_there_is_a_new_one() {
    let told = child().adm(AdmCaseKind::Plan, Some("2024-03-01"));
    assert!(told.holds(Guard::AdoptionApproved));
    let reversed = told.adm(AdmCaseKind::Reversal, Some("2024-04-01"));
    assert!(!reversed.holds(Guard::AdoptionApproved));
    let again = reversed.adm(AdmCaseKind::Plan, Some("2024-05-01"));
    assert!(again.holds(Guard::AdoptionApproved));
}

#[test]
fn a_case_waits_for_the_one_named_from_its_referral_on() {
    let mut told = child().adm(AdmCaseKind::Plan, None).by(DECIDER);
    assert!(told.holds(Guard::NamedDecisionMaker));
    told.deed.on = day("2024-04-14");
    assert!(!told.holds(Guard::NamedDecisionMaker), "not referred yet");
    // A match that waits is no plan that waits.
    let matching = child().adm(AdmCaseKind::Match, None).by(DECIDER);
    assert!(!matching.holds(Guard::NamedDecisionMaker));
    assert!(matching.holds(Guard::NothingWithDecisionMaker));
}

#[test]
fn proceedings_are_open_from_issue_to_their_end() {
    let told = child().application(CaseKind::Care, CASE);
    let open_on = |told: &Telling, on: &str| {
        let mut told = told.clone();
        told.deed.on = day(on);
        told.holds(Guard::ProceedingsOpen)
    };
    assert!(!open_on(&told, "2024-01-31"));
    assert!(open_on(&told, "2024-02-01"));
    let ended = told.ended(CaseEnd::Order);
    assert!(open_on(&ended, "2024-05-27"));
    assert!(!open_on(&ended, "2024-05-28"));
}

#[test]
fn an_order_made_before_the_plan_was_filed_is_not_about_it() {
    let mut told = child().final_order(OrderKind::Care);
    assert!(told.holds(Guard::FinalOrderFits));
    told.facts.orders[0].made_on = day("2024-04-25");
    assert!(!told.holds(Guard::FinalOrderFits));
    // Nor is one of another case.
    let mut other = child().final_order(OrderKind::Care);
    other.facts.orders[0].case = 2;
    assert!(!other.holds(Guard::FinalOrderFits));
}

#[test]
fn who_is_served_tomorrow_is_not_served() {
    let mut told = child();
    assert!(told.holds(Guard::Served));
    told.deed.served_on = Some(day("2024-06-04"));
    assert!(!told.holds(Guard::Served));
    told.deed.is_service_dispensed = true;
    assert!(told.holds(Guard::Served));
}

#[test]
fn a_placement_of_the_right_kind_counts_when_it_has_begun() {
    assert!(child().holds(Guard::PlacementInPlace));
    assert!(
        !child()
            .placed("U4", "2024-06-04")
            .holds(Guard::PlacementInPlace)
    );
    assert!(
        !child()
            .placed("U6", "2024-04-20")
            .holds(Guard::PlacementInPlace)
    );
    // Fostering for adoption is not a placement for adoption.
    let early = child().adoption().placed("U5", "2024-05-10");
    assert!(!early.holds(Guard::PlacementInPlace));
}

#[test]
fn dates_of_an_adoption_come_in_the_order_of_the_national_return() {
    let told = child()
        .adoption()
        .ordered(OrderKind::Placement, "2024-04-25");
    assert!(told.holds(Guard::DatesInOrder), "all on one day or later");
    let with = |change: fn(&mut Telling)| {
        let mut told = told.clone();
        change(&mut told);
        told.holds(Guard::DatesInOrder)
    };
    assert!(!with(|it| it.facts.orders[0].made_on = day("2024-04-24")));
    assert!(!with(
        |it| it.facts.adm_cases[1].decided_on = Some(day("2024-04-24"))
    ));
    assert!(!with(
        |it| it.facts.placement.as_mut().unwrap().starts_on = day("2024-05-01")
    ));
    assert!(!with(
        |it| it.facts.care.as_mut().unwrap().starts_on = day("2024-04-26")
    ));
    assert!(
        !with(|it| it.facts.adm_cases.clear()),
        "placed without a decision"
    );
}

#[test]
fn each_option_is_achieved_by_what_achieves_it() {
    let by = |told: &Telling| told.facts.achieved_by(told.deed.on);
    assert_eq!(by(&child()), [AchievedBy::Placement]);
    let mut to_two = child();
    to_two.facts.long_term.to_child_on = None;
    assert_eq!(by(&to_two), []);
    let kin = child()
        .options(&[(Part::Primary, PermanenceOption::KinshipFoster)])
        .placed("U1", "2024-04-20");
    assert_eq!(by(&kin), []);
    let mut matched = kin;
    matched.facts.matched_on = Some(day("2024-05-01"));
    assert_eq!(by(&matched), [AchievedBy::Placement]);
    let home = child()
        .options(&[(Part::Primary, PermanenceOption::Residential)])
        .placed("K2", "2024-04-20");
    assert_eq!(by(&home), []);
    assert_eq!(by(&home.review_held()), [AchievedBy::Review]);
    let left = |code| by(&child().home().care_ended(code));
    assert_eq!(left("E4A"), [AchievedBy::LeftCare]);
    assert_eq!(left("E4B"), [], "nobody planned it");
    let adopted = child()
        .adoption()
        .ordered(OrderKind::Adoption, "2024-06-01");
    assert_eq!(by(&adopted), [AchievedBy::Order]);
    assert_eq!(
        by(&adopted.care_ended("E12")),
        [AchievedBy::Order, AchievedBy::LeftCare]
    );
}

#[test]
fn a_child_who_is_expected_or_in_pre_proceedings_is_planned_for() {
    let mut told = child();
    told.facts.care = None;
    assert!(!told.holds(Guard::ChildInScope));
    let mut expected = told.clone();
    expected.facts.is_before_birth = true;
    assert!(expected.holds(Guard::ChildInScope) && !expected.holds(Guard::CareEnded));
    let mut talked_to = told.application(CaseKind::PreProceedings, CASE);
    assert!(talked_to.holds(Guard::ChildInScope));
    talked_to.facts.cases[0].closed_on = Some(day("2024-06-03"));
    assert!(!talked_to.holds(Guard::ChildInScope));
}
