//! Cases: opened, joined, appealed from and closed.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    input::{case, child, order, order_once, random},
    payload::{ChildPayload, RecordedPayload, perform},
};
use crate::{
    casework::acts,
    domain::{ids::Kind, proceedings},
    graphql::proceedings::ProceedingsKind,
};

/// Pre-proceedings that were begun, or an application that was issued.
#[derive(InputObject)]
pub struct OpenProceedingsInput {
    /// The child whom it is about.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// What it is about.
    kind: ProceedingsKind,
    /// The day of issue; of pre-proceedings, the day on which they were begun.
    begun_on: NaiveDate,
    /// The court's number for it, of an application. A number that a case of the council has already is a duplicate.
    case_number: Option<String>,
    /// The court where it was issued, of an application: an id of `courts`.
    court_id: Option<ID>,
    /// Whether the council applied. Otherwise somebody else did.
    #[graphql(default = true)]
    is_of_council: bool,
}

/// A child who comes into a case that is about a brother or sister.
#[derive(InputObject)]
pub struct CoverChildInput {
    /// The child.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// The case. It is about a child whom you reach already.
    proceedings_id: ID,
    /// From when it is about the child too.
    from: NaiveDate,
}

/// What happened to an appeal.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "acts::AppealStep")]
pub enum AppealStep {
    /// It was lodged.
    Lodged,
    /// It was decided, withdrawn or refused permission.
    Ended,
}

/// An appeal against the decision of a case.
#[derive(InputObject)]
pub struct RecordAppealInput {
    /// The case that was decided.
    proceedings_id: ID,
    /// What happened.
    step: AppealStep,
    /// On which day.
    on: NaiveDate,
}

/// How a case ended.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "proceedings::Outcome")]
pub enum ProceedingsOutcome {
    /// With a final order about each child.
    Order,
    /// Withdrawn, with the court's leave where an application was made.
    Withdrawn,
    /// Decided without an order (Children Act 1989, section 1(5)), or pre-proceedings that ended.
    NoOrder,
    /// The application was refused.
    Refused,
}

/// The end of a case.
#[derive(InputObject)]
pub struct CloseProceedingsInput {
    /// The case.
    proceedings_id: ID,
    /// The day on which it ended.
    closed_on: NaiveDate,
    /// How.
    outcome: ProceedingsOutcome,
}

#[derive(Default)]
pub struct Cases;

#[Object]
impl Cases {
    /// Record pre-proceedings that were begun, or an application that was issued. A brother or sister is brought in with `coverChild`.
    async fn open_proceedings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The case.")] input: OpenProceedingsInput,
    ) -> Result<RecordedPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::OpenProceedings {
            kind: input.kind.into(),
            begun_on: input.begun_on,
            case_number: input.case_number,
            court: input.court_id.map(|id| random(&id, Kind::Court)),
            is_of_council: input.is_of_council,
        };
        Ok(perform(ctx, order, deed).await?.recorded(Kind::Proceedings))
    }

    /// Bring a child into an open case of the council that is about a brother or sister.
    async fn cover_child(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The child and the case.")] input: CoverChildInput,
    ) -> Result<RecordedPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::CoverChild {
            case: random(&input.proceedings_id, Kind::Proceedings),
            from: input.from,
        };
        Ok(perform(ctx, order, deed).await?.recorded(Kind::Proceedings))
    }

    /// Record that an appeal was lodged or ended. While it is pending the proceedings go on: the guardian stays, and a case that was closed is open again.
    async fn record_appeal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The appeal.")] input: RecordAppealInput,
    ) -> Result<ChildPayload> {
        let deed = acts::RecordAppeal {
            step: input.step.into(),
            on: input.on,
        };
        let order = order(case(&input.proceedings_id));
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Close a case. Refusal, and a decision to make no order, decide it on this day.
    async fn close_proceedings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end of the case.")] input: CloseProceedingsInput,
    ) -> Result<ChildPayload> {
        let deed = acts::CloseProceedings {
            on: input.closed_on,
            outcome: input.outcome.into(),
        };
        let order = order(case(&input.proceedings_id));
        Ok(perform(ctx, order, deed).await?.into())
    }
}
