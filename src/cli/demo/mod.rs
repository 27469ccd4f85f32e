//! `permanence demo`

mod folder;
mod printed;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use chrono::{DateTime, NaiveDate, Utc};

pub(super) use folder::Folder;

use super::{CliError, config::Config, keys, log, office::Office, serve, sources, token};
use crate::casework::london_day;
use folder::Beginning;

/// A working day's worth of trying things out, in seconds.
const TOKENS_LAST: u32 = 8 * 3600;

/// Try the whole product on synthetic children: no configuration, no server, no network.
///
/// Makes a SQLite database in a folder of its own, fills it with an invented council, prints for each person of
/// the cast a token and a query to paste, and serves. Started again on the same folder, it goes on with the same ids.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence demo
  permanence demo --children 5000 --seed 7 --data /tmp/larger
  permanence token --persona guardian        (in another terminal: a fresh token)")]
pub struct Args {
    /// Where to listen
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The folder of the demo: its database, keys and cast
    #[arg(long, value_name = "DIR", default_value = "demo-data")]
    pub data: PathBuf,
    /// How many children to invent
    #[arg(long, value_name = "N", default_value_t = 640)]
    pub children: u32,
    /// The same seed invents the same children
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The day on which the demo takes place [default: the day it was first started]
    #[arg(long, value_name = "DATE")]
    pub today: Option<NaiveDate>,
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let folder = Folder(&args.data);
    let mut config = Config::load(None)?;
    config.database.url = folder.database();
    config.auth.issuers_file = Some(keys::issuers_file(&args.data));
    // The addresses that it prints begin with `http://`.
    config.tls = Default::default();
    log::start(&config.log)?;
    let machine = sources::now();
    let today = args
        .today
        .or_else(|| folder.founded_on())
        .unwrap_or_else(|| london_day(machine));
    let days_ahead = (today - london_day(machine)).num_days();
    let now = sources::ahead(machine, days_ahead);
    let beginning = Beginning {
        children: args.children,
        seed: args.seed,
        today,
        now,
        windows: config.standings.windows(),
    };
    folder.prepare(&beginning).await?;
    folder.set_clock(days_ahead)?;
    print(&args, now)?;
    let office = Office::open(&config, sources::random()).await?;
    let clock = sources::sources_ahead(days_ahead);
    serve::listen(
        args.listen,
        &config,
        config.issuers()?,
        office.engine(),
        clock,
    )
    .await?;
    office.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Each of the cast, with a token and a query to paste.
fn print(args: &Args, now: DateTime<Utc>) -> Result<(), CliError> {
    let address = args.listen.to_string();
    for persona in Folder(&args.data).personas()? {
        let bearer = token::bearer_of(&persona)?;
        let token = token::token(&args.data, &bearer, TOKENS_LAST, now, sources::random_id())?;
        println!("{}", printed::paragraph(&persona, &address, &token));
    }
    println!("Serving http://{address}/graphql until it is stopped.");
    Ok(())
}
