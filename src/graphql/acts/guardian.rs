//! The children's guardian.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    input::{case, child, order, order_once, random},
    payload::{ChildPayload, RecordedPayload, perform},
};
use crate::{
    casework::acts,
    domain::ids::Kind,
    graphql::{
        guardian::{EvidenceRating, GuardianPosition},
        words::word_of,
    },
};

/// A request for a guardian.
#[derive(InputObject)]
pub struct RequestGuardianInput {
    /// The case.
    proceedings_id: ID,
    /// The team of Cafcass that is asked, by a name of `officerTeams`.
    officer_team: String,
}

/// The appointment of a guardian.
#[derive(InputObject)]
pub struct AppointGuardianInput {
    /// The case.
    proceedings_id: ID,
    /// The officer, an id of `professionals`: one of the team that was asked.
    officer_id: ID,
    /// From which day.
    appointed_on: NaiveDate,
}

/// A guardian who takes over from another.
#[derive(InputObject)]
pub struct ReplaceGuardianInput {
    /// The case.
    proceedings_id: ID,
    /// The officer who is guardian now.
    officer_id: ID,
    /// The officer who takes over, of the same team.
    by_id: ID,
    /// The first day of the one and the first without the other.
    on: NaiveDate,
}

/// The end of an appointment.
#[derive(InputObject)]
pub struct EndGuardianInput {
    /// The case.
    proceedings_id: ID,
    /// The officer who is guardian now.
    officer_id: ID,
    /// The first day without them.
    ended_on: NaiveDate,
}

/// When in a case an analysis is made.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnalysisKind {
    /// For the first hearing.
    Initial,
    /// For the end of the case.
    Final,
}

/// An analysis by the guardian.
#[derive(InputObject)]
pub struct RecordAnalysisInput {
    /// The child whom it is about.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// The case in which you are guardian.
    proceedings_id: ID,
    /// For which point of the case.
    kind: AnalysisKind,
    /// Your position on the council's plan.
    position: GuardianPosition,
    /// The analysis.
    text: String,
}

/// An analysis that is released.
#[derive(InputObject)]
pub struct ReleaseAnalysisInput {
    /// The child whom it is about.
    child_id: ID,
    /// The analysis, your own.
    analysis_id: ID,
}

/// What you say of the council's evidence and plan.
#[derive(InputObject)]
pub struct GiveEvidenceFeedbackInput {
    /// The child whose plan it is.
    child_id: ID,
    /// A key of your own making: the same key with the same input is done once.
    idempotency_key: Uuid,
    /// The case in which you are guardian.
    proceedings_id: ID,
    /// The day of the feedback.
    given_on: NaiveDate,
    /// How good it was.
    rating: EvidenceRating,
    /// What was good and what was missing.
    points: String,
}

#[derive(Default)]
pub struct Guardians;

#[Object]
impl Guardians {
    /// Ask a team of Cafcass to name a guardian. Its manager sees what is needed for that from today.
    async fn request_guardian(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request.")] input: RequestGuardianInput,
    ) -> Result<ChildPayload> {
        let deed = acts::RequestGuardian {
            team: input.officer_team,
        };
        let order = order(case(&input.proceedings_id));
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Appoint an officer of your team as guardian, as the court asked.
    async fn appoint_guardian(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The appointment.")] input: AppointGuardianInput,
    ) -> Result<ChildPayload> {
        let deed = acts::AppointGuardian {
            officer: random(&input.officer_id, Kind::Professional),
            on: input.appointed_on,
        };
        let order = order(case(&input.proceedings_id));
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Put another officer of your team in the place of a guardian.
    async fn replace_guardian(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The replacement.")] input: ReplaceGuardianInput,
    ) -> Result<ChildPayload> {
        let deed = acts::ReplaceGuardian {
            officer: random(&input.officer_id, Kind::Professional),
            by: random(&input.by_id, Kind::Professional),
            on: input.on,
        };
        let order = order(case(&input.proceedings_id));
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// End the appointment of a guardian of your team. Your own standing ends with that of your last guardian in the case.
    async fn end_guardian(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end of the appointment.")] input: EndGuardianInput,
    ) -> Result<ChildPayload> {
        let deed = acts::EndGuardian {
            officer: random(&input.officer_id, Kind::Professional),
            on: input.ended_on,
        };
        let order = order(case(&input.proceedings_id));
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Record an analysis. Until it is released only you and your manager see it.
    async fn record_analysis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The analysis.")] input: RecordAnalysisInput,
    ) -> Result<RecordedPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::RecordAnalysis {
            case: random(&input.proceedings_id, Kind::Proceedings),
            kind: word_of(input.kind),
            position: word_of(input.position),
            text: input.text,
        };
        Ok(perform(ctx, order, deed)
            .await?
            .recorded(Kind::GuardianAnalysis))
    }

    /// Release an analysis of your own to the court and the council, as it stands now.
    async fn release_analysis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The analysis.")] input: ReleaseAnalysisInput,
    ) -> Result<ChildPayload> {
        let deed = acts::ReleaseAnalysis {
            analysis: random(&input.analysis_id, Kind::GuardianAnalysis),
        };
        let order = order(child(&input.child_id));
        Ok(perform(ctx, order, deed).await?.into())
    }

    /// Say how good the council's evidence and plan were. You and your manager see it; it is not released with an analysis.
    async fn give_evidence_feedback(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The feedback.")] input: GiveEvidenceFeedbackInput,
    ) -> Result<RecordedPayload> {
        let order = order_once(ctx, child(&input.child_id), input.idempotency_key)?;
        let deed = acts::GiveEvidenceFeedback {
            case: random(&input.proceedings_id, Kind::Proceedings),
            given_on: input.given_on,
            rating: word_of(input.rating),
            points: input.points,
        };
        Ok(perform(ctx, order, deed)
            .await?
            .recorded(Kind::EvidenceFeedback))
    }
}
