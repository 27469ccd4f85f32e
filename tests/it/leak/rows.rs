//! The raw rows, read with statements of our own: nothing here knows what the product makes of them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use serde_json::Value;

use crate::support::database::TestDatabase;

const TABLES: &[&str] = &[
    "access_request",
    "act_event",
    "adm_case",
    "adoption_match",
    "agency",
    "allocation",
    "approval",
    "case_allocation",
    "case_court",
    "case_team",
    "change",
    "child",
    "child_identifier",
    "child_name",
    "contact_arrangement",
    "council",
    "deadline",
    "court",
    "court_order",
    "desk",
    "desk_member",
    "direction",
    "dispute",
    "dpo_incident",
    "education_plan",
    "evidence_feedback",
    "exclusion",
    "family_member",
    "filing",
    "guardian_analysis",
    "guardian_appointment",
    "guardian_request",
    "health_event",
    "hearing",
    "home_address",
    "identity",
    "inspection",
    "inspection_sample",
    "legal_advice",
    "legal_spell",
    "liberty_order",
    "missing_spell",
    "oc2_year",
    "oc3_year",
    "originator_consent",
    "oversight_decision",
    "period_of_care",
    "placement",
    "placement_carer",
    "placement_location",
    "plan_option",
    "plan_summary_version",
    "plan_version",
    "previous_permanence",
    "proceedings",
    "proceedings_child",
    "professional",
    "release",
    "restriction_allow",
    "review",
    "sensitive_item",
    "shared_item",
    "visit",
    "voice",
    "worker_spell",
];

/// One row, every cell as text.
#[derive(Debug, Default)]
pub struct Row(HashMap<String, String>);

impl Row {
    pub fn text(&self, column: &str) -> Option<&str> {
        self.0.get(column).map(String::as_str)
    }

    pub fn word(&self, column: &str) -> &str {
        self.text(column)
            .unwrap_or_else(|| panic!("no {column} in {self:?}"))
    }

    pub fn number(&self, column: &str) -> i64 {
        self.maybe_number(column)
            .unwrap_or_else(|| panic!("no number {column} in {self:?}"))
    }

    pub fn maybe_number(&self, column: &str) -> Option<i64> {
        self.text(column)?.parse().ok()
    }

    pub fn is(&self, column: &str) -> bool {
        self.text(column) == Some("true")
    }

    pub fn day(&self, column: &str) -> Option<NaiveDate> {
        self.text(column)?.parse().ok()
    }

    pub fn instant(&self, column: &str) -> Option<DateTime<Utc>> {
        let text = self.text(column)?;
        let read = DateTime::parse_from_rfc3339(text)
            .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f %#z"))
            .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z"));
        Some(
            read.unwrap_or_else(|_| panic!("{text} is no instant"))
                .to_utc(),
        )
    }

    /// Is the day within the half-open spell of these two columns?
    pub fn spans(&self, from: &str, to: &str, day: NaiveDate) -> bool {
        self.day(from).is_none_or(|from| from <= day) && self.day(to).is_none_or(|to| day < to)
    }

    /// A last day as it is shown: none where the spell is open.
    pub fn ended(&self, column: &str) -> Option<&str> {
        self.text(column).filter(|day| *day != "9999-12-31")
    }
}

/// Every row of every table that says something of a child or of who may see it.
pub struct Tables {
    rows: HashMap<&'static str, Vec<Row>>,
    /// Where the rows with a number in a column are.
    places: HashMap<(&'static str, String, i64), Vec<usize>>,
}

impl Tables {
    pub async fn read(database: &TestDatabase) -> Self {
        let connection = database.connect().await;
        let mut tables = HashMap::new();
        let mut places: HashMap<_, Vec<usize>> = HashMap::new();
        for table in TABLES {
            let rows = rows(&connection, table).await;
            for (place, row) in rows.iter().enumerate() {
                for column in row.0.keys().filter(|it| it.ends_with("id")) {
                    if let Some(number) = row.maybe_number(column) {
                        let at = (*table, column.clone(), number);
                        places.entry(at).or_default().push(place);
                    }
                }
            }
            tables.insert(*table, rows);
        }
        Self {
            rows: tables,
            places,
        }
    }

    /// Every row as a text, in a steady order: two databases with the same content give the same.
    pub fn dump(&self) -> Vec<String> {
        let rows = self.rows.iter().flat_map(|(table, rows)| {
            rows.iter().map(move |row| {
                let mut cells: Vec<_> = row.0.iter().collect();
                cells.sort();
                format!("{table} {cells:?}")
            })
        });
        let mut all: Vec<String> = rows.collect();
        all.sort();
        all
    }

    pub fn of(&self, table: &str) -> &[Row] {
        self.rows
            .get(table)
            .unwrap_or_else(|| panic!("{table} was not read"))
    }

    /// Rows with a number in one of the columns whose name ends in `id`.
    pub fn with<'a>(
        &'a self,
        table: &'static str,
        column: &str,
        number: i64,
    ) -> impl Iterator<Item = &'a Row> {
        let rows = self.of(table);
        let places = self.places.get(&(table, column.to_owned(), number));
        places.into_iter().flatten().map(|place| &rows[*place])
    }

    /// Rows of one council with a number in a column: numbers are unique within a council only.
    pub fn at<'a>(
        &'a self,
        table: &'static str,
        council: i64,
        column: &str,
        number: i64,
    ) -> impl Iterator<Item = &'a Row> {
        self.with(table, column, number)
            .filter(move |row| row.number("council_id") == council)
    }
}

async fn rows(connection: &DatabaseConnection, table: &str) -> Vec<Row> {
    let backend = connection.get_database_backend();
    let ask = async |sql: String| {
        let statement = Statement::from_string(backend, sql);
        connection.query_all_raw(statement).await.unwrap()
    };
    let mut truths = Vec::new();
    let select = if backend == DbBackend::Postgres {
        format!("select cast(to_jsonb(t) as text) as doc from {table} t")
    } else {
        let mut cells = Vec::new();
        for column in ask(format!(
            "select name, type from pragma_table_info('{table}')"
        ))
        .await
        {
            let name: String = column.try_get("", "name").unwrap();
            let kind: String = column.try_get("", "type").unwrap();
            cells.push(format!(
                "'{name}', case when typeof({name}) = 'blob' then lower(hex({name})) else {name} end"
            ));
            if kind.eq_ignore_ascii_case("boolean") {
                truths.push(name);
            }
        }
        format!(
            "select json_object({}) as doc from {table}",
            cells.join(", ")
        )
    };
    let found = ask(select).await;
    found
        .iter()
        .map(|row| {
            let doc: String = row.try_get("", "doc").unwrap();
            let Value::Object(cells) = serde_json::from_str(&doc).unwrap() else {
                panic!("{table}: {doc}");
            };
            let cells = cells
                .into_iter()
                .filter_map(|(name, value)| Some((name.clone(), read(&name, value, &truths)?)));
            Row(cells.collect())
        })
        .collect()
}

fn read(name: &str, value: Value, truths: &[String]) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text,
        other => other.to_string(),
    };
    if truths.iter().any(|it| it == name) {
        return Some((text != "0").to_string());
    }
    // PostgreSQL writes bytes with a mark before them.
    Some(text.strip_prefix("\\x").map_or(text.clone(), str::to_owned))
}
