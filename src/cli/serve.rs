//! `permanence serve`

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use tokio::net::TcpListener;

use super::{
    CliError,
    config::Config,
    key_sets::{self, Fetcher},
    log,
    office::Office,
    sources,
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
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let config = Config::load(args.config.as_deref())?;
    log::start(&config.log)?;
    let issuers = config.issuers()?;
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

/// Serves an engine until the process is asked to stop. The demo serves with this too.
pub(super) async fn listen(
    address: SocketAddr,
    config: &Config,
    issuers: Issuers,
    engine: Arc<dyn Engine>,
    sources: Sources,
) -> Result<(), CliError> {
    let issuers = Arc::new(issuers.fetching(Arc::new(Fetcher::default())));
    let every = Duration::from_secs(config.auth.keys_refresh_seconds.max(1));
    let now = sources.now.clone();
    let keeping = tokio::spawn(key_sets::keep_fresh(issuers.clone(), move || now(), every));
    let front = Front::new(engine, issuers, config.front(), sources)
        .map_err(|error| CliError::Refused(error.to_string()))?;
    let sockets = front.sockets();
    let refuse = |source| CliError::Listen {
        address: address.to_string(),
        source,
    };
    let listener = TcpListener::bind(address).await.map_err(refuse)?;
    let address = listener.local_addr().map_err(refuse)?;
    tracing::info!(%address, "listening");
    http::serve(
        listener,
        http::router(front),
        sockets,
        config.serve(),
        sources::asked_to_stop(),
    )
    .await;
    keeping.abort();
    tracing::info!("stopped");
    Ok(())
}
