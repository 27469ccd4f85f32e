//! How long the database may take.

use std::time::Duration;

/// Beyond each of these the work is given up as the database's fault. `docs/faults.md` says how they play together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For one statement. PostgreSQL is told to break it off itself; a server that hangs is no longer waited for.
    pub statement: Duration,
    /// For a connection out of the pool.
    pub acquire: Duration,
    /// For another writer. On SQLite it is added to `acquire` for the one connection that writes.
    pub lock: Duration,
    /// For a new connection, and for a sign of life of one that is open.
    pub connect: Duration,
}

impl Patience {
    /// For work that nobody waits for at a screen: migrations, imports, a generated council. A lock is not waited for
    /// longer than elsewhere: who waits for a table stops everybody behind it.
    pub const LONG: Self = Self {
        statement: Duration::from_secs(600),
        acquire: Duration::from_secs(30),
        lock: Duration::from_secs(3),
        connect: Duration::from_secs(30),
    };

    /// A statement that a server should have broken off by itself is waited for so much longer.
    const GRACE: Duration = Duration::from_secs(1);

    pub(super) fn statement_with_grace(&self) -> Duration {
        self.statement + Self::GRACE
    }
}
