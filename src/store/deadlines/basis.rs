//! What the stored deadlines were reckoned by. New rules, a longer calendar or another standard of the council change
//! every row: they are reckoned anew when the database is made ready, and a server that finds them old does not start.

use sha2::{Digest, Sha256};

use super::{CHILDREN, Reckoning, children_after, rewrite};
use crate::{
    domain::{children::ChildKey, deadlines::rules},
    store::{Randomness, Store, StoreError, Unit, query::Query},
};

/// The rules, the calendar and the standards as one word.
fn fingerprint(by: &Reckoning) -> String {
    let mut digest = Sha256::new();
    for rule in rules::all() {
        digest.update(rule.fingerprint());
    }
    digest.update(format!("{:?} {:?}", by.calendar, by.local));
    let bytes = digest.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Were the stored deadlines reckoned by something else? Where nobody has said so, they are of this version: rows are
/// written by no other.
pub async fn is_outdated(store: &Store) -> Result<bool, StoreError> {
    Ok(stored(store)
        .await?
        .is_some_and(|by| by != fingerprint(store.reckoning())))
}

/// Reckons everything anew unless that was done by the same rules, calendar and standards.
pub async fn bring_up_to_date(
    store: &Store,
    randomness: &dyn Randomness,
) -> Result<(), StoreError> {
    if stored(store)
        .await?
        .is_some_and(|by| by == fingerprint(store.reckoning()))
    {
        return Ok(());
    }
    let mut unit = store.unit(randomness).await?;
    rewrite_all(store, &mut unit).await?;
    unit.commit().await
}

async fn stored(store: &Store) -> Result<Option<String>, StoreError> {
    Query::new(store, "select fingerprint from deadline_basis")
        .first(store, |row| row.get::<String>("fingerprint"))
        .await
}

/// In one transaction: whoever reads meanwhile sees what was there.
async fn rewrite_all(store: &Store, unit: &mut Unit<'_>) -> Result<(), StoreError> {
    let mut after = ChildKey {
        council: i16::MIN,
        child: i64::MIN,
    };
    loop {
        let page = children_after(store, after, CHILDREN as i64).await?;
        let Some(last) = page.last() else { break };
        after = *last;
        for council in page.chunk_by(|one, other| one.council == other.council) {
            let children: Vec<i64> = council.iter().map(|key| key.child).collect();
            rewrite(unit, council[0].council, &children).await?;
        }
    }
    Query::new(
        unit,
        "insert into deadline_basis (id, fingerprint) values (1, ",
    )
    .bind(fingerprint(store.reckoning()))
    .sql(") on conflict (id) do update set fingerprint = excluded.fingerprint returning id")
    .rows(unit, |_| Ok(()))
    .await?;
    Ok(())
}
