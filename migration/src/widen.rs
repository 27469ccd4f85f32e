//! More words for a column that a check holds to a list.
//!
//! SQLite has no statement for it. Its manual's way for a change that touches no stored byte is to write the new text
//! into the schema table.

use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectionTrait, DbBackend, DbErr},
};

use crate::step::run;

/// A table, its column, the last word of its list, and the words that come after it.
type Words = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

/// The outcomes that a plan waits for, and the applications that others than the council make.
const COURT: &[Words] = &[
    (
        "court_order",
        "kind",
        "EMERGENCY_PROTECTION",
        &["CARE_DISCHARGE", "PLACEMENT_REVOCATION", "ADOPTION_REFUSAL"],
    ),
    (
        "proceedings",
        "kind",
        "PRE_PROCEEDINGS",
        &["SPECIAL_GUARDIANSHIP", "CHILD_ARRANGEMENTS"],
    ),
];

pub(crate) struct Widen {
    name: &'static str,
    words: &'static [Words],
}

impl Widen {
    pub(crate) const COURT: Self = Self {
        name: "m0014_court_words",
        words: COURT,
    };
}

impl MigrationName for Widen {
    fn name(&self) -> &str {
        self.name
    }
}

/// The list behind its last word, without and with the new ones.
fn lists(last: &str, new: &[&str]) -> (String, String) {
    let added: Vec<String> = new.iter().map(|word| format!(", '{word}'")).collect();
    (
        format!("'{last}'))"),
        format!("'{last}'{}))", added.concat()),
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Widen {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.change(manager, true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.change(manager, false).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

impl Widen {
    async fn change(&self, manager: &SchemaManager<'_>, widen: bool) -> Result<(), DbErr> {
        let is_postgres = manager.get_connection().get_database_backend() == DbBackend::Postgres;
        if !is_postgres {
            run(manager, "pragma writable_schema = on").await?;
        }
        for (table, column, last, new) in self.words {
            if is_postgres {
                postgres(manager, table, column, last, new, widen).await?;
            } else {
                sqlite(manager, table, last, new, widen).await?;
            }
        }
        if !is_postgres {
            // Also has every connection read the schema anew.
            run(manager, "pragma writable_schema = reset").await?;
        }
        Ok(())
    }
}

async fn sqlite(
    manager: &SchemaManager<'_>,
    table: &str,
    last: &str,
    new: &[&str],
    widen: bool,
) -> Result<(), DbErr> {
    let (short, long) = lists(last, new);
    let (from, to) = if widen { (short, long) } else { (long, short) };
    let quoted = |text: &str| text.replace('\'', "''");
    let sql = format!(
        "update sqlite_schema set sql = replace(sql, '{}', '{}') where type = 'table' and name = '{table}'",
        quoted(&from),
        quoted(&to),
    );
    run(manager, &sql).await
}

async fn postgres(
    manager: &SchemaManager<'_>,
    table: &str,
    column: &str,
    last: &str,
    new: &[&str],
    widen: bool,
) -> Result<(), DbErr> {
    let name = format!("{table}_{column}_check");
    let sql = format!(
        "select pg_get_constraintdef(oid) as text from pg_constraint \
         where conname = '{name}' and conrelid = '{table}'::regclass"
    );
    let connection = manager.get_connection();
    let statement = sea_orm_migration::sea_orm::Statement::from_string(DbBackend::Postgres, sql);
    let row = connection.query_one_raw(statement).await?;
    let row = row.ok_or_else(|| DbErr::Migration(format!("{name} is not there")))?;
    let text: String = row.try_get("", "text")?;
    let word = |word: &str| format!("'{word}'::text");
    let added: String = new.iter().map(|it| format!(", {}", word(it))).collect();
    let (short, long) = (word(last), format!("{}{added}", word(last)));
    let (from, to) = if widen { (short, long) } else { (long, short) };
    let changed = text.replacen(&from, &to, 1);
    run(
        manager,
        &format!("alter table {table} drop constraint {name}, add constraint {name} {changed}"),
    )
    .await
}
