//! What the fields of a form are tried with: nearly all of it wrong.

use permanence::domain::ids;
use serde_json::{Value, json};

use super::{
    form::{Blank, Forms},
    key,
    who::nobody,
};

/// A value for a field, and whether it is wrong whatever else is filled in.
pub type Try = (Value, bool);

impl Forms {
    /// Each field with everything that it is tried with.
    pub fn tries(&self, form: &str, is_whole: bool) -> Vec<(Vec<String>, Try)> {
        let mut tries = Vec::new();
        for blank in self.blanks(form) {
            let own = vec![blank.name.clone()];
            let is_there = blank.is_required || is_whole;
            if self.is_form(&blank.kind) && is_there {
                let inner = self
                    .tries(&blank.kind, is_whole)
                    .into_iter()
                    .map(|(path, it)| {
                        let place = blank.is_list.then(|| "0".to_owned());
                        let path = own.iter().cloned().chain(place).chain(path).collect();
                        (path, it)
                    });
                tries.extend(inner);
            }
            let values = self.values(blank).into_iter();
            match blank.is_list {
                true => {
                    tries.push((own.clone(), (json!([]), false)));
                    tries.extend(
                        values.map(|(it, is_wrong)| (own.clone(), (json!([it]), is_wrong))),
                    );
                    let many = vec![json!(ids::encode(ids::Kind::Voice, &[3; ids::RANDOM])); 300];
                    tries.push((own, (json!(many), true)));
                }
                false => tries.extend(values.map(|it| (own.clone(), it))),
            }
        }
        tries
    }

    fn values(&self, blank: &Blank) -> Vec<Try> {
        let wrong = |it: Value| (it, true);
        match blank.kind.as_str() {
            "String" => vec![
                wrong(json!("")),
                wrong(json!(" \t\n ")),
                wrong(json!("x".repeat(30_000))),
                wrong(json!("a\u{0}b")),
                wrong(json!("a\u{1b}[2J\u{7}b")),
                (
                    json!("'; drop table child; -- \u{1f600} \u{202e} %_\\"),
                    false,
                ),
            ],
            "NaiveDate" => [
                "0001-01-01",
                "9999-12-31",
                "-0044-03-15",
                "+262142-12-31",
                "2026-02-30",
            ]
            .map(|day| wrong(json!(day)))
            .to_vec(),
            "ID" => vec![
                wrong(json!("")),
                wrong(json!("x")),
                wrong(json!("x".repeat(30_000))),
                wrong(json!("Y2hpbGQ6MQ")),
                wrong(json!(ids::encode(ids::Kind::Voice, &[3; ids::RANDOM]))),
                wrong(json!(nobody()["anything"])),
            ],
            "UUID" => vec![
                wrong(json!("")),
                wrong(json!("no key")),
                (json!(key()), false),
            ],
            "Int" => [-1, i64::from(i32::MIN), i64::from(i32::MAX), 1 << 53]
                .map(|it| wrong(json!(it)))
                .to_vec(),
            "Boolean" => vec![(json!(false), false), wrong(json!("yes"))],
            kind if self.is_form(kind) => vec![wrong(json!({ "nothing": 1 }))],
            kind => {
                let words = self.words(kind).iter();
                words
                    .map(|it| (json!(it), false))
                    .chain([wrong(json!("NOTHING"))])
                    .collect()
            }
        }
    }
}

/// Puts a value in its place.
pub fn put(input: &mut Value, path: &[String], value: Value) {
    let mut at = input;
    for part in path {
        at = match part.parse::<usize>() {
            Ok(place) => &mut at[place],
            Err(_) => &mut at[part.as_str()],
        };
    }
    *at = value;
}
