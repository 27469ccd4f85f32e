//! Permanence plans, their versions, and how a version moves from one state to the next.
//!
//! `transitions.csv` is the table: from, to, who, and under which guards. `step` walks it over plain facts and a deed.

mod beside;
mod court;
mod deed;
mod facts;
mod guard;
mod history;
mod holds;
mod may;
mod option;
mod reading;
mod rules;
mod state;
mod step;
mod transition;

pub use beside::{BESIDE, beside};
pub use court::{CaseEnd, CaseKind, OrderKind, Outcome};
pub use deed::{AchievedBy, Deed, Papers, ReversalCode, ReviewOutcome, Route};
pub use facts::{
    AdmCase, AdmCaseKind, Approval, ApprovalKind, CarePeriod, Case, CourtOrder, Facts, Filing,
    LongTermConfirmed, PlacementNow, PlanReview, Reported, ReviewingOfficer, Texts, VersionFacts,
};
pub use guard::{Guard, Source};
pub use history::PlanEvent;
pub use holds::holds;
pub use may::{May, may_on_child, may_on_plan};
pub use option::{EarlyPermanence, Part, PermanenceOption};
pub use rules::Rules;
pub use state::{Place, State, at_end_of_care, place};
pub use step::{Beside, Move, OpenAct, Refusal, Step, follow, open_acts, step};
pub use transition::{Transition, TransitionError, transitions};

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
    /// What the last review made of it.
    #[serde(default)]
    pub review_outcome: Option<String>,
    #[serde(skip)]
    pub narrative: Option<Disclosed<class::PlanNarrative, PlanNarrative>>,
    /// What was done with it: never of a version that is shown as filed.
    #[serde(skip)]
    pub history: Option<Disclosed<class::Plan, Vec<PlanEvent>>>,
    /// What the viewer may do to it now.
    #[serde(skip)]
    pub may: Vec<May>,
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

impl PlanVersion {
    /// Was it authorised, as far as its state tells? A word that is none of ours is not shown beyond the council.
    pub fn is_settled(&self) -> bool {
        self.state.parse().is_ok_and(State::is_settled)
    }
}

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
