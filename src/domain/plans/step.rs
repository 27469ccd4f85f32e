//! One step of a version: what an act makes of it, and what follows for the other version beside it.

use super::{Deed, Facts, Guard, Place, Rules, State, Transition, place, transitions};
use crate::domain::{
    access::{Standing, StandingSet},
    acts::Act,
};

/// A move along one row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// The number of the row.
    pub no: &'static str,
    pub from: Option<State>,
    pub to: State,
}

/// What follows for the other version: superseded, or alone from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beside {
    pub state: State,
    /// None: it keeps its state; its place may be another.
    pub moved: Option<Move>,
    pub place: Place,
}

/// What is to be written, all of it in one transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub moved: Move,
    /// What the product itself adds, where the act has brought about more.
    pub then: Option<Move>,
    /// The version's place afterwards.
    pub place: Place,
    /// The other live version, where there is one.
    pub beside: Option<Beside>,
}

impl Step {
    /// The state in which the version is in the end.
    pub fn state(&self) -> State {
        self.then.map_or(self.moved.to, |then| then.to)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{act} does not lead on from {}", .from.map_or("nothing", State::word))]
    NoSuchMove { from: Option<State>, act: Act },
    #[error("it is not for this standing")]
    NotYours,
    /// All that fail, in the order of the table.
    #[error("{}", told(.0))]
    Guard(Vec<Guard>),
}

fn told(guards: &[Guard]) -> String {
    let words: Vec<String> = guards
        .iter()
        .map(|guard| format!("{guard}: {}", guard.says()))
        .collect();
    format!("it must be so that {}", words.join("; "))
}

/// What a person's act makes of a version, or of none yet.
pub fn step(
    rules: &Rules,
    from: Option<State>,
    act: Act,
    standing: Standing,
    facts: &Facts,
    deed: &Deed,
) -> Result<Step, Refusal> {
    let rows: Vec<&Transition> = persons_rows(from, act).collect();
    if rows.is_empty() {
        return Err(Refusal::NoSuchMove { from, act });
    }
    let row = rows
        .into_iter()
        .filter(|row| row.standings.contains(standing))
        .find(|row| is_meant(row, deed))
        .ok_or(Refusal::NotYours)?;
    let failing = rules.failing(&row.guards, facts, deed);
    if failing.is_empty() {
        Ok(taken(rules, row, act, facts, deed))
    } else {
        Err(Refusal::Guard(failing))
    }
}

/// What the product itself does with a version after an act that was not on it: an order recorded.
pub fn follow(rules: &Rules, from: State, act: Act, facts: &Facts, deed: &Deed) -> Option<Step> {
    let row = own_row(rules, from, act, facts, deed)?;
    Some(taken(rules, row, act, facts, deed))
}

/// An act that leads on from a state, for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAct {
    pub act: Act,
    pub standing: Standing,
    /// The guards of the record that close it now. None: it is open, if the form is filled in well.
    pub closed_by: Vec<Guard>,
}

/// What somebody with these standings may do to a version, and what the record has against it.
///
/// `deed` says who asks, and on which day. For a standing that sees plans as filed, `from` is the state as filed: the
/// council's later moves are not to be read off the acts that are left.
pub fn open_acts(
    rules: &Rules,
    from: Option<State>,
    standings: StandingSet,
    facts: &Facts,
    deed: &Deed,
) -> Vec<OpenAct> {
    let mut open: Vec<OpenAct> = Vec::new();
    for row in transitions().iter().filter(|row| row.from == from) {
        let Some(act) = row.acts.first().copied() else {
            continue;
        };
        let Some(standing) = standings.iter().find(|it| row.standings.contains(*it)) else {
            continue;
        };
        if open.iter().any(|it| it.act == act) {
            continue;
        }
        open.push(OpenAct {
            act,
            standing,
            closed_by: rules.failing_on_record(&row.guards, facts, deed),
        });
    }
    open
}

fn persons_rows(from: Option<State>, act: Act) -> impl Iterator<Item = &'static Transition> {
    transitions()
        .iter()
        .filter(move |row| !row.is_the_products() && row.leaves(from, act))
}

/// One act with two ends: the decision maker decides for adoption or against it.
fn is_meant(row: &Transition, deed: &Deed) -> bool {
    match row.to {
        State::AdmDeclined => deed.is_approved == Some(false),
        State::AdmApproved => deed.is_approved != Some(false),
        _ => true,
    }
}

/// The row by which the product moves the version itself on; being superseded is the other version's doing.
fn own_row(
    rules: &Rules,
    from: State,
    act: Act,
    facts: &Facts,
    deed: &Deed,
) -> Option<&'static Transition> {
    transitions().iter().find(|row| {
        row.is_the_products()
            && row.to != State::Superseded
            && row.leaves(Some(from), act)
            && rules.failing(&row.guards, facts, deed).is_empty()
    })
}

fn taken(rules: &Rules, row: &'static Transition, act: Act, facts: &Facts, deed: &Deed) -> Step {
    let moved = along(row);
    let then = own_row(rules, row.to, act, facts, deed).map(along);
    let state = then.map_or(row.to, |then| then.to);
    let is_looked_after = facts.is_looked_after(deed.on);
    let successor = Facts {
        successor: Some((
            state,
            act == Act::RecordPlanReview || facts.version.reviewed_on.is_some(),
        )),
        ..Facts::default()
    };
    let superseded = facts.in_force.and_then(|predecessor| {
        let row = transitions().iter().find(|row| {
            row.is_the_products()
                && row.to == State::Superseded
                && row.leaves(Some(predecessor), act)
                && rules.failing(&row.guards, &successor, deed).is_empty()
        })?;
        Some(along(row))
    });
    let is_second = facts.in_force.is_some() && superseded.is_none();
    let place_now = place(state, is_looked_after, is_second);
    let beside = match (facts.in_force, facts.preparing) {
        (Some(predecessor), _) => Some(Beside {
            state: superseded.map_or(predecessor, |moved| moved.to),
            moved: superseded,
            place: if superseded.is_some() {
                Place::Past
            } else {
                Place::InForce
            },
        }),
        (None, Some(successor)) => Some(Beside {
            state: successor,
            moved: None,
            place: place(successor, is_looked_after, place_now.is_in_force()),
        }),
        (None, None) => None,
    };
    Step {
        moved,
        then,
        place: place_now,
        beside,
    }
}

fn along(row: &'static Transition) -> Move {
    Move {
        no: &row.no,
        from: row.from,
        to: row.to,
    }
}
