//! Every act, by somebody whose act it is, with each field filled in wrongly: refused with a reason, never a fault of the
//! product's own, and nothing is half written.

use std::collections::BTreeMap;

use permanence::exchange::synthetic::Kind;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};

use super::{
    Council,
    form::Forms,
    tries::put,
    who::{Right, rights},
};
use crate::{
    leak::{oracle::id, rows::Tables, schema::Schema},
    on_both,
    support::{
        cast::{every_table, now},
        database::TestDatabase,
        server::{Answer, TestApp},
    },
};

/// The council, and somebody who tries everything on it.
pub struct Trial {
    pub council: Council,
    pub forms: Forms,
    pub rights: BTreeMap<String, Right>,
    pub people: BTreeMap<String, String>,
    pub court: String,
    tables: Vec<String>,
    connection: DatabaseConnection,
}

impl Trial {
    async fn in_database(database: &TestDatabase) -> Self {
        let council = Council::open(database).await;
        let rows = Tables::read(database).await;
        let name = |row| -> (String, String) {
            (
                crate::leak::rows::Row::word(row, "display_name").to_owned(),
                id(b'n', row),
            )
        };
        let tables = every_table(database).await.into_iter();
        Self {
            council,
            forms: Forms::of_the_schema(),
            rights: rights(),
            people: rows.of("professional").iter().map(name).collect(),
            court: id(b'u', &rows.of("court")[0]),
            tables: tables
                .filter(|table| !table.starts_with("ledger_"))
                .collect(),
            connection: database.connect().await,
        }
    }

    async fn counts(&self) -> Vec<i64> {
        let parts = self.tables.iter().enumerate();
        let parts =
            parts.map(|(at, table)| format!("select {at} as place, count(*) as n from {table}"));
        let sql = format!(
            "{} order by place",
            parts.collect::<Vec<_>>().join(" union all ")
        );
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        let rows = self.connection.query_all_raw(statement).await.unwrap();
        rows.iter()
            .map(|row| row.try_get("", "n").unwrap())
            .collect()
    }

    async fn try_it(&self, who: &str, act: &str, form: &str, input: &Value) -> Answer {
        let query = format!(
            "mutation($input: {form}!) {{ {act}(input: $input) {{ child {{ id }} problems {{ code field guard message }} }} }}"
        );
        let viewer = self.council.viewer(who);
        self.council
            .app
            .ask(&viewer, &query, json!({ "input": input }))
            .await
    }

    /// Tries one act in every wrong way. How often it was refused, and how often done.
    async fn try_act(&self, act: &str, form: &str, faults: &mut Vec<String>) -> (usize, usize) {
        let (mut refused, mut done) = (0, 0);
        let mut hand = self
            .hand(act)
            .await
            .unwrap_or_else(|| panic!("nobody can try {act}"));
        let mut before = self.counts().await;
        for is_whole in [false, true] {
            for (path, (value, is_wrong)) in self.forms.tries(form, is_whole) {
                let mut input = self.forms.filled(form, &hand.named, is_whole);
                put(&mut input, &path, value.clone());
                let answer = self.try_it(&hand.who, act, form, &input).await;
                let told = match value.to_string() {
                    text if text.len() > 60 => format!("{} characters", text.len()),
                    text => text,
                };
                let what = format!("{} {act} {}: {told}", hand.who, path.join("."));
                let codes: Vec<&str> = answer.body["errors"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|error| error["extensions"]["code"].as_str())
                    .collect();
                if codes.iter().any(|code| *code != "BAD_USER_INPUT") {
                    faults.push(format!("{what}: {}", answer.text));
                }
                let problems = answer.body["data"][act]["problems"].as_array();
                let is_done = problems.is_some_and(Vec::is_empty);
                let now = self.counts().await;
                match is_done {
                    true if is_wrong => faults.push(format!("{what}: done")),
                    false if now != before => faults.push(format!("{what}: refused and written")),
                    _ => {}
                }
                before = now;
                if is_done {
                    done += 1;
                    // What it was about may be another now, or out of reach.
                    match self.hand(act).await {
                        Some(next) => hand = next,
                        None => return (refused, done),
                    }
                } else {
                    refused += 1;
                }
            }
        }
        (refused, done)
    }
}

on_both! {
    async fn whatever_is_filled_in_wrongly_is_refused_and_breaks_nothing(database: TestDatabase) {
        let trial = Trial::in_database(&database).await;
        let mut faults = Vec::new();
        let mut counted = BTreeMap::new();
        // What ends something comes last: after it there is less to act on.
        let takes_away = [
            "allocateWorker", "nameReviewingOfficer", "coverReviewingOfficer", "endAllocation", "endGuardian",
            "replaceGuardian", "recordOrder", "closeProceedings", "recordCareEnd", "declareExclusion", "restrictRecord",
            "sealRecord", "admitChild",
        ];
        let (last, first): (Vec<_>, Vec<_>) = trial.forms.acts.iter().partition(|it| takes_away.contains(&it.0.as_str()));
        for (act, form) in first.into_iter().chain(last) {
            counted.insert(act.clone(), trial.try_act(act, form, &mut faults).await);
        }
        let text = faults.iter().take(60).map(String::as_str).collect::<Vec<_>>().join("\n");
        println!("{counted:?}");
        assert!(faults.is_empty(), "{} faults, the first of them:\n{text}", faults.len());
        let done = counted.values().filter(|(_, done)| *done > 0).count();
        assert!(done > counted.len() / 3, "hardly any act was ever done: {counted:?}");
        everybody_reads_everything(&trial).await;
    }
}

/// What was taken can be read again by everybody.
async fn everybody_reads_everything(trial: &Trial) {
    let app = TestApp::over(trial.council.cast.store.clone(), crate::leak::lifted());
    app.set_clock(now());
    let whole = Schema::read(&permanence::graphql::sdl()).all_of("Child", &["Child.planSummary"]);
    let query = format!("query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Child {whole} }} }}");
    let children: Vec<&str> = Kind::ALL
        .iter()
        .map(|kind| trial.council.child(*kind))
        .collect();
    for persona in &trial.council.cast.personas {
        let viewer = trial.council.viewer(&persona.persona);
        for ids in children.chunks(3) {
            let answer = app.ask(&viewer, &query, json!({ "ids": ids })).await;
            assert!(
                answer.body["errors"].is_null(),
                "{} {}",
                persona.persona,
                answer.text
            );
        }
    }
}
