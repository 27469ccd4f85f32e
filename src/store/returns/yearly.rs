//! Rows of a collection year, made to match what the return of the year says. Equal rows change nothing; rows of other
//! years are not touched.

use std::collections::HashMap;

use chrono::DateTime;
use chrono::Utc;
use entity::yearly::liberty_order;
use entity::yearly::missing_spell;
use entity::yearly::oc2_year;
use entity::yearly::oc3_year;
use entity::yearly::worker_spell;
use sea_orm::ActiveModelTrait;
use sea_orm::EntityTrait;
use sea_orm::FromQueryResult;
use sea_orm::IntoActiveModel;
use sea_orm::PrimaryKeyTrait;
use sea_orm::QueryFilter;
use sea_orm::sea_query::Expr;
use sea_orm::sea_query::ExprTrait;

use super::OPEN_ENDED;
use super::ReturnWriter;
use super::batch::Batch;
use super::record::ChildRecord;
use super::record::span;
use crate::domain::access::Class;
use crate::domain::access::ClassSet;
use crate::domain::care::Yearly;
use crate::domain::care::yearly::HealthYear;
use crate::domain::care::yearly::LeavingYear;
use crate::domain::care::yearly::LibertyOrder;
use crate::domain::care::yearly::MissingSpell;
use crate::domain::care::yearly::WorkerSpell;
use crate::store::StoreError;

/// A child's rows of the year that is being loaded, each with its id.
#[derive(Debug, Clone, Default)]
pub struct OfTheYear {
    pub health: Vec<(i64, HealthYear)>,
    pub leaving: Vec<(i64, LeavingYear)>,
    pub missing: Vec<(i64, MissingSpell)>,
    pub liberty: Vec<(i64, LibertyOrder)>,
    pub workers: Vec<(i64, WorkerSpell)>,
}

/// Which row: council, row, child and collection year, and when it was recorded.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    council: i16,
    id: i64,
    child: i64,
    year: i16,
    now: DateTime<Utc>,
}

/// A kind of row as it is stored.
pub trait Stored: Yearly {
    type Entity: EntityTrait<Model = Self::Model> + Default;
    type Model: FromQueryResult
        + IntoActiveModel<<Self::Entity as EntityTrait>::ActiveModel>
        + Send
        + Sync;

    /// The classes under which it is shown.
    fn classes(&self) -> ClassSet;
    fn row(self, place: Place) -> Self::Model;
    /// Child, id and value of a row.
    fn read(row: Self::Model) -> (i64, i64, Self);
    fn recorded(of: &mut OfTheYear) -> &mut Vec<(i64, Self)>;
    fn batch(batch: &mut Batch) -> &mut Vec<<Self::Entity as EntityTrait>::ActiveModel>;
}

impl ReturnWriter<'_, '_> {
    pub(super) async fn add_year(
        &self,
        ids: &[i64],
        children: &mut HashMap<i64, ChildRecord>,
    ) -> Result<(), StoreError> {
        self.add_rows::<HealthYear>(ids, children).await?;
        self.add_rows::<LeavingYear>(ids, children).await?;
        self.add_rows::<MissingSpell>(ids, children).await?;
        self.add_rows::<LibertyOrder>(ids, children).await?;
        self.add_rows::<WorkerSpell>(ids, children).await
    }

    async fn add_rows<T: Stored>(
        &self,
        ids: &[i64],
        children: &mut HashMap<i64, ChildRecord>,
    ) -> Result<(), StoreError> {
        let rows = T::Entity::find()
            .filter(Expr::col("council_id").eq(self.council))
            .filter(Expr::col("child_id").is_in(ids.iter().copied()))
            .filter(Expr::col("year").eq(self.year))
            .all(&self.unit.transaction);
        for row in rows.await? {
            let (child, id, value) = T::read(row);
            if let Some(child) = children.get_mut(&child) {
                T::recorded(&mut child.of_the_year).push((id, value));
            }
        }
        Ok(())
    }

    /// Makes the child's rows of the year those that were returned, at most one for each start.
    pub async fn fit_year<T: Stored>(
        &mut self,
        child: i64,
        recorded: &[(i64, T)],
        returned: Vec<T>,
    ) -> Result<(), StoreError>
    where
        <T::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = T::Entity> + Send,
        <<T::Entity as EntityTrait>::PrimaryKey as PrimaryKeyTrait>::ValueType: From<(i16, i64)>,
    {
        let start = |value: &T| value.span().map(|span| span.starts_on);
        let mut changed = ClassSet::EMPTY;
        for (id, old) in recorded {
            if !returned.iter().any(|new| start(new) == start(old)) {
                changed.0 |= old.classes().0;
                T::Entity::delete_by_id((self.council, *id))
                    .exec(&self.unit.transaction)
                    .await?;
            }
        }
        for value in returned {
            let known = recorded.iter().find(|(_, old)| start(old) == start(&value));
            if known.is_some_and(|(_, old)| *old == value) {
                continue;
            }
            changed.0 |= value.classes().0 | known.map_or(0, |(_, old)| old.classes().0);
            let id = match known {
                Some((id, _)) => *id,
                None => self.unit.next_id(self.council).await?,
            };
            let place = Place {
                council: self.council,
                id,
                child,
                year: self.year,
                now: self.now,
            };
            let row = value.row(place).into_active_model();
            if known.is_some() {
                T::Entity::update(row.reset_all())
                    .exec(&self.unit.transaction)
                    .await?;
            } else {
                T::batch(&mut self.batch).push(row.reset_all());
            }
        }
        self.changes(child, changed.iter());
        Ok(())
    }
}

/// Says how a kind of row is stored: the fields besides its place, and how they are read back.
macro_rules! stored {
    ($value:ident, $table:ident, $rows:ident, |$told:ident| $classes:expr, |$of:ident| { $($field:ident: $make:expr),* $(,)? }, |$row:ident| $read:expr) => {
        impl Stored for $value {
            type Entity = $table::Entity;
            type Model = $table::Model;

            fn classes(&self) -> ClassSet {
                let $told = self;
                ClassSet::from_iter($classes)
            }

            fn row(self, place: Place) -> Self::Model {
                let $of = self;
                $table::Model {
                    council_id: place.council,
                    id: place.id,
                    child_id: place.child,
                    year: place.year,
                    recorded_at: place.now,
                    $($field: $make),*
                }
            }

            fn read($row: Self::Model) -> (i64, i64, Self) {
                ($row.child_id, $row.id, $read)
            }

            fn recorded(of: &mut OfTheYear) -> &mut Vec<(i64, Self)> {
                &mut of.$rows
            }

            fn batch(batch: &mut Batch) -> &mut Vec<$table::ActiveModel> {
                &mut batch.$table
            }
        }
    };
}

/// A conviction is told with what is sensitive.
fn health_classes(year: &HealthYear) -> impl Iterator<Item = Class> {
    let convicted = year.is_convicted.map(|_| Class::SensitiveMaterial);
    [Class::Health].into_iter().chain(convicted)
}

stored!(HealthYear, oc2_year, health, |it| health_classes(it), |it| {
    sdq_score: it.sdq_score,
    sdq_reason: it.sdq_reason,
    is_convicted: it.is_convicted,
    had_health_check: it.had_health_check,
    is_immunised: it.is_immunised,
    had_teeth_check: it.had_teeth_check,
    had_health_assessment: it.had_health_assessment,
    has_substance_misuse: it.has_substance_misuse,
    received_intervention: it.received_intervention,
    was_offered_intervention: it.was_offered_intervention,
}, |row| HealthYear {
    sdq_score: row.sdq_score,
    sdq_reason: row.sdq_reason,
    is_convicted: row.is_convicted,
    had_health_check: row.had_health_check,
    is_immunised: row.is_immunised,
    had_teeth_check: row.had_teeth_check,
    had_health_assessment: row.had_health_assessment,
    has_substance_misuse: row.has_substance_misuse,
    received_intervention: row.received_intervention,
    was_offered_intervention: row.was_offered_intervention,
});

stored!(LeavingYear, oc3_year, leaving, |_it| [Class::Placement], |it| {
    in_touch: it.in_touch,
    activity: it.activity,
    accommodation: it.accommodation,
}, |row| LeavingYear {
    in_touch: row.in_touch,
    activity: row.activity,
    accommodation: row.accommodation,
});

stored!(MissingSpell, missing_spell, missing, |_it| [Class::SensitiveMaterial], |it| {
    kind: it.kind,
    starts_on: it.span.starts_on,
    ends_on: it.span.ends_on.unwrap_or(OPEN_ENDED),
}, |row| MissingSpell {
    kind: row.kind,
    span: span(row.starts_on, row.ends_on),
});

stored!(LibertyOrder, liberty_order, liberty, |_it| [Class::LegalStatus], |it| {
    starts_on: it.span.starts_on,
    ends_on: it.span.ends_on.unwrap_or(OPEN_ENDED),
}, |row| LibertyOrder {
    span: span(row.starts_on, row.ends_on),
});

stored!(WorkerSpell, worker_spell, workers, |_it| [Class::Team], |it| {
    registration_no: it.registration_no,
    starts_on: it.span.starts_on,
    ends_on: it.span.ends_on.unwrap_or(OPEN_ENDED),
    reason_code: it.reason,
}, |row| WorkerSpell {
    registration_no: row.registration_no,
    span: span(row.starts_on, row.ends_on),
    reason: row.reason_code,
});
