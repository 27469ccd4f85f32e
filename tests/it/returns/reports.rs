//! The report of a return in its three forms, as the program writes them.

use std::process::Command;
use std::process::Output;

use permanence::casework::returns::report;
use permanence::casework::returns::report::Arranged;
use permanence::casework::returns::report::Listed;
use serde_json::Value;

use super::each_rule::DECISIONS;
use super::*;
use crate::on_both;

/// An empty, migrated database in a folder of its own, and the program over it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        assert!(desk.run(&["migrate"]).status.success());
        desk
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let database = format!(
            "sqlite://{}?mode=rwc",
            self.folder.path().join("council.db").display()
        );
        Command::new(env!("CARGO_BIN_EXE_permanence"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("PERMANENCE_DATABASE_URL", database)
            .output()
            .expect("the program runs")
    }

    fn put(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).expect("a file");
    }

    fn import(&self, more: &[&str]) -> (Option<i32>, String) {
        let mut arguments = vec![
            "import",
            "ssda903",
            "--authority",
            AUTHORITY,
            "--year-ending",
            "2018-03-31",
        ];
        arguments.extend(more);
        let output = self.run(&arguments);
        (
            output.status.code(),
            String::from_utf8(output.stdout).expect("text"),
        )
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).expect("the report is there")
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.read(name)).expect("the report is JSON")
    }
}

const HOSTILE: &str = "<script>alert(\"1\")</script>";

/// Ann breaks three rules, Ben one; a cell of Ann's is meant for a browser.
fn broken(desk: &Desk) {
    desk.put(
        "header.csv",
        &csv(
            HEADER,
            &[
                "ANN-1,2,01/02/2010,WBRI,UN1,,",
                "BEN-2,1,01/02/2010,WBRI,UN1,,",
            ],
        ),
    );
    let hostile = HOSTILE.replace('"', "\"\"");
    desk.put(
        "episodes.csv",
        &csv(
            EPISODES,
            &[
                &format!("ANN-1,01/05/2017,S,C2,N1,\"{hostile}\",PR1,,E5,,,,"),
                "BEN-2,01/05/2017,S,V2,N1,P1,PR0,01/06/2017,X1,,EX1 1AA,,",
            ],
        ),
    );
}

fn rule<'a>(report: &'a Value, number: &str) -> &'a Value {
    let rules = report["rules"].as_array().expect("the rules");
    rules
        .iter()
        .find(|rule| rule["rule"] == number)
        .expect("the rule")
}

#[test]
fn the_summary_names_rules_and_numbers_and_no_child() {
    let desk = Desk::new();
    broken(&desk);
    let (code, said) = desk.import(&["header.csv", "episodes.csv"]);
    assert_eq!(code, Some(0), "{said}");
    for part in [
        "Of the 61 rules 31 passed, 4 were broken and 26 were skipped.",
        "  378             1  error (stage 1)",
        "no return of the year before (2017) is held: 562, 502, 503A, 503B, 503D",
        "the return has no Reviews: 166, 167, 440, 441",
    ] {
        assert!(said.contains(part), "{part:?} is not in\n{said}");
    }
    for child in ["ANN", "BEN", "script", "EX1"] {
        assert!(!said.contains(child), "{child:?} is in\n{said}");
    }
}

#[test]
fn a_report_as_json_has_each_finding_by_rule_by_child_and_by_file() {
    let desk = Desk::new();
    broken(&desk);
    desk.import(&["--report", "found.json", "header.csv", "episodes.csv"]);
    let report = desk.json("found.json");
    assert_eq!(report["state"], "LOADED");
    assert_eq!(report["rules"].as_array().unwrap().len(), 61);
    assert_eq!(
        (
            &rule(&report, "142")["outcome"],
            &rule(&report, "142")["reason"]
        ),
        (&"PASSED".into(), &Value::Null)
    );
    let skipped = rule(&report, "551");
    assert_eq!(skipped["outcome"], "SKIPPED");
    assert_eq!(skipped["reason"], "the return has no PlacedAdoption");
    let known = rule(&report, "148");
    assert_eq!(
        (&known["outcome"], &known["findings"], &known["years"]),
        (&"BROKEN".into(), &1.into(), &"every year".into())
    );
    assert!(
        known["fix"]
            .as_str()
            .unwrap()
            .starts_with("If the episode has ended")
    );

    let group = |list: &str, key: &str, name: &str| {
        let groups = report[list].as_array().expect("groups").clone();
        groups
            .into_iter()
            .find(|group| group[key] == name)
            .unwrap_or_else(|| panic!("{name} in {list}"))
    };
    let by_rule = group("byRule", "rule", "146");
    let finding = &by_rule["findings"][0];
    assert_eq!(finding["file"], "episodes.csv");
    assert_eq!(
        (&finding["row"], &finding["column"], &finding["value"]),
        (&2.into(), &"PLACE".into(), &HOSTILE.into())
    );
    assert!(
        by_rule["fix"]
            .as_str()
            .unwrap()
            .contains("this year's list")
    );
    let rules_of = |group: &Value| -> Vec<String> {
        let findings = group["findings"].as_array().expect("findings");
        findings
            .iter()
            .map(|it| it["rule"].as_str().expect("a rule").to_owned())
            .collect()
    };
    let mut of_ann = rules_of(&group("byChild", "child", "ANN-1"));
    of_ann.sort();
    assert_eq!(of_ann, ["146", "148"]);
    assert_eq!(
        rules_of(&group("byChild", "child", "BEN-2")),
        ["378", "388"]
    );
    assert_eq!(rules_of(&group("byFile", "file", "episodes.csv")).len(), 4);

    // The same return again: nothing is changed, and its report can be had again.
    let (code, said) = desk.import(&["--report", "again.json", "header.csv", "episodes.csv"]);
    assert_eq!(code, Some(0));
    assert!(
        said.contains("Nothing was changed.") && said.contains("31 passed, 4 were broken"),
        "{said}"
    );
    let again = desk.json("again.json");
    assert_eq!(again["state"], "ALREADY_LOADED");
    for list in ["rules", "byRule", "byChild", "byFile"] {
        assert_eq!(again[list], report[list], "{list}");
    }
}

#[test]
fn a_report_as_a_page_runs_and_fetches_nothing() {
    let desk = Desk::new();
    broken(&desk);
    desk.import(&["--report", "found.html", "header.csv", "episodes.csv"]);
    let page = desk.read("found.html");
    assert!(page.starts_with("<!doctype html>"));
    assert!(
        !page.contains("<script"),
        "a cell has become a part of the page"
    );
    assert!(
        page.contains("&#60;script&#62;") || page.contains("&lt;script&gt;"),
        "the cell is shown as it came"
    );
    for fetched in [
        "http:",
        "https:",
        "src=",
        "<link",
        "url(",
        "javascript:",
        "@import",
        "onerror",
    ] {
        assert!(!page.contains(fetched), "{fetched}");
    }
    for part in [
        "By rule",
        "By child",
        "By file",
        "Child ANN-1: 2",
        "Rule 378: 1",
        "SKIPPED: the return has no Reviews",
        "@media print",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let whole = |tag: &str| {
        page.matches(&format!("<{tag}")).count() == page.matches(&format!("</{tag}>")).count()
    };
    for tag in [
        "table", "thead", "tbody", "tr", "h2", "h3", "nav", "style", "body",
    ] {
        assert!(whole(tag), "{tag}");
    }
}

#[test]
fn a_report_in_words_lists_what_is_there_and_says_where_it_stops() {
    let desk = Desk::new();
    let rows: Vec<String> = (1..=60)
        .map(|child| format!("C{child},01/05/2017,S,V2,N1,P1,PR0,,,,,,"))
        .collect();
    desk.put(
        "episodes.csv",
        &csv(
            EPISODES,
            &rows.iter().map(String::as_str).collect::<Vec<_>>(),
        ),
    );
    desk.import(&[
        "--report",
        "found",
        "--report-format",
        "text",
        "episodes.csv",
    ]);
    let text = desk.read("found");
    for part in [
        "BY RULE",
        "BY CHILD",
        "BY FILE",
        "Rule 378: 60 (error (stage 1), every year)",
        "To do: Correct PLACE or LS",
        "and 10 more, not listed here; the JSON report has them all",
        "378: episodes.csv, row 2, PLACE: found \"P1\"; expected a placement other than P1",
        "Child C60: 1",
        "      error (stage 1), every year. To do: Correct PLACE or LS",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn a_huge_cell_is_shown_in_part_by_what_is_read_and_whole_by_what_programs_read() {
    let desk = Desk::new();
    let huge = "é".repeat(50_000);
    let row = format!("ANN-1,01/05/2017,S,{huge},N1,U4,PR1,,,,,,");
    desk.put("episodes.csv", &csv(EPISODES, &[&row]));
    for (name, is_whole) in [
        ("found.html", false),
        ("found.txt", false),
        ("found.json", true),
    ] {
        let (code, _) = desk.import(&["--report", name, "episodes.csv"]);
        assert_eq!(code, Some(0));
        let report = desk.read(name);
        let longest = report.split(|it| it != 'é' && it != 'É');
        let longest = longest.map(|run| run.chars().count()).max();
        assert_eq!(longest, Some(if is_whole { 50_000 } else { 200 }), "{name}");
        assert_eq!(report.contains('…'), !is_whole, "{name}");
    }
}

#[test]
fn a_refused_return_has_a_report_of_the_same_shape() {
    let desk = Desk::new();
    desk.put(
        "episodes.csv",
        &csv(
            EPISODES,
            &["ANN-1,01/05/2017,S,C2,N1,U4,PR1,31/02/2018,E5,,,,"],
        ),
    );
    desk.put(
        "placed.csv",
        &csv(DECISIONS, &["ANN-1,01/02/2010,30/02/2017,,"]),
    );
    for (name, form) in [("no.json", "json"), ("no.html", "html"), ("no.txt", "text")] {
        let (code, _) = desk.import(&[
            "--report",
            name,
            "--report-format",
            form,
            "episodes.csv",
            "placed.csv",
        ]);
        assert_eq!(code, Some(2));
    }
    let report = desk.json("no.json");
    assert_eq!(
        (&report["state"], &report["faultCount"]),
        (&"REFUSED".into(), &2.into())
    );
    assert_eq!(rule(&report, "147")["outcome"], "BROKEN");
    let asked = rule(&report, "378");
    assert_eq!(
        (&asked["outcome"], &asked["reason"]),
        (
            &"SKIPPED".into(),
            &"the return was refused before the rules were asked".into()
        )
    );
    let finding = &report["byRule"][0]["findings"][0];
    assert_eq!(
        (&finding["rule"], &finding["row"], &finding["value"]),
        (&"147".into(), &2.into(), &"31/02/2018".into())
    );
    assert_eq!(report["byFile"].as_array().unwrap().len(), 2);
    assert!(
        desk.read("no.html")
            .contains("refused whole; nothing was loaded")
    );
    let text = desk.read("no.txt");
    assert!(
        text.contains("was refused.")
            && text.contains("Rule 147: 1")
            && text.contains("31/02/2018"),
        "{text}"
    );
}

on_both! {
    async fn findings_are_read_back_in_groups_that_say_how_many_they_are(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let (summary, _) = jo.load_text(2018, &[
            csv(HEADER, &["B,1,01/02/2010,WBRI,UN1,,", "A,1,01/02/2010,WBRI,UN1,,"]),
            csv(EPISODES, &["B,01/05/2017,S,V2,N1,P1,PR0,01/06/2017,X1,,,,", "A,01/05/2017,S,V2,N1,P1,PR0,,,,,,", "A,01/06/2017,S,V2,N1,P1,PR0,,,,,,"]),
        ]).await;
        let judged = summary.judged.expect("judged");
        let verdict = report::verdict(&jo.store, &judged).await.expect("a verdict");
        let broken: Vec<_> = (verdict.rules.iter())
            .filter(|(_, outcome)| outcome.findings() > 0)
            .map(|(rule, outcome)| (rule.number, outcome.findings()))
            .collect();
        assert_eq!(broken, [("142", 1), ("388", 1), ("378", 3)]);
        assert_eq!((verdict.children, verdict.others.len()), (2, 0));
        for (arranged, due) in [
            (Arranged::ByRule, vec![("142", 1, 1), ("378", 2, 3), ("388", 1, 1)]),
            (Arranged::ByChild, vec![("A", 2, 3), ("B", 2, 2)]),
            (Arranged::ByFile, vec![("2018-1.csv", 2, 5)]),
        ] {
            let listed = Listed { groups: 9, each: 2 };
            let groups = report::groups(&jo.store, &judged, arranged, listed).await.expect("groups");
            let found: Vec<_> = groups.iter().map(|it| (it.name.as_str(), it.findings.len(), it.total)).collect();
            assert_eq!(found, due, "{arranged:?}");
            let mut all = 0;
            report::every(&jo.store, &judged, arranged, |_| all += 1).await.expect("findings");
            assert_eq!(all, 5);
        }
        let one = Listed { groups: 1, each: 9 };
        let first = report::groups(&jo.store, &judged, Arranged::ByChild, one).await.expect("groups");
        assert_eq!(first.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["A"]);
    }
}
