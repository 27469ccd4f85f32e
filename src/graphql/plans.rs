//! Permanence plans.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, Enum, ID, Object, Result, SimpleObject, Union};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        ids::{Kind, encode},
        plans,
    },
    graphql::{
        access::{Disclosure, DisclosureBasis, InformationClass, Showing, Whole, classified},
        acts::{ActPermission, ReviewOutcome},
        children::{Child, NotFoundOrNotPermitted},
        code::{self, Cause},
        history::PlanHistory,
        paging::{Listed, Window, connection, section, slice},
        request::Request,
        words::{from_word, word},
    },
};

/// The state of a version of a plan.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanState {
    /// Being written by the social worker.
    Draft,
    /// Put to the team manager.
    Proposed,
    /// Authorised by the team manager.
    Authorised,
    /// Considered at a review.
    Reviewed,
    /// With the agency decision maker.
    AdmPending,
    /// The agency decision maker agreed to adoption.
    AdmApproved,
    /// The agency decision maker did not agree.
    AdmDeclined,
    /// Filed with a court.
    BeforeCourt,
    /// A court made an order that fits the plan.
    CourtEndorsed,
    /// The court did not endorse it.
    NotEndorsed,
    /// Being carried out.
    Implementing,
    /// Permanence was achieved.
    Achieved,
    /// It broke down.
    Disrupted,
    /// A later version has taken its place.
    Superseded,
    /// Taken back before it was authorised.
    Withdrawn,
    /// The decision for adoption was reversed.
    PlanReversed,
    /// Closed because the period of care ended.
    Closed,
}

/// Where a child may grow up.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "plans::PermanenceOption")]
pub enum PermanenceOption {
    /// Return to a parent.
    ReturnHome,
    /// Fostering by a relative or friend.
    KinshipFoster,
    /// Special guardianship order (Children Act 1989, section 14A).
    SpecialGuardianship,
    /// Child arrangements order, "lives with" (Children Act 1989, section 8).
    ChildArrangements,
    /// Adoption (Adoption and Children Act 2002, section 46).
    Adoption,
    /// Long-term fostering (Care Planning Regulations 2010, regulation 22B).
    LongTermFoster,
    /// A children's home.
    Residential,
    /// Supported accommodation.
    SupportedLiving,
}

/// The child's permanence plans, as far as you may see them.
#[derive(SimpleObject, Debug, Clone)]
#[graphql(complex)]
pub struct PlanRecord {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The version to go by: the one in force, else the one in preparation; for a court, the one filed last.
    pub current: Option<Plan>,
    #[graphql(skip)]
    list: Vec<Plan>,
    #[graphql(skip)]
    owner: String,
}

connection!(PlanConnection, Plan, "versions of the plan");

#[ComplexObject]
impl PlanRecord {
    /// Every version that you may see, newest first.
    async fn versions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100; not with `first` or `after`.")] last: Option<i32>,
        #[graphql(desc = "The `startCursor` of the page after.")] before: Option<String>,
    ) -> Result<PlanConnection> {
        Ok(slice(
            ctx,
            &self.owner,
            "plans",
            &self.list,
            Window::of(first, after, last, before)?,
        )?
        .into())
    }
}

section!(
    PlanRecord,
    "PlanDisclosure",
    Plan,
    plans::PlanRecord,
    |value, showing, head| {
        let current = value.current().map(|version| version.id);
        let numbered: Vec<(i64, Plan)> = value
            .versions
            .into_iter()
            .map(|version| (version.id, Plan::of(version, showing)))
            .collect();
        let current = numbered
            .iter()
            .find(|(id, _)| Some(*id) == current)
            .map(|(_, plan)| plan.clone());
        Self {
            basis: head.0,
            as_at: head.1,
            current,
            list: numbered.into_iter().map(|(_, plan)| plan).collect(),
            owner: encode(Kind::Child, &showing.public_id),
        }
    }
);

/// One version of a plan.
#[derive(Clone)]
pub struct Plan {
    inner: Arc<Parts>,
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Plan")
    }
}

struct Parts {
    id: String,
    facts: plans::PlanVersion,
    narrative: Option<Disclosure<PlanNarrative>>,
    history: Option<Disclosure<PlanHistory>>,
    child: Vec<u8>,
    root: Arc<str>,
}

impl Plan {
    fn of(mut facts: plans::PlanVersion, showing: &Showing) -> Self {
        let inner = Parts {
            id: encode(Kind::Plan, &facts.public_id),
            narrative: facts
                .narrative
                .take()
                .map(|answer| showing.disclose(answer)),
            history: facts.history.take().map(|answer| showing.disclose(answer)),
            facts,
            child: showing.public_id.clone(),
            root: showing.root.clone(),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    pub(super) fn named(&self) -> &str {
        &self.inner.id
    }
}

impl PlanRecord {
    pub(super) fn find(&self, id: &str) -> Option<Plan> {
        self.list.iter().find(|plan| plan.named() == id).cloned()
    }
}

impl Listed for Plan {
    fn place(&self) -> String {
        self.inner.id.clone()
    }
}

/// One version of a child's permanence plan.
#[Object]
impl Plan {
    /// Its id.
    pub async fn id(&self) -> ID {
        self.inner.id.clone().into()
    }

    /// The child whose plan it is.
    async fn child(&self, ctx: &Context<'_>) -> Result<Child> {
        let request = ctx.data::<Request>()?;
        request
            .answered(&self.inner.root, &self.inner.child)
            .ok_or_else(|| code::internal(Cause("a plan without its child")))
    }

    /// Its revision: the same as long as nothing of it changes. An act on it says which revision it was decided by.
    async fn revision(&self, ctx: &Context<'_>) -> Result<String> {
        let cursors = &ctx.data::<Request>()?.casework.cursors;
        let facts = &self.inner.facts;
        Ok(cursors.stamp(&facts.public_id, facts.revision))
    }

    /// What the last review made of it.
    async fn review_outcome(&self) -> Option<ReviewOutcome> {
        let outcome = self.inner.facts.review_outcome.as_deref();
        outcome.and_then(from_word)
    }

    /// What you may do to it now, and what stands against it.
    async fn viewer_may(&self) -> Vec<ActPermission> {
        self.inner.facts.may.iter().map(Into::into).collect()
    }

    /// What was done with it: who, when, from where to where, and why. Withheld where it is shown as filed.
    #[graphql(directive = classified::apply(InformationClass::Plan))]
    async fn history(&self) -> Result<Whole<&Disclosure<PlanHistory>>> {
        self.inner
            .history
            .as_ref()
            .map(Whole)
            .ok_or_else(|| code::internal(Cause("a history was asked for and not decided")))
    }

    /// Its number among the versions of its plan.
    async fn version_number(&self) -> i32 {
        i32::from(self.inner.facts.version_no)
    }

    /// Its state; for a court, its state on the day of filing.
    async fn state(&self) -> Result<PlanState> {
        word(&self.inner.facts.state)
    }

    /// Where the child is to grow up. Null only where no option was recorded.
    async fn primary_option(&self) -> Option<PermanenceOption> {
        self.inner
            .facts
            .primary_option
            .as_deref()
            .and_then(from_word)
    }

    /// Options worked on at the same time.
    async fn parallel_options(&self) -> Vec<PermanenceOption> {
        self.inner
            .facts
            .parallel_options
            .iter()
            .filter_map(|option| from_word(option))
            .collect()
    }

    /// The option if the primary one fails.
    async fn contingency_option(&self) -> Option<PermanenceOption> {
        self.inner
            .facts
            .contingency_option
            .as_deref()
            .and_then(from_word)
    }

    /// When it was put to the team manager.
    async fn proposed_on(&self) -> Option<NaiveDate> {
        self.inner.facts.proposed_on
    }

    /// When the team manager authorised it.
    async fn authorised_on(&self) -> Option<NaiveDate> {
        self.inner.facts.authorised_on
    }

    /// When a review considered it.
    async fn reviewed_on(&self) -> Option<NaiveDate> {
        self.inner.facts.reviewed_on
    }

    /// By when permanence is to be achieved.
    async fn target_on(&self) -> Option<NaiveDate> {
        self.inner.facts.target_on
    }

    /// When it was last filed with a court.
    async fn filed_on(&self) -> Option<NaiveDate> {
        self.inner.facts.filed_on
    }

    /// Whether it was filed with a court.
    async fn is_filed(&self) -> bool {
        self.inner.facts.filed_on.is_some()
    }

    /// Its reasons and analysis.
    #[graphql(directive = classified::apply(InformationClass::PlanNarrative))]
    async fn narrative(&self) -> Result<Whole<&Disclosure<PlanNarrative>>> {
        self.inner
            .narrative
            .as_ref()
            .map(Whole)
            .ok_or_else(|| code::internal(Cause("a narrative was asked for and not decided")))
    }
}

/// The plan in words.
#[derive(SimpleObject, Debug, Clone)]
pub struct PlanNarrative {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// Why this plan.
    pub rationale: Option<String>,
    /// The analysis behind it.
    pub analysis: Option<String>,
    /// What happens if it fails.
    pub contingency: Option<String>,
    /// Whether brothers and sisters should live together.
    pub sibling_assessment: Option<String>,
    /// What parents and others with parental responsibility think.
    pub parents_views: Option<String>,
}

section!(
    PlanNarrative,
    "PlanNarrativeDisclosure",
    PlanNarrative,
    plans::PlanNarrative,
    |value, _showing, head| {
        let plans::PlanNarrative {
            rationale,
            analysis,
            contingency,
            sibling_assessment,
            parents_views,
        } = value;
        Self {
            basis: head.0,
            as_at: head.1,
            rationale,
            analysis,
            contingency,
            sibling_assessment,
            parents_views,
        }
    }
);

/// A plan, or nothing that you may see.
#[derive(Union)]
pub enum PlanLookup {
    Plan(Plan),
    NotFoundOrNotPermitted(NotFoundOrNotPermitted),
}
