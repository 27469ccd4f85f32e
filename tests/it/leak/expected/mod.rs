//! The values that each section must hold: no more, no less.

mod acted;
mod care;
mod plans;
mod returned;
mod visited;

pub use acted::{Deed, NOT_WRITTEN, withheld};

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::{
    cells::{Marks, Ruling, Scope, View},
    rows::Row,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    Shown {
        basis: &'static str,
        values: BTreeSet<String>,
    },
    Withheld {
        because: &'static str,
        may_be_requested: bool,
    },
    NotRecorded,
}

/// Values gathered, whatever their place.
#[derive(Default)]
struct Values(BTreeSet<String>);

impl Values {
    fn add(&mut self, value: Option<impl ToString>) {
        self.0.extend(value.map(|it| it.to_string()));
    }

    fn columns(&mut self, row: &Row, columns: &[&str]) {
        columns.iter().for_each(|column| self.add(row.text(column)));
    }
}

impl View<'_> {
    /// What the section of a class must answer, with or without a part of it that is guarded by itself.
    pub fn section(&self, class: &str) -> Expected {
        match class {
            "PLACEMENT_DATES" | "PLACEMENT_LOCATION" | "CARER_IDENTITY" => {
                return self.current_part(class);
            }
            "PLAN_NARRATIVE" => return self.own_narrative(),
            _ => {}
        }
        let marks = Marks {
            is_confidential: class == "HOME_CONTACT" && self.home_is_confidential(),
            is_adoptive: false,
        };
        self.answer(class, marks, |scope| self.values(class, scope))
    }

    fn answer(
        &self,
        class: &str,
        marks: Marks,
        values: impl FnOnce(Scope) -> Option<Values>,
    ) -> Expected {
        match self.rule(class, marks) {
            Ruling::Withheld {
                because,
                may_be_requested,
            } => Expected::Withheld {
                because,
                may_be_requested,
            },
            Ruling::Shown { basis, scope } => {
                values(scope).map_or(Expected::NotRecorded, |values| Expected::Shown {
                    basis,
                    values: values.0,
                })
            }
        }
    }

    fn rows(&self, table: &'static str) -> Vec<&Row> {
        self.rows_of(table, Scope::All)
    }

    fn rows_of(&self, table: &'static str, scope: Scope) -> Vec<&Row> {
        self.book(scope)
            .at(table, self.key.0, "child_id", self.key.1)
            .collect()
    }

    /// Current rows of a table whose rows are replaced.
    fn current(&self, table: &'static str) -> Vec<&Row> {
        self.rows(table)
            .into_iter()
            .filter(|row| row.text("replaced_at").is_none())
            .collect()
    }

    fn items(&self, table: &'static str, class: &str, scope: Scope) -> Vec<&Row> {
        self.rows_of(table, scope)
            .into_iter()
            .filter(|row| self.covers(class, scope, row.number("id")))
            .collect()
    }

    fn values(&self, class: &str, scope: Scope) -> Option<Values> {
        let mut values = Values::default();
        let items = |table| self.items(table, class, scope);
        let some = match class {
            "IDENTITY" => self.identity(&mut values),
            "IDENTIFIERS" => self.identifiers(&mut values, scope),
            "TEAM" => self.team(&mut values),
            "HOME_CONTACT" => self.home(&mut values),
            "PLACEMENT" => self.placements(&mut values, scope),
            "ADOPTER_SERIAL" | "ADOPTER_IDENTITY" => {
                let newest = self
                    .rows("adoption_match")
                    .into_iter()
                    .max_by_key(|row| row.number("id"));
                let columns: &[&str] = match class {
                    "ADOPTER_SERIAL" => &["serial_number"],
                    _ => &["adopter_names", "adoption_agency", "matched_on"],
                };
                newest.inspect(|row| values.columns(row, columns)).is_some()
            }
            "LEGAL_STATUS" => self.legal_status(&mut values),
            "PLAN" => self.plans(&mut values, scope),
            "CHILD_VOICE" => each(items("voice"), |row| {
                values.columns(row, &["said_on", "words"]);
                self.person(&mut values, row.number("heard_by_id"));
            }),
            "REVIEWS" => each(items("review"), |row| {
                values.columns(
                    row,
                    &[
                        "due_on",
                        "held_on",
                        "participation",
                        "is_plan_considered",
                        "decisions",
                    ],
                );
            }),
            "VISIT_COUNTS" => self.visit_counts(&mut values, scope),
            "VISITS" => each(items("visit"), |row| {
                values.columns(row, &["held_on", "was_seen", "seen_alone"]);
                self.person(&mut values, row.number("visitor_id"));
            }),
            "HEALTH" => {
                let events = items("health_event");
                self.newest_score(&mut values, &events, scope);
                let some = each(events, |row| {
                    values.columns(row, &["kind", "happened_on", "detail"])
                });
                self.health_years(&mut values, scope) || some
            }
            "EDUCATION" => {
                let newest = items("education_plan")
                    .into_iter()
                    .max_by_key(|row| (row.day("reviewed_on"), row.number("id")));
                newest
                    .inspect(|row| {
                        values.columns(row, &["reviewed_on", "attendance_percent", "summary"])
                    })
                    .is_some()
            }
            "FAMILY" => self.family(&mut values, scope),
            "PROCEEDINGS" => self.proceedings(&mut values),
            "GUARDIAN_ANALYSIS" => {
                let some = each(items("guardian_analysis"), |row| {
                    values.columns(row, &["kind", "filed_on", "position", "body"]);
                });
                self.evidence_feedback(&mut values, scope) || some
            }
            "OVERSIGHT" => {
                let some = each(items("oversight_decision"), |row| {
                    values.columns(row, &["kind", "decided_on", "decision", "reasons"]);
                    self.person(&mut values, row.number("decided_by_id"));
                });
                self.disputes(&mut values) || some
            }
            "LEGAL_ADVICE" => each(items("legal_advice"), |row| {
                values.columns(row, &["given_on", "body"])
            }),
            "SENSITIVE_MATERIAL" => {
                let some = each(items("sensitive_item"), |row| {
                    values.columns(row, &["kind", "originator", "received_on", "body"]);
                });
                self.absences_and_convictions(&mut values, scope) || some
            }
            other => panic!("{other} is not a class that the oracle knows the values of"),
        };
        some.then_some(values)
    }

    fn person(&self, values: &mut Values, number: i64) {
        let tables = &self.oracle.tables;
        for person in tables.with("professional", "id", number) {
            values.columns(person, &["display_name", "role", "telephone", "email"]);
            for agency in tables.with("agency", "id", person.number("agency_id")) {
                values.columns(agency, &["name", "kind"]);
            }
        }
    }

    fn identity(&self, values: &mut Values) -> bool {
        let child = self.oracle.child(self.key);
        values.columns(child, &["born_on", "expected_on", "sex"]);
        let today = self.oracle.today;
        let birthday = |born: NaiveDate| (born.month(), born.day()) <= (today.month(), today.day());
        values.add(
            child
                .day("born_on")
                .map(|born| today.year() - born.year() - i32::from(!birthday(born))),
        );
        for name in self.current("child_name") {
            values.columns(name, &["given_names", "family_name"]);
        }
        true
    }

    fn identifiers(&self, values: &mut Values, scope: Scope) -> bool {
        let of_child = self.book(scope).at("child", self.key.0, "id", self.key.1);
        each(of_child.collect(), |child| {
            values.columns(
                child,
                &["ethnicity", "religion", "first_language", "is_uasc"],
            );
        });
        let filed = self
            .shared("IDENTIFIERS")
            .iter()
            .filter_map(|it| it.row.instant("shared_at"))
            .max();
        let numbers = self.rows_of("child_identifier", scope);
        for row in numbers {
            let was_filed = scope != Scope::Shared || row.instant("recorded_at") <= filed;
            let is_told = ["LOCAL", "UPN"].contains(&row.word("kind"));
            if was_filed && is_told && row.text("replaced_at").is_none() {
                values.add(row.text("value"));
            }
        }
        true
    }

    fn team(&self, values: &mut Values) -> bool {
        let oracle = self.oracle;
        let tables = &oracle.tables;
        let mut held: Vec<(&str, NaiveDate, i64)> = Vec::new();
        for row in self
            .rows("allocation")
            .into_iter()
            .filter(|row| oracle.runs(row))
        {
            let place = if row.word("capacity") == "WORKER" {
                "worker"
            } else {
                "reviewer"
            };
            held.push((
                place,
                row.day("starts_on").unwrap(),
                row.number("professional_id"),
            ));
        }
        for team in self
            .rows("case_team")
            .into_iter()
            .filter(|row| oracle.runs(row))
        {
            let members = tables.with("desk_member", "desk_id", team.number("team_desk_id"));
            let manages = |row: &&Row| {
                row.word("role") == "TEAM_MANAGER"
                    && row.text("replaced_at").is_none()
                    && oracle.runs(row)
            };
            for row in members.filter(manages) {
                held.push((
                    "manager",
                    row.day("starts_on").unwrap(),
                    row.number("professional_id"),
                ));
            }
        }
        for case in oracle.covering(self.key) {
            if case.day("closed_on").is_some_and(|day| day <= oracle.today) {
                continue;
            }
            for row in self.guardians(case) {
                held.push((
                    "guardian",
                    row.day("appointed_on").unwrap(),
                    row.number("officer_id"),
                ));
            }
        }
        // The newest in each place; of several on one day the one with the lower number.
        held.sort_by_key(|(_, day, person)| (std::cmp::Reverse(*day), *person));
        for place in ["worker", "reviewer", "manager", "guardian"] {
            if let Some((.., person)) = held.iter().find(|it| it.0 == place) {
                self.person(values, *person);
            }
        }
        self.returned_worker(values) || !held.is_empty()
    }

    fn guardians(&self, case: &Row) -> Vec<&Row> {
        let appointed = self.oracle.tables.at(
            "guardian_appointment",
            self.key.0,
            "proceedings_id",
            case.number("id"),
        );
        appointed
            .filter(|row| row.spans("appointed_on", "ended_on", self.oracle.today))
            .collect()
    }
}

/// Does something to each row; tells whether there was one.
fn each(rows: Vec<&Row>, mut with: impl FnMut(&Row)) -> bool {
    rows.iter().for_each(|row| with(row));
    !rows.is_empty()
}
