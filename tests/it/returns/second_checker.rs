//! The import against a checker that shares nothing with it, over the published sample returns; and every figure
//! that differs from the published measurement, named by its rows.

use std::collections::BTreeSet;
use std::process::Command;

use permanence::domain::care::rules;

use super::samples::{single_year, year_files};
use super::*;
use crate::on_both;

const FIGURES: &str = include_str!("second_checker/expected.csv");
const DIFFERENCES: &str = include_str!("second_checker/differences.csv");

const YEARS: [(&str, i32); 3] = [
    ("five-year 2017", 2017),
    ("five-year 2018", 2018),
    ("five-year 2019", 2019),
];
const SINGLE: &str = "single-year";

/// The published measurement: rows of 2017, 2018, 2019 and the single year. Its 388 counts X1 at the end of a chain
/// alone.
const PUBLISHED: [(&str, [u64; 4]); 16] = [
    ("148", [434, 235, 160, 1413]),
    ("142", [6, 1, 0, 10]),
    ("388", [1, 0, 1, 8]),
    ("431", [9, 2, 1, 58]),
    ("432", [5, 2, 1, 5]),
    ("433", [12, 4, 3, 8]),
    ("434", [20, 17, 5, 58]),
    ("435", [87, 46, 37, 7]),
    ("436", [9, 4, 1, 5]),
    ("501", [17, 5, 4, 62]),
    ("504", [12, 5, 3, 10]),
    ("378", [2, 9, 8, 13]),
    ("390", [28, 21, 17, 65]),
    ("408", [18, 12, 7, 340]),
    ("440", [424, 341, 265, 1435]),
    ("441", [42, 23, 20, 663]),
];

/// Set, rule, outcome, rows: as the second checker prints them.
fn figures(set: &str, summary: &Summary) -> Vec<String> {
    let judged = summary.judged.as_ref().expect("judged");
    rules::all()
        .map(|rule| {
            let rows = summary.rules.get(rule.number).map_or(0, |count| count.rows);
            let came = judged.scope.outcome(rule, rows);
            format!("{set},{},{},{}", rule.number, came.word(), came.findings())
        })
        .collect()
}

fn due(set: &str) -> BTreeSet<&'static str> {
    let of_set = |line: &&str| line.starts_with(&format!("{set},"));
    FIGURES.lines().filter(of_set).collect()
}

fn agree(set: &str, summary: &Summary) {
    let found = figures(set, summary);
    assert_eq!(found.len(), 61);
    assert_eq!(
        found.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        due(set),
        "{set}"
    );
}

/// The rows that the list names for a rule of a set, each with a reason.
fn named(set: &str, rule: &str) -> Vec<u64> {
    let rows = DIFFERENCES
        .lines()
        .skip(1)
        .map(|line| line.splitn(4, ',').collect::<Vec<_>>());
    rows.filter(|cells| cells[0] == set && cells[1] == rule)
        .map(|cells| {
            assert!(cells[3].len() > 20, "why does it differ? {cells:?}");
            cells[2].parse().expect("a row")
        })
        .collect()
}

/// The published figure and the rows named make ours, and each row named is one that we found.
fn explained(set: &str, column: usize, heard: &Heard) {
    for (rule, figures) in PUBLISHED {
        let found: Vec<u64> = (heard.0.iter())
            .filter(|(number, ..)| *number == rule)
            .filter_map(|(.., row)| *row)
            .collect();
        let named = named(set, rule);
        assert_eq!(
            figures[column] + named.len() as u64,
            found.len() as u64,
            "{set}, rule {rule}"
        );
        for row in named {
            assert!(
                found.contains(&row),
                "{set}, rule {rule}: row {row} was not found"
            );
        }
    }
}

on_both! {
    async fn every_figure_of_three_years_is_the_second_checkers(db: TestDatabase) {
        let Some(folder) = samples("ssda903-five-year") else { return };
        let jo = Officer::at(db).await;
        for (column, (set, label)) in YEARS.into_iter().enumerate() {
            let (summary, heard) = jo.load(label + 1, &year_files(&folder, label)).await;
            agree(set, &summary);
            explained(set, column, &heard);
        }
    }

    async fn every_figure_of_the_single_year_is_the_second_checkers(db: TestDatabase) {
        let Some(folder) = samples("ssda903-single-year") else { return };
        let jo = Officer::at(db).await;
        let (summary, heard) = jo.load(2018, &single_year(&folder)).await;
        agree(SINGLE, &summary);
        explained(SINGLE, 3, &heard);
    }
}

/// The figures that are checked in are what the second checker says today.
#[test]
fn the_checked_in_figures_are_fresh() {
    let Some(folder) = samples("ssda903-five-year") else {
        return;
    };
    let script =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/returns/second_checker/check.py");
    let run = Command::new("python3")
        .arg("-B")
        .arg(script)
        .arg(folder.parent().expect("the samples"))
        .output();
    let Ok(run) = run else {
        println!("skipped: no python3");
        return;
    };
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    assert_eq!(String::from_utf8_lossy(&run.stdout), FIGURES);
}

#[test]
fn the_figures_cover_every_rule_of_every_set() {
    for (set, _) in YEARS.into_iter().chain([(SINGLE, 0)]) {
        let rules: BTreeSet<&str> = due(set)
            .iter()
            .filter_map(|line| line.split(',').nth(1))
            .collect();
        assert_eq!(
            rules,
            rules::all().map(|rule| rule.number).collect(),
            "{set}"
        );
    }
    assert_eq!(FIGURES.lines().count(), 1 + 4 * 61);
}
