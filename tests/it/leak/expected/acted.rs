//! What was done with a version of a plan, and by whom: every act with its reason and the manager's note.

use super::{Expected, Values, each};
use crate::leak::{
    cells::{Marks, Ruling, Scope, View},
    rows::Row,
};

/// An act as one text, its parts in lines: what was written with it comes last.
pub struct Deed<'b> {
    pub id: String,
    pub act: &'b str,
    pub standing: Option<&'b str>,
    pub by: &'b str,
    pub on: &'b str,
    pub from: Option<&'b str>,
    pub to: Option<&'b str>,
    pub reason: String,
    pub note: String,
}

impl Deed<'_> {
    pub fn line(&self) -> String {
        let Self {
            id,
            act,
            standing,
            by,
            on,
            from,
            to,
            reason,
            note,
        } = self;
        format!("{id} {act} {standing:?} {by} {on} {from:?} {to:?}\n{reason}\n{note}")
    }
}

/// How a text that is withheld reads in a line.
pub fn withheld(because: &str) -> String {
    format!("withheld: {because}")
}

/// How a text that was not written reads in a line.
pub const NOT_WRITTEN: &str = "not written";

impl View<'_> {
    /// The acts on a version. Whoever reads the plan as it was filed sees none, whoever sees it once it is authorised none
    /// before that.
    pub fn history(&self, version: &Row) -> Expected {
        let (basis, scope) = match self.rule("PLAN", Marks::default()) {
            Ruling::Shown {
                scope: Scope::Shared,
                ..
            } => {
                return Expected::Withheld {
                    because: "NOT_FILED",
                    may_be_requested: false,
                };
            }
            Ruling::Shown { basis, scope } => (basis, scope),
            Ruling::Withheld {
                because,
                may_be_requested,
            } => {
                return Expected::Withheld {
                    because,
                    may_be_requested,
                };
            }
        };
        let number = version.number("id");
        let acts = self
            .oracle
            .tables
            .at("act_event", self.key.0, "version_id", number);
        let is_seen = |row: &&Row| {
            let to = row.text("to_state");
            let is_settled = to.is_some_and(|to| !["DRAFT", "PROPOSED", "WITHDRAWN"].contains(&to));
            scope != Scope::Settled || is_settled
        };
        let lines = acts.filter(is_seen).map(|row| self.deed(row).line());
        Expected::Shown {
            basis,
            values: lines.collect(),
        }
    }

    fn deed<'b>(&'b self, row: &'b Row) -> Deed<'b> {
        let by = self
            .oracle
            .tables
            .with("professional", "id", row.number("by_id"));
        Deed {
            id: crate::leak::oracle::id(b'y', row),
            act: row.word("act"),
            standing: row.text("standing"),
            by: by.map(|it| it.word("display_name")).next().unwrap(),
            on: row.word("happened_on"),
            from: row.text("from_state"),
            to: row.text("to_state"),
            reason: self.written("PLAN_NARRATIVE", row.text("reason")),
            note: self.written("OVERSIGHT", row.text("management_note")),
        }
    }

    /// A text that was written with an act, under the class that it is of.
    fn written(&self, class: &str, text: Option<&str>) -> String {
        match self.rule(class, Marks::default()) {
            Ruling::Withheld { because, .. } => withheld(because),
            Ruling::Shown {
                scope: Scope::Shared,
                ..
            } => withheld("NOT_FILED"),
            Ruling::Shown { .. } => text.unwrap_or(NOT_WRITTEN).to_owned(),
        }
    }

    /// Formal disputes stand beside the managers' decisions.
    pub(super) fn disputes(&self, values: &mut Values) -> bool {
        each(self.rows("dispute"), |row| {
            values.columns(row, &["opened_on", "closed_on", "stage", "subject"]);
        })
    }

    /// What a guardian says of the council's evidence is not filed with an analysis.
    pub(super) fn evidence_feedback(&self, values: &mut Values, scope: Scope) -> bool {
        if scope == Scope::Shared {
            return false;
        }
        each(self.rows("evidence_feedback"), |row| {
            values.columns(row, &["given_on", "rating", "points"]);
        })
    }
}
