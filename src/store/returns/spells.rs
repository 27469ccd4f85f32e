//! Periods, legal spells and placements made to match a chain folded again. Spells that stay, stay the
//! same rows. Rows go first, then ends are moved, then new rows come: at most one is ever open.

use entity::children::legal_spell;
use entity::children::period_of_care;
use entity::children::placement;
use entity::children::placement_location;
use sea_orm::ActiveValue::NotSet;
use sea_orm::ActiveValue::Set;
use sea_orm::ColumnTrait;
use sea_orm::EntityTrait;
use sea_orm::QueryFilter;
use sea_orm::sea_query::Expr;

use super::OPEN_ENDED;
use super::ReturnWriter;
use super::record::ChildRecord;
use super::record::RecordedPlacement;
use super::record::Spell;
use crate::domain::access::Class;
use crate::domain::access::Marks;
use crate::domain::care::Chain;
use crate::domain::care::LegalSpell;
use crate::domain::care::Period;
use crate::domain::care::Placement;
use crate::domain::care::Span;
use crate::domain::care::reconcile::Fit;
use crate::domain::care::reconcile::reconcile;
use crate::domain::children::is_adoptive_placement;
use crate::store::StoreError;

fn ends_on(span: Span) -> chrono::NaiveDate {
    span.ends_on.unwrap_or(OPEN_ENDED)
}

/// Closed spells before open ones, so that "one open" holds after each statement.
fn closing_first<T>(mut spells: Vec<(i64, T)>, span: impl Fn(&T) -> Span) -> Vec<(i64, T)> {
    spells.sort_by_key(|(_, value)| span(value).ends_on.is_none());
    spells
}

/// What to do with a kind of spell: rows to delete, rows to change, spells to add.
struct Plan<'a, T> {
    gone: Vec<i64>,
    changed: Vec<(i64, &'a T)>,
    added: Vec<&'a T>,
}

impl<T> Plan<'_, T> {
    fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.changed.is_empty() && self.added.is_empty()
    }
}

fn plan<'a, T: PartialEq>(
    recorded: &[(i64, &T)],
    folded: &'a [T],
    span: impl Fn(&T) -> Span,
) -> Plan<'a, T> {
    let mut plan = Plan {
        gone: Vec::new(),
        changed: Vec::new(),
        added: Vec::new(),
    };
    let before: Vec<(usize, Span)> = recorded
        .iter()
        .enumerate()
        .map(|(at, (_, value))| (at, span(value)))
        .collect();
    let after: Vec<Span> = folded.iter().map(&span).collect();
    for fit in reconcile(&before, &after) {
        match fit {
            Fit::Keep(at, place) if *recorded[at].1 != folded[place] => {
                plan.changed.push((recorded[at].0, &folded[place]));
            }
            Fit::Keep(..) => {}
            Fit::New(place) => plan.added.push(&folded[place]),
            Fit::Gone(at) => plan.gone.push(recorded[at].0),
        }
    }
    plan
}

impl ReturnWriter<'_, '_> {
    pub async fn fit_periods(
        &mut self,
        child: i64,
        recorded: &[Spell<Period>],
        chain: &Chain,
    ) -> Result<(), StoreError> {
        let before: Vec<(i64, &Period)> = recorded
            .iter()
            .map(|spell| (spell.id, &spell.value))
            .collect();
        let plan = plan(&before, &chain.periods, |period| period.span);
        if !plan.is_empty() {
            self.changes(child, [Class::LegalStatus]);
        }
        if !plan.gone.is_empty() {
            period_of_care::Entity::delete_many()
                .filter(period_of_care::Column::CouncilId.eq(self.council))
                .filter(period_of_care::Column::Id.is_in(plan.gone))
                .exec(&self.unit.transaction)
                .await?;
        }
        for (id, period) in closing_first(plan.changed, |period| period.span) {
            period_of_care::Entity::update_many()
                .col_expr(
                    period_of_care::Column::StartsOn,
                    Expr::value(period.span.starts_on),
                )
                .col_expr(
                    period_of_care::Column::EndsOn,
                    Expr::value(ends_on(period.span)),
                )
                .col_expr(
                    period_of_care::Column::EndCode,
                    Expr::value(period.end_code.clone()),
                )
                .col_expr(
                    period_of_care::Column::NeedCode,
                    Expr::value(period.need_code.clone()),
                )
                .filter(period_of_care::Column::CouncilId.eq(self.council))
                .filter(period_of_care::Column::Id.eq(id))
                .exec(&self.unit.transaction)
                .await?;
        }
        for period in plan.added {
            let row = period_of_care::ActiveModel {
                council_id: Set(self.council),
                id: Set(self.unit.next_id(self.council).await?),
                child_id: Set(child),
                starts_on: Set(period.span.starts_on),
                ends_on: Set(ends_on(period.span)),
                end_code: Set(period.end_code.clone()),
                need_code: Set(period.need_code.clone()),
            };
            self.batch.periods.push(row);
        }
        Ok(())
    }

    pub async fn fit_legal_spells(
        &mut self,
        child: i64,
        recorded: &[Spell<LegalSpell>],
        chain: &Chain,
    ) -> Result<(), StoreError> {
        let (imported, entered): (Vec<_>, Vec<_>) =
            recorded.iter().partition(|spell| spell.imported);
        let before: Vec<(i64, &LegalSpell)> = imported
            .iter()
            .map(|spell| (spell.id, &spell.value))
            .collect();
        let mut plan = plan(&before, &chain.legal_spells, |spell| spell.span);
        plan.added.retain(|new| {
            entered
                .iter()
                .all(|spell| spell.value.span.starts_on != new.span.starts_on)
        });
        if !plan.is_empty() {
            self.changes(child, [Class::LegalStatus]);
        }
        if !plan.gone.is_empty() {
            legal_spell::Entity::delete_many()
                .filter(legal_spell::Column::CouncilId.eq(self.council))
                .filter(legal_spell::Column::Id.is_in(plan.gone))
                .exec(&self.unit.transaction)
                .await?;
        }
        for (id, spell) in closing_first(plan.changed, |spell| spell.span) {
            legal_spell::Entity::update_many()
                .col_expr(legal_spell::Column::Code, Expr::value(spell.code.clone()))
                .col_expr(
                    legal_spell::Column::StartsOn,
                    Expr::value(spell.span.starts_on),
                )
                .col_expr(
                    legal_spell::Column::EndsOn,
                    Expr::value(ends_on(spell.span)),
                )
                .filter(legal_spell::Column::CouncilId.eq(self.council))
                .filter(legal_spell::Column::Id.eq(id))
                .exec(&self.unit.transaction)
                .await?;
        }
        for spell in plan.added {
            let row = legal_spell::ActiveModel {
                council_id: Set(self.council),
                id: Set(self.unit.next_id(self.council).await?),
                public_id: Set(self.unit.public_id()),
                child_id: Set(child),
                origin: Set("IMPORT".to_owned()),
                code: Set(spell.code.clone()),
                starts_on: Set(spell.span.starts_on),
                ends_on: Set(ends_on(spell.span)),
            };
            self.batch.legal_spells.push(row);
        }
        Ok(())
    }

    pub async fn fit_placements(
        &mut self,
        record: &ChildRecord,
        chain: &Chain,
    ) -> Result<(), StoreError> {
        let (imported, entered): (Vec<_>, Vec<_>) =
            record.placements.iter().partition(|spell| spell.imported);
        let before: Vec<(i64, &Placement)> = imported
            .iter()
            .map(|spell| (spell.id, &spell.value.placement))
            .collect();
        let mut plan = plan(&before, &chain.placements, |placement| placement.span);
        plan.added.retain(|new| {
            entered
                .iter()
                .all(|old| old.value.placement.span.starts_on != new.span.starts_on)
        });
        // A placement that is marked confidential, or has carers, says more than a return can take back.
        plan.gone.retain(|id| {
            let kept = |old: &&Spell<RecordedPlacement>| {
                old.id == *id && (old.value.is_confidential || old.value.has_carers)
            };
            !record.placements.iter().any(|old| kept(&old))
        });
        let is_adoptive = |it: &Placement| is_adoptive_placement(&it.type_code, record.is_matched);
        // A match since the last return makes a placement adoptive that no row of the return changes.
        let matched = imported.iter().filter(|old| {
            is_adoptive(&old.value.placement)
                && !old.value.is_adoptive
                && !plan.gone.contains(&old.id)
        });
        let matched: Vec<i64> = matched.map(|old| old.id).collect();
        self.changes_placements(record, &plan, &matched);
        self.remove_placements(plan.gone).await?;
        for (id, placement) in closing_first(plan.changed, |placement| placement.span) {
            self.change_placement(id, placement).await?;
            if is_adoptive(placement) {
                self.mark_adoptive(vec![id]).await?;
            }
        }
        self.mark_adoptive(matched).await?;
        for placement in plan.added {
            let id = self.unit.next_id(self.council).await?;
            let confidential = record.placements.iter().any(|old| {
                old.value.is_confidential && old.value.placement.span.overlaps(placement.span)
            });
            self.batch
                .locations
                .push(location(self.council, record.id, id, placement));
            let row = placement::ActiveModel {
                is_adoptive: Set(is_adoptive(placement)),
                ..self.placement(record.id, id, placement, confidential)
            };
            self.batch.placements.push(row);
        }
        Ok(())
    }

    /// For the feed. The days of a neighbour would date a confidential placement, and a return may move any of them: of a
    /// child with one, whoever is not shown it is told of the placement alone.
    fn changes_placements(
        &mut self,
        record: &ChildRecord,
        plan: &Plan<'_, Placement>,
        matched: &[i64],
    ) {
        if plan.is_empty() && matched.is_empty() {
            return;
        }
        let all = || record.placements.iter();
        let is_adoptive = |it: &Placement| is_adoptive_placement(&it.type_code, record.is_matched);
        let new = plan.changed.iter().map(|(_, placement)| *placement);
        let new = new.chain(plan.added.iter().copied());
        let marks = Marks {
            is_confidential: all().any(|old| old.value.is_confidential),
            is_adoptive: all().any(|old| old.value.is_adoptive)
                || !matched.is_empty()
                || new.into_iter().any(is_adoptive),
        };
        let classes = [
            Class::Placement,
            Class::PlacementDates,
            Class::PlacementLocation,
        ];
        self.changes_marked(record.id, marks, classes);
    }

    /// Never the other way: what was adoptive once has the adopters in it.
    async fn mark_adoptive(&self, ids: Vec<i64>) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        placement::Entity::update_many()
            .col_expr(placement::Column::IsAdoptive, Expr::value(true))
            .filter(placement::Column::CouncilId.eq(self.council))
            .filter(placement::Column::Id.is_in(ids))
            .exec(&self.unit.transaction)
            .await?;
        Ok(())
    }

    async fn remove_placements(&self, ids: Vec<i64>) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        placement_location::Entity::delete_many()
            .filter(placement_location::Column::CouncilId.eq(self.council))
            .filter(placement_location::Column::PlacementId.is_in(ids.clone()))
            .exec(&self.unit.transaction)
            .await?;
        placement::Entity::delete_many()
            .filter(placement::Column::CouncilId.eq(self.council))
            .filter(placement::Column::Id.is_in(ids))
            .exec(&self.unit.transaction)
            .await?;
        Ok(())
    }

    async fn change_placement(&self, id: i64, new: &Placement) -> Result<(), StoreError> {
        placement::Entity::update_many()
            .col_expr(
                placement::Column::TypeCode,
                Expr::value(new.type_code.clone()),
            )
            .col_expr(
                placement::Column::ProviderCode,
                Expr::value(new.provider_type.clone()),
            )
            .col_expr(
                placement::Column::ChangeReason,
                Expr::value(new.change_reason.clone()),
            )
            .col_expr(placement::Column::StartsOn, Expr::value(new.span.starts_on))
            .col_expr(placement::Column::EndsOn, Expr::value(ends_on(new.span)))
            .col_expr(placement::Column::IsTemporary, Expr::value(new.temporary))
            .filter(placement::Column::CouncilId.eq(self.council))
            .filter(placement::Column::Id.eq(id))
            .exec(&self.unit.transaction)
            .await?;
        placement_location::Entity::update_many()
            .col_expr(
                placement_location::Column::Postcode,
                Expr::value(new.postcode.clone()),
            )
            .col_expr(
                placement_location::Column::ProviderUrn,
                Expr::value(new.urn.clone()),
            )
            .filter(placement_location::Column::CouncilId.eq(self.council))
            .filter(placement_location::Column::PlacementId.eq(id))
            .exec(&self.unit.transaction)
            .await?;
        Ok(())
    }

    fn placement(
        &self,
        child: i64,
        id: i64,
        new: &Placement,
        confidential: bool,
    ) -> placement::ActiveModel {
        placement::ActiveModel {
            council_id: Set(self.council),
            id: Set(id),
            public_id: Set(self.unit.public_id()),
            child_id: Set(child),
            origin: Set("IMPORT".to_owned()),
            type_code: Set(new.type_code.clone()),
            provider_code: Set(new.provider_type.clone()),
            change_reason: Set(new.change_reason.clone()),
            starts_on: Set(new.span.starts_on),
            ends_on: Set(ends_on(new.span)),
            is_confidential: Set(confidential),
            is_adoptive: NotSet,
            is_temporary: Set(new.temporary),
        }
    }
}

fn location(
    council: i16,
    child: i64,
    placement: i64,
    new: &Placement,
) -> placement_location::ActiveModel {
    placement_location::ActiveModel {
        council_id: Set(council),
        placement_id: Set(placement),
        child_id: Set(child),
        postcode: Set(new.postcode.clone()),
        provider_urn: Set(new.urn.clone()),
        lines: NotSet,
        provider_name: NotSet,
        distance_tenths: NotSet,
        is_in_authority: NotSet,
        school_name: NotSet,
        contact_venue: NotSet,
    }
}
