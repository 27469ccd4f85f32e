//! The report in words.

use std::fmt::Write as _;

use super::{State, Told, page, page::Lists};
use crate::{casework::returns::report::Group, domain::care::rules::Outcome};

/// The summary on stdout. It names rules and numbers, no child.
pub fn summary(told: &Told<'_>) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = head(told, &mut text).and_then(|()| judgement(told, &mut text));
    text
}

/// The report: the summary, and the findings by rule, by child and by file.
pub fn whole(told: &Told<'_>, lists: &Lists) -> String {
    let mut text = summary(told);
    if let State::Refused(refusal) = told.state {
        let _ = write!(text, "\n{refusal}");
    }
    let _ = listing(told, lists, &mut text);
    text
}

fn head(told: &Told<'_>, text: &mut String) -> std::fmt::Result {
    let (authority, year_ending) = (told.authority, told.year_ending());
    match &told.state {
        State::Refused(_) => {
            writeln!(
                text,
                "The return of {authority} for the year ending {year_ending} was refused."
            )?;
        }
        State::Before(at, _) => {
            let at = at
                .map(|at| format!(" on {}", at.format("%Y-%m-%d")))
                .unwrap_or_default();
            writeln!(
                text,
                "These files are {authority}'s return for {year_ending} already, loaded{at}. Nothing was changed."
            )?;
        }
        State::Loaded(..) => {
            writeln!(
                text,
                "Loaded the return of {authority} for the year ending {year_ending}."
            )?;
        }
    }
    for file in told.files {
        let (table, rows) = (file.table.name(), file.rows);
        writeln!(
            text,
            "  {table:<15}{rows:>9} rows  {}  ({})",
            file.name, file.encoding
        )?;
    }
    if let State::Loaded(summary, _) = told.state {
        writeln!(
            text,
            "Children: {} in the return, {} new. Episodes: {} new, {} replaced, {} set aside, {} open and not seen again.",
            summary.children,
            summary.children_added,
            summary.episodes_added,
            summary.episodes_replaced,
            summary.episodes_set_aside,
            summary.not_seen_again,
        )?;
    }
    Ok(())
}

fn judgement(told: &Told<'_>, text: &mut String) -> std::fmt::Result {
    let rules = &told.verdict.rules;
    let skipped = rules
        .iter()
        .filter(|(_, outcome)| outcome.reason().is_some())
        .count();
    let passed = told.passed();
    let broken = rules.len() - skipped - passed;
    writeln!(
        text,
        "Of the {} rules {passed} passed, {broken} were broken and {skipped} were skipped.",
        rules.len()
    )?;
    if broken > 0 {
        writeln!(
            text,
            "Broken, by rows that were kept unless the return was refused:"
        )?;
    }
    for (rule, outcome) in rules {
        if let Outcome::Broken(rows) = outcome {
            let (number, stage) = (rule.number, rule.stage.name());
            writeln!(
                text,
                "  {number:<8}{rows:>9}  {stage:<17}  {}",
                rule.broken_when
            )?;
            writeln!(text, "  {:<38}{}", "", rule.fix)?;
        }
    }
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (rule, outcome) in rules {
        let Some(reason) = outcome.reason() else {
            continue;
        };
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, numbers)) => numbers.push(rule.number),
            None => reasons.push((reason, vec![rule.number])),
        }
    }
    if !reasons.is_empty() {
        writeln!(text, "Skipped, which is not passed:")?;
    }
    for (reason, numbers) in reasons {
        writeln!(text, "  {reason}: {}", numbers.join(", "))?;
    }
    if !told.verdict.others.is_empty() {
        writeln!(text, "Found beside these rules:")?;
    }
    for other in &told.verdict.others {
        let (rule, rows, severity) = (&other.rule, other.findings, &other.severity);
        writeln!(
            text,
            "  {rule:<15}{rows:>9}  {severity:<8} expected {}",
            other.expected
        )?;
    }
    Ok(())
}

fn listing(told: &Told<'_>, lists: &Lists, text: &mut String) -> std::fmt::Result {
    writeln!(text, "\nBY RULE")?;
    for group in &lists.by_rule {
        let (severity, fix) = page::about(&group.name);
        writeln!(text, "\nRule {}: {} ({severity})", group.name, group.total)?;
        writeln!(text, "  To do: {fix}")?;
        lines(group, false, text)?;
    }
    writeln!(text, "\nBY CHILD")?;
    for group in &lists.by_child {
        writeln!(text, "\nChild {}: {}", group.name, group.total)?;
        lines(group, true, text)?;
    }
    if let Some(cut) = page::cut_children(told, lists) {
        writeln!(text, "\n{cut}")?;
    }
    writeln!(text, "\nBY FILE")?;
    for group in &lists.by_file {
        writeln!(text, "\n{}: {}", group.name, group.total)?;
        lines(group, true, text)?;
    }
    Ok(())
}

fn lines(group: &Group, with_fix: bool, text: &mut String) -> std::fmt::Result {
    for finding in &group.findings {
        write!(text, "  {}: {}", finding.rule, one_line(&finding.file))?;
        if let Some(row) = finding.row {
            write!(text, ", row {row}")?;
        }
        if let Some(column) = &finding.column {
            write!(text, ", {column}")?;
        }
        if let Some(value) = &finding.value {
            write!(text, ": found \"{}\"", one_line(&page::shortened(value)))?;
        }
        writeln!(text, "; expected {}", finding.expected)?;
        if with_fix {
            let (severity, fix) = page::about(&finding.rule);
            writeln!(text, "      {severity}. To do: {fix}")?;
        }
    }
    match page::cut(group) {
        Some(cut) => writeln!(text, "  {cut}"),
        None => Ok(()),
    }
}

/// A cell may hold line ends and worse; a line of the report is one line.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
