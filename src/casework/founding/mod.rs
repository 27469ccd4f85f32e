//! Founding: whole councils with their people and their children's files, written at once or not at all.

use chrono::{DateTime, Utc};

pub use crate::store::StoreError;
pub use crate::store::founding::{
    Advice, Agency, Allocation, Analysis, Appointment, Birth, CarePeriod, Carer, CaseFile, Consent,
    Contact, CouncilEntry, Court, CourtProceedings, Decision, Desk, DeskHolder, Direction,
    Education, Filed, HealthEvent, Hearing, Home, Identifier, Inspection, LegalSpell, Location,
    Match, Membership, Name, Order, Oversight, People, Person, Placement, Plan, Previous, Register,
    Relative, Release, Request, Review, Sensitive, Spoken, Version, Visit,
};
use crate::{
    domain::access::Windows,
    store::{Randomness, Store, filing, founding, standings},
};

/// All that is written: who there is, the children's files, and the cases that cover them.
#[derive(Debug, Clone, Default)]
pub struct Founding {
    pub people: People,
    pub files: Vec<CaseFile>,
    pub cases: Vec<CourtProceedings>,
}

/// Writes everything in one transaction, with the standings that follow from it, and tells where each child is.
pub async fn found(
    store: &Store,
    randomness: &dyn Randomness,
    founding: &Founding,
    windows: &Windows,
    now: DateTime<Utc>,
) -> Result<Register, StoreError> {
    let mut unit = store.unit(randomness).await?;
    let mut register = Register::default();
    founding::found_people(&mut unit, &mut register, &founding.people).await?;
    founding::found_files(
        &mut unit,
        &mut register,
        &founding.files,
        &founding.cases,
        now,
    )
    .await?;
    let councils: Vec<i16> = register.councils().collect();
    for council in councils {
        let children = register.children_of(council);
        filing::keep_contents(&mut unit, council, &children, now).await?;
        standings::rewrite(&mut unit, council, &children, windows, now).await?;
    }
    unit.commit().await?;
    Ok(register)
}
