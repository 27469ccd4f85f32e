//! The reviewing officer's formal disputes.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use uuid::Uuid;

use super::{
    input::{child, order, order_once, random},
    payload::{ChildPayload, RecordedPayload, perform},
};
use crate::{
    casework::acts,
    domain::{ids::Kind, oversight},
};

/// How far a dispute has been taken.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "oversight::Stage")]
pub enum DisputeStage {
    /// With the team manager.
    TeamManager,
    /// With the service manager.
    ServiceManager,
    /// With the head of service.
    HeadOfService,
    /// With the director of children's services.
    Director,
    /// Referred to CAFCASS (Children Act 1989, section 25B(3)).
    Cafcass,
}

/// A dispute that is opened.
#[derive(InputObject)]
pub struct OpenDisputeInput {
    /// The child.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// What it is about.
    subject: String,
}

/// A dispute that is taken further.
#[derive(InputObject)]
pub struct MoveDisputeInput {
    /// The child.
    child_id: ID,
    /// The dispute.
    dispute_id: ID,
    /// To which stage.
    stage: DisputeStage,
    /// Why.
    reason: String,
}

/// An answer to a dispute.
#[derive(InputObject)]
pub struct AnswerDisputeInput {
    /// The child.
    child_id: ID,
    /// The dispute.
    dispute_id: ID,
    /// The council's answer.
    answer: String,
}

/// The end of a dispute.
#[derive(InputObject)]
pub struct CloseDisputeInput {
    /// The child.
    child_id: ID,
    /// The dispute.
    dispute_id: ID,
    /// What came of it.
    outcome: String,
}

#[derive(Default)]
pub struct DisputeActs;

#[Object]
impl DisputeActs {
    /// Open a formal dispute with the council. It does not hold the council up.
    async fn open_dispute(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The dispute.")] input: OpenDisputeInput,
    ) -> Result<RecordedPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::OpenDispute {
            subject: input.subject,
        };
        Ok(perform(ctx, order, deed).await?.recorded(Kind::Dispute))
    }

    /// Take a dispute to its next stage, in the end to CAFCASS.
    async fn move_dispute(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stage.")] input: MoveDisputeInput,
    ) -> Result<ChildPayload> {
        let deed = acts::MoveDispute {
            dispute: random(&input.dispute_id, Kind::Dispute),
            to: input.stage.into(),
            reason: input.reason,
        };
        Ok(perform(ctx, order(child(&input.child_id)), deed)
            .await?
            .into())
    }

    /// Answer a dispute for the council.
    async fn answer_dispute(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer.")] input: AnswerDisputeInput,
    ) -> Result<ChildPayload> {
        let deed = acts::AnswerDispute {
            dispute: random(&input.dispute_id, Kind::Dispute),
            answer: input.answer,
        };
        Ok(perform(ctx, order(child(&input.child_id)), deed)
            .await?
            .into())
    }

    /// Close a dispute.
    async fn close_dispute(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end.")] input: CloseDisputeInput,
    ) -> Result<ChildPayload> {
        let deed = acts::CloseDispute {
            dispute: random(&input.dispute_id, Kind::Dispute),
            outcome: input.outcome,
        };
        Ok(perform(ctx, order(child(&input.child_id)), deed)
            .await?
            .into())
    }
}
