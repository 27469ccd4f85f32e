//! The plan summary: what a court liaison officer prepares, and a court receives.

use async_graphql::{ID, InputObject, Object, OneofObject, Result, SimpleObject, Union};
use chrono::{DateTime, NaiveDate, Utc};

use super::{Child, Identity, LegalStatusRecord, NotFoundOrNotPermitted, Team};
use crate::{
    casework::summaries::{CARRIED, Reference, Version},
    domain::{
        access::ClassSet,
        ids::{Kind, decode, encode},
    },
    graphql::{
        access::{Disclosure, InformationClass, Role, Whole, Withheld, classified},
        deadlines::{Deadline, DeadlineKind, DeadlineStatus},
        plans::{PlanNarrative, PlanRecord},
        proceedings::ProceedingsRecord,
        request::Request,
        reviews::ReviewRecord,
    },
};

/// A version of a plan summary: what had been filed when it was served.
#[derive(SimpleObject, Debug, Clone)]
pub struct PlanSummaryVersion {
    /// The id of the summary in this version.
    pub id: ID,
    /// Its number among the versions that you may see, from 1.
    pub number: i32,
    /// When it was served.
    pub served_at: DateTime<Utc>,
    /// When what it carries was filed.
    pub filed_on: Option<NaiveDate>,
}

impl From<&Version> for PlanSummaryVersion {
    fn from(version: &Version) -> Self {
        Self {
            id: encode(Kind::PlanSummaryVersion, &version.public_id).into(),
            number: i32::try_from(version.number).unwrap_or(i32::MAX),
            served_at: version.served_at,
            filed_on: version.filed_on,
        }
    }
}

#[derive(Clone)]
pub struct PlanSummary {
    child: Child,
    role: Role,
}

impl PlanSummary {
    pub fn of(request: &Request, child: Child) -> Self {
        let role = request.asking.viewer.role.into();
        Self { child, role }
    }

    fn named(&self) -> String {
        match &self.child.summary().version {
            Some(version) => encode(Kind::PlanSummaryVersion, &version.public_id),
            None => encode(Kind::PlanSummary, self.child.public_id()),
        }
    }
}

impl PlanSummary {
    /// The deadlines that tell of nothing but what the summary carries: it is served on the parents.
    fn carried_deadlines(&self) -> Result<Option<Vec<&Deadline>>> {
        if self.child.summary().version.is_some() {
            return Ok(None);
        }
        let carried = ClassSet::from_iter(CARRIED);
        let list = self.child.due()?.list.iter();
        Ok(Some(list.filter(|it| it.tells_only_of(carried)).collect()))
    }
}

/// The summary of a child's plan, as prepared for your role. One that goes to court is served on the parents: it has no field for where or with whom the child lives.
#[Object]
impl PlanSummary {
    /// Its id.
    pub async fn id(&self) -> ID {
        self.named().into()
    }

    /// Where it is to be read as a page of HTML, from the root of this service.
    async fn document_url(&self) -> String {
        format!("/plan-summaries/{}", self.named())
    }

    /// Which version this is; null for the summary as it is now.
    async fn version(&self) -> Option<PlanSummaryVersion> {
        self.child.summary().version.as_ref().map(Into::into)
    }

    /// The versions as they were served, the newest first: each service of something of the plan that you may see, on the court or on CAFCASS, makes one.
    async fn versions(&self) -> Vec<PlanSummaryVersion> {
        let versions = self.child.summary().versions.iter();
        versions.rev().map(Into::into).collect()
    }

    /// The id of the child.
    async fn child(&self) -> ID {
        self.child.named().into()
    }

    /// As of when: now, or when the version was served. What is not kept when it is filed (who the child is, legal status, proceedings, the team) is as it is now in every version; each section says as of when it is.
    async fn as_at(&self) -> DateTime<Utc> {
        let version = self.child.summary().version.as_ref();
        version.map_or_else(|| self.child.now(), |version| version.served_at)
    }

    /// The role for which it was prepared.
    async fn prepared_for(&self) -> Role {
        self.role
    }

    /// What is past its date, of what the summary carries and you are shown; null in a version as it was served, which holds what was filed alone.
    async fn overdue(&self) -> Result<Option<Vec<Deadline>>> {
        let is_overdue = |it: &&Deadline| it.status == DeadlineStatus::Overdue;
        Ok(self
            .carried_deadlines()?
            .map(|due| due.into_iter().filter(is_overdue).cloned().collect()))
    }

    /// When the next review is due; null too in a version as it was served, and where you are not shown it.
    async fn next_review(&self) -> Result<Option<Deadline>> {
        let due = self.carried_deadlines()?.unwrap_or_default();
        let mut reviews = due
            .into_iter()
            .filter(|it| it.kind == DeadlineKind::Review && it.is_open());
        Ok(reviews.find(|it| it.due_on.is_some()).cloned())
    }

    /// Who the child is.
    #[graphql(directive = classified::apply(InformationClass::Identity))]
    async fn identity(&self) -> Result<Whole<&Disclosure<Identity>>> {
        self.child.sections().identity().map(Whole)
    }

    /// The plan.
    #[graphql(directive = classified::apply(InformationClass::Plan))]
    async fn plan(&self) -> Result<Whole<&Disclosure<PlanRecord>>> {
        self.child.sections().plan().map(Whole)
    }

    /// The plan in words.
    #[graphql(directive = classified::apply(InformationClass::PlanNarrative))]
    async fn plan_narrative(&self) -> Result<Whole<&Disclosure<PlanNarrative>>> {
        self.child.sections().plan_narrative().map(Whole)
    }

    /// Legal status and orders.
    #[graphql(directive = classified::apply(InformationClass::LegalStatus))]
    async fn legal_status(&self) -> Result<Whole<&Disclosure<LegalStatusRecord>>> {
        self.child.sections().legal_status().map(Whole)
    }

    /// Reviews.
    #[graphql(directive = classified::apply(InformationClass::Reviews))]
    async fn reviews(&self) -> Result<Whole<&Disclosure<ReviewRecord>>> {
        self.child.sections().reviews().map(Whole)
    }

    /// Court cases.
    #[graphql(directive = classified::apply(InformationClass::Proceedings))]
    async fn proceedings(&self) -> Result<Whole<&Disclosure<ProceedingsRecord>>> {
        self.child.sections().proceedings().map(Whole)
    }

    /// Who works with the child.
    #[graphql(directive = classified::apply(InformationClass::Team))]
    async fn team(&self) -> Result<Whole<&Disclosure<Team>>> {
        self.child.sections().team().map(Whole)
    }

    /// What the summary does not carry, by class, and why.
    async fn withheld(&self) -> Vec<Withheld> {
        self.child.summary().withheld.clone()
    }
}

/// How a summary is named.
#[derive(OneofObject, Debug)]
pub enum PlanSummaryReference {
    /// By its id: of the summary as it is now, or of a version.
    Id(ID),
    /// By the id of the child.
    Child(ID),
    /// The version that had been served last by an instant.
    ChildAsOf(ChildAsOfInput),
}

/// A child at an instant.
#[derive(InputObject, Debug)]
pub struct ChildAsOfInput {
    /// The id of the child.
    pub child: ID,
    /// The instant.
    pub as_of: DateTime<Utc>,
}

impl PlanSummaryReference {
    pub fn read(self) -> Reference {
        let child = |id: &ID| match decode(id) {
            Some((Kind::Child, random)) => random.to_vec(),
            _ => Vec::new(),
        };
        match self {
            Self::Id(id) => summary_named(&id),
            Self::Child(id) => Reference::Now(child(&id)),
            Self::ChildAsOf(it) => Reference::AsOf(child(&it.child), it.as_of),
        }
    }
}

/// A summary by its id.
pub fn summary_named(id: &str) -> Reference {
    match decode(id) {
        Some((Kind::PlanSummary, random)) => Reference::Now(random.to_vec()),
        Some((Kind::PlanSummaryVersion, random)) => Reference::Version(random.to_vec()),
        _ => Reference::Now(Vec::new()),
    }
}

/// A plan summary, or nothing that you may see.
#[derive(Union)]
pub enum PlanSummaryLookup {
    PlanSummary(PlanSummary),
    NotFoundOrNotPermitted(NotFoundOrNotPermitted),
}
