//! One migrated database per test, on either backend.
//!
//! The migrations run once: on PostgreSQL a template database is copied by the server, on SQLite the
//! bytes of a template file are written again.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::cluster::{self, Server};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// A database of one test, dropped with it.
#[derive(Debug)]
pub struct TestDatabase {
    pub url: String,
    pub backend: Backend,
    home: Home,
}

#[derive(Debug)]
enum Home {
    Folder { _folder: TempDir },
    Server { url: String, name: String },
}

impl TestDatabase {
    /// A fresh, migrated database. Panics where the backend is missing; `on_both!` skips instead.
    pub async fn new(backend: Backend) -> Self {
        Self::try_new(backend)
            .await
            .expect("PostgreSQL is here; ./test --install installs it")
    }

    /// `None` where there is no PostgreSQL, which has then been said aloud.
    pub async fn try_new(backend: Backend) -> Option<Self> {
        match backend {
            Backend::Sqlite => Some(Self::sqlite().await),
            Backend::Postgres => match cluster::server() {
                Server::At(url) => Some(Self::postgres(url).await),
                Server::Missing => None,
            },
        }
    }

    /// A pool of its own; the product's store opens its own from `url`.
    pub async fn connect(&self) -> DatabaseConnection {
        open(&self.url, 4).await
    }

    async fn sqlite() -> Self {
        static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
        let bytes = TEMPLATE.get_or_init(sqlite_template).await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("permanence.db");
        std::fs::write(&file, bytes).expect("the temporary folder takes a file");
        Self {
            url: format!("sqlite://{}?mode=rwc", file.display()),
            backend: Backend::Sqlite,
            home: Home::Folder { _folder: folder },
        }
    }

    async fn postgres(server: String) -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        let template = TEMPLATE.get_or_init(|| postgres_template(&server)).await;
        let name = unused_name("case");
        let create = format!("CREATE DATABASE {name} TEMPLATE {template}");
        on_server(&server, &[create]).await;
        Self {
            url: with_database(&server, &name),
            backend: Backend::Postgres,
            home: Home::Server { url: server, name },
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Home::Server { url, name } = &self.home else {
            return;
        };
        let (url, drop) = (
            url.clone(),
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        );
        // A thread of its own, because a runtime cannot be entered from inside a runtime. A server that
        // has gone takes its databases with it, so a failure here is no failure of the test.
        let _ = std::thread::spawn(move || block_on(async move { on_server(&url, &[drop]).await }))
            .join();
    }
}

async fn sqlite_template() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("template.db");
    let db = open(&format!("sqlite://{}?mode=rwc", file.display()), 1).await;
    Migrator::up(&db, None)
        .await
        .expect("the migrations run on SQLite");
    // Whatever the journal, everything is in the one file before it is copied.
    run(&db, "PRAGMA wal_checkpoint(TRUNCATE)").await;
    db.close().await.expect("the template closes");
    std::fs::read(&file).expect("the template can be read")
}

async fn postgres_template(server: &str) -> String {
    sweep(server).await;
    let name = unused_name("template");
    on_server(server, &[format!("CREATE DATABASE {name}")]).await;
    let db = open(&with_database(server, &name), 1).await;
    Migrator::up(&db, None)
        .await
        .expect("the migrations run on PostgreSQL");
    // A template must have no visitor while it is copied.
    db.close().await.expect("the template closes");
    name
}

/// A server that is not ours outlives the run. What earlier runs left on it goes when it is an hour old,
/// by which time no run is still using it.
async fn sweep(server: &str) {
    let db = open(server, 1).await;
    let rows = db
        .query_all_raw(Statement::from_string(
            DbBackend::Postgres,
            "SELECT datname FROM pg_database WHERE datname LIKE 'permanence\\_test\\_%'",
        ))
        .await
        .expect("the server lists its databases");
    let hour_ago = seconds().saturating_sub(3_600);
    for row in rows {
        let name: String = row.try_get("", "datname").expect("a database has a name");
        let made = name.split('_').nth(3).and_then(|s| s.parse::<u64>().ok());
        if made.is_some_and(|made| made < hour_ago) {
            run(&db, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }
    db.close().await.expect("the connection closes");
}

/// `permanence_test_KIND_SECONDS_PROCESS_COUNT`: unique among runs, and tells `sweep` its age.
fn unused_name(kind: &str) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!(
        "permanence_test_{kind}_{}_{}_{count}",
        seconds(),
        std::process::id()
    )
}

fn seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// The server's URL with another database in it, its options kept.
fn with_database(server: &str, name: &str) -> String {
    let (address, options) = match server.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (server, String::new()),
    };
    let scheme = address.find("://").map_or(0, |at| at + 3);
    let host = address[scheme..]
        .find('/')
        .map_or(address.len(), |at| scheme + at);
    format!("{}/{name}{options}", &address[..host])
}

async fn open(url: &str, connections: u32) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(60))
        .sqlx_logging(false);
    Database::connect(options)
        .await
        .unwrap_or_else(|error| panic!("the test's database cannot be reached: {error}"))
}

async fn run(db: &DatabaseConnection, statement: &str) {
    db.execute_unprepared(statement)
        .await
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// Each test has a runtime of its own, so no connection to the server can be shared between them.
async fn on_server(server: &str, statements: &[String]) {
    let db = open(server, 1).await;
    for statement in statements {
        run(&db, statement).await;
    }
    db.close().await.expect("the connection closes");
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(future)
}

/// Runs one story on both databases: `on_both! { async fn a_child_is_found(db: TestDatabase) { ... } }`
/// makes the tests `a_child_is_found::sqlite` and `a_child_is_found::postgres`.
#[macro_export]
macro_rules! on_both {
    ($($(#[$attribute:meta])* async fn $name:ident($db:ident: TestDatabase) $body:block)+) => {$(
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports, reason = "a story may need nothing from around it")]
            use super::*;
            use $crate::support::database::{Backend, TestDatabase as Provided};

            async fn story($db: Provided) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                story(Provided::new(Backend::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(db) = Provided::try_new(Backend::Postgres).await {
                    story(db).await;
                }
            }
        }
    )+};
}

mod tests {
    use super::*;

    on_both! {
        async fn each_test_has_a_migrated_database_of_its_own(db: TestDatabase) {
            let other = Provided::new(db.backend).await;
            assert_ne!(db.url, other.url);
            let (mine, theirs) = (db.connect().await, other.connect().await);
            run(&mine, "CREATE TABLE only_here (id INTEGER)").await;
            run(&mine, "SELECT * FROM seaql_migrations").await;
            run(&theirs, "SELECT * FROM seaql_migrations").await;
            assert!(theirs.execute_unprepared("SELECT * FROM only_here").await.is_err());
        }

        async fn the_migrations_go_down_and_up_again(db: TestDatabase) {
            let connection = db.connect().await;
            Migrator::down(&connection, None).await.expect("they go down");
            Migrator::up(&connection, None).await.expect("they go up again");
        }

        async fn a_database_goes_with_its_test(db: TestDatabase) {
            let url = db.url.replace("?mode=rwc", "?mode=rw");
            let held = db.connect().await;
            drop(db);
            assert!(Database::connect(&url).await.is_err(), "it is still there");
            drop(held);
        }
    }

    #[test]
    fn the_database_in_a_url_is_replaced_and_nothing_else() {
        let cases = [
            ("postgres://u:p@h:5/postgres", "postgres://u:p@h:5/x"),
            ("postgres://u@h", "postgres://u@h/x"),
            (
                "postgres://u@h/a?sslmode=disable",
                "postgres://u@h/x?sslmode=disable",
            ),
        ];
        for (server, expected) in cases {
            assert_eq!(with_database(server, "x"), expected);
        }
    }
}
