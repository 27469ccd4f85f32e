//! The acts that move a plan. The rules are in `domain::plans`; here their facts are read, and what they decide is written.

mod adoption;
mod approvals;
mod court;
mod drafting;
mod moving;
mod outcome;
mod sharing;
mod under;

pub use adoption::{
    DecideAdoptionPlan, DecideMatch, ReferMatch, ReferReversal, ReferToDecisionMaker,
    ReverseAdoption,
};
pub use approvals::{DecideApproval, ReferApproval};
pub use court::{EndorsePlan, FileInterimPlan, FilePlan, Filing, RefusePlan};
pub use drafting::{DraftPlan, ProposePlan, RevisePlan};
pub use moving::{follow_order, leave_care};
pub use outcome::{
    AdjournPlanReview, AuthorisePlan, ClosePlan, ConfirmAchievement, DisruptPlan, ImplementPlan,
    ImplementUrgently, ReconsiderPlan, RecordConsentWithdrawn, RecordPlanReview, ReportAchievement,
    ReturnPlan, WithdrawPlan,
};
pub use sharing::{AuthoriseSharing, ProposeSharing};

pub use crate::store::acts::Content;
