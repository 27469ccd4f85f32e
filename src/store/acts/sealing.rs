//! Sealing a record: nobody reaches it, and what would name the child or lead to them is taken out of it, into an envelope.
//!
//! What stays is unreachable: the record of care with its texts, who had a standing on it, the acts, and the ledger of who
//! read it. What goes is listed in `taken`, and is written into the envelope by the list by which it goes; whatever else
//! copies a child's rows out for others to read is to be added there.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::DbBackend;
use serde_json::{Map, Value};

use crate::{
    domain::{access::Class, children::ChildKey},
    store::{Source, StoreError, Unit, query::Query},
};

/// Tables of which every row of the child goes: names, numbers, addresses, relatives, carers and adopters, and what clients
/// had asked under their keys.
const WHOLE: [&str; 9] = [
    "child_name",
    "child_identifier",
    "home_address",
    "family_member",
    "contact_arrangement",
    "placement_carer",
    "placement_location",
    "adoption_match",
    "idempotency_key",
];

/// The classes of which what was filed goes: they hold what was just taken out.
const FILED: [Class; 2] = [Class::Identifiers, Class::Family];

/// Rows that go, or columns that are emptied.
struct Taken {
    /// Under which name the envelope has them.
    name: &'static str,
    table: &'static str,
    /// The columns that are emptied; none where the rows go.
    emptied: &'static [&'static str],
    which: Which,
}

/// Which rows of a table.
enum Which {
    /// Those whose two columns are the child's key.
    Keyed(&'static str),
    /// Those of the national return under the child's local number.
    Returned,
    /// Those of the child, of what was filed of a class that goes.
    Filed,
    /// Those of the child that hang on such an item.
    FiledItem,
}

const OF_CHILD: Which = Which::Keyed("(council_id, child_id)");

/// In the order in which they go: what is found by another row goes before that row.
fn taken() -> Vec<Taken> {
    let rows = |name, table, which| Taken {
        name,
        table,
        emptied: &[],
        which,
    };
    let emptied = |table, emptied, which| Taken {
        name: table,
        table,
        emptied,
        which,
    };
    let mut all = vec![
        emptied(
            "child",
            &["ethnicity", "religion", "first_language"],
            Which::Keyed("(council_id, id)"),
        ),
        rows("import_issue", "import_issue", Which::Returned),
        rows("import_row", "import_row", Which::Returned),
        emptied("episode", &["home_post", "pl_post", "urn"], OF_CHILD),
        rows("filed_item", "filed_item", Which::FiledItem),
        rows("shared_item", "shared_item", Which::Filed),
        rows("filed_content", "filed_content", Which::Filed),
        // The feed of the council has gaps where the child was: a reader goes on from a number, not by counting.
        rows("change", "change", OF_CHILD),
        // How others know the child: on a brother's or sister's file a sealed one is not there at all.
        rows(
            "family_member_of_others",
            "family_member",
            Which::Keyed("(council_id, linked_child_id)"),
        ),
    ];
    all.extend(WHOLE.map(|table| rows(table, table, OF_CHILD)));
    all
}

impl Taken {
    fn rows(&self, query: Query, child: ChildKey) -> Query {
        let classes = || FILED.map(|class| (class as i16).to_string()).join(", ");
        let of_child = "(council_id, child_id)";
        match self.which {
            Which::Keyed(columns) => query.among(columns, &[child]),
            Which::Returned => query
                .sql("council_id = ")
                .bind(child.council)
                .sql(" and child_key in (select value from child_identifier where kind = 'LOCAL' and ")
                .among(of_child, &[child])
                .sql(")"),
            Which::Filed => query
                .sql(&format!("class in ({}) and ", classes()))
                .among(of_child, &[child]),
            Which::FiledItem => query
                .sql(&format!(
                    "exists (select 1 from shared_item s where s.council_id = filed_item.council_id \
                     and s.id = filed_item.shared_item_id and s.class in ({})) and ",
                    classes()
                ))
                .among(of_child, &[child]),
        }
    }

    /// The rows as they are, one JSON object each.
    async fn kept(&self, unit: &Unit<'_>, child: ChildKey) -> Result<Vec<Value>, StoreError> {
        let object = match unit.backend() {
            DbBackend::Postgres => format!("to_jsonb({})::text", self.table),
            _ => object(&columns(unit, self.table).await?),
        };
        let sql = format!("select {object} as body from {} where ", self.table);
        self.rows(Query::new(unit, &sql), child)
            .rows(unit, |row| {
                let body: String = row.get("body")?;
                serde_json::from_str(&body)
                    .map_err(|_| StoreError::Unreadable(self.table.to_owned()))
            })
            .await
    }

    async fn go(&self, unit: &Unit<'_>, child: ChildKey) -> Result<u64, StoreError> {
        let sql = match self.emptied {
            [] => format!("delete from {} where ", self.table),
            columns => format!(
                "update {} set {} = null where ",
                self.table,
                columns.join(" = null, ")
            ),
        };
        self.rows(Query::new(unit, &sql), child).run(unit).await
    }
}

/// SQLite makes no object of a row by itself, and none of bytes: they are written in hexadecimal.
fn object(columns: &[String]) -> String {
    let fields = columns.iter().map(|column| {
        format!(
            "'{column}', case typeof({column}) when 'blob' then hex({column}) else {column} end"
        )
    });
    format!("json_object({})", fields.collect::<Vec<_>>().join(", "))
}

async fn columns(unit: &Unit<'_>, table: &str) -> Result<Vec<String>, StoreError> {
    Query::new(unit, "select name from pragma_table_info(")
        .bind(table)
        .sql(")")
        .rows(unit, |row| row.get("name"))
        .await
}

/// The last adoption order about a child: when it was made, and what became of appeals in its case.
#[derive(Debug, Clone)]
pub struct AdoptionOrder {
    pub id: i64,
    pub made_on: NaiveDate,
    pub appeal_lodged_on: Option<NaiveDate>,
    pub appeal_ended_on: Option<NaiveDate>,
}

pub async fn adoption_order(
    unit: &Unit<'_>,
    child: ChildKey,
) -> Result<Option<AdoptionOrder>, StoreError> {
    Query::new(
        unit,
        "select o.id, o.made_on, p.appeal_lodged_on, p.appeal_ended_on from court_order o join proceedings p \
         on p.council_id = o.council_id and p.id = o.proceedings_id where o.kind = 'ADOPTION' and ",
    )
    .among("(o.council_id, o.child_id)", &[child])
    .sql(" order by o.made_on desc, o.id desc")
    .first(unit, |row| {
        Ok(AdoptionOrder {
            id: row.get("id")?,
            made_on: row.get("made_on")?,
            appeal_lodged_on: row.get("appeal_lodged_on")?,
            appeal_ended_on: row.get("appeal_ended_on")?,
        })
    })
    .await
}

/// Seals the record of a child after an order. Says how many records were sealed: one, or none where it was sealed before.
pub async fn seal(
    unit: &Unit<'_>,
    child: ChildKey,
    order: i64,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let sealed = Query::new(
        unit,
        "update child set gate = 2, revision = revision + 1 where gate <> 2 and ",
    )
    .among("(council_id, id)", &[child])
    .run(unit)
    .await?;
    if sealed == 0 {
        return Ok(0);
    }
    // What was filed, and what the feed tells, is never deleted but here: the child is named in `sealing` as long as it takes.
    Query::new(unit, "insert into sealing (council_id, child_id) values (")
        .bind(child.council)
        .sql(", ")
        .bind(child.child)
        .sql(")")
        .run(unit)
        .await?;
    let mut envelope = Map::new();
    for taken in taken() {
        let kept = taken.kept(unit, child).await?;
        envelope.insert(taken.name.to_owned(), Value::Array(kept));
        taken.go(unit, child).await?;
    }
    Query::new(unit, "delete from sealing where ")
        .among("(council_id, child_id)", &[child])
        .run(unit)
        .await?;
    Query::new(
        unit,
        "insert into seal_envelope (council_id, child_id, order_id, sealed_at, body) values (",
    )
    .bind(child.council)
    .sql(", ")
    .bind(child.child)
    .sql(", ")
    .bind(order)
    .sql(", ")
    .bind(now)
    .sql(", ")
    .bind(Value::Object(envelope).to_string())
    .sql(")")
    .run(unit)
    .await?;
    Ok(sealed)
}
