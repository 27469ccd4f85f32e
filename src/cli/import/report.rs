//! What an import tells: a summary in words, every finding as JSON, and a bar while it works.

use std::{
    fmt::Write as _,
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::{
    casework::returns::{Outcome, Watch},
    cli::CliError,
    domain::care::Issue,
    exchange::ssda903::{Checked, Refusal},
};

/// The report of a return that was not taken.
pub fn refused(
    path: &Path,
    authority: &str,
    year_ending: NaiveDate,
    refusal: &Refusal,
) -> Result<(), CliError> {
    let report = json!({
        "format": "SSDA903", "authority": authority, "yearEnding": year_ending, "state": "REFUSED",
        "faultCount": refusal.fault_count, "faults": refusal.faults,
    });
    let failed = |source| CliError::File {
        path: path.to_owned(),
        source,
    };
    std::fs::write(path, format!("{report:#}\n")).map_err(failed)
}

/// The summary in words. It names rules and numbers, no child.
pub fn text(authority: &str, checked: &Checked, outcome: &Outcome) -> String {
    let mut text = String::new();
    let year_ending = checked.year.ends_on();
    // Writing to a string cannot fail.
    let _ = match outcome {
        Outcome::AlreadyLoaded { at } => {
            let at = at
                .map(|at| format!(" on {}", at.format("%Y-%m-%d")))
                .unwrap_or_default();
            writeln!(
                text,
                "These files are {authority}'s return for {year_ending} already, loaded{at}. Nothing was changed."
            )
        }
        Outcome::Loaded(_) => writeln!(
            text,
            "Loaded the return of {authority} for the year ending {year_ending}."
        ),
    };
    for file in &checked.files {
        let _ = writeln!(
            text,
            "  {:<15}{:>9} rows  {}  ({})",
            file.table.name(),
            file.rows,
            file.name,
            file.encoding
        );
    }
    let Outcome::Loaded(summary) = outcome else {
        return text;
    };
    let _ = writeln!(
        text,
        "Children: {} in the return, {} new. Episodes: {} new, {} replaced, {} set aside, {} open and not seen again.",
        summary.children,
        summary.children_added,
        summary.episodes_added,
        summary.episodes_replaced,
        summary.episodes_set_aside,
        summary.not_seen_again,
    );
    if !summary.rules.is_empty() {
        let _ = writeln!(text, "Findings, all of them in rows that were kept:");
    }
    for (rule, count) in &summary.rules {
        let _ = writeln!(
            text,
            "  {rule:<15}{:>9}  {:<8} expected {}",
            count.rows,
            count.severity.name(),
            count.expected
        );
    }
    text
}

/// Draws the bar (on a terminal only) and writes each finding as it comes, so that a long report costs no memory.
pub struct Watcher {
    bar: ProgressBar,
    file: Option<ReportFile>,
}

struct ReportFile {
    path: PathBuf,
    unfinished: PathBuf,
    out: BufWriter<File>,
    first: bool,
    failed: Option<std::io::Error>,
}

impl Watcher {
    pub fn start(
        authority: &str,
        checked: &Checked,
        report: Option<&Path>,
    ) -> Result<Self, CliError> {
        let bar = ProgressBar::new(checked.row_count());
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.set_message("rows");
        let file = report
            .map(|path| ReportFile::create(path, authority, checked))
            .transpose()?;
        Ok(Self { bar, file })
    }

    pub fn finish(self, outcome: &Outcome) -> Result<(), CliError> {
        self.bar.finish_and_clear();
        match self.file {
            Some(file) => file.finish(outcome),
            None => Ok(()),
        }
    }

    pub fn abandon(self) {
        self.bar.finish_and_clear();
        if let Some(file) = self.file {
            let _ = std::fs::remove_file(file.unfinished);
        }
    }
}

impl Watch for Watcher {
    fn row(&mut self) {
        self.bar.inc(1);
    }

    fn child(&mut self) {
        if self.bar.position() >= self.bar.length().unwrap_or_default() {
            self.bar.set_message("children");
        }
        self.bar.tick();
    }

    fn issue(&mut self, file: &str, issue: &Issue) {
        if let Some(report) = &mut self.file {
            report.add(&json!({
                "file": file, "row": issue.row, "column": issue.column, "rule": issue.rule,
                "severity": issue.severity, "value": issue.value, "expected": issue.expected,
            }));
        }
    }
}

impl ReportFile {
    /// Written beside its place and moved there when it is whole.
    fn create(path: &Path, authority: &str, checked: &Checked) -> Result<Self, CliError> {
        let mut unfinished = path.as_os_str().to_owned();
        unfinished.push(".unfinished");
        let unfinished = PathBuf::from(unfinished);
        let failed = |source| CliError::File {
            path: unfinished.clone(),
            source,
        };
        let mut out = BufWriter::new(File::create(&unfinished).map_err(failed)?);
        let files: Vec<Value> = (checked.files.iter())
            .map(|file| {
                json!({
                    "table": file.table.name(), "file": file.name, "rows": file.rows,
                    "encoding": file.encoding, "sha256": file.sha256,
                })
            })
            .collect();
        let (year_ending, files) = (json!(checked.year.ends_on()), json!(files));
        let start = write!(
            out,
            "{{\"format\": \"SSDA903\", \"authority\": {}, \"yearEnding\": {year_ending},\n\"files\": {files},\n\"issues\": [",
            json!(authority)
        );
        start.map_err(failed)?;
        Ok(Self {
            path: path.to_owned(),
            unfinished,
            out,
            first: true,
            failed: None,
        })
    }

    fn add(&mut self, issue: &Value) {
        let comma = if std::mem::take(&mut self.first) {
            ""
        } else {
            ","
        };
        if let Err(error) = write!(self.out, "{comma}\n{issue}") {
            self.failed.get_or_insert(error);
        }
    }

    fn finish(mut self, outcome: &Outcome) -> Result<(), CliError> {
        let failed = |source| CliError::File {
            path: self.path.clone(),
            source,
        };
        if let Some(error) = self.failed.take() {
            return Err(failed(error));
        }
        let (state, summary) = match outcome {
            Outcome::Loaded(summary) => ("LOADED", json!(summary)),
            Outcome::AlreadyLoaded { .. } => ("ALREADY_LOADED", Value::Null),
        };
        writeln!(
            self.out,
            "],\n\"state\": \"{state}\", \"summary\": {summary}}}"
        )
        .map_err(failed)?;
        self.out.flush().map_err(failed)?;
        std::fs::rename(&self.unfinished, &self.path).map_err(failed)
    }
}
