//! What time limits count from or are met by and has no record of its own, and disputes.

use chrono::NaiveDate;
use entity::deadlines::{care_event, dispute};

use super::{CaseFile, Register, insert};
use crate::{
    domain::{children::ChildKey, deadlines::EventKind},
    store::{StoreError, Unit},
};

#[derive(Debug, Clone)]
pub struct Event {
    pub kind: EventKind,
    pub on: NaiveDate,
    /// The interval that a review set.
    pub days: Option<i16>,
}

impl Event {
    pub fn new(kind: EventKind, on: NaiveDate) -> Self {
        Self {
            kind,
            on,
            days: None,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Dispute {
    pub opened_on: NaiveDate,
    pub closed_on: Option<NaiveDate>,
}

pub(super) async fn insert_all(
    unit: &mut Unit<'_>,
    register: &Register,
    files: &[CaseFile],
) -> Result<(), StoreError> {
    let (mut events, mut disputes) = (Vec::new(), Vec::new());
    for file in files {
        let ChildKey {
            council: council_id,
            child: child_id,
        } = register.child(&file.slug)?.key;
        for entry in &file.events {
            events.push(care_event::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                child_id,
                kind: entry.kind.word().to_owned(),
                happened_on: entry.on,
                until_on: None,
                interval_days: entry.days,
                placement_id: None,
                review_id: None,
                proceedings_id: None,
                adm_case_id: None,
            });
        }
        for entry in &file.disputes {
            disputes.push(dispute::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                public_id: Some(unit.public_id()),
                child_id,
                opened_on: entry.opened_on,
                closed_on: entry.closed_on,
                stage: None,
                subject: None,
            });
        }
    }
    insert(unit, events).await?;
    insert(unit, disputes).await
}
