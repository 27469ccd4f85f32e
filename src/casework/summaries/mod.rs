//! The plan summary: what a court liaison officer prepares and a court receives, its versions as they were served,
//! and what changed between two of them.

mod changes;
mod document;
mod labels;
mod timely;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Asking, Casework, Trouble,
    children::{ChildView, Wanted},
    deadlines::DeadlinesWanted,
};
use crate::{
    domain::{
        access::{
            Class, ClassSet, Disclosed, Marks, NEVER_IN_COURT_SUMMARY, Refusal, WithheldReason,
        },
        children::ChildKey,
    },
    store::{
        access::{Reached, Seeker, by_public_ids, circumstances},
        filing::{IN_SUMMARY, Served, of_summary_version, services},
    },
};

pub use changes::{Change, Difference};
pub use document::{Document, Item, Line, Part, WithheldPart};

/// The classes that a summary carries.
pub const CARRIED: [Class; 7] = [
    Class::Identity,
    Class::Plan,
    Class::PlanNarrative,
    Class::LegalStatus,
    Class::Reviews,
    Class::Proceedings,
    Class::Team,
];

/// Which summary is asked for. A malformed id is looked up like any other, and finds nothing.
#[derive(Debug, Clone)]
pub enum Reference {
    /// The summary of a child as it is now, by the child's random part.
    Now(Vec<u8>),
    /// A version as it was served.
    Version(Vec<u8>),
    /// The version of a child's summary that had been served last by an instant.
    AsOf(Vec<u8>, DateTime<Utc>),
}

/// A version of a child's plan summary: what had been filed when it was served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub public_id: Vec<u8>,
    /// Its place among those that the viewer may see.
    pub number: usize,
    pub served_at: DateTime<Utc>,
    pub filed_on: Option<NaiveDate>,
}

/// The summary of one child, as it is now or in one of its versions.
#[derive(Debug)]
pub struct Summary {
    pub view: ChildView,
    pub version: Option<Version>,
}

impl Casework {
    /// `operation` is what was asked, for the ledger.
    pub async fn plan_summary(
        &self,
        asking: &Asking,
        operation: &str,
        reference: &Reference,
        wanted: &Wanted,
    ) -> Result<Option<Summary>, Trouble> {
        let mut views = Vec::new();
        let mut version = None;
        if let Some(seeker) = asking.seeker(self)
            && let Some((found, at)) = self.resolve(&seeker, reference).await?
        {
            let wanted = as_of(wanted, at.as_ref());
            views = self.views(&seeker, vec![found], &wanted).await?;
            version = at;
        }
        let views = self.entered(asking, operation, views).await?;
        let view = views.into_iter().next();
        Ok(view.map(|view| Summary { view, version }))
    }

    /// A summary in words, for a page.
    pub async fn summary_document(
        &self,
        asking: &Asking,
        reference: &Reference,
    ) -> Result<Option<Document>, Trouble> {
        let wanted = Wanted {
            sections: ClassSet::from_iter(CARRIED),
            contacts: true,
            deadlines: Some(DeadlinesWanted {
                with_past: false,
                with_steps: false,
            }),
            ..Wanted::default()
        };
        let found = self
            .plan_summary(asking, "planSummaryPage", reference, &wanted)
            .await?;
        let Some(summary) = found else {
            return Ok(None);
        };
        let person = asking.person();
        let agency = person.map_or(&asking.viewer.agency, |person| &person.agency_name);
        Ok(Some(Document::of(&summary, asking, agency.clone())))
    }

    /// The child of a summary, and the version if one is asked for. Nothing where the viewer may not see it.
    pub(super) async fn resolve(
        &self,
        seeker: &Seeker,
        reference: &Reference,
    ) -> Result<Option<(Reached, Option<Version>)>, Trouble> {
        let found = match reference {
            Reference::Version(version) => of_summary_version(&self.store, seeker, version).await?,
            Reference::Now(child) | Reference::AsOf(child, _) => {
                let ids = std::slice::from_ref(child);
                let found = by_public_ids(&self.store, seeker, ids).await?;
                found.into_iter().next()
            }
        };
        let Some(found) = found else { return Ok(None) };
        if let Reference::Now(_) = reference {
            return Ok(Some((found, None)));
        }
        let mut versions = self
            .summary_versions(seeker, std::slice::from_ref(&found))
            .await?
            .remove(&found.key)
            .unwrap_or_default()
            .into_iter();
        let version = match reference {
            Reference::Now(_) => None,
            Reference::Version(version) => versions.find(|it| it.public_id == *version),
            Reference::AsOf(_, at) => versions.rfind(|it| it.served_at <= *at),
        };
        Ok(version.map(|version| (found, Some(version))))
    }

    /// The versions of each child's summary that the viewer may know of, the oldest first: those in which something
    /// was served, on the viewer's kind of agency, of a class that the viewer may see today.
    pub(super) async fn summary_versions(
        &self,
        seeker: &Seeker,
        found: &[Reached],
    ) -> Result<HashMap<ChildKey, Vec<Version>>, Trouble> {
        let classes = ClassSet::from_iter(IN_SUMMARY);
        let standings =
            circumstances(&self.store, &self.policy, seeker, found, classes, None).await?;
        let keys: Vec<ChildKey> = found.iter().map(|child| child.key).collect();
        let served = Served::on(seeker.agency_kind, seeker.now);
        let served = services(&self.store, &served, &keys).await?;
        let mut visible = HashMap::new();
        for key in keys {
            let mut versions: Vec<Version> = Vec::new();
            for service in served.of(key) {
                let mut facts = standings.of(key);
                facts.shared.insert(service.class);
                let ruling = self.rules().rule(service.class, &facts, Marks::default());
                let is_known = versions
                    .last()
                    .is_some_and(|it| it.public_id == service.public_id);
                if ruling.is_ok() && !is_known {
                    versions.push(Version {
                        public_id: service.public_id.clone(),
                        number: versions.len() + 1,
                        served_at: service.served_at,
                        filed_on: service.filed_on,
                    });
                }
            }
            visible.insert(key, versions);
        }
        Ok(visible)
    }
}

pub(super) fn as_of(wanted: &Wanted, version: Option<&Version>) -> Wanted {
    Wanted {
        as_filed: version.map(|version| version.served_at),
        // What is due is of the record as it is now.
        deadlines: wanted.deadlines.filter(|_| version.is_none()),
        ..*wanted
    }
}

impl ChildView {
    /// What the summary lists as withheld, in the order in which it would carry it; in one for a court also what a
    /// court's summary never carries, because it is served on the parents.
    pub fn withheld_of_summary(&self, is_for_court: bool) -> Vec<Refusal> {
        let sections = &self.sections;
        let carried = [
            refusal(sections.identity.as_ref()),
            refusal(sections.plan.as_ref()),
            refusal(sections.plan_narrative.as_ref()),
            refusal(sections.legal_status.as_ref()),
            refusal(sections.reviews.as_ref()),
            refusal(sections.proceedings.as_ref()),
            refusal(sections.team.as_ref()),
        ];
        let never = NEVER_IN_COURT_SUMMARY.into_iter().filter(|_| is_for_court);
        let never = never.map(|class| Refusal {
            class,
            reason: WithheldReason::Standing,
            may_be_requested: None,
        });
        carried.into_iter().flatten().chain(never).collect()
    }
}

fn refusal<C, T>(section: Option<&Disclosed<C, T>>) -> Option<Refusal> {
    match section {
        Some(Disclosed::Withheld(refusal)) => Some(*refusal),
        _ => None,
    }
}
