//! Coming into care, living there, and leaving it.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    input::{child, order, order_once},
    payload::{ChildPayload, perform},
};
use crate::{
    casework::acts::{self, Target},
    graphql::{children::Sex, words::word_of},
};

/// Where a child lives.
#[derive(InputObject)]
pub struct HomeInput {
    /// The kind of placement, as a code of the national return.
    type_code: String,
    /// Who provides it, as a code of the national return.
    provider_code: Option<String>,
    /// Whether it is a temporary one.
    is_temporary: Option<bool>,
    /// The lines of the address.
    address_lines: Option<Vec<String>>,
    /// The postcode.
    postcode: Option<String>,
    /// The provider's name.
    provider_name: Option<String>,
    /// The names of the carers.
    carers: Option<Vec<String>>,
}

impl From<HomeInput> for acts::Home {
    fn from(home: HomeInput) -> Self {
        Self {
            type_code: home.type_code,
            provider_code: home.provider_code,
            is_temporary: home.is_temporary.unwrap_or(false),
            lines: home.address_lines.map(|lines| lines.join("\n")),
            postcode: home.postcode,
            provider_name: home.provider_name,
            carers: home.carers.unwrap_or_default(),
        }
    }
}

/// How a child came into care.
#[derive(InputObject)]
pub struct IntoCareInput {
    /// The day on which the child became looked after.
    started_on: NaiveDate,
    /// The legal status, as a code of the national return.
    legal_status: String,
    /// The category of need, as a code of the national return.
    need_code: Option<String>,
    /// Where the child was placed.
    home: HomeInput,
}

/// A child of whom a record is opened.
#[derive(InputObject)]
pub struct AdmitChildInput {
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// Given names.
    given_names: Option<String>,
    /// Family name.
    family_name: Option<String>,
    /// The day of birth.
    born_on: Option<NaiveDate>,
    /// Before birth, the day on which it is expected.
    expected_on: Option<NaiveDate>,
    /// Sex.
    sex: Sex,
    /// The council's own number for the child.
    local_identifier: String,
    /// Which of your teams is to hold the case; needed where you manage several.
    team: Option<String>,
    /// How the child came into care, if that has happened.
    care: Option<IntoCareInput>,
}

/// A legal status that began.
#[derive(InputObject)]
pub struct RecordLegalStatusInput {
    /// The child.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// The status, as a code of the national return.
    code: String,
    /// Its first day.
    started_on: NaiveDate,
}

/// A placement that began.
#[derive(InputObject)]
pub struct RecordPlacementInput {
    /// The child.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// Its first day, on which the one before it ended.
    started_on: NaiveDate,
    /// Where the child lives.
    home: HomeInput,
    /// Why the one before it ended, as a code of the national return.
    change_reason: Option<String>,
}

/// The end of care.
#[derive(InputObject)]
pub struct RecordCareEndInput {
    /// The child.
    child_id: ID,
    /// The day on which the child ceased to be looked after.
    ended_on: NaiveDate,
    /// How, as a code of the national return.
    end_code: String,
}

/// A dated fact that a time limit or a rule waits for.
#[derive(InputObject)]
pub struct RecordCareFactInput {
    /// The child.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// Of what kind, by the words of `docs/deadlines.md`, for example `LONG_TERM_CONFIRMED_TO_CARER`.
    kind: String,
    /// The day.
    happened_on: NaiveDate,
    /// Its last day, where it has one.
    until_on: Option<NaiveDate>,
    /// Days between, where it sets an interval.
    interval_days: Option<i32>,
    /// Whether it is about the present placement.
    is_of_placement: Option<bool>,
}

#[derive(Default)]
pub struct CareActs;

#[Object]
impl CareActs {
    /// Open the record of a child whose case one of your teams is to hold.
    async fn admit_child(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The child.")] input: AdmitChildInput,
    ) -> Result<ChildPayload> {
        let order = order_once(ctx, Target::Council, input.idempotency_key)?;
        let deed = acts::AdmitChild {
            given_names: input.given_names,
            family_name: input.family_name,
            born_on: input.born_on,
            expected_on: input.expected_on,
            sex: word_of(input.sex),
            local_identifier: input.local_identifier,
            team: input.team,
            care: input.care.map(|care| acts::IntoCare {
                started_on: care.started_on,
                legal_status: care.legal_status,
                need_code: care.need_code,
                home: care.home.into(),
            }),
        };
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Record a change of legal status.
    async fn record_legal_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The status.")] input: RecordLegalStatusInput,
    ) -> Result<ChildPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::RecordLegalStatus {
            code: input.code,
            started_on: input.started_on,
        };
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Record that a child was placed.
    async fn record_placement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The placement.")] input: RecordPlacementInput,
    ) -> Result<ChildPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::RecordPlacement {
            started_on: input.started_on,
            home: input.home.into(),
            change_reason: input.change_reason,
        };
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Record that a child ceased to be looked after. Placement and legal status end with it.
    async fn record_care_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end.")] input: RecordCareEndInput,
    ) -> Result<ChildPayload> {
        let deed = acts::RecordCareEnd {
            ended_on: input.ended_on,
            end_code: input.end_code,
        };
        Ok(perform(ctx, order(child(&input.child_id)), deed)
            .await?
            .into())
    }

    /// Record a dated fact that a time limit or a rule waits for and that has no record of its own.
    async fn record_care_fact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The fact.")] input: RecordCareFactInput,
    ) -> Result<ChildPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::RecordCareFact {
            kind: input.kind,
            happened_on: input.happened_on,
            until_on: input.until_on,
            interval_days: input.interval_days,
            is_of_placement: input.is_of_placement.unwrap_or(false),
        };
        Ok(perform(ctx, order, deed).await?.into())
    }
}
