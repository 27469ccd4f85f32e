//! The deadlines of children, reckoned from their facts in the transaction that changes the facts. No row depends on
//! today, so nothing is rewritten at midnight: reads compare with the day.

mod basis;
mod facts;
mod read;
mod row;
mod visits;

use std::collections::HashMap;

use entity::deadlines::deadline;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

pub use basis::{bring_up_to_date, is_outdated};
pub(in crate::store) use read::{COLUMNS, open_on, stored};
pub use read::{Sight, Stored, explanations, of_children};
pub use visits::{visit_frequencies, visits_due};

use super::{Source, Store, StoreError, Unit, bulk::insert, query::Query};
use crate::domain::{
    children::ChildKey,
    deadlines::{Calendar, LocalStandards},
};
use row::{Identity, Reckoned};

/// By what deadlines are reckoned besides the facts.
#[derive(Debug, Clone)]
pub struct Reckoning {
    pub calendar: Calendar,
    pub local: LocalStandards,
}

impl Reckoning {
    /// By the calendar that is compiled in and the standards that the product proposes.
    pub fn usual() -> Result<Self, StoreError> {
        let calendar = Calendar::england_and_wales()
            .map_err(|error| StoreError::Unreadable(error.to_string()))?;
        Ok(Self {
            calendar,
            local: LocalStandards::default(),
        })
    }
}

/// How many children are read at once.
const CHILDREN: usize = 200;
/// How many rows one statement takes away.
const ROWS: usize = 500;

/// Rewrites the deadlines of some children of a council. A row that still follows from the facts is left alone; one
/// whose dates have changed keeps its ids.
pub async fn rewrite(
    unit: &mut Unit<'_>,
    council: i16,
    children: &[i64],
) -> Result<(), StoreError> {
    let by = unit.reckoning.clone();
    for children in children.chunks(CHILDREN) {
        let mut due = reckon(unit, council, children, &by).await?;
        let stored = current(&unit.transaction, council, children).await?;
        let mut over = Vec::new();
        let mut kept: HashMap<(i64, Identity), (i64, Vec<u8>)> = HashMap::new();
        for row in stored {
            let identity = Identity::of(&row);
            let reckoned = due.get(&(row.child_id, identity.clone()));
            if reckoned.is_some_and(|it| it.equals(&row)) {
                due.remove(&(row.child_id, identity));
                continue;
            }
            over.push(row.id);
            kept.insert((row.child_id, identity), (row.id, row.public_id));
        }
        remove(&unit.transaction, council, &over).await?;
        let mut due: Vec<((i64, Identity), Reckoned)> = due.into_iter().collect();
        // In one order on every database, so that the same facts get the same ids.
        due.sort_by(|one, other| one.0.cmp(&other.0));
        let mut rows = Vec::with_capacity(due.len());
        for (place, reckoned) in due {
            let (id, public_id) = match kept.remove(&place) {
                Some(known) => known,
                None => (unit.next_id(council).await?, unit.public_id()),
            };
            rows.push(reckoned.row(council, place.0, id, public_id));
        }
        insert(unit, rows).await?;
    }
    Ok(())
}

/// Rewrites the deadlines of every child of a council: the council now records what it did not.
pub async fn rewrite_council(unit: &mut Unit<'_>, council: i16) -> Result<(), StoreError> {
    let mut after = ChildKey {
        council,
        child: i64::MIN,
    };
    loop {
        let page = children_after(unit, after, CHILDREN as i64).await?;
        let own = page.iter().filter(|key| key.council == council);
        let children: Vec<i64> = own.map(|key| key.child).collect();
        let Some(last) = children.last() else {
            return Ok(());
        };
        after.child = *last;
        rewrite(unit, council, &children).await?;
    }
}

/// A deadline that is stored and does not follow from the facts, or follows and is not stored so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub child: ChildKey,
    pub rule: String,
    pub is_stored: bool,
}

/// Reckons the deadlines of some children again and names what differs.
pub async fn differences(
    store: &Store,
    council: i16,
    children: &[i64],
) -> Result<Vec<Difference>, StoreError> {
    let by = store.reckoning();
    let mut found = Vec::new();
    let difference = |child, rule: &str, is_stored| Difference {
        child: ChildKey { council, child },
        rule: rule.to_owned(),
        is_stored,
    };
    for children in children.chunks(CHILDREN) {
        let mut due = reckon(store, council, children, by).await?;
        for row in current(&store.read, council, children).await? {
            let reckoned = due.remove(&(row.child_id, Identity::of(&row)));
            if !reckoned.is_some_and(|it| it.equals(&row)) {
                found.push(difference(row.child_id, &row.rule, true));
            }
        }
        found.extend(
            due.into_iter()
                .map(|((child, identity), _)| difference(child, identity.rule(), false)),
        );
    }
    Ok(found)
}

async fn reckon(
    source: &impl Source,
    council: i16,
    children: &[i64],
    by: &Reckoning,
) -> Result<HashMap<(i64, Identity), Reckoned>, StoreError> {
    let keys: Vec<ChildKey> = children
        .iter()
        .map(|child| ChildKey {
            council,
            child: *child,
        })
        .collect();
    let mut reckoned = HashMap::new();
    for (key, known) in facts::known(source, &keys).await? {
        for deadline in known.deadlines(by) {
            let row = Reckoned::of(&deadline, &known.guarded);
            reckoned.insert((key.child, row.identity()), row);
        }
    }
    Ok(reckoned)
}

async fn current(
    connection: &impl ConnectionTrait,
    council: i16,
    children: &[i64],
) -> Result<Vec<deadline::Model>, StoreError> {
    Ok(deadline::Entity::find()
        .filter(deadline::Column::CouncilId.eq(council))
        .filter(deadline::Column::ChildId.is_in(children.iter().copied()))
        .all(connection)
        .await?)
}

async fn remove(
    connection: &impl ConnectionTrait,
    council: i16,
    ids: &[i64],
) -> Result<(), StoreError> {
    for ids in ids.chunks(ROWS) {
        deadline::Entity::delete_many()
            .filter(deadline::Column::CouncilId.eq(council))
            .filter(deadline::Column::Id.is_in(ids.iter().copied()))
            .exec(connection)
            .await?;
    }
    Ok(())
}

/// Councils and the keys of their children, a page at a time.
pub(super) async fn children_after(
    source: &impl Source,
    after: ChildKey,
    limit: i64,
) -> Result<Vec<ChildKey>, StoreError> {
    Query::new(
        source,
        "select council_id, id as child_id from child where (council_id, id) > (",
    )
    .bind(after.council)
    .sql(", ")
    .bind(after.child)
    .sql(") order by council_id, id limit ")
    .bind(limit)
    .rows(source, |row| row.key())
    .await
}
