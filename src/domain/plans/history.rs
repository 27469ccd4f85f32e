//! What was done with a version, act by act.

use chrono::{DateTime, NaiveDate, Utc};

use super::State;
use crate::domain::{
    access::{Disclosed, Standing, class},
    acts::Act,
    children::Professional,
};

/// One act, as far as the viewer may see it.
#[derive(Debug, Clone)]
pub struct PlanEvent {
    pub version: i64,
    pub public_id: Vec<u8>,
    pub act: Act,
    /// Nothing where the product drew a consequence.
    pub standing: Option<Standing>,
    pub by: Professional,
    pub at: DateTime<Utc>,
    pub happened_on: NaiveDate,
    pub from: Option<State>,
    pub to: Option<State>,
    pub reason: Option<Disclosed<class::PlanNarrative, String>>,
    pub management_note: Option<Disclosed<class::Oversight, String>>,
}
