//! What changed between two versions of a plan summary.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject, Union};
use chrono::{DateTime, Utc};

use super::{NotFoundOrNotPermitted, PlanSummaryVersion};
use crate::{
    casework::summaries,
    domain::ids::{Kind, encode},
    graphql::{
        access::{Disclosure, DisclosureBasis, InformationClass, Showing, Whole, classified},
        paging::section,
        request::Request,
    },
};

/// One thing that reads otherwise in the later version.
#[derive(SimpleObject, Debug, Clone)]
pub struct PlanSummaryChange {
    /// Of what: the plan to go by, the plan in words, or a review.
    pub item: String,
    /// What it says of it.
    pub field: String,
    /// What it said in the earlier version; null where it said nothing.
    pub before: Option<String>,
    /// What it says in the later version; null where it says nothing.
    pub after: Option<String>,
}

impl From<summaries::Change> for PlanSummaryChange {
    fn from(change: summaries::Change) -> Self {
        Self {
            item: change.item,
            field: change.field.to_owned(),
            before: change.before,
            after: change.after,
        }
    }
}

/// Declares the section that holds the changes of one class.
macro_rules! changes {
    ($(#[$doc:meta])* $name:ident, $union:literal, $class:ident) => {
        $(#[$doc])*
        #[derive(SimpleObject, Debug, Clone)]
        pub struct $name {
            /// What this section is to be read as.
            pub basis: DisclosureBasis,
            /// As of when the later version is.
            pub as_at: DateTime<Utc>,
            /// What changed; empty where nothing did.
            pub changes: Vec<PlanSummaryChange>,
        }

        section!($name, $union, $class, Vec<summaries::Change>, |value, _showing, head| {
            Self {
                basis: head.0,
                as_at: head.1,
                changes: value.into_iter().map(Into::into).collect(),
            }
        });
    };
}

changes! {
    /// What changed in the plan to go by.
    PlanChanges, "PlanChangesDisclosure", Plan
}
changes! {
    /// What changed in the words of the plan to go by.
    PlanNarrativeChanges, "PlanNarrativeChangesDisclosure", PlanNarrative
}
changes! {
    /// What changed in the reviews.
    ReviewChanges, "ReviewChangesDisclosure", Reviews
}

pub struct PlanSummaryDifference {
    child: String,
    from: Option<PlanSummaryVersion>,
    to: Option<PlanSummaryVersion>,
    plan: Disclosure<PlanChanges>,
    narrative: Disclosure<PlanNarrativeChanges>,
    reviews: Disclosure<ReviewChanges>,
}

impl PlanSummaryDifference {
    pub fn of(request: &Request, root: Arc<str>, found: summaries::Difference) -> Self {
        let summaries::Difference {
            mut view,
            from,
            to,
            plan,
            narrative,
            reviews,
        } = found;
        let showing = Showing::of(&mut view, root, request.asking.now);
        Self {
            child: encode(Kind::Child, &showing.public_id),
            from: from.as_ref().map(Into::into),
            to: to.as_ref().map(Into::into),
            plan: showing.disclose(plan),
            narrative: showing.disclose(narrative),
            reviews: showing.disclose(reviews),
        }
    }
}

/// What changed between two versions of a plan summary, under what you may see today. A class that is withheld in either version is not compared.
#[Object]
impl PlanSummaryDifference {
    /// The id of the child.
    async fn child(&self) -> ID {
        self.child.clone().into()
    }

    /// The earlier version; null for the summary as it is now.
    async fn from(&self) -> Option<&PlanSummaryVersion> {
        self.from.as_ref()
    }

    /// The later version; null for the summary as it is now.
    async fn to(&self) -> Option<&PlanSummaryVersion> {
        self.to.as_ref()
    }

    /// What changed in the plan.
    #[graphql(directive = classified::apply(InformationClass::Plan))]
    async fn plan(&self) -> Whole<&Disclosure<PlanChanges>> {
        Whole(&self.plan)
    }

    /// What changed in the plan in words.
    #[graphql(directive = classified::apply(InformationClass::PlanNarrative))]
    async fn plan_narrative(&self) -> Whole<&Disclosure<PlanNarrativeChanges>> {
        Whole(&self.narrative)
    }

    /// What changed in the reviews.
    #[graphql(directive = classified::apply(InformationClass::Reviews))]
    async fn reviews(&self) -> Whole<&Disclosure<ReviewChanges>> {
        Whole(&self.reviews)
    }
}

/// What changed, or nothing that you may see.
#[derive(Union)]
#[expect(
    clippy::large_enum_variant,
    reason = "one of them exists in one answer"
)]
pub enum PlanSummaryDifferenceLookup {
    PlanSummaryDifference(PlanSummaryDifference),
    NotFoundOrNotPermitted(NotFoundOrNotPermitted),
}
