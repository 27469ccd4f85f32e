//! Managers' decisions on a child's file.

use chrono::NaiveDate;

use super::children::Professional;

#[derive(Debug, Clone)]
pub struct Decision {
    pub public_id: Vec<u8>,
    pub kind: String,
    pub decided_on: NaiveDate,
    pub by: Professional,
    pub decision: String,
    pub reasons: Option<String>,
}
