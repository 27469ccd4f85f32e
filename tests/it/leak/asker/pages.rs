//! The plan summary as a page: what is in it, and the one answer for everything that is not there.

use std::collections::BTreeSet;

use super::Asker;
use crate::leak::{
    expected::Expected,
    oracle::{Key, id},
    verdict::{CANARY, canaries_of_page},
};

/// What a plan summary carries.
pub(super) const CARRIED: [&str; 7] = [
    "IDENTITY",
    "PLAN",
    "PLAN_NARRATIVE",
    "LEGAL_STATUS",
    "REVIEWS",
    "PROCEEDINGS",
    "TEAM",
];

impl Asker<'_> {
    pub(super) async fn summary_pages(&mut self) {
        let oracle = self.sight.oracle;
        let mut nothing = BTreeSet::new();
        for key in self.sight.ids.keys().copied().collect::<Vec<_>>() {
            let named = id(b's', oracle.child(key));
            match self.page(&named).await {
                Some(page) => self.hold_page(key, &page, false),
                None if !self.sight.reaches(key) => {
                    let refusal = self.refusal(&named).await;
                    nothing.insert(refusal);
                }
                None => self.fault(
                    "a page",
                    format!("nothing for {}", self.sight.slug(key)),
                    false,
                ),
            }
        }
        for row in oracle.tables.of("plan_summary_version") {
            let key = (row.number("council_id"), row.number("child_id"));
            let at = row.instant("served_at").unwrap();
            let knows = self
                .sight
                .versions
                .get(&key)
                .is_some_and(|it| it.contains(&at));
            let named = id(b'f', row);
            match self.page(&named).await {
                Some(page) if knows => self.hold_page(key, &page, true),
                Some(_) => self.fault(
                    "a page",
                    format!("a version of {}", self.sight.slug(key)),
                    true,
                ),
                None if knows => {
                    self.fault(
                        "a page",
                        format!("no version of {}", self.sight.slug(key)),
                        false,
                    );
                }
                None => {
                    let refusal = self.refusal(&named).await;
                    nothing.insert(refusal);
                }
            }
        }
        let any = self.sight.ids.values().next().unwrap().clone();
        for wrong in [
            "x",
            "..%2f..",
            "%00",
            "AAAAAAAAAAAAAAAAAAAAAAA",
            &any,
            "c2Vl?first=1",
        ] {
            match self.page(wrong).await {
                Some(_) => self.fault("a page", format!("{wrong} is a page"), true),
                None => {
                    let refusal = self.refusal(wrong).await;
                    nothing.insert(refusal);
                }
            }
        }
        // There is always something that is not there.
        self.same("pages that are not there", nothing.len(), 1);
    }

    /// A page, if there is one.
    async fn page(&mut self, named: &str) -> Option<String> {
        let (status, headers, text) = self.app.page(&self.viewer, named).await;
        let hidden: Vec<String> = (self.sight.ids.iter())
            .filter(|(key, _)| !self.sight.reaches(**key))
            .map(|(_, id)| id.clone())
            .collect();
        if hidden.iter().any(|id| text.contains(id.as_str())) {
            self.fault("a page", "names a child out of reach", true);
        }
        if format!("{headers:?}").contains(CANARY) {
            self.fault("a page", "a text of a child in a header", true);
        }
        (status == 200).then_some(text)
    }

    /// What is answered where there is no page, without what differs from request to request.
    async fn refusal(&mut self, named: &str) -> String {
        let (status, mut headers, text) = self.app.page(&self.viewer, named).await;
        let request = headers.remove("x-request-id").unwrap();
        let text = text.replace(request.to_str().unwrap(), "REQUEST");
        if text.contains(CANARY) {
            self.fault("a page", "a text of a child in a refusal", true);
        }
        format!("{status} {headers:?} {text}")
    }

    fn hold_page(&mut self, key: Key, page: &str, is_version: bool) {
        let (mut due, mut withheld) = (BTreeSet::new(), BTreeSet::new());
        for class in CARRIED {
            let expected = match is_version {
                true => self.sight.due_as_served(key, class),
                false => self.sight.due(key, class),
            };
            match expected {
                Expected::Shown { values, .. } => {
                    due.extend(values.iter().filter(|text| text.contains(CANARY)).cloned());
                }
                Expected::Withheld { .. } => {
                    withheld.insert(class);
                }
                Expected::NotRecorded => {}
            }
        }
        let told = canaries_of_page(page);
        let surplus: Vec<&String> = told.difference(&due).collect();
        let lacking: Vec<&String> = due.difference(&told).collect();
        if !surplus.is_empty() || !lacking.is_empty() {
            let is_leak = !surplus.is_empty();
            let of = self.sight.slug(key);
            self.fault(
                "a page",
                format!("{of}: too much {surplus:?}, lacking {lacking:?}"),
                is_leak,
            );
        }
        let is_listed = |class: &str| page.contains(&format!("<td>{class}</td>"));
        for class in self.sight.oracle.classes.clone() {
            let never = self.sight.who.role != "COURT_LIAISON_OFFICER"
                && ["JUDGE", "LEGAL_ADVISER", "COURT_STAFF"]
                    .contains(&self.sight.who.role.as_str())
                && [
                    "HOME_CONTACT",
                    "PLACEMENT_LOCATION",
                    "CARER_IDENTITY",
                    "ADOPTER_IDENTITY",
                    "SENSITIVE_MATERIAL",
                ]
                .contains(&class.as_str());
            let is_due = withheld.contains(class.as_str()) || never;
            self.same(
                "withheld on the page",
                (class.clone(), is_listed(&class)),
                (class, is_due),
            );
        }
    }
}
