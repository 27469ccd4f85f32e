//! The acts that move a plan.

/// Inputs of acts on a version: each names it and the revision that was read.
macro_rules! inputs {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* })+) => {$(
        $(#[doc = $doc])+
        #[derive(InputObject)]
        pub struct $name {
            /// The version.
            plan_id: ID,
            /// The `revision` that you read: if it was changed since, nothing is done.
            expected_revision: String,
            $($(#[doc = $field_doc])+ $field: $type,)*
        }
    )+};
}

mod adoption;
mod approvals;
mod court;
mod drafting;
mod moves;

use async_graphql::MergedObject;

pub use moves::ReviewOutcome;

#[derive(MergedObject, Default)]
pub struct PlanActs(
    drafting::DraftingActs,
    moves::MoveActs,
    adoption::AdoptionActs,
    approvals::ApprovalActs,
    court::CourtActs,
);
