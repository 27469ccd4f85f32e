//! `permanence generate`

mod around;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use chrono::{Datelike, NaiveDate, NaiveTime};
use indicatif::{ProgressBar, ProgressStyle};

use super::{CliError, config::Config, import::gss_code, keys, log, office, sources};
use crate::{
    casework::{
        founding::{FromSeed, found_in_chunks, is_founded},
        london_day,
    },
    exchange::synthetic::{GSS_CODES, Plausible, Wanted, flow, people},
};

/// Fill the configured database with a synthetic council: children, families, workers, plans, courts.
///
/// Nobody in it exists, and its postcodes, telephone and pupil numbers are ones that are never given out. It is drawn from
/// the distributions that docs/synthetic.md lists: the same seed and day give the same council on either database, ids
/// included, so it is none to put a real child into. Written whole or not at all.
///
/// With --around it invents no child, but all that a return does not hold around the children of one that was imported:
/// names, homes, families, workers and teams, plans, visits, courts. What the return holds stays as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence generate --children 640 --seed 7 --today 2026-06-01
  PERMANENCE_DATABASE_URL=postgres://localhost/council permanence generate --children 100000
  permanence generate --around --authority E08000018 --seed 7

The database must have been prepared by `permanence migrate`.")]
pub struct Args {
    /// How many children's records to invent
    #[arg(long, value_name = "N", default_value_t = 640, conflicts_with = "around", value_parser = clap::value_parser!(u32).range(1..=400_000))]
    children: u32,
    /// Invent what no return holds, around the children of an imported one
    #[arg(long, requires = "authority")]
    around: bool,
    /// With --around: the GSS code of the council whose return was imported
    #[arg(long, value_name = "GSS-CODE", requires = "around", value_parser = gss_code)]
    authority: Option<String>,
    /// With --around: the folder for the invented people's keys, with which `permanence token` signs
    #[arg(
        long,
        value_name = "DIR",
        requires = "around",
        default_value = "around-data"
    )]
    data: PathBuf,
    /// The same seed invents the same children
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The day on which it all takes place [default: today]
    #[arg(long, value_name = "DATE")]
    today: Option<NaiveDate>,
    /// A TOML file with the settings that differ from the defaults
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let config = Config::load(args.config.as_deref())?;
    log::start(&config.log)?;
    let store = office::ready_store(&config).await?;
    let today = args.today.unwrap_or_else(|| london_day(sources::now()));
    if !(2000..=2100).contains(&today.year()) {
        return Err(CliError::Refused(format!(
            "--today {today} is out of range: expected a day from 2000 to 2100"
        )));
    }
    if let Some(authority) = &args.authority {
        return around::run(&store, &config, &args, authority, today).await;
    }
    let is_there = is_founded(&store, &GSS_CODES).await;
    if is_there.map_err(office::refused)? {
        return Err(CliError::Refused(
            "there is a synthetic council in this database already. Generate into an empty one."
                .to_owned(),
        ));
    }
    let wanted = Wanted {
        seed: args.seed,
        today,
        now: today.and_time(NaiveTime::MIN).and_utc(),
        children: args.children,
        voice: Arc::new(Plausible { seed: args.seed }),
        issuer_of: keys::issuer_of,
    };
    let bar = ProgressBar::new(u64::from(args.children));
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len} children, {eta} left")
    {
        bar.set_style(style);
    }
    let founded = found_in_chunks(
        &store,
        &FromSeed::new(args.seed),
        &people(&wanted),
        flow(&wanted),
        &config.standings.windows(),
        wanted.now,
        |written| bar.set_position(written),
    )
    .await;
    bar.finish_and_clear();
    founded.map_err(|error| CliError::Refused(format!("nothing was generated: {error}")))?;
    println!(
        "A synthetic council as on {today}, from seed {}: {} children.",
        args.seed,
        bar.position()
    );
    Ok(ExitCode::SUCCESS)
}
