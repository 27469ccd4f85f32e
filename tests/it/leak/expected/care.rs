//! Home, placements with their guarded parts, legal status, family.

use chrono::{Days, NaiveDate};

use super::{Expected, Values, each};
use crate::leak::{
    cells::{Marks, Scope, View},
    oracle::id,
    rows::Row,
};

impl View<'_> {
    pub(super) fn home_is_confidential(&self) -> bool {
        self.current("home_address")
            .iter()
            .any(|row| row.is("is_confidential"))
    }

    pub(super) fn home(&self, values: &mut Values) -> bool {
        let homes = each(self.current("home_address"), |row| {
            values.columns(row, &["lines", "postcode"])
        });
        let relatives = self
            .rows("family_member")
            .into_iter()
            .filter(|row| !row.is("is_sibling"))
            .collect();
        let reached = each(relatives, |row| {
            values.columns(
                row,
                &[
                    "member_name",
                    "relationship",
                    "address_lines",
                    "postcode",
                    "telephone",
                    "email",
                ],
            );
        });
        homes || reached
    }

    pub(super) fn placements(&self, values: &mut Values, scope: Scope) -> bool {
        let day = match scope {
            Scope::Shared => self.last_filed("PLACEMENT"),
            _ => self.oracle.today,
        };
        let found = self.items("placement", "PLACEMENT", scope);
        let a_year_ago = day - Days::new(365);
        let begun = found
            .iter()
            .filter(|row| {
                row.day("starts_on")
                    .is_some_and(|start| a_year_ago < start && start <= day)
            })
            .count();
        let leaving = self.leaving_years(values, scope);
        let moves = begun.saturating_sub(usize::from(begun == found.len()));
        values.add((leaving || !found.is_empty()).then_some(moves));
        let runs = |row: &&&Row| row.spans("starts_on", "ends_on", day);
        let current = found
            .iter()
            .filter(runs)
            .max_by_key(|row| row.day("starts_on"));
        let current = current.map(|row| row.number("id"));
        each(found, |row| {
            values.columns(row, &["type_code", "provider_code", "change_reason"]);
            values.add(Some(current == Some(row.number("id"))));
        }) || leaving
    }

    /// The placement that runs on a day, else the last that had begun.
    fn present(mut found: Vec<&Row>, today: NaiveDate) -> Option<&Row> {
        found.retain(|row| row.day("starts_on").is_some_and(|day| day <= today));
        let runs = |row: &Row| row.spans("starts_on", "ends_on", today);
        found
            .into_iter()
            .max_by_key(|row| (runs(row), row.day("starts_on")))
    }

    pub(super) fn current_part(&self, class: &str) -> Expected {
        let ruling = self.rule(class, Marks::default());
        let (found, day) = match ruling.scope() {
            Some(Scope::Shared) => (
                self.items("placement", class, Scope::Shared),
                self.last_filed(class),
            ),
            _ => (self.rows("placement"), self.oracle.today),
        };
        let Some(placement) = Self::present(found, day) else {
            return self.answer(class, Marks::default(), |_| None);
        };
        let part = self.part(class, placement);
        let is_over = placement
            .day("ends_on")
            .is_some_and(|day| day <= self.oracle.today);
        match part {
            // Where the child lived, and with whom, is not where the child lives.
            Expected::Shown { basis, .. } if is_over && class != "PLACEMENT_DATES" => {
                let values = Default::default();
                Expected::Shown { basis, values }
            }
            part => part,
        }
    }

    /// A part of a placement that is guarded by itself.
    pub fn part(&self, class: &str, placement: &Row) -> Expected {
        let number = placement.number("id");
        let tables = &self.oracle.tables;
        let today = tables.at("placement", self.key.0, "id", number).next();
        let flagged = today.unwrap_or(placement);
        let borders = |other: &&Row| {
            other.is("is_confidential")
                && (other.day("starts_on") == flagged.day("ends_on")
                    || other.day("ends_on") == flagged.day("starts_on"))
        };
        let gives_away = class == "PLACEMENT_DATES" && self.rows("placement").iter().any(borders);
        let marks = Marks {
            is_confidential: flagged.is("is_confidential") || gives_away,
            is_adoptive: flagged.is("is_adoptive"),
        };
        if let Some(scope) = self.rule(class, marks).scope()
            && !self.covers(class, scope, number)
        {
            return Expected::Withheld {
                because: "NOT_FILED",
                may_be_requested: false,
            };
        }
        let of_placement = |table| {
            self.oracle
                .tables
                .at(table, self.key.0, "placement_id", number)
                .collect::<Vec<_>>()
        };
        self.answer(class, marks, |scope| {
            let mut values = Values::default();
            let book = self.book(scope);
            let placement = book.at("placement", self.key.0, "id", number).next()?;
            let some = match class {
                "PLACEMENT_DATES" => {
                    values.add(placement.text("starts_on"));
                    values.add(placement.ended("ends_on"));
                    true
                }
                "PLACEMENT_LOCATION" => each(of_placement("placement_location"), |row| {
                    values.columns(
                        row,
                        &[
                            "lines",
                            "postcode",
                            "provider_name",
                            "provider_urn",
                            "school_name",
                            "contact_venue",
                            "is_in_authority",
                        ],
                    );
                    values.add(
                        row.maybe_number("distance_tenths")
                            .map(|tenths| tenths as f64 / 10.0),
                    );
                }),
                _ => each(of_placement("placement_carer"), |row| {
                    values.columns(row, &["carer_name", "relationship", "approved_on"])
                }),
            };
            some.then_some(values)
        })
    }

    pub(super) fn legal_status(&self, values: &mut Values) -> bool {
        let since = self
            .rows("period_of_care")
            .into_iter()
            .filter(|row| self.oracle.runs(row))
            .filter_map(|row| row.text("starts_on"))
            .max();
        values.add(since);
        let spells = each(self.rows("legal_spell"), |row| {
            values.columns(row, &["code", "starts_on"]);
            values.add(row.ended("ends_on"));
        });
        let orders = each(self.rows("court_order"), |row| {
            values.columns(row, &["kind", "made_on", "expires_on"]);
            values.add(self.court(row.number("court_id")));
        });
        each(self.rows("previous_permanence"), |row| {
            values.columns(row, &["option_code", "happened_year", "happened_month"])
        });
        let liberty = self.liberty(values);
        since.is_some() || spells || orders || liberty
    }

    pub(super) fn court(&self, number: i64) -> Option<&str> {
        self.oracle
            .tables
            .with("court", "id", number)
            .next()?
            .text("name")
    }

    pub(super) fn family(&self, values: &mut Values, scope: Scope) -> bool {
        let mut some = each(self.items("contact_arrangement", "FAMILY", scope), |row| {
            values.columns(row, &["with_whom", "frequency", "supervision"]);
        });
        for row in self.items("family_member", "FAMILY", scope) {
            if !row.is("is_sibling") {
                values.columns(
                    row,
                    &["member_name", "relationship", "has_parental_responsibility"],
                );
                some = true;
                continue;
            }
            if let Some(number) = row.maybe_number("linked_child_id") {
                let key = (self.key.0, number);
                let child = self.oracle.child(key);
                if self.oracle.reach(self.known, key).is_some() {
                    values.add(Some(id(b'c', child)));
                } else if child.number("gate") != 0 {
                    continue;
                }
            }
            values.columns(row, &["member_name", "relationship", "is_placed_together"]);
            some = true;
        }
        some
    }
}
