//! Between a deadline and its row.

use chrono::NaiveDate;
use entity::deadlines::deadline::Model;

use crate::domain::deadlines::{Deadline, State};

pub(in crate::store) const STATE_OPEN: i16 = 0;
pub(super) const STATE_MET: i16 = 1;
const STATE_NOT_APPLICABLE: i16 = 2;

/// What tells one deadline of a child from all others, whenever it is reckoned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    rule: String,
    standard: String,
    set_off_kind: String,
    set_off_id: Option<i64>,
    /// Of what has no record of its own.
    set_off_on: Option<NaiveDate>,
}

impl Identity {
    pub(super) fn of(row: &Model) -> Self {
        Self {
            rule: row.rule.clone(),
            standard: row.standard.clone(),
            set_off_kind: row.set_off_kind.clone(),
            set_off_id: row.set_off_id,
            set_off_on: row.set_off_id.is_none().then_some(row.set_off_on),
        }
    }

    pub(super) fn rule(&self) -> &str {
        &self.rule
    }
}

/// A row without its ids.
pub(super) struct Reckoned(Model);

impl Reckoned {
    /// `guarded`: the confidential placements.
    pub fn of(deadline: &Deadline, guarded: &[i64]) -> Self {
        let (met, reason, ceased_on) = match deadline.state {
            State::Open => {
                let (on, reason) = deadline.applies_until.unzip();
                (None, reason, on)
            }
            State::Met(met) => (Some(met), None, None),
            State::NotApplicable { reason, since } => (None, Some(reason), Some(since)),
        };
        Self(Model {
            council_id: 0,
            id: 0,
            public_id: Vec::new(),
            child_id: 0,
            rule: deadline.rule.id.to_owned(),
            rule_case: deadline.case.name.to_owned(),
            standard: deadline.standard.word().to_owned(),
            class_mask: deadline.classes().0.cast_signed(),
            owner_mask: deadline.rule.owners().0.cast_signed(),
            set_off_kind: deadline.set_off.kind.word().to_owned(),
            set_off_id: deadline.set_off.id,
            set_off_on: deadline.set_off.on,
            due_on: deadline.due_on,
            refused: deadline.refused.map(|refused| refused.word().to_owned()),
            act_by: deadline.act_by,
            soon_from: deadline.soon_from,
            not_before: deadline.not_before,
            state: match deadline.state {
                State::Open => STATE_OPEN,
                State::Met(_) => STATE_MET,
                State::NotApplicable { .. } => STATE_NOT_APPLICABLE,
            },
            met_kind: met.map(|met| met.kind.word().to_owned()),
            met_id: met.map(|met| met.id),
            met_on: met.map(|met| met.on),
            reason: reason.map(|reason| reason.word().to_owned()),
            ceased_on,
            is_guarded: deadline.placements.iter().any(|id| guarded.contains(id)),
        })
    }

    pub fn identity(&self) -> Identity {
        Identity::of(&self.0)
    }

    /// Is this, but for the ids, what is stored?
    pub fn equals(&self, row: &Model) -> bool {
        let ids = Model {
            council_id: row.council_id,
            id: row.id,
            public_id: row.public_id.clone(),
            child_id: row.child_id,
            ..self.0.clone()
        };
        ids == *row
    }

    pub fn row(self, council_id: i16, child_id: i64, id: i64, public_id: Vec<u8>) -> Model {
        Model {
            council_id,
            id,
            public_id,
            child_id,
            ..self.0
        }
    }
}
