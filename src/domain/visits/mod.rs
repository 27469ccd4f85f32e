//! Visits to a child.

use chrono::NaiveDate;

use super::children::Professional;

#[derive(Debug, Clone)]
pub struct Visit {
    pub id: i64,
    pub public_id: Vec<u8>,
    pub held_on: NaiveDate,
    pub was_seen: bool,
    pub seen_alone: String,
    pub visitor: Professional,
}

/// Counts without the visits themselves.
#[derive(Debug, Clone, Default)]
pub struct VisitCounts {
    pub held: i64,
    pub on_time: i64,
    pub last_held_on: Option<NaiveDate>,
}
