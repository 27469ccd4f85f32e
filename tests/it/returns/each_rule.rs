//! Each rule of the table, broken and kept, over two years and on both databases.

use std::collections::BTreeSet;

use permanence::domain::care::rules;
use permanence::domain::care::rules::Outcome as Came;

use super::rule_cases::{CASES, Case};
use super::*;
use crate::on_both;

pub const ADOPTIONS: &str =
    "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR";
pub const DECISIONS: &str = "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED";
pub const PREVIOUS: &str = "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM";

const TABLES: [(&str, &str, &str); 7] = [
    ("H", "header.csv", HEADER),
    ("E", "episodes.csv", EPISODES),
    ("R", "reviews.csv", REVIEWS),
    ("A", "ad1.csv", ADOPTIONS),
    ("D", "placed_for_adoption.csv", DECISIONS),
    ("P", "previous_permanence.csv", PREVIOUS),
    ("L", "episodes.csv", EPISODES),
];

/// The files of two years, as rows by the table's letter.
#[derive(Default)]
struct Files(BTreeMap<&'static str, Vec<String>>);

impl Files {
    fn add(&mut self, child: &str, lines: &[&str]) {
        let has = |letter: &str| lines.iter().any(|line| line.starts_with(letter));
        let born = lines.iter().find_map(|line| line.strip_prefix("H "));
        if !has("-H") {
            let born = born.unwrap_or("01/02/2015");
            self.row("H", child, &format!("F,{born},WBRI,UN1,,"));
        }
        if !has("-P") && !has("P ") {
            self.row("P", child, "01/02/2015,Z1,,");
        }
        for line in lines {
            if let Some((letter, cells)) = line.split_once(' ').filter(|(letter, _)| *letter != "H")
            {
                self.row(letter, child, cells);
            }
        }
    }

    fn row(&mut self, letter: &str, child: &str, cells: &str) {
        let (letter, ..) = TABLES
            .iter()
            .find(|(known, ..)| *known == letter)
            .expect("a table");
        self.0
            .entry(letter)
            .or_default()
            .push(format!("{child},{cells}"));
    }

    /// The row number, the header being row 1, of the child's nth row in a table.
    fn number(&self, letter: &str, child: &str, nth: usize) -> u64 {
        let own = format!("{child},");
        let mut rows = self.0[letter].iter().enumerate();
        let (at, _) = rows
            .by_ref()
            .filter(|(_, row)| row.starts_with(&own))
            .nth(nth - 1)
            .expect("a row");
        at as u64 + 2
    }

    fn paths(&self, jo: &Officer, letters: &[&str], folder: &str) -> Vec<PathBuf> {
        let wanted = TABLES
            .iter()
            .filter(|(letter, ..)| letters.contains(letter));
        wanted
            .map(|(letter, name, header)| {
                let rows: Vec<&str> = self.0[letter].iter().map(String::as_str).collect();
                jo.file(&format!("{folder}-{name}"), csv(header, &rows))
            })
            .collect()
    }
}

/// What was said, so that a finding can be compared whole.
#[derive(Default)]
struct Told(Vec<(String, Issue)>);

impl Watch for Told {
    fn issue(&mut self, file: &str, issue: &Issue) {
        self.0.push((file.to_owned(), issue.clone()));
    }
}

fn broken_child(case: &Case) -> String {
    format!("BROKEN-{}", case.rule.to_uppercase())
}

fn in_table(rule: &str) -> bool {
    rules::numbered(rule).is_some()
}

#[test]
fn every_rule_of_the_table_has_a_case_and_its_own_words() {
    let numbers: Vec<&str> = rules::all().map(|rule| rule.number).collect();
    assert_eq!(numbers.len(), 61);
    assert_eq!(
        numbers.iter().collect::<BTreeSet<_>>().len(),
        61,
        "each once"
    );
    let mut cased: BTreeSet<&str> = CASES.iter().map(|case| case.rule).collect();
    cased.insert("147"); // an impossible date refuses the return: tested by itself
    assert_eq!(cased, numbers.into_iter().collect());
    for rule in rules::all() {
        for words in [rule.broken_when, rule.expected, rule.fix] {
            assert!(words.len() > 5, "{rule:?}");
        }
        assert!(
            !rule.columns.is_empty() && !rule.tables.is_empty(),
            "{rule:?}"
        );
        assert!(
            rule.from.is_none() && rule.to.is_none(),
            "{rule:?}: none of these came or went"
        );
    }
}

on_both! {
    async fn each_rule_finds_what_breaks_it_at_its_cell_and_passes_what_does_not(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let mut files = Files::default();
        for case in CASES {
            files.add(&broken_child(case), case.broken);
            files.add(&format!("SOUND-{}", case.rule), case.sound);
        }
        // Most of last year's children came back; without the year before, the rules of two years are skipped.
        let last: Vec<PathBuf> = files.paths(&jo, &["H", "L"], "2025");
        jo.load(2025, &last).await;
        let paths = files.paths(&jo, &["H", "E", "R", "A", "D", "P"], "2026");
        let checked = check(&paths, ending(2026)).unwrap_or_else(|refusal| panic!("{refusal}"));
        let mut told = Told::default();
        let summary = jo.load_watched(&checked, &mut told).await;

        for case in CASES {
            let child = broken_child(case);
            let (letter, nth, column, value) = case.at;
            let row = files.number(letter, &child, nth);
            let (_, name, _) = TABLES.iter().find(|(known, ..)| *known == letter).unwrap();
            let at = told.0.iter().find(|(file, issue)| {
                *file == format!("2026-{name}") && issue.rule == case.rule && issue.row == Some(row)
            });
            let (_, issue) = at.unwrap_or_else(|| panic!("rule {} found nothing in row {row} of {name}", case.rule));
            assert_eq!((issue.column, issue.value.as_deref()), (Some(column), value), "rule {}", case.rule);
            assert!(issue.expected.contains(case.expected), "rule {}: {}", case.rule, issue.expected);
        }
        // Each child breaks its rule and no other of the table, and the sound ones break none.
        let found = "select child_key || ' ' || rule from import_issue where child_key like '%-%' \
            and run_id = (select max(id) from import_run) order by child_key, rule";
        let found: BTreeSet<String> = jo.all(found).await.into_iter()
            .filter(|line| in_table(line.rsplit(' ').next().unwrap())).collect();
        let due: BTreeSet<String> = CASES.iter().flat_map(|case| {
            let rules = case.also.iter().chain([&case.rule]);
            rules.map(|rule| format!("{} {rule}", broken_child(case)))
        }).collect();
        assert_eq!(found, due);

        let judged = summary.judged.expect("judged");
        for rule in rules::all() {
            let rows = summary.rules.get(rule.number).map_or(0, |count| count.rows);
            let came = judged.scope.outcome(rule, rows);
            match rule.number {
                "147" => assert_eq!(came, Came::Passed),
                _ => assert!(matches!(came, Came::Broken(1..)), "{rule:?}: {came:?}"),
            }
        }
    }

    async fn a_rule_that_cannot_be_asked_is_skipped_with_its_reason(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let header = csv(HEADER, &["1,F,01/02/2015,WBRI,UN1,,"]);
        let episodes = csv(EPISODES, &["1,01/05/2024,S,C2,N1,U4,PR1,,,,,,"]);
        let came = |summary: &Summary, rule: &str| {
            let judged = summary.judged.as_ref().expect("judged");
            judged.scope.outcome(rules::numbered(rule).expect("a rule"), 0)
        };
        let reason = |came: Came| came.reason().unwrap_or("not skipped").to_owned();

        let (summary, _) = jo.load_text(2024, std::slice::from_ref(&header)).await;
        assert_eq!(reason(came(&summary, "142")), "the return has no Episodes");
        assert_eq!(reason(came(&summary, "552")), "the return has no Episodes and no PlacedAdoption");
        assert_eq!(reason(came(&summary, "562")), "the return has no Episodes");
        let passed = |summary: &Summary| {
            rules::all().filter(|rule| came(summary, rule.number) == Came::Passed).count()
        };
        assert_eq!(passed(&summary), 0);

        let (summary, _) = jo.load_text(2025, &[header.clone(), episodes.clone()]).await;
        assert_eq!(came(&summary, "142"), Came::Passed);
        assert_eq!(reason(came(&summary, "440")), "the return has no Reviews");
        assert_eq!(
            reason(came(&summary, "562")),
            "the return of the year before (2024) that is held has no Episodes"
        );
        let (summary, _) = jo.load_text(2026, &[header.clone(), episodes.clone()]).await;
        assert_eq!(came(&summary, "562"), Came::Passed);
        // A year is missing between: the older return is not the year before.
        let (summary, heard) = jo.load_text(2028, &[header, episodes]).await;
        assert_eq!(reason(came(&summary, "503B")), "no return of the year before (2027) is held");
        assert!(heard.0.iter().all(|(rule, ..)| *rule != "562"));
    }

    async fn a_corrected_return_is_held_against_the_year_before_it_and_not_against_itself(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let header = csv(HEADER, &["1,F,01/02/2015,WBRI,UN1,,"]);
        let with = |status: &str| csv(EPISODES, &[&format!("1,01/05/2024,S,{status},N1,U4,PR1,,,,,,")]);
        let broken = |heard: &Heard| heard.0.iter().filter(|(rule, ..)| *rule == "503B").count();
        jo.load_text(2025, &[header.clone(), with("C1")]).await;
        jo.load_text(2025, &[header.clone(), with("C2")]).await;
        let (_, heard) = jo.load_text(2026, &[header.clone(), with("C1")]).await;
        assert_eq!(broken(&heard), 1, "the corrected return of last year counts");
        let (_, heard) = jo.load_text(2026, &[header, with("C2")]).await;
        assert_eq!(broken(&heard), 0, "what this year's first return said does not");
    }
}

#[test]
fn an_impossible_date_is_told_as_the_rule_that_it_breaks() {
    for (column, rule) in [
        ("DECOM", "141"),
        ("DEC", "147"),
        ("REVIEW", "166"),
        ("DATE_PERM", "632"),
    ] {
        assert_eq!(rules::of_date(column).map(|rule| rule.number), Some(rule));
    }
    assert!(rules::of_date("DOB").is_none());
}
