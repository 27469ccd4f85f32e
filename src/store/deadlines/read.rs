//! The deadlines of children, as far as the viewer sees every class that they tell of: what is withheld is not read.

use std::collections::HashMap;

use chrono::NaiveDate;

use sea_orm::DbBackend;

use super::{Reckoning, facts, row::STATE_MET, row::STATE_OPEN};
use crate::{
    domain::{
        access::ClassSet,
        children::ChildKey,
        deadlines::{Deadline, Explanation, FactKind, Key, Met, Refused, SetOff, State, rules},
    },
    store::{
        ByChild, Store, StoreError,
        query::{Query, Row},
    },
};

/// A deadline as it is stored: without the steps to its date, and with its public id.
#[derive(Debug, Clone)]
pub struct Stored {
    pub public_id: Vec<u8>,
    pub deadline: Deadline,
    /// The classes that it tells of.
    pub classes: ClassSet,
}

/// What the viewer sees of a child's classes, and what of them where a confidential placement is touched.
#[derive(Debug, Clone, Copy)]
pub struct Sight {
    pub seen: ClassSet,
    pub seen_guarded: ClassSet,
}

pub(in crate::store) const COLUMNS: &str = "d.council_id, d.child_id, d.public_id, d.class_mask, d.rule, d.rule_case, d.standard, \
    d.set_off_kind, d.set_off_id, d.set_off_on, d.due_on, d.refused, d.act_by, d.soon_from, d.not_before, d.state, \
    d.met_kind, d.met_id, d.met_on, d.reason, d.ceased_on";

/// Whether `d` is open on a day: nothing has met it, and it still applies.
pub(in crate::store) fn open_on(day: &str) -> String {
    format!("d.state = {STATE_OPEN} and (d.ceased_on is null or d.ceased_on > {day})")
}

/// The deadlines of each child that may be shown, by due date. `with_past`: also those that were met or do not apply.
pub async fn of_children(
    store: &Store,
    sights: &[(ChildKey, Sight)],
    today: NaiveDate,
    with_past: bool,
) -> Result<ByChild<Stored>, StoreError> {
    let list: Vec<[i64; 4]> = sights
        .iter()
        .map(|(key, sight)| {
            let (seen, guarded) = (sight.seen.0, sight.seen_guarded.0);
            [
                i64::from(key.council),
                key.child,
                i64::from(seen),
                i64::from(guarded),
            ]
        })
        .collect();
    let list =
        serde_json::to_string(&list).map_err(|error| StoreError::Unreadable(error.to_string()))?;
    let mut query = Query::new(store, &format!("select {COLUMNS} from "));
    let list = query.name(list);
    let today = query.name(today);
    let children = match query.backend() {
        DbBackend::Postgres => format!(
            "(select (k->>0)::smallint as council_id, (k->>1)::bigint as child_id, (k->>2)::bigint as seen, \
             (k->>3)::bigint as guarded from jsonb_array_elements({list}::jsonb) k) w"
        ),
        _ => format!(
            "(select value->>0 as council_id, value->>1 as child_id, value->>2 as seen, value->>3 as guarded \
             from json_each({list})) w"
        ),
    };
    let by = store.reckoning();
    query
        .sql(&format!(
            "{children} cross join deadline d where d.council_id = w.council_id and d.child_id = w.child_id \
             and (d.class_mask & ~w.seen) = 0 and (not d.is_guarded or (d.class_mask & ~w.guarded) = 0)"
        ))
        .sql_if(!with_past, &format!(" and {}", open_on(&today)))
        .sql(" order by case when d.due_on is null then 1 else 0 end, d.due_on, d.id")
        .by_child(store, |row| stored(row, by))
        .await
}

/// The steps to the dates of these children's deadlines, reckoned again from the facts: as many statements for one
/// child as for a hundred.
pub async fn explanations(
    store: &Store,
    keys: &[ChildKey],
) -> Result<HashMap<(ChildKey, Key), Explanation>, StoreError> {
    let by = store.reckoning();
    let mut said = HashMap::new();
    for (key, known) in facts::known(store, keys).await? {
        for deadline in known.deadlines(by) {
            said.insert((key, deadline.key()), deadline.explanation);
        }
    }
    Ok(said)
}

pub(in crate::store) fn stored(row: &Row, by: &Reckoning) -> Result<Stored, StoreError> {
    let rule: String = row.get("rule")?;
    let rule = rules::find(&rule).ok_or_else(|| unreadable("rule"))?;
    let case: String = row.get("rule_case")?;
    let case = rule.cases().find(|it| it.name == case);
    let refused: Option<String> = row.get("refused")?;
    let state: i16 = row.get("state")?;
    let mut applies_until = None;
    let state = match state {
        STATE_OPEN => {
            if let Some(on) = row.get::<Option<NaiveDate>>("ceased_on")? {
                applies_until = Some((on, word(row, "reason")?));
            }
            State::Open
        }
        STATE_MET => State::Met(Met {
            kind: word(row, "met_kind")?,
            id: required(row, "met_id")?,
            on: required(row, "met_on")?,
        }),
        _ => State::NotApplicable {
            reason: word(row, "reason")?,
            since: required(row, "ceased_on")?,
        },
    };
    Ok(Stored {
        public_id: row.get("public_id")?,
        classes: ClassSet(row.get::<i32>("class_mask")?.cast_unsigned()),
        deadline: Deadline {
            rule,
            case: case.ok_or_else(|| unreadable("rule_case"))?,
            standard: word(row, "standard")?,
            set_off: SetOff {
                kind: word::<FactKind>(row, "set_off_kind")?,
                id: row.get("set_off_id")?,
                on: row.get("set_off_on")?,
            },
            due_on: row.get("due_on")?,
            refused: refused.and_then(|word| Refused::of(&word, &by.calendar)),
            act_by: row.get("act_by")?,
            soon_from: row.get("soon_from")?,
            not_before: row.get("not_before")?,
            state,
            applies_until,
            placements: Vec::new(),
            explanation: Explanation::default(),
        },
    })
}

fn required<T: sea_orm::TryGetable>(row: &Row, column: &str) -> Result<T, StoreError> {
    row.get::<Option<T>>(column)?
        .ok_or_else(|| unreadable(column))
}

fn word<T: std::str::FromStr>(row: &Row, column: &str) -> Result<T, StoreError> {
    let word: String = required(row, column)?;
    word.parse().map_err(|_| unreadable(column))
}

fn unreadable(column: &str) -> StoreError {
    StoreError::Unreadable(format!("deadline.{column}"))
}
