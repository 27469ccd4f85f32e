//! One council with its service, asked as a social worker on a day that the test sets.

use chrono::NaiveDate;
use permanence::{domain::ids, store::deadlines::rewrite};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use serde_json::{Value, json};

use crate::support::{
    cast::{Cast, Seeded},
    database::TestDatabase,
    server::{Answer, Rules, TestApp},
};

const DUE: &str = "query($id: ID!, $first: Int, $after: String, $last: Int, $status: [DeadlineStatus!], $kind: [DeadlineKind!], $within: Int) { \
    child(by: {id: $id}) { ... on Child { deadlines(first: $first, after: $after, last: $last, status: $status, kind: $kind, dueWithinDays: $within) { \
    totalCount withheldClasses pageInfo { hasNextPage hasPreviousPage endCursor } nodes { \
    id kind title informationClass setOffByClass setOffBy { what on } standard dueOn actBy notBefore status daysLate metBy { what on } \
    notApplicableBecause notApplicableSince notComputedBecause ruleId ruleLine basis source certainty explanation } } } } }";

const SUMMARY: &str = "query($by: PlanSummaryReference!) { planSummary(by: $by) { ... on PlanSummary { \
    version { id } versions { id } overdue { id kind daysLate } nextReview { id kind dueOn } } } }";

const CASES: &str = "query($id: ID!) { child(by: {id: $id}) { ... on Child { proceedings { ... on Withheld { withheldBecause } \
    ... on ProceedingsRecord { cases(first: 20) { nodes { id kind issuedOn weeksElapsed } } } } } } }";

const LISTED: &str =
    "query($filter: ChildFilter) { children(first: 100, filter: $filter) { nodes { id } } }";

const RULES: &str = "{ deadlineRules { id title kind trigger repeats exceptions informationClass setOffByClass actedOnBy \
    basis isBinding source certainty lines { name when limit source certainty } } }";

pub struct Office {
    pub cast: Cast,
    app: TestApp,
    connection: DatabaseConnection,
}

pub fn nodes(page: &Value) -> Vec<Value> {
    page["nodes"].as_array().unwrap().clone()
}

impl Office {
    pub async fn open(database: &TestDatabase) -> Self {
        let cast = Cast::founded_in(database).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        let connection = database.connect().await;
        Self {
            cast,
            app,
            connection,
        }
    }

    /// It is ten in the morning of this day.
    pub fn on(&self, day: NaiveDate) {
        self.app
            .set_clock(day.and_hms_opt(10, 0, 0).unwrap().and_utc());
    }

    async fn data(&self, who: &str, query: &str, variables: Value) -> Value {
        let answer = self.app.ask(&self.cast.viewer(who), query, variables).await;
        assert!(
            answer.body["errors"].is_null(),
            "{who}: {}",
            answer.body["errors"]
        );
        answer.body["data"].clone()
    }

    /// A page of a child's deadlines, or why there is none.
    pub async fn try_ask(&self, who: &str, asked: Value) -> Answer {
        self.app.ask(&self.cast.viewer(who), DUE, asked).await
    }

    pub async fn ask(&self, asked: Value) -> Value {
        self.data("social-worker", DUE, asked).await["child"].take()
    }

    /// All of a child's deadlines that are asked for.
    pub async fn due(&self, child: &str, asked: Value) -> Vec<Value> {
        self.due_by(child, asked, 100).await
    }

    /// The same, and none of a child out of reach.
    pub async fn try_due(&self, child: &str, mut asked: Value) -> Vec<Value> {
        asked["id"] = json!(child);
        let told = self.ask(asked).await;
        told["deadlines"]["nodes"]
            .as_array()
            .cloned()
            .unwrap_or_default()
    }

    /// The same, some at a time.
    pub async fn due_by(&self, child: &str, mut asked: Value, size: usize) -> Vec<Value> {
        asked["id"] = json!(child);
        asked["first"] = json!(size);
        let mut all = Vec::new();
        loop {
            let told = self.ask(asked.clone()).await;
            let page = &told["deadlines"];
            all.extend(nodes(page));
            if page["pageInfo"]["hasNextPage"] != true {
                assert_eq!(page["totalCount"], all.len());
                return all;
            }
            asked["after"] = page["pageInfo"]["endCursor"].clone();
        }
    }

    pub async fn summary(&self, who: &str, asked: Value) -> Value {
        self.data(who, SUMMARY, asked).await["planSummary"].take()
    }

    pub async fn cases(&self, child: &str) -> Vec<Value> {
        let told = self
            .data("social-worker", CASES, json!({ "id": child }))
            .await;
        nodes(&told["child"]["proceedings"]["cases"])
    }

    /// The ids of the children that a filter finds.
    pub async fn listed(&self, filter: Value) -> Vec<Value> {
        let told = self
            .data("social-worker", LISTED, json!({ "filter": filter }))
            .await;
        nodes(&told["children"])
    }

    pub async fn rules(&self) -> Vec<Value> {
        let told = self.data("social-worker", RULES, json!({})).await;
        told["deadlineRules"].as_array().unwrap().clone()
    }

    pub async fn run(&self, sql: &str) {
        self.connection.execute_unprepared(sql).await.unwrap();
    }

    /// A child has another day of birth, and its deadlines are reckoned by it.
    pub async fn born(&self, child: &str, on: &str) {
        let hex: String = ids::decode(child)
            .unwrap()
            .1
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let bytes = match self.connection.get_database_backend() {
            DbBackend::Postgres => format!("decode('{hex}', 'hex')"),
            _ => format!("x'{hex}'"),
        };
        self.run(&format!(
            "update child set born_on = '{on}' where public_id = {bytes}"
        ))
        .await;
        let sql = format!("select council_id, id from child where public_id = {bytes}");
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        let row = self
            .connection
            .query_one_raw(statement)
            .await
            .unwrap()
            .unwrap();
        let (council, key): (i16, i64) = (
            row.try_get("", "council_id").unwrap(),
            row.try_get("", "id").unwrap(),
        );
        let random = Seeded::new(17);
        let mut unit = self.cast.store.unit(&random).await.unwrap();
        rewrite(&mut unit, council, &[key]).await.unwrap();
        unit.commit().await.unwrap();
    }

    /// Every deadline as it is stored.
    pub async fn rows(&self, table: &str) -> Vec<String> {
        let sql = format!(
            "select cast(council_id as text) || '/' || cast(id as text) || '/' || coalesce(cast(due_on as text), '-') \
             || '/' || cast(state as text) || '/' || coalesce(cast(ceased_on as text), '-') as line from {table} order by 1"
        );
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        let rows = self.connection.query_all_raw(statement).await.unwrap();
        rows.iter()
            .map(|row| row.try_get("", "line").unwrap())
            .collect()
    }
}
