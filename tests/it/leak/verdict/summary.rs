//! What a plan summary says of itself: what it withholds, and which versions there are.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::{
    Sight,
    fault::{Fault, wrong},
    is_version,
};
use crate::leak::{expected::Expected, oracle::Key};

const COURT_NEVER_CARRIES: [&str; 5] = [
    "HOME_CONTACT",
    "PLACEMENT_LOCATION",
    "CARER_IDENTITY",
    "ADOPTER_IDENTITY",
    "SENSITIVE_MATERIAL",
];

impl Sight<'_> {
    /// What a summary lists as withheld.
    pub(super) fn summary(&self, key: Key, fields: &Map<String, Value>, faults: &mut Vec<Fault>) {
        let Some(Value::Array(told)) = fields.get("withheld") else {
            return;
        };
        let is_served = is_version(fields);
        let told: BTreeSet<&str> = told
            .iter()
            .filter_map(|it| it["informationClass"].as_str())
            .collect();
        let carried = [
            "IDENTITY",
            "PLAN",
            "PLAN_NARRATIVE",
            "LEGAL_STATUS",
            "REVIEWS",
            "PROCEEDINGS",
            "TEAM",
        ];
        let mut due: BTreeSet<&str> = carried
            .into_iter()
            .filter(|class| {
                let place = (key, (*class).to_owned(), None);
                matches!(self.book(is_served)[&place], Expected::Withheld { .. })
            })
            .collect();
        if ["JUDGE", "LEGAL_ADVISER", "COURT_STAFF"].contains(&self.who.role.as_str()) {
            due.extend(COURT_NEVER_CARRIES);
        }
        if told != due {
            faults.push(wrong(format!(
                "{}: the summary lists {told:?} as withheld, not {due:?}",
                self.slug(key)
            )));
        }
    }

    /// The versions that a summary tells of.
    pub(super) fn versions_told(
        &self,
        key: Key,
        fields: &Map<String, Value>,
        faults: &mut Vec<Fault>,
    ) {
        let Some(Value::Array(told)) = fields.get("versions") else {
            return;
        };
        let told: Vec<(i64, Option<DateTime<Utc>>)> = told
            .iter()
            .map(|it| {
                let at = it["servedAt"].as_str().and_then(|at| at.parse().ok());
                (it["number"].as_i64().unwrap_or(0), at)
            })
            .collect();
        let due = self.versions[&key].iter().enumerate().rev();
        let due: Vec<(i64, Option<DateTime<Utc>>)> = due
            .map(|(place, at)| (place as i64 + 1, Some(*at)))
            .collect();
        if told != due {
            faults.push(Fault {
                is_leak: told.len() > due.len(),
                what: format!("{}: versions {told:?}, not {due:?}", self.slug(key)),
            });
        }
    }
}
