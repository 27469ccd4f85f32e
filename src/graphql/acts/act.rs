//! The acts as an enum of the schema.

use async_graphql::Enum;

use crate::domain::acts;

/// Something that a person does on a record.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "acts::Act")]
pub enum Act {
    /// Begin a version of the plan.
    DraftPlan,
    /// Change a draft.
    RevisePlan,
    /// Put a draft to the team manager.
    ProposePlan,
    /// Send a proposed plan back to the social worker.
    ReturnPlan,
    /// Authorise a proposed plan.
    AuthorisePlan,
    /// Take an authorised plan back after its review: the council's own decision.
    ReconsiderPlan,
    /// Give up a version before it is authorised.
    WithdrawPlan,
    /// Say what the review made of the plan: agreed, agreed with conditions, disagreed.
    RecordPlanReview,
    /// Adjourn the review of a plan, once (Care Planning Regulations 2010, regulation 36(2)).
    AdjournPlanReview,
    /// Refer a plan for adoption to the agency decision maker.
    ReferToDecisionMaker,
    /// Decide whether the child should be placed for adoption (Adoption Agencies Regulations 2005, regulation 19).
    DecideAdoptionPlan,
    /// Refer a match with adopters to the agency decision maker.
    ReferMatch,
    /// Decide on a match (Adoption Agencies Regulations 2005, regulation 33).
    DecideMatch,
    /// Refer the reversal of a decision for adoption to the agency decision maker.
    ReferReversal,
    /// Reverse the decision that the child should be placed for adoption.
    ReverseAdoption,
    /// Refer a reserved approval to a nominated officer.
    ReferApproval,
    /// Decide on a reserved approval (Care Planning Regulations 2010, regulations 11, 18, 19, 25, 39).
    DecideApproval,
    /// File a plan with the court and serve it.
    FilePlan,
    /// File an authorised plan as the interim plan, before any review.
    FileInterimPlan,
    /// Propose that a partner be shown a plan that is not filed.
    ProposeSharing,
    /// Authorise a proposed sharing.
    AuthoriseSharing,
    /// Record that the court's final order fits the plan.
    EndorsePlan,
    /// Record that the court did not endorse the plan, revoked its placement order or refused the adoption.
    RefusePlan,
    /// Begin to carry a plan out.
    ImplementPlan,
    /// Carry out a change that could not wait for a review.
    ImplementUrgently,
    /// Report that permanence was achieved.
    ReportAchievement,
    /// Confirm that permanence was achieved.
    ConfirmAchievement,
    /// Record that the plan broke down.
    DisruptPlan,
    /// Record that a parent withdrew consent to placement for adoption.
    RecordConsentWithdrawn,
    /// Close a plan when the period of care has ended.
    ClosePlan,
    /// Open the record of a child who comes into care.
    AdmitChild,
    /// Record a change of legal status.
    RecordLegalStatus,
    /// Record that the child was placed.
    RecordPlacement,
    /// Record that the child ceased to be looked after.
    RecordCareEnd,
    /// Record the child's own words.
    RecordVoice,
    /// Record a visit.
    RecordVisit,
    /// Record a dated fact that a time limit or a rule waits for.
    RecordCareFact,
    /// Record a review that was held.
    HoldReview,
    /// Record a manager's decision on the file.
    RecordOversight,
    /// Open a formal dispute.
    OpenDispute,
    /// Take a dispute to its next stage, in the end to CAFCASS.
    MoveDispute,
    /// Answer a dispute for the council.
    AnswerDispute,
    /// Close a dispute.
    CloseDispute,
    /// Allocate the child to a social worker.
    AllocateWorker,
    /// Name the independent reviewing officer (Children Act 1989, section 25A).
    NameReviewingOfficer,
    /// Name an acting reviewing officer for some days.
    CoverReviewingOfficer,
    /// End an allocation.
    EndAllocation,
    /// Record pre-proceedings, or an application about the child.
    OpenProceedings,
    /// Bring a child into a case that is about a brother or sister already.
    CoverChild,
    /// List a hearing.
    ListHearing,
    /// Record that a hearing was held or vacated.
    RecordHearing,
    /// Record a direction of the court.
    GiveDirection,
    /// Record that a direction was complied with.
    RecordDirectionMet,
    /// Record an order of the court.
    RecordOrder,
    /// Record that an appeal was lodged or ended.
    RecordAppeal,
    /// Close a case.
    CloseProceedings,
    /// Ask CAFCASS for a guardian.
    RequestGuardian,
    /// Appoint a children's guardian.
    AppointGuardian,
    /// Replace a children's guardian by another.
    ReplaceGuardian,
    /// End a guardian's appointment.
    EndGuardian,
    /// Record the guardian's analysis and position.
    RecordAnalysis,
    /// Release an analysis to the court and the council.
    ReleaseAnalysis,
    /// Say how good the council's evidence and plan were.
    GiveEvidenceFeedback,
    /// Flag the present placement as confidential.
    FlagConfidential,
    /// End a flag of confidentiality.
    UnflagConfidential,
    /// Restrict the record to a named list.
    RestrictRecord,
    /// End a restriction.
    UnrestrictRecord,
    /// Declare a conflict of interest: from then on the child is not found by that person.
    DeclareExclusion,
    /// Direct that a class of information be released.
    DirectRelease,
    /// Seal the record after an adoption order, when the time for appeal has passed.
    SealRecord,
}
