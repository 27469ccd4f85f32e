//! The log: to standard error, so that what a command prints can be piped.

use tracing_subscriber::EnvFilter;

use super::{
    CliError,
    config::{Log, LogFormat},
};

pub fn start(log: &Log) -> Result<(), CliError> {
    let filter = EnvFilter::try_new(&log.filter).map_err(|_| {
        CliError::Refused(
            "`log.filter` cannot be read: write it as `permanence=info,warn`.".to_owned(),
        )
    })?;
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second start in one process changes nothing.
    let _ = match log.format {
        LogFormat::Text => subscriber.try_init(),
        LogFormat::Json => subscriber.json().try_init(),
    };
    // What a panic says may repeat a value of a record: only its place is told.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "panic");
    }));
    Ok(())
}
