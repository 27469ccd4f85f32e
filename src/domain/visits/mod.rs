//! Visits to a child.

mod standards;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::children::Professional;

pub use standards::{
    AgainstStandard, DAYS_COUNTED, Measured, VisitDue, VisitFigures, counted_from,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Visit {
    pub id: i64,
    pub public_id: Vec<u8>,
    pub held_on: NaiveDate,
    pub was_seen: bool,
    pub seen_alone: String,
    pub visitor: Professional,
}

/// Counts without the visits themselves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct VisitCounts {
    pub held: i64,
    pub on_time: i64,
    pub last_held_on: Option<NaiveDate>,
}

impl VisitCounts {
    /// Counted from the day of each visit and whether it was in time.
    pub fn of(visits: impl Iterator<Item = (NaiveDate, Option<bool>)>) -> Self {
        let mut counts = Self::default();
        for (day, on_time) in visits {
            counts.held += 1;
            counts.on_time += i64::from(on_time == Some(true));
            counts.last_held_on = counts.last_held_on.max(Some(day));
        }
        counts
    }
}
