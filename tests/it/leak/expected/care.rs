//! Home, placements with their guarded parts, legal status, family.

use chrono::Days;

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
        let today = self.oracle.today;
        let found = self.items("placement", "PLACEMENT", scope);
        let a_year_ago = today - Days::new(365);
        let begun = found
            .iter()
            .filter(|row| {
                row.day("starts_on")
                    .is_some_and(|day| a_year_ago < day && day <= today)
            })
            .count();
        values.add((!found.is_empty()).then(|| begun - usize::from(begun == found.len())));
        each(found, |row| {
            values.columns(row, &["type_code", "provider_code", "change_reason"]);
            values.add(Some(self.oracle.runs(row)));
        })
    }

    pub(super) fn current_part(&self, class: &str) -> Expected {
        let current = self
            .rows("placement")
            .into_iter()
            .filter(|row| self.oracle.runs(row))
            .max_by_key(|row| row.day("starts_on"));
        match current {
            Some(placement) => self.part(class, placement),
            None => self.answer(class, Marks::default(), |_| None),
        }
    }

    /// A part of a placement that is guarded by itself.
    pub fn part(&self, class: &str, placement: &Row) -> Expected {
        let borders = |other: &&Row| {
            other.is("is_confidential")
                && (other.day("starts_on") == placement.day("ends_on")
                    || other.day("ends_on") == placement.day("starts_on"))
        };
        let gives_away = class == "PLACEMENT_DATES" && self.rows("placement").iter().any(borders);
        let marks = Marks {
            is_confidential: placement.is("is_confidential") || gives_away,
            is_adoptive: placement.is("is_adoptive"),
        };
        let number = placement.number("id");
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
        self.answer(class, marks, |_| {
            let mut values = Values::default();
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
        since.is_some() || spells || orders
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
