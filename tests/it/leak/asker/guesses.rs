//! Guessing what is withheld, a letter at a time: the right letter must answer like a wrong one.

use serde_json::{Value, json};

use super::Asker;
use crate::{leak::oracle::Key, support::server::Answer};

/// Filters that compare the start of a text: field, class, table and column of the value.
const TEXTS: [(&str, &str, &str, &str); 4] = [
    ("nameStartsWith", "IDENTITY", "child_name", "family_name"),
    (
        "localIdentifierStartsWith",
        "IDENTIFIERS",
        "child_identifier",
        "value",
    ),
    (
        "uniquePupilNumberStartsWith",
        "IDENTIFIERS",
        "child_identifier",
        "value",
    ),
    (
        "placementPostcodeStartsWith",
        "PLACEMENT_LOCATION",
        "placement_location",
        "postcode",
    ),
];

const QUERY: &str = "query($filter: ChildFilter, $order: ChildOrder) { children(first: 100, filter: $filter, orderBy: $order) { \
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } } } }";

impl Asker<'_> {
    /// Is the class kept from the person, of this child?
    pub fn is_kept(&self, key: Key, class: &str) -> bool {
        !self.sight.reaches(key) || !self.sees_all_of(key, class)
    }

    /// Tries each hidden text, letter after letter, by itself and negated, for the child alone and among all: how
    /// many letters were tried.
    pub async fn guess_letter_by_letter(&mut self) -> usize {
        let keys: Vec<Key> = self.sight.ids.keys().copied().collect();
        let mut tried = 0;
        for (field, class, table, column) in TEXTS {
            for key in keys.iter().copied() {
                if !self.is_kept(key, class) {
                    continue;
                }
                let rows = self.sight.oracle.tables.at(table, key.0, "child_id", key.1);
                let Some(text) = rows
                    .filter_map(|row| row.text(column))
                    .next()
                    .map(str::to_owned)
                else {
                    continue;
                };
                let letters: Vec<char> = text.chars().collect();
                for length in [1, letters.len() / 2, letters.len()] {
                    let right: String = letters[..length].iter().collect();
                    let wrong: String = letters[..length - 1].iter().chain(&['~']).collect();
                    let id = self.sight.ids[&key].clone();
                    for shape in [
                        |is: Value, id: &str| json!({ "filter": { "ids": [id], "and": is } }),
                        |is: Value, id: &str| json!({ "filter": { "ids": [id], "not": is } }),
                    ] {
                        let ask = |start: &str| {
                            let mut asked = shape(json!({ field: start }), &id);
                            // A plain condition stands beside the ids.
                            if let Some(Value::Object(is)) = asked["filter"]
                                .as_object_mut()
                                .and_then(|it| it.remove("and"))
                            {
                                asked["filter"].as_object_mut().unwrap().extend(is);
                            }
                            asked
                        };
                        let told_right = self.app.ask(&self.viewer, QUERY, ask(&right)).await;
                        let told_wrong = self.app.ask(&self.viewer, QUERY, ask(&wrong)).await;
                        tried += 1;
                        if plain(&told_right) != plain(&told_wrong) {
                            self.fault(field, format!("tells {right} from {wrong}"), true);
                        }
                        let found = &told_right.body["data"]["children"]["totalCount"];
                        if !found.is_null() && *found != 0 {
                            self.fault(field, "finds whose value is withheld", true);
                        }
                    }
                }
            }
        }
        tried
    }

    /// Everything that lists tell: each filter, negated too, and each sort, a page at a time.
    pub async fn all_that_lists_tell(&mut self) -> Vec<String> {
        let mut filters = vec![json!({})];
        for start in ["c", "canary/own", "z"] {
            filters.extend(TEXTS.iter().map(|(field, ..)| json!({ *field: start })));
        }
        filters.extend([
            json!({ "bornOn": { "from": "2014-01-01" } }),
            json!({ "ageYears": { "to": 9 } }),
            json!({ "hearingWithinDays": 30 }),
            json!({ "becameLookedAfterOn": { "to": "2025-06-01" } }),
            json!({ "lastReviewHeldOn": { "from": "2026-01-01" } }),
            json!({ "planTargetOn": { "to": "2026-09-01" } }),
            json!({ "placementType": ["U4", "A5"] }),
        ]);
        let mut told = Vec::new();
        for filter in filters {
            for filter in [filter.clone(), json!({ "not": filter })] {
                let answer = self
                    .app
                    .ask(&self.viewer, QUERY, json!({ "filter": filter }))
                    .await;
                told.push(format!("{filter}: {}", plain(&answer)));
            }
        }
        for field in [
            "NAME",
            "BORN_ON",
            "NEXT_HEARING",
            "BECAME_LOOKED_AFTER",
            "PLAN_TARGET",
            "LAST_REVIEW",
        ] {
            for direction in ["ASC", "DESC"] {
                let order = json!({ "order": { "field": field, "direction": direction } });
                let answer = self.app.ask(&self.viewer, QUERY, order).await;
                told.push(format!("{field} {direction}: {}", plain(&answer)));
            }
        }
        told
    }
}

/// An answer without what is new in each: a cursor is only as long as it is, and the number of the request.
fn plain(answer: &Answer) -> String {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match (name.as_str(), &*value) {
                        ("cursor" | "startCursor" | "endCursor", Value::String(text)) => {
                            *value = json!(text.len());
                        }
                        ("requestId", _) => *value = Value::Null,
                        _ => strip(value),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut body = answer.body.clone();
    strip(&mut body);
    format!("{} {body}", answer.status)
}
