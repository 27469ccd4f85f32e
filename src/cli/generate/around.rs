//! `permanence generate --around`

use std::{process::ExitCode, sync::Arc};

use chrono::{NaiveDate, NaiveTime};
use indicatif::{ProgressBar, ProgressStyle};

use super::Args;
use crate::{
    casework::founding::{FromSeed, found_around},
    cli::{
        CliError,
        config::Config,
        demo::Folder,
        keys::{self, DemoAgency},
    },
    exchange::synthetic::{Around, Plausible, Wanted},
    store::Store,
};

pub async fn run(
    store: &Store,
    config: &Config,
    args: &Args,
    authority: &str,
    today: NaiveDate,
) -> Result<ExitCode, CliError> {
    let (folder, data) = (Folder(&args.data), args.data.display());
    // Seen before anything is written: the people of another database would be lost with their list.
    if folder.has_cast() {
        return Err(CliError::Refused(format!(
            "{data} holds the people of another database already. Name another folder with --data."
        )));
    }
    let wanted = Wanted {
        seed: args.seed,
        today,
        now: today.and_time(NaiveTime::MIN).and_utc(),
        children: 0,
        voice: Arc::new(Plausible { seed: args.seed }),
        issuer_of: keys::issuer_of,
    };
    let mut around = Around::new(&wanted);
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} children") {
        bar.set_style(style);
    }
    let written = found_around(
        store,
        &FromSeed::around(args.seed, authority),
        authority,
        &mut around,
        &config.standings.windows(),
        wanted.now,
        |written| bar.set_position(written),
    )
    .await;
    bar.finish_and_clear();
    let children =
        written.map_err(|error| CliError::Refused(format!("nothing was generated: {error}")))?;
    let agencies: Vec<DemoAgency<'_>> = around
        .agencies()
        .iter()
        .map(|(key, kind)| DemoAgency { key, kind: *kind })
        .collect();
    folder.keep_cast(around.personas(), &agencies)?;
    println!(
        "Children of {authority} around whom all was invented, as on {today}, from seed {}: {children}. People: {}.\n\n\
         To ask as one of them:\n  \
         PERMANENCE_AUTH_ISSUERS_FILE={data}/issuers.toml permanence serve --demo-keys\n  \
         permanence personas --data {data}\n  \
         permanence token --data {data} --persona social-worker",
        args.seed,
        around.personas().len(),
    );
    Ok(ExitCode::SUCCESS)
}
