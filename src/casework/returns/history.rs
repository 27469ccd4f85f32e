//! A child's episodes: checked as the return gives them, then joined to earlier returns and folded.

use crate::domain::care::Episode;
use crate::domain::care::Severity;
use crate::domain::care::Table;
use crate::domain::care::chain;
use crate::domain::care::merge;
use crate::domain::care::merge::Change;
use crate::store::StoreError;
use crate::store::returns::ChildRecord;

use super::LoadError;
use super::Loading;
use super::build::Row;
use super::yearly;

pub(super) enum Failure {
    Store(StoreError),
    Row { table: Table, row: u64 },
}

impl Failure {
    pub(super) fn at<E>(self) -> LoadError<E> {
        match self {
            Failure::Store(error) => LoadError::Store(error),
            Failure::Row { table, row } => LoadError::Staged { table, row },
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Store(error)
    }
}

impl Loading<'_, '_, '_> {
    /// The child's episodes in order, one for each start, with every rule they break reported.
    pub(super) async fn episodes(&mut self, rows: &[Row]) -> Result<Vec<Episode>, Failure> {
        let mut found: Vec<(&Row, Episode)> = Vec::new();
        for row in rows.iter().filter(|row| row.table == Table::Episodes) {
            let failed = |_| Failure::Row {
                table: row.table,
                row: row.number,
            };
            let Some(episode) = Episode::from_cells(&row.cells).map_err(failed)? else {
                continue; // rule 141 is reported
            };
            if found.iter().any(|(_, other)| other.decom == episode.decom) {
                let expected = "one episode for a start; the first is used";
                self.report(&row.issue("DUPLICATE", Severity::Warning, "DECOM", expected))
                    .await?;
            } else {
                found.push((row, episode));
            }
        }
        found.sort_by_key(|(_, episode)| episode.order());
        let issues = self.judge(rows, &found);
        for issue in &issues {
            self.report(issue).await?;
        }
        Ok(found.into_iter().map(|(_, episode)| episode).collect())
    }

    /// Merges the episodes with those on record and folds the whole again.
    pub(super) async fn care(
        &mut self,
        record: &ChildRecord,
        returned: Vec<Episode>,
    ) -> Result<(), StoreError> {
        let year = self.incoming.year.number();
        let changes = merge::merge(&record.episodes, returned, year);
        let current = merge::current(&record.episodes, &changes);
        for change in &changes {
            match change {
                Change::Add { .. } => self.summary.episodes_added += 1,
                Change::Replace { .. } => self.summary.episodes_replaced += 1,
                Change::SetAside(_) => self.summary.episodes_set_aside += 1,
                Change::NotSeenAgain(_) => self.summary.not_seen_again += 1,
                Change::Seen(_) => {}
            }
        }
        let chain = chain::fold(&current);
        self.writer
            .fit_periods(record.id, &record.periods, &chain)
            .await?;
        self.writer
            .fit_legal_spells(record.id, &record.legal_spells, &chain)
            .await?;
        self.writer.fit_placements(record, &chain).await?;
        // A death that somebody entered by hand is not the return's to take back.
        let died_on = yearly::died_on(current.iter().copied());
        let told_before = yearly::died_on(record.episodes.iter().map(|known| &known.episode));
        let is_told = died_on.is_some() || record.died_on == told_before;
        if is_told && died_on != record.died_on {
            self.writer.change_death(record.id, died_on).await?;
        }
        self.writer.amend_episodes(record.id, changes, year).await
    }
}
