//! Managers' decisions on a child's file.

use crate::domain::vocabulary::vocabulary;
use chrono::NaiveDate;

use super::children::Professional;

/// Managers' decisions, and the reviewing officer's disputes.
#[derive(Debug, Clone, Default)]
pub struct Oversight {
    pub decisions: Vec<Decision>,
    pub disputes: Vec<Dispute>,
}

/// A formal dispute of the reviewing officer.
#[derive(Debug, Clone)]
pub struct Dispute {
    pub public_id: Option<Vec<u8>>,
    pub opened_on: NaiveDate,
    pub closed_on: Option<NaiveDate>,
    pub stage: Option<Stage>,
    pub subject: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Decision {
    pub public_id: Vec<u8>,
    pub kind: String,
    pub decided_on: NaiveDate,
    pub by: Professional,
    pub decision: String,
    pub reasons: Option<String>,
}

vocabulary! {
    /// How far a dispute has been taken (IRO Handbook, chapter 6): the council's stages are its own, the last is the
    /// law's (Children Act 1989, section 25B(3)).
    Stage, "stage of a dispute" {
        TeamManager = "TEAM_MANAGER",
        ServiceManager = "SERVICE_MANAGER",
        HeadOfService = "HEAD_OF_SERVICE",
        Director = "DIRECTOR",
        Cafcass = "CAFCASS",
    }
}
