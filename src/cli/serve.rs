//! `permanence serve`

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use tokio::net::TcpListener;

use super::{
    CliError,
    config::{Config, read_issuers},
    documents,
    key_sets::{self, Fetcher},
    keys, log,
    office::Office,
    sources, tls,
};
use crate::{
    auth::Issuers,
    http::{self, Engine, Front, Sources},
};

/// Serve the API from a configured database.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence serve --config /etc/permanence.toml
  PERMANENCE_DATABASE_URL=postgres://localhost/permanence permanence serve

All settings with their defaults are in config.default.toml. Run `permanence migrate` before the first start.")]
pub struct Args {
    /// A TOML file with the settings that differ from the defaults
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Take tokens signed with a demo's keys, which lie open in its folder: for trying things out, on invented children
    #[arg(long)]
    demo_keys: bool,
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let config = Config::load(args.config.as_deref())?;
    log::start(&config.log)?;
    let issuers = config.issuers()?;
    if !args.demo_keys {
        refuse_demo_keys(&config)?;
    }
    if issuers.is_empty() {
        tracing::warn!(
            "no issuer is configured, so every request will be refused: see auth.issuers_file"
        );
    }
    let office = Office::open(&config, sources::random()).await?;
    let address = config.server.listen;
    listen(
        address,
        &config,
        issuers,
        office.engine(),
        sources::sources(),
    )
    .await?;
    office.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Whoever can read a demo's folder can sign as anybody: its keys must not open a council's records by mistake.
fn refuse_demo_keys(config: &Config) -> Result<(), CliError> {
    let Some(path) = &config.auth.issuers_file else {
        return Ok(());
    };
    let issuers = read_issuers(path)?.issuers;
    match issuers.iter().find(|issuer| keys::is_of_demo(issuer)) {
        None => Ok(()),
        Some(issuer) => Err(CliError::Refused(format!(
            "{}: the issuer {} signs with the keys of a demo, which lie open in its folder. Take it out; or, on \
             invented children, start with `--demo-keys`.",
            path.display(),
            issuer.issuer
        ))),
    }
}

/// Serves an engine until the process is asked to stop. The demo serves with this too.
pub(super) async fn listen(
    address: SocketAddr,
    config: &Config,
    issuers: Issuers,
    engine: Arc<dyn Engine>,
    sources: Sources,
) -> Result<(), CliError> {
    let tls = tls::load(&config.tls)?;
    let origins = config
        .origins()
        .map_err(|fault| CliError::Refused(format!("`server.origins`: {fault}.")))?;
    let issuers = Arc::new(issuers.fetching(Arc::new(Fetcher::default())));
    let every = Duration::from_secs(config.auth.keys_refresh_seconds.max(1));
    let now = sources.now.clone();
    let keeping = tokio::spawn(key_sets::keep_fresh(issuers.clone(), move || now(), every));
    let front = Front::new(engine, issuers, config.front(), sources)
        .map_err(|error| CliError::Refused(error.to_string()))?
        .at_rate(config.rate.settings())
        .knowing(documents::trusted(config)?)
        .open_to(origins);
    let front = match tls {
        Some(_) => front.over_tls(),
        None => front,
    };
    let sockets = front.sockets();
    let refuse = |source| CliError::Listen {
        address: address.to_string(),
        source,
    };
    let listener = TcpListener::bind(address).await.map_err(refuse)?;
    let address = listener.local_addr().map_err(refuse)?;
    let (router, serving, stop) = (
        http::router(front),
        config.serve(),
        sources::asked_to_stop(),
    );
    tracing::info!(%address, tls = tls.is_some(), "listening");
    match tls {
        None => http::serve(listener, router, sockets, serving, stop).await,
        Some(tls) => {
            #[cfg(unix)]
            let _renewing =
                tls::renew_when_told(tls.clone(), config.tls.clone()).map_err(refuse)?;
            http::serve_tls(listener, tls, router, sockets, serving, stop).await;
        }
    }
    keeping.abort();
    tracing::info!("stopped");
    Ok(())
}
