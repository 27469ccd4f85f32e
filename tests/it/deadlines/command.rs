//! `permanence deadline`, as a social worker would call it.

use std::process::{Command, Output};

use crate::demo::running::PROGRAM;

fn ask(arguments: &[&str]) -> Output {
    Command::new(PROGRAM)
        .arg("deadline")
        .args(arguments)
        .output()
        .unwrap()
}

/// The lines of a good answer.
fn lines(arguments: &[&str]) -> Vec<String> {
    let output = ask(arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn refusal(arguments: &[&str]) -> String {
    let output = ask(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_first_line_is_the_date_alone_and_the_second_when_to_act() {
    let said = lines(&["REVIEW_1", "--from", "2019-03-21"]);
    assert_eq!(said[0], "2019-04-18");
    assert_eq!(said[1], "act by Thu 2019-04-18");
    let text = said.join("\n");
    assert!(text.contains("reg 33(1) [V]"), "{text}");
    let saturday = lines(&["REVIEW_N", "--from", "18/07/2019"]);
    assert_eq!(saturday[..2], ["2020-01-18", "act by Fri 2020-01-17"]);
}

#[test]
fn each_day_that_is_skipped_is_named() {
    let text = lines(&["ADM_DECISION", "--from", "2019-04-15"]).join("\n");
    for named in ["Good Friday", "Easter Monday", "2 weekend days"] {
        assert!(text.contains(named), "{text}");
    }
}

#[test]
fn rules_are_asked_with_their_facts() {
    for (arguments, date) in [
        (
            &["VISIT_LATER", "--from", "2019-05-14", "--fact", "rule=7a"][..],
            "2019-11-14",
        ),
        (
            &["VISIT_LATER", "--from", "2019-05-14", "--fact", "rule=7b"],
            "2019-08-14",
        ),
        (
            &["VISIT_LATER", "--from", "2019-05-14", "--fact", "case=7C"],
            "2019-06-25",
        ),
        (
            &[
                "VISIT_LATER",
                "--from",
                "2019-05-01",
                "--fact",
                "rule=7c",
                "--fact",
                "changed_on=2019-05-10",
                "--fact",
                "changed_to=3-weekly",
            ],
            "2019-05-17",
        ),
        (&["VISIT_FIRST", "--from", "2019-11-14"], "2019-11-21"),
        (
            &[
                "RHA",
                "--from",
                "2020-02-29",
                "--fact",
                "born_on=2015-03-01",
            ],
            "2020-08-29",
        ),
        (
            &[
                "RHA",
                "--from",
                "2020-03-01",
                "--fact",
                "born_on=2015-03-01",
            ],
            "2021-03-01",
        ),
        (&["PERM_PLAN", "--from", "2019-03-21"], "2019-07-18"),
        (
            &[
                "PERM_PLAN",
                "--from",
                "2019-03-21",
                "--fact",
                "review_2_held_on=2019-07-01",
            ],
            "2019-07-01",
        ),
        (
            &[
                "IHA",
                "--from",
                "2019-03-21",
                "--fact",
                "review_1_held_on=2019-04-10",
            ],
            "2019-04-10",
        ),
        (&["PLO_CMH", "--from", "2019-03-21"], "2019-04-15"),
        (
            &["plo_cmh", "--from", "2019-03-21", "--fact", "case=earliest"],
            "2019-04-05",
        ),
        (&["PLO_ADVOCATES_CMH", "--from", "2019-04-15"], "2019-04-11"),
        (&["PLO_26W", "--from", "2025-01-06"], "2025-07-06"),
        (
            &[
                "PLO_26W_EXTENSION",
                "--from",
                "2025-06-20",
                "--fact",
                "period_ends_on=2025-07-06",
            ],
            "2025-08-31",
        ),
        (
            &["AO_APPLY", "--from", "2024-01-08", "--fact", "case=FOSTER"],
            "2025-01-08",
        ),
        (&["AO_BEFORE_18", "--from", "2008-02-29"], "2026-02-28"),
        (
            &["RETAIN", "--from", "2024-02-29", "--fact", "case=DIED"],
            "2039-02-28",
        ),
        (&["RETAIN", "--from", "2006-09-10"], "2081-09-10"),
        (
            &[
                "AD_VISIT_N",
                "--from",
                "2020-01-03",
                "--fact",
                "interval_days=28",
            ],
            "2020-01-31",
        ),
        (
            &[
                "OVERSIGHT",
                "--from",
                "2023-01-03",
                "--fact",
                "interval_days=28",
            ],
            "2023-01-31",
        ),
        (&["ASSESS_ORDER_S43", "--from", "2025-05-23"], "2025-05-29"),
        (&["REVIEW_ADJOURN", "--from", "2025-12-08"], "2026-01-08"),
    ] {
        assert_eq!(lines(arguments)[0], date, "{arguments:?}");
    }
}

#[test]
fn guidance_says_that_it_does_not_bind() {
    let text = lines(&["REVIEW_RECORD", "--from", "2024-01-02"]).join("\n");
    assert!(text.contains("[R], not binding in law"), "{text}");
}

#[test]
fn what_cannot_be_answered_is_refused_and_says_what_would_do() {
    for (arguments, says) in [
        (
            &["REVIEW1", "--from", "2019-03-21"][..],
            "Did you mean REVIEW_1?",
        ),
        (&["FOO", "--from", "2019-03-21"], "CONTACT_REFUSAL"),
        (&["REVIEW_1", "--from", "31/02/2019"], "not a real date"),
        (
            &["REVIEW_1", "--from", "2030-12-20"],
            "complete to 2030-12-31",
        ),
        (
            &["REVIEW_1", "--from", "2014-12-20"],
            "begins on 2015-01-01",
        ),
        (
            &["REVIEW_2", "--from", "2030-11-20"],
            "complete to 2030-12-31",
        ),
        (
            &["VISIT_LATER", "--from", "2019-03-21"],
            "needs the fact `rule`",
        ),
        (
            &["VISIT_LATER", "--from", "2019-03-21", "--fact", "rule=8"],
            "one of 7c, 3-weekly",
        ),
        (
            &[
                "VISIT_LATER",
                "--from",
                "2019-03-21",
                "--fact",
                "rule=7c",
                "--fact",
                "changed_on=2019-04-01",
            ],
            "needs the fact `changed_to`",
        ),
        (
            &["REVIEW_1", "--from", "2019-03-21", "--fact", "rule=7c"],
            "takes no fact `rule`; it takes none",
        ),
        (
            &["IHA", "--from", "2019-03-21", "--fact", "born=2019-01-01"],
            "it takes review_1_held_on",
        ),
        (
            &["REVIEW_1", "--from", "2019-03-21", "--fact", "born_on"],
            "not NAME=VALUE",
        ),
        (&["RHA", "--from", "2019-03-21"], "needs the fact `born_on`"),
        (
            &["RHA", "--from", "2019-03-21", "--fact", "born_on=soon"],
            "a real date",
        ),
        (
            &[
                "RHA",
                "--from",
                "2019-03-21",
                "--fact",
                "born_on=2020-01-01",
            ],
            "not after the one counted from",
        ),
        (
            &[
                "RHA",
                "--from",
                "2019-03-21",
                "--fact",
                "born_on=2000-01-01",
            ],
            "grown up",
        ),
        (
            &[
                "RHA",
                "--from",
                "2019-03-21",
                "--fact",
                "born_on=2015-01-01",
                "--fact",
                "born_on=2015-01-02",
            ],
            "given twice",
        ),
        (
            &[
                "OVERSIGHT",
                "--from",
                "2019-03-21",
                "--fact",
                "interval_days=0",
            ],
            "a number of days",
        ),
        (&["EPO", "--from", "2019-03-21"], "as the order states"),
        (&["PLO_IRH", "--from", "2019-03-21"], "as directed"),
        (
            &["AD_VISIT_N", "--from", "2019-03-21", "--fact", "case=1"],
            "as the review decides",
        ),
        (
            &["SHORT_BREAK_TOTAL", "--from", "2019-03-21"],
            "nothing is due by it",
        ),
    ] {
        let refused = refusal(arguments);
        assert!(refused.contains(says), "{arguments:?}: {refused}");
    }
}

#[test]
fn the_list_names_every_rule_and_fact() {
    let text = lines(&["--list"]).join("\n");
    for rule in permanence::domain::deadlines::rules::all() {
        assert!(text.contains(rule.id), "{}", rule.id);
        for asked in rule.asks {
            assert!(
                text.contains(&format!("--fact {}=", asked.name)),
                "{}",
                asked.name
            );
        }
    }
}

#[test]
fn a_rule_without_a_day_is_no_question() {
    assert_eq!(ask(&["REVIEW_1"]).status.code(), Some(2));
    assert_eq!(ask(&[]).status.code(), Some(2));
    assert_eq!(ask(&["--list", "--markdown"]).status.code(), Some(2));
}
