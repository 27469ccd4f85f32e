//! What returns say of a child for a year.

use super::{Values, each};
use crate::leak::{
    cells::{Scope, View},
    rows::Row,
};

const CHECKS: [&str; 9] = [
    "sdq_score",
    "sdq_reason",
    "had_health_check",
    "is_immunised",
    "had_teeth_check",
    "had_health_assessment",
    "has_substance_misuse",
    "received_intervention",
    "was_offered_intervention",
];

/// The last day of the year that a row is of.
fn year_end(row: &Row) -> String {
    format!("{}-03-31", row.word("year"))
}

impl View<'_> {
    fn checks(&self, scope: Scope) -> Vec<&Row> {
        let mut found = self.items("oc2_year", "HEALTH", scope);
        found.retain(|row| CHECKS.iter().any(|column| row.text(column).is_some()));
        found
    }

    pub(super) fn newest_score(&self, values: &mut Values, events: &[&Row], scope: Scope) {
        let scored = events.iter().filter(|row| row.word("kind") == "SDQ");
        let event = scored
            .max_by_key(|row| row.day("happened_on"))
            .map(|row| (row.word("happened_on").to_owned(), row.text("score")));
        let years = self.checks(scope).into_iter();
        let year = years
            .filter(|row| row.text("sdq_score").is_some())
            .map(|row| (year_end(row), row.text("sdq_score")))
            .max();
        values.add(event.into_iter().chain(year).max().and_then(|it| it.1));
    }

    pub(super) fn health_years(&self, values: &mut Values, scope: Scope) -> bool {
        each(self.checks(scope), |row| {
            values.columns(row, &CHECKS);
            values.add(Some(year_end(row)));
        })
    }

    /// Shown to nobody as filed: it is not among what is kept.
    pub(super) fn leaving_years(&self, values: &mut Values, scope: Scope) -> bool {
        let years = match scope {
            Scope::Shared => Vec::new(),
            _ => self.rows("oc3_year"),
        };
        each(years, |row| {
            values.columns(row, &["in_touch", "activity", "accommodation"]);
            values.add(Some(year_end(row)));
        })
    }

    /// Of several years that tell of one spell the last.
    fn told_last(&self, table: &'static str) -> Vec<&Row> {
        let all = self.rows(table);
        let is_last = |row: &&Row| {
            let same = all
                .iter()
                .filter(|other| other.text("starts_on") == row.text("starts_on"));
            same.map(|other| other.number("year")).max() == Some(row.number("year"))
        };
        all.iter().copied().filter(|row| is_last(row)).collect()
    }

    pub(super) fn liberty(&self, values: &mut Values) -> bool {
        each(self.told_last("liberty_order"), |row| {
            values.columns(row, &["starts_on"]);
            values.add(row.ended("ends_on"));
            values.add(Some(year_end(row)));
        })
    }

    /// Nobody has agreed to them: whoever sees what was agreed to sees none.
    pub(super) fn absences_and_convictions(&self, values: &mut Values, scope: Scope) -> bool {
        if scope == Scope::Consented {
            return false;
        }
        let missing = each(self.told_last("missing_spell"), |row| {
            values.columns(row, &["kind", "starts_on"]);
            values.add(row.ended("ends_on"));
            values.add(Some(year_end(row)));
        });
        let mut years = self.rows("oc2_year");
        years.retain(|row| row.text("is_convicted").is_some());
        let convicted = each(years, |row| {
            values.columns(row, &["is_convicted"]);
            values.add(Some(year_end(row)));
        });
        missing || convicted
    }

    pub(super) fn returned_worker(&self, values: &mut Values) -> bool {
        let mut spells = self.rows("worker_spell");
        let newest = spells.iter().map(|row| row.number("year")).max();
        spells.retain(|row| Some(row.number("year")) == newest && self.oracle.runs(row));
        let Some(row) = spells.into_iter().max_by_key(|row| row.day("starts_on")) else {
            return false;
        };
        values.columns(row, &["registration_no", "starts_on"]);
        values.add(Some(year_end(row)));
        let tables = &self.oracle.tables;
        let own = tables.with("agency", "council_id", self.key.0);
        let people =
            own.flat_map(|agency| tables.with("professional", "agency_id", agency.number("id")));
        let same: Vec<&Row> = people
            .filter(|person| person.text("registration_no").is_some())
            .filter(|person| person.text("registration_no") == row.text("registration_no"))
            .collect();
        if let [person] = same.as_slice() {
            self.person(values, person.number("id"));
        }
        true
    }
}
