//! Writes councils, people and whole files of children at once, from plain data that names things by slug.
//!
//! Everything goes through one unit of work, so that a council is founded whole or not at all.

mod access;
mod care;
mod children;
mod events;
mod filing;
mod on_record;
mod oversight;
mod people;
mod placements;
mod plans;
mod proceedings;

use std::collections::HashMap;

pub use access::{Allocation, Release, Request};
pub use care::{Consent, Education, HealthEvent, Match, Sensitive, Spoken};
pub use children::{
    Birth, CarePeriod, Contact, Home, Identifier, LegalSpell, Name, Previous, Relative,
};
pub use events::{Dispute, Event};
pub use filing::Filed;
pub use on_record::{
    CouncilOnRecord, Described, Listed, OnRecord, Recorded, ReturnedPeriod, ReturnedPlacement,
    ReturnedSpell, council_on_record, described, listed, recorded, set_records_from,
};
pub use oversight::{Advice, Analysis, Oversight, Review, Visit};
pub use people::{
    Agency, CouncilEntry, Court, Desk, DeskHolder, Inspection, Membership, People, Person,
};
pub use placements::{Carer, Location, Placement};
pub use plans::{Decision, Plan, Version};
pub use proceedings::{Appointment, CourtProceedings, Direction, Hearing, Order};

use super::{StoreError, Unit, bulk::insert};
use crate::domain::children::ChildKey;

/// How many children's records are gathered before they are written.
const CHILDREN: usize = 200;

/// One child's record, filled as far as it is.
#[derive(Debug, Clone, Default)]
pub struct CaseFile {
    pub slug: String,
    /// The slug of its council.
    pub council: String,
    /// Where a record is there already, and this file is laid around it.
    pub on_record: Option<OnRecord>,
    pub birth: Birth,
    pub name: Option<Name>,
    pub identifiers: Vec<Identifier>,
    pub home: Option<Home>,
    pub periods: Vec<CarePeriod>,
    pub legal_spells: Vec<LegalSpell>,
    pub previous: Vec<Previous>,
    pub placements: Vec<Placement>,
    pub matches: Vec<Match>,
    pub relatives: Vec<Relative>,
    pub contacts: Vec<Contact>,
    pub voices: Vec<Spoken>,
    pub health: Vec<HealthEvent>,
    pub education: Vec<Education>,
    pub sensitive: Vec<Sensitive>,
    pub advice: Vec<Advice>,
    pub plan: Option<Plan>,
    pub decisions: Vec<Decision>,
    pub approvals: Vec<Decision>,
    pub reviews: Vec<Review>,
    pub visits: Vec<Visit>,
    pub oversight: Vec<Oversight>,
    pub events: Vec<Event>,
    pub disputes: Vec<Dispute>,
    pub orders: Vec<Order>,
    pub analyses: Vec<Analysis>,
    /// The filing by which everything marked `is_filed` went to the court and the guardian.
    pub filed: Option<Filed>,
    pub allocations: Vec<Allocation>,
    /// The team's desk, from and until.
    pub teams: Vec<(String, chrono::NaiveDate, chrono::NaiveDate)>,
    pub incidents: Vec<(chrono::NaiveDate, chrono::NaiveDate)>,
    /// The inspections whose sample holds the child.
    pub sampled_by: Vec<String>,
    /// Who may come to a restricted child.
    pub allowed: Vec<String>,
    pub excluded: Vec<String>,
    pub requests: Vec<Request>,
    pub releases: Vec<Release>,
}

/// What slugs stand for, once written.
#[derive(Debug, Default)]
pub struct Register {
    councils: HashMap<String, i16>,
    agencies: HashMap<String, i16>,
    people: HashMap<String, i64>,
    courts: HashMap<String, i64>,
    desks: HashMap<String, i64>,
    inspections: HashMap<String, (i16, i64)>,
    children: HashMap<String, FoundedChild>,
    cases: HashMap<String, proceedings::FoundedCase>,
}

/// Where a child's record is.
#[derive(Debug, Clone)]
pub struct FoundedChild {
    pub key: ChildKey,
    pub public_id: Vec<u8>,
}

impl Register {
    pub fn child(&self, slug: &str) -> Result<&FoundedChild, StoreError> {
        self.children
            .get(slug)
            .ok_or_else(|| unknown("child", slug))
    }

    pub fn council(&self, slug: &str) -> Result<i16, StoreError> {
        known(&self.councils, "council", slug)
    }

    /// Lets go of the cases, once all their children are written.
    pub fn forget_cases(&mut self) {
        self.cases.clear();
    }

    /// Lets go of children and cases whose files are written and that no other file names.
    pub fn forget_files(&mut self) {
        self.children.clear();
        self.cases.clear();
    }

    fn person(&self, slug: &str) -> Result<i64, StoreError> {
        known(&self.people, "person", slug)
    }

    fn court(&self, slug: &str) -> Result<i64, StoreError> {
        known(&self.courts, "court", slug)
    }

    fn desk(&self, slug: &str) -> Result<i64, StoreError> {
        known(&self.desks, "desk", slug)
    }
}

fn known<T: Copy>(map: &HashMap<String, T>, what: &str, slug: &str) -> Result<T, StoreError> {
    map.get(slug).copied().ok_or_else(|| unknown(what, slug))
}

fn unknown(what: &str, slug: &str) -> StoreError {
    StoreError::Unreadable(format!("no {what} is called `{slug}`"))
}

/// Writes the records of children whose council and people are known. Their cases must be given with them:
/// a case may cover several of them.
pub async fn found_files(
    unit: &mut Unit<'_>,
    register: &mut Register,
    files: &[CaseFile],
    cases: &[CourtProceedings],
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), StoreError> {
    children::insert_children(unit, register, files, now).await?;
    proceedings::insert_cases(unit, register, cases).await?;
    for files in files.chunks(CHILDREN) {
        let mut shared = filing::Shared::default();
        children::insert_records(unit, register, files, now, &mut shared).await?;
        care::insert_all(unit, register, files, now, &mut shared).await?;
        plans::insert_all(unit, register, files, now, &mut shared).await?;
        oversight::insert_all(unit, register, files, &mut shared).await?;
        events::insert_all(unit, register, files).await?;
        let orders = proceedings::insert_orders(unit, register, files).await?;
        access::insert_all(unit, register, files, &orders).await?;
        shared.insert(unit, register, files).await?;
    }
    Ok(())
}

pub use people::{found_people, has_council};
