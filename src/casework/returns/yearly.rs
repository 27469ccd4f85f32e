//! What a return says of a child for its year, and that a child has died.

use chrono::NaiveDate;

use crate::domain::care::Episode;
use crate::domain::care::Severity;
use crate::domain::care::Yearly;
use crate::domain::care::yearly::HealthYear;
use crate::domain::care::yearly::LeavingYear;
use crate::domain::care::yearly::LibertyOrder;
use crate::domain::care::yearly::MissingSpell;
use crate::domain::care::yearly::WorkerSpell;
use crate::store::StoreError;
use crate::store::returns::ChildRecord;

use super::Loading;
use super::build::Row;
use super::build::rows_of;

/// The reason for leaving care that says that the child died.
const DIED: &str = "E2";

/// The day on which care ended because the child died.
pub(super) fn died_on<'e>(episodes: impl IntoIterator<Item = &'e Episode>) -> Option<NaiveDate> {
    let ended =
        |episode: &'e Episode| (episode.left_care_by() == Some(DIED)).then_some(episode.dec);
    episodes.into_iter().filter_map(ended).flatten().max()
}

/// Fits the rows of one table. A table that the return does not hold is as it was.
macro_rules! fit {
    ($loading:ident, $record:ident, $rows:ident, $($kind:ident: $row:ty),*) => {
        $(if let Some(returned) = $loading.returned::<$row>($rows).await? {
            let recorded = &$record.of_the_year.$kind;
            $loading.writer.fit_year($record.id, recorded, returned).await?;
        })*
    };
}

impl Loading<'_, '_, '_> {
    pub(super) async fn year(
        &mut self,
        record: &ChildRecord,
        rows: &[Row],
    ) -> Result<(), StoreError> {
        fit!(self, record, rows, health: HealthYear, leaving: LeavingYear, missing: MissingSpell,
            liberty: LibertyOrder, workers: WorkerSpell);
        Ok(())
    }

    /// What the child's rows of a table say, one for each start; none where the return has no such table.
    async fn returned<T: Yearly>(&mut self, rows: &[Row]) -> Result<Option<Vec<T>>, StoreError> {
        if !self.holds(T::TABLE) {
            return Ok(None);
        }
        let start = |value: &T| value.span().map(|span| span.starts_on);
        let mut returned: Vec<T> = Vec::new();
        for row in rows_of(rows, T::TABLE) {
            let Some(value) = T::from_cells(&row.cells) else {
                continue;
            };
            if value.ends_before_it_starts() {
                let expected = "an end on or after the start; the row stays in staging";
                self.report(&row.issue("END_BEFORE_START", Severity::Error, T::KEY, expected))
                    .await?;
                continue;
            }
            match returned.iter().find(|first| start(first) == start(&value)) {
                None => returned.push(value),
                Some(first) if *first == value => {}
                Some(_) => {
                    let expected = "one row for a child and start; the first is used";
                    self.report(&row.issue("DUPLICATE", Severity::Warning, T::KEY, expected))
                        .await?;
                }
            }
        }
        Ok(Some(returned))
    }
}
