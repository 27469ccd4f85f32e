//! Who may do which act, as data.

use async_graphql::SimpleObject;

use super::Act;
use crate::{
    domain::{
        acts::{self, Table},
        plans,
    },
    graphql::access::{InformationClass, Standing},
};

/// One act, and under which standings it is done.
#[derive(SimpleObject, Debug, Clone)]
pub struct ActRule {
    /// Which.
    pub act: Act,
    /// What it does.
    pub about: String,
    /// The class in which it tells of the child.
    pub information_class: InformationClass,
    /// The standings under which it may be done. Nobody acts on a child whom they cannot see.
    pub standings: Vec<Standing>,
}

/// The whole table.
pub fn acts() -> Vec<ActRule> {
    let rules = Table::of_the_product().rules().iter();
    rules.map(ActRule::from).collect()
}

impl From<&acts::ActRule> for ActRule {
    fn from(rule: &acts::ActRule) -> Self {
        Self {
            act: rule.act.into(),
            about: rule.about.clone(),
            information_class: rule.class.into(),
            standings: rule.standings.iter().map(Into::into).collect(),
        }
    }
}

/// An act that is yours, and whether it is open now.
#[derive(SimpleObject, Debug, Clone)]
pub struct ActPermission {
    /// Which.
    pub act: Act,
    /// Whether the record lets you do it now. What you fill in may still be refused.
    pub is_open: bool,
    /// The guards that close it, by the names of `docs/plan-lifecycle.md`; empty where it is open.
    pub closed_by: Vec<String>,
}

impl From<&plans::May> for ActPermission {
    fn from(may: &plans::May) -> Self {
        Self {
            act: may.act.into(),
            is_open: may.closed_by.is_empty(),
            closed_by: may.closed_by.iter().map(|it| (*it).to_owned()).collect(),
        }
    }
}
