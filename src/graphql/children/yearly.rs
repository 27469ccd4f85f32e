//! What returns say of a child for a collection year, beneath the sections of its classes.

use async_graphql::SimpleObject;
use chrono::NaiveDate;

use crate::{
    domain::children::{self, year_ending},
    graphql::access::Professional,
};

/// The checks of a year, of a child who was looked after for twelve months. Null: not returned.
#[derive(SimpleObject, Debug, Clone)]
pub struct HealthYear {
    /// The last day of the year: a 31 March.
    pub year_ending: NaiveDate,
    /// The total of the strengths and difficulties questionnaire, 0 to 40.
    pub sdq_score: Option<i32>,
    /// Why there is no score, as a code of the national return (SDQ1 to SDQ5).
    pub sdq_reason: Option<String>,
    /// Whether the health checks of a child under five are up to date.
    pub had_health_check: Option<bool>,
    /// Whether immunisations are up to date.
    pub is_immunised: Option<bool>,
    /// Whether the teeth were checked.
    pub had_teeth_check: Option<bool>,
    /// Whether the yearly health assessment took place.
    pub had_health_assessment: Option<bool>,
    /// Whether a problem of substance misuse was found.
    pub has_substance_misuse: Option<bool>,
    /// Whether the child received help for it.
    pub received_intervention: Option<bool>,
    /// Whether the child was offered help for it.
    pub was_offered_intervention: Option<bool>,
}

impl From<children::HealthYear> for HealthYear {
    fn from(it: children::HealthYear) -> Self {
        Self {
            year_ending: year_ending(it.year),
            sdq_score: it.sdq_score.map(i32::from),
            sdq_reason: it.sdq_reason,
            had_health_check: it.had_health_check,
            is_immunised: it.is_immunised,
            had_teeth_check: it.had_teeth_check,
            had_health_assessment: it.had_health_assessment,
            has_substance_misuse: it.has_substance_misuse,
            received_intervention: it.received_intervention,
            was_offered_intervention: it.was_offered_intervention,
        }
    }
}

/// A care leaver's year.
#[derive(SimpleObject, Debug, Clone)]
pub struct CareLeaverYear {
    /// The last day of the year: a 31 March.
    pub year_ending: NaiveDate,
    /// Whether the council was in touch, as a code of the national return.
    pub in_touch: Option<String>,
    /// What the care leaver did, as a code of the national return: education, training, work, or neither and why.
    pub activity: Option<String>,
    /// Where the care leaver lived, as a code of the national return; its last digit is 1 for suitable, 2 for unsuitable.
    pub accommodation: Option<String>,
}

impl From<children::LeavingYear> for CareLeaverYear {
    fn from(it: children::LeavingYear) -> Self {
        Self {
            year_ending: year_ending(it.year),
            in_touch: it.in_touch,
            activity: it.activity,
            accommodation: it.accommodation,
        }
    }
}

/// Deprivation of a child's liberty under a court's order.
#[derive(SimpleObject, Debug, Clone)]
pub struct LibertyOrder {
    /// The last day of the collection year whose return says so.
    pub returned_for_year_ending: NaiveDate,
    /// Its first day.
    pub started_on: NaiveDate,
    /// The day it ended; null where the return gives no end.
    pub ended_on: Option<NaiveDate>,
}

impl From<children::LibertyOrder> for LibertyOrder {
    fn from(it: children::LibertyOrder) -> Self {
        Self {
            returned_for_year_ending: year_ending(it.year),
            started_on: it.started_on,
            ended_on: it.ended_on,
        }
    }
}

/// A time in which the child was missing, or away without authorisation.
#[derive(SimpleObject, Debug, Clone)]
pub struct MissingSpell {
    /// The last day of the collection year whose return says so.
    pub returned_for_year_ending: NaiveDate,
    /// M missing, A away without authorisation.
    pub kind: Option<String>,
    /// Its first day.
    pub started_on: NaiveDate,
    /// The day it ended; null where the return gives no end.
    pub ended_on: Option<NaiveDate>,
}

impl From<children::MissingSpell> for MissingSpell {
    fn from(it: children::MissingSpell) -> Self {
        Self {
            returned_for_year_ending: year_ending(it.year),
            kind: it.kind,
            started_on: it.started_on,
            ended_on: it.ended_on,
        }
    }
}

/// Whether the child was convicted, or given a final warning or reprimand, in a year.
#[derive(SimpleObject, Debug, Clone)]
pub struct Conviction {
    /// The last day of the year: a 31 March.
    pub year_ending: NaiveDate,
    /// Whether there was one.
    pub is_convicted: bool,
}

impl From<children::Conviction> for Conviction {
    fn from(it: children::Conviction) -> Self {
        Self {
            year_ending: year_ending(it.year),
            is_convicted: it.is_convicted,
        }
    }
}

/// The social worker whom a return names by registration number.
#[derive(SimpleObject, Debug, Clone)]
pub struct ReturnedSocialWorker {
    /// The last day of the collection year whose return says so.
    pub returned_for_year_ending: NaiveDate,
    /// The worker's registration number.
    pub registration_number: Option<String>,
    /// Since when the child has been theirs.
    pub since: NaiveDate,
    /// The worker, where somebody of the council is on record with that number.
    pub professional: Option<Professional>,
}

impl From<children::ReturnedWorker> for ReturnedSocialWorker {
    fn from(it: children::ReturnedWorker) -> Self {
        Self {
            returned_for_year_ending: year_ending(it.year),
            registration_number: it.registration_no,
            since: it.since,
            professional: it.professional.map(Into::into),
        }
    }
}
