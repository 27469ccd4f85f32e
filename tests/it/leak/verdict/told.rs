//! What an answer says, and how that differs from what it should.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::leak::expected::Expected;

/// What an answer says of a section.
#[derive(Debug)]
pub(super) enum Told {
    Shown(String, BTreeSet<String>),
    Withheld(String, bool),
    NotRecorded,
    Nothing {
        #[allow(
            dead_code,
            reason = "read by whoever reads the message of a failed test"
        )]
        instead: String,
    },
}

impl PartialEq<Expected> for Told {
    fn eq(&self, due: &Expected) -> bool {
        match (self, due) {
            (Self::Shown(told, found), Expected::Shown { basis, values }) => {
                told == basis && found == values
            }
            (
                Self::Withheld(why, may),
                Expected::Withheld {
                    because,
                    may_be_requested,
                },
            ) => why == because && may == may_be_requested,
            (Self::NotRecorded, Expected::NotRecorded) => true,
            _ => false,
        }
    }
}

pub(super) fn tells_too_much(told: &Told, due: &Expected) -> bool {
    match (told, due) {
        (Told::Shown(_, found), Expected::Shown { values, .. }) => !found.is_subset(values),
        (told, Expected::Withheld { .. }) => matches!(told, Told::Shown(..) | Told::NotRecorded),
        _ => false,
    }
}

pub(super) fn difference(told: &Told, due: &Expected) -> String {
    match (told, due) {
        (
            Told::Shown(basis, found),
            Expected::Shown {
                basis: right,
                values,
            },
        ) => {
            let surplus: Vec<&String> = found.difference(values).collect();
            let lacking: Vec<&String> = values.difference(found).collect();
            format!("{basis} for {right}, too much {surplus:?}, lacking {lacking:?}")
        }
        _ => format!("{told:?} instead of {due:?}"),
    }
}

/// How every text of the test's council begins.
pub const CANARY: &str = "canary/";

/// The texts of children within a text.
pub fn canaries(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(CANARY).map(|(at, _)| {
        let rest = &text[at..];
        &rest[..rest.find(['"', '\\', '\n']).unwrap_or(rest.len())]
    })
}

/// The texts of children in a page of HTML, as they read there.
pub fn canaries_of_page(page: &str) -> BTreeSet<String> {
    let texts = page.split('<').filter_map(|part| part.split_once('>'));
    let read = texts.map(|(_, text)| {
        let read = text.replace("&#39;", "'").replace("&#34;", "\"");
        let read = read.replace("&#60;", "<").replace("&#62;", ">");
        read.replace("&#38;", "&").trim().to_owned()
    });
    read.filter(|text| text.contains(CANARY)).collect()
}

/// What can be read out of cursors without their key.
pub(super) fn sealed_texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|it| sealed_texts(it, found)),
        Value::Object(fields) => {
            for (name, value) in fields {
                if let (true, Some(text)) =
                    (name.to_lowercase().ends_with("cursor"), value.as_str())
                {
                    let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
                    found.push(String::from_utf8_lossy(&bytes).into_owned());
                }
                sealed_texts(value, found);
            }
        }
        _ => {}
    }
}
