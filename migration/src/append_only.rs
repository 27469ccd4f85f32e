//! Rows that are decisions or disclosures are never changed: a correction is a new row.

use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectionTrait, DbBackend, DbErr},
};

use crate::step::run;

/// The tables that were there first.
const FIRST: &[&str] = &[
    "ledger_batch",
    "ledger_entry",
    "ledger_child",
    "ledger_anchor",
    "filing",
    "court_order",
    "originator_consent",
];

/// What was filed stays as it was filed.
const FILED: &[&str] = &["filed_content", "filed_item", "plan_summary_version"];

/// What people did stays done.
const ACTS: &[&str] = &["act_event"];
/// What was told to have changed stays told.
const CHANGES: &[&str] = &["change"];

/// Who was let in and shut out, by whom and why.
const ADMISSION: &[&str] = &["admission_event"];

pub(crate) struct AppendOnly {
    name: &'static str,
    tables: &'static [&'static str],
    /// PostgreSQL's triggers share one function, which comes and goes with the first of these migrations.
    is_first: bool,
}

impl AppendOnly {
    pub(crate) const FIRST: Self = Self {
        name: "m0008_append_only",
        tables: FIRST,
        is_first: true,
    };
    pub(crate) const FILED: Self = Self {
        name: "m0009_filed_append_only",
        tables: FILED,
        is_first: false,
    };
    pub(crate) const ACTS: Self = Self {
        name: "m0014_acts_append_only",
        tables: ACTS,
        is_first: false,
    };
    pub(crate) const CHANGES: Self = Self {
        name: "m0015_feed_append_only",
        tables: CHANGES,
        is_first: false,
    };
    pub(crate) const ADMISSION: Self = Self {
        name: "m0018_admission_append_only",
        tables: ADMISSION,
        is_first: false,
    };
}

impl MigrationName for AppendOnly {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for AppendOnly {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if self.is_first && manager.get_connection().get_database_backend() == DbBackend::Postgres {
            run(
                manager,
                "create function refuse_change() returns trigger language plpgsql as
                 $$ begin raise exception 'rows of % are never changed', tg_table_name; end $$",
            )
            .await?;
        }
        for table in self.tables {
            for verb in ["update", "delete"] {
                let sql = match manager.get_connection().get_database_backend() {
                    DbBackend::Postgres => format!(
                        "create trigger {table}_no_{verb} before {verb} on {table}
                         for each row execute function refuse_change()"
                    ),
                    _ => format!(
                        "create trigger {table}_no_{verb} before {verb} on {table}
                         begin select raise(abort, 'rows of {table} are never changed'); end"
                    ),
                };
                run(manager, &sql).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_connection().get_database_backend();
        for table in self.tables {
            for verb in ["update", "delete"] {
                let on = if backend == DbBackend::Postgres {
                    format!(" on {table}")
                } else {
                    String::new()
                };
                run(manager, &format!("drop trigger {table}_no_{verb}{on}")).await?;
            }
        }
        if self.is_first && backend == DbBackend::Postgres {
            run(manager, "drop function refuse_change()").await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
