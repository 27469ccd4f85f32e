//! What no return holds, written around the children that an import left: all of a council's, or none.

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

use super::{Chunk, CouncilOnRecord, Listed, People, Recorded, Register, write};
use crate::{
    casework::london_day,
    domain::access::Windows,
    store::{Randomness, Store, StoreError, founding},
};

/// How many children are read and written at once. A family is never parted, so a chunk may be larger by one family.
const CHUNK: usize = 1000;

/// Whoever says what there is around the children.
pub trait Surroundings {
    /// Since when the council is taken to record what no return holds.
    fn records_from(&self) -> NaiveDate;

    /// Everybody who works with them, and where. The council itself is there already, with its agency.
    fn people(&mut self, council: &CouncilOnRecord, children: &[Listed]) -> People;

    /// The children by their families: each in just one, and in an order that does not hang on the database.
    fn families(&self, children: Vec<Listed>) -> Vec<Vec<Listed>>;

    /// The files of some whole families, each laid on its child's record, and the cases that cover them.
    fn files(&mut self, families: Vec<Vec<Recorded>>) -> Chunk;
}

#[derive(Debug, Error)]
pub enum AroundError {
    #[error(
        "no council {0} is on record. Load its return first, with `permanence import ssda903 --authority {0}`."
    )]
    NoCouncil(String),
    #[error(
        "{0} has no child from a return. Load one first, with `permanence import ssda903 --authority {0}`."
    )]
    NoChildren(String),
    #[error(
        "of the children of {authority} {named} have a name and {planned} a plan already. Nothing is invented around \
         real work, nor twice around the same children."
    )]
    Described {
        authority: String,
        named: i64,
        planned: i64,
    },
    #[error(
        "the newest return of {authority} tells of days up to {returned_until}, and {today} is before that. Give \
         that day or a later one with --today."
    )]
    BeforeReturn {
        authority: String,
        returned_until: NaiveDate,
        today: NaiveDate,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes surroundings for every child of the returns of a council, in one transaction, with the standings that follow.
/// Rows of the returns are read and not changed. `watch` hears how many children are written; their number is returned.
///
/// # Errors
/// Where the council or its children are not there, or somebody has begun to describe them. Nothing is written then.
pub async fn found_around(
    store: &Store,
    randomness: &dyn Randomness,
    authority: &str,
    surroundings: &mut dyn Surroundings,
    windows: &Windows,
    now: DateTime<Utc>,
    mut watch: impl FnMut(u64),
) -> Result<u64, AroundError> {
    let mut unit = store.unit(randomness).await?;
    let Some(council) = founding::council_on_record(&unit, authority).await? else {
        return Err(AroundError::NoCouncil(authority.to_owned()));
    };
    refuse_described(
        &council,
        founding::described(&unit, council.id).await?,
        london_day(now),
    )?;
    unit.expect_much().await?;
    let children = founding::listed(&unit, council.id).await?;
    if children.is_empty() {
        return Err(AroundError::NoChildren(authority.to_owned()));
    }
    founding::set_records_from(&unit, council.id, surroundings.records_from()).await?;
    let mut register = Register::of(&council);
    let people = surroundings.people(&council, &children);
    founding::found_people(&mut unit, &mut register, &people).await?;

    let mut written = 0;
    let mut families = surroundings.families(children).into_iter().peekable();
    while families.peek().is_some() {
        let (mut sizes, mut chunk) = (Vec::new(), Vec::new());
        while chunk.len() < CHUNK
            && let Some(family) = families.next()
        {
            sizes.push(family.len());
            chunk.extend(family);
        }
        let mut records = founding::recorded(&unit, council.id, chunk)
            .await?
            .into_iter();
        let chunk = sizes
            .into_iter()
            .map(|size| records.by_ref().take(size).collect());
        let chunk = surroundings.files(chunk.collect());
        write(
            &mut unit,
            &mut register,
            &chunk.files,
            &chunk.cases,
            windows,
            now,
        )
        .await?;
        register.forget_files();
        written += u64::try_from(chunk.files.len()).unwrap_or(0);
        watch(written);
    }
    unit.commit().await?;
    Ok(written)
}

fn refuse_described(
    council: &CouncilOnRecord,
    described: founding::Described,
    today: NaiveDate,
) -> Result<(), AroundError> {
    let authority = || council.gss_code.clone();
    if described.named > 0 || described.planned > 0 {
        return Err(AroundError::Described {
            authority: authority(),
            named: described.named,
            planned: described.planned,
        });
    }
    match council.returned_until {
        None => Err(AroundError::NoChildren(authority())),
        Some(returned_until) if today < returned_until => Err(AroundError::BeforeReturn {
            authority: authority(),
            returned_until,
            today,
        }),
        Some(_) => Ok(()),
    }
}
