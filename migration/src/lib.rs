//! The shape of the database, as reversible steps that run the same on SQLite and PostgreSQL.

use sea_orm_migration::MigrationTrait;
pub use sea_orm_migration::MigratorTrait;

pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        Vec::new()
    }
}
