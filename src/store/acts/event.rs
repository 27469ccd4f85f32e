//! The acts on a record, one row each.

use chrono::{DateTime, NaiveDate, Utc};
use entity::acts::act_event;

use crate::{
    domain::{
        access::{AgencyKind, Standing},
        acts::Act,
        children::ChildKey,
        plans::AchievedBy,
    },
    store::{StoreError, Unit, bulk::insert},
};

/// One act, as it is appended.
#[derive(Debug, Clone)]
pub struct Event {
    pub key: ChildKey,
    pub act: Act,
    /// Nothing where the product drew a consequence.
    pub standing: Option<Standing>,
    pub by: i64,
    pub at: DateTime<Utc>,
    pub on: NaiveDate,
    pub version: Option<i64>,
    pub from: Option<&'static str>,
    pub to: Option<&'static str>,
    /// The record that it made or moved.
    pub linked: Option<(&'static str, i64)>,
    /// Of a report that permanence was achieved: how.
    pub how: Option<AchievedBy>,
    /// To whom it shows what they were not shown before. Stored with what is shown, not here.
    pub shown_to: &'static [AgencyKind],
    pub reason: Option<String>,
    pub management_note: Option<String>,
}

/// Appends acts.
pub async fn append(unit: &mut Unit<'_>, events: Vec<Event>) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        rows.push(act_event::Model {
            council_id: event.key.council,
            id: unit.next_id(event.key.council).await?,
            public_id: unit.public_id(),
            child_id: event.key.child,
            act: event.act.word().to_owned(),
            standing: event.standing.map(|it| it.word().to_owned()),
            by_id: event.by,
            at: event.at,
            happened_on: event.on,
            version_id: event.version,
            from_state: event.from.map(str::to_owned),
            to_state: event.to.map(str::to_owned),
            linked_kind: event.linked.map(|(kind, _)| kind.to_owned()),
            linked_id: event.linked.map(|(_, id)| id),
            how: event.how.map(|it| it.word().to_owned()),
            reason: event.reason,
            management_note: event.management_note,
        });
    }
    insert(unit, rows).await
}
