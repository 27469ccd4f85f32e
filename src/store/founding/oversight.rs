//! Reviews, visits, managers' decisions, legal advice and the guardian's analyses.

use chrono::NaiveDate;
use entity::{
    children::legal_advice,
    court::guardian_analysis,
    plans::{oversight_decision, review, visit},
};

use super::{CaseFile, Register, filing::Shared, insert};
use crate::{
    domain::{access::Class, children::ChildKey},
    store::{StoreError, Unit},
};

#[derive(Debug, Clone)]
pub struct Review {
    pub kind: &'static str,
    pub due_on: Option<NaiveDate>,
    pub held_on: Option<NaiveDate>,
    pub participation: Option<&'static str>,
    pub decisions: Option<String>,
    pub is_filed: bool,
}

#[derive(Debug, Clone)]
pub struct Visit {
    pub held_on: NaiveDate,
    pub visitor: String,
    pub seen_alone: &'static str,
    pub is_on_time: bool,
    pub note: Option<String>,
    pub is_filed: bool,
}

#[derive(Debug, Clone)]
pub struct Oversight {
    pub kind: &'static str,
    pub decided_on: NaiveDate,
    pub by: String,
    pub decision: String,
    pub reasons: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Advice {
    pub given_on: NaiveDate,
    pub body: String,
}

#[derive(Debug, Clone)]
pub struct Analysis {
    pub case: String,
    pub officer: String,
    pub kind: &'static str,
    pub filed_on: Option<NaiveDate>,
    pub position: Option<&'static str>,
    pub body: String,
    pub is_released: bool,
}

pub(super) async fn insert_all(
    unit: &mut Unit<'_>,
    register: &Register,
    files: &[CaseFile],
    shared: &mut Shared,
) -> Result<(), StoreError> {
    let (mut reviews, mut visits, mut decisions) = (Vec::new(), Vec::new(), Vec::new());
    let (mut advice, mut analyses) = (Vec::new(), Vec::new());
    for file in files {
        let ChildKey {
            council: council_id,
            child: child_id,
        } = register.child(&file.slug)?.key;
        for entry in &file.reviews {
            let id = unit.next_id(council_id).await?;
            reviews.push(review::Model {
                council_id,
                id,
                public_id: unit.public_id(),
                child_id,
                kind: entry.kind.to_owned(),
                due_on: entry.due_on,
                held_on: entry.held_on,
                participation: entry.participation.map(str::to_owned),
                is_plan_considered: entry.held_on.map(|_| true),
                decisions: entry.decisions.clone(),
                adjourned_on: None,
            });
            if entry.is_filed {
                shared.filed(&file.slug, Class::Reviews, id);
            }
        }
        for entry in &file.visits {
            let id = unit.next_id(council_id).await?;
            visits.push(visit::Model {
                council_id,
                id,
                public_id: unit.public_id(),
                child_id,
                held_on: entry.held_on,
                visitor_id: register.person(&entry.visitor)?,
                was_seen: entry.seen_alone != "UNABLE",
                seen_alone: entry.seen_alone.to_owned(),
                is_on_time: Some(entry.is_on_time),
                note: entry.note.clone(),
            });
            if entry.is_filed {
                shared.filed(&file.slug, Class::Visits, id);
            }
        }
        for entry in &file.oversight {
            decisions.push(oversight_decision::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                public_id: unit.public_id(),
                child_id,
                kind: entry.kind.to_owned(),
                decided_on: entry.decided_on,
                decided_by_id: register.person(&entry.by)?,
                decision: entry.decision.clone(),
                reasons: entry.reasons.clone(),
            });
        }
        for entry in &file.advice {
            advice.push(legal_advice::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                public_id: unit.public_id(),
                child_id,
                given_on: entry.given_on,
                body: entry.body.clone(),
            });
        }
        for entry in &file.analyses {
            let id = unit.next_id(council_id).await?;
            analyses.push(guardian_analysis::Model {
                council_id,
                id,
                public_id: unit.public_id(),
                child_id,
                appointment_id: register.appointment(&entry.case, &entry.officer)?,
                kind: entry.kind.to_owned(),
                filed_on: entry.filed_on,
                position: entry.position.map(str::to_owned),
                body: entry.body.clone(),
            });
            if entry.is_released {
                shared.released_by_guardian(&file.slug, id);
            }
        }
    }
    insert(unit, reviews).await?;
    insert(unit, visits).await?;
    insert(unit, decisions).await?;
    insert(unit, advice).await?;
    insert(unit, analyses).await
}
