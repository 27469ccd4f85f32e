//! What somebody does to a plan: who, on which day, and what they hand in with it.

use chrono::NaiveDate;

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// What the review made of a plan. It never blocks: the council decides.
    ReviewOutcome, "outcome of a plan's review" {
        Agreed = "AGREED",
        AgreedWithConditions = "AGREED_WITH_CONDITIONS",
        Disagreed = "DISAGREED",
    }
}

vocabulary! {
    /// The way to the agency decision maker: through the adoption panel where parents consent, straight to the
    /// decision maker where a placement order will be applied for.
    Route, "route to the decision maker" {
        Panel = "PANEL",
        Court = "COURT",
    }
}

vocabulary! {
    /// Why a decision for adoption was reversed, as the national return codes it.
    ReversalCode, "reason for a reversal" {
        Rd1 = "RD1",
        Rd2 = "RD2",
        Rd3 = "RD3",
        Rd4 = "RD4",
    }
}

vocabulary! {
    /// What shows that permanence was achieved.
    AchievedBy, "way in which permanence was achieved" {
        /// An adoption, special guardianship or child arrangements order.
        Order = "ORDER",
        /// The child left care as planned.
        LeftCare = "LEFT_CARE",
        /// The placement is the one that was planned, and it was confirmed or matched.
        Placement = "PLACEMENT",
        /// A review confirmed the placement.
        Review = "REVIEW",
    }
}

/// Papers that go with a referral to the decision maker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Papers {
    pub has_permanence_report: bool,
    pub has_medical_advice: bool,
    pub has_legal_advice: bool,
}

/// One deed. What the act does not ask for stays empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deed {
    /// The person who acts.
    pub by: i64,
    /// The day on which it takes effect.
    pub on: NaiveDate,
    pub reason: Option<String>,
    pub management_note: Option<String>,
    pub outcome: Option<ReviewOutcome>,
    /// The decision maker decides for adoption, or against it.
    pub is_approved: Option<bool>,
    pub route: Option<Route>,
    /// The day of the panel's final minutes.
    pub minutes_on: Option<NaiveDate>,
    /// The decision maker to whom it is referred.
    pub decision_maker: Option<i64>,
    pub papers: Papers,
    pub reversal_code: Option<ReversalCode>,
    pub achieved: Option<(AchievedBy, NaiveDate)>,
    /// The day on which the last of the parties was served.
    pub served_on: Option<NaiveDate>,
    /// An order dispensed with service.
    pub is_service_dispensed: bool,
}
