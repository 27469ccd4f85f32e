//! A place within an answer: `child.plan.current`, `nodes[0].id`, `nodes[name=Imogen Sørby].id`.

use serde_json::Value;

/// What is there; nothing where the answer has no such place.
pub fn at<'a>(answer: &'a Value, path: &str) -> Option<&'a Value> {
    let mut here = answer;
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let (wanted, after) = inside.split_once(']')?;
            here = chosen(here.as_array()?, wanted)?;
            rest = after;
        } else {
            rest = rest.strip_prefix('.').unwrap_or(rest);
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            here = here.as_object()?.get(&rest[..end])?;
            rest = &rest[end..];
        }
    }
    Some(here)
}

/// By place, or by what one of its fields says: one item alone.
fn chosen<'a>(items: &'a [Value], wanted: &str) -> Option<&'a Value> {
    let Some((field, word)) = wanted.split_once('=') else {
        return items.get(wanted.parse::<usize>().ok()?);
    };
    let mut fitting = items.iter().filter(|item| item[field] == word);
    fitting.next().filter(|_| fitting.next().is_none())
}

#[test]
fn a_place_is_found_or_is_not_there() {
    let answer = serde_json::json!({ "a": { "b": [{ "n": "x. y", "v": 1 }, { "n": "z", "v": null }, { "n": "z" }] } });
    assert_eq!(at(&answer, "a.b[n=x. y].v"), Some(&Value::from(1)));
    assert_eq!(at(&answer, "a.b[1].v"), Some(&Value::Null));
    for nothing in [
        "a.c",
        "a.b[3]",
        "a.b.v",
        "a.b[n=z]",
        "a.b[n=w]",
        "a.b[0].v.w",
    ] {
        assert_eq!(at(&answer, nothing), None, "{nothing}");
    }
}
