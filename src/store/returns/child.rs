//! Children and what identifies them, reviews and previous permanence.

use chrono::NaiveDate;
use entity::children::child;
use entity::children::child_identifier;
use entity::children::previous_permanence;
use entity::plans::review;
use sea_orm::ActiveValue::NotSet;
use sea_orm::ActiveValue::Set;
use sea_orm::ColumnTrait;
use sea_orm::EntityTrait;
use sea_orm::QueryFilter;
use sea_orm::QuerySelect;
use sea_orm::sea_query::Expr;
use sea_orm::sea_query::ExprTrait;

use super::ReturnWriter;
use super::record::Identity;
use super::record::PreviousPermanence;
use crate::domain::care::PartialDate;
use crate::store::StoreError;

#[derive(Debug)]
pub struct NewChild {
    /// As the return writes it.
    pub local_id: String,
    pub folded: String,
    pub identity: Identity,
}

impl ReturnWriter<'_, '_> {
    pub async fn add_child(&mut self, new: NewChild) -> Result<i64, StoreError> {
        let id = self.unit.next_id(self.council).await?;
        let Identity {
            born_on,
            sex,
            ethnicity,
            is_uasc,
            uasc_ceased_on,
        } = new.identity;
        let row = child::ActiveModel {
            council_id: Set(self.council),
            id: Set(id),
            public_id: Set(self.unit.public_id()),
            gate: NotSet,
            born_on: Set(born_on),
            expected_on: NotSet,
            died_on: NotSet,
            sex: Set(sex.to_owned()),
            ethnicity: Set(ethnicity),
            religion: NotSet,
            first_language: NotSet,
            is_uasc: Set(is_uasc),
            uasc_ceased_on: Set(uasc_ceased_on),
            revision: NotSet,
            recorded_at: Set(self.now),
        };
        child::Entity::insert(row)
            .exec_without_returning(&self.unit.transaction)
            .await?;
        self.add_identifier(id, "LOCAL", new.local_id, new.folded)
            .await?;
        Ok(id)
    }

    pub async fn change_child(&mut self, id: i64, identity: &Identity) -> Result<(), StoreError> {
        child::Entity::update_many()
            .col_expr(child::Column::BornOn, Expr::value(identity.born_on))
            .col_expr(child::Column::Sex, Expr::value(identity.sex))
            .col_expr(
                child::Column::Ethnicity,
                Expr::value(identity.ethnicity.clone()),
            )
            .col_expr(child::Column::IsUasc, Expr::value(identity.is_uasc))
            .col_expr(
                child::Column::UascCeasedOn,
                Expr::value(identity.uasc_ceased_on),
            )
            .col_expr(
                child::Column::Revision,
                Expr::col(child::Column::Revision).add(1),
            )
            .filter(child::Column::CouncilId.eq(self.council))
            .filter(child::Column::Id.eq(id))
            .exec(&self.unit.transaction)
            .await?;
        Ok(())
    }

    /// Sets the current pupil number, or the reason for none; the one before stays as history.
    pub async fn change_upn(
        &mut self,
        child: i64,
        kind: &str,
        value: String,
        before: Option<i64>,
    ) -> Result<(), StoreError> {
        if let Some(before) = before {
            child_identifier::Entity::update_many()
                .col_expr(child_identifier::Column::ReplacedAt, Expr::value(self.now))
                .filter(child_identifier::Column::CouncilId.eq(self.council))
                .filter(child_identifier::Column::Id.eq(before))
                .exec(&self.unit.transaction)
                .await?;
        }
        let folded = value.clone();
        self.add_identifier(child, kind, value, folded).await
    }

    async fn add_identifier(
        &mut self,
        child: i64,
        kind: &str,
        value: String,
        folded: String,
    ) -> Result<(), StoreError> {
        let row = child_identifier::ActiveModel {
            council_id: Set(self.council),
            id: Set(self.unit.next_id(self.council).await?),
            child_id: Set(child),
            kind: Set(kind.to_owned()),
            value: Set(value),
            folded: Set(folded),
            recorded_at: Set(self.now),
            replaced_at: Set(None),
        };
        child_identifier::Entity::insert(row)
            .exec_without_returning(&self.unit.transaction)
            .await?;
        Ok(())
    }

    /// Does another child hold this pupil number now?
    pub async fn upn_is_taken(&mut self, upn: &str, child: i64) -> Result<bool, StoreError> {
        let holder: Option<i64> = child_identifier::Entity::find()
            .select_only()
            .column(child_identifier::Column::ChildId)
            .filter(child_identifier::Column::CouncilId.eq(self.council))
            .filter(child_identifier::Column::Kind.eq("UPN"))
            .filter(child_identifier::Column::Folded.eq(upn))
            .filter(child_identifier::Column::ReplacedAt.is_null())
            .filter(child_identifier::Column::ChildId.ne(child))
            .into_tuple()
            .one(&self.unit.transaction)
            .await?;
        Ok(holder.is_some())
    }

    pub async fn add_reviews(
        &mut self,
        child: i64,
        reviews: Vec<(NaiveDate, Option<String>)>,
    ) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(reviews.len());
        for (held_on, participation) in reviews {
            rows.push(review::ActiveModel {
                council_id: Set(self.council),
                id: Set(self.unit.next_id(self.council).await?),
                public_id: Set(self.unit.public_id()),
                child_id: Set(child),
                kind: Set("LAC".to_owned()),
                due_on: Set(None),
                held_on: Set(Some(held_on)),
                participation: Set(participation),
                is_plan_considered: Set(None),
                decisions: Set(None),
            });
        }
        if !rows.is_empty() {
            review::Entity::insert_many(rows)
                .exec_without_returning(&self.unit.transaction)
                .await?;
        }
        Ok(())
    }

    pub async fn change_review(
        &mut self,
        id: i64,
        participation: Option<String>,
    ) -> Result<(), StoreError> {
        review::Entity::update_many()
            .col_expr(review::Column::Participation, Expr::value(participation))
            .filter(review::Column::CouncilId.eq(self.council))
            .filter(review::Column::Id.eq(id))
            .exec(&self.unit.transaction)
            .await?;
        Ok(())
    }

    pub async fn add_previous_permanence(
        &mut self,
        child: i64,
        previous: PreviousPermanence,
        date: PartialDate,
        year: i32,
    ) -> Result<(), StoreError> {
        let row = previous_permanence::ActiveModel {
            council_id: Set(self.council),
            id: Set(self.unit.next_id(self.council).await?),
            child_id: Set(child),
            option_code: Set(previous.option),
            authority: Set(previous.authority),
            date_text: Set(previous.date_text),
            happened_year: Set(date.year.map(|year| year as i16)),
            happened_month: Set(date.month.map(|month| month as i16)),
            happened_day: Set(date.day.map(|day| day as i16)),
            first_year: Set(year as i16),
        };
        previous_permanence::Entity::insert(row)
            .exec_without_returning(&self.unit.transaction)
            .await?;
        Ok(())
    }
}
