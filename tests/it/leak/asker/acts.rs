//! What acts answer: the child as the actor may see it, or why it was not done, which tells nothing either.

use serde_json::{Value, json};

use super::Asker;
use crate::leak::{
    acted::nowhere,
    expected::Expected,
    oracle::{Key, id},
    verdict::{ACT, acts_of},
};

/// Acts with a text in them, left blank: whoever may do them is told of that, and nothing is ever written.
const BLANK: [(&str, &str, &str); 7] = [
    (
        "recordVisit",
        "RECORD_VISIT",
        "heldOn: \"2026-06-01\", wasSeen: true, seenAlone: YES, note: \" \"",
    ),
    (
        "recordVoice",
        "RECORD_VOICE",
        "saidOn: \"2026-06-01\", words: \" \"",
    ),
    (
        "recordOversight",
        "RECORD_OVERSIGHT",
        "kind: SUPERVISION, decidedOn: \"2026-06-01\", decision: \" \"",
    ),
    ("openDispute", "OPEN_DISPUTE", "subject: \" \""),
    (
        "restrictRecord",
        "RESTRICT_RECORD",
        "peopleIds: [], reason: \" \"",
    ),
    ("unrestrictRecord", "UNRESTRICT_RECORD", "reason: \" \""),
    ("declareExclusion", "DECLARE_EXCLUSION", "reason: \" \""),
];
const HAS_NO_KEY: [&str; 3] = ["restrictRecord", "unrestrictRecord", "declareExclusion"];

const OTHERS: [&str; 2] = ["NOT_FOUND_OR_NOT_PERMITTED", "STANDING"];
const NOT_THERE: [&str; 2] = ["NOT_FOUND_OR_NOT_PERMITTED", ""];

impl Asker<'_> {
    /// What was done is asked for again, and answered under what may be seen by now.
    pub(super) async fn acts_again(&mut self) {
        let (acted, subject) = (self.acted, self.viewer.subject.clone());
        let own = acted
            .iter()
            .filter(|it| subject == format!("demo-{}", it.who));
        for acted in own {
            let of = format!("{ACT}{}", acted.act);
            let data = self.read(&of, &acted.query, acted.variables.clone()).await;
            let payload = &data[acted.act];
            self.same(&of, &payload["problems"], &json!([]));
            self.same(&of, payload["child"]["__typename"].as_str(), Some("Child"));
        }
    }

    /// One child within reach and one out of it: acts of others are refused as such, and what is hidden is nowhere.
    pub(super) async fn acts_of_others(&mut self) {
        let all: Vec<Key> = self.sight.ids.keys().copied().collect();
        let (near, far): (Vec<Key>, Vec<Key>) =
            all.into_iter().partition(|key| self.sight.reaches(*key));
        for key in near.first().into_iter().chain(far.first()) {
            self.acts_on(*key).await;
        }
        for key in near.first().into_iter().chain(far.first()) {
            self.act_on_case(*key).await;
        }
    }

    async fn acts_on(&mut self, key: Key) {
        let mut body = String::new();
        for (place, (act, _, form)) in BLANK.iter().enumerate() {
            let once = match HAS_NO_KEY.contains(act) {
                true => String::new(),
                false => format!(
                    ", idempotencyKey: \"{}\"",
                    uuid::Uuid::from_u128(900 + place as u128)
                ),
            };
            body.push_str(&format!(
                "{act}(input: {{ childId: $id, {form}{once} }}) {{ child {{ id }} problems {{ code guard message }} }} "
            ));
        }
        let query = format!("mutation($id: ID!) {{ {body} }}");
        let of = format!("{ACT}of others");
        let data = self
            .read(&of, &query, json!({ "id": self.sight.ids[&key] }))
            .await;
        let held = self.sight.standings_on(key);
        let theirs = acts_of("CHILD", &held);
        for (act, word, _) in BLANK {
            let problem = &data[act]["problems"][0];
            let told =
                [&problem["code"], &problem["guard"]].map(|it| it.as_str().unwrap_or_default());
            let is_right = match (held.is_empty(), theirs.contains(word)) {
                (true, _) => told == NOT_THERE,
                (false, false) => told == OTHERS,
                (false, true) => told[0] == "REQUIRED",
            };
            if !is_right {
                self.fault(&of, format!("{act}: {told:?} of {key:?}"), true);
            }
        }
        if held.is_empty() {
            let nowhere = self.read(&of, &query, json!({ "id": nowhere() })).await;
            self.same("what is hidden and what is nowhere", data, nowhere);
        }
    }

    /// A case is there for those to whom it is shown, whatever children of it they reach.
    async fn act_on_case(&mut self, key: Key) {
        let Some(case) = self.sight.oracle.covering(key).next() else {
            return;
        };
        let number = case.number("id");
        let covers = |other: &Key| {
            let mut cases = self.sight.oracle.covering(*other);
            other.0 == key.0 && cases.any(|it| it.number("id") == number)
        };
        let is_shown = self
            .sight
            .reached()
            .filter(covers)
            .any(|key| matches!(self.sight.due(key, "PROCEEDINGS"), Expected::Shown { .. }));
        let query = "mutation($id: ID!) { recordAppeal(input: { proceedingsId: $id, step: ENDED, on: \"2026-06-02\" }) { \
                     problems { code guard message } } }";
        let of = format!("{ACT}on a case");
        let data = self.read(&of, query, json!({ "id": id(b'x', case) })).await;
        let problem = &data["recordAppeal"]["problems"][0];
        let told = [&problem["code"], &problem["guard"]].map(|it| it.as_str().unwrap_or_default());
        let is_there = told != NOT_THERE && *problem != Value::Null;
        if is_there != is_shown {
            self.fault(
                &of,
                format!("{told:?} of {key:?}, shown: {is_shown}"),
                is_there,
            );
        }
    }
}
