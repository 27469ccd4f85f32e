//! The table of time limits.

use async_graphql::SimpleObject;

use super::{DeadlineBasis, DeadlineCertainty, DeadlineKind};
use crate::{
    domain::deadlines::{Rule, rules},
    graphql::access::{InformationClass, Standing},
};

/// A time limit with its source.
#[derive(SimpleObject, Debug, Clone)]
pub struct DeadlineRule {
    /// Its id, as deadlines name it.
    pub id: String,
    /// What is due.
    pub title: String,
    /// What kind of thing is due.
    pub kind: DeadlineKind,
    /// What it counts from.
    pub trigger: String,
    /// Its lines: most rules have one.
    pub lines: Vec<DeadlineRuleLine>,
    /// What comes after it is met; blank where it is due once.
    pub repeats: String,
    /// When it does not apply, and what changes it.
    pub exceptions: String,
    /// The class of what is due.
    pub information_class: InformationClass,
    /// The class of what sets it off.
    pub set_off_by_class: InformationClass,
    /// Who acts on it.
    pub acted_on_by: Vec<Standing>,
    /// What it rests on.
    pub basis: DeadlineBasis,
    /// Whether a miss is a breach of law. A miss of guidance never is.
    pub is_binding: bool,
    /// Where it stands.
    pub source: String,
    /// How sure it is.
    pub certainty: DeadlineCertainty,
}

/// A line of a rule.
#[derive(SimpleObject, Debug, Clone)]
pub struct DeadlineRuleLine {
    /// Its name, as in `7c`; blank where the rule has but one.
    pub name: String,
    /// When it applies.
    pub when: String,
    /// How long, and how it is counted.
    pub limit: String,
    /// Where it stands.
    pub source: String,
    /// How sure it is.
    pub certainty: DeadlineCertainty,
}

/// Every rule.
pub fn deadline_rules() -> Vec<DeadlineRule> {
    rules::all().map(DeadlineRule::from).collect()
}

impl From<&'static Rule> for DeadlineRule {
    fn from(rule: &'static Rule) -> Self {
        Self {
            id: rule.id.to_owned(),
            title: rule.title.to_owned(),
            kind: rule.kind.into(),
            trigger: rule.trigger.to_owned(),
            lines: rule
                .cases()
                .map(|case| DeadlineRuleLine {
                    name: case.name.to_owned(),
                    when: case.when.to_owned(),
                    limit: case.words(),
                    source: rule.source_of(case).to_owned(),
                    certainty: rule.mark_of(case).into(),
                })
                .collect(),
            repeats: rule.repeats.to_owned(),
            exceptions: rule.exceptions.to_owned(),
            information_class: rule.due_class.into(),
            set_off_by_class: rule.set_off_class.into(),
            acted_on_by: rule.owners().iter().map(Into::into).collect(),
            basis: rule.basis.into(),
            is_binding: rule.basis.binds(),
            source: rule.source.to_owned(),
            certainty: rule.mark.into(),
        }
    }
}
