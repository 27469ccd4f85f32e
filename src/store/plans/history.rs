//! What was done with each version, oldest first.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        access::Standing,
        acts::Act,
        children::{ChildKey, Professional},
        plans::State,
    },
    store::{
        ByChild, Source, StoreError,
        children::{professional_columns, some_professional},
        query::Query,
    },
};

/// One act as it is stored, with its reason and the manager's note.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub version: i64,
    pub public_id: Vec<u8>,
    pub act: Act,
    pub standing: Option<Standing>,
    pub by: Professional,
    pub at: DateTime<Utc>,
    pub happened_on: NaiveDate,
    pub from: Option<State>,
    pub to: Option<State>,
    pub reason: Option<String>,
    pub management_note: Option<String>,
}

/// The acts on the versions of each child's plans.
pub async fn events(
    source: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<Recorded>, StoreError> {
    Query::new(
        source,
        "select e.council_id, e.child_id, e.version_id, e.public_id, e.act, e.standing, e.at, e.happened_on, e.from_state, \
         e.to_state, e.reason, e.management_note, ",
    )
    .sql(&professional_columns("p", "a"))
    .sql(
        " from act_event e join professional p on p.id = e.by_id join agency a on a.id = p.agency_id \
         where e.version_id is not null and ",
    )
    .among("(e.council_id, e.child_id)", keys)
    .sql(" order by e.id")
    .by_child(source, |row| {
        let unreadable = |column: &str| StoreError::Unreadable(column.to_owned());
        let state = |column: &str| -> Result<Option<State>, StoreError> {
            let word: Option<String> = row.get(column)?;
            word.map(|it| it.parse().map_err(|_| unreadable(column))).transpose()
        };
        let act: String = row.get("act")?;
        let standing: Option<String> = row.get("standing")?;
        Ok(Recorded {
            version: row.get("version_id")?,
            public_id: row.get("public_id")?,
            act: act.parse().map_err(|_| unreadable("act_event.act"))?,
            standing: standing
                .map(|it| it.parse().map_err(|_| unreadable("act_event.standing")))
                .transpose()?,
            by: some_professional(row, "p")?,
            at: row.get("at")?,
            happened_on: row.get("happened_on")?,
            from: state("from_state")?,
            to: state("to_state")?,
            reason: row.get("reason")?,
            management_note: row.get("management_note")?,
        })
    })
    .await
}
