//! `permanence personas`

use std::{path::PathBuf, process::ExitCode};

use super::CliError;

/// List the cast of a demo: who they are, what they may see, and which children to try.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence personas
  permanence personas --json | jq -r '.[] | select(.expect == \"refused\") | .persona'")]
pub struct Args {
    /// The folder of the demo
    #[arg(long, value_name = "DIR", default_value = "demo-data")]
    pub data: PathBuf,
    /// As JSON, for programs
    #[arg(long)]
    pub json: bool,
}

/// TO BE FILLED.
pub async fn run(_args: Args) -> Result<ExitCode, CliError> {
    Err(super::not_joined("personas"))
}
