//! New rows of a page of children, gathered so that each table takes one statement instead of one a child.

use std::collections::HashSet;

use crate::store::bounded::Transaction;
use entity::children::child;
use entity::children::child_identifier;
use entity::children::legal_spell;
use entity::children::period_of_care;
use entity::children::placement;
use entity::children::placement_location;
use entity::children::previous_permanence;
use entity::plans::review;
use entity::returns::episode;
use entity::yearly::liberty_order;
use entity::yearly::missing_spell;
use entity::yearly::oc2_year;
use entity::yearly::oc3_year;
use entity::yearly::worker_spell;
use sea_orm::EntityTrait;
use sea_orm::Iterable;

use super::ReturnWriter;
use crate::domain::access::Class;
use crate::domain::access::Marks;
use crate::domain::access::Windows;
use crate::domain::changes::ChangeKind;
use crate::domain::children::ChildKey;
use crate::store::StoreError;
use crate::store::changes::Note;
use crate::store::changes::note;
use crate::store::deadlines;
use crate::store::standings;

/// Both databases take at least this many parameters in a statement.
const PARAMETERS: usize = 30_000;

#[derive(Debug, Default)]
pub struct Batch {
    pub children: Vec<child::ActiveModel>,
    pub identifiers: Vec<child_identifier::ActiveModel>,
    pub periods: Vec<period_of_care::ActiveModel>,
    pub legal_spells: Vec<legal_spell::ActiveModel>,
    pub placements: Vec<placement::ActiveModel>,
    pub locations: Vec<placement_location::ActiveModel>,
    pub reviews: Vec<review::ActiveModel>,
    pub previous: Vec<previous_permanence::ActiveModel>,
    pub episodes: Vec<episode::ActiveModel>,
    pub oc2_year: Vec<oc2_year::ActiveModel>,
    pub oc3_year: Vec<oc3_year::ActiveModel>,
    pub missing_spell: Vec<missing_spell::ActiveModel>,
    pub liberty_order: Vec<liberty_order::ActiveModel>,
    pub worker_spell: Vec<worker_spell::ActiveModel>,
    /// The children whose record the page may change.
    pub touched: Vec<i64>,
    /// What changes of which child, for the change feed.
    pub changes: Vec<Note>,
}

impl ReturnWriter<'_, '_> {
    /// Writes the new rows of the page, children before what hangs on them. What had to go or to change
    /// did so when it was found, so a new spell never meets the one that it follows.
    pub async fn finish_page(&mut self) -> Result<(), StoreError> {
        let batch = std::mem::take(&mut self.batch);
        let new: Vec<i64> = batch
            .children
            .iter()
            .filter_map(|child| child.id.try_as_ref().copied())
            .collect();
        let db = &self.unit.transaction;
        insert::<child::Entity>(db, batch.children).await?;
        insert::<child_identifier::Entity>(db, batch.identifiers).await?;
        insert::<period_of_care::Entity>(db, batch.periods).await?;
        insert::<legal_spell::Entity>(db, batch.legal_spells).await?;
        insert::<placement::Entity>(db, batch.placements).await?;
        insert::<placement_location::Entity>(db, batch.locations).await?;
        insert::<review::Entity>(db, batch.reviews).await?;
        insert::<previous_permanence::Entity>(db, batch.previous).await?;
        insert::<episode::Entity>(db, batch.episodes).await?;
        insert::<oc2_year::Entity>(db, batch.oc2_year).await?;
        insert::<oc3_year::Entity>(db, batch.oc3_year).await?;
        insert::<missing_spell::Entity>(db, batch.missing_spell).await?;
        insert::<liberty_order::Entity>(db, batch.liberty_order).await?;
        insert::<worker_spell::Entity>(db, batch.worker_spell).await?;
        if !new.is_empty() {
            // Of a child that has just come nothing is known that a window is counted from: it is only that the
            // council's duty desk must find it.
            let windows = Windows::default();
            standings::rewrite(self.unit, self.council, &new, &windows, self.now).await?;
        }
        // A child that has just come is new to whoever reaches it: that says it all.
        let new: HashSet<i64> = new.into_iter().collect();
        let known = batch.changes.into_iter();
        let known = known.filter(|note| !new.contains(&note.child().child));
        known.for_each(|change| note(self.unit, change));
        deadlines::rewrite(self.unit, self.council, &batch.touched).await
    }

    /// Says that the page changes something that is shown under these classes.
    pub(super) fn changes(&mut self, child: i64, classes: impl IntoIterator<Item = Class>) {
        self.changes_marked(child, Marks::default(), classes);
    }

    /// The same of an item with marks.
    pub(super) fn changes_marked(
        &mut self,
        child: i64,
        marks: Marks,
        classes: impl IntoIterator<Item = Class>,
    ) {
        let note = self.note(child, ChangeKind::RecordChanged, classes);
        self.batch.changes.push(note.marked(marks));
    }

    /// Says that the return tells of a review that was not known.
    pub(super) fn held_review(&mut self, child: i64) {
        let note = self.note(child, ChangeKind::ReviewHeld, [Class::Reviews]);
        self.batch.changes.push(note);
    }

    fn note(&self, child: i64, kind: ChangeKind, classes: impl IntoIterator<Item = Class>) -> Note {
        let child = ChildKey {
            council: self.council,
            child,
        };
        Note::of(child, kind, classes.into_iter().collect(), self.now)
    }

    /// Says that the record of a child may change with this page, so that its deadlines are reckoned anew.
    pub fn touch(&mut self, child: i64) {
        self.batch.touched.push(child);
    }
}

async fn insert<E>(db: &Transaction, rows: Vec<E::ActiveModel>) -> Result<(), StoreError>
where
    E: EntityTrait,
    E::ActiveModel: Send,
{
    let at_once = PARAMETERS / E::Column::iter().count().max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        E::insert_many(rows.by_ref().take(at_once))
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}
