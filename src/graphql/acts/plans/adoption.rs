//! Before the agency decision maker.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::NaiveDate;

use crate::{
    casework::acts::plans as deeds,
    domain::{ids::Kind, plans},
    graphql::acts::{
        input::{order, plan, random},
        payload::{PlanPayload, perform},
    },
};

/// The way to the agency decision maker.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "plans::Route")]
pub enum AdoptionRoute {
    /// Through the adoption panel: the parents consent.
    Panel,
    /// Straight to the decision maker: a placement order will be applied for.
    Court,
}

/// Why a decision for adoption was reversed, as a code of the national return.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "plans::ReversalCode")]
pub enum ReversalCode {
    /// The child's needs changed.
    #[graphql(name = "RD1")]
    Rd1,
    /// The court did not make a placement order.
    #[graphql(name = "RD2")]
    Rd2,
    /// Prospective adopters could not be found.
    #[graphql(name = "RD3")]
    Rd3,
    /// Any other reason.
    #[graphql(name = "RD4")]
    Rd4,
}

inputs! {
    /// A plan that is referred to the decision maker.
    ReferToDecisionMakerInput {
        /// The decision maker: an id of `professionals`.
        decision_maker_id: ID,
        /// The way.
        route: AdoptionRoute,
        /// The day of the panel's final minutes; needed on the panel's route.
        minutes_on: Option<NaiveDate>,
        /// Who sat on the panel: none of them may decide (Adoption Agencies Regulations 2005, regulation 19(2)).
        panel_member_ids: Option<Vec<ID>>,
        /// Whether the child's permanence report is attached.
        has_permanence_report: bool,
        /// Whether the medical adviser's advice is attached.
        has_medical_advice: bool,
        /// Whether the legal adviser's advice is attached.
        has_legal_advice: bool,
    }
    /// A decision on a plan for adoption.
    DecideAdoptionPlanInput {
        /// Whether the child should be placed for adoption.
        is_approved: bool,
        /// Why.
        reasons: String,
    }
    /// A match that is referred to the decision maker.
    ReferMatchInput {
        /// The decision maker: an id of `professionals`.
        decision_maker_id: ID,
        /// The day of the panel's final minutes.
        minutes_on: NaiveDate,
        /// Who sat on the panel.
        panel_member_ids: Option<Vec<ID>>,
        /// The serial number of the prospective adopters (Family Procedure Rules 2010, rule 14.2).
        serial_number: String,
        /// Their names.
        adopter_names: String,
        /// Their agency.
        adoption_agency: Option<String>,
    }
    /// A decision on a match.
    DecideMatchInput {
        /// Whether the child is matched with them.
        is_approved: bool,
        /// Why.
        reasons: String,
    }
    /// A reversal that is referred to the decision maker.
    ReferReversalInput {
        /// The decision maker: an id of `professionals`.
        decision_maker_id: ID,
        /// Why it is asked for.
        reason: String,
    }
    /// A decision for adoption that is reversed.
    ReverseAdoptionInput {
        /// The reason as a code.
        code: ReversalCode,
        /// Why.
        reasons: String,
    }
}

#[derive(Default)]
pub struct AdoptionActs;

#[Object]
impl AdoptionActs {
    /// Refer a plan for adoption to the agency decision maker.
    async fn refer_to_decision_maker(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The referral.")] input: ReferToDecisionMakerInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        let deed = deeds::ReferToDecisionMaker {
            decision_maker: random(&input.decision_maker_id, Kind::Professional),
            route: input.route.into(),
            minutes_on: input.minutes_on,
            panel: people(input.panel_member_ids),
            papers: plans::Papers {
                has_permanence_report: input.has_permanence_report,
                has_medical_advice: input.has_medical_advice,
                has_legal_advice: input.has_legal_advice,
            },
        };
        Ok(perform(ctx, order(target), deed).await?.into())
    }

    /// Decide whether the child should be placed for adoption.
    async fn decide_adoption_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: DecideAdoptionPlanInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        let deed = deeds::DecideAdoptionPlan {
            is_approved: input.is_approved,
            reasons: input.reasons,
        };
        Ok(perform(ctx, order(target), deed).await?.into())
    }

    /// Refer a match with prospective adopters to the agency decision maker.
    async fn refer_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The match.")] input: ReferMatchInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        let deed = deeds::ReferMatch {
            decision_maker: random(&input.decision_maker_id, Kind::Professional),
            minutes_on: input.minutes_on,
            panel: people(input.panel_member_ids),
            serial_number: input.serial_number,
            adopter_names: input.adopter_names,
            adoption_agency: input.adoption_agency,
        };
        Ok(perform(ctx, order(target), deed).await?.into())
    }

    /// Decide on a match that was referred to you.
    async fn decide_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: DecideMatchInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        let deed = deeds::DecideMatch {
            is_approved: input.is_approved,
            reasons: input.reasons,
        };
        Ok(perform(ctx, order(target), deed).await?.into())
    }

    /// Refer the reversal of a decision for adoption to the agency decision maker.
    async fn refer_reversal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The referral.")] input: ReferReversalInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        let deed = deeds::ReferReversal {
            decision_maker: random(&input.decision_maker_id, Kind::Professional),
            reason: input.reason,
        };
        Ok(perform(ctx, order(target), deed).await?.into())
    }

    /// Reverse the decision that the child should be placed for adoption.
    async fn reverse_adoption(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: ReverseAdoptionInput,
    ) -> Result<PlanPayload> {
        let target = plan(&input.plan_id, &input.expected_revision);
        let deed = deeds::ReverseAdoption {
            code: input.code.into(),
            reasons: input.reasons,
        };
        Ok(perform(ctx, order(target), deed).await?.into())
    }
}

fn people(ids: Option<Vec<ID>>) -> Vec<Vec<u8>> {
    let ids = ids.unwrap_or_default();
    ids.iter()
        .map(|id| random(id, Kind::Professional))
        .collect()
}
