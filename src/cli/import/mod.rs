//! `permanence import`

mod progress;
mod report;

use std::{path::PathBuf, process::ExitCode};

use chrono::NaiveDate;
use clap::Subcommand;

use super::{CliError, config::Config, log, office, sources};
use crate::{
    casework::returns::{self, LoadError, Return},
    domain::care::CollectionYear,
    exchange::{
        self,
        ssda903::{Fault, Refusal},
    },
    store::Store,
};
use progress::Progress;
use report::Told;

/// The exit code of a return that was not taken.
const REFUSED: u8 = 2;

/// Load a return that a council already makes.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    format: Form,
}

#[derive(Debug, Subcommand)]
enum Form {
    Ssda903(Ssda903),
}

/// Load a children looked after return (SSDA903), as its CSV files or its XML file.
///
/// Tables are known by their headers, whatever the files are called. A return is loaded whole or not at all: a file that
/// cannot be read, an impossible date, a row without a child, two files of one table or dates that contradict the year
/// refuse it, with every fault listed. Everything else is kept; the rules that it breaks are reported, and the rules that could not be asked are named with
/// the reason. Loading the same return again changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence import ssda903 --authority E08000018 --year-ending 2020-03-31 returns/2020/
  permanence import ssda903 --authority E08000018 --year-ending 2020-03-31 --report found.html header.csv episodes.csv")]
pub struct Ssda903 {
    /// The council's nine-character GSS code; one not known yet is created
    #[arg(long, value_name = "GSS-CODE", value_parser = gss_code)]
    pub authority: String,
    /// The last day of the collection year, 31 March
    #[arg(long, value_name = "DATE")]
    pub year_ending: NaiveDate,
    /// Also write what was found to this file, by rule, by child and by file: .txt, .html or .json
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// The form of the report, whatever its file is called
    #[arg(long, value_name = "FORM", requires = "report")]
    pub report_format: Option<report::Form>,
    /// A TOML file with the settings that differ from the defaults
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// CSV files or one XML file, or folders of them
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let Form::Ssda903(args) = args.format;
    let config = Config::load(args.config.as_deref())?;
    log::start(&config.log)?;
    ssda903(&config, args).await
}

async fn ssda903(config: &Config, args: Ssda903) -> Result<ExitCode, CliError> {
    let year = CollectionYear::ending(args.year_ending)
        .map_err(|wrong| CliError::Refused(wrong.to_string()))?;
    let checked = match exchange::ssda903::check(&args.paths, year) {
        Ok(checked) => checked,
        Err(refusal) => return refuse(&args, year, &refusal).await,
    };
    let store = office::ready_store(config).await?;
    let mut progress = Progress::over(checked.row_count());
    let incoming = Return {
        authority: &args.authority,
        year,
        fingerprint: checked.fingerprint(),
        files: &checked.files,
        remarks: &checked.remarks,
    };
    let (now, random) = (sources::now(), sources::random());
    let loaded = returns::load(
        &store,
        random.as_ref(),
        now,
        &incoming,
        checked.rows(),
        &mut progress,
    )
    .await;
    progress.finish();
    match loaded {
        Ok(outcome) => {
            let told = Told::loaded(&store, &args.authority, &checked, &outcome).await?;
            if let Some(told) = told {
                print!("{}", report::summary(&told));
                args.write(Some(&store), &told).await?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error @ (LoadError::OutOfOrder { .. } | LoadError::Read(_))) => {
            let mut refusal = Refusal::default();
            refusal.add(
                Fault::of_file("(the return)", "a return that can be loaded now")
                    .found(error.to_string()),
            );
            refuse(&args, year, &refusal).await
        }
        Err(error) => Err(CliError::Refused(format!("nothing was loaded: {error}"))),
    }
}

/// Nothing was loaded, and why: in words on stdout, and in the report.
async fn refuse(
    args: &Ssda903,
    year: CollectionYear,
    refusal: &Refusal,
) -> Result<ExitCode, CliError> {
    print!("{refusal}");
    let told = Told::refused(&args.authority, year, refusal);
    args.write(None, &told).await?;
    Ok(ExitCode::from(REFUSED))
}

impl Ssda903 {
    async fn write(&self, store: Option<&Store>, told: &Told<'_>) -> Result<(), CliError> {
        let Some(path) = &self.report else {
            return Ok(());
        };
        let form = self.report_format.unwrap_or_else(|| report::Form::of(path));
        report::write(store, told, path, form).await
    }
}

/// E06 to E09 or E10 and six digits: unitary authorities, districts, metropolitan districts, London boroughs, counties.
pub fn gss_code(text: &str) -> Result<String, String> {
    let code = text.trim().to_ascii_uppercase();
    let known = ["E06", "E07", "E08", "E09", "E10"]
        .iter()
        .any(|area| code.starts_with(area));
    if known && code.len() == 9 && code[1..].bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(code)
    } else {
        Err("expected the nine characters of a council's GSS code, such as E08000018".to_owned())
    }
}
