//! Reviews of a child's case.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Review {
    pub id: i64,
    pub public_id: Vec<u8>,
    pub due_on: Option<NaiveDate>,
    pub held_on: Option<NaiveDate>,
    pub participation: Option<String>,
    pub is_plan_considered: Option<bool>,
    pub decisions: Option<String>,
}
