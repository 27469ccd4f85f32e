//! What is known of a child and of one version of the plan, as of a day: plain data, no clock. Spells cover their first
//! day and not their last.

use chrono::NaiveDate;

use super::{AchievedBy, CaseEnd, CaseKind, OrderKind, Part, PermanenceOption, Route, State};
use crate::domain::vocabulary::vocabulary;

/// What the guards look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    pub born_on: Option<NaiveDate>,
    /// The child is expected and not yet born.
    pub is_before_birth: bool,
    /// The period of care now, or the last one.
    pub care: Option<CarePeriod>,
    /// The legal status now, as the national return codes it: C1, C2, V2, E1 and so on.
    pub legal_status: Option<String>,
    /// A brother or sister is looked after or planned for too.
    pub has_siblings: bool,
    /// When the child's own words were recorded last.
    pub last_voice_on: Option<NaiveDate>,
    pub placement: Option<PlacementNow>,
    /// The carers of the placement now were matched with the child by the council's own panel.
    pub matched_on: Option<NaiveDate>,
    pub long_term: LongTermConfirmed,
    pub reviews: Vec<PlanReview>,
    /// Those who are the reviewing officer, or stand in for one, on the day.
    pub reviewing_officers: Vec<ReviewingOfficer>,
    pub approvals: Vec<Approval>,
    pub adm_cases: Vec<AdmCase>,
    /// The days of managers' notes on the file.
    pub oversight: Vec<NaiveDate>,
    pub cases: Vec<Case>,
    pub orders: Vec<CourtOrder>,
    /// The version that is moved; empty where one is begun.
    pub version: VersionFacts,
    /// Another version of this child that is in force.
    pub in_force: Option<State>,
    /// Another version of this child that is in preparation.
    pub preparing: Option<State>,
    /// Of a version that might be superseded: the state of its successor, and whether that was reviewed. `step` sets it.
    pub successor: Option<(State, bool)>,
}

/// One version: what is in it, and what was done with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VersionFacts {
    pub options: Vec<(Part, PermanenceOption)>,
    pub texts: Texts,
    pub target_on: Option<NaiveDate>,
    /// Who proposed it last.
    pub proposer: Option<i64>,
    pub proposed_on: Option<NaiveDate>,
    pub authorised_on: Option<NaiveDate>,
    pub reviewed_on: Option<NaiveDate>,
    pub implementing_since: Option<NaiveDate>,
    pub reported: Option<Reported>,
    pub filings: Vec<Filing>,
}

/// Which texts of the version are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Texts {
    pub has_rationale: bool,
    pub has_parents_views: bool,
    pub has_sibling_assessment: bool,
    /// Why there is no contingency.
    pub says_why_no_contingency: bool,
    /// Why the child's own view is not recorded.
    pub says_why_no_voice: bool,
    /// Why the views of those with parental responsibility are not recorded.
    pub says_why_no_parents_views: bool,
}

/// A social worker reported that permanence was achieved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported {
    pub by: i64,
    pub how: AchievedBy,
    pub on: NaiveDate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filing {
    pub case: i64,
    pub is_final: bool,
    pub filed_on: NaiveDate,
    /// The day on which the last party was served, or service was dispensed with.
    pub served_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarePeriod {
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    /// Why it ended, as the national return codes it.
    pub exit_code: Option<String>,
    /// The day on which 20 working days of it are full; none where the calendar does not reach it.
    pub twenty_working_days_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacementNow {
    /// As the national return codes it.
    pub type_code: String,
    pub starts_on: NaiveDate,
}

/// Confirmations that a foster placement is a long-term one (Care Planning Regulations 2010, regulation 22B).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LongTermConfirmed {
    pub to_carer_on: Option<NaiveDate>,
    pub to_parent_on: Option<NaiveDate>,
    pub to_child_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanReview {
    pub id: i64,
    /// When it was completed.
    pub held_on: Option<NaiveDate>,
    /// The plan was considered there.
    pub considered_plan: bool,
    pub adjourned_on: Option<NaiveDate>,
    /// The last of the 20 working days after an adjournment; none where the calendar does not reach it.
    pub resumes_by: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewingOfficer {
    pub person: i64,
    /// Barred for this child (Care Planning Regulations 2010, regulation 46(3)), now or by what they once were.
    pub has_conflict: bool,
}

vocabulary! {
    /// The regulations that reserve an approval (Care Planning Regulations 2010).
    ApprovalKind, "kind of approval" {
        Reg11 = "REG11",
        Reg18 = "REG18",
        Reg19 = "REG19",
        Reg25 = "REG25",
        Reg39 = "REG39",
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approval {
    pub kind: ApprovalKind,
    pub officer: i64,
    /// The officer is the director of children's services.
    pub is_director: bool,
    pub referred_on: NaiveDate,
    pub decided_on: Option<NaiveDate>,
    pub is_agreed: bool,
}

vocabulary! {
    /// A question that is put to the agency decision maker.
    AdmCaseKind, "question to the decision maker" {
        /// Should the child be placed for adoption?
        Plan = "PLAN",
        Match = "MATCH",
        Reversal = "REVERSAL",
    }
}

/// A question that was put to the agency decision maker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdmCase {
    pub kind: AdmCaseKind,
    pub decision_maker: i64,
    pub route: Option<Route>,
    pub referred_on: NaiveDate,
    /// Who sat on the panel that considered it.
    pub panel: Vec<i64>,
    pub decided_on: Option<NaiveDate>,
    pub is_approved: bool,
}

/// Pre-proceedings, or an application about the child: the council's or another person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    pub id: i64,
    pub kind: CaseKind,
    pub is_the_councils: bool,
    pub issued_on: Option<NaiveDate>,
    pub ended: Option<(NaiveDate, CaseEnd)>,
    /// Pre-proceedings end by being closed.
    pub closed_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CourtOrder {
    pub kind: OrderKind,
    pub case: i64,
    pub made_on: NaiveDate,
}
