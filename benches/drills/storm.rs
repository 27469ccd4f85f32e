//! Acts from several writers at once that go on through the fault, and what is there of them afterwards.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::Utc;
use permanence::{
    casework::london_day,
    domain::ids::{self, Kind},
    store::ledger,
};
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::{Drilled, Outcome, council::Council};

pub const WRITERS: usize = 6;
/// Longer than the service takes over anything.
const PATIENCE: Duration = Duration::from_secs(15);

const VISIT: &str = "mutation($input: RecordVisitInput!) { recordVisit(input: $input) { visit { id } problems { code } } }";
const VOICE: &str =
    "mutation($input: RecordVoiceInput!) { recordVoice(input: $input) { id problems { code } } }";

#[derive(Default)]
struct Told {
    visits: Mutex<HashSet<String>>,
    voices: Mutex<HashSet<String>>,
    tried: AtomicUsize,
    acknowledged: AtomicUsize,
    /// Answered with UNAVAILABLE.
    unavailable: AtomicUsize,
    /// Neither done nor UNAVAILABLE: there must be none.
    strange: Mutex<Option<String>>,
    over: AtomicBool,
}

pub struct Storm {
    told: Arc<Told>,
    writers: Vec<JoinHandle<()>>,
    pub recovery: Duration,
}

fn key() -> String {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).unwrap();
    uuid::Uuid::from_bytes(bytes).to_string()
}

impl Storm {
    pub fn begin(council: &Council) -> Self {
        let told = Arc::new(Told::default());
        let url = format!("http://{}/graphql", council.address);
        let writers = (0..WRITERS).map(|writer| {
            let (told, url) = (told.clone(), url.clone());
            let (token, child) = (council.token.clone(), council.child.clone());
            tokio::spawn(async move {
                let client = reqwest::Client::builder()
                    .timeout(PATIENCE)
                    .build()
                    .unwrap();
                while !told.over.load(Ordering::Relaxed) {
                    let turn = told.tried.fetch_add(1, Ordering::Relaxed) + writer;
                    let (kind, body) = act(turn.is_multiple_of(2), &child);
                    let sent = client.post(&url).bearer_auth(&token).json(&body).send();
                    // Whose connection breaks was not answered: nothing was acknowledged.
                    let answer = match sent.await {
                        Ok(answer) => answer.json::<Value>().await.ok(),
                        Err(_) => None,
                    };
                    if !answer.is_some_and(|answer| told.hear(kind, &answer)) {
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                }
            })
        });
        Self {
            writers: writers.collect(),
            told,
            recovery: Duration::ZERO,
        }
    }

    pub fn acknowledged(&self) -> usize {
        self.told.acknowledged.load(Ordering::Relaxed)
    }

    pub fn unavailable(&self) -> usize {
        self.told.unavailable.load(Ordering::Relaxed)
    }

    /// Until so many more have been acknowledged.
    pub async fn more(&self, acts: usize) -> Result<(), String> {
        let (begun, before) = (Instant::now(), self.acknowledged());
        while self.acknowledged() < before + acts {
            if begun.elapsed() > Duration::from_secs(40) {
                return Err(format!("no {acts} acts are acknowledged within 40 s"));
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    /// The fault ended at `since`: when is something acknowledged again?
    pub async fn recovers(&mut self, since: Instant) -> Result<(), String> {
        self.more(1).await?;
        self.recovery = self.recovery.max(since.elapsed());
        self.more(5).await
    }

    /// Ends the storm, and looks for everything.
    pub async fn end(self, council: &Council, seen: String) -> Drilled {
        self.told.over.store(true, Ordering::Relaxed);
        for writer in self.writers {
            writer.await.map_err(|it| it.to_string())?;
        }
        if let Some(strange) = self.told.strange.lock().unwrap().take() {
            return Err(format!("an act was answered with {strange}"));
        }
        let (mut lost, mut half) = (0, 0);
        for (table, kind, word, told) in [
            ("visit", Kind::Visit, "VISIT", &self.told.visits),
            ("voice", Kind::Voice, "VOICE", &self.told.voices),
        ] {
            let there = recorded(council, table, kind, word).await;
            lost += told.lock().unwrap().difference(&there).count();
            half += halves(council, table, word).await;
        }
        let fault = ledger::verify(&council.store)
            .await
            .map_err(|it| it.to_string())?
            .fault;
        if let Some(fault) = fault {
            return Err(format!("the ledger's chain is broken: {fault:?}"));
        }
        Ok(Outcome {
            tried: self.told.tried.load(Ordering::Relaxed),
            acknowledged: self.told.acknowledged.load(Ordering::Relaxed),
            lost,
            half,
            recovery: self.recovery,
            seen,
        })
    }
}

/// An act of its own key.
fn act(visit: bool, child: &str) -> (Kind, Value) {
    let today = london_day(Utc::now()).to_string();
    let (query, input) = if visit {
        // Long enough to fill a small disk soon.
        let note = "In the storm. ".repeat(300);
        let input = json!({ "childId": child, "idempotencyKey": key(), "heldOn": today,
            "wasSeen": true, "seenAlone": "YES", "note": note });
        (VISIT, input)
    } else {
        let input = json!({ "childId": child, "idempotencyKey": key(), "saidOn": today, "words": "It is windy" });
        (VOICE, input)
    };
    let kind = if visit { Kind::Visit } else { Kind::Voice };
    (
        kind,
        json!({ "query": query, "variables": { "input": input } }),
    )
}

impl Told {
    /// Was it done?
    fn hear(&self, kind: Kind, answer: &Value) -> bool {
        let (id, list) = match kind {
            Kind::Visit => (&answer["data"]["recordVisit"]["visit"]["id"], &self.visits),
            _ => (&answer["data"]["recordVoice"]["id"], &self.voices),
        };
        if let Some(id) = id.as_str() {
            list.lock().unwrap().insert(id.to_owned());
            self.acknowledged.fetch_add(1, Ordering::Relaxed);
            return true;
        }
        if answer["errors"][0]["extensions"]["code"] == "UNAVAILABLE" {
            self.unavailable.fetch_add(1, Ordering::Relaxed);
        } else {
            *self.strange.lock().unwrap() = Some(answer.to_string());
        }
        false
    }
}

async fn rows(council: &Council, sql: String) -> Vec<QueryResult> {
    let connection = council.store.for_migration();
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_all_raw(statement).await.unwrap()
}

/// The ids of what is there with its act.
async fn recorded(council: &Council, table: &str, kind: Kind, word: &str) -> HashSet<String> {
    let sql = format!(
        "select t.public_id from {table} t join act_event e on e.linked_kind = '{word}' \
         and e.council_id = t.council_id and e.linked_id = t.id"
    );
    let rows = rows(council, sql).await;
    rows.iter()
        .map(|row| ids::encode(kind, &row.try_get::<Vec<u8>>("", "public_id").unwrap()))
        .collect()
}

/// Acts without their record, and records of a storm without their act.
async fn halves(council: &Council, table: &str, word: &str) -> usize {
    let sql = format!(
        "select e.linked_id from act_event e where e.linked_kind = '{word}' and not exists (select 1 \
         from {table} t where t.council_id = e.council_id and t.id = e.linked_id)"
    );
    let acts = rows(council, sql).await.len();
    let words = if table == "visit" {
        "t.note like 'In the storm%'"
    } else {
        "t.words = 'It is windy'"
    };
    let sql = format!(
        "select t.id from {table} t where {words} and not exists (select 1 from act_event e where \
         e.linked_kind = '{word}' and e.council_id = t.council_id and e.linked_id = t.id)"
    );
    acts + rows(council, sql).await.len()
}
