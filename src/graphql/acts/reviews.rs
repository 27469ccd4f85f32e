//! Reviews, and the child's own words.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    input::{child, order_once},
    payload::{RecordedPayload, ReviewPayload, perform},
};
use crate::{casework::acts, domain::ids::Kind, graphql::words::word_of};

/// By which regulations a review is held.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewKind {
    /// Of a child who is looked after (Care Planning Regulations 2010, part 6).
    Lac,
    /// Of a child placed for adoption (Adoption Agencies Regulations 2005, regulation 36).
    Adoption,
}

/// A review that was held.
#[derive(InputObject)]
pub struct HoldReviewInput {
    /// The child.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// By which regulations.
    kind: ReviewKind,
    /// The day.
    held_on: NaiveDate,
    /// How the child took part, as a code of the national return (PN0 to PN7).
    participation: String,
    /// Whether the permanence plan was considered.
    is_plan_considered: bool,
    /// What was decided.
    decisions: String,
    /// The child's own words there.
    words: Option<String>,
}

/// What a child said.
#[derive(InputObject)]
pub struct RecordVoiceInput {
    /// The child.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// The day.
    said_on: NaiveDate,
    /// The child's own words.
    words: String,
}

#[derive(Default)]
pub struct ReviewActs;

#[Object]
impl ReviewActs {
    /// Record a review that was held. One that was adjourned is completed by it.
    async fn hold_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review.")] input: HoldReviewInput,
    ) -> Result<ReviewPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::HoldReview {
            kind: word_of(input.kind),
            held_on: input.held_on,
            participation: input.participation,
            is_plan_considered: input.is_plan_considered,
            decisions: input.decisions,
            words: input.words,
        };
        Ok(perform(ctx, order, deed).await?.of_review())
    }

    /// Record the child's own words.
    async fn record_voice(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The words.")] input: RecordVoiceInput,
    ) -> Result<RecordedPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::RecordVoice {
            said_on: input.said_on,
            words: input.words,
        };
        Ok(perform(ctx, order, deed).await?.recorded(Kind::Voice))
    }
}
