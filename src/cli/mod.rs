//! The commands: the only place that reads configuration, the real clock and real randomness.

mod acts;
pub mod config;
mod deadline;
mod demo;
mod documents;
mod generate;
mod import;
pub mod key_sets;
pub mod keys;
mod ledger;
mod log;
mod migrate;
mod office;
mod people;
mod personas;
mod schema;
mod serve;
mod sources;
mod tls;
mod token;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// Role-scoped views of looked-after children's permanence plans, for councils, CAFCASS, courts and Ofsted.
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "Begin with `permanence demo`: it needs no configuration, no database server and no network."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Serve(serve::Args),
    Migrate(migrate::Args),
    Import(import::Args),
    Generate(generate::Args),
    Personas(personas::Args),
    Token(token::Args),
    Schema(schema::Args),
    Documents(documents::Args),
    Ledger(ledger::Args),
    People(people::Args),
    Deadline(deadline::Args),
    Acts(acts::Args),
}

/// What ends a command early. Each message names the way out.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error(transparent)]
    Config(#[from] config::ConfigError),
    #[error("{path}: {source}", path = .path.display())]
    File {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(
        "cannot listen on {address}: {source}. Choose another address with `--listen` or `server.listen`."
    )]
    Listen {
        address: String,
        source: std::io::Error,
    },
    #[error("{0}")]
    Refused(String),
}

impl Cli {
    pub async fn run(self) -> Result<ExitCode, CliError> {
        match self.command {
            Command::Demo(args) => demo::run(args).await,
            Command::Serve(args) => serve::run(args).await,
            Command::Migrate(args) => migrate::run(args).await,
            Command::Import(args) => import::run(args).await,
            Command::Generate(args) => generate::run(args).await,
            Command::Personas(args) => personas::run(args).await,
            Command::Token(args) => token::run(args).await,
            Command::Schema(args) => schema::run(args).await,
            Command::Documents(args) => documents::run(args).await,
            Command::Ledger(args) => ledger::run(args).await,
            Command::People(args) => people::run(args).await,
            Command::Deadline(args) => deadline::run(args).await,
            Command::Acts(args) => acts::run(args).await,
        }
    }
}

/// Reads a file, naming it where that fails.
fn read(path: &std::path::Path) -> Result<String, CliError> {
    std::fs::read_to_string(path).map_err(|source| CliError::File {
        path: path.to_owned(),
        source,
    })
}
