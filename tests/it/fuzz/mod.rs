//! What nobody would send, by the thousand: nothing of it makes the service fall over. The token parser is in
//! `front::tokens`, the readers of returns are in `returns::mutated`. `PROPTEST_CASES` tries more.

use std::sync::Arc;

use async_graphql::Variables;
use permanence::{
    casework::cursor::Cursors,
    domain::{
        access::{Role, Viewer},
        ids::{Kind, decode, encode},
    },
    graphql::document::{Documents, Limits, SchemaMap, inspect},
};
use proptest::prelude::*;

use crate::support::cast::Seeded;

/// What documents are made of, and names of the schema among it.
const WORDS: [&str; 46] = [
    "{",
    "}",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    "...",
    "$",
    "!",
    "|",
    "=",
    "@skip(if: true)",
    "@include",
    "query",
    "mutation",
    "subscription",
    "fragment",
    "on",
    "A",
    "B",
    "Query",
    "Child",
    "Withheld",
    "...A",
    "...B",
    "fragment A on Query {",
    "fragment B on Child {",
    "query A($n: Int) {",
    "viewer",
    "children(first: 100)",
    "child(by: {id: \"a\"})",
    "nodes",
    "edges",
    "node",
    "plan",
    "__typename",
    "__schema",
    "first: $n",
    "-1",
    "99999999999",
    "\"\\u0000\"",
    "\"\"\"",
    "# \n",
];

fn soup() -> impl Strategy<Value = String> {
    let word = prop::sample::select(WORDS.to_vec());
    prop::collection::vec(word, 0..120).prop_map(|words| words.join(" "))
}

/// Balanced, so that most of it can be parsed: fields, fragments and rings of them.
fn tree() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "viewer",
        "id",
        "__typename",
        "...A",
        "...B",
        "totalCount",
        "name",
    ]);
    let selection = leaf
        .prop_map(str::to_owned)
        .prop_recursive(24, 400, 6, |inner| {
            let field = prop::sample::select(vec![
                "children",
                "children(first: 100)",
                "nodes",
                "a: plan",
                "... on Child",
                "...",
                "child(by: {id: \"a\"})",
                "current",
            ]);
            (field, prop::collection::vec(inner, 1..6))
                .prop_map(|(field, within)| format!("{field} {{ {} }}", within.join(" ")))
        });
    let set = prop::collection::vec(selection, 1..5).prop_map(|all| all.join(" "));
    [set.clone().boxed(), set.clone().boxed(), set.boxed()].prop_map(|[query, a, b]| {
        format!("{{ {query} }} fragment A on Query {{ {a} }} fragment B on Child {{ {b} }}")
    })
}

fn viewer(subject: &str) -> Viewer {
    Viewer {
        issuer: "https://login.cafcass.example".into(),
        subject: subject.into(),
        token_id: "1".into(),
        agency: "cafcass".into(),
        actor: None,
        bound_to: None,
        role: Role::Guardian,
        expires_at: chrono::DateTime::UNIX_EPOCH,
    }
}

fn walked(text: &str) -> Result<(), TestCaseError> {
    let map = SchemaMap::from_sdl(&permanence::graphql::sdl()).unwrap();
    let limits = Limits::default();
    let documents = Documents::new(limits.clone());
    let Ok(document) = documents.parse(text) else {
        return Ok(());
    };
    if let Ok(inspection) = inspect(&map, &document, None, &Variables::default(), &limits) {
        prop_assert!(inspection.cost <= limits.cost, "{text}");
        prop_assert!(
            inspection.roots.len() as u64 <= limits.root_fields,
            "{text}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_soup_of_words_is_walked_or_refused(text in soup()) {
        walked(&text)?;
    }

    #[test]
    fn a_tree_of_any_shape_is_walked_or_refused(text in tree()) {
        walked(&text)?;
    }

    #[test]
    fn an_id_is_read_as_it_was_written_and_anything_else_is_none(
        random in any::<[u8; 16]>(),
        at in 0usize..64,
        letter in any::<char>(),
        text in "\\PC{0,40}",
    ) {
        let _ = decode(&text);
        let id = encode(Kind::Child, &random);
        let mut letters: Vec<char> = id.chars().collect();
        let at = at % letters.len();
        let was = std::mem::replace(&mut letters[at], letter);
        let changed: String = letters.into_iter().collect();
        if was != letter && let Some((kind, read)) = decode(&changed) {
            prop_assert_eq!(encode(kind, &read), changed, "one thing has one id");
        }
    }

    #[test]
    fn a_cursor_opens_for_its_reader_alone_and_not_when_one_bit_is_changed(
        value in any::<(i64, String)>(),
        at in any::<prop::sample::Index>(),
        bit in 0u8..7,
        text in "\\PC{0,80}",
    ) {
        let cursors = Cursors::new([3; 32], Arc::new(Seeded::new(11))).unwrap();
        let (ada, ben) = (viewer("ada"), viewer("ben"));
        let open = |who: &Viewer, list, cursor: &str| cursors.open::<(i64, String)>(who, list, cursor).ok();
        let sealed = cursors.seal(&ada, "children", &value).unwrap();
        prop_assert_eq!(open(&ada, "children", &sealed), Some(value));
        prop_assert_eq!(open(&ben, "children", &sealed), None);
        prop_assert_eq!(open(&ada, "worklist", &sealed), None);
        prop_assert_eq!(open(&ada, "children", &text), None);
        let mut bytes = sealed.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(changed) = String::from_utf8(bytes) {
            prop_assert_eq!(open(&ada, "children", &changed), None, "{}", changed);
        }
    }
}
