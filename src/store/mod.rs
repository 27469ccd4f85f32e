//! The only place that names entities and SQL. Every read of a child's data takes the viewer's reach.

pub mod access;
pub mod acts;
mod bounded;
mod bulk;
pub mod changes;
pub mod children;
pub mod connect;
pub mod deadlines;
pub mod filing;
pub mod founding;
pub mod ledger;
pub mod patience;
pub mod plans;
mod presence;
pub mod proceedings;
mod query;
pub mod returns;
pub mod standings;
pub mod unit;

pub use connect::Store;
pub use patience::Patience;
pub use query::{ByChild, Source};
pub use unit::{Randomness, Unit};

/// What can go wrong beneath the rules. The cause is for the log; nobody outside is told more than
/// that the record is not available.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database did not do what was asked: {0}")]
    Database(#[from] sea_orm::DbErr),
    #[error("the database could not be opened: {0}")]
    Connect(#[from] sqlx::Error),
    #[error("the database address `{0}` is neither sqlite: nor postgres:")]
    Address(String),
    #[error("a stored value is not one of ours: {0}")]
    Unreadable(String),
    #[error("the disclosure could not be entered in the ledger")]
    Ledger,
}

impl StoreError {
    /// What the log may say: the kind of fault, never a statement or a value.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Database(_) => "the database refused or failed",
            Self::Connect(_) => "no connection to the database",
            Self::Address(_) => "the database address",
            Self::Unreadable(_) => "a stored value is not one of ours",
            Self::Ledger => "the ledger took no entry",
        }
    }
}
