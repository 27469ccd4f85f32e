//! What a load did, in numbers, and who may watch it being done.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::care::Issue;
use crate::domain::care::Severity;

use super::Judged;

/// Told of each step: a progress bar, or whoever wants each finding as it comes. The report reads them back.
pub trait Watch {
    fn row(&mut self) {}
    fn child(&mut self) {}
    fn issue(&mut self, _file: &str, _issue: &Issue) {}
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    pub severity: Severity,
    pub rows: u64,
    /// What the first such row should have held.
    pub expected: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    pub rows: u64,
    pub children: u64,
    pub children_added: u64,
    pub episodes_added: u64,
    /// A later return, or a correction, said something else about a known start.
    pub episodes_replaced: u64,
    pub episodes_set_aside: u64,
    /// Open in an earlier return and absent from this one: marked, not closed.
    pub not_seen_again: u64,
    /// Findings by rule; none of them kept a row out.
    pub rules: BTreeMap<&'static str, RuleCount>,
    /// Where the findings are, and which rules could be asked.
    #[serde(skip)]
    pub judged: Option<Judged>,
}

impl Summary {
    pub(super) fn count(&mut self, issue: &Issue) {
        let first = || RuleCount {
            severity: issue.severity,
            rows: 0,
            expected: issue.expected.clone(),
        };
        self.rules.entry(issue.rule).or_insert_with(first).rows += 1;
    }
}
