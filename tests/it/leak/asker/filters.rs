//! Every filter with its negation, and every sort, worked out from the raw rows.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Value, json};

use super::Asker;
use crate::leak::{
    cells::{Scope, View},
    oracle::Key,
    rows::Row,
};

/// Is the day within the range, as the API takes it?
fn in_range(day: Option<NaiveDate>, from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
    day.is_some_and(|day| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to))
}

impl Asker<'_> {
    fn scope(&self, key: Key, class: &str) -> Option<Scope> {
        self.sight
            .view(key)?
            .rule(class, Default::default())
            .scope()
    }

    fn of_child(&self, table: &'static str, key: Key) -> impl Iterator<Item = &Row> {
        self.sight.oracle.tables.at(table, key.0, "child_id", key.1)
    }

    /// The plan that is shown as the current one: its state, primary option and target.
    fn current_plan(&self, key: Key) -> Option<(String, Option<String>, Option<NaiveDate>)> {
        let view = self.sight.view(key)?;
        let scope = self.plan_scope(key)?;
        let (row, state) = view.versions(scope).into_iter().next()?;
        let is_current = scope == Scope::Shared || row.is("is_in_force") || row.is("is_preparing");
        let option = |view: &View, row| {
            view.option_of(row, "PRIMARY", scope)
                .first()
                .map(|it| (*it).to_owned())
        };
        is_current.then(|| (state, option(&view, row), row.day("target_on")))
    }

    fn current_name(&self, key: Key) -> Option<&str> {
        self.of_child("child_name", key)
            .find(|row| row.text("replaced_at").is_none())
            .and_then(|row| row.text("sort_key"))
    }

    fn number_starts(&self, key: Key, kind: &str, start: &str) -> bool {
        let Some(view) = self.sight.view(key) else {
            return false;
        };
        let is_filed = self.scope(key, "IDENTIFIERS") == Some(Scope::Shared);
        let shared = view.shared("IDENTIFIERS").iter();
        let filed = shared.filter_map(|it| it.row.instant("shared_at")).max();
        let book = view.book(self.scope(key, "IDENTIFIERS").unwrap_or(Scope::All));
        let mut numbers = book.at("child_identifier", key.0, "child_id", key.1);
        numbers.any(|row| {
            row.word("kind") == kind
                && row.text("replaced_at").is_none()
                && row.word("folded").starts_with(start)
                && (!is_filed || row.instant("recorded_at") <= filed)
        })
    }

    fn next_hearing(&self, key: Key) -> Option<NaiveDate> {
        let oracle = self.sight.oracle;
        let hearings = oracle.covering(key).flat_map(|case| {
            oracle
                .tables
                .at("hearing", key.0, "proceedings_id", case.number("id"))
        });
        let listed = hearings.filter(|row| row.word("status") == "LISTED");
        listed
            .filter_map(|row| row.day("listed_on"))
            .filter(|day| oracle.today <= *day)
            .min()
    }

    fn looked_after_since(&self, key: Key) -> Option<NaiveDate> {
        let periods = self.of_child("period_of_care", key);
        periods
            .filter(|row| self.sight.oracle.runs(row))
            .filter_map(|row| row.day("starts_on"))
            .max()
    }

    fn last_review(&self, key: Key) -> Option<NaiveDate> {
        let scope = self.scope(key, "REVIEWS")?;
        let view = self.sight.view(key)?;
        let held = view.book(scope).at("review", key.0, "child_id", key.1);
        held.filter(|row| view.covers("REVIEWS", scope, row.number("id")))
            .filter_map(|row| row.day("held_on"))
            .max()
    }

    fn placement_today(&self, key: Key) -> Option<&Row> {
        self.of_child("placement", key)
            .filter(|row| self.sight.oracle.runs(row))
            .max_by_key(|row| row.day("starts_on"))
    }

    /// The placement that is shown as the current one: as filed, on the day of the last filing.
    fn placement_shown(&self, key: Key) -> Option<&Row> {
        let scope = self.scope(key, "PLACEMENT")?;
        if scope != Scope::Shared {
            return self.placement_today(key);
        }
        let view = self.sight.view(key)?;
        let day = view.last_filed("PLACEMENT");
        let filed = view.book(scope).at("placement", key.0, "child_id", key.1);
        filed
            .filter(|row| view.covers("PLACEMENT", scope, row.number("id")))
            .filter(|row| row.spans("starts_on", "ends_on", day))
            .max_by_key(|row| row.day("starts_on"))
    }

    fn is_worked_by(&self, key: Key, email: Option<&str>) -> bool {
        let oracle = self.sight.oracle;
        self.of_child("allocation", key).any(|row| {
            let is_hers = |email: &str| {
                let mut people =
                    oracle
                        .tables
                        .with("professional", "id", row.number("professional_id"));
                people.any(|it| {
                    it.text("email")
                        .is_some_and(|it| it.eq_ignore_ascii_case(email))
                })
            };
            row.word("capacity") == "WORKER" && oracle.runs(row) && email.is_none_or(is_hers)
        })
    }

    pub(super) async fn lists_and_filters(&mut self) {
        self.listing("children", json!({}), self.listed(|_, _| true))
            .await;
        let everybody: Vec<Key> = self.sight.ids.keys().copied().collect();
        let ids = self.ids(&everybody);
        self.listing(
            "children by ids",
            json!({ "filter": { "ids": ids } }),
            self.listed(|_, _| true),
        )
        .await;
        self.listing(
            "children but these",
            json!({ "filter": { "not": { "ids": ids } } }),
            Vec::new(),
        )
        .await;
        self.filters_by_text().await;
        self.filters_by_word().await;
        self.filters_by_day().await;
        self.two_classes_at_once().await;
        self.sorts().await;
    }

    /// Where a letter could be guessed after the other.
    async fn filters_by_text(&mut self) {
        for start in [
            "canary/",
            "CANARY/Own",
            "canary/conf",
            "canary/adopt",
            "x",
            "%",
            "_",
        ] {
            let folded = start.to_lowercase();
            self.filter("IDENTITY", json!({ "nameStartsWith": start }), |it, key| {
                let name = it.current_name(key).unwrap_or_default();
                name.split('\u{1f}').any(|part| part.starts_with(&folded))
            })
            .await;
            let start = start.to_uppercase();
            let local = json!({ "localIdentifierStartsWith": start });
            let is_so = |it: &Self, key: Key| it.number_starts(key, "LOCAL", &start);
            self.filter("IDENTIFIERS", local, is_so).await;
            let pupil = json!({ "uniquePupilNumberStartsWith": start });
            let is_so = |it: &Self, key: Key| it.number_starts(key, "UPN", &start);
            self.filter("IDENTIFIERS", pupil, is_so).await;
            let postcode = json!({ "placementPostcodeStartsWith": start });
            self.filter("PLACEMENT_LOCATION", postcode, |it, key| {
                let placement = it.placement_today(key).map(|row| row.number("id"));
                it.of_child("placement_location", key).any(|row| {
                    let folded = row.text("postcode").unwrap_or_default().to_uppercase();
                    Some(row.number("placement_id")) == placement
                        && folded.replace(' ', "").starts_with(&start)
                })
            })
            .await;
        }
    }

    fn column(&self, table: &str, column: &str) -> BTreeSet<String> {
        let rows = self.sight.oracle.tables.of(table).iter();
        rows.filter_map(|row| row.text(column))
            .map(str::to_owned)
            .collect()
    }

    async fn filters_by_word(&mut self) {
        let oracle = self.sight.oracle;
        let mut states = self.column("plan_version", "state");
        states.extend(self.column("shared_item", "as_filed_state"));
        for state in &states {
            let of = |it: &Self, key| it.current_plan(key).is_some_and(|it| it.0 == *state);
            self.filter("PLAN", json!({ "planState": [state] }), of)
                .await;
        }
        for option in self.column("plan_option", "permanence_option") {
            let of = |it: &Self, key| {
                it.current_plan(key)
                    .is_some_and(|it| it.1.as_ref() == Some(&option))
            };
            self.filter("PLAN", json!({ "primaryOption": [option] }), of)
                .await;
        }
        for code in self.column("legal_spell", "code") {
            let of = |it: &Self, key: Key| {
                let mut spells = it.of_child("legal_spell", key);
                spells.any(|row| oracle.runs(row) && row.word("code") == code)
            };
            self.filter("LEGAL_STATUS", json!({ "legalStatus": [code] }), of)
                .await;
        }
        let mut codes = self.column("placement", "type_code");
        let filed = oracle.filed.of("placement").iter();
        codes.extend(
            filed
                .filter_map(|row| row.text("type_code"))
                .map(str::to_owned),
        );
        for code in codes {
            let of = |it: &Self, key| {
                it.placement_shown(key)
                    .is_some_and(|row| row.word("type_code") == code)
            };
            self.filter("PLACEMENT", json!({ "placementType": [code] }), of)
                .await;
        }
        let is_open = |case: &Row| case.day("closed_on").is_none_or(|day| oracle.today < day);
        for open in [true, false] {
            let of = |_: &Self, key| oracle.covering(key).any(is_open) == open;
            self.filter("PROCEEDINGS", json!({ "hasOpenProceedings": open }), of)
                .await;
        }
        self.filter("TEAM", json!({ "isUnallocated": true }), |it, key| {
            !it.is_worked_by(key, None)
        })
        .await;
        let emails = self.column("professional", "email");
        for email in emails.iter().filter(|it| it.contains("worker")).take(2) {
            let of = |it: &Self, key| it.is_worked_by(key, Some(email));
            self.filter(
                "TEAM",
                json!({ "socialWorkerEmail": email.to_uppercase() }),
                of,
            )
            .await;
        }
        if !self.is_hasty {
            for number in self.column("proceedings", "case_number") {
                let of = |_: &Self, key| {
                    oracle
                        .covering(key)
                        .any(|case| case.text("case_number") == Some(&number))
                };
                self.filter("PROCEEDINGS", json!({ "caseNumber": number }), of)
                    .await;
            }
        }
    }

    async fn filters_by_day(&mut self) {
        let today = self.sight.oracle.today;
        for within in [0_u64, 14, 60] {
            let of = |it: &Self, key| {
                in_range(
                    it.next_hearing(key),
                    Some(today),
                    Some(today + Days::new(within)),
                )
            };
            self.filter("PROCEEDINGS", json!({ "hearingWithinDays": within }), of)
                .await;
        }
        for years in [4, 9, 10, 11] {
            let age = |it: &Self, key: Key| {
                let born = it.sight.oracle.child(key).day("born_on")?;
                let had = (born.month(), born.day()) <= (today.month(), today.day());
                Some(today.year() - born.year() - i32::from(!had))
            };
            let of = |it: &Self, key| age(it, key).is_some_and(|age| age >= years);
            self.filter("IDENTITY", json!({ "ageYears": { "from": years } }), of)
                .await;
            let of = |it: &Self, key| age(it, key) == Some(years);
            self.filter(
                "IDENTITY",
                json!({ "ageYears": { "from": years, "to": years } }),
                of,
            )
            .await;
        }
        for ago in [30_u64, 400, 3_000] {
            let day = today - Days::new(ago);
            let (since, until) = (json!({ "from": day }), json!({ "to": day }));
            let of = |it: &Self, key| in_range(it.looked_after_since(key), None, Some(day));
            self.filter("LEGAL_STATUS", json!({ "becameLookedAfterOn": until }), of)
                .await;
            let of = |it: &Self, key| in_range(it.last_review(key), Some(day), None);
            self.filter("REVIEWS", json!({ "lastReviewHeldOn": since }), of)
                .await;
            let born = |it: &Self, key| it.sight.oracle.child(key).day("born_on");
            let of = |it: &Self, key| in_range(born(it, key), Some(day), Some(today));
            self.filter(
                "IDENTITY",
                json!({ "bornOn": { "from": day, "to": today } }),
                of,
            )
            .await;
        }
        let ahead = today + Days::new(120);
        let target = |it: &Self, key| it.current_plan(key).and_then(|it| it.2);
        let of = |it: &Self, key| in_range(target(it, key), None, Some(ahead));
        self.filter("PLAN", json!({ "planTargetOn": { "to": ahead } }), of)
            .await;
    }

    /// What is unknown of one class makes the whole unknown, whatever the other says.
    async fn two_classes_at_once(&mut self) {
        let seen = |it: &Self, key| {
            it.sees_all_of(key, "PLACEMENT_LOCATION") && it.sees_all_of(key, "LEGAL_STATUS")
        };
        let filter =
            json!({ "not": { "placementPostcodeStartsWith": "nowhere", "legalStatus": ["C2"] } });
        let arguments = json!({ "filter": filter });
        if self
            .sight
            .oracle
            .can_ever_see(&self.sight.who.role, "PLACEMENT_LOCATION")
        {
            self.listing("two classes", arguments, self.listed(seen))
                .await;
        }
    }

    async fn sorts(&mut self) {
        let text = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        self.sort("IDENTITY", "NAME", |it, key| {
            it.current_name(key).map(str::to_owned)
        })
        .await;
        self.sort("IDENTITY", "BORN_ON", |it, key| {
            text(it.sight.oracle.child(key).day("born_on"))
        })
        .await;
        self.sort("PROCEEDINGS", "NEXT_HEARING", |it, key| {
            text(it.next_hearing(key))
        })
        .await;
        self.sort("LEGAL_STATUS", "BECAME_LOOKED_AFTER", |it, key| {
            text(it.looked_after_since(key))
        })
        .await;
        self.sort("PLAN", "PLAN_TARGET", |it, key| {
            text(it.current_plan(key).and_then(|it| it.2))
        })
        .await;
        self.sort("REVIEWS", "LAST_REVIEW", |it, key| {
            text(it.last_review(key))
        })
        .await;
    }

    /// Many children by id in one question: an answer for each, told apart from what is not there by nothing.
    pub(super) async fn statuses(&mut self) {
        let keys: Vec<Key> = self.sight.ids.keys().copied().collect();
        for chunk in keys.chunks(super::AT_ONCE) {
            let query = format!(
                "query($ids: [ID!]!) {{ caseStatuses(ids: $ids) {{ answer {{ __typename ... on Child {} {} {} }} }} }}",
                self.operations.child, self.operations.apply, self.operations.lookup
            );
            let variables = json!({ "ids": self.ids(chunk) });
            let data = self.read("caseStatuses", &query, variables).await;
            let told = data["caseStatuses"].as_array().into_iter().flatten();
            let told: Vec<Value> = told.map(|it| it["answer"]["__typename"].clone()).collect();
            let due = chunk
                .iter()
                .map(|key| match (&self.sight.known, self.sight.reaches(*key)) {
                    (_, true) => "Child",
                    (Some(known), _) if self.sight.oracle.must_apply(known, *key) => {
                        "AccessByApplication"
                    }
                    _ => "NotFoundOrNotPermitted",
                });
            let due: Vec<Value> = due.map(Value::from).collect();
            self.same("caseStatuses", told, due);
        }
    }
}
