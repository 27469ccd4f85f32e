//! `permanence ledger`

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;

use super::{CliError, config::Config, log, office};
use crate::store::ledger;

/// Look after the ledger of who was shown what.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    Verify(Verify),
}

/// Walk the chain of the ledger and name the first broken link.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence ledger verify --config /etc/permanence.toml

Ends with 0 where the chain is whole and 1 where it is broken.")]
pub struct Verify {
    /// A TOML file with the settings that differ from the defaults
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let Act::Verify(args) = args.act;
    let config = Config::load(args.config.as_deref())?;
    log::start(&config.log)?;
    verify(&config).await
}

async fn verify(config: &Config) -> Result<ExitCode, CliError> {
    let store = office::store(config).await?;
    let told = ledger::verify(&store).await.map_err(office::refused)?;
    println!(
        "{} entries in {} batches of {} chains, {} anchors",
        told.entries, told.batches, told.chains, told.anchors
    );
    match told.fault {
        None => {
            println!("the ledger is whole");
            Ok(ExitCode::SUCCESS)
        }
        Some(fault) => {
            println!("the ledger is broken: {fault}");
            Ok(ExitCode::FAILURE)
        }
    }
}
