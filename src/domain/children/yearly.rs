//! What returns say of a child for a collection year.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{HealthEvent, Professional, SensitiveItem};

/// The last day of a collection year: 31 March of the year by which it is named.
pub fn year_ending(year: i16) -> NaiveDate {
    NaiveDate::from_ymd_opt(year.into(), 3, 31).unwrap_or(NaiveDate::MIN)
}

#[derive(Debug, Clone, Default)]
pub struct Health {
    pub events: Vec<HealthEvent>,
    /// The newest year first.
    pub years: Vec<HealthYear>,
}

/// An item of the class HEALTH, as it is kept when it is filed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum HealthItem {
    Event(HealthEvent),
    Year(HealthYear),
}

/// The yearly checks of a child.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HealthYear {
    pub id: i64,
    pub year: i16,
    pub sdq_score: Option<i16>,
    pub sdq_reason: Option<String>,
    pub had_health_check: Option<bool>,
    pub is_immunised: Option<bool>,
    pub had_teeth_check: Option<bool>,
    pub had_health_assessment: Option<bool>,
    pub has_substance_misuse: Option<bool>,
    pub received_intervention: Option<bool>,
    pub was_offered_intervention: Option<bool>,
}

/// A care leaver's year.
#[derive(Debug, Clone)]
pub struct LeavingYear {
    pub year: i16,
    pub in_touch: Option<String>,
    pub activity: Option<String>,
    pub accommodation: Option<String>,
}

#[derive(Debug, Clone)]
pub struct LibertyOrder {
    pub year: i16,
    pub started_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
}

#[derive(Debug, Clone)]
pub struct MissingSpell {
    pub year: i16,
    pub kind: Option<String>,
    pub started_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
}

/// Whether a child was convicted in a year, or given a final warning or reprimand.
#[derive(Debug, Clone)]
pub struct Conviction {
    pub year: i16,
    pub is_convicted: bool,
}

#[derive(Debug, Clone, Default)]
pub struct SensitiveMaterial {
    pub items: Vec<SensitiveItem>,
    pub missing: Vec<MissingSpell>,
    pub convictions: Vec<Conviction>,
}

/// The social worker whom the newest return names by registration number. The person is known where somebody of the
/// council has just that number; nobody is made up for one that no one has.
#[derive(Debug, Clone)]
pub struct ReturnedWorker {
    pub year: i16,
    pub registration_no: Option<String>,
    pub since: NaiveDate,
    pub professional: Option<Professional>,
}
