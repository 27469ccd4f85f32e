//! Jo Adeyemi, data officer of an invented council, loads its returns.

mod announced;
mod damage;
mod each_rule;
mod encodings;
mod folding;
mod forms;
mod merging;
mod mutated;
mod records;
mod refusals;
mod reports;
mod rule_cases;
mod rules_page;
pub mod samples;
mod second_checker;
mod xml;
mod yearly;

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use chrono::DateTime;
use chrono::NaiveDate;
use permanence::casework::returns::LoadError;
use permanence::casework::returns::Outcome;
use permanence::casework::returns::Return;
use permanence::casework::returns::Summary;
use permanence::casework::returns::Watch;
use permanence::casework::returns::load;
use permanence::domain::care::CollectionYear;
use permanence::domain::care::Issue;
use permanence::exchange::ssda903::Checked;
use permanence::exchange::ssda903::ReadError;
use permanence::exchange::ssda903::Refusal;
use permanence::exchange::ssda903::check;
use permanence::store::Randomness;
use permanence::store::Store;
use sea_orm::ConnectionTrait;
use sea_orm::DatabaseConnection;
use sea_orm::DbBackend;
use sea_orm::Statement;
use tempfile::TempDir;

use crate::support::database::Backend;
use crate::support::database::TestDatabase;

pub const AUTHORITY: &str = "E08000018";

pub const HEADER: &str = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB";
pub const EPISODES: &str =
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN";
pub const REVIEWS: &str = "CHILD,DOB,REVIEW,REVIEW_CODE";

/// A file: its header and its rows.
pub fn csv(header: &str, rows: &[&str]) -> String {
    let mut text = format!("{header}\n");
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    text
}

/// The officer's desk: a folder to put files in and a database to load them into.
pub struct Officer {
    folder: TempDir,
    store: Store,
    db: DatabaseConnection,
    backend: Backend,
    ids: Box<dyn Randomness>,
    database: TestDatabase,
}

/// Everything that was said about single rows: (rule, file, row).
#[derive(Debug, Default)]
pub struct Heard(pub Vec<(&'static str, String, Option<u64>)>);

impl Watch for Heard {
    fn issue(&mut self, file: &str, issue: &Issue) {
        self.0.push((issue.rule, file.to_owned(), issue.row));
    }
}

struct Counter(AtomicU64);

impl Randomness for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        let count = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        bytes.fill(0);
        let at = bytes.len().saturating_sub(count.len());
        bytes[at..].copy_from_slice(&count);
    }
}

static RANDOM: Counter = Counter(AtomicU64::new(1));

/// The next of the ids that nothing else in this run has.
struct Unused;

impl Randomness for Unused {
    fn fill(&self, bytes: &mut [u8]) {
        RANDOM.fill(bytes);
    }
}

impl Officer {
    pub async fn at(database: TestDatabase) -> Self {
        Self::with_ids_from(database, Unused).await
    }

    pub async fn with_ids_from(database: TestDatabase, ids: impl Randomness + 'static) -> Self {
        let store = Store::open(&database.url, 2)
            .await
            .expect("the store opens");
        let db = database.connect().await;
        let folder = tempfile::tempdir().expect("a folder");
        let backend = database.backend;
        Self {
            folder,
            store,
            db,
            backend,
            ids: Box::new(ids),
            database,
        }
    }

    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("the folder takes a file");
        path
    }

    /// What the program says to these files before it touches the database.
    pub fn refusal(&self, year: i32, paths: &[PathBuf]) -> Refusal {
        check(paths, ending(year)).expect_err("the return is refused")
    }

    pub async fn try_load(&self, year: i32, paths: &[PathBuf]) -> Result<(Outcome, Heard), String> {
        let checked = check(paths, ending(year)).map_err(|refusal| refusal.to_string())?;
        let mut heard = Heard::default();
        match self.take(&checked, &mut heard).await {
            Ok(outcome) => Ok((outcome, heard)),
            Err(error @ LoadError::OutOfOrder { .. }) => Err(error.to_string()),
            Err(error) => panic!("the load failed: {error}"),
        }
    }

    async fn take(
        &self,
        checked: &Checked,
        watch: &mut dyn Watch,
    ) -> Result<Outcome, LoadError<ReadError>> {
        let incoming = Return {
            authority: AUTHORITY,
            year: checked.year,
            fingerprint: checked.fingerprint(),
            files: &checked.files,
            remarks: &checked.remarks,
        };
        let now = DateTime::from_timestamp(1_700_000_000, 0).expect("a moment");
        load(
            &self.store,
            self.ids.as_ref(),
            now,
            &incoming,
            checked.rows(),
            watch,
        )
        .await
    }

    /// Loads a return that is whole, and has all that is found told to somebody.
    pub async fn load_watched(&self, checked: &Checked, watch: &mut dyn Watch) -> Summary {
        match self.take(checked, watch).await {
            Ok(Outcome::Loaded(summary)) => summary,
            other => panic!("the return was not loaded: {other:?}"),
        }
    }

    pub async fn load(&self, year: i32, paths: &[PathBuf]) -> (Summary, Heard) {
        match self.try_load(year, paths).await {
            Ok((Outcome::Loaded(summary), heard)) => (summary, heard),
            other => panic!("the return was not loaded: {other:?}"),
        }
    }

    /// Writes the tables to files and loads them.
    pub async fn load_text(&self, year: i32, tables: &[String]) -> (Summary, Heard) {
        let paths: Vec<PathBuf> = (tables.iter().enumerate())
            .map(|(at, text)| self.file(&format!("{year}-{at}.csv"), text))
            .collect();
        self.load(year, &paths).await
    }

    /// Changes what is on record by hand.
    pub async fn run(&self, sql: &str) {
        let done = self.db.execute_unprepared(sql).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// One value of one row, as text.
    pub async fn ask(&self, sql: &str) -> String {
        self.all(sql).await.join("\n")
    }

    /// The first column of every row, as text.
    pub async fn all(&self, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        let rows = self
            .db
            .query_all_raw(statement)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
        let text = |row: &sea_orm::QueryResult| {
            row.try_get_by_index::<Option<String>>(0)
                .map(|text| text.unwrap_or_else(|| "-".into()))
                .or_else(|_| {
                    row.try_get_by_index::<i64>(0)
                        .map(|number| number.to_string())
                })
                .unwrap_or_else(|error| panic!("{sql}: {error}"))
        };
        rows.iter().map(text).collect()
    }

    /// Every row of every table, so that two moments can be compared.
    pub async fn dump(&self) -> BTreeMap<String, Vec<String>> {
        let tables = match self.backend {
            Backend::Sqlite => {
                "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
            }
            Backend::Postgres => {
                "select tablename::text from pg_tables where schemaname = 'public'"
            }
        };
        let mut dump = BTreeMap::new();
        for table in self.all(tables).await {
            let sql = match self.db.get_database_backend() {
                DbBackend::Sqlite => {
                    let columns = self
                        .all(&format!("select name from pragma_table_info('{table}')"))
                        .await;
                    let quoted: Vec<String> = columns
                        .iter()
                        .map(|name| format!("quote(\"{name}\")"))
                        .collect();
                    format!(
                        "select {} as line from \"{table}\" order by 1",
                        quoted.join(" || ',' || ")
                    )
                }
                _ => format!("select t::text as line from \"{table}\" t order by 1"),
            };
            let rows = self.all(&sql).await;
            dump.insert(table, rows);
        }
        dump
    }
}

pub fn ending(year: i32) -> CollectionYear {
    let day = NaiveDate::from_ymd_opt(year, 3, 31).expect("a day");
    CollectionYear::ending(day).expect("a year")
}

/// The sample returns, where they are.
pub fn samples(set: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/samples")
        .join(set);
    if folder.is_dir() {
        Some(folder)
    } else {
        println!("skipped: no samples");
        None
    }
}
