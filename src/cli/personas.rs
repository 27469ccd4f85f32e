//! `permanence personas`

use std::{path::PathBuf, process::ExitCode};

use super::{CliError, demo::Folder};

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

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let personas = Folder(&args.data).personas()?;
    if args.json {
        let text = serde_json::to_string_pretty(&personas);
        println!(
            "{}",
            text.map_err(|error| CliError::Refused(error.to_string()))?
        );
        return Ok(ExitCode::SUCCESS);
    }
    for persona in personas {
        let standing = persona.standing.as_deref().unwrap_or("none");
        println!(
            "{:<28} {:<24} standing {standing:<4} {}",
            persona.persona, persona.role, persona.name
        );
        for child in persona.children {
            println!("    {}  {}", child.id, child.shows);
        }
    }
    Ok(ExitCode::SUCCESS)
}
