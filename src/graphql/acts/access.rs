//! Flags, restrictions, exclusions, releases, and the seal.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    input::{child, order, order_once, random},
    payload::{ChildPayload, perform},
};
use crate::{
    casework::acts,
    domain::ids::Kind,
    graphql::{
        access::{AgencyKind, InformationClass},
        words::word_of,
    },
};

/// What is kept confidential.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "acts::Markable")]
pub enum ConfidentialSubject {
    /// A placement: where it is, with whom, and when it began and ended.
    Placement,
    /// The home address.
    Address,
}

/// Why something is kept confidential.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfidentialReason {
    /// The family is a danger to the child or the carers.
    RiskFromFamily,
    /// Somebody else is.
    RiskFromOthers,
    /// The carers asked for it.
    RequestOfCarer,
    /// The court ordered it.
    Court,
}

/// A flag of confidentiality.
#[derive(InputObject)]
pub struct FlagConfidentialInput {
    /// The child.
    child_id: ID,
    /// What is flagged.
    subject: ConfidentialSubject,
    /// The placement, where it is not the present one.
    placement_id: Option<ID>,
    /// Why.
    reason: ConfidentialReason,
}

/// The end of a flag.
#[derive(InputObject)]
pub struct UnflagConfidentialInput {
    /// The child.
    child_id: ID,
    /// What is flagged.
    subject: ConfidentialSubject,
    /// The placement, where it is not the present one.
    placement_id: Option<ID>,
    /// Why it ends.
    reason: String,
}

/// A restriction to a named list.
#[derive(InputObject)]
pub struct RestrictRecordInput {
    /// The child.
    child_id: ID,
    /// People of the council, ids of `professionals`: the allocated social worker, the reviewing officer and yourself at least.
    people_ids: Vec<ID>,
    /// Why.
    reason: String,
}

/// The end of a restriction.
#[derive(InputObject)]
pub struct UnrestrictRecordInput {
    /// The child.
    child_id: ID,
    /// Why.
    reason: String,
}

/// A conflict of interest.
#[derive(InputObject)]
pub struct DeclareExclusionInput {
    /// The child.
    child_id: ID,
    /// Somebody of the council, an id of `professionals`, where you are their manager; yourself unless anybody is named.
    person_id: Option<ID>,
    /// What the conflict is.
    reason: String,
}

/// A direction that a class be released.
#[derive(InputObject)]
pub struct DirectReleaseInput {
    /// The child.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// The order about this child that directs it, made in a case on which you sit.
    order_id: ID,
    /// What is released.
    information_class: InformationClass,
    /// To whom: everybody of that kind who has a standing on the child.
    reader: AgencyKind,
    /// From which day.
    starts_on: NaiveDate,
    /// The first day without it; open where none is given.
    ends_on: Option<NaiveDate>,
}

/// A record to be sealed.
#[derive(InputObject)]
pub struct SealRecordInput {
    /// The child whose adoption was ordered.
    child_id: ID,
}

#[derive(Default)]
pub struct Access;

#[Object]
impl Access {
    /// Flag a placement or the home address as confidential.
    async fn flag_confidential(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The flag.")] input: FlagConfidentialInput,
    ) -> Result<ChildPayload> {
        let deed = acts::FlagConfidential {
            subject: input.subject.into(),
            placement: input.placement_id.map(|id| random(&id, Kind::Placement)),
            reason: word_of(input.reason),
        };
        let order = order(child(&input.child_id));
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// End a flag of confidentiality.
    async fn unflag_confidential(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The flag.")] input: UnflagConfidentialInput,
    ) -> Result<ChildPayload> {
        let deed = acts::UnflagConfidential {
            subject: input.subject.into(),
            placement: input.placement_id.map(|id| random(&id, Kind::Placement)),
            reason: input.reason,
        };
        let order = order(child(&input.child_id));
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Restrict the record to a named list. For everybody else it is not there; guardians and judges are told to apply.
    async fn restrict_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The restriction.")] input: RestrictRecordInput,
    ) -> Result<ChildPayload> {
        let people = input.people_ids.iter();
        let deed = acts::RestrictRecord {
            people: people.map(|id| random(id, Kind::Professional)).collect(),
            reason: input.reason,
        };
        let order = order(child(&input.child_id));
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// End a restriction.
    async fn unrestrict_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end of the restriction.")] input: UnrestrictRecordInput,
    ) -> Result<ChildPayload> {
        let deed = acts::UnrestrictRecord {
            reason: input.reason,
        };
        let order = order(child(&input.child_id));
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Declare a conflict of interest, your own or as a manager somebody's at the council. From now on the child is not found by that person.
    async fn declare_exclusion(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The conflict.")] input: DeclareExclusionInput,
    ) -> Result<ChildPayload> {
        let deed = acts::DeclareExclusion {
            person: input.person_id.map(|id| random(&id, Kind::Professional)),
            reason: input.reason,
        };
        let order = order(child(&input.child_id));
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Record that the court directed a class of information to be released.
    async fn direct_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The release.")] input: DirectReleaseInput,
    ) -> Result<ChildPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::DirectRelease {
            order: random(&input.order_id, Kind::Order),
            class: input.information_class.into(),
            reader: input.reader.into(),
            starts_on: input.starts_on,
            ends_on: input.ends_on,
        };
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Seal the record of a child whose adoption was ordered, once the time for an appeal has passed. Nobody finds it any more; names, numbers, addresses, relatives and the links of brothers and sisters to it are removed.
    async fn seal_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record.")] input: SealRecordInput,
    ) -> Result<ChildPayload> {
        let order = order(child(&input.child_id));
        Ok(perform(ctx, order, acts::SealRecord).await?.into())
    }
}
