//! The standing rows of children, rewritten from their facts in the transaction that changed the facts.

mod facts;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{access::standing, children::child};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};

use super::{Store, StoreError, Unit, bulk::insert, changes::reach_changed};
use crate::domain::{
    access::{Standing, StandingRow, Windows, standings},
    children::ChildKey,
};

/// How many children are read at once.
const CHILDREN: usize = 200;
/// How many rows one statement closes.
const ROWS: usize = 500;

/// Rewrites the standings of some children of a council: rows that no longer follow from the facts are closed,
/// new ones added, and those that still hold are left alone.
pub async fn rewrite(
    unit: &mut Unit<'_>,
    council: i16,
    children: &[i64],
    windows: &Windows,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for children in children.chunks(CHILDREN) {
        let mut due = due(&unit.transaction, council, children, windows).await?;
        // The database gives facts in an order of its own; the rows get the same numbers on every one.
        due.sort_unstable();
        let mut kept = current(&unit.transaction, council, children).await?;
        let mut new = Vec::new();
        for (child_id, row) in due {
            if take(&mut kept, child_id, &row).is_none() {
                new.push(standing::Model {
                    council_id: council,
                    id: unit.next_id(council).await?,
                    child_id,
                    desk_id: row.desk,
                    kind: row.kind as i16,
                    limit_mask: row.limit.map(|bits| bits.cast_signed()),
                    starts_on: row.starts_on,
                    ends_on: row.ends_on,
                    recorded_at: now,
                    replaced_at: None,
                });
            }
        }
        let over: Vec<i64> = kept.into_values().flatten().map(|(id, _)| id).collect();
        if !over.is_empty() || !new.is_empty() {
            reach_changed(unit);
        }
        close(&unit.transaction, council, &over, now).await?;
        insert(unit, new).await?;
    }
    Ok(())
}

/// A row that is stored and does not follow from the facts, or follows and is not stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub child: ChildKey,
    pub row: StandingRow,
    pub is_stored: bool,
}

/// Counts the standings of every child again and names what differs.
pub async fn check(store: &Store, windows: &Windows) -> Result<Vec<Difference>, StoreError> {
    let mut differences = Vec::new();
    let mut last = (i16::MIN, i64::MIN);
    loop {
        let after = Condition::any()
            .add(child::Column::CouncilId.gt(last.0))
            .add(
                child::Column::CouncilId
                    .eq(last.0)
                    .and(child::Column::Id.gt(last.1)),
            );
        let page: Vec<(i16, i64)> = child::Entity::find()
            .filter(after)
            .order_by_asc(child::Column::CouncilId)
            .order_by_asc(child::Column::Id)
            .limit(CHILDREN as u64)
            .select_only()
            .column(child::Column::CouncilId)
            .column(child::Column::Id)
            .into_tuple()
            .all(&store.read)
            .await?;
        let Some(end) = page.last() else {
            return Ok(differences);
        };
        last = *end;
        for council in page.chunk_by(|a, b| a.0 == b.0) {
            let children: Vec<i64> = council.iter().map(|(_, child)| *child).collect();
            differences.extend(differences_of(store, council[0].0, &children, windows).await?);
        }
    }
}

async fn differences_of(
    store: &Store,
    council: i16,
    children: &[i64],
    windows: &Windows,
) -> Result<Vec<Difference>, StoreError> {
    let due = due(&store.read, council, children, windows).await?;
    let mut stored = current(&store.read, council, children).await?;
    let difference = |child, row, is_stored| Difference {
        child: ChildKey { council, child },
        row,
        is_stored,
    };
    let mut found = Vec::new();
    for (child, row) in due {
        if take(&mut stored, child, &row).is_none() {
            found.push(difference(child, row, false));
        }
    }
    for (child, rows) in stored {
        found.extend(
            rows.into_iter()
                .map(|(_, row)| difference(child, row, true)),
        );
    }
    Ok(found)
}

async fn due(
    connection: &impl ConnectionTrait,
    council: i16,
    children: &[i64],
    windows: &Windows,
) -> Result<Vec<(i64, StandingRow)>, StoreError> {
    let facts = facts::facts(connection, council, children).await?;
    let rows = children
        .iter()
        .filter_map(|child| Some((child, facts.get(child)?)));
    Ok(rows
        .flat_map(|(child, facts)| {
            standings(facts, windows)
                .into_iter()
                .map(|row| (*child, row))
        })
        .collect())
}

type Stored = HashMap<i64, Vec<(i64, StandingRow)>>;

fn take(stored: &mut Stored, child: i64, row: &StandingRow) -> Option<i64> {
    let rows = stored.get_mut(&child)?;
    let place = rows.iter().position(|(_, it)| it == row)?;
    Some(rows.swap_remove(place).0)
}

async fn current(
    connection: &impl ConnectionTrait,
    council: i16,
    children: &[i64],
) -> Result<Stored, StoreError> {
    let rows = standing::Entity::find()
        .filter(standing::Column::CouncilId.eq(council))
        .filter(standing::Column::ChildId.is_in(children.iter().copied()))
        .filter(standing::Column::ReplacedAt.is_null())
        .all(connection)
        .await?;
    let mut stored = Stored::new();
    for row in rows {
        let kind = usize::try_from(row.kind)
            .ok()
            .and_then(|place| Standing::ALL.get(place));
        let kind = *kind.ok_or_else(|| StoreError::Unreadable("standing.kind".to_owned()))?;
        let read = StandingRow {
            desk: row.desk_id,
            kind,
            limit: row.limit_mask.map(i32::cast_unsigned),
            starts_on: row.starts_on,
            ends_on: row.ends_on,
        };
        stored.entry(row.child_id).or_default().push((row.id, read));
    }
    Ok(stored)
}

async fn close(
    connection: &impl ConnectionTrait,
    council: i16,
    ids: &[i64],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for ids in ids.chunks(ROWS) {
        standing::Entity::update_many()
            .col_expr(standing::Column::ReplacedAt, Expr::value(now))
            .filter(standing::Column::CouncilId.eq(council))
            .filter(standing::Column::Id.is_in(ids.iter().copied()))
            .exec(connection)
            .await?;
    }
    Ok(())
}
