//! The one exception to what is never deleted: what was filed of a child, and what the feed tells of them, goes when the
//! child's record is sealed.
//!
//! The sealing names the child in a table of its own and takes the name out again before it ends, so that outside of it
//! the table is empty and the triggers refuse as before.

use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectionTrait, DbBackend, DbErr},
};

use crate::step::run;

const TABLES: [&str; 3] = ["filed_item", "filed_content", "change"];

pub(crate) struct Sealing;

impl MigrationName for Sealing {
    fn name(&self) -> &str {
        "m0016_sealing"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Sealing {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            "create table sealing (
               council_id smallint not null,
               child_id bigint not null,
               primary key (council_id, child_id),
               foreign key (council_id, child_id) references child (council_id, id)
             )",
        )
        .await?;
        let is_postgres = is_postgres(manager);
        if is_postgres {
            run(
                manager,
                "create function refuse_unless_sealing() returns trigger language plpgsql as $$
                 begin
                   if exists (select 1 from sealing s where s.council_id = old.council_id and s.child_id = old.child_id)
                   then return old; end if;
                   raise exception 'rows of % are never changed', tg_table_name;
                 end $$",
            )
            .await?;
        }
        for table in TABLES {
            drop_trigger(manager, table).await?;
            let sql = match is_postgres {
                true => format!(
                    "create trigger {table}_no_delete before delete on {table}
                     for each row execute function refuse_unless_sealing()"
                ),
                false => format!(
                    "create trigger {table}_no_delete before delete on {table}
                     when not exists (select 1 from sealing s
                       where s.council_id = old.council_id and s.child_id = old.child_id)
                     begin select raise(abort, 'rows of {table} are never changed'); end"
                ),
            };
            run(manager, &sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_postgres = is_postgres(manager);
        for table in TABLES {
            drop_trigger(manager, table).await?;
            let sql = match is_postgres {
                true => format!(
                    "create trigger {table}_no_delete before delete on {table}
                     for each row execute function refuse_change()"
                ),
                false => format!(
                    "create trigger {table}_no_delete before delete on {table}
                     begin select raise(abort, 'rows of {table} are never changed'); end"
                ),
            };
            run(manager, &sql).await?;
        }
        if is_postgres {
            run(manager, "drop function refuse_unless_sealing()").await?;
        }
        run(manager, "drop table sealing").await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn is_postgres(manager: &SchemaManager) -> bool {
    manager.get_connection().get_database_backend() == DbBackend::Postgres
}

async fn drop_trigger(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let on = match is_postgres(manager) {
        true => format!(" on {table}"),
        false => String::new(),
    };
    run(manager, &format!("drop trigger {table}_no_delete{on}")).await
}
