//! A configuration that is refused, told so that whoever wrote it can mend it.

use std::path::PathBuf;

use figment::error::Kind;

use crate::auth::IssuersError;

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the configuration is refused{}: {fault}", .source.as_ref().map(|it| format!(" ({it})")).unwrap_or_default())]
    Setting {
        source: Option<Origin>,
        fault: String,
    },
    #[error("{path}: {fault}", path = .path.display())]
    Issuers { path: PathBuf, fault: String },
    #[error(transparent)]
    Issuer(#[from] IssuersError),
}

/// Where a setting came from, for the message.
pub type Origin = Box<OriginName>;

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct OriginName(String);

impl From<figment::Error> for ConfigError {
    fn from(error: figment::Error) -> Self {
        // The environment's own way of writing the same path, so that either can be searched for.
        let path = error.path.join(".");
        let fault = match &error.kind {
            Kind::UnknownField(name, known) => {
                let section = path
                    .strip_suffix(name.as_str())
                    .unwrap_or(&path)
                    .trim_end_matches('.');
                let place = if section.is_empty() {
                    "at the top".to_owned()
                } else {
                    format!("in [{section}]")
                };
                let alike = |word: &str| strsim::normalized_damerau_levenshtein(word, name);
                let near = known.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)));
                let near = near
                    .filter(|it| alike(it) > 0.5)
                    .map(|it| format!(" Did you mean `{it}`?"));
                format!(
                    "there is no setting `{name}` {place}.{} There are: {}.",
                    near.unwrap_or_default(),
                    known.join(", ")
                )
            }
            // A value that does not fit is not repeated: it may be a secret.
            Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => {
                format!("`{path}` must be {expected}.")
            }
            _ if path.is_empty() => error.kind.to_string(),
            Kind::Message(_) => {
                format!("`{path}` has a value that cannot be used; config.default.toml shows one.")
            }
            kind => format!("`{path}`: {kind}."),
        };
        let source = error.metadata.as_ref().map(|metadata| {
            let place = metadata
                .source
                .as_ref()
                .map(|it| format!(" {it}"))
                .unwrap_or_default();
            Box::new(OriginName(format!("{}{place}", metadata.name)))
        });
        Self::Setting { source, fault }
    }
}
