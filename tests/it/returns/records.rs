//! Each child's records as they stand, whatever numbers they were given: for comparing one load with another.

use super::*;

/// What a record is, not which: numbers that count, random names, and fingerprints.
fn is_incidental(column: &str) -> bool {
    column == "id" || column.ends_with("_id") || column.ends_with("_sha256")
}

/// The questions that list every row of every table as `table {its cells}`, one statement in all.
const SQLITE: &str = r#"
    select m.name || ' ' || group_concat('''' || p.name || ''',' ||
        case when upper(p.type) like '%BLOB%' then 'hex("' || p.name || '")' else '"' || p.name || '"' end)
    from sqlite_master m join pragma_table_info(m.name) p
    where m.type = 'table' and m.name not like 'sqlite_%' and m.name <> 'seaql_migrations' group by m.name"#;
const POSTGRES: &str = "select tablename::text || ' ' from pg_tables \
    where schemaname = 'public' and tablename <> 'seaql_migrations'";

impl Officer {
    /// Every row that belongs to a child, by the child's local id. A row belongs to it by `child_id`, or by the row of
    /// another table that it points to.
    pub async fn records(&self) -> BTreeMap<String, Vec<String>> {
        let rows = self.rows().await;
        let mut owners: BTreeMap<(String, i64), i64> = BTreeMap::new();
        let mut names: BTreeMap<i64, String> = BTreeMap::new();
        for (table, row) in &rows {
            let own = owner_of(table, row);
            if let (Some(id), Some(owner)) = (row["id"].as_i64(), own) {
                owners.insert((table.clone(), id), owner);
            }
            if table == "child_identifier" && row["kind"] == "LOCAL" {
                let name = row["folded"].as_str().unwrap_or_default().to_owned();
                names.insert(row["child_id"].as_i64().unwrap_or_default(), name);
            }
        }
        let mut records: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, row) in &rows {
            let cells = row.as_object().expect("a row is an object");
            let by_another = || {
                cells.iter().find_map(|(column, id)| {
                    let of = column.strip_suffix("_id")?;
                    owners.get(&(of.to_owned(), id.as_i64()?)).copied()
                })
            };
            let Some(owner) = owner_of(table, row).or_else(by_another) else {
                continue;
            };
            let told: Vec<String> = (cells.iter())
                .filter(|(column, value)| !is_incidental(column) && !value.is_null())
                .map(|(column, value)| format!("{column}={value}"))
                .collect();
            let name = names.get(&owner).cloned().unwrap_or_default();
            let told = format!("{table} {}", told.join(" "));
            records.entry(name).or_default().push(told);
        }
        for told in records.values_mut() {
            told.sort();
        }
        records
    }

    /// Every row of every table.
    pub async fn rows(&self) -> Vec<(String, serde_json::Value)> {
        let tables = match self.backend {
            Backend::Sqlite => SQLITE,
            Backend::Postgres => POSTGRES,
        };
        let selects: Vec<String> = (self.all(tables).await.iter())
            .map(|line| {
                let (table, columns) = line.split_once(' ').expect("a table");
                match self.backend {
                    Backend::Sqlite => {
                        format!("select '{table} ' || json_object({columns}) from \"{table}\"")
                    }
                    Backend::Postgres => {
                        format!("select '{table} ' || row_to_json(t)::text from \"{table}\" t")
                    }
                }
            })
            .collect();
        let lines = self.all(&selects.join(" union all ")).await;
        (lines.iter())
            .map(|line| {
                let (table, row) = line.split_once(' ').expect("a table and its row");
                (
                    table.to_owned(),
                    serde_json::from_str(row).expect("a row is JSON"),
                )
            })
            .collect()
    }
}

fn owner_of(table: &str, row: &serde_json::Value) -> Option<i64> {
    row[if table == "child" { "id" } else { "child_id" }].as_i64()
}
