//! Managers' oversight of the case, and the reviewing officer's disputes.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        ids::{Kind, encode},
        oversight,
    },
    graphql::{
        access::{DisclosureBasis, Professional},
        acts::DisputeStage,
        paging::{Listed, Window, connection, section, slice},
    },
};

/// Managers' oversight of the case.
#[derive(SimpleObject, Debug, Clone)]
#[graphql(complex)]
pub struct OversightRecord {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The reviewing officer's formal disputes, the last opened first.
    pub disputes: Vec<Dispute>,
    #[graphql(skip)]
    list: Vec<OversightDecision>,
    #[graphql(skip)]
    owner: String,
}

/// A formal dispute of the reviewing officer. It does not hold the council up.
#[derive(SimpleObject, Debug, Clone)]
pub struct Dispute {
    /// Its id; null of one that was recorded before disputes had ids.
    pub id: Option<ID>,
    /// When it was opened.
    pub opened_on: NaiveDate,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// How far it has been taken.
    pub stage: Option<DisputeStage>,
    /// What it is about.
    pub subject: Option<String>,
}

/// A manager's decision on the file.
#[derive(SimpleObject, Debug, Clone)]
pub struct OversightDecision {
    /// Its id.
    pub id: ID,
    /// SUPERVISION, MANAGEMENT, PANEL or DISPUTE.
    pub kind: String,
    /// When it was made.
    pub decided_on: NaiveDate,
    /// Who made it.
    pub by: Professional,
    /// What was decided.
    pub text: String,
    /// Why.
    pub reason: Option<String>,
}

connection!(
    OversightDecisionConnection,
    OversightDecision,
    "oversight decisions"
);

impl Listed for OversightDecision {
    fn place(&self) -> String {
        self.id.to_string()
    }
}

#[ComplexObject]
impl OversightRecord {
    /// The decisions, newest first.
    async fn decisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100; not with `first` or `after`.")] last: Option<i32>,
        #[graphql(desc = "The `startCursor` of the page after.")] before: Option<String>,
    ) -> Result<OversightDecisionConnection> {
        let window = Window::of(first, after, last, before)?;
        Ok(slice(ctx, &self.owner, "oversight decisions", &self.list, window)?.into())
    }
}

section!(
    OversightRecord,
    "OversightDisclosure",
    Oversight,
    oversight::Oversight,
    |value, showing, head| {
        let list = value.decisions.into_iter().map(|it| OversightDecision {
            id: encode(Kind::OversightDecision, &it.public_id).into(),
            kind: it.kind,
            decided_on: it.decided_on,
            by: it.by.into(),
            text: it.decision,
            reason: it.reasons,
        });
        let disputes = value.disputes.into_iter().map(|it| Dispute {
            id: it.public_id.map(|id| encode(Kind::Dispute, &id).into()),
            opened_on: it.opened_on,
            closed_on: it.closed_on,
            stage: it.stage.map(Into::into),
            subject: it.subject,
        });
        Self {
            basis: head.0,
            as_at: head.1,
            list: list.collect(),
            disputes: disputes.collect(),
            owner: encode(Kind::Child, &showing.public_id),
        }
    }
);
