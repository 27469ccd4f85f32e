//! `permanence demo`

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use chrono::NaiveDate;

use super::CliError;

/// Try the whole product on synthetic children: no configuration, no server, no network.
///
/// Makes a SQLite database in a folder of its own, fills it with a small invented council, prints for each person of
/// the cast a token and a query to paste, and serves. Started again on the same folder, it goes on with the same ids.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence demo
  permanence demo --children 500 --seed 7 --data /tmp/larger
  permanence token --persona guardian        (in another terminal: a fresh token)")]
pub struct Args {
    /// Where to listen
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The folder of the demo: its database, keys and cast
    #[arg(long, value_name = "DIR", default_value = "demo-data")]
    pub data: PathBuf,
    /// How many children to invent
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub children: u32,
    /// The same seed invents the same children
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The day on which the demo takes place [default: today]
    #[arg(long, value_name = "DATE")]
    pub today: Option<NaiveDate>,
}

/// TO BE FILLED.
pub async fn run(_args: Args) -> Result<ExitCode, CliError> {
    Err(super::not_joined("demo"))
}
