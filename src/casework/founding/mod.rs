//! Founding: whole councils with their people and their children's files, written at once or not at all.

mod around;
mod seeded;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;

pub use around::{AroundError, Surroundings, found_around};
pub use seeded::FromSeed;

pub use crate::store::StoreError;
pub use crate::store::founding::{
    Advice, Agency, Allocation, Analysis, Appointment, Birth, CarePeriod, Carer, CaseFile, Consent,
    Contact, CouncilEntry, CouncilOnRecord, Court, CourtProceedings, Decision, Desk, DeskHolder,
    Direction, Dispute, Education, Event, Filed, HealthEvent, Hearing, Home, Identifier,
    Inspection, LegalSpell, Listed, Location, Match, Membership, Name, OnRecord, Order, Oversight,
    People, Person, Placement, Plan, Previous, Recorded, Register, Relative, Release, Request,
    ReturnedPeriod, ReturnedPlacement, ReturnedSpell, Review, Sensitive, Spoken, Version, Visit,
};
use crate::{
    domain::access::Windows,
    store::{Randomness, Store, Unit, deadlines, filing, founding, standings},
};

/// After how many children the planner is first told how large the tables are; then each time that there are four times as
/// many.
const FIRST_STOCK: u64 = 500;

/// All that is written: who there is, the children's files, and the cases that cover them.
#[derive(Debug, Clone, Default)]
pub struct Founding {
    pub people: People,
    pub files: Vec<CaseFile>,
    pub cases: Vec<CourtProceedings>,
}

/// Children and the cases that cover them: a case and all its children come together.
#[derive(Debug, Clone, Default)]
pub struct Chunk {
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
    write(
        &mut unit,
        &mut register,
        &founding.files,
        &founding.cases,
        windows,
        now,
    )
    .await?;
    unit.commit().await?;
    Ok(register)
}

/// The same for more children than are held at once: chunk after chunk in one transaction, so that what was broken off
/// leaves nothing. `watch` hears how many children are written.
pub async fn found_in_chunks(
    store: &Store,
    randomness: &dyn Randomness,
    people: &People,
    mut chunks: mpsc::Receiver<Chunk>,
    windows: &Windows,
    now: DateTime<Utc>,
    mut watch: impl FnMut(u64),
) -> Result<Register, StoreError> {
    let mut unit = store.unit(randomness).await?;
    unit.expect_much().await?;
    let mut register = Register::default();
    founding::found_people(&mut unit, &mut register, people).await?;
    let mut written = 0;
    let mut stock = FIRST_STOCK;
    while let Some(chunk) = chunks.recv().await {
        write(
            &mut unit,
            &mut register,
            &chunk.files,
            &chunk.cases,
            windows,
            now,
        )
        .await?;
        register.forget_cases();
        written += u64::try_from(chunk.files.len()).unwrap_or(0);
        if written >= stock {
            unit.take_stock().await?;
            stock = written * 4;
        }
        watch(written);
    }
    unit.commit().await?;
    Ok(register)
}

/// Some children with their cases, and what follows from them.
async fn write(
    unit: &mut Unit<'_>,
    register: &mut Register,
    files: &[CaseFile],
    cases: &[CourtProceedings],
    windows: &Windows,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    founding::found_files(unit, register, files, cases, now).await?;
    let mut keys = Vec::with_capacity(files.len());
    for file in files {
        keys.push(register.child(&file.slug)?.key);
    }
    keys.sort_unstable();
    for council in keys.chunk_by(|a, b| a.council == b.council) {
        let children: Vec<i64> = council.iter().map(|key| key.child).collect();
        filing::keep_contents(unit, council[0].council, &children, now).await?;
        standings::rewrite(unit, council[0].council, &children, windows, now).await?;
        deadlines::rewrite(unit, council[0].council, &children).await?;
    }
    Ok(())
}

/// Does the database hold one of these councils already?
pub async fn is_founded(store: &Store, gss_codes: &[&str]) -> Result<bool, StoreError> {
    founding::has_council(store, gss_codes).await
}
