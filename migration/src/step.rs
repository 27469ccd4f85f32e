//! A migration that is a pair of SQL texts.

use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectionTrait, DbBackend, DbErr},
};

pub(crate) fn step(
    name: &'static str,
    up: &'static str,
    down: &'static str,
) -> Box<dyn MigrationTrait> {
    Box::new(Step { name, up, down })
}

struct Step {
    name: &'static str,
    up: &'static str,
    down: &'static str,
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, self.up).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, self.down).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

pub(crate) async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let text = in_dialect(connection.get_database_backend(), sql);
    connection.execute_unprepared(&text).await.map(drop)
}

fn in_dialect(backend: DbBackend, sql: &str) -> String {
    let words = match backend {
        DbBackend::Postgres => [
            ("@bytes", "bytea"),
            ("@bytewise", "collate \"C\""),
            ("@instant", "timestamptz"),
        ],
        _ => [
            ("@bytes", "blob"),
            ("@bytewise", ""),
            ("@instant", "datetime"),
        ],
    };
    words.iter().fold(sql.to_owned(), |text, (word, meaning)| {
        text.replace(word, meaning)
    })
}
