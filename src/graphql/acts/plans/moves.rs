//! The moves between people of the council: authorised, reviewed, carried out, achieved, ended.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::NaiveDate;

use crate::{
    casework::acts::plans as deeds,
    domain::plans,
    graphql::acts::{
        input::{order, plan},
        payload::{PlanPayload, perform},
    },
};

/// What the review made of a plan. It never blocks: the council decides.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "plans::ReviewOutcome")]
pub enum ReviewOutcome {
    /// The reviewing officer agrees.
    Agreed,
    /// Agrees, under conditions that the reason names.
    AgreedWithConditions,
    /// Disagrees, for the reason given.
    Disagreed,
}

/// What shows that permanence was achieved.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "plans::AchievedBy")]
pub enum AchievedBy {
    /// An adoption, special guardianship or child arrangements order.
    Order,
    /// The child left care as planned.
    LeftCare,
    /// The placement is the one that was planned, and it was confirmed or matched.
    Placement,
    /// A review confirmed the placement.
    Review,
}

/// Acts with one form: which version, as it was read, and a reason and a day where they are asked for.
macro_rules! moves {
    ($($(#[doc = $doc:literal])+ $method:ident, $deed:ident, $input:ident, $payload_doc:literal;)+) => {
        $(
            #[doc = $payload_doc]
            #[derive(InputObject)]
            pub struct $input {
                /// The version.
                plan_id: ID,
                /// The `revision` that you read: if it was changed since, nothing is done.
                expected_revision: String,
                /// The day on which it was done; today unless told.
                on: Option<NaiveDate>,
                /// Why.
                reason: Option<String>,
                /// The manager's note on the file that goes with it.
                management_note: Option<String>,
            }
        )+

        #[derive(Default)]
        pub struct MoveActs;

        #[Object]
        impl MoveActs {
            $($(#[doc = $doc])+
            async fn $method(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "What is done.")] input: $input,
            ) -> Result<PlanPayload> {
                let target = plan(&input.plan_id, &input.expected_revision);
                let deed = deeds::$deed {
                    on: input.on,
                    reason: input.reason,
                    management_note: input.management_note,
                };
                Ok(perform(ctx, order(target), deed).await?.into())
            })+

            /// Say what the review made of the plan. A review that considered it must have been held.
            async fn record_plan_review(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "What the review made of it.")] input: RecordPlanReviewInput,
            ) -> Result<PlanPayload> {
                let target = plan(&input.plan_id, &input.expected_revision);
                let deed = deeds::RecordPlanReview {
                    outcome: input.outcome.into(),
                    reason: input.reason,
                };
                Ok(perform(ctx, order(target), deed).await?.into())
            }

            /// Adjourn the review of a plan: once, for 20 working days at most (Care Planning Regulations 2010, regulation 36(2)).
            async fn adjourn_plan_review(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "Why.")] input: AdjournPlanReviewInput,
            ) -> Result<PlanPayload> {
                let target = plan(&input.plan_id, &input.expected_revision);
                let deed = deeds::AdjournPlanReview {
                    reason: input.reason,
                };
                Ok(perform(ctx, order(target), deed).await?.into())
            }

            /// Report that permanence was achieved. A manager confirms it.
            async fn report_achievement(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "How and when.")] input: ReportAchievementInput,
            ) -> Result<PlanPayload> {
                let target = plan(&input.plan_id, &input.expected_revision);
                let deed = deeds::ReportAchievement {
                    how: input.how.into(),
                    on: input.on,
                };
                Ok(perform(ctx, order(target), deed).await?.into())
            }

            /// Confirm that permanence was achieved, as the social worker reported.
            async fn confirm_achievement(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "Of which version.")] input: ConfirmAchievementInput,
            ) -> Result<PlanPayload> {
                let target = plan(&input.plan_id, &input.expected_revision);
                let deed = deeds::ConfirmAchievement;
                Ok(perform(ctx, order(target), deed).await?.into())
            }
        }
    };
}

moves! {
    /// Send a proposed plan back to the social worker.
    return_plan, ReturnPlan, ReturnPlanInput, "A proposed plan that goes back.";
    /// Authorise a proposed plan.
    authorise_plan, AuthorisePlan, AuthorisePlanInput, "A proposed plan that is authorised.";
    /// Take an authorised plan back after its review: the council's own decision.
    reconsider_plan, ReconsiderPlan, ReconsiderPlanInput, "A plan that is taken back.";
    /// Give a version up before it is authorised.
    withdraw_plan, WithdrawPlan, WithdrawPlanInput, "A version that is given up.";
    /// Begin to carry a plan out.
    implement_plan, ImplementPlan, ImplementPlanInput, "A plan that is carried out.";
    /// Carry out a change that could not wait for a review; one is due at once.
    implement_urgently, ImplementUrgently, ImplementUrgentlyInput, "A plan that is carried out urgently.";
    /// Record that a plan broke down.
    disrupt_plan, DisruptPlan, DisruptPlanInput, "A plan that broke down.";
    /// Record that a parent withdrew consent to placement for adoption (Adoption and Children Act 2002, sections 31 to 35).
    record_consent_withdrawn, RecordConsentWithdrawn, RecordConsentWithdrawnInput, "A consent that was withdrawn.";
    /// Close a plan when the care that it was made for has ended.
    close_plan, ClosePlan, ClosePlanInput, "A plan that is closed.";
}

/// What a review made of a plan.
#[derive(InputObject)]
pub struct RecordPlanReviewInput {
    /// The version.
    plan_id: ID,
    /// The `revision` that you read: if it was changed since, nothing is done.
    expected_revision: String,
    /// What the review made of it.
    outcome: ReviewOutcome,
    /// Why; needed with conditions and with disagreement.
    reason: Option<String>,
}

/// A review that is adjourned.
#[derive(InputObject)]
pub struct AdjournPlanReviewInput {
    /// The version.
    plan_id: ID,
    /// The `revision` that you read: if it was changed since, nothing is done.
    expected_revision: String,
    /// Why.
    reason: String,
}

/// Permanence that was achieved.
#[derive(InputObject)]
pub struct ReportAchievementInput {
    /// The version.
    plan_id: ID,
    /// The `revision` that you read: if it was changed since, nothing is done.
    expected_revision: String,
    /// How.
    how: AchievedBy,
    /// On which day.
    on: NaiveDate,
}

/// A report that is confirmed.
#[derive(InputObject)]
pub struct ConfirmAchievementInput {
    /// The version.
    plan_id: ID,
    /// The `revision` that you read: if it was changed since, nothing is done.
    expected_revision: String,
}
