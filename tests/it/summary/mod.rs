//! What was filed stays as it was filed; the plan summary in versions, and as a page.

mod as_filed;
mod page;
mod returned;
mod versions;

use permanence::{
    domain::{
        access::Class,
        children::ChildKey,
        ids::{Kind as Id, encode},
    },
    exchange::synthetic::Kind,
    store::filing::keep_contents,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};

use crate::support::{
    cast::{Cast, Seeded, now},
    database::TestDatabase,
    server::{Rules, TestApp},
};

/// One council with its service, and a child in proceedings whose plan was filed.
struct Office {
    cast: Cast,
    app: TestApp,
    connection: DatabaseConnection,
    key: ChildKey,
    seed: std::sync::atomic::AtomicU64,
}

impl Office {
    async fn open(database: &TestDatabase) -> Self {
        let cast = Cast::founded_in(database).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        let connection = database.connect().await;
        let hex: String = cast
            .public_id(Kind::Own)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let of_child = match connection.get_database_backend() {
            sea_orm::DbBackend::Postgres => format!("public_id = decode('{hex}', 'hex')"),
            _ => format!("hex(public_id) = upper('{hex}')"),
        };
        let mut office = Self {
            cast,
            app,
            connection,
            key: ChildKey {
                council: 0,
                child: 0,
            },
            seed: 90.into(),
        };
        let sql = format!("select cast(council_id as bigint) as n from child where {of_child}");
        office.key.council = i16::try_from(office.number(&sql).await).unwrap();
        let sql = format!("select id as n from child where {of_child}");
        office.key.child = office.number(&sql).await;
        office
    }

    async fn run(&self, sql: &str) -> u64 {
        let done = self.connection.execute_unprepared(sql).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}"))
            .rows_affected()
    }

    async fn number(&self, sql: &str) -> i64 {
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        let row = self.connection.query_one_raw(statement).await.unwrap();
        row.unwrap_or_else(|| panic!("{sql}: no row"))
            .try_get("", "n")
            .unwrap()
    }

    /// `where` of a table's rows of the child.
    fn mine(&self) -> String {
        format!(
            "council_id = {} and child_id = {}",
            self.key.council, self.key.child
        )
    }

    fn child(&self) -> &str {
        self.cast.child(Kind::Own)
    }

    fn summary_id(&self) -> String {
        encode(Id::PlanSummary, &self.cast.public_id(Kind::Own))
    }

    async fn ask(&self, slug: &str, query: &str, variables: Value) -> Value {
        let answer = self
            .app
            .ask(&self.cast.viewer(slug), query, variables)
            .await;
        assert!(answer.body["errors"].is_null(), "{slug}: {}", answer.text);
        answer.body["data"].clone()
    }

    /// Files items again, with the court and the guardian, at an instant.
    async fn file(&self, items: &[(Class, i64)], state: &str, at: &str) {
        let filing = self
            .number(&format!(
                "select max(f.id) as n from filing f where f.kind = 'PLAN' and f.council_id = {}",
                self.key.council
            ))
            .await;
        let seed = self.seed.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let mut id = 9_000_000 + i64::try_from(seed).unwrap() * 1000;
        for (class, item) in items {
            for reader in ["COURT", "CAFCASS"] {
                id += 1;
                self.run(&format!(
                    "insert into shared_item (council_id, id, child_id, class, item_id, as_filed_state, via, filing_id, reader_kind, shared_at) \
                     values ({}, {id}, {}, {}, {item}, '{state}', 'FILED', {filing}, '{reader}', '{at} 09:00:00 +00:00')",
                    self.key.council, self.key.child, *class as u8
                )).await;
            }
        }
        let randomness = Seeded::new(seed * 7_919);
        let mut unit = self.cast.store.unit(&randomness).await.unwrap();
        keep_contents(&mut unit, self.key.council, &[self.key.child], now())
            .await
            .unwrap();
        unit.commit().await.unwrap();
    }
}

fn by_id(id: &str) -> Value {
    json!({ "by": { "id": id } })
}
