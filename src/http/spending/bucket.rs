//! What may be taken from, and fills again by itself as time goes on.

use chrono::{DateTime, Utc};

/// How much it holds, and how much comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) struct Size {
    pub capacity: u64,
    pub refill_per_second: u64,
}

/// In thousandths, so that nothing is lost between two instants of one second.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct Bucket {
    milli: u64,
    at: DateTime<Utc>,
}

impl Size {
    pub const fn full(self) -> u64 {
        self.capacity.saturating_mul(1_000)
    }

    /// What so many are here: what is dearer than the whole bucket is the whole bucket, or it could never be had.
    fn of(self, many: u64) -> u64 {
        many.saturating_mul(1_000).min(self.full())
    }

    /// Until so many thousandths have come back.
    pub fn seconds(self, milli: u64) -> u64 {
        milli.div_ceil(self.refill_per_second.saturating_mul(1_000).max(1))
    }
}

impl Bucket {
    pub const fn full(size: Size, at: DateTime<Utc>) -> Self {
        let milli = size.full();
        Self { milli, at }
    }

    /// Takes so many, or nothing where there are not as many: how many thousandths are missing.
    pub fn take(&mut self, size: Size, now: DateTime<Utc>, many: u64) -> u64 {
        // A clock that is set back fills nothing and empties nothing.
        let passed = u64::try_from((now - self.at).num_milliseconds()).unwrap_or(0);
        self.add(size, passed.saturating_mul(size.refill_per_second));
        self.at = self.at.max(now);
        let wanted = size.of(many);
        let missing = wanted.saturating_sub(self.milli);
        if missing == 0 {
            self.milli -= wanted;
        }
        missing
    }

    pub fn give_back(&mut self, size: Size, many: u64) {
        self.add(size, size.of(many));
    }

    pub const fn milli(&self) -> u64 {
        self.milli
    }

    fn add(&mut self, size: Size, milli: u64) {
        self.milli = self.milli.saturating_add(milli).min(size.full());
    }
}
