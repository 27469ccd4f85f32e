//! The facts of children as far as deadlines depend on them: one statement a table, whatever the number of children,
//! and of each table only the columns that a date can depend on.

mod care;
mod court;
mod planning;

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::{
    domain::{
        children::{ChildKey, ended},
        deadlines::{Deadline, Facts, Placement, deadlines},
    },
    store::{
        StoreError,
        deadlines::Reckoning,
        query::{Query, Row, Source},
    },
};

/// What deadlines are reckoned from, and what would give a confidential placement away.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub facts: Facts,
    /// Since when the council records here what no return holds.
    pub records_from: Option<NaiveDate>,
    /// The confidential placements.
    pub guarded: Vec<i64>,
}

/// A child each, in the order of the keys: a child without a fact has an entry too.
pub(super) async fn known(
    source: &impl Source,
    keys: &[ChildKey],
) -> Result<Vec<(ChildKey, Known)>, StoreError> {
    let mut gathered = Gathered {
        source,
        keys,
        known: keys.iter().map(|key| (*key, Known::default())).collect(),
    };
    care::gather(&mut gathered).await?;
    planning::gather(&mut gathered).await?;
    court::gather(&mut gathered).await?;
    let mut known = gathered.known;
    known.values_mut().for_each(Known::guard_borders);
    let taken = keys.iter().map(|key| (*key, known.remove(key)));
    Ok(taken
        .filter_map(|(key, known)| Some((key, known?)))
        .collect())
}

struct Gathered<'a, S> {
    source: &'a S,
    keys: &'a [ChildKey],
    known: HashMap<ChildKey, Known>,
}

impl Known {
    /// The end of the placement before a confidential one, and the start of the one behind it, are its own days.
    fn guard_borders(&mut self) {
        let placements = &self.facts.placements;
        let flagged: Vec<_> = placements
            .iter()
            .filter(|it| self.guarded.contains(&it.id))
            .collect();
        let borders = |it: &&Placement| {
            flagged.iter().any(|flagged| {
                it.ends_on == Some(flagged.starts_on) || flagged.ends_on == Some(it.starts_on)
            })
        };
        let bordering = placements.iter().filter(borders).map(|it| it.id);
        self.guarded.extend(bordering.collect::<Vec<_>>());
    }

    /// The deadlines that follow, of what the council records here.
    pub fn deadlines(&self, by: &Reckoning) -> Vec<Deadline> {
        deadlines(&self.facts, &by.local, &by.calendar)
            .into_iter()
            .map(|deadline| deadline.if_recorded(self.records_from))
            .collect()
    }
}

impl<S: Source> Gathered<'_, S> {
    /// Puts the rows of one statement where they belong. It selects `council_id` and `child_id`, and ends where the
    /// children are to be named by `columns`.
    async fn rows<T>(
        &mut self,
        select: &str,
        columns: &str,
        order: &str,
        read: impl Fn(&Row) -> Result<T, StoreError>,
        put: impl Fn(&mut Known, T),
    ) -> Result<(), StoreError> {
        let rows = Query::new(self.source, select)
            .among(columns, self.keys)
            .sql(" order by ")
            .sql(order)
            .rows(self.source, |row| Ok((row.key()?, read(row)?)))
            .await?;
        for (key, row) in rows {
            if let Some(known) = self.known.get_mut(&key) {
                put(known, row);
            }
        }
        Ok(())
    }

    /// The usual case: rows of a table that names its child.
    async fn of_child<T>(
        &mut self,
        table: &str,
        columns: &str,
        order: &str,
        read: impl Fn(&Row) -> Result<T, StoreError>,
        put: impl Fn(&mut Known, T),
    ) -> Result<(), StoreError> {
        let select = format!("select council_id, child_id, {columns} from {table} where ");
        self.rows(&select, "(council_id, child_id)", order, read, put)
            .await
    }
}

/// The day after the last of a spell; none while it runs.
fn until(row: &Row) -> Result<Option<NaiveDate>, StoreError> {
    Ok(ended(row.get("ends_on")?))
}
