//! One deadline: what is due, when, why, and what became of it. Nothing in it depends on today.

use chrono::NaiveDate;

use super::calendar::Refused;
use super::fact_kind::FactKind;
use super::rule::Case;
use super::rule::Rule;
use super::step::Explanation;
use super::step::day;
use super::words::Reason;
use super::words::Standard;
use super::words::Status;

/// The fact that set a deadline off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetOff {
    pub kind: FactKind,
    /// None for a birthday, which has no record of its own.
    pub id: Option<i64>,
    pub on: NaiveDate,
}

/// The fact that met a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    pub kind: FactKind,
    pub id: i64,
    pub on: NaiveDate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Open,
    Met(Met),
    /// It never applied, or no longer does since that day.
    NotApplicable {
        reason: Reason,
        since: NaiveDate,
    },
}

/// What tells one deadline of a child from all others, whenever they are computed: the id of the fact that set it off,
/// or its day where it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub rule: &'static str,
    pub standard: Standard,
    pub set_off: FactKind,
    pub id: Option<i64>,
    pub on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    pub rule: &'static Rule,
    /// The line of the rule that decided.
    pub case: &'static Case,
    pub standard: Standard,
    pub set_off: SetOff,
    /// The last day. It does not move off a weekend or holiday.
    pub due_on: Option<NaiveDate>,
    /// Why there is no date. None too where the deadline never applied and nothing was computed.
    pub refused: Option<Refused>,
    /// The last working day on or before `due_on`.
    pub act_by: Option<NaiveDate>,
    /// From this day on it is due soon: 10 working days before `due_on`.
    pub soon_from: Option<NaiveDate>,
    pub state: State,
    /// A day that is known ahead, the 18th birthday, from which it no longer applies if nothing has met it by then.
    pub applies_until: Option<(NaiveDate, Reason)>,
    /// Where it must not be done before a day.
    pub not_before: Option<NaiveDate>,
    /// The placements whose starts or ends these dates and their explanation would give away, by their ids.
    pub placements: Vec<i64>,
    pub explanation: Explanation,
}

impl Deadline {
    pub fn key(&self) -> Key {
        Key {
            rule: self.rule.id,
            standard: self.standard,
            set_off: self.set_off.kind,
            id: self.set_off.id,
            on: self.set_off.id.is_none().then_some(self.set_off.on),
        }
    }

    pub fn met(&self) -> Option<Met> {
        match self.state {
            State::Met(met) => Some(met),
            State::Open | State::NotApplicable { .. } => None,
        }
    }

    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// Where it stands on a day. Met late is late for ever; what is met without a date was not late by any.
    pub fn status(&self, today: NaiveDate) -> Status {
        let outgrown = self.is_open() && self.applies_until.is_some_and(|(end, _)| today >= end);
        if outgrown || matches!(self.state, State::NotApplicable { .. }) {
            return Status::NotApplicable;
        }
        match (self.met(), self.due_on) {
            (Some(met), Some(due_on)) if met.on > due_on => Status::MetLate,
            (Some(_), _) => Status::Met,
            (None, None) => Status::NotComputed,
            (None, Some(due_on)) if today > due_on => Status::Overdue,
            _ if self.soon_from.is_some_and(|soon| today >= soon) => Status::DueSoon,
            _ => Status::Due,
        }
    }

    /// Calendar days past the due date: until it was met, until it ceased to apply, or until today.
    pub fn days_late(&self, today: NaiveDate) -> i64 {
        let Some(due_on) = self.due_on else {
            return 0;
        };
        let until = match self.state {
            State::Open => self.applies_until.map_or(today, |(end, _)| end.min(today)),
            State::Met(met) => met.on,
            State::NotApplicable { since, .. } => since,
        };
        (until - due_on).num_days().max(0)
    }

    /// Whose standard it is, and whether a miss is a breach of law.
    pub fn basis_in_words(&self) -> &'static str {
        match self.standard {
            Standard::Local => "the council's own standard",
            Standard::Statutory if self.rule.basis.binds() => "binding in law",
            Standard::Statutory => "not binding in law: a miss is no statutory breach",
        }
    }

    /// The rule, its source and the way to the date, a line each.
    pub fn explain(&self) -> String {
        let source = self.rule.source_of(self.case);
        let mark = self.rule.mark_of(self.case);
        let case = match (self.case.name, self.case.when) {
            ("", "") => String::new(),
            ("", when) => format!(" ({when})"),
            (name, "") => format!(" (line {name})"),
            (name, when) => format!(" (line {name}: {when})"),
        };
        let mut lines = vec![
            format!("{}: {}{case}", self.rule.id, self.rule.title),
            format!("{source} [{mark}], {}", self.basis_in_words()),
        ];
        if !self.explanation.0.is_empty() {
            lines.push(self.explanation.to_string());
        }
        lines.push(match (self.due_on, self.refused) {
            (Some(due), _) => format!("due on {}", day(due)),
            (None, Some(refused)) => format!("no date: {refused}"),
            (None, None) => "no date: it does not apply".to_owned(),
        });
        match self.state {
            State::Open => {
                if let Some((end, reason)) = self.applies_until {
                    lines.push(format!("no longer applies from {}: {reason}", day(end)));
                }
            }
            State::Met(met) => lines.push(format!("met by {}, {}", met.kind.says(), day(met.on))),
            State::NotApplicable { reason, since } => {
                lines.push(format!("does not apply since {}: {reason}", day(since)));
            }
        }
        lines.join("\n")
    }
}
