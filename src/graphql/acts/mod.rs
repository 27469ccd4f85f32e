//! The acts as mutations. Each takes one input and answers what it left behind, as the one who acts may see it, or the
//! problems that stood against it.

mod access;
mod act;
mod allocations;
mod care;
mod court;
mod disputes;
mod guardian;
mod input;
mod oversight;
mod payload;
mod plans;
mod proceedings;
mod reviews;
mod table;
mod visits;

use async_graphql::MergedObject;

pub use act::Act;
pub use disputes::DisputeStage;
pub use plans::ReviewOutcome;
pub use table::{ActPermission, ActRule, acts};

/// What can be done. Every act is done under a standing on the child; `acts` says which.
#[derive(MergedObject, Default)]
pub struct Mutation(
    care::CareActs,
    plans::PlanActs,
    reviews::ReviewActs,
    visits::VisitActs,
    oversight::OversightActs,
    disputes::DisputeActs,
    allocations::AllocationActs,
    proceedings::Cases,
    court::Hearings,
    guardian::Guardians,
    access::Access,
);
