//! What was filed and served, or released: the rows by which the court, the guardian and others read.
//!
//! A row names one item by its number, which is unique within a council. Two classes have no items and are
//! shared as a whole, up to the instant of sharing: identifiers and the counts of visits, both as item 0. A plan's
//! version stands for itself and for its narrative, with the state that it had on the day of filing.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::court::shared_item;

use super::{CaseFile, Register, insert};
use crate::{
    domain::access::{AgencyKind, Class},
    store::{
        StoreError, Unit,
        filing::{RELEASED_TO, SERVED_ON},
    },
};

/// A filing in a case, of the kind `EVIDENCE` or `PLAN`.
#[derive(Debug, Clone)]
pub struct Filed {
    pub case: String,
    pub at: DateTime<Utc>,
}

/// The item of a class that has no items.
const AS_A_WHOLE: i64 = 0;

/// Items to be shared, gathered while the rows that they name are written.
#[derive(Default)]
pub(super) struct Shared(Vec<Item>);

struct Item {
    child: String,
    class: Class,
    id: i64,
    as_filed_state: Option<String>,
    is_released: bool,
}

impl Shared {
    pub fn filed(&mut self, child: &str, class: Class, id: i64) {
        self.add(child, class, id, None, false);
    }

    pub fn filed_in_state(&mut self, child: &str, class: Class, id: i64, state: &str) {
        self.add(child, class, id, Some(state.to_owned()), false);
    }

    pub fn released_by_guardian(&mut self, child: &str, id: i64) {
        self.add(child, Class::GuardianAnalysis, id, None, true);
    }

    fn add(
        &mut self,
        child: &str,
        class: Class,
        id: i64,
        as_filed_state: Option<String>,
        is_released: bool,
    ) {
        self.0.push(Item {
            child: child.to_owned(),
            class,
            id,
            as_filed_state,
            is_released,
        });
    }

    pub async fn insert(
        mut self,
        unit: &mut Unit<'_>,
        register: &Register,
        files: &[CaseFile],
    ) -> Result<(), StoreError> {
        for file in files.iter().filter(|file| file.filed.is_some()) {
            self.filed(&file.slug, Class::Identifiers, AS_A_WHOLE);
            self.filed(&file.slug, Class::VisitCounts, AS_A_WHOLE);
        }
        let filings: HashMap<&str, &Filed> = files
            .iter()
            .filter_map(|file| Some((file.slug.as_str(), file.filed.as_ref()?)))
            .collect();
        let mut rows = Vec::new();
        for item in self.0 {
            // Marked as filed, and nothing was filed: it stays with the council.
            let Some(filed) = filings.get(item.child.as_str()) else {
                continue;
            };
            let child = register.child(&item.child)?.key;
            let filing = register.filing(&filed.case, item.class)?;
            let readers: &[AgencyKind] = if item.is_released {
                &RELEASED_TO
            } else {
                &SERVED_ON
            };
            for reader in readers {
                rows.push(shared_item::Model {
                    council_id: child.council,
                    id: unit.next_id(child.council).await?,
                    child_id: child.child,
                    class: item.class as i16,
                    item_id: item.id,
                    as_filed_state: item.as_filed_state.clone(),
                    via: if item.is_released {
                        "RELEASED_BY_GUARDIAN"
                    } else {
                        "FILED"
                    }
                    .to_owned(),
                    filing_id: Some(filing),
                    reader_kind: reader.to_string(),
                    shared_at: filed.at,
                    withdrawn_at: None,
                });
            }
        }
        insert(unit, rows).await
    }
}
