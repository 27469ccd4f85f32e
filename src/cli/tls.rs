//! The certificate of the service: read at the start, and again whenever the process is told so (SIGHUP).

use std::fs;

use super::{CliError, config::TlsFiles};
use crate::http::{Tls, TlsFault};

/// What is configured, if anything is.
pub fn load(files: &TlsFiles) -> Result<Option<Tls>, CliError> {
    match (&files.certificate, &files.key) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) => {
            let (certificate, key) = read(files)?;
            Tls::new(&certificate, &key)
                .map(Some)
                .map_err(|fault| refused(files, &fault))
        }
        _ => Err(CliError::Refused(
            "`tls.certificate` and `tls.key` go together: set both, or neither.".to_owned(),
        )),
    }
}

fn read(files: &TlsFiles) -> Result<(Vec<u8>, Vec<u8>), CliError> {
    let read = |path: &Option<std::path::PathBuf>| {
        let path = path.clone().unwrap_or_default();
        fs::read(&path).map_err(|source| CliError::File { path, source })
    };
    Ok((read(&files.certificate)?, read(&files.key)?))
}

fn refused(files: &TlsFiles, fault: &TlsFault) -> CliError {
    let shown = |path: &Option<std::path::PathBuf>| {
        path.as_deref()
            .map(|it| it.display().to_string())
            .unwrap_or_default()
    };
    CliError::Refused(format!(
        "`tls.certificate` {} and `tls.key` {}: {fault}.",
        shown(&files.certificate),
        shown(&files.key)
    ))
}

/// Reads the files again at each SIGHUP, for as long as it runs. What cannot be used leaves what is.
#[cfg(unix)]
pub fn renew_when_told(tls: Tls, files: TlsFiles) -> std::io::Result<tokio::task::JoinHandle<()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut told = signal(SignalKind::hangup())?;
    Ok(tokio::spawn(async move {
        while told.recv().await.is_some() {
            let renewed = read(&files).and_then(|(certificate, key)| {
                tls.replace(&certificate, &key)
                    .map_err(|fault| refused(&files, &fault))
            });
            match renewed {
                Ok(()) => tracing::info!("the certificate was read again"),
                Err(fault) => {
                    tracing::error!(%fault, "the certificate of before is kept");
                }
            }
        }
    }))
}
