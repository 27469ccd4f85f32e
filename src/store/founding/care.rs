//! What was heard and found about a child: the child's own words, health, education, matches, what others told.

use chrono::{DateTime, NaiveDate, Utc};
use entity::children::{
    adoption_match, education_plan, health_event, originator_consent, sensitive_item, voice,
};

use super::{CaseFile, Register, filing::Shared, insert};
use crate::{
    domain::{
        access::{AgencyKind, Class},
        children::ChildKey,
    },
    store::{StoreError, Unit},
};

#[derive(Debug, Clone)]
pub struct Spoken {
    pub said_on: NaiveDate,
    pub heard_by: String,
    pub words: String,
    pub is_filed: bool,
}

#[derive(Debug, Clone)]
pub struct HealthEvent {
    pub kind: &'static str,
    pub happened_on: NaiveDate,
    pub score: Option<i16>,
    pub detail: Option<String>,
    pub is_filed: bool,
}

#[derive(Debug, Clone)]
pub struct Education {
    pub reviewed_on: NaiveDate,
    pub attendance_percent: i16,
    pub summary: String,
    pub is_filed: bool,
}

#[derive(Debug, Clone)]
pub struct Match {
    pub serial_number: String,
    pub adopter_names: String,
    pub adoption_agency: Option<String>,
    pub matched_on: Option<NaiveDate>,
}

#[derive(Debug, Clone)]
pub struct Sensitive {
    pub kind: &'static str,
    pub originator: String,
    pub received_on: NaiveDate,
    pub body: String,
    pub consents: Vec<Consent>,
}

/// What the originator said of one kind of reader. The latest word counts.
#[derive(Debug, Clone)]
pub struct Consent {
    pub reader: AgencyKind,
    pub is_agreed: bool,
    pub decided_on: NaiveDate,
}

pub(super) async fn insert_all(
    unit: &mut Unit<'_>,
    register: &Register,
    files: &[CaseFile],
    now: DateTime<Utc>,
    shared: &mut Shared,
) -> Result<(), StoreError> {
    let (mut voices, mut health, mut education) = (Vec::new(), Vec::new(), Vec::new());
    let (mut matches, mut items, mut consents) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        let ChildKey {
            council: council_id,
            child: child_id,
        } = register.child(&file.slug)?.key;
        for entry in &file.voices {
            let id = unit.next_id(council_id).await?;
            voices.push(voice::Model {
                council_id,
                id,
                public_id: unit.public_id(),
                child_id,
                said_on: entry.said_on,
                heard_by_id: register.person(&entry.heard_by)?,
                words: entry.words.clone(),
                recorded_at: now,
            });
            if entry.is_filed {
                shared.filed(&file.slug, Class::ChildVoice, id);
            }
        }
        for entry in &file.health {
            let id = unit.next_id(council_id).await?;
            health.push(health_event::Model {
                council_id,
                id,
                child_id,
                kind: entry.kind.to_owned(),
                happened_on: entry.happened_on,
                score: entry.score,
                detail: entry.detail.clone(),
            });
            if entry.is_filed {
                shared.filed(&file.slug, Class::Health, id);
            }
        }
        for entry in &file.education {
            let id = unit.next_id(council_id).await?;
            education.push(education_plan::Model {
                council_id,
                id,
                child_id,
                reviewed_on: entry.reviewed_on,
                attendance_percent: Some(entry.attendance_percent),
                summary: Some(entry.summary.clone()),
            });
            if entry.is_filed {
                shared.filed(&file.slug, Class::Education, id);
            }
        }
        for entry in &file.matches {
            matches.push(adoption_match::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                child_id,
                serial_number: entry.serial_number.clone(),
                adopter_names: entry.adopter_names.clone(),
                adoption_agency: entry.adoption_agency.clone(),
                matched_on: entry.matched_on,
            });
        }
        for entry in &file.sensitive {
            let item_id = unit.next_id(council_id).await?;
            items.push(sensitive_item::Model {
                council_id,
                id: item_id,
                public_id: unit.public_id(),
                child_id,
                kind: entry.kind.to_owned(),
                originator: entry.originator.clone(),
                received_on: entry.received_on,
                body: entry.body.clone(),
            });
            for consent in &entry.consents {
                consents.push(originator_consent::Model {
                    council_id,
                    id: unit.next_id(council_id).await?,
                    child_id,
                    item_id,
                    reader_kind: consent.reader.to_string(),
                    is_agreed: consent.is_agreed,
                    decided_on: consent.decided_on,
                });
            }
        }
    }
    insert(unit, voices).await?;
    insert(unit, health).await?;
    insert(unit, education).await?;
    insert(unit, matches).await?;
    insert(unit, items).await?;
    insert(unit, consents).await
}
