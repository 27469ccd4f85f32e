//! Writing the feed: the last statements of a unit of work.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::changes::change;
use sea_orm::{ConnectionTrait, Statement};

use crate::{
    domain::{
        access::{ClassSet, Marks},
        changes::{ChangeKind, SeenAs},
        children::ChildKey,
    },
    store::{StoreError, Unit, bulk::insert},
};

/// That something of a child's record changed: of which classes, and for whom.
#[derive(Debug, Clone)]
pub struct Note {
    child: ChildKey,
    kind: ChangeKind,
    classes: ClassSet,
    seen_as: SeenAs,
    marks: Marks,
    at: DateTime<Utc>,
}

impl Note {
    /// A change of the record as it is. Without a class it tells nobody anything, and is not kept.
    pub fn of(child: ChildKey, kind: ChangeKind, classes: ClassSet, at: DateTime<Utc>) -> Self {
        Self {
            child,
            kind,
            classes,
            seen_as: SeenAs::Live,
            marks: Marks::default(),
            at,
        }
    }

    /// For whom it is, where not for those who are shown the record as it is.
    pub fn seen_as(self, seen_as: SeenAs) -> Self {
        Self { seen_as, ..self }
    }

    /// The marks of the item that was changed.
    pub fn marked(self, marks: Marks) -> Self {
        Self { marks, ..self }
    }

    pub fn child(&self) -> ChildKey {
        self.child
    }

    fn marks(&self) -> i16 {
        i16::from(self.marks.is_confidential) + 2 * i16::from(self.marks.is_adoptive)
    }
}

/// What a unit of work has noted so far.
#[derive(Debug, Default)]
pub(in crate::store) struct Noted {
    pub notes: Vec<Note>,
    pub is_reach_changed: bool,
}

impl Noted {
    /// Whether anybody who waits for changes should look.
    pub fn is_news(&self) -> bool {
        self.is_reach_changed || !self.notes.is_empty()
    }
}

type Place = (i64, ChangeKind, SeenAs, i16);

/// Takes the numbers of all that was noted, and writes it. Nothing may be written after it in the unit: from here to
/// the commit no other unit of the council comes in between, and so the numbers are seen in their order.
pub(in crate::store) async fn number(unit: &Unit<'_>, notes: Vec<Note>) -> Result<(), StoreError> {
    let mut councils: BTreeMap<i16, BTreeMap<Place, Note>> = BTreeMap::new();
    for note in notes.into_iter().filter(|it| !it.classes.is_empty()) {
        let place = (note.child.child, note.kind, note.seen_as, note.marks());
        councils
            .entry(note.child.council)
            .or_default()
            .entry(place)
            .and_modify(|it| it.classes.0 |= note.classes.0)
            .or_insert(note);
    }
    let mut rows = Vec::new();
    // In one order of councils everywhere, so that two units never wait for each other.
    for (council, notes) in councils {
        let many = i64::try_from(notes.len()).unwrap_or(i64::MAX);
        let last = take(unit, council, many).await?;
        for (seq, note) in (last - many + 1..).zip(notes.into_values()) {
            rows.push(change::Model {
                council_id: council,
                seq,
                public_id: unit.public_id(),
                child_id: note.child.child,
                kind: note.kind.word().to_owned(),
                class_mask: note.classes.0.cast_signed(),
                seen_as: note.seen_as.word().to_owned(),
                reader_kind: note.seen_as.reader().map(|kind| kind.word().to_owned()),
                marks: note.marks(),
                at: note.at,
            });
        }
    }
    insert(unit, rows).await
}

/// Moves the head of a council on, and holds it to the end of the unit.
async fn take(unit: &Unit<'_>, council: i16, many: i64) -> Result<i64, StoreError> {
    let statement = Statement::from_sql_and_values(
        unit.transaction.get_database_backend(),
        "insert into change_head (council_id, last) values ($1, $2) \
         on conflict (council_id) do update set last = change_head.last + $2 returning last",
        [council.into(), many.into()],
    );
    let row = unit.transaction.query_one_raw(statement).await?;
    let row = row.ok_or_else(|| StoreError::Unreadable("change_head gave no row".into()))?;
    Ok(row.try_get("", "last")?)
}
