//! Rows that are decisions or disclosures are never changed: a correction is a new row.

use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectionTrait, DbBackend, DbErr},
};

use crate::step::run;

const TABLES: &[&str] = &[
    "ledger_batch",
    "ledger_entry",
    "ledger_child",
    "ledger_anchor",
    "filing",
    "court_order",
    "originator_consent",
];

pub(crate) struct AppendOnly;

impl MigrationName for AppendOnly {
    fn name(&self) -> &str {
        "m0008_append_only"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for AppendOnly {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_connection().get_database_backend() == DbBackend::Postgres {
            run(
                manager,
                "create function refuse_change() returns trigger language plpgsql as
                 $$ begin raise exception 'rows of % are never changed', tg_table_name; end $$",
            )
            .await?;
        }
        for table in TABLES {
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
        for table in TABLES {
            for verb in ["update", "delete"] {
                let on = if backend == DbBackend::Postgres {
                    format!(" on {table}")
                } else {
                    String::new()
                };
                run(manager, &format!("drop trigger {table}_no_{verb}{on}")).await?;
            }
        }
        if backend == DbBackend::Postgres {
            run(manager, "drop function refuse_change()").await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
