//! Visits.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    input::{child, order_once},
    payload::{VisitPayload, perform},
};
use crate::{
    casework::acts,
    graphql::{visits::SeenAlone, words::word_of},
};

/// A visit that was made.
#[derive(InputObject)]
pub struct RecordVisitInput {
    /// The child who was visited.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// The day of the visit.
    held_on: NaiveDate,
    /// Whether the child was seen.
    was_seen: bool,
    /// Whether the child was seen alone, and if not, why (Care Planning Regulations 2010, regulation 29).
    seen_alone: SeenAlone,
    /// What was seen and said.
    note: Option<String>,
}

#[derive(Default)]
pub struct VisitActs;

#[Object]
impl VisitActs {
    /// Record a visit that you made.
    async fn record_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The visit.")] input: RecordVisitInput,
    ) -> Result<VisitPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::RecordVisit {
            held_on: input.held_on,
            was_seen: input.was_seen,
            seen_alone: word_of(input.seen_alone),
            note: input.note,
        };
        Ok(perform(ctx, order, deed).await?.of_visit())
    }
}
