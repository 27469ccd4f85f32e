//! Who works with the child, and who reviews the case.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    input::{child, order, order_once, random},
    payload::{ChildPayload, perform},
};
use crate::{casework::acts, domain::ids::Kind, graphql::words::word_of};

/// In what capacity somebody is allocated.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllocationCapacity {
    /// The social worker.
    Worker,
    /// The independent reviewing officer.
    Iro,
}

/// A child who is allocated.
#[derive(InputObject)]
pub struct AllocateWorkerInput {
    /// The child.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// The social worker: an id of `professionals`.
    worker_id: ID,
}

/// A reviewing officer who is named.
#[derive(InputObject)]
pub struct NameReviewingOfficerInput {
    /// The child.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// The reviewing officer: an id of `professionals`.
    officer_id: ID,
}

/// A reviewing officer who stands in.
#[derive(InputObject)]
pub struct CoverReviewingOfficerInput {
    /// The child.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// The reviewing officer: an id of `professionals`.
    officer_id: ID,
    /// The first day.
    starts_on: NaiveDate,
    /// The last day.
    until_on: NaiveDate,
}

/// An allocation that ends.
#[derive(InputObject)]
pub struct EndAllocationInput {
    /// The child.
    child_id: ID,
    /// Whose.
    capacity: AllocationCapacity,
}

#[derive(Default)]
pub struct AllocationActs;

#[Object]
impl AllocationActs {
    /// Allocate a child to a social worker. Whoever had the child before has it no more, from today.
    async fn allocate_worker(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The allocation.")] input: AllocateWorkerInput,
    ) -> Result<ChildPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::AllocateWorker {
            worker: random(&input.worker_id, Kind::Professional),
        };
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Name the child's independent reviewing officer (Children Act 1989, section 25A).
    async fn name_reviewing_officer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The officer.")] input: NameReviewingOfficerInput,
    ) -> Result<ChildPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::NameReviewingOfficer {
            officer: random(&input.officer_id, Kind::Professional),
        };
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Name an acting reviewing officer for some days.
    async fn cover_reviewing_officer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cover.")] input: CoverReviewingOfficerInput,
    ) -> Result<ChildPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::CoverReviewingOfficer {
            officer: random(&input.officer_id, Kind::Professional),
            starts_on: input.starts_on,
            until_on: input.until_on,
        };
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// End an allocation without another in its place.
    async fn end_allocation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: EndAllocationInput,
    ) -> Result<ChildPayload> {
        let deed = acts::EndAllocation {
            capacity: word_of(input.capacity),
        };
        Ok(perform(ctx, order(child(&input.child_id)), deed)
            .await?
            .into())
    }
}
