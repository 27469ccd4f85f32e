//! `permanence import`

use std::{path::PathBuf, process::ExitCode};

use chrono::NaiveDate;
use clap::Subcommand;

use super::{CliError, config::Config, log};

/// Load a return that a council already makes.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    format: Return,
}

#[derive(Debug, Subcommand)]
enum Return {
    Ssda903(Ssda903),
}

/// Load a children looked after return (SSDA903), as its CSV files.
///
/// Tables are known by their headers, whatever the files are called. A return is loaded whole or not at all: a file that
/// cannot be read, an impossible date, a row without a child, two files of one table or dates that contradict the year
/// refuse it, with every fault listed. Unknown codes and broken chains of episodes are kept and reported. Loading the same return again changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence import ssda903 --authority E08000018 --year-ending 2020-03-31 returns/2020/
  permanence import ssda903 --authority E08000018 --year-ending 2020-03-31 --report faults.json header.csv episodes.csv")]
pub struct Ssda903 {
    /// The council's nine-character GSS code; one not known yet is created
    #[arg(long, value_name = "GSS-CODE")]
    pub authority: String,
    /// The last day of the collection year, 31 March
    #[arg(long, value_name = "DATE")]
    pub year_ending: NaiveDate,
    /// Also write all that was found to this file, as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// A TOML file with the settings that differ from the defaults
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// CSV files, or folders of them
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let Return::Ssda903(args) = args.format;
    let config = Config::load(args.config.as_deref())?;
    log::start(&config.log)?;
    ssda903(&config, args).await
}

/// TO BE FILLED.
async fn ssda903(_config: &Config, _args: Ssda903) -> Result<ExitCode, CliError> {
    Err(super::not_joined("import ssda903"))
}
