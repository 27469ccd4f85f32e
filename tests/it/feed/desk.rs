//! One council with its service, where changes are noted and read by the people of the cast.

use std::sync::Mutex;

use chrono::{DateTime, Utc};
use permanence::{
    domain::{
        access::{AgencyKind, Class, Marks},
        changes::{ChangeKind, SeenAs},
        children::ChildKey,
        ids::{self, Kind as IdKind},
    },
    exchange::synthetic::Kind,
    store::changes::{Note, note},
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use serde_json::{Value, json};

use crate::support::{
    cast::{Cast, Seeded, now},
    database::TestDatabase,
    server::{Answer, Rules, TestApp},
};

pub const CHANGES: &str = "query($after: String, $first: Int) { changes(after: $after, first: $first) { \
    cursor hasMore changes { id at kind childId classes child { __typename ... on Child { id } } } } }";

pub struct Desk {
    pub cast: Cast,
    pub app: TestApp,
    pub connection: DatabaseConnection,
    random: Seeded,
    clock: Mutex<DateTime<Utc>>,
}

/// A change in short: its kind, the child, and the classes.
pub type Told = (String, String, Vec<String>);

impl Desk {
    pub async fn open(database: &TestDatabase) -> Self {
        let cast = Cast::founded_in(database).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        let connection = database.connect().await;
        Self {
            cast,
            app,
            connection,
            random: Seeded::new(23),
            clock: Mutex::new(now()),
        }
    }

    pub fn set_clock(&self, to: DateTime<Utc>) {
        *self.clock.lock().unwrap() = to;
        self.app.set_clock(to);
    }

    pub async fn run(&self, sql: &str) {
        let done = self.connection.execute_unprepared(sql).await.unwrap();
        assert!(done.rows_affected() > 0, "{sql}");
    }

    pub async fn numbers(&self, sql: &str) -> Vec<i64> {
        let backend = self.connection.get_database_backend();
        let statement = Statement::from_string(backend, sql);
        let rows = self.connection.query_all_raw(statement).await.unwrap();
        rows.iter()
            .map(|row| row.try_get_by_index(0).unwrap())
            .collect()
    }

    /// A child's public id as the database writes it.
    pub fn bytes_of(&self, child: &str) -> String {
        let random = ids::decode(child).unwrap().1;
        let hex: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        match self.connection.get_database_backend() {
            DbBackend::Postgres => format!("decode('{hex}', 'hex')"),
            _ => format!("x'{hex}'"),
        }
    }

    pub async fn key(&self, kind: Kind) -> ChildKey {
        let bytes = self.bytes_of(self.cast.child(kind));
        let council =
            format!("select cast(council_id as bigint) from child where public_id = {bytes}");
        let child = format!("select id from child where public_id = {bytes}");
        ChildKey {
            council: i16::try_from(self.numbers(&council).await[0]).unwrap(),
            child: self.numbers(&child).await[0],
        }
    }

    pub async fn person(&self, who: &str) -> i64 {
        let subject = &self.cast.persona(who).subject;
        let sql = format!("select professional_id from identity where subject = '{subject}'");
        self.numbers(&sql).await[0]
    }

    /// One unit of work that notes these changes.
    pub async fn note(&self, notes: impl IntoIterator<Item = Note>) {
        let mut unit = self.cast.store.unit(&self.random).await.unwrap();
        notes.into_iter().for_each(|it| note(&mut unit, it));
        unit.commit().await.unwrap();
    }

    pub async fn of(&self, child: Kind, kind: ChangeKind, classes: &[Class]) -> Note {
        let at = *self.clock.lock().unwrap();
        let classes = classes.iter().copied().collect();
        Note::of(self.key(child).await, kind, classes, at)
    }

    /// Something of the record changed, as it is.
    pub async fn changed(&self, child: Kind, classes: &[Class]) {
        let note = self.of(child, ChangeKind::RecordChanged, classes).await;
        self.note([note]).await;
    }

    pub async fn filed(&self, child: Kind, classes: &[Class], with: AgencyKind) {
        let note = self.of(child, ChangeKind::RecordChanged, classes).await;
        self.note([note.seen_as(SeenAs::Filed(with))]).await;
    }

    pub async fn changed_marked(&self, child: Kind, classes: &[Class], marks: Marks) {
        let note = self.of(child, ChangeKind::RecordChanged, classes).await;
        self.note([note.marked(marks)]).await;
    }

    pub async fn try_read(&self, who: &str, asked: Value) -> Answer {
        let viewer = self.cast.viewer(who);
        self.app.ask(&viewer, CHANGES, asked).await
    }

    pub async fn page(&self, who: &str, after: &Value, first: usize) -> Value {
        let asked = json!({ "after": after, "first": first });
        let answer = self.try_read(who, asked).await;
        assert!(answer.body["errors"].is_null(), "{who}: {}", answer.text);
        answer.body["data"]["changes"].clone()
    }

    /// A cursor of now.
    pub async fn cursor(&self, who: &str) -> Value {
        let page = self.page(who, &Value::Null, 100).await;
        assert_eq!(
            (&page["changes"], &page["hasMore"]),
            (&json!([]), &json!(false))
        );
        page["cursor"].clone()
    }

    /// All that there is to be read, a page of some size after the other, and where one then stands.
    pub async fn walk(&self, who: &str, cursor: &Value, size: usize) -> (Vec<Value>, Value) {
        let (mut all, mut after) = (Vec::new(), cursor.clone());
        loop {
            let page = self.page(who, &after, size).await;
            let changes = page["changes"].as_array().unwrap();
            assert!(changes.len() <= size, "{page}");
            all.extend(changes.iter().cloned());
            after = page["cursor"].clone();
            if page["hasMore"] == false {
                return (all, after);
            }
        }
    }

    /// What is told since a cursor, which moves on.
    pub async fn news(&self, who: &str, cursor: &mut Value) -> Vec<Told> {
        let (all, after) = self.walk(who, cursor, 100).await;
        *cursor = after;
        all.iter().map(told).collect()
    }

    pub fn told(&self, kind: &str, child: Kind, classes: &[&str]) -> Told {
        let classes = classes.iter().map(|class| (*class).to_owned());
        (
            kind.to_owned(),
            self.cast.child(child).to_owned(),
            classes.collect(),
        )
    }

    /// The public ids of the changes on record, in the order of their numbers.
    pub async fn recorded(&self, condition: &str) -> Vec<String> {
        let backend = self.connection.get_database_backend();
        let sql =
            format!("select g.public_id from change g where {condition} order by council_id, seq");
        let rows = self
            .connection
            .query_all_raw(Statement::from_string(backend, sql))
            .await
            .unwrap();
        rows.iter()
            .map(|row| ids::encode(IdKind::Change, &row.try_get_by_index::<Vec<u8>>(0).unwrap()))
            .collect()
    }
}

pub fn told(change: &Value) -> Told {
    let text = |field: &str| change[field].as_str().unwrap().to_owned();
    let classes = change["classes"].as_array().unwrap().iter();
    let classes = classes.map(|class| class.as_str().unwrap().to_owned());
    (text("kind"), text("childId"), classes.collect())
}
