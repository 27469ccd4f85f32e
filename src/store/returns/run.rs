//! Councils and runs: whose return, of which year, and whether it is here already.

use chrono::DateTime;
use chrono::Datelike;
use chrono::NaiveDate;
use chrono::Utc;
use entity::people::agency;
use entity::people::council;
use entity::returns::import_file;
use entity::returns::import_run;
use sea_orm::ActiveValue::Set;
use sea_orm::ColumnTrait;
use sea_orm::EntityTrait;
use sea_orm::QueryFilter;
use sea_orm::QueryOrder;
use sea_orm::sea_query::Expr;

use super::ReturnWriter;
use super::staging::Pending;
use crate::domain::care::IncomingFile;
use crate::store::StoreError;
use crate::store::Unit;
use crate::store::deadlines;

const FORMAT: &str = "SSDA903";

/// A return that was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub id: i64,
    pub year_ending: NaiveDate,
    pub finished_at: Option<DateTime<Utc>>,
}

impl Unit<'_> {
    pub async fn council(&mut self, gss_code: &str) -> Result<Option<i16>, StoreError> {
        let found = council::Entity::find()
            .filter(council::Column::GssCode.eq(gss_code))
            .one(&self.transaction);
        Ok(found.await?.map(|council| council.id))
    }

    /// A council of which only the code is known; its name is the code until somebody gives it one.
    pub async fn add_council(&mut self, gss_code: &str) -> Result<i16, StoreError> {
        let last = council::Entity::find()
            .order_by_desc(council::Column::Id)
            .one(&self.transaction)
            .await?;
        let id = last.map_or(1, |council| council.id.saturating_add(1));
        let row = council::ActiveModel {
            id: Set(id),
            gss_code: Set(gss_code.to_owned()),
            name: Set(gss_code.to_owned()),
            records_from: Set(None),
            reviews_from: Set(None),
        };
        council::Entity::insert(row)
            .exec_without_returning(&self.transaction)
            .await?;
        Ok(id)
    }

    /// The first return with reviews in it says since when they are on record, of children too whom it does not name.
    pub async fn reviews_known_from(
        &mut self,
        council: i16,
        from: NaiveDate,
    ) -> Result<(), StoreError> {
        let told = council::Entity::update_many()
            .col_expr(council::Column::ReviewsFrom, Expr::value(from))
            .filter(council::Column::Id.eq(council))
            .filter(council::Column::ReviewsFrom.is_null())
            .exec(&self.transaction)
            .await?;
        match told.rows_affected {
            0 => Ok(()),
            _ => deadlines::rewrite_council(self, council).await,
        }
    }

    /// The agency by which the council's people are named in tokens, unless somebody has described it. Of an office to
    /// turn to nothing is known but the council itself: its name stands for it, without an address that nobody gave.
    pub async fn ensure_agency(&mut self, council: i16) -> Result<(), StoreError> {
        let own = agency::Entity::find()
            .filter(agency::Column::CouncilId.eq(council))
            .one(&self.transaction);
        if own.await?.is_some() {
            return Ok(());
        }
        let Some(council) = council::Entity::find_by_id(council)
            .one(&self.transaction)
            .await?
        else {
            return Ok(());
        };
        let last = agency::Entity::find()
            .order_by_desc(agency::Column::Id)
            .one(&self.transaction)
            .await?;
        let row = agency::ActiveModel {
            id: Set(last.map_or(1, |agency| agency.id.saturating_add(1))),
            agency_key: Set(council.gss_code.to_lowercase()),
            kind: Set("COUNCIL".to_owned()),
            name: Set(council.name.clone()),
            council_id: Set(Some(council.id)),
            contact_name: Set(council.name),
            contact_email: Set(None),
            contact_telephone: Set(None),
        };
        agency::Entity::insert(row)
            .exec_without_returning(&self.transaction)
            .await?;
        Ok(())
    }

    /// The council's runs, the newest year and the newest run first.
    pub(super) async fn runs(
        &mut self,
        council: i16,
    ) -> Result<Vec<import_run::Model>, StoreError> {
        let runs = import_run::Entity::find()
            .filter(import_run::Column::CouncilId.eq(council))
            .filter(import_run::Column::Format.eq(FORMAT))
            .order_by_desc(import_run::Column::YearEnding)
            .order_by_desc(import_run::Column::Id)
            .all(&self.transaction);
        Ok(runs.await?)
    }

    pub async fn newest_return(&mut self, council: i16) -> Result<Option<Run>, StoreError> {
        Ok(self.runs(council).await?.first().map(as_run))
    }

    /// The run that loaded exactly these files for this year.
    pub async fn return_with(
        &mut self,
        council: i16,
        year_ending: NaiveDate,
        fingerprint: &str,
    ) -> Result<Option<Run>, StoreError> {
        let runs = self.runs(council).await?;
        let same = |run: &&import_run::Model| {
            run.year_ending == year_ending && run.content_sha256 == fingerprint
        };
        Ok(runs.iter().find(same).map(as_run))
    }
}

pub(super) fn as_run(run: &import_run::Model) -> Run {
    Run {
        id: run.id,
        year_ending: run.year_ending,
        finished_at: run.finished_at,
    }
}

impl<'u, 'r> ReturnWriter<'u, 'r> {
    pub async fn start(
        unit: &'u mut Unit<'r>,
        council: i16,
        year_ending: NaiveDate,
        fingerprint: &str,
        files: &[IncomingFile],
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let run = unit.next_id(council).await?;
        let rows: u64 = files.iter().map(|file| file.rows).sum();
        let row = import_run::ActiveModel {
            council_id: Set(council),
            id: Set(run),
            year_ending: Set(year_ending),
            format: Set(FORMAT.to_owned()),
            content_sha256: Set(fingerprint.to_owned()),
            row_count: Set(rows as i64),
            started_at: Set(now),
            finished_at: Set(Some(now)),
        };
        import_run::Entity::insert(row)
            .exec_without_returning(&unit.transaction)
            .await?;
        for file in files {
            let row = import_file::ActiveModel {
                council_id: Set(council),
                id: Set(unit.next_id(council).await?),
                run_id: Set(run),
                table_name: Set(file.table.name().to_owned()),
                file_name: Set(file.name.clone()),
                sha256: Set(file.sha256.clone()),
                encoding: Set(file.encoding.to_owned()),
                row_count: Set(file.rows as i64),
            };
            import_file::Entity::insert(row)
                .exec_without_returning(&unit.transaction)
                .await?;
        }
        Ok(Self {
            unit,
            council,
            run,
            year: year_ending.year() as i16,
            now,
            pending: Pending::default(),
            batch: super::batch::Batch::default(),
        })
    }

    /// The runs of this year: this one, and earlier ones that it corrects.
    pub(super) async fn runs_of_the_year(&mut self) -> Result<Vec<i64>, StoreError> {
        let runs = self.unit.runs(self.council).await?;
        let year = runs
            .iter()
            .find(|run| run.id == self.run)
            .map(|run| run.year_ending);
        Ok(runs
            .iter()
            .filter(|run| Some(run.year_ending) == year)
            .map(|run| run.id)
            .collect())
    }
}
