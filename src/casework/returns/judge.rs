//! Asking the rules of one child's rows, and what came of each rule.

use std::collections::HashMap;

use crate::domain::care::Cells;
use crate::domain::care::Episode;
use crate::domain::care::Issue;
use crate::domain::care::Table;
use crate::domain::care::rules;
use crate::domain::care::rules::ChildRows;
use crate::domain::care::rules::Previous;
use crate::domain::care::rules::Scope;
use crate::store::StoreError;
use crate::store::Unit;
use crate::store::returns::Run;

use super::Loading;
use super::Return;
use super::build::Row;

/// A return whose rows have been judged: where its findings are read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub council: i16,
    pub run: i64,
    pub scope: Scope,
}

/// What can be asked of a return, and the return of the year before where its episodes are held.
pub(super) async fn scope(
    unit: &mut Unit<'_>,
    council: i16,
    incoming: &Return<'_>,
) -> Result<(Scope, Option<Run>), StoreError> {
    let last_day = incoming.year.before().ends_on();
    let run = unit.return_of(council, last_day).await?;
    let (previous, before) = match run {
        None => (Previous::NoReturn, None),
        Some(run) if unit.run_holds(council, run.id, Table::Episodes).await? => {
            (Previous::Held, Some(run))
        }
        Some(_) => (Previous::NoEpisodes, None),
    };
    let scope = Scope {
        year: incoming.year,
        tables: incoming.files.iter().map(|file| file.table).collect(),
        previous,
    };
    Ok((scope, before))
}

impl Row {
    fn judged(&self) -> rules::Row<'_> {
        rules::Row {
            table: self.table,
            number: self.number,
            cells: &self.cells,
        }
    }
}

impl Loading<'_, '_, '_> {
    /// Reads what last year's return said of these children, where one is held.
    pub(super) async fn recall(&mut self, keys: &[&str]) -> Result<(), StoreError> {
        self.last_year.clear();
        let Some(before) = self.before else {
            return Ok(());
        };
        for (child, cells) in self.writer.episodes_of_run(before.id, keys).await? {
            let failed = || StoreError::Unreadable("a staged episode of last year".to_owned());
            let cells: Cells = serde_json::from_str(&cells).map_err(|_| failed())?;
            if let Some(episode) = Episode::from_cells(&cells).map_err(|_| failed())? {
                let known = self.last_year.entry(child).or_default();
                if known.iter().all(|other| other.decom != episode.decom) {
                    known.push(episode);
                }
            }
        }
        for episodes in self.last_year.values_mut() {
            episodes.sort_by_key(Episode::order);
        }
        Ok(())
    }

    /// What the child's rows break; `episodes` in their order, one for each start.
    pub(super) fn judge(&self, rows: &[Row], episodes: &[(&Row, Episode)]) -> Vec<Issue> {
        let child = self.child.as_deref().unwrap_or_default();
        let rows = ChildRows {
            year: self.incoming.year,
            rows: rows.iter().map(Row::judged).collect(),
            episodes: (episodes.iter())
                .map(|(row, episode)| (row.judged(), episode))
                .collect(),
            previous: self.last_year.get(child).map_or(&[], Vec::as_slice),
        };
        rules::check(&rows, &self.asked)
    }
}

/// Last year's episodes of the children of a page, by the child's folded id.
pub(super) type LastYear = HashMap<String, Vec<Episode>>;
