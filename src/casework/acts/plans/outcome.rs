//! The moves between people of the council: authorised, reviewed, carried out, achieved, ended.

use chrono::NaiveDate;

use super::{
    moving::{Trace, move_plan},
    under::{deed, on_day, text, under},
};
use crate::{
    casework::acts::{Acting, Deed, Stop},
    domain::{
        acts::Act,
        plans::{AchievedBy, ReviewOutcome},
    },
    store::acts::{Done, Mark, adjourn_review},
};

/// Acts that take a reason, a day and a manager's note at most.
macro_rules! moves {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Default)]
        pub struct $name {
            pub on: Option<NaiveDate>,
            pub reason: Option<String>,
            pub management_note: Option<String>,
        }

        impl Deed for $name {
            const ACT: Act = Act::$name;

            async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
                text("reason", self.reason.as_deref())?;
                text("managementNote", self.management_note.as_deref())?;
                let on = on_day(acting, self.on)?;
                let under = under(acting).await?;
                let deed = crate::domain::plans::Deed {
                    reason: self.reason,
                    management_note: self.management_note,
                    ..deed(acting, on)
                };
                move_plan(acting, &under, deed, Trace::default()).await
            }
        }
    )+};
}

moves! {
    /// Sends a proposed plan back.
    ReturnPlan;
    /// Authorises a proposed plan.
    AuthorisePlan;
    /// The council's own decision to take a plan back after its review.
    ReconsiderPlan;
    /// Gives a version up before it is authorised.
    WithdrawPlan;
    /// Begins to carry a plan out.
    ImplementPlan;
    /// Carries out what could not wait for a review.
    ImplementUrgently;
    /// Records that a plan broke down.
    DisruptPlan;
    /// Records that a parent withdrew consent.
    RecordConsentWithdrawn;
    /// Closes a plan after the end of care.
    ClosePlan;
}

/// What the review made of a plan.
#[derive(Debug, Clone)]
pub struct RecordPlanReview {
    pub outcome: ReviewOutcome,
    pub reason: Option<String>,
}

impl Deed for RecordPlanReview {
    const ACT: Act = Act::RecordPlanReview;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        text("reason", self.reason.as_deref())?;
        let under = under(acting).await?;
        let deed = crate::domain::plans::Deed {
            outcome: Some(self.outcome),
            reason: self.reason,
            ..deed(acting, acting.today)
        };
        let review = under.facts.review_of_plan(deed.on);
        let held_on = review.and_then(|review| review.held_on);
        let trace = Trace {
            linked: review.map(|review| ("REVIEW", review.id)),
            marks: vec![
                Mark::ReviewedOn(held_on.unwrap_or(deed.on)),
                Mark::ReviewOutcome(self.outcome.word()),
            ],
            ..Trace::default()
        };
        move_plan(acting, &under, deed, trace).await
    }
}

/// Adjourns the review of a plan: the one lawful brake, once and for 20 working days.
#[derive(Debug, Clone)]
pub struct AdjournPlanReview {
    pub reason: String,
}

impl Deed for AdjournPlanReview {
    const ACT: Act = Act::AdjournPlanReview;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        text("reason", Some(&self.reason))?;
        let under = under(acting).await?;
        let deed = crate::domain::plans::Deed {
            reason: Some(self.reason),
            ..deed(acting, acting.today)
        };
        let on = deed.on;
        let done = move_plan(acting, &under, deed, Trace::default()).await?;
        adjourn_review(&mut acting.unit, under.key, on).await?;
        Ok(done)
    }
}

/// Reports that permanence was achieved.
#[derive(Debug, Clone)]
pub struct ReportAchievement {
    pub how: AchievedBy,
    pub on: NaiveDate,
}

impl Deed for ReportAchievement {
    const ACT: Act = Act::ReportAchievement;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        on_day(acting, Some(self.on))?;
        let under = under(acting).await?;
        let deed = crate::domain::plans::Deed {
            achieved: Some((self.how, self.on)),
            ..deed(acting, acting.today)
        };
        let trace = Trace {
            how: Some(self.how),
            ..Trace::default()
        };
        move_plan(acting, &under, deed, trace).await
    }
}

/// Confirms what was reported.
#[derive(Debug, Clone)]
pub struct ConfirmAchievement;

impl Deed for ConfirmAchievement {
    const ACT: Act = Act::ConfirmAchievement;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let under = under(acting).await?;
        let deed = deed(acting, acting.today);
        let trace = Trace {
            how: under.facts.version.reported.map(|it| it.how),
            ..Trace::default()
        };
        move_plan(acting, &under, deed, trace).await
    }
}
