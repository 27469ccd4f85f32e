//! `permanence schema`

use std::process::ExitCode;

use super::{CliError, read};
use crate::graphql;

/// Print the GraphQL schema, or compare it with the file that is checked in.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence schema > schema.graphql
  permanence schema --check        (fails where schema.graphql is not what the program prints)")]
pub struct Args {
    /// Compare with `schema.graphql` in this folder instead of printing
    #[arg(long)]
    check: bool,
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let printed = graphql::sdl();
    if !args.check {
        print!("{printed}");
        return Ok(ExitCode::SUCCESS);
    }
    if read("schema.graphql".as_ref())? == printed {
        return Ok(ExitCode::SUCCESS);
    }
    Err(CliError::Refused(
        "schema.graphql is not what the program prints: run `permanence schema > schema.graphql` and look at the change."
            .to_owned(),
    ))
}
