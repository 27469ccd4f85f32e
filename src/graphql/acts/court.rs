//! Hearings, directions and orders.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    input::{case, order, order_once, random},
    payload::{ChildPayload, RecordedPayload, perform},
};
use crate::{
    casework::acts,
    domain::{ids::Kind, proceedings},
    graphql::{proceedings::HearingKind, words::word_of},
};

/// A hearing to be listed.
#[derive(InputObject)]
pub struct ListHearingInput {
    /// The case.
    proceedings_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// What it is for.
    kind: HearingKind,
    /// The day.
    listed_on: NaiveDate,
    /// The court that sits, an id of `courts`; the court where the case is unless another is named, as of an appeal.
    court_id: Option<ID>,
    /// The judge, an id of `professionals`. The court alone says who sits.
    judge_id: Option<ID>,
    /// The legal adviser, an id of `professionals`. The court alone says who sits.
    legal_adviser_id: Option<ID>,
}

/// What became of a hearing.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum HearingOutcome {
    /// It took place.
    Held,
    /// It was taken off the list.
    Vacated,
}

/// What became of a hearing.
#[derive(InputObject)]
pub struct RecordHearingInput {
    /// The case.
    proceedings_id: ID,
    /// The hearing.
    hearing_id: ID,
    /// What became of it.
    became: HearingOutcome,
}

/// A direction of the court.
#[derive(InputObject)]
pub struct GiveDirectionInput {
    /// The case.
    proceedings_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// The day on which it was given.
    given_on: NaiveDate,
    /// By when it is to be done.
    due_on: Option<NaiveDate>,
    /// What is to be done.
    text: String,
}

/// That a direction was complied with.
#[derive(InputObject)]
pub struct RecordDirectionMetInput {
    /// The case.
    proceedings_id: ID,
    /// The direction.
    direction_id: ID,
    /// The day on which it was done.
    met_on: NaiveDate,
}

/// An order of a court about a child.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "proceedings::OrderKind")]
pub enum OrderKind {
    /// Interim care order (Children Act 1989, section 38).
    InterimCare,
    /// Care order (Children Act 1989, section 31).
    Care,
    /// Placement order (Adoption and Children Act 2002, section 21).
    Placement,
    /// Adoption order (Adoption and Children Act 2002, section 46).
    Adoption,
    /// Special guardianship order (Children Act 1989, section 14A).
    SpecialGuardianship,
    /// Child arrangements order (Children Act 1989, section 8).
    ChildArrangements,
    /// Supervision order (Children Act 1989, section 31).
    Supervision,
    /// Emergency protection order (Children Act 1989, section 44).
    EmergencyProtection,
    /// The discharge of a care order (Children Act 1989, section 39).
    CareDischarge,
    /// The revocation of a placement order (Adoption and Children Act 2002, section 24).
    PlacementRevocation,
    /// An adoption order was applied for and refused.
    AdoptionRefusal,
}

/// An order that was made about children of a case.
#[derive(InputObject)]
pub struct RecordOrderInput {
    /// The case.
    proceedings_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// What was ordered.
    kind: OrderKind,
    /// The day on which it was made.
    made_on: NaiveDate,
    /// The last day on which it holds, where the court stated one.
    expires_on: Option<NaiveDate>,
    /// Whether it decides the application about these children. The case is decided when each of its children has such an order.
    is_final: bool,
    /// The children whom it is about, of those of the case whom you reach.
    child_ids: Vec<ID>,
}

#[derive(Default)]
pub struct Hearings;

#[Object]
impl Hearings {
    /// List a hearing. A judge or legal adviser who is listed sees the case from 14 days before it.
    async fn list_hearing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hearing.")] input: ListHearingInput,
    ) -> Result<RecordedPayload> {
        let order = order_once(ctx, case(&input.proceedings_id), input.idempotency_key)?;
        let person = |id: ID| random(&id, Kind::Professional);
        let deed = acts::ListHearing {
            kind: word_of(input.kind),
            on: input.listed_on,
            court: input.court_id.map(|id| random(&id, Kind::Court)),
            judge: input.judge_id.map(person),
            legal_adviser: input.legal_adviser_id.map(person),
        };
        Ok(perform(ctx, order, deed).await?.recorded(Kind::Hearing))
    }

    /// Record that a hearing was held, or taken off the list.
    async fn record_hearing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What became of it.")] input: RecordHearingInput,
    ) -> Result<ChildPayload> {
        let deed = acts::RecordHearing {
            hearing: random(&input.hearing_id, Kind::Hearing),
            became: word_of(input.became),
        };
        let order = order(case(&input.proceedings_id));
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Record a direction of the court.
    async fn give_direction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The direction.")] input: GiveDirectionInput,
    ) -> Result<RecordedPayload> {
        let order = order_once(ctx, case(&input.proceedings_id), input.idempotency_key)?;
        let deed = acts::GiveDirection {
            given_on: input.given_on,
            due_on: input.due_on,
            text: input.text,
        };
        Ok(perform(ctx, order, deed).await?.recorded(Kind::Direction))
    }

    /// Record that a direction was complied with.
    async fn record_direction_met(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The direction.")] input: RecordDirectionMetInput,
    ) -> Result<ChildPayload> {
        let deed = acts::RecordDirectionMet {
            direction: random(&input.direction_id, Kind::Direction),
            met_on: input.met_on,
        };
        let order = order(case(&input.proceedings_id));
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Record an order of the court about one or more children of a case; `id` is that of the first child's. What it makes of a child's legal status is recorded by itself.
    async fn record_order(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: RecordOrderInput,
    ) -> Result<RecordedPayload> {
        let order = order_once(ctx, case(&input.proceedings_id), input.idempotency_key)?;
        let deed = acts::RecordOrder {
            kind: input.kind.into(),
            made_on: input.made_on,
            expires_on: input.expires_on,
            is_final: input.is_final,
            children: input
                .child_ids
                .iter()
                .map(|id| random(id, Kind::Child))
                .collect(),
        };
        Ok(perform(ctx, order, deed).await?.recorded(Kind::Order))
    }
}
