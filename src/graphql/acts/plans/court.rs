//! To the court and back, and to partners.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::NaiveDate;

use crate::{
    casework::acts::plans as deeds,
    domain::{
        access::{AgencyKind, Class},
        ids::Kind,
    },
    graphql::acts::{
        input::{order, plan, random},
        payload::{PlanPayload, perform},
    },
};

/// A class that may be filed with a plan, item by item, as it stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum FiledWith {
    /// The child's own words.
    ChildVoice,
    /// The reviews held.
    Reviews,
    /// The visits made.
    Visits,
}

impl From<FiledWith> for Class {
    fn from(with: FiledWith) -> Self {
        match with {
            FiledWith::ChildVoice => Self::ChildVoice,
            FiledWith::Reviews => Self::Reviews,
            FiledWith::Visits => Self::Visits,
        }
    }
}

/// A partner with whom a plan may be shared.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharingPartner {
    /// The Children and Family Court Advisory and Support Service.
    Cafcass,
    /// The family court.
    Court,
}

impl From<SharingPartner> for AgencyKind {
    fn from(partner: SharingPartner) -> Self {
        match partner {
            SharingPartner::Cafcass => Self::Cafcass,
            SharingPartner::Court => Self::Court,
        }
    }
}

inputs! {
    /// A plan that is filed as the final one.
    FilePlanInput {
        /// The case in which it is filed.
        proceedings_id: ID,
        /// The day on which the last party was served.
        served_on: Option<NaiveDate>,
        /// Whether an order dispensed with service.
        is_service_dispensed: Option<bool>,
        /// What else of the record is filed with it.
        with: Option<Vec<FiledWith>>,
    }
    /// A plan that is filed as the interim one.
    FileInterimPlanInput {
        /// The case in which it is filed.
        proceedings_id: ID,
        /// The day on which the last party was served.
        served_on: Option<NaiveDate>,
        /// Whether an order dispensed with service.
        is_service_dispensed: Option<bool>,
        /// What else of the record is filed with it.
        with: Option<Vec<FiledWith>>,
    }
    /// A sharing that is proposed.
    ProposeSharingInput {
        /// With whom.
        with: SharingPartner,
    }
    /// A sharing that is authorised.
    AuthoriseSharingInput {
        /// With whom.
        with: SharingPartner,
    }
    /// A plan that the court endorsed.
    EndorsePlanInput {}
    /// A plan that the court did not endorse.
    RefusePlanInput {
        /// Why.
        reason: String,
    }
}

#[derive(Default)]
pub struct CourtActs;

#[Object]
impl CourtActs {
    /// File a plan with the court as the final plan, and serve it. From then on court and guardian read it as it was filed.
    async fn file_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The filing.")] input: FilePlanInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        let deed = deeds::FilePlan(deeds::Filing {
            case: random(&input.proceedings_id, Kind::Proceedings),
            served_on: input.served_on,
            is_service_dispensed: input.is_service_dispensed.unwrap_or(false),
            with: with(input.with),
        });
        Ok(perform(ctx, order(target), deed).await?.into())
    }

    /// File an authorised plan as the interim plan, before any review, and serve it.
    async fn file_interim_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The filing.")] input: FileInterimPlanInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        let deed = deeds::FileInterimPlan(deeds::Filing {
            case: random(&input.proceedings_id, Kind::Proceedings),
            served_on: input.served_on,
            is_service_dispensed: input.is_service_dispensed.unwrap_or(false),
            with: with(input.with),
        });
        Ok(perform(ctx, order(target), deed).await?.into())
    }

    /// Propose that a partner be shown a plan that is not filed.
    async fn propose_sharing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sharing.")] input: ProposeSharingInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        let deed = deeds::ProposeSharing {
            with: input.with.into(),
        };
        Ok(perform(ctx, order(target), deed).await?.into())
    }

    /// Authorise a sharing that the court liaison officer proposed. The partner is shown the plan as it is now.
    async fn authorise_sharing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sharing.")] input: AuthoriseSharingInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        let deed = deeds::AuthoriseSharing {
            with: input.with.into(),
        };
        Ok(perform(ctx, order(target), deed).await?.into())
    }

    /// Record that the court's final order fits the plan.
    async fn endorse_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plan.")] input: EndorsePlanInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        Ok(perform(ctx, order(target), deeds::EndorsePlan)
            .await?
            .into())
    }

    /// Record that the court did not endorse the plan, revoked its placement order or refused the adoption.
    async fn refuse_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plan, and why.")] input: RefusePlanInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        let deed = deeds::RefusePlan {
            reason: input.reason,
        };
        Ok(perform(ctx, order(target), deed).await?.into())
    }
}

fn with(classes: Option<Vec<FiledWith>>) -> Vec<Class> {
    let mut classes: Vec<Class> = classes.into_iter().flatten().map(Into::into).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}
