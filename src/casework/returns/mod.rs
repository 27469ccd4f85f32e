//! Loading a council's return: every row staged as it came, then the care record of each child brought
//! into line with it, in one transaction.

mod build;
mod history;
mod judge;
pub mod report;
mod summary;
mod yearly;

pub use judge::Judged;
pub use summary::RuleCount;
pub use summary::Summary;
pub use summary::Watch;

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::Utc;
use thiserror::Error;

use crate::domain::care::CollectionYear;
use crate::domain::care::IncomingFile;
use crate::domain::care::Issue;
use crate::domain::care::Severity;
use crate::domain::care::Staged;
use crate::domain::care::Table;
use crate::domain::care::rules;
use crate::domain::care::rules::Rule;
use crate::domain::care::rules::Scope;
use crate::store::Randomness;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::returns::ReturnWriter;
use crate::store::returns::Run;

/// A return that has been read and found whole.
#[derive(Debug)]
pub struct Return<'a> {
    /// The council's GSS code.
    pub authority: &'a str,
    pub year: CollectionYear,
    /// Equal for the same files, whatever they are called.
    pub fingerprint: String,
    pub files: &'a [IncomingFile],
    pub remarks: &'a [Issue],
}

#[derive(Debug)]
pub enum Outcome {
    Loaded(Summary),
    /// These very files are the council's return for that year already; nothing was changed.
    AlreadyLoaded {
        at: Option<DateTime<Utc>>,
        judged: Judged,
    },
}

#[derive(Debug, Error)]
pub enum LoadError<E> {
    #[error(
        "this council's return for the year ending {newest} is loaded already, and returns are loaded in the order \
         of their years, because the newest says what is current; load {given} into a database without later years"
    )]
    OutOfOrder { given: NaiveDate, newest: NaiveDate },
    #[error(transparent)]
    Read(E),
    #[error("a staged row could not be read back: {table}, row {row}")]
    Staged { table: Table, row: u64 },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Loads a return, all of it or none. Nothing is written when it is here already.
pub async fn load<E>(
    store: &Store,
    randomness: &dyn Randomness,
    now: DateTime<Utc>,
    incoming: &Return<'_>,
    rows: impl Iterator<Item = Result<Staged, E>>,
    watch: &mut dyn Watch,
) -> Result<Outcome, LoadError<E>> {
    let year_ending = incoming.year.ends_on();
    let mut unit = store.unit(randomness).await?;
    let council = match unit.council(incoming.authority).await? {
        Some(council) => {
            if let Some(run) = unit
                .return_with(council, year_ending, &incoming.fingerprint)
                .await?
            {
                let (scope, _) = judge::scope(&mut unit, council, incoming).await?;
                let judged = Judged {
                    council,
                    run: run.id,
                    scope,
                };
                return Ok(Outcome::AlreadyLoaded {
                    at: run.finished_at,
                    judged,
                });
            }
            let newest = unit
                .newest_return(council)
                .await?
                .map(|run| run.year_ending);
            if let Some(newest) = newest.filter(|newest| *newest > year_ending) {
                return Err(LoadError::OutOfOrder {
                    given: year_ending,
                    newest,
                });
            }
            council
        }
        None => unit.add_council(incoming.authority).await?,
    };
    unit.ensure_agency(council).await?;
    if incoming
        .files
        .iter()
        .any(|file| file.table == Table::Reviews)
    {
        let from = incoming.year.starts_on();
        unit.reviews_known_from(council, from).await?;
    }
    let (scope, before) = judge::scope(&mut unit, council, incoming).await?;
    let files = incoming.files;
    let writer = ReturnWriter::start(
        &mut unit,
        council,
        year_ending,
        &incoming.fingerprint,
        files,
        now,
    )
    .await?;
    let mut loading = Loading {
        writer,
        incoming,
        summary: Summary::default(),
        watch,
        asked: rules::asked(&scope),
        scope,
        before,
        last_year: judge::LastYear::new(),
        child: None,
    };
    for remark in incoming.remarks {
        loading.report(remark).await?;
    }
    for row in rows {
        loading.stage(row.map_err(LoadError::Read)?).await?;
    }
    loading.writer.finish_staging().await?;
    loading.children::<E>().await?;
    loading.shared_upns().await?;
    if loading.holds(Table::Episodes) {
        loading.summary.not_seen_again += loading
            .writer
            .mark_not_seen_again(incoming.year.number())
            .await?;
    }
    loading.writer.flush().await?;
    let mut summary = loading.summary;
    summary.judged = Some(Judged {
        council,
        run: loading.writer.run(),
        scope: loading.scope,
    });
    unit.commit().await?;
    Ok(Outcome::Loaded(summary))
}

struct Loading<'a, 'u, 'r> {
    writer: ReturnWriter<'u, 'r>,
    incoming: &'a Return<'a>,
    summary: Summary,
    watch: &'a mut dyn Watch,
    scope: Scope,
    /// The rules that the scope leaves.
    asked: Vec<&'static Rule>,
    /// The return of the year before, where its episodes are held.
    before: Option<Run>,
    last_year: judge::LastYear,
    /// Whose rows are being worked on.
    child: Option<String>,
}

impl Loading<'_, '_, '_> {
    fn holds(&self, table: Table) -> bool {
        self.incoming.files.iter().any(|file| file.table == table)
    }

    async fn stage(&mut self, mut row: Staged) -> Result<(), StoreError> {
        let cells = serde_json::to_string(&row.cells)
            .map_err(|error| StoreError::Unreadable(error.to_string()))?;
        self.writer.stage(&row, cells).await?;
        self.child = Some(std::mem::take(&mut row.child));
        for issue in std::mem::take(&mut row.issues) {
            self.report(&issue).await?;
        }
        self.summary.rows += 1;
        self.watch.row();
        Ok(())
    }

    /// Rule 444: two children with one pupil number. Both records keep it until somebody knows better.
    async fn shared_upns(&mut self) -> Result<(), StoreError> {
        self.child = None;
        for (row, upn) in self.writer.shared_upns().await? {
            let issue = Issue {
                rule: "444",
                severity: Severity::Warning,
                table: Table::Header,
                row: Some(row),
                column: Some("UPN"),
                value: Some(upn),
                expected: "a number that no other child has".to_owned(),
            };
            self.report(&issue).await?;
        }
        Ok(())
    }

    async fn report(&mut self, issue: &Issue) -> Result<(), StoreError> {
        let incoming = self.incoming;
        let file = incoming.files.iter().find(|file| file.table == issue.table);
        let file = file.map_or(issue.table.name(), |file| file.name.as_str());
        self.summary.count(issue);
        self.watch.issue(file, issue);
        self.writer.report(file, self.child.as_deref(), issue).await
    }
}
