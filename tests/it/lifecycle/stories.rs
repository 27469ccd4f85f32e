//! Plans, as people make and move them.

use permanence::domain::{
    access::Standing,
    acts::Act,
    plans::{
        ApprovalKind, CaseKind, Deed, Facts, Guard, PermanenceOption, Place, Refusal, Rules, State,
        at_end_of_care, open_acts, step,
    },
};

use super::{
    acting::{ADM, CLO, IRO, JDG, NO, SW, TM},
    telling::{
        CASE, DECIDER, JUDGE, LIAISON, MANAGER, OFFICER, REVIEWER, Telling, WORKER, child, day,
    },
};

#[test]
fn a_foster_plan_is_written_authorised_reviewed_carried_out_and_achieved() {
    let told = child();
    let begun = step(
        &Rules::default(),
        None,
        Act::DraftPlan,
        SW,
        &told.facts,
        &told.deed,
    )
    .unwrap();
    assert_eq!(
        (begun.state(), begun.place),
        (State::Draft, Place::Preparing)
    );
    let steps = [
        (SW, Act::ProposePlan, State::Proposed, Place::Preparing),
        (TM, Act::AuthorisePlan, State::Authorised, Place::InForce),
        (IRO, Act::RecordPlanReview, State::Reviewed, Place::InForce),
        (TM, Act::ImplementPlan, State::Implementing, Place::InForce),
        (
            SW,
            Act::ReportAchievement,
            State::Implementing,
            Place::InForce,
        ),
        (TM, Act::ConfirmAchievement, State::Achieved, Place::InForce),
    ];
    let (mut told, mut state) = (told.review_held(), State::Draft);
    for (standing, act, to, place) in steps {
        assert_eq!(told.moves_to(standing, act, state), (to, place), "{act}");
        if act == Act::ReportAchievement {
            told = told.reported();
        }
        state = to;
    }
}

#[test]
fn all_that_is_missing_in_a_draft_is_said_at_once() {
    let empty = Telling {
        facts: Facts {
            has_siblings: true,
            ..Facts::default()
        },
        deed: Deed::default(),
    };
    assert_eq!(
        empty.refused(SW, Act::ProposePlan, State::Draft),
        [
            Guard::PrimaryOption,
            Guard::ContingencyOrReason,
            Guard::Rationale,
            Guard::ChildsView,
            Guard::ParentsViews,
            Guard::SiblingAssessment,
            Guard::TargetDate
        ]
    );
    let said = empty.acts(SW, Act::ProposePlan, State::Draft).unwrap_err();
    assert!(said.to_string().contains("a target date is set"), "{said}");
}

#[test]
fn nobody_authorises_what_they_proposed_nor_confirms_what_they_reported() {
    let mut told = child().reported();
    told.facts.version.proposer = Some(MANAGER);
    assert_eq!(
        told.refused(TM, Act::AuthorisePlan, State::Proposed),
        [Guard::NotTheProposer]
    );
    told.facts.version.reported.as_mut().unwrap().by = MANAGER;
    assert_eq!(
        told.refused(TM, Act::ConfirmAchievement, State::Implementing),
        [Guard::NotTheReporter]
    );
    // Of whom nobody knows who proposed it, nobody knows that it was somebody else.
    told.facts.version.proposer = None;
    assert_eq!(
        told.refused(TM, Act::AuthorisePlan, State::Proposed),
        [Guard::NotTheProposer]
    );
}

#[test]
fn a_managers_note_since_the_proposal_will_do_and_an_older_one_will_not() {
    let mut told = child();
    told.deed.management_note = None;
    told.facts.oversight = vec![day("2024-04-01")];
    assert_eq!(
        told.refused(TM, Act::AuthorisePlan, State::Proposed),
        [Guard::ManagementNote]
    );
    told.facts.oversight.push(day("2024-04-03"));
    assert_eq!(
        told.moves_to(TM, Act::AuthorisePlan, State::Proposed).0,
        State::Authorised
    );
}

#[test]
fn a_reviewing_officer_who_disagrees_stops_nothing() {
    let told = child().review_held();
    let reviewed = told.moves_to(IRO, Act::RecordPlanReview, State::Authorised);
    assert_eq!(reviewed, (State::Reviewed, Place::InForce));
    assert!(
        told.refused(TM, Act::ImplementPlan, State::Reviewed)
            .is_empty()
    );
    // The council alone may take it back.
    assert_eq!(
        told.acts(IRO, Act::ReconsiderPlan, State::Authorised),
        Err(Refusal::NotYours)
    );
}

#[test]
fn an_adjourned_review_holds_up_what_is_carried_out_for_its_20_working_days() {
    let mut told = child().review_adjourned();
    let implement = |told: &Telling| told.refused(TM, Act::ImplementPlan, State::Reviewed);
    assert_eq!(implement(&told), [Guard::ReviewNotAdjourned]);
    assert_eq!(
        told.refused(IRO, Act::AdjournPlanReview, State::Authorised),
        [Guard::NotAdjournedBefore]
    );
    told.deed.on = day("2024-06-18");
    assert_eq!(implement(&told), [Guard::ReviewNotAdjourned]);
    told.deed.on = day("2024-06-19");
    assert!(implement(&told).is_empty());
    told.deed.on = day("2024-06-10");
    told.facts.reviews[0].held_on = Some(day("2024-06-10"));
    assert!(implement(&told).is_empty(), "it was completed");
    // A court's timetable does not wait for it.
    let in_court = child().review_adjourned().application(CaseKind::Care, CASE);
    assert!(
        in_court
            .refused(CLO, Act::FilePlan, State::Reviewed)
            .is_empty()
    );
}

#[test]
fn an_authorised_successor_waits_for_its_review() {
    let told = child()
        .review_held()
        .beside(Some(State::Implementing), None);
    let authorised = told.acts(TM, Act::AuthorisePlan, State::Proposed).unwrap();
    assert_eq!(authorised.place, Place::Preparing);
    let beside = authorised.beside.unwrap();
    assert_eq!((beside.moved, beside.place), (None, Place::InForce));
    let reviewed = told
        .acts(IRO, Act::RecordPlanReview, State::Authorised)
        .unwrap();
    assert_eq!(reviewed.place, Place::InForce);
    assert_eq!(reviewed.beside.unwrap().moved.unwrap().no, "15e");
    // One that the review speaks against is taken back, and the child keeps a live plan.
    let back = told
        .acts(TM, Act::ReconsiderPlan, State::Authorised)
        .unwrap();
    assert_eq!(back.state(), State::Proposed);
    assert_eq!(back.beside.unwrap().place, Place::InForce);
}

#[test]
fn where_the_plan_in_force_ends_the_authorised_one_steps_in_and_a_draft_does_not() {
    let told = |successor| child().beside(None, Some(successor));
    let disrupted = |successor| {
        let told = told(successor);
        let step = told
            .acts(TM, Act::DisruptPlan, State::Implementing)
            .unwrap();
        assert_eq!(step.place, Place::Past);
        step.beside.unwrap().place
    };
    assert_eq!(disrupted(State::Authorised), Place::InForce);
    assert_eq!(disrupted(State::Draft), Place::Preparing);
    // Two would be in preparation.
    let reviewed = told(State::Draft).review_held();
    assert_eq!(
        reviewed.refused(TM, Act::ReconsiderPlan, State::Authorised),
        [Guard::NothingInPreparation]
    );
}

#[test]
fn what_cannot_wait_is_carried_out_by_the_named_officer_and_reviewed_afterwards() {
    let told = child()
        .approval(ApprovalKind::Reg11, false)
        .beside(Some(State::Reviewed), None);
    let urgent = told
        .acts(NO, Act::ImplementUrgently, State::Authorised)
        .unwrap();
    assert_eq!(
        (urgent.state(), urgent.place),
        (State::Implementing, Place::InForce)
    );
    assert_eq!(urgent.beside.unwrap().state, State::Superseded);
    let reviewed = told.review_held();
    assert_eq!(
        reviewed
            .moves_to(IRO, Act::RecordPlanReview, State::Implementing)
            .0,
        State::Implementing
    );
    // Urgency does not stand in for a court, nor for the officer's other approvals.
    let refused = |told: Telling| told.refused(NO, Act::ImplementUrgently, State::Authorised);
    let told = child().approval(ApprovalKind::Reg11, false);
    assert_eq!(
        refused(told.clone().working(PermanenceOption::Adoption)),
        [Guard::NoOrderNeeded]
    );
    assert_eq!(
        refused(told.clone().working(PermanenceOption::ReturnHome)),
        [Guard::ParentPlacementApproved]
    );
    assert_eq!(
        refused(told.beside(Some(State::BeforeCourt), None)),
        [Guard::NothingBeforeCourt]
    );
    assert_eq!(refused(child()), [Guard::NamedOfficer]);
}

#[test]
fn what_was_achieved_ends_with_care_and_what_waited_behind_it_waits_no_longer() {
    let ended = |in_force, preparing| at_end_of_care(Some(in_force), preparing);
    assert_eq!(
        ended(State::Achieved, Some(State::Authorised)),
        Some((Place::Past, Some(Place::InForce)))
    );
    let in_writing = ended(State::Achieved, Some(State::Draft));
    assert_eq!(in_writing, Some((Place::Past, Some(Place::Preparing))));
    assert_eq!(ended(State::Achieved, None), Some((Place::Past, None)));
    // What is still being carried out stays, to be reported as achieved or closed.
    assert_eq!(ended(State::Implementing, Some(State::Authorised)), None);
    assert_eq!(at_end_of_care(None, Some(State::Draft)), None);
}

#[test]
fn a_plan_is_closed_when_care_ends_but_not_while_an_adoption_is_before_the_court() {
    let close = |told: &Telling| told.refused(SW, Act::ClosePlan, State::Implementing);
    let in_a_home = child().working(PermanenceOption::Residential);
    assert_eq!(close(&in_a_home), [Guard::CareEnded]);
    for code in ["E2", "E3", "E4B", "E17"] {
        assert_eq!(close(&child().care_ended(code)), [], "{code}");
    }
    let adopted = child().care_ended("E17").application(CaseKind::Adoption, 2);
    assert_eq!(close(&adopted), [Guard::NoAdoptionPending]);
    // What the plan was for is achieved, not closed.
    let home = child()
        .care_ended("E4A")
        .working(PermanenceOption::ReturnHome);
    assert_eq!(close(&home), [Guard::NothingAchieved]);
}

#[test]
fn an_accommodated_child_goes_home_by_the_officers_approval_at_16_by_the_directors() {
    let told = child().working(PermanenceOption::ReturnHome).status("V2");
    let go = |told: &Telling| told.refused(TM, Act::ImplementPlan, State::Reviewed);
    assert_eq!(go(&told), [Guard::LeavingCareApproved]);
    let approved = told.clone().approval(ApprovalKind::Reg39, false);
    assert_eq!(go(&approved), []);
    let mut older = approved;
    older.facts.born_on = Some(day("2008-06-03"));
    assert_eq!(go(&older), [Guard::LeavingCareApproved]);
    assert_eq!(go(&older.approval(ApprovalKind::Reg39, true)), []);
    // Within the first 20 working days nobody's approval is reserved.
    let mut early = told;
    early.facts.care.as_mut().unwrap().twenty_working_days_on = Some(day("2024-06-04"));
    assert_eq!(go(&early), []);
}

#[test]
fn what_somebody_may_do_is_told_by_the_record_and_not_by_an_empty_form() {
    let told = child().review_held();
    let may = |person: i64, standing: Standing, state: State| {
        let deed = Deed {
            by: person,
            on: told.deed.on,
            ..Deed::default()
        };
        let standings = [standing].into_iter().collect();
        open_acts(
            &Rules::default(),
            Some(state),
            standings,
            &told.facts,
            &deed,
        )
        .into_iter()
        .map(|open| (open.act, open.closed_by))
        .collect::<Vec<_>>()
    };
    assert_eq!(
        may(MANAGER, TM, State::Proposed),
        [
            (Act::ReturnPlan, vec![]),
            (Act::AuthorisePlan, vec![]),
            (Act::WithdrawPlan, vec![]),
            (Act::ClosePlan, vec![Guard::CareEnded])
        ]
    );
    assert_eq!(
        may(WORKER, TM, State::Proposed)[1],
        (Act::AuthorisePlan, vec![Guard::NotTheProposer])
    );
    assert_eq!(
        may(REVIEWER, IRO, State::Authorised),
        [
            (Act::RecordPlanReview, vec![]),
            (Act::AdjournPlanReview, vec![Guard::ReviewStillOpen])
        ]
    );
    assert_eq!(
        may(DECIDER, ADM, State::AdmPending).len(),
        1,
        "one act, two ends"
    );
    assert_eq!(may(JUDGE, JDG, State::Draft), []);
    assert_eq!(may(LIAISON, CLO, State::Draft), []);
    assert_eq!(may(OFFICER, NO, State::Closed), []);
}
