//! The report as one page: no script, nothing fetched, fit to be printed.

use std::io::Write;

use askama::Template;

use super::{State, Told, page, page::Lists};
use crate::{
    casework::returns::report::{Finding, Group},
    domain::care::rules::Outcome,
};

#[derive(Template)]
#[template(path = "return_report.html")]
struct Page<'a> {
    authority: &'a str,
    year: String,
    state: &'static str,
    files: Vec<[String; 4]>,
    faults: Option<u64>,
    rules: Vec<Line>,
    others: Vec<[String; 4]>,
    by_rule: Vec<Section>,
    by_child: Vec<Section>,
    by_file: Vec<Section>,
    cut_children: Option<String>,
}

/// A rule and what came of it.
struct Line {
    number: &'static str,
    family: &'static str,
    severity: &'static str,
    years: String,
    broken_when: &'static str,
    fix: &'static str,
    outcome: &'static str,
    told: String,
}

/// Findings that belong together.
struct Section {
    name: String,
    total: u64,
    about: Option<(String, &'static str)>,
    rows: Vec<Row>,
    cut: Option<String>,
}

struct Row {
    rule: String,
    child: String,
    file: String,
    row: String,
    column: String,
    value: String,
    expected: String,
    severity: String,
    fix: &'static str,
}

pub fn write(out: &mut impl Write, told: &Told<'_>, lists: &Lists) -> std::io::Result<()> {
    let sections = |groups: &[Group], by_rule: bool| -> Vec<Section> {
        groups.iter().map(|group| section(group, by_rule)).collect()
    };
    let page = Page {
        authority: told.authority,
        year: told.year.to_string(),
        state: match told.state {
            State::Loaded(..) => "loaded",
            State::Before(..) => "loaded before; nothing was changed",
            State::Refused(_) => "refused whole; nothing was loaded",
        },
        files: (told.files.iter())
            .map(|file| {
                let (table, rows) = (file.table.name().to_owned(), file.rows.to_string());
                [table, file.name.clone(), rows, file.encoding.to_owned()]
            })
            .collect(),
        faults: match told.state {
            State::Refused(refusal) => Some(refusal.fault_count),
            _ => None,
        },
        rules: (told.verdict.rules.iter())
            .map(|(rule, outcome)| Line {
                number: rule.number,
                family: rule.family.name(),
                severity: rule.stage.name(),
                years: rule.years(),
                broken_when: rule.broken_when,
                fix: rule.fix,
                outcome: outcome.word(),
                told: match outcome {
                    Outcome::Passed => String::new(),
                    Outcome::Broken(rows) => rows.to_string(),
                    Outcome::Skipped(reason) => reason.clone(),
                },
            })
            .collect(),
        others: (told.verdict.others.iter())
            .map(|other| {
                let (rule, severity) = (other.rule.clone(), other.severity.clone());
                [
                    rule,
                    severity,
                    other.findings.to_string(),
                    other.expected.clone(),
                ]
            })
            .collect(),
        by_rule: sections(&lists.by_rule, true),
        by_child: sections(&lists.by_child, false),
        by_file: sections(&lists.by_file, false),
        cut_children: page::cut_children(told, lists),
    };
    page.write_into(out)
}

fn section(group: &Group, by_rule: bool) -> Section {
    Section {
        name: group.name.clone(),
        total: group.total,
        about: by_rule.then(|| page::about(&group.name)),
        rows: group.findings.iter().map(row).collect(),
        cut: page::cut(group),
    }
}

fn row(finding: &Finding) -> Row {
    let (severity, fix) = page::about(&finding.rule);
    Row {
        rule: finding.rule.clone(),
        child: finding.child.clone().unwrap_or_default(),
        file: finding.file.clone(),
        row: finding.row.map(|row| row.to_string()).unwrap_or_default(),
        column: finding.column.clone().unwrap_or_default(),
        value: finding
            .value
            .as_deref()
            .map(page::shortened)
            .unwrap_or_default(),
        expected: finding.expected.clone(),
        severity,
        fix,
    }
}
