//! What a report for reading lists. A long return has more findings than anybody reads or prints, so each list has
//! an end, and says what it leaves out; the JSON report has them all.

use std::collections::BTreeMap;

use super::{State, Told, of_fault};
use crate::{
    casework::returns::report::{self, Arranged, Finding, Group, Listed},
    domain::care::rules,
    exchange::ssda903::Refusal,
    store::{Store, StoreError},
};

pub const BY_RULE: Listed = Listed {
    groups: 400,
    each: 50,
};
pub const BY_CHILD: Listed = Listed {
    groups: 500,
    each: 50,
};
pub const BY_FILE: Listed = Listed {
    groups: 50,
    each: 250,
};

#[derive(Debug, Default)]
pub struct Lists {
    pub by_rule: Vec<Group>,
    pub by_child: Vec<Group>,
    pub by_file: Vec<Group>,
}

impl Lists {
    pub async fn read(store: Option<&Store>, told: &Told<'_>) -> Result<Self, StoreError> {
        match (&told.state, store) {
            (State::Refused(refusal), _) => Ok(Self::of_faults(refusal)),
            (State::Loaded(_, judged) | State::Before(_, judged), Some(store)) => Ok(Self {
                by_rule: report::groups(store, judged, Arranged::ByRule, BY_RULE).await?,
                by_child: report::groups(store, judged, Arranged::ByChild, BY_CHILD).await?,
                by_file: report::groups(store, judged, Arranged::ByFile, BY_FILE).await?,
            }),
            _ => Ok(Self::default()),
        }
    }

    /// Faults are read before any child is known, so none of them stands by child.
    pub fn of_faults(refusal: &Refusal) -> Self {
        let (mut by_rule, mut by_file) = (BTreeMap::new(), BTreeMap::new());
        for fault in &refusal.faults {
            let rule = of_fault(fault).unwrap_or("FAULT");
            let finding = Finding {
                rule: rule.to_owned(),
                file: fault.file.clone(),
                row: fault.row.map(|row| row as i64),
                column: fault.column.clone(),
                value: fault.value.clone(),
                expected: fault.expected.clone(),
                child: None,
                in_group: 0,
            };
            add(&mut by_rule, rule, &finding, BY_RULE);
            add(&mut by_file, &fault.file, &finding, BY_FILE);
        }
        Self {
            by_rule: by_rule.into_values().collect(),
            by_child: Vec::new(),
            by_file: by_file.into_values().collect(),
        }
    }
}

fn add(groups: &mut BTreeMap<String, Group>, name: &str, finding: &Finding, listed: Listed) {
    let group = groups.entry(name.to_owned()).or_insert_with(|| Group {
        name: name.to_owned(),
        findings: Vec::new(),
        total: 0,
    });
    group.total += 1;
    if group.findings.len() < listed.each as usize {
        group.findings.push(finding.clone());
    }
}

/// How much of a value is shown. A cell may hold a whole letter; the JSON report has it all.
const SHOWN: usize = 200;

/// A value, or as much of it as a line holds.
pub fn shortened(value: &str) -> String {
    let mut text: String = value.chars().take(SHOWN).collect();
    if text.len() < value.len() {
        text.push('…');
    }
    text
}

/// What is not listed of a group, in words.
pub fn cut(group: &Group) -> Option<String> {
    let more = group.total.saturating_sub(group.findings.len() as u64);
    (more > 0).then(|| format!("and {more} more, not listed here; the JSON report has them all"))
}

/// What is not listed of the children, in words.
pub fn cut_children(told: &Told<'_>, lists: &Lists) -> Option<String> {
    let more = (told.verdict.children).saturating_sub(lists.by_child.len() as u64);
    (more > 0).then(|| {
        format!(
            "and {more} more children with findings, not listed here; the JSON report has them all"
        )
    })
}

/// Severity, years and fix of a rule that the table has.
pub fn about(number: &str) -> (String, &'static str) {
    match rules::numbered(number) {
        Some(rule) => (format!("{}, {}", rule.stage.name(), rule.years()), rule.fix),
        None => ("beside the table".to_owned(), "Enter what was expected."),
    }
}
