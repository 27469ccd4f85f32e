//! The guardian's analyses, and what the guardian says of the council's evidence.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        ids::{Kind, encode},
        proceedings,
    },
    graphql::{
        access::DisclosureBasis,
        paging::{Listed, Window, connection, section, slice},
        words::from_word,
    },
};

/// The analyses of the children's guardian.
#[derive(SimpleObject, Debug, Clone)]
#[graphql(complex)]
pub struct GuardianAnalysisRecord {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// What guardians said of the council's evidence and plan, the newest first. Shown to whoever reads the guardian's live record: it is not released with an analysis.
    pub evidence_feedback: Vec<EvidenceFeedback>,
    #[graphql(skip)]
    list: Vec<GuardianAnalysis>,
    #[graphql(skip)]
    owner: String,
}

/// The guardian's position on the council's plan.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuardianPosition {
    /// Supports the plan.
    Supports,
    /// Opposes the plan.
    Opposes,
    /// Would support it with changes.
    SupportsWithChanges,
    /// No position yet.
    NotYet,
}

/// How good the council's evidence and plan were.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceRating {
    /// Good.
    Good,
    /// Enough for the court to decide.
    Adequate,
    /// Poor.
    Poor,
}

/// What the guardian says of the council's evidence and plan.
#[derive(SimpleObject, Debug, Clone)]
pub struct EvidenceFeedback {
    /// Its id.
    pub id: ID,
    /// When it was given.
    pub given_on: NaiveDate,
    /// How good they were.
    pub rating: Option<EvidenceRating>,
    /// What was good and what was missing.
    pub points: String,
}

/// An analysis by the guardian.
#[derive(SimpleObject, Debug, Clone)]
pub struct GuardianAnalysis {
    /// Its id.
    pub id: ID,
    /// INITIAL or FINAL.
    pub kind: String,
    /// When it was filed.
    pub filed_on: Option<NaiveDate>,
    /// The guardian's position.
    pub position: Option<GuardianPosition>,
    /// The analysis.
    pub text: String,
}

connection!(
    GuardianAnalysisConnection,
    GuardianAnalysis,
    "guardian's analyses"
);

impl Listed for GuardianAnalysis {
    fn place(&self) -> String {
        self.id.to_string()
    }
}

#[ComplexObject]
impl GuardianAnalysisRecord {
    /// The analyses, newest first.
    async fn analyses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100; not with `first` or `after`.")] last: Option<i32>,
        #[graphql(desc = "The `startCursor` of the page after.")] before: Option<String>,
    ) -> Result<GuardianAnalysisConnection> {
        Ok(slice(
            ctx,
            &self.owner,
            "analyses",
            &self.list,
            Window::of(first, after, last, before)?,
        )?
        .into())
    }
}

section!(
    GuardianAnalysisRecord,
    "GuardianAnalysisDisclosure",
    GuardianAnalysis,
    proceedings::GuardianRecord,
    |value, showing, head| {
        let feedback = value.feedback.into_iter().map(|it| EvidenceFeedback {
            id: encode(Kind::EvidenceFeedback, &it.public_id).into(),
            given_on: it.given_on,
            rating: from_word(&it.rating),
            points: it.points,
        });
        let list = value.analyses.into_iter().map(|analysis| GuardianAnalysis {
            id: encode(Kind::GuardianAnalysis, &analysis.public_id).into(),
            kind: analysis.kind,
            filed_on: analysis.filed_on,
            position: analysis.position.as_deref().and_then(from_word),
            text: analysis.body,
        });
        Self {
            basis: head.0,
            as_at: head.1,
            evidence_feedback: feedback.collect(),
            list: list.collect(),
            owner: encode(Kind::Child, &showing.public_id),
        }
    }
);
