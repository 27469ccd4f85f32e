//! Visits that were due, and how often a child was visited against the fewest that the law asks for. Whose visits may be
//! counted was decided before: of the children named here all of them are.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{facts, read::open_on, row::STATE_MET};
use crate::{
    domain::{
        children::ChildKey,
        deadlines::{VisitFrequency, rules::visits::REGULAR, visit_frequency},
        visits::VisitDue,
    },
    store::{ByChild, Store, StoreError, query::Query},
};

/// The regular visits of each child that are still to be made, and those that were made, if they were due from a day on.
pub async fn visits_due(
    store: &Store,
    keys: &[ChildKey],
    from: NaiveDate,
    today: NaiveDate,
) -> Result<ByChild<VisitDue>, StoreError> {
    let mut query = Query::new(
        store,
        "select d.council_id, d.child_id, d.standard, d.due_on, d.met_on from deadline d where ",
    );
    let rules = query.name_words(&REGULAR.map(str::to_owned));
    let (from, today) = (query.name(from), query.name(today));
    let is_open = open_on(&today);
    query
        .sql(&format!(
            "d.rule in {rules} and ((d.state = {STATE_MET} and d.due_on >= {from} and d.due_on < {today}) \
             or (d.due_on is not null and {is_open})) and "
        ))
        .among("(d.council_id, d.child_id)", keys)
        .by_child(store, |row| {
            let standard: String = row.get("standard")?;
            Ok(VisitDue {
                standard: standard
                    .parse()
                    .map_err(|_| StoreError::Unreadable("deadline.standard".to_owned()))?,
                due_on: row.get("due_on")?,
                made_on: row.get("met_on")?,
            })
        })
        .await
}

/// How often each child was visited in a time. It begins no earlier than the council began to record visits here, and
/// of a council that does not there is no entry.
pub async fn visit_frequencies(
    store: &Store,
    keys: &[ChildKey],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<HashMap<ChildKey, VisitFrequency>, StoreError> {
    let known = facts::known(store, keys).await?;
    let frequency_of = |(key, known): (ChildKey, facts::Known)| {
        let from = known.records_from?.max(from);
        Some((key, visit_frequency(&known.facts, from, to)))
    };
    Ok(known.into_iter().filter_map(frequency_of).collect())
}
