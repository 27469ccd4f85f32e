//! The table of rules, its page, and the list of what the law asks.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use permanence::domain::deadlines::{
    Bound, Calendar, Counting, Mark, Reason, Refused, Status, Unit, rules,
};

use crate::demo::running::PROGRAM;

#[test]
fn the_page_is_what_the_program_prints() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/deadlines.md");
    let printed = Command::new(PROGRAM)
        .args(["deadline", "--markdown"])
        .output()
        .unwrap();
    assert!(printed.status.success());
    let due = String::from_utf8(printed.stdout).unwrap();
    if std::env::var_os("TEST_WRITE_PAGES").is_some() {
        std::fs::write(&page, &due).unwrap();
    }
    let found = std::fs::read_to_string(&page).unwrap();
    assert_eq!(
        found, due,
        "write it again with `permanence deadline --markdown > docs/deadlines.md`"
    );
    for rule in rules::all() {
        for case in rule.cases() {
            let id = match case.name {
                "" => format!("| {} |", rule.id),
                name => format!("| {} `{name}` |", rule.id),
            };
            assert!(due.contains(&id), "the page has no line `{id}`");
        }
    }
}

#[test]
fn every_word_that_a_deadline_is_answered_with_is_explained() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/deadlines.md");
    let page = std::fs::read_to_string(page).unwrap();
    let calendar = Calendar::england_and_wales().unwrap();
    let refused = ["NOT_STATED", "PAST_CALENDAR", "BEFORE_CALENDAR"];
    for word in refused {
        assert!(
            Refused::of(word, &calendar).is_some(),
            "{word} is no word of ours"
        );
    }
    let reasons = Reason::ALL.iter().map(|reason| reason.word());
    let statuses = Status::ALL.iter().map(|status| status.word());
    for word in reasons.chain(statuses).chain(refused) {
        let row = format!("| `{word}` | ");
        assert_eq!(page.matches(&row).count(), 1, "{word}");
    }
}

/// `ids.txt` was taken from the tables of law and guidance by hand, not from the program.
#[test]
fn every_limit_of_the_law_has_its_rule_and_no_rule_is_beside_them() {
    let wanted: BTreeSet<&str> = include_str!("ids.txt")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let mut found = BTreeSet::new();
    for rule in rules::all() {
        for case in rule.cases() {
            let id = match case.name {
                "" => rule.id.to_owned(),
                name => format!("{} {name}", rule.id),
            };
            assert!(found.insert(id), "{} stands twice", rule.id);
        }
    }
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    let missing: Vec<_> = wanted.difference(&found).collect();
    let beside: Vec<_> = found.difference(&wanted).collect();
    assert!(
        missing.is_empty() && beside.is_empty(),
        "missing: {missing:?}; beside the list: {beside:?}"
    );
}

#[test]
fn every_row_says_what_it_rests_on_and_how_it_counts() {
    for rule in rules::all() {
        for text in [rule.title, rule.trigger, rule.source] {
            assert!(!text.is_empty(), "{} leaves a cell blank", rule.id);
        }
        for case in rule.cases() {
            assert!(!rule.source_of(case).is_empty());
            assert!(!case.limits.is_empty(), "{} has no limit", rule.id);
            for limit in case.limits {
                let stated = matches!(limit.unit, Unit::AsStated | Unit::AsCouncilSets);
                // Nought is a number for "on the day itself, or before".
                let on_the_day = limit.counting == Counting::Before;
                assert!(stated == (limit.number == 0) || on_the_day, "{}", rule.id);
                if limit.unit == Unit::AsStated {
                    assert_eq!(limit.counting, Counting::AsStated, "{}", rule.id);
                }
            }
        }
    }
}

#[test]
fn guidance_and_practice_are_never_called_binding() {
    for id in [
        "PERM_PLAN",
        "REVIEW_DECISIONS",
        "REVIEW_RECORD",
        "REVIEW_CIRCULATED",
        "IRO_DISPUTE",
        "IRO_APPOINT_PRACTICE",
        "PEP",
        "ADM_DECISION",
        "ADM_REFERRAL",
        "MATCH",
        "OVERSIGHT",
    ] {
        let rule = rules::find(id).unwrap();
        assert!(!rule.basis.binds(), "{id}");
    }
    for id in [
        "REVIEW_1",
        "VISIT_LATER",
        "PLO_26W",
        "PLO_CMH",
        "IRO_APPOINT",
    ] {
        assert!(rules::find(id).unwrap().basis.binds(), "{id}");
    }
}

#[test]
fn what_was_only_recalled_is_marked_so() {
    for (id, mark) in [
        ("REVIEW_1", Mark::Verified),
        ("REVIEW_DECISIONS", Mark::Recalled),
        ("REVIEW_CIRCULATED", Mark::Secondary),
        ("ADM_DECISION", Mark::Recalled),
        ("ADM_REFERRAL", Mark::Secondary),
        ("MATCH", Mark::Recalled),
        ("PLO_CMH", Mark::Recalled),
        ("PLO_ADVOCATES_IRH", Mark::Recalled),
        ("PLO_26W", Mark::Verified),
        ("EMERG_FOSTER", Mark::Verified),
        ("TEMP_KIN", Mark::Verified),
        ("POLICE_PROT", Mark::Secondary),
        ("PEP", Mark::Secondary),
        ("RETAIN", Mark::Verified),
    ] {
        assert_eq!(rules::find(id).unwrap().mark, mark, "{id}");
    }
}

#[test]
fn a_rule_that_only_tells_the_earliest_day_is_met_by_nothing() {
    for rule in rules::all() {
        if matches!(
            rule.bound,
            Bound::NotBefore | Bound::KeepUntil | Bound::Threshold
        ) {
            assert!(rule.met_by.is_empty(), "{}", rule.id);
        }
    }
}
