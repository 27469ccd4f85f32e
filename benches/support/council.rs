//! A synthetic council, and the real program that serves it.
#![allow(dead_code, reason = "each measurement takes what it needs")]

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use chrono::Utc;
use migration::{Migrator, MigratorTrait};
use permanence::{
    auth::{Claims, OneOrMany},
    casework::{founding::found_in_chunks, london_day},
    cli::keys::{self, DemoAgency},
    domain::access::Windows,
    exchange::synthetic::{self, Persona, Plausible, Wanted, cast},
    store::Store,
};

use super::machine::Dice;

const ADDRESS: &str = "127.0.0.1:8391";

/// A council in the database, and the keys of its agencies in the folder.
pub async fn establish(url: &str, folder: &Path, children: u32) -> Vec<Persona> {
    let store = Store::open(url, 4).await.unwrap();
    Migrator::up(store.for_migration(), None).await.unwrap();
    let now = Utc::now();
    let wanted = Wanted {
        seed: 1,
        today: london_day(now),
        now,
        children,
        voice: Arc::new(Plausible { seed: 1 }),
        issuer_of: keys::issuer_of,
    };
    let register = found_in_chunks(
        &store,
        &Dice,
        &synthetic::people(&wanted),
        synthetic::flow(&wanted),
        &Windows::default(),
        now,
        |_| (),
    )
    .await
    .unwrap();
    let agencies: Vec<DemoAgency> = synthetic::AGENCIES
        .iter()
        .map(|(key, kind)| DemoAgency { key, kind: *kind })
        .collect();
    let mut seed = 0u8;
    keys::prepare(folder, &agencies, || {
        seed += 1;
        [seed; 32]
    })
    .unwrap();
    cast(&register).unwrap()
}

/// A token of theirs, good for an hour.
pub fn token(folder: &Path, persona: &Persona) -> String {
    let now = Utc::now().timestamp();
    let claims = Claims {
        iss: keys::issuer_of(&persona.agency),
        aud: OneOrMany::One(keys::AUDIENCE.to_owned()),
        exp: now + 3600,
        nbf: now,
        iat: now,
        sub: persona.subject.clone(),
        jti: format!("bench-{now}"),
        role: persona.role.clone(),
        agency: persona.agency.clone(),
    };
    keys::signing_key(folder, &persona.agency)
        .unwrap()
        .mint(&claims)
        .unwrap()
}

/// The program, serving. Stopped when it goes.
pub struct Server(Child);

impl Server {
    pub async fn start(url: &str, folder: &Path) -> Self {
        let issuers = fs::canonicalize(keys::issuers_file(folder)).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_permanence"))
            .args(["serve", "--demo-keys"])
            .env("PERMANENCE_DATABASE_URL", url)
            .env("PERMANENCE_SERVER_LISTEN", ADDRESS)
            .env("PERMANENCE_AUTH_ISSUERS_FILE", issuers)
            .env("PERMANENCE_LOG_FILTER", "warn")
            .env("PERMANENCE_RATE_CAPACITY", "0")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self(child);
        for _ in 0..100 {
            let ready = reqwest::get(format!("http://{ADDRESS}/health/ready")).await;
            if ready.is_ok_and(|answer| answer.status().is_success()) {
                return server;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the server did not get ready");
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    pub fn graphql() -> String {
        format!("http://{ADDRESS}/graphql")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
