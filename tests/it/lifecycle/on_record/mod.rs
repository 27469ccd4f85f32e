//! A telling as a record: one child of the invented council is made to be what is told of them, row by row.

mod care;
mod court;
mod decisions;
mod versions;

use std::{collections::BTreeMap, fmt::Display};

use chrono::{Days, NaiveDate};
use permanence::{domain::plans::Transition, exchange::synthetic::Kind};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};

use super::telling::{
    DECIDER, JUDGE, LIAISON, MANAGER, OFFICER, REVIEWER, TODAY, Telling, WORKER, day,
};
use crate::{
    leak::{oracle::id, rows::Tables},
    support::{
        cast::{Cast, every_table, today},
        database::TestDatabase,
    },
};

/// Numbers from here on are of rows that a telling makes.
const FIRST: i64 = 9_100_000;
const BESIDE: i64 = FIRST + 500;
const NEVER: &str = "9999-12-31";

/// Who of the cast is who in a telling. The last three are others, whoever they are.
const PEOPLE: [(i64, &str); 10] = [
    (WORKER, "social-worker"),
    (MANAGER, "team-manager"),
    (REVIEWER, "reviewing-officer"),
    (DECIDER, "decision-maker"),
    (OFFICER, "nominated-officer"),
    (LIAISON, "court-liaison"),
    (JUDGE, "judge"),
    (41, "team-colleague"),
    (42, "duty-officer"),
    (99, "data-protection-officer"),
];

/// The tellings are of another year: the same weekday of the year of the tests.
pub fn then(on: NaiveDate) -> NaiveDate {
    let years = (today() - day(TODAY)).num_days();
    on + Days::new(years.unsigned_abs())
}

pub struct Record {
    connection: DatabaseConnection,
    tables: Vec<String>,
    council: i64,
    child: i64,
    plan: i64,
    version: i64,
    case: i64,
    court: i64,
    people: BTreeMap<i64, i64>,
    pub version_id: String,
    pub case_id: String,
    pub people_ids: BTreeMap<i64, String>,
}

fn quoted(value: impl Display) -> String {
    format!("'{value}'")
}

fn or_null(value: Option<impl Display>) -> String {
    value.map_or("null".to_owned(), quoted)
}

fn date(on: Option<NaiveDate>) -> String {
    or_null(on.map(then))
}

impl Record {
    /// Of the child who is in everybody's reach, whose plan is filed. What the council was like is kept beside.
    pub async fn in_database(database: &TestDatabase, cast: &Cast) -> Self {
        let tables = Tables::read(database).await;
        let public = cast.child(Kind::Own);
        let child = tables
            .of("child")
            .iter()
            .find(|row| id(b'c', row) == public)
            .unwrap();
        let (council, number) = (child.number("council_id"), child.number("id"));
        let mut versions = tables.at("plan_version", council, "child_id", number);
        let version = versions.find(|row| row.is("is_in_force")).unwrap();
        let covered = tables
            .at("proceedings_child", council, "child_id", number)
            .next()
            .unwrap();
        let case = covered.number("proceedings_id");
        let case_row = tables
            .at("proceedings", council, "id", case)
            .next()
            .unwrap();
        let (mut people, mut people_ids) = (BTreeMap::new(), BTreeMap::new());
        for (person, slug) in PEOPLE {
            let subject = format!("demo-{slug}");
            let identity = tables
                .of("identity")
                .iter()
                .find(|row| row.word("subject") == subject)
                .unwrap();
            let known = identity.number("professional_id");
            let row = tables.with("professional", "id", known).next().unwrap();
            people.insert(person, known);
            people_ids.insert(person, id(b'n', row));
        }
        let path = database.url.trim_start_matches("sqlite://");
        let path = path.split('?').next().unwrap();
        let mut options = ConnectOptions::new(&database.url);
        options.max_connections(1).sqlx_logging(false);
        let names = every_table(database).await.into_iter();
        let is_kept = |it: &String| {
            !["ledger_", "seaql_", "sqlite_"]
                .iter()
                .any(|of| it.starts_with(of))
        };
        let record = Self {
            connection: Database::connect(options).await.unwrap(),
            tables: names.filter(is_kept).collect(),
            council,
            child: number,
            plan: version.number("plan_id"),
            version: version.number("id"),
            case,
            court: case_row.number("court_id"),
            people,
            version_id: id(b'p', version),
            case_id: id(b'x', case_row),
            people_ids,
        };
        for trigger in record.triggers().await {
            record.run(&format!("drop trigger {trigger}")).await;
        }
        record
            .run(&format!(
                "vacuum into '{path}.kept'; attach '{path}.kept' as kept; pragma foreign_keys = off"
            ))
            .await;
        record
    }

    async fn run(&self, sql: &str) {
        let done = self.connection.execute_unprepared(sql).await;
        done.unwrap_or_else(|error| {
            let told = sql.lines().filter(|line| !line.contains("main."));
            panic!("{}: {error}", told.collect::<Vec<_>>().join("\n"))
        });
    }

    /// What keeps the product from changing rows that it must not change would keep a telling from being told.
    async fn triggers(&self) -> Vec<String> {
        let sql = "select name from sqlite_master where type = 'trigger'".to_owned();
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        let rows = self.connection.query_all_raw(statement).await.unwrap();
        rows.iter()
            .map(|row| row.try_get("", "name").unwrap())
            .collect()
    }

    /// The state of the version that the tellings are about.
    pub async fn state(&self) -> String {
        let sql = format!(
            "select state from plan_version where council_id = {} and id = {}",
            self.council, self.version
        );
        self.word(&sql, "state").await
    }

    /// Of all versions of the child, the state of the one that was begun last.
    pub async fn newest_state(&self) -> String {
        let sql = format!(
            "select state from plan_version where council_id = {} and child_id = {} order by version_no desc limit 1",
            self.council, self.child
        );
        self.word(&sql, "state").await
    }

    async fn word(&self, sql: &str, column: &str) -> String {
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        let row = self
            .connection
            .query_one_raw(statement)
            .await
            .unwrap()
            .unwrap();
        row.try_get("", column).unwrap()
    }

    /// The council as it was, and of the child what is told, with the version in the state from which the row leads.
    pub async fn tell(&self, row: &Transition, told: &Telling) {
        let mut sql = vec!["begin immediate".to_owned()];
        for table in &self.tables {
            sql.push(format!("delete from main.{table}"));
            sql.push(format!(
                "insert into main.{table} select * from kept.{table}"
            ));
        }
        self.care(told, &mut sql);
        self.decisions(told, &mut sql);
        self.court(told, &mut sql);
        self.versions(row, told, &mut sql);
        sql.push("commit".to_owned());
        self.run(&sql.join(";\n")).await;
    }

    /// The rows of the child in a table go.
    fn empty(&self, table: &str, sql: &mut Vec<String>) {
        let Self { council, child, .. } = self;
        sql.push(format!(
            "delete from {table} where council_id = {council} and child_id = {child}"
        ));
    }

    /// A row of the child in a table: its other columns with their values.
    fn row(&self, table: &str, at: usize, columns: &str, values: &[String], sql: &mut Vec<String>) {
        let Self { council, child, .. } = self;
        let number = FIRST + i64::try_from(at).unwrap();
        let values = values.join(", ");
        sql.push(format!(
            "insert into {table} (council_id, id, child_id, {columns}) values ({council}, {number}, {child}, {values})"
        ));
    }

    fn person(&self, person: i64) -> String {
        self.people[&person].to_string()
    }
}
