//! What an import tells: a summary in words on stdout, which names no child, and a report in one of three forms, in
//! which every finding stands by rule, by child and by file.

mod html;
mod json;
mod page;
mod text;

use std::{
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, NaiveDate, Utc};
use clap::ValueEnum;

use crate::{
    casework::returns::{Judged, Outcome, Summary, report, report::Verdict},
    cli::CliError,
    domain::care::{CollectionYear, IncomingFile, rules},
    exchange::ssda903::{Checked, Refusal},
    store::Store,
};

pub use text::summary;

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    Text,
    Json,
    Html,
}

impl Form {
    /// By the end of the file's name; JSON where that says nothing.
    pub fn of(path: &Path) -> Self {
        let end = path.extension().and_then(|end| end.to_str());
        match end.map(str::to_ascii_lowercase).as_deref() {
            Some("txt" | "text") => Form::Text,
            Some("html" | "htm") => Form::Html,
            _ => Form::Json,
        }
    }
}

/// What a report is about: a return that was loaded, was loaded before, or was refused.
pub struct Told<'a> {
    pub authority: &'a str,
    pub year: CollectionYear,
    pub files: &'a [IncomingFile],
    pub state: State<'a>,
    pub verdict: Verdict,
}

pub enum State<'a> {
    Loaded(&'a Summary, &'a Judged),
    Before(Option<DateTime<Utc>>, &'a Judged),
    Refused(&'a Refusal),
}

impl State<'_> {
    fn word(&self) -> &'static str {
        match self {
            State::Loaded(..) => "LOADED",
            State::Before(..) => "ALREADY_LOADED",
            State::Refused(_) => "REFUSED",
        }
    }

    fn judged(&self) -> Option<&Judged> {
        match self {
            State::Loaded(_, judged) | State::Before(_, judged) => Some(judged),
            State::Refused(_) => None,
        }
    }
}

impl<'a> Told<'a> {
    /// About a return that is in the database; none where the load says nothing of its rules.
    pub async fn loaded(
        store: &Store,
        authority: &'a str,
        checked: &'a Checked,
        outcome: &'a Outcome,
    ) -> Result<Option<Self>, CliError> {
        let state = match outcome {
            Outcome::Loaded(summary) => match &summary.judged {
                Some(judged) => State::Loaded(summary, judged),
                None => return Ok(None),
            },
            Outcome::AlreadyLoaded { at, judged } => State::Before(*at, judged),
        };
        let Some(judged) = state.judged() else {
            return Ok(None);
        };
        let verdict = report::verdict(store, judged).await.map_err(unread)?;
        Ok(Some(Self {
            authority,
            year: checked.year,
            files: &checked.files,
            state,
            verdict,
        }))
    }

    /// About a return that was not taken. A rule that its dates break is known to be broken; no other was asked.
    pub fn refused(authority: &'a str, year: CollectionYear, refusal: &'a Refusal) -> Self {
        let broken = |rule: &rules::Rule| {
            let faults = refusal.faults.iter();
            faults
                .filter(|fault| of_fault(fault) == Some(rule.number))
                .count() as u64
        };
        let rules = rules::all()
            .map(|rule| match broken(rule) {
                0 => (rule, rules::Outcome::Skipped(NOT_ASKED.to_owned())),
                broken => (rule, rules::Outcome::Broken(broken)),
            })
            .collect();
        Self {
            authority,
            year,
            files: &[],
            state: State::Refused(refusal),
            verdict: Verdict {
                rules,
                others: Vec::new(),
                children: 0,
            },
        }
    }

    fn year_ending(&self) -> NaiveDate {
        self.year.ends_on()
    }

    fn passed(&self) -> usize {
        let rules = self.verdict.rules.iter();
        rules
            .filter(|(_, outcome)| *outcome == rules::Outcome::Passed)
            .count()
    }
}

const NOT_ASKED: &str = "the return was refused before the rules were asked";

/// The rule that a fault breaks, where it is one of a date.
fn of_fault(fault: &crate::exchange::ssda903::Fault) -> Option<&'static str> {
    fault.row?;
    fault.value.as_ref()?;
    rules::of_date(fault.column.as_deref()?).map(|rule| rule.number)
}

fn unread(error: crate::store::StoreError) -> CliError {
    CliError::Refused(format!("the findings could not be read back: {error}"))
}

/// Writes the report beside its place and moves it there when it is whole.
pub async fn write(
    store: Option<&Store>,
    told: &Told<'_>,
    path: &Path,
    form: Form,
) -> Result<(), CliError> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".unfinished");
    let unfinished = PathBuf::from(unfinished);
    let failed = |source| CliError::File {
        path: path.to_owned(),
        source,
    };
    let written = fill(store, told, &unfinished, form).await;
    if !matches!(written, Ok(Ok(()))) {
        let _ = std::fs::remove_file(&unfinished);
    }
    written?.map_err(failed)?;
    std::fs::rename(&unfinished, path).map_err(failed)
}

/// What went wrong in writing is handed back inside, what went wrong in reading outside.
async fn fill(
    store: Option<&Store>,
    told: &Told<'_>,
    path: &Path,
    form: Form,
) -> Result<std::io::Result<()>, CliError> {
    let mut out = match std::fs::File::create(path) {
        Ok(file) => BufWriter::new(file),
        Err(error) => return Ok(Err(error)),
    };
    let written = match form {
        Form::Json => json::write(&mut out, store, told).await.map_err(unread)?,
        Form::Text => {
            let lists = page::Lists::read(store, told).await.map_err(unread)?;
            out.write_all(text::whole(told, &lists).as_bytes())
        }
        Form::Html => {
            let lists = page::Lists::read(store, told).await.map_err(unread)?;
            html::write(&mut out, told, &lists)
        }
    };
    Ok(written.and_then(|()| out.flush()))
}
