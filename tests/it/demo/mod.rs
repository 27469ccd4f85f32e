//! The program as somebody meets it on the first day: the demo, its printed tokens and queries, the commands.

mod around;
pub mod commands;
mod over_tls;
pub mod running;
mod two_issuers;

use std::collections::BTreeMap;

use serde_json::Value;

use running::Demo;

const POLICY: &str = include_str!("../../../src/domain/access/policy.default.csv");

/// The cell of each class for a standing, read off the policy's own text.
fn cells(standing: &str) -> BTreeMap<String, String> {
    let mut lines = POLICY.lines();
    let place = lines
        .next()
        .and_then(|heading| heading.split(',').position(|word| word == standing))
        .expect("the policy names the standing");
    lines
        .map(|line| {
            let words: Vec<&str> = line.split(',').collect();
            (words[0].to_owned(), words[place].to_owned())
        })
        .collect()
}

/// What the table says of the child called `own`: all of it is filed, nothing of it is confidential, released by
/// direction, or agreed to by an originator; and nobody but the data protection officer asked for it.
fn withheld_by_table(cell: &str, requested: bool) -> Option<&'static str> {
    match cell {
        "-" | "P" => Some("STANDING"),
        "Q" if requested => None,
        "Q" => Some("REQUEST_NEEDED"),
        "C" | "CO" => Some("COURT_DIRECTION_NEEDED"),
        "O" => Some("ORIGINATOR_CONSENT_NEEDED"),
        _ => None,
    }
}

#[test]
fn everybody_pastes_the_printed_query_and_is_shown_what_the_table_gives() {
    let demo = Demo::start();
    for person in demo.cast() {
        let who = person["persona"].as_str().expect("a slug");
        let answer = demo.paste(who);
        let child = &answer["data"]["child"];
        if person["expect"] == "refused" {
            assert_eq!(
                child["__typename"], "NotFoundOrNotPermitted",
                "{who}: {answer}"
            );
            continue;
        }
        let standing = person["standing"]
            .as_str()
            .expect("whoever is allowed has a standing");
        let requested = demo.requested(person["subject"].as_str().unwrap());
        let mut shown = 0;
        for (class, cell) in cells(standing) {
            let section = &child[field(&class)];
            let expected = withheld_by_table(&cell, requested.contains(&class));
            match expected {
                Some(reason) => {
                    assert_eq!(
                        section["__typename"], "Withheld",
                        "{who}, {class} is {cell}"
                    );
                    assert_eq!(section["informationClass"], Value::from(class.as_str()));
                    assert_eq!(
                        section["withheldBecause"], reason,
                        "{who}, {class} is {cell}"
                    );
                }
                None => {
                    assert_ne!(
                        section["__typename"], "Withheld",
                        "{who}, {class} is {cell}"
                    );
                    shown += i32::from(section["__typename"] != "NotRecorded");
                }
            }
        }
        assert!(shown > 0, "{who} is shown nothing");
    }
}

/// The section field of a class.
fn field(class: &str) -> String {
    let mut words = class.split('_').map(str::to_lowercase);
    let first = words.next().unwrap_or_default();
    words.fold(first, |name, word| {
        name + &word[..1].to_uppercase() + &word[1..]
    })
}

#[test]
fn a_demo_that_is_started_again_goes_on_with_the_same_ids() {
    let mut demo = Demo::start();
    let before = (demo.cast(), demo.paste("social-worker"));
    demo.restart();
    let after = (demo.cast(), demo.paste("social-worker"));
    assert_eq!(before.0, after.0);
    assert_eq!(
        before.1["data"]["child"]["identity"]["familyName"],
        after.1["data"]["child"]["identity"]["familyName"]
    );
}

#[test]
fn the_cast_has_one_person_for_each_standing_and_those_who_must_be_refused() {
    let demo = Demo::start();
    let cast = demo.cast();
    let mut standings: Vec<&str> = cast
        .iter()
        .filter_map(|it| it["standing"].as_str())
        .collect();
    standings.sort_unstable();
    let mut expected: Vec<&str> = POLICY.lines().next().unwrap().split(',').skip(1).collect();
    expected.sort_unstable();
    assert_eq!(standings, expected);
    for slug in [
        "guardian-not-appointed",
        "guardian-ended",
        "other-council-social-worker",
        "other-court-judge",
    ] {
        let person = cast.iter().find(|it| it["persona"] == slug);
        assert_eq!(
            person.expect("is in the cast")["expect"],
            "refused",
            "{slug}"
        );
    }
    for person in &cast {
        for key in [
            "persona", "name", "role", "agency", "standing", "expect", "subject", "children",
        ] {
            assert!(person.get(key).is_some(), "{key} of {person}");
        }
    }
}

#[test]
fn every_answer_of_the_demo_is_in_a_ledger_that_is_whole() {
    let demo = Demo::start();
    demo.paste("guardian");
    demo.paste("guardian-not-appointed");
    let outcomes = demo.column("select outcome from ledger_entry order by at");
    assert_eq!(outcomes, ["SHOWN", "NOT_FOUND"]);
    let told = demo.permanence(&["ledger", "verify"]);
    assert!(told.status.success());
    assert!(String::from_utf8_lossy(&told.stdout).contains("the ledger is whole"));
}
