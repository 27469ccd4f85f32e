//! What people do on a record.
//!
//! Each act is a type with its input. `Casework::act` does what all have in common: the child is found within the
//! reach of the one who acts, the act is one of a standing that they hold, the same request is done once, and all that
//! follows from the act (standings, deadlines, what was filed, the feed) is written with it, or nothing is.

mod access;
mod acting;
mod allocations;
mod care;
mod court;
mod disputes;
mod driver;
mod found;
mod guardian;
mod named;
mod news;
mod oversight;
pub mod plans;
mod reviews;
mod visits;

pub use access::{
    DeclareExclusion, DirectRelease, FlagConfidential, Markable, RestrictRecord, SealRecord,
    UnflagConfidential, UnrestrictRecord,
};
pub use acting::{Acting, Stop};
pub use allocations::{AllocateWorker, CoverReviewingOfficer, EndAllocation, NameReviewingOfficer};
pub use care::{
    AdmitChild, Home, IntoCare, RecordCareEnd, RecordCareFact, RecordLegalStatus, RecordPlacement,
};
pub use disputes::{AnswerDispute, CloseDispute, MoveDispute, OpenDispute};
mod refusal;

pub use court::{
    AppealStep, CloseProceedings, CoverChild, GiveDirection, ListHearing, OpenProceedings,
    RecordAppeal, RecordDirectionMet, RecordHearing, RecordOrder,
};
pub use driver::{Acted, Order, Target};
pub use guardian::{
    AppointGuardian, EndGuardian, GiveEvidenceFeedback, RecordAnalysis, ReleaseAnalysis,
    ReplaceGuardian, RequestGuardian,
};
pub use oversight::RecordOversight;
pub use reviews::{HoldReview, RecordVoice};
pub use visits::RecordVisit;

pub use crate::store::acts::{ClientKey, Done};

use std::future::Future;

use crate::domain::acts::Act;

/// An act with its input.
pub trait Deed: Send {
    const ACT: Act;

    /// Checks the input and the rules, and writes. What comes back wrong leaves nothing behind.
    fn perform(self, acting: &mut Acting<'_>) -> impl Future<Output = Result<Done, Stop>> + Send;
}
