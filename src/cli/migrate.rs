//! `permanence migrate`

use std::{path::PathBuf, process::ExitCode};

use super::{CliError, config::Config, log, office};

/// Bring the configured database to the shape that this version needs.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence migrate --config /etc/permanence.toml
  PERMANENCE_DATABASE_URL=sqlite://permanence.db?mode=rwc permanence migrate

Running it again changes nothing.")]
pub struct Args {
    /// A TOML file with the settings that differ from the defaults
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let config = Config::load(args.config.as_deref())?;
    log::start(&config.log)?;
    office::migrate(&office::store(&config).await?).await?;
    Ok(ExitCode::SUCCESS)
}
