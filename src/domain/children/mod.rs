//! What is known of a child: the facts of the sections about the child and the care.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::access::{Disclosed, class};

mod people;
mod yearly;

pub use people::{
    ContactArrangement, Family, FamilyMember, HomeContact, Professional, Relative, Sibling, Team,
};

pub use yearly::{
    Conviction, Health, HealthItem, HealthYear, LeavingYear, LibertyOrder, MissingSpell,
    ReturnedWorker, SensitiveMaterial, year_ending,
};

/// The end of a spell that is still open.
pub const OPEN_END: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(date) => date,
    None => NaiveDate::MAX,
};

/// A stored end as people read it: nothing while the spell is open.
pub fn ended(ends_on: NaiveDate) -> Option<NaiveDate> {
    (ends_on < OPEN_END).then_some(ends_on)
}

/// The key of a child within the whole: its council and its number there. Never leaves the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChildKey {
    pub council: i16,
    pub child: i64,
}

#[derive(Debug, Clone)]
pub struct Identity {
    pub given_names: Option<String>,
    pub family_name: Option<String>,
    pub born_on: Option<NaiveDate>,
    pub expected_on: Option<NaiveDate>,
    pub sex: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Identifiers {
    pub local_identifier: Option<String>,
    pub unique_pupil_number: Option<String>,
    pub ethnicity: Option<String>,
    pub religion: Option<String>,
    pub first_language: Option<String>,
    pub is_unaccompanied_asylum_seeker: bool,
}

/// One placement. Where, when and with whom are guarded parts of their own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Placement {
    pub id: i64,
    pub public_id: Vec<u8>,
    pub type_code: String,
    pub provider_code: Option<String>,
    pub change_reason: Option<String>,
    #[serde(skip)]
    pub is_current: bool,
    #[serde(skip)]
    pub dates: Option<Disclosed<class::PlacementDates, PlacementDates>>,
    #[serde(skip)]
    pub location: Option<Disclosed<class::PlacementLocation, PlacementLocation>>,
    #[serde(skip)]
    pub carers: Option<Disclosed<class::CarerIdentity, Vec<Carer>>>,
}

/// The structural part of a placement: what decides about its guarded parts. Never shown.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct PlacementMark {
    pub id: i64,
    pub is_confidential: bool,
    pub is_adoptive: bool,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    #[serde(skip)]
    pub is_current: bool,
}

impl PlacementMark {
    /// Would the dates of this placement give away when a flagged one began or ended?
    pub fn borders_on_confidential(&self, all: &[PlacementMark]) -> bool {
        let mut flagged = all.iter().filter(|other| other.is_confidential);
        flagged.any(|other| other.starts_on == self.ends_on || other.ends_on == self.starts_on)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlacementDates {
    pub started_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, Default)]
pub struct PlacementLocation {
    pub lines: Option<String>,
    pub postcode: Option<String>,
    pub provider_name: Option<String>,
    pub provider_urn: Option<String>,
    pub distance_tenths: Option<i32>,
    pub is_in_authority: Option<bool>,
    pub school_name: Option<String>,
    pub contact_venue: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Carer {
    pub name: String,
    pub relationship: Option<String>,
    pub approved_on: Option<NaiveDate>,
}

#[derive(Debug, Clone)]
pub struct AdopterSerial {
    pub serial_number: String,
}

#[derive(Debug, Clone)]
pub struct AdopterIdentity {
    pub names: String,
    pub agency: Option<String>,
    pub matched_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, Default)]
pub struct LegalStatus {
    pub became_looked_after_on: Option<NaiveDate>,
    pub spells: Vec<LegalSpell>,
    pub orders: Vec<Order>,
    pub previous_permanence: Vec<PreviousPermanence>,
    pub liberty_orders: Vec<LibertyOrder>,
}

#[derive(Debug, Clone)]
pub struct LegalSpell {
    pub code: String,
    pub started_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
}

#[derive(Debug, Clone)]
pub struct Order {
    pub public_id: Vec<u8>,
    pub kind: String,
    pub made_on: NaiveDate,
    pub expires_on: Option<NaiveDate>,
    pub court: String,
}

#[derive(Debug, Clone)]
pub struct PreviousPermanence {
    pub option_code: String,
    pub year: Option<i16>,
    pub month: Option<i16>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VoiceEntry {
    pub id: i64,
    pub public_id: Vec<u8>,
    pub said_on: NaiveDate,
    pub words: String,
    pub heard_by: Professional,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HealthEvent {
    pub id: i64,
    pub kind: String,
    pub happened_on: NaiveDate,
    pub score: Option<i16>,
    pub detail: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EducationPlan {
    pub id: i64,
    pub reviewed_on: NaiveDate,
    pub attendance_percent: Option<i16>,
    pub summary: Option<String>,
}

#[derive(Debug, Clone)]
pub struct SensitiveItem {
    pub id: i64,
    pub public_id: Vec<u8>,
    pub kind: String,
    pub originator: String,
    pub received_on: NaiveDate,
    pub body: String,
}

#[derive(Debug, Clone)]
pub struct LegalAdvice {
    pub public_id: Vec<u8>,
    pub given_on: NaiveDate,
    pub body: String,
}

/// One reading of the child's record.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Its place among readings of the same microsecond.
    pub place: i64,
    pub read_at: chrono::DateTime<chrono::Utc>,
    pub reader: String,
    pub reader_role: String,
    pub agency: String,
    pub purpose: Option<String>,
    /// The system that asked for them.
    pub through: Option<String>,
    pub shown: super::access::ClassSet,
    pub withheld: super::access::ClassSet,
}

/// In a placement for adoption the carer is the prospective adopter: in the types that say so, and in
/// fostering for adoption and concurrent planning once there is a match.
pub fn is_adoptive_placement(type_code: &str, is_matched: bool) -> bool {
    matches!(type_code, "A3" | "A4" | "A5" | "A6")
        || (is_matched && matches!(type_code, "U2" | "U5"))
}

/// By which names are put in order: family name, then given names, whatever their capitals.
pub fn name_sort_key(family: Option<&str>, given: Option<&str>) -> String {
    let part = |name: Option<&str>| name.unwrap_or_default().trim().to_lowercase();
    format!("{}\u{1f}{}", part(family), part(given))
}
