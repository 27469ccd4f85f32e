//! Writing a version and putting it forward.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{
    casework::acts::plans::{self as deeds, Content},
    domain::plans,
    graphql::{
        acts::{
            input::{child, order, order_once, plan},
            payload::{PlanPayload, perform},
        },
        plans::PermanenceOption,
    },
};

/// What an option is to a plan.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "plans::Part")]
pub enum PlanOptionPart {
    /// The one that is to succeed.
    Primary,
    /// Worked on at the same time.
    Parallel,
    /// The fallback.
    Contingency,
}

/// One option and its part.
#[derive(InputObject)]
pub struct PlanOptionInput {
    /// Where the child may grow up.
    option: PermanenceOption,
    /// What the option is to the plan.
    part: PlanOptionPart,
}

/// What a version says, all of it: what is left out is empty.
#[derive(InputObject)]
pub struct PlanContentInput {
    /// The options, each once, one of them the primary one.
    options: Vec<PlanOptionInput>,
    /// By when permanence is to be achieved.
    target_on: Option<NaiveDate>,
    /// Why this plan.
    rationale: Option<String>,
    /// The analysis behind it.
    analysis: Option<String>,
    /// What happens if it fails.
    contingency: Option<String>,
    /// Why there is no contingency.
    no_contingency_reason: Option<String>,
    /// Whether brothers and sisters should live together.
    sibling_assessment: Option<String>,
    /// What parents and others with parental responsibility think, or why it is not known.
    parents_views: Option<String>,
    /// Why the child's own view is not recorded.
    no_childs_view_reason: Option<String>,
}

impl From<PlanContentInput> for Content {
    fn from(content: PlanContentInput) -> Self {
        Self {
            options: content
                .options
                .into_iter()
                .map(|it| (it.part.into(), it.option.into()))
                .collect(),
            target_on: content.target_on,
            rationale: content.rationale,
            analysis: content.analysis,
            contingency: content.contingency,
            no_contingency_reason: content.no_contingency_reason,
            sibling_assessment: content.sibling_assessment,
            parents_views: content.parents_views,
            no_childs_view_reason: content.no_childs_view_reason,
        }
    }
}

/// A new version of a child's plan.
#[derive(InputObject)]
pub struct DraftPlanInput {
    /// The child.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// What it says.
    content: PlanContentInput,
}

/// A draft as it is to be.
#[derive(InputObject)]
pub struct RevisePlanInput {
    /// The version.
    plan_id: ID,
    /// The `revision` that you read: if it was changed since, nothing is done.
    expected_revision: String,
    /// What it says from now on.
    content: PlanContentInput,
}

/// A draft that is put forward.
#[derive(InputObject)]
pub struct ProposePlanInput {
    /// The version.
    plan_id: ID,
    /// The `revision` that you read: if it was changed since, nothing is done.
    expected_revision: String,
}

#[derive(Default)]
pub struct DraftingActs;

#[Object]
impl DraftingActs {
    /// Begin a version of a child's plan.
    async fn draft_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] input: DraftPlanInput,
    ) -> Result<PlanPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = deeds::DraftPlan {
            content: input.content.into(),
        };
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Write a draft anew.
    async fn revise_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] input: RevisePlanInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        let deed = deeds::RevisePlan {
            content: input.content.into(),
        };
        Ok(perform(ctx, order(target), deed).await?.into())
    }

    /// Put a draft to the team manager.
    async fn propose_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which draft.")] input: ProposePlanInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        let deed = deeds::ProposePlan;
        Ok(perform(ctx, order(target), deed).await?.into())
    }
}
