//! Managers' decisions on the file.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    input::{child, order_once},
    payload::{RecordedPayload, perform},
};
use crate::{casework::acts, domain::ids::Kind, graphql::words::word_of};

/// On what occasion a manager decided.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum OversightKind {
    /// Supervision of the social worker.
    Supervision,
    /// A decision on the file.
    Management,
    /// A panel of managers.
    Panel,
}

/// A manager's decision.
#[derive(InputObject)]
pub struct RecordOversightInput {
    /// The child whom it is about.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// On what occasion.
    kind: OversightKind,
    /// The day of the decision.
    decided_on: NaiveDate,
    /// What was decided.
    decision: String,
    /// Why.
    reasons: Option<String>,
}

#[derive(Default)]
pub struct OversightActs;

#[Object]
impl OversightActs {
    /// Record a manager's decision on the file.
    async fn record_oversight(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: RecordOversightInput,
    ) -> Result<RecordedPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::RecordOversight {
            kind: word_of(input.kind),
            decided_on: input.decided_on,
            decision: input.decision,
            reasons: input.reasons,
        };
        Ok(perform(ctx, order, deed)
            .await?
            .recorded(Kind::OversightDecision))
    }
}
