//! A client's key: the same request sent twice is done once and answered alike.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::children::ChildKey,
    store::{StoreError, Unit, query::Query},
};

/// How long a key is remembered.
const KEPT: Duration = Duration::days(7);

/// The key that a client gave to a request, and the hash of what it asked.
#[derive(Debug, Clone)]
pub struct ClientKey {
    pub key: String,
    pub input_hash: Vec<u8>,
}

/// What an act did, in public ids: enough to make the answer again under the permits of the day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub child: Vec<u8>,
    pub plan: Option<Vec<u8>>,
    pub made: Option<Vec<u8>>,
}

/// Whether a key was free.
#[derive(Debug)]
pub enum Taken {
    /// It is this unit's now.
    Fresh,
    /// It has done this before, with the same input.
    Before(Done),
    /// It has done something else before.
    ForSomethingElse,
}

/// Takes a key for this unit. Whoever comes with the same key meanwhile waits until the unit ends.
pub async fn take(
    unit: &Unit<'_>,
    person: i64,
    key: &ClientKey,
    now: DateTime<Utc>,
) -> Result<Taken, StoreError> {
    Query::new(unit, "delete from idempotency_key where professional_id = ")
        .bind(person)
        .sql(" and recorded_at < ")
        .bind(now - KEPT)
        .run(unit)
        .await?;
    let taken = Query::new(
        unit,
        "insert into idempotency_key (professional_id, client_key, input_hash, done, recorded_at) values (",
    )
    .bind(person)
    .sql(", ")
    .bind(key.key.as_str())
    .sql(", ")
    .bind(key.input_hash.clone())
    .sql(", '', ")
    .bind(now)
    .sql(") on conflict (professional_id, client_key) do nothing")
    .run(unit)
    .await?;
    if taken == 1 {
        return Ok(Taken::Fresh);
    }
    let earlier = Query::new(
        unit,
        "select input_hash, done from idempotency_key where professional_id = ",
    )
    .bind(person)
    .sql(" and client_key = ")
    .bind(key.key.as_str())
    .first(unit, |row| {
        Ok((
            row.get::<Vec<u8>>("input_hash")?,
            row.get::<String>("done")?,
        ))
    })
    .await?;
    match earlier {
        Some((hash, done)) if hash == key.input_hash => serde_json::from_str(&done)
            .map(Taken::Before)
            .map_err(|_| StoreError::Unreadable("idempotency_key.done".to_owned())),
        _ => Ok(Taken::ForSomethingElse),
    }
}

/// Writes down what was done under the key that this unit took.
pub async fn remember(
    unit: &Unit<'_>,
    person: i64,
    key: &ClientKey,
    child: Option<ChildKey>,
    done: &Done,
) -> Result<(), StoreError> {
    let text = serde_json::to_string(done)
        .map_err(|_| StoreError::Unreadable("idempotency_key.done".to_owned()))?;
    Query::new(unit, "update idempotency_key set done = ")
        .bind(text)
        .sql(", council_id = ")
        .bind(child.map(|key| key.council))
        .sql(", child_id = ")
        .bind(child.map(|key| key.child))
        .sql(" where professional_id = ")
        .bind(person)
        .sql(" and client_key = ")
        .bind(key.key.as_str())
        .run(unit)
        .await?;
    Ok(())
}
