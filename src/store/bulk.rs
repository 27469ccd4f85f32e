//! Many new rows at once: a batch is one parameter, a JSON text that the database takes apart by itself.
//!
//! A parameter for each cell would be the usual way. SQLite looks a numbered name up among all that came before it, so
//! that thousands of them cost their square; and each must be bound alone.

use std::fmt::Write;

use sea_orm::{
    ConnectionTrait, DbBackend, EntityName, EntityTrait, IdenStatic, Iterable, ModelTrait,
    Statement, Value,
};

use super::{StoreError, Unit};

/// How many rows one statement inserts: enough that its cost is shared, few enough that its text stays small.
const ROWS: usize = 1000;

/// Inserts rows in batches.
pub(super) async fn insert<M: ModelTrait>(unit: &Unit<'_>, rows: Vec<M>) -> Result<(), StoreError> {
    let backend = unit.transaction.get_database_backend();
    for batch in rows.chunks(ROWS) {
        let statement = statement(backend, batch)?;
        unit.transaction.execute_raw(statement).await?;
    }
    Ok(())
}

fn statement<M: ModelTrait>(backend: DbBackend, batch: &[M]) -> Result<Statement, StoreError> {
    let columns: Vec<_> = <M::Entity as EntityTrait>::Column::iter().collect();
    let names: Vec<&str> = columns.iter().map(IdenStatic::as_str).collect();
    let table = M::Entity::default();
    let table = table.table_name();
    let is_postgres = backend == DbBackend::Postgres;
    let mut json = String::with_capacity(batch.len() * columns.len() * 16);
    let mut cells: Vec<String> = Vec::with_capacity(columns.len());
    for (place, row) in batch.iter().enumerate() {
        json.push(if place == 0 { '[' } else { ',' });
        json.push(if is_postgres { '{' } else { '[' });
        for (place, column) in columns.iter().enumerate() {
            if place > 0 {
                json.push(',');
            }
            let value = row.get(*column);
            if cells.len() < columns.len() {
                cells.push(match value {
                    Value::Bytes(_) => format!("unhex(value->>{place})"),
                    _ => format!("value->>{place}"),
                });
            }
            if is_postgres {
                let _ = write!(json, "\"{}\":", column.as_str());
            }
            write_cell(&mut json, &value, is_postgres)?;
        }
        json.push(if is_postgres { '}' } else { ']' });
    }
    json.push(']');
    let names = names.join(", ");
    let sql = match is_postgres {
        // The table's own row type tells what each cell is.
        true => format!(
            "insert into {table} ({names}) select {names} from json_populate_recordset(null::{table}, $1::json)"
        ),
        false => format!(
            "insert into {table} ({names}) select {} from json_each($1)",
            cells.join(", ")
        ),
    };
    Ok(Statement::from_sql_and_values(backend, sql, [json.into()]))
}

/// One cell, spelt as a bound parameter of its kind would be stored.
fn write_cell(json: &mut String, value: &Value, is_postgres: bool) -> Result<(), StoreError> {
    let written = match value {
        Value::Bool(Some(it)) => write!(json, "{it}"),
        Value::SmallInt(Some(it)) => write!(json, "{it}"),
        Value::Int(Some(it)) => write!(json, "{it}"),
        Value::BigInt(Some(it)) => write!(json, "{it}"),
        Value::ChronoDate(Some(it)) => write!(json, "\"{it}\""),
        Value::ChronoDateTimeUtc(Some(it)) => {
            write!(
                json,
                "\"{}\"",
                it.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
            )
        }
        Value::String(Some(it)) => {
            let text = serde_json::to_string(it);
            json.push_str(&text.map_err(|error| StoreError::Unreadable(error.to_string()))?);
            Ok(())
        }
        Value::Bytes(Some(it)) => write_hex(json, it, is_postgres),
        Value::Bool(None)
        | Value::SmallInt(None)
        | Value::Int(None)
        | Value::BigInt(None)
        | Value::ChronoDate(None)
        | Value::ChronoDateTimeUtc(None)
        | Value::String(None)
        | Value::Bytes(None) => {
            json.push_str("null");
            Ok(())
        }
        other => {
            return Err(StoreError::Unreadable(format!(
                "a cell of the kind {:?} cannot be written in bulk",
                other.as_null()
            )));
        }
    };
    written.map_err(|error| StoreError::Unreadable(error.to_string()))
}

fn write_hex(json: &mut String, bytes: &[u8], is_postgres: bool) -> std::fmt::Result {
    json.push_str(if is_postgres { "\"\\\\x" } else { "\"" });
    for byte in bytes {
        write!(json, "{byte:02x}")?;
    }
    json.push('"');
    Ok(())
}
