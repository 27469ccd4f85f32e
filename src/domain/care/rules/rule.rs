//! What a row of the table says.

use std::fmt;

use super::ChildRows;
use super::Found;
use crate::domain::care::Severity;
use crate::domain::care::Table;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    EpisodeFields,
    Sequence,
    Boundary,
    Placement,
    Geography,
    Ceasing,
    Reviews,
    AdoptionDecision,
    Adoption,
    PreviousPermanence,
    Integrity,
}

impl Family {
    pub fn name(self) -> &'static str {
        match self {
            Family::EpisodeFields => "Episode fields",
            Family::Sequence => "Episode dates and sequence",
            Family::Boundary => "Year boundary",
            Family::Placement => "Placement",
            Family::Geography => "Geography",
            Family::Ceasing => "Ceasing care",
            Family::Reviews => "Reviews",
            Family::AdoptionDecision => "Adoption decision",
            Family::Adoption => "Adoption",
            Family::PreviousPermanence => "Previous permanence",
            Family::Integrity => "Integrity",
        }
    }
}

/// At which stage the DfE asks. Recalled, unverified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Stage 1: to be put right before the return is sent.
    Error,
    /// Stage 2: to be put right or explained.
    Query,
}

impl Stage {
    pub fn name(self) -> &'static str {
        match self {
            Stage::Error => "error (stage 1)",
            Stage::Query => "query (stage 2)",
        }
    }

    pub fn severity(self) -> Severity {
        match self {
            Stage::Error => Severity::Error,
            Stage::Query => Severity::Warning,
        }
    }
}

#[derive(Clone, Copy)]
pub enum Check {
    /// Seen in a single cell while the file is read, against the code list of the year.
    Reading,
    /// Seen while the child is matched with the Header.
    Matching,
    /// Asked of one child's rows.
    Child(fn(&ChildRows<'_>, &mut Found<'_>)),
}

#[derive(Clone, Copy)]
pub struct Rule {
    pub number: &'static str,
    pub family: Family,
    pub stage: Stage,
    /// The first collection year with the rule, by its end; none where it is older than the rules that were read
    /// (those of 2023) and is asked of every year.
    pub from: Option<i32>,
    /// The last one; none while it stands.
    pub to: Option<i32>,
    /// Without each of these in the return, the rule cannot be asked.
    pub tables: &'static [Table],
    /// The columns that it looks at; the first is where a finding points unless the rule says otherwise.
    pub columns: &'static [&'static str],
    /// It compares with what is held of the year before.
    pub two_years: bool,
    /// The column whose impossible date breaks it.
    pub date: Option<&'static str>,
    /// When it is broken.
    pub broken_when: &'static str,
    /// What the cell should have held.
    pub expected: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    pub check: Check,
}

impl Rule {
    /// What the rows of a family have in common.
    pub(super) const fn of(family: Family, tables: &'static [Table], check: Check) -> Self {
        Self {
            number: "",
            family,
            stage: Stage::Error,
            from: None,
            to: None,
            tables,
            columns: &[],
            two_years: false,
            date: None,
            broken_when: "",
            expected: "",
            fix: "",
            check,
        }
    }

    /// The years in words.
    pub fn years(&self) -> String {
        match (self.from, self.to) {
            (None, None) => "every year".to_owned(),
            (Some(from), None) => format!("from {from}"),
            (None, Some(to)) => format!("to {to}"),
            (Some(from), Some(to)) => format!("{from} to {to}"),
        }
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rule {}", self.number)
    }
}
