//! Episodes as returned: new rows, rows seen again, rows that a later return replaced.

use entity::returns::episode;
use sea_orm::ActiveValue::Set;
use sea_orm::ColumnTrait;
use sea_orm::EntityTrait;
use sea_orm::QueryFilter;
use sea_orm::sea_query::Expr;

use super::ReturnWriter;
use crate::domain::care::Episode;
use crate::domain::care::merge::Change;
use crate::store::StoreError;

impl ReturnWriter<'_, '_> {
    pub async fn amend_episodes(
        &mut self,
        child: i64,
        changes: Vec<Change<i64>>,
        year: i32,
    ) -> Result<(), StoreError> {
        let (mut seen, mut replaced, mut lost) = (Vec::new(), Vec::new(), Vec::new());
        for change in changes {
            match change {
                Change::Seen(id) => seen.push(id),
                Change::SetAside(id) => replaced.push(id),
                Change::NotSeenAgain(id) => lost.push(id),
                Change::Add {
                    episode,
                    first_year,
                } => self.add_episode(child, episode, first_year, year).await?,
                Change::Replace {
                    old,
                    episode,
                    first_year,
                } => {
                    replaced.push(old);
                    self.add_episode(child, episode, first_year, year).await?;
                }
            }
        }
        let db = &self.unit.transaction;
        let among = |ids: Vec<i64>| {
            episode::Entity::update_many()
                .filter(episode::Column::CouncilId.eq(self.council))
                .filter(episode::Column::Id.is_in(ids))
        };
        if !replaced.is_empty() {
            among(replaced)
                .col_expr(episode::Column::ReplacedAt, Expr::value(self.now))
                .exec(db)
                .await?;
        }
        if !seen.is_empty() {
            among(seen)
                .col_expr(episode::Column::LastSeenYear, Expr::value(year as i16))
                .col_expr(episode::Column::IsNotSeenAgain, Expr::value(false))
                .exec(db)
                .await?;
        }
        if !lost.is_empty() {
            among(lost)
                .col_expr(episode::Column::IsNotSeenAgain, Expr::value(true))
                .exec(db)
                .await?;
        }
        Ok(())
    }

    /// Marks every open episode that this return, or a newer one, could have held and did not.
    pub async fn mark_not_seen_again(&mut self, year: i32) -> Result<u64, StoreError> {
        let marked = episode::Entity::update_many()
            .col_expr(episode::Column::IsNotSeenAgain, Expr::value(true))
            .filter(episode::Column::CouncilId.eq(self.council))
            .filter(episode::Column::ReplacedAt.is_null())
            .filter(episode::Column::Dec.is_null())
            .filter(episode::Column::LastSeenYear.lt(year as i16))
            .filter(episode::Column::IsNotSeenAgain.eq(false))
            .exec(&self.unit.transaction)
            .await?;
        Ok(marked.rows_affected)
    }

    async fn add_episode(
        &mut self,
        child: i64,
        episode: Episode,
        first_year: i32,
        year: i32,
    ) -> Result<(), StoreError> {
        let row = episode::ActiveModel {
            council_id: Set(self.council),
            id: Set(self.unit.next_id(self.council).await?),
            child_id: Set(child),
            decom: Set(episode.decom),
            rne: Set(episode.rne),
            ls: Set(episode.ls),
            cin: Set(episode.cin),
            place: Set(episode.place),
            place_provider: Set(episode.place_provider),
            dec: Set(episode.dec),
            rec: Set(episode.rec),
            reason_place_change: Set(episode.reason_place_change),
            home_post: Set(episode.home_post),
            pl_post: Set(episode.pl_post),
            urn: Set(episode.urn),
            run_id: Set(self.run),
            first_year: Set(first_year as i16),
            last_seen_year: Set(year as i16),
            is_not_seen_again: Set(false),
            recorded_at: Set(self.now),
            replaced_at: Set(None),
        };
        self.batch.episodes.push(row);
        Ok(())
    }
}
