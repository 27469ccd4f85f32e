//! What is known of one child, as far as deadlines depend on it: plain data, no clock. Ids are keys of the store; each
//! kind of fact has ids of its own. Spells cover their first day and not their last: the next begins on it.

use chrono::NaiveDate;

use crate::domain::plans::AdmCaseKind;

use super::fact_kind::EventKind;

/// The facts of one child.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    pub born_on: Option<NaiveDate>,
    pub died_on: Option<NaiveDate>,
    pub care: Vec<CarePeriod>,
    pub legal: Vec<LegalSpell>,
    pub placements: Vec<Placement>,
    pub reviews: Vec<Review>,
    /// From this day on every review is on record; nothing where all of them are.
    pub reviews_known_from: Option<NaiveDate>,
    pub visits: Vec<Visit>,
    pub health: Vec<HealthAssessment>,
    pub education: Vec<EducationPlan>,
    pub plans: Vec<PlanVersion>,
    pub adm_cases: Vec<AdmCase>,
    pub proceedings: Vec<Proceedings>,
    pub disputes: Vec<Dispute>,
    pub events: Vec<Event>,
}

/// One period in which the child was looked after without a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarePeriod {
    pub id: i64,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    /// Why it ended, as the national return codes it: E11, E4A and so on.
    pub end_code: Option<String>,
}

/// One legal status: C1, C2, V2, E1 and so on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalSpell {
    pub id: i64,
    pub code: String,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    pub id: i64,
    /// As the national return codes it: U4, P1, A6 and so on.
    pub type_code: String,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    /// The carer is or will be the adopter (A3 to A6, and U2 or U5 once matched). Guards the dates; which rules run
    /// is decided by the type code alone.
    pub is_adoptive: bool,
    pub is_temporary: bool,
    /// The carers are those of the last placement that was not a temporary one: a new record, not a new home.
    pub same_carer: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewKind {
    /// Of a looked-after child's case, under the Care Planning Regulations.
    LookedAfter,
    /// Under the Adoption Agencies Regulations.
    Adoption,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub id: i64,
    pub kind: ReviewKind,
    /// When it was completed.
    pub held_on: Option<NaiveDate>,
    pub adjourned_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    pub id: i64,
    pub held_on: NaiveDate,
    pub was_seen: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthAssessment {
    pub id: i64,
    pub on: NaiveDate,
    pub by_doctor: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EducationPlan {
    pub id: i64,
    pub on: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanVersion {
    pub id: i64,
    pub authorised_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdmCase {
    pub id: i64,
    pub kind: AdmCaseKind,
    pub referred_on: NaiveDate,
    /// When the panel's recommendation and final minutes came; none on the court route.
    pub minutes_on: Option<NaiveDate>,
    pub decided_on: Option<NaiveDate>,
    /// The decision was yes.
    pub is_agreed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Application {
    Care,
    Supervision,
    /// Section 34.
    Contact,
    /// Section 36.
    EducationSupervision,
    /// Section 39.
    Discharge,
    PlacementOrder,
    AdoptionOrder,
    /// Section 8 orders, special guardianship, Part V, and what else is not timed.
    Other,
}

impl Application {
    /// Section 32 times every application for an order under Part IV.
    pub const fn is_timed(self) -> bool {
        match self {
            Application::Care
            | Application::Supervision
            | Application::Contact
            | Application::EducationSupervision
            | Application::Discharge => true,
            Application::PlacementOrder | Application::AdoptionOrder | Application::Other => false,
        }
    }

    /// Runs by the stages of the Public Law Outline.
    pub const fn follows_outline(self) -> bool {
        matches!(self, Application::Care | Application::Supervision)
    }
}

/// One application about the child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proceedings {
    pub id: i64,
    pub application: Application,
    pub issued_on: NaiveDate,
    /// First disposal: the final order, refusal or withdrawal.
    pub final_order_on: Option<NaiveDate>,
    pub hearings: Vec<Hearing>,
    pub extensions: Vec<Extension>,
    pub directions: Vec<Direction>,
    pub guardians: Vec<Guardian>,
    pub analyses: Vec<Analysis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HearingKind {
    CaseManagement,
    FurtherCaseManagement,
    IssuesResolution,
    Final,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HearingState {
    Listed,
    Held,
    Vacated,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hearing {
    pub id: i64,
    pub kind: HearingKind,
    pub on: NaiveDate,
    pub state: HearingState,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    pub id: i64,
    pub granted_on: NaiveDate,
    /// The end that the order states.
    pub ends_on: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Direction {
    pub id: i64,
    pub given_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub met_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guardian {
    pub id: i64,
    pub appointed_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnalysisKind {
    Initial,
    Final,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysis {
    pub id: i64,
    pub kind: AnalysisKind,
    /// As the court directed.
    pub due_on: Option<NaiveDate>,
    pub filed_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    pub id: i64,
    pub opened_on: NaiveDate,
    pub closed_on: Option<NaiveDate>,
}

/// What has no record of its own. `of` names what it is about where several could be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub id: i64,
    pub kind: EventKind,
    pub on: NaiveDate,
    /// The end that an order states.
    pub until: Option<NaiveDate>,
    /// The interval that a review set.
    pub days: Option<u16>,
    pub placement: Option<i64>,
    pub review: Option<i64>,
    pub proceedings: Option<i64>,
    pub adm_case: Option<i64>,
}

impl Event {
    pub fn new(id: i64, kind: EventKind, on: NaiveDate) -> Self {
        Self {
            id,
            kind,
            on,
            until: None,
            days: None,
            placement: None,
            review: None,
            proceedings: None,
            adm_case: None,
        }
    }
}

/// The council's own standards. A council without one has none of its deadlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalStandards {
    /// Days between visits.
    pub visit_days: Option<u16>,
    /// Days between a manager's oversight entries.
    pub oversight_days: Option<u16>,
}

impl Default for LocalStandards {
    /// Four weeks for both: a proposal of this product, for each council to set.
    fn default() -> Self {
        Self {
            visit_days: Some(28),
            oversight_days: Some(28),
        }
    }
}
