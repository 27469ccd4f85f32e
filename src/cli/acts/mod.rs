//! `permanence acts`

mod lifecycle;
mod page;

use std::process::ExitCode;

use super::CliError;

/// Print who may do which act, and how a plan may move, as the pages of the documentation.
///
/// Both are made from the tables that the program decides by. No council's data is read.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence acts --markdown > docs/acts.md
  permanence acts --transitions > docs/plan-lifecycle.md")]
#[group(required = true, multiple = false)]
pub struct Args {
    /// Print every act and who may do it: the page docs/acts.md
    #[arg(long)]
    markdown: bool,
    /// Print the life of a plan: the page docs/plan-lifecycle.md
    #[arg(long)]
    transitions: bool,
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let said = if args.transitions {
        lifecycle::written()
    } else {
        page::written()
    };
    print!("{said}");
    Ok(ExitCode::SUCCESS)
}
