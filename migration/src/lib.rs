//! Reversible migrations, one text for SQLite and PostgreSQL.
//!
//! The tables are written in SQL because composite keys, checks and partial indexes are what protects the
//! record, and they read best in their own language. Three words differ between the databases and are
//! written `@bytes`, `@instant` and `@bytewise`.

mod append_only;
mod sealing;
mod step;
mod widen;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::{MigrationTrait, async_trait};

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            step::step(
                "m0001_people",
                include_str!("sql/01_people.up.sql"),
                include_str!("sql/01_people.down.sql"),
            ),
            step::step(
                "m0002_children",
                include_str!("sql/02_children.up.sql"),
                include_str!("sql/02_children.down.sql"),
            ),
            step::step(
                "m0003_plans",
                include_str!("sql/03_plans.up.sql"),
                include_str!("sql/03_plans.down.sql"),
            ),
            step::step(
                "m0004_court",
                include_str!("sql/04_court.up.sql"),
                include_str!("sql/04_court.down.sql"),
            ),
            step::step(
                "m0005_access",
                include_str!("sql/05_access.up.sql"),
                include_str!("sql/05_access.down.sql"),
            ),
            step::step(
                "m0006_ledger",
                include_str!("sql/06_ledger.up.sql"),
                include_str!("sql/06_ledger.down.sql"),
            ),
            step::step(
                "m0007_returns",
                include_str!("sql/07_returns.up.sql"),
                include_str!("sql/07_returns.down.sql"),
            ),
            Box::new(append_only::AppendOnly::FIRST),
            step::step(
                "m0008_intake",
                include_str!("sql/08_intake.up.sql"),
                include_str!("sql/08_intake.down.sql"),
            ),
            step::step(
                "m0009_filed",
                include_str!("sql/09_filed.up.sql"),
                include_str!("sql/09_filed.down.sql"),
            ),
            Box::new(append_only::AppendOnly::FILED),
            step::step(
                "m0012_checks",
                include_str!("sql/12_checks.up.sql"),
                include_str!("sql/12_checks.down.sql"),
            ),
            step::step(
                "m0013_deadlines",
                include_str!("sql/13_deadlines.up.sql"),
                include_str!("sql/13_deadlines.down.sql"),
            ),
            step::step(
                "m0014_acts",
                include_str!("sql/14_acts.up.sql"),
                include_str!("sql/14_acts.down.sql"),
            ),
            Box::new(append_only::AppendOnly::ACTS),
            Box::new(widen::Widen::COURT),
            step::step(
                "m0015_feed",
                include_str!("sql/15_feed.up.sql"),
                include_str!("sql/15_feed.down.sql"),
            ),
            Box::new(append_only::AppendOnly::CHANGES),
            step::step(
                "m0016_court_acts",
                include_str!("sql/16_court_acts.up.sql"),
                include_str!("sql/16_court_acts.down.sql"),
            ),
            Box::new(sealing::Sealing),
            step::step(
                "m0017_seal_envelope",
                include_str!("sql/17_seal_envelope.up.sql"),
                include_str!("sql/17_seal_envelope.down.sql"),
            ),
            step::step(
                "m0018_admission",
                include_str!("sql/18_admission.up.sql"),
                include_str!("sql/18_admission.down.sql"),
            ),
            Box::new(append_only::AppendOnly::ADMISSION),
            step::step(
                "m0019_reach",
                include_str!("sql/19_reach.up.sql"),
                include_str!("sql/19_reach.down.sql"),
            ),
        ]
    }
}
