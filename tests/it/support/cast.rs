//! The invented council in a test's database, with texts that tell whose they are, and its cast by name.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{DateTime, NaiveDate, Utc};
use permanence::{
    casework::founding::{Founding, found},
    domain::{
        access::{Class, Viewer, Windows},
        ids,
    },
    exchange::synthetic::{self, Kind, Persona, Voice, Wanted, cast},
    store::{Randomness, Store},
};

use super::database::{Backend, TestDatabase};

/// Every text tells the child that it is of, its class and its column.
pub struct Canaries;

impl Voice for Canaries {
    fn text(&self, child_slug: &str, class: Class, what: &str) -> String {
        format!("canary/{child_slug}/{class}/{what}")
    }
}

/// Random bytes that are the same in each run.
pub struct Seeded(AtomicU64);

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }
}

impl Randomness for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            let state = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            part.copy_from_slice(&(mixed ^ (mixed >> 31)).to_le_bytes()[..part.len()]);
        }
    }
}

/// The day on which the tests take place, a Monday.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
}

pub fn now() -> DateTime<Utc> {
    today().and_hms_opt(10, 0, 0).unwrap().and_utc()
}

pub fn issuer_of(agency: &str) -> String {
    format!("https://demo.invalid/{agency}")
}

/// The council, founded.
pub struct Cast {
    pub store: Store,
    pub personas: Vec<Persona>,
}

impl Cast {
    /// With one child of each kind and a few of the many.
    pub async fn founded_in(database: &TestDatabase) -> Self {
        Self::speaking(database, Canaries, 30).await
    }

    pub async fn speaking(
        database: &TestDatabase,
        voice: impl Voice + 'static,
        children: u32,
    ) -> Self {
        let store = Store::open(&database.url, 4).await.unwrap();
        Self::over(store, voice, children).await
    }

    /// In a database that has nothing yet but its tables.
    pub async fn over(store: Store, voice: impl Voice + 'static, children: u32) -> Self {
        let founding = invented(voice, children);
        let register = found(
            &store,
            &Seeded::new(7),
            &founding,
            &Windows::default(),
            now(),
        )
        .await
        .unwrap();
        let personas = cast(&register).unwrap();
        Self { store, personas }
    }

    pub fn persona(&self, slug: &str) -> &Persona {
        let found = self.personas.iter().find(|it| it.persona == slug);
        found.unwrap_or_else(|| panic!("{slug} is not of the cast"))
    }

    /// The id of the child of a kind.
    pub fn child(&self, kind: Kind) -> &str {
        let children = &self.persona("social-worker").children;
        let found = children.iter().find(|it| it.shows == kind.shows());
        &found.unwrap_or_else(|| panic!("{kind:?} is not there")).id
    }

    pub fn public_id(&self, kind: Kind) -> [u8; 16] {
        ids::decode(self.child(kind)).unwrap().1
    }

    /// A persona as a token would bring them.
    pub fn viewer(&self, slug: &str) -> Viewer {
        let persona = self.persona(slug);
        Viewer {
            issuer: issuer_of(&persona.agency),
            subject: persona.subject.clone(),
            token_id: format!("token-of-{slug}"),
            agency: persona.agency.clone(),
            actor: None,
            bound_to: None,
            role: persona.role.parse().unwrap(),
            expires_at: now() + chrono::Duration::hours(1),
        }
    }
}

pub fn invented(voice: impl Voice + 'static, children: u32) -> Founding {
    let wanted = Wanted {
        seed: 1,
        today: today(),
        now: now(),
        children,
        voice: Arc::new(voice),
        issuer_of,
    };
    synthetic::invent(&wanted)
}

/// How many rows each table has.
pub async fn counts(database: &TestDatabase, tables: &[&str]) -> HashMap<String, i64> {
    use sea_orm::{ConnectionTrait, Statement};
    let connection = database.connect().await;
    let mut counts = HashMap::new();
    for table in tables {
        let sql = format!("select count(*) as rows_there from {table}");
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let row = connection.query_one_raw(statement).await.unwrap().unwrap();
        counts.insert((*table).to_owned(), row.try_get("", "rows_there").unwrap());
    }
    counts
}

/// The names of all tables.
pub async fn every_table(database: &TestDatabase) -> Vec<String> {
    use sea_orm::{ConnectionTrait, Statement};
    let connection = database.connect().await;
    let sql = match database.backend {
        Backend::Sqlite => "select name from sqlite_master where type = 'table' order by name",
        Backend::Postgres => {
            "select tablename as name from pg_tables where schemaname = current_schema() order by 1"
        }
    };
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "name").unwrap())
        .collect()
}
