//! What was found in a loaded return, read back for its report.

use crate::domain::care::rules;
use crate::domain::care::rules::Outcome;
use crate::domain::care::rules::Rule;
use crate::store::Store;
use crate::store::StoreError;

use super::Judged;

pub use crate::store::returns::Arranged;
pub use crate::store::returns::Finding;
pub use crate::store::returns::Listed;
pub use crate::store::returns::Tally;

/// What came of every rule, and what else was found.
#[derive(Debug, Clone)]
pub struct Verdict {
    pub rules: Vec<(&'static Rule, Outcome)>,
    /// Findings of rules beside the table.
    pub others: Vec<Tally>,
    /// How many children have findings.
    pub children: u64,
}

/// Findings that belong together. Those listed may be fewer than there are.
#[derive(Debug, Clone)]
pub struct Group {
    pub name: String,
    pub findings: Vec<Finding>,
    pub total: u64,
}

pub async fn verdict(store: &Store, judged: &Judged) -> Result<Verdict, StoreError> {
    let tallies = store.tallies(judged.council, judged.run).await?;
    let found = |number: &str| {
        let of_rule = tallies.iter().filter(|tally| tally.rule == number);
        of_rule.map(|tally| tally.findings).sum()
    };
    let rules = rules::all()
        .map(|rule| (rule, judged.scope.outcome(rule, found(rule.number))))
        .collect();
    let children = store.children_with_findings(judged.council, judged.run);
    let children = children.await?;
    let others = tallies
        .into_iter()
        .filter(|tally| rules::numbered(&tally.rule).is_none())
        .collect();
    Ok(Verdict {
        rules,
        others,
        children,
    })
}

/// Hands on every finding in order, as it is read.
pub async fn every(
    store: &Store,
    judged: &Judged,
    arranged: Arranged,
    mut each: impl FnMut(Finding),
) -> Result<(), StoreError> {
    let Judged { council, run, .. } = *judged;
    store
        .findings(council, run, arranged, None, |finding| {
            each(finding);
            Ok::<_, StoreError>(())
        })
        .await
}

/// The findings in groups, as many as are to be listed.
pub async fn groups(
    store: &Store,
    judged: &Judged,
    arranged: Arranged,
    listed: Listed,
) -> Result<Vec<Group>, StoreError> {
    let Judged { council, run, .. } = *judged;
    let mut groups: Vec<Group> = Vec::new();
    store
        .findings(council, run, arranged, Some(listed), |finding| {
            let name = arranged.group_of(&finding);
            match groups.last_mut() {
                Some(group) if group.name == name => group.findings.push(finding),
                _ => groups.push(Group {
                    name: name.to_owned(),
                    total: finding.in_group as u64,
                    findings: vec![finding],
                }),
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(groups)
}
