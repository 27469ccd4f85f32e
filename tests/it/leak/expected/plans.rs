//! Plans with their narratives, court cases.

use chrono::NaiveDate;

use super::{Expected, Values, each};
use crate::leak::{
    cells::{Marks, Scope, View},
    rows::Row,
};

impl View<'_> {
    /// The versions of the plan that the person may see, the one to go by first, with the state as they see it.
    pub fn versions(&self, scope: Scope) -> Vec<(&Row, String)> {
        let mut all: Vec<&Row> = self.rows_of("plan_version", scope);
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

    pub fn option_of(&self, version: &Row, part: &str, scope: Scope) -> Vec<&str> {
        let options = self.book(scope).at(
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

    pub(super) fn plans(&self, values: &mut Values, scope: Scope) -> bool {
        let versions = self.versions(scope);
        for (row, state) in &versions {
            let filed = self.filed_on(row, scope);
            values.columns(row, &["target_on", "review_outcome"]);
            match scope {
                Scope::Shared => values.add(Some(self.place_among_filed(row))),
                _ => values.columns(row, &["version_no"]),
            }
            values.add(Some(state));
            for part in ["PRIMARY", "PARALLEL", "CONTINGENCY"] {
                self.option_of(row, part, scope)
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

    /// Which number it has among those that were filed, in the order in which they first were.
    fn place_among_filed(&self, version: &Row) -> usize {
        let mut order: Vec<i64> = Vec::new();
        for it in self.shared("PLAN").iter().rev() {
            if !order.contains(&it.item) {
                order.push(it.item);
            }
        }
        let is_it = |item: &i64| *item == version.number("id");
        order.iter().position(is_it).unwrap() + 1
    }

    /// When the version was last filed.
    pub(super) fn filed_on(&self, version: &Row, scope: Scope) -> Option<NaiveDate> {
        let plan = self.oracle.number_of("PLAN");
        let is_it = |row: &&Row| row.number("item_id") == version.number("id");
        let mut items: Vec<&Row> = match scope {
            Scope::Shared => self.shared("PLAN").iter().map(|it| it.row).collect(),
            _ => self.rows("shared_item"),
        };
        items.retain(|row| row.number("class") == plan && row.text("withdrawn_at").is_none());
        items.retain(|row| is_it(row));
        items.sort_by_key(|row| row.instant("shared_at"));
        let filing = items.last()?.maybe_number("filing_id")?;
        self.oracle
            .tables
            .at("filing", self.key.0, "id", filing)
            .next()?
            .day("filed_on")
    }

    pub(super) fn own_narrative(&self) -> Expected {
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
        self.answer("PLAN_NARRATIVE", Marks::default(), |scope| {
            let mut values = Values::default();
            let number = version.number("id");
            let book = self.book(scope);
            let version = book.at("plan_version", self.key.0, "id", number).next()?;
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

    pub(super) fn proceedings(&self, values: &mut Values) -> bool {
        let tables = &self.oracle.tables;
        let cases: Vec<&Row> = self.oracle.covering(self.key).collect();
        each(cases, |case| {
            let of_case = |table| tables.at(table, self.key.0, "proceedings_id", case.number("id"));
            values.columns(case, &["case_number", "kind", "issued_on", "closed_on"]);
            let until = case.day("final_order_on");
            let until = until.map_or(self.oracle.today, |day| day.min(self.oracle.today));
            let weeks = case
                .day("issued_on")
                .map(|day| (until - day).num_days() / 7);
            values.add(weeks.map(|weeks| weeks.max(0)));
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
