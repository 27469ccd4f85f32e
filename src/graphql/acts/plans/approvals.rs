//! Approvals that are reserved to a nominated officer or the director.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use uuid::Uuid;

use crate::{
    casework::acts::plans as deeds,
    domain::{ids::Kind, plans},
    graphql::acts::{
        input::{child, order, order_once, random},
        payload::{ChildPayload, perform},
    },
};

/// The regulation that reserves an approval (Care Planning Regulations 2010).
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "plans::ApprovalKind")]
pub enum ApprovalKind {
    /// A placement outside the area.
    #[graphql(name = "REG11")]
    Reg11,
    /// A placement with a parent of a child in care.
    #[graphql(name = "REG18")]
    Reg18,
    /// The same, before the assessment is complete.
    #[graphql(name = "REG19")]
    Reg19,
    /// A longer temporary approval of a connected person.
    #[graphql(name = "REG25")]
    Reg25,
    /// Leaving care of a child who was accommodated.
    #[graphql(name = "REG39")]
    Reg39,
}

/// An approval that is referred.
#[derive(InputObject)]
pub struct ReferApprovalInput {
    /// The child.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// What for.
    kind: ApprovalKind,
    /// The nominated officer or director: an id of `professionals`.
    officer_id: ID,
    /// Why it is asked for.
    reason: String,
}

/// An approval that is decided.
#[derive(InputObject)]
pub struct DecideApprovalInput {
    /// The child.
    child_id: ID,
    /// What for.
    kind: ApprovalKind,
    /// Whether it is given.
    is_approved: bool,
    /// Why.
    reasons: String,
}

#[derive(Default)]
pub struct ApprovalActs;

#[Object]
impl ApprovalActs {
    /// Refer a reserved approval to a nominated officer or the director.
    async fn refer_approval(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The approval.")] input: ReferApprovalInput,
    ) -> Result<ChildPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = deeds::ReferApproval {
            kind: input.kind.into(),
            officer: random(&input.officer_id, Kind::Professional),
            reason: input.reason,
        };
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Decide on a reserved approval that was referred to you.
    async fn decide_approval(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: DecideApprovalInput,
    ) -> Result<ChildPayload> {
        let deed = deeds::DecideApproval {
            kind: input.kind.into(),
            is_approved: input.is_approved,
            reasons: input.reasons,
        };
        let order = order(child(&input.child_id));
        Ok(perform(ctx, order, deed).await?.into())
    }
}
