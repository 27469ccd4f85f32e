//! Permanence plans and their versions.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::access::{Disclosed, class};

/// One version of a plan, as far as the viewer may see it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlanVersion {
    pub id: i64,
    pub public_id: Vec<u8>,
    pub version_no: i16,
    pub revision: i64,
    /// The state now, or under F the state on the day of filing.
    pub state: String,
    pub is_in_force: bool,
    pub is_preparing: bool,
    pub primary_option: Option<String>,
    pub parallel_options: Vec<String>,
    pub contingency_option: Option<String>,
    pub proposed_on: Option<NaiveDate>,
    pub authorised_on: Option<NaiveDate>,
    pub reviewed_on: Option<NaiveDate>,
    pub target_on: Option<NaiveDate>,
    pub filed_on: Option<NaiveDate>,
    #[serde(skip)]
    pub narrative: Option<Disclosed<class::PlanNarrative, PlanNarrative>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlanNarrative {
    pub rationale: Option<String>,
    pub analysis: Option<String>,
    pub contingency: Option<String>,
    pub sibling_assessment: Option<String>,
    pub parents_views: Option<String>,
}

/// All versions that the viewer may see, newest first.
#[derive(Debug, Clone, Default)]
pub struct PlanRecord {
    pub versions: Vec<PlanVersion>,
}

impl PlanRecord {
    /// The version to go by: the one in force, else the one in preparation, else under F the one filed last.
    pub fn current(&self) -> Option<&PlanVersion> {
        let find =
            |test: fn(&PlanVersion) -> bool| self.versions.iter().find(|version| test(version));
        find(|version| version.is_in_force).or_else(|| find(|version| version.is_preparing))
    }
}

/// The states in which a plan is still the council's own draft.
pub const UNSETTLED: [&str; 3] = ["DRAFT", "PROPOSED", "WITHDRAWN"];

impl PlanNarrative {
    pub fn is_empty(&self) -> bool {
        [
            &self.rationale,
            &self.analysis,
            &self.contingency,
            &self.sibling_assessment,
            &self.parents_views,
        ]
        .iter()
        .all(|text| text.is_none())
    }
}

/// Gives a version its options out of `(version, part, option)` of the child.
pub fn fill_options(version: &mut PlanVersion, options: &[(i64, String, String)]) {
    for (id, part, option) in options {
        if *id != version.id {
            continue;
        }
        match part.as_str() {
            "PRIMARY" => version.primary_option = Some(option.clone()),
            "PARALLEL" => version.parallel_options.push(option.clone()),
            _ => version.contingency_option = Some(option.clone()),
        }
    }
}
