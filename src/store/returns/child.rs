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
use sea_orm::sea_query::Expr;
use sea_orm::sea_query::ExprTrait;

use super::ReturnWriter;
use super::record::ChildRecord;
use super::record::Identity;
use super::record::PreviousPermanence;
use crate::domain::access::Class;
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
        self.batch.children.push(row);
        self.add_identifier(id, "LOCAL", new.local_id, new.folded)
            .await?;
        Ok(id)
    }

    pub async fn change_child(
        &mut self,
        record: &ChildRecord,
        identity: &Identity,
    ) -> Result<(), StoreError> {
        let (id, before) = (record.id, &record.identity);
        if (before.born_on, before.sex) != (identity.born_on, identity.sex) {
            self.changes(id, [Class::Identity]);
        }
        if before.ethnicity != identity.ethnicity || before.is_uasc != identity.is_uasc {
            self.changes(id, [Class::Identifiers]);
        }
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

    /// Sets the day of death, or takes back one that the returns gave.
    pub async fn change_death(
        &mut self,
        id: i64,
        died_on: Option<NaiveDate>,
    ) -> Result<(), StoreError> {
        // Of a child that has just come, the row is still waiting.
        let mut waiting = self.batch.children.iter_mut();
        if let Some(child) = waiting.find(|child| child.id.try_as_ref() == Some(&id)) {
            child.died_on = Set(died_on);
            return Ok(());
        }
        child::Entity::update_many()
            .col_expr(child::Column::DiedOn, Expr::value(died_on))
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
        self.changes(child, [Class::Identifiers]);
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
        self.batch.identifiers.push(row);
        Ok(())
    }

    /// The Header rows whose pupil number another child holds too: row and number.
    ///
    /// In two steps, because a database that has not yet counted its new rows plans the one join badly.
    pub async fn shared_upns(&self) -> Result<Vec<(u64, String)>, StoreError> {
        let sql = "select folded from child_identifier \
            where council_id = $1 and kind = 'UPN' and replaced_at is null \
            group by folded having count(*) > 1 order by folded";
        let rows = self.query(sql, [self.council.into()]).await?;
        let shared: Result<Vec<String>, _> =
            rows.iter().map(|row| row.try_get("", "folded")).collect();
        let mut found = Vec::new();
        for upn in shared? {
            let sql = "select child_id from child_identifier \
                where council_id = $1 and kind = 'UPN' and folded = $2 and replaced_at is null";
            for holder in self
                .query(sql, [self.council.into(), upn.as_str().into()])
                .await?
            {
                let child: i64 = holder.try_get("", "child_id")?;
                let sql = "select r.row_no from child_identifier l join import_row r \
                    on r.council_id = l.council_id and r.child_key = l.folded \
                    where l.council_id = $1 and l.child_id = $2 and l.kind = 'LOCAL' and l.replaced_at is null \
                    and r.run_id = $3 and r.table_name = 'Header'";
                for row in self
                    .query(sql, [self.council.into(), child.into(), self.run.into()])
                    .await?
                {
                    let number: i64 = row.try_get("", "row_no")?;
                    found.push((number as u64, upn.clone()));
                }
            }
        }
        Ok(found)
    }

    pub async fn add_reviews(
        &mut self,
        child: i64,
        reviews: Vec<(NaiveDate, Option<String>)>,
    ) -> Result<(), StoreError> {
        if !reviews.is_empty() {
            self.held_review(child);
        }
        for (held_on, participation) in reviews {
            let row = review::ActiveModel {
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
                adjourned_on: Set(None),
            };
            self.batch.reviews.push(row);
        }
        Ok(())
    }

    pub async fn change_review(
        &mut self,
        child: i64,
        id: i64,
        participation: Option<String>,
    ) -> Result<(), StoreError> {
        self.changes(child, [Class::Reviews]);
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
        self.changes(child, [Class::LegalStatus]);
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
        self.batch.previous.push(row);
        Ok(())
    }
}
