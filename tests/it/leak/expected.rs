//! The values that each section must hold: no more, no less.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use super::{
    cells::{Marks, Ruling, Scope, View},
    oracle::id,
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
        self.oracle
            .tables
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
        self.rows(table)
            .into_iter()
            .filter(|row| self.covers(class, scope, row.number("id")))
            .collect()
    }

    fn home_is_confidential(&self) -> bool {
        self.current("home_address")
            .iter()
            .any(|row| row.is("is_confidential"))
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
                let scored = events.iter().filter(|row| row.word("kind") == "SDQ");
                values.add(
                    scored
                        .max_by_key(|row| row.day("happened_on"))
                        .and_then(|row| row.text("score")),
                );
                each(events, |row| {
                    values.columns(row, &["kind", "happened_on", "detail"])
                })
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
            "GUARDIAN_ANALYSIS" => each(items("guardian_analysis"), |row| {
                values.columns(row, &["kind", "filed_on", "position", "body"]);
            }),
            "OVERSIGHT" => each(items("oversight_decision"), |row| {
                values.columns(row, &["kind", "decided_on", "decision", "reasons"]);
                self.person(&mut values, row.number("decided_by_id"));
            }),
            "LEGAL_ADVICE" => each(items("legal_advice"), |row| {
                values.columns(row, &["given_on", "body"])
            }),
            "SENSITIVE_MATERIAL" => each(items("sensitive_item"), |row| {
                values.columns(row, &["kind", "originator", "received_on", "body"]);
            }),
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
        let child = self.oracle.child(self.key);
        values.columns(
            child,
            &["ethnicity", "religion", "first_language", "is_uasc"],
        );
        let filed = self
            .shared("IDENTIFIERS")
            .iter()
            .filter_map(|it| it.row.instant("shared_at"))
            .max();
        for row in self.current("child_identifier") {
            let was_filed = scope != Scope::Shared || row.instant("recorded_at") <= filed;
            if was_filed && ["LOCAL", "UPN"].contains(&row.word("kind")) {
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
        !held.is_empty()
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

    fn home(&self, values: &mut Values) -> bool {
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

    fn placements(&self, values: &mut Values, scope: Scope) -> bool {
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

    fn current_part(&self, class: &str) -> Expected {
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
        let marks = Marks {
            is_confidential: placement.is("is_confidential"),
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

    fn legal_status(&self, values: &mut Values) -> bool {
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

    fn court(&self, number: i64) -> Option<&str> {
        self.oracle
            .tables
            .with("court", "id", number)
            .next()?
            .text("name")
    }

    /// The versions of the plan that the person may see, the one to go by first, with the state as they see it.
    pub fn versions(&self, scope: Scope) -> Vec<(&Row, String)> {
        let mut all: Vec<&Row> = self.rows("plan_version");
        if scope == Scope::Shared {
            let mut seen: Vec<(&Row, String)> = Vec::new();
            for it in self.shared("PLAN") {
                let version = all.iter().find(|row| row.number("id") == it.item);
                if let Some(version) = version
                    && !seen.iter().any(|(row, _)| row.number("id") == it.item)
                {
                    seen.push((version, it.row.word("as_filed_state").to_owned()));
                }
            }
            return seen;
        }
        if scope == Scope::Settled {
            all.retain(|row| !["DRAFT", "PROPOSED", "WITHDRAWN"].contains(&row.word("state")));
        }
        all.sort_by_key(|row| (!row.is("is_in_force"), !row.is("is_preparing")));
        all.into_iter()
            .map(|row| (row, row.word("state").to_owned()))
            .collect()
    }

    pub fn option_of(&self, version: &Row, part: &str) -> Vec<&str> {
        let options = self.oracle.tables.at(
            "plan_option",
            self.key.0,
            "version_id",
            version.number("id"),
        );
        options
            .filter(|row| row.word("part") == part)
            .map(|row| row.word("permanence_option"))
            .collect()
    }

    fn plans(&self, values: &mut Values, scope: Scope) -> bool {
        let versions = self.versions(scope);
        for (row, state) in &versions {
            let filed = self.filed_on(row, scope);
            values.columns(row, &["version_no", "target_on"]);
            values.add(Some(state));
            for part in ["PRIMARY", "PARALLEL", "CONTINGENCY"] {
                self.option_of(row, part)
                    .into_iter()
                    .for_each(|option| values.add(Some(option)));
            }
            for column in ["proposed_on", "authorised_on", "reviewed_on"] {
                let by_then = |day: &NaiveDate| {
                    scope != Scope::Shared || filed.is_none_or(|filed| *day <= filed)
                };
                values.add(row.day(column).filter(by_then));
            }
            values.add(filed);
            values.add(Some(filed.is_some()));
        }
        !versions.is_empty()
    }

    /// When the version was last filed.
    fn filed_on(&self, version: &Row, scope: Scope) -> Option<NaiveDate> {
        let plan = self.oracle.number_of("PLAN");
        let mut items: Vec<&Row> = self
            .rows("shared_item")
            .into_iter()
            .filter(|row| {
                row.number("class") == plan
                    && row.number("item_id") == version.number("id")
                    && row.text("withdrawn_at").is_none()
            })
            .filter(|row| {
                scope != Scope::Shared || row.word("reader_kind") == self.known.agency_kind
            })
            .collect();
        items.sort_by_key(|row| row.instant("shared_at"));
        let filing = items.last()?.maybe_number("filing_id")?;
        self.oracle
            .tables
            .at("filing", self.key.0, "id", filing)
            .next()?
            .day("filed_on")
    }

    fn own_narrative(&self) -> Expected {
        let ruling = self.rule("PLAN_NARRATIVE", Marks::default());
        let current = match ruling.scope() {
            Some(Scope::Shared) => self.shared("PLAN_NARRATIVE").first().map(|it| it.item),
            _ => self
                .versions(Scope::All)
                .first()
                .map(|(row, _)| *row)
                .filter(|row| row.is("is_in_force") || row.is("is_preparing"))
                .map(|row| row.number("id")),
        };
        let version = current.and_then(|number| {
            self.oracle
                .tables
                .at("plan_version", self.key.0, "id", number)
                .next()
        });
        match version {
            Some(version) => self.narrative(version),
            None => self.answer("PLAN_NARRATIVE", Marks::default(), |_| None),
        }
    }

    /// The narrative of one version.
    pub fn narrative(&self, version: &Row) -> Expected {
        let ruling = self.rule("PLAN_NARRATIVE", Marks::default());
        if ruling
            .scope()
            .is_some_and(|scope| !self.covers("PLAN_NARRATIVE", scope, version.number("id")))
        {
            return Expected::Withheld {
                because: "NOT_FILED",
                may_be_requested: false,
            };
        }
        self.answer("PLAN_NARRATIVE", Marks::default(), |_| {
            let mut values = Values::default();
            values.columns(
                version,
                &[
                    "rationale",
                    "analysis",
                    "contingency_text",
                    "sibling_text",
                    "parents_views",
                ],
            );
            (!values.0.is_empty()).then_some(values)
        })
    }

    fn visit_counts(&self, values: &mut Values, scope: Scope) -> bool {
        let until = self
            .shared("VISIT_COUNTS")
            .iter()
            .filter_map(|it| it.row.instant("shared_at"))
            .max()
            .map(|at| at.date_naive());
        let counted: Vec<&Row> = self
            .rows("visit")
            .into_iter()
            .filter(|row| scope != Scope::Shared || row.day("held_on") <= until)
            .collect();
        values.add(Some(counted.len()));
        values.add(Some(
            counted.iter().filter(|row| row.is("is_on_time")).count(),
        ));
        values.add(counted.iter().filter_map(|row| row.text("held_on")).max());
        !counted.is_empty()
    }

    fn family(&self, values: &mut Values, scope: Scope) -> bool {
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

    fn proceedings(&self, values: &mut Values) -> bool {
        let tables = &self.oracle.tables;
        let cases: Vec<&Row> = self.oracle.covering(self.key).collect();
        each(cases, |case| {
            let of_case = |table| tables.at(table, self.key.0, "proceedings_id", case.number("id"));
            values.columns(case, &["case_number", "kind", "issued_on", "closed_on"]);
            let now = of_case("case_court")
                .find(|row| self.oracle.runs(row))
                .or(Some(case));
            values.add(
                now.and_then(|row| row.maybe_number("court_id"))
                    .and_then(|court| self.court(court)),
            );
            let newest = self
                .guardians(case)
                .into_iter()
                .max_by_key(|row| row.day("appointed_on"));
            if let Some(row) = newest {
                self.person(values, row.number("officer_id"));
            }
            for row in of_case("direction") {
                values.columns(row, &["direction_text", "given_on", "due_on", "met_on"]);
            }
            for row in of_case("hearing") {
                values.columns(row, &["listed_on", "kind"]);
                values.add(self.court(row.number("court_id")));
                values.add(Some(row.word("status") == "VACATED"));
                let judge = row
                    .maybe_number("judge_id")
                    .and_then(|judge| tables.with("professional", "id", judge).next());
                values.add(judge.and_then(|judge| judge.text("display_name")));
            }
        })
    }
}

/// Does something to each row; tells whether there was one.
fn each(rows: Vec<&Row>, mut with: impl FnMut(&Row)) -> bool {
    rows.iter().for_each(|row| with(row));
    !rows.is_empty()
}
