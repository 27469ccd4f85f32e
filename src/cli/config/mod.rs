//! The configuration: the defaults compiled in, then the file of `--config`, then the environment.

mod refused;
mod sections;

use std::{path::Path, time::Duration};

use figment::{
    Figment,
    providers::{Env, Format, Toml},
};
use serde::Deserialize;

use crate::{
    auth::{IssuerSettings, Issuers, IssuersError},
    graphql::document::Limits,
    http::{FrontSettings, OriginFault, Origins, ServeSettings},
};

pub use refused::{ConfigError, Origin, OriginName};
pub use sections::{
    Auth, Cursor, Database, Deadlines, Documents, Ledger, Log, LogFormat, Policy, Rate, Server,
    Standings, Subscriptions, TlsFiles,
};

pub const DEFAULT: &str = include_str!("../../../config.default.toml");

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub tls: TlsFiles,
    pub database: Database,
    pub auth: Auth,
    pub limits: Limits,
    pub rate: Rate,
    pub documents: Documents,
    pub policy: Policy,
    pub cursor: Cursor,
    pub ledger: Ledger,
    pub standings: Standings,
    pub deadlines: Deadlines,
    pub subscriptions: Subscriptions,
    pub log: Log,
}

/// A file with `[[issuers]]`.
#[derive(Debug, Clone, serde::Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuersFile {
    pub issuers: Vec<IssuerSettings>,
}

impl Config {
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Toml::string(DEFAULT));
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        // No section has an underscore in its name, so the first one divides section and setting.
        let environment =
            Env::prefixed("PERMANENCE_").map(|key| key.as_str().replacen('_', ".", 1).into());
        figment
            .merge(environment)
            .extract()
            .map_err(ConfigError::from)
    }

    /// The issuers with their keys read. No file: nobody can ask anything.
    pub fn issuers(&self) -> Result<Issuers, ConfigError> {
        let Some(path) = &self.auth.issuers_file else {
            return Ok(Issuers::default());
        };
        let issuers = Issuers::new(read_issuers(path)?.issuers)?;
        match &self.auth.public_url {
            Some(url) => Ok(issuers.served_at(url)?),
            None if issuers.need_address() => Err(IssuersError::PublicUrl.into()),
            None => Ok(issuers),
        }
    }

    /// The origins whose pages may ask.
    pub fn origins(&self) -> Result<Origins, OriginFault> {
        Origins::new(self.server.origins.iter().map(String::as_str))
    }

    pub fn front(&self) -> FrontSettings {
        FrontSettings {
            limits: self.limits.clone(),
            body_bytes: self.server.body_bytes,
            body_read: Duration::from_secs(self.server.body_read_seconds),
            answer: Duration::from_secs(self.server.answer_seconds),
            sockets: self.subscriptions.settings(),
        }
    }

    pub fn serve(&self) -> ServeSettings {
        ServeSettings {
            connections: self.server.connections,
            header_read: Duration::from_secs(self.server.header_read_seconds),
            shutdown: Duration::from_secs(self.server.shutdown_seconds),
        }
    }
}

/// Reads an issuers file; a key named by `file` is looked for beside it.
pub fn read_issuers(path: &Path) -> Result<IssuersFile, ConfigError> {
    let refuse = |fault: String| ConfigError::Issuers {
        path: path.to_owned(),
        fault,
    };
    let mut read: IssuersFile = Figment::from(Toml::file_exact(path))
        .extract()
        .map_err(|error| refuse(error.to_string()))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    for issuer in &mut read.issuers {
        issuer.jwks_file = issuer.jwks_file.take().map(|file| folder.join(file));
    }
    for key in read.issuers.iter_mut().flat_map(|issuer| &mut issuer.keys) {
        if let (Some(file), None) = (key.file.take(), &key.pem) {
            let file = folder.join(file);
            let pem = std::fs::read_to_string(&file)
                .map_err(|error| refuse(format!("{}: {error}", file.display())))?;
            key.pem = Some(pem);
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Figment's jail holds the environment and the folder for one test at a time.
    #[allow(clippy::result_large_err)]
    fn in_jail(test: impl FnOnce(&mut figment::Jail)) {
        figment::Jail::expect_with(|jail| {
            test(jail);
            Ok(())
        });
    }

    fn refused(file: &str) -> String {
        let mut message = String::new();
        in_jail(|jail| {
            jail.create_file("p.toml", file).unwrap();
            message = Config::load(Some(Path::new("p.toml")))
                .unwrap_err()
                .to_string();
        });
        message
    }

    #[test]
    fn the_defaults_are_complete_and_those_of_the_code() {
        in_jail(|_| {
            let config = Config::load(None).unwrap();
            assert_eq!(config.limits, Limits::default());
            assert_eq!(config.server.body_bytes, 256 * 1024);
            assert_eq!(config.standings.listing_days_before_hearing, 14);
            assert!(config.issuers().unwrap().is_empty());
        });
    }

    #[test]
    fn the_settings_that_are_commented_out_are_real_ones() {
        in_jail(|jail| {
            let all = DEFAULT
                .replace("# issuers_file =", "issuers_file =")
                .replace("# public_url =", "public_url =")
                .replace("# certificate =", "certificate =")
                .replace("# manifest =", "manifest =")
                .replace("# file =", "file =");
            jail.create_file("p.toml", &all.replace("# key =", "key ="))
                .unwrap();
            let config = Config::load(Some(Path::new("p.toml"))).unwrap();
            assert!(
                config.auth.issuers_file.is_some()
                    && config.auth.public_url.is_some()
                    && config.policy.file.is_some()
                    && config.documents.manifest.is_some()
                    && config.cursor.key.is_some()
                    && config.tls.certificate.is_some()
                    && config.tls.key.is_some()
            );
        });
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
        in_jail(|jail| {
            jail.create_file(
                "p.toml",
                "[database]\nurl = 'sqlite://file.db'\nconnections = 3\n",
            )
            .unwrap();
            jail.set_env("PERMANENCE_DATABASE_URL", "postgres://db/permanence");
            jail.set_env("PERMANENCE_LIMITS_ROOT_FIELDS", 4);
            let config = Config::load(Some(Path::new("p.toml"))).unwrap();
            assert_eq!(config.database.url, "postgres://db/permanence");
            assert_eq!(config.database.connections, 3);
            assert_eq!(config.limits.root_fields, 4);
        });
    }

    #[test]
    fn a_setting_that_does_not_exist_is_refused_with_the_nearest_one() {
        let message = refused("[server]\nlisten_on = '127.0.0.1:1'\n");
        assert!(
            message.contains("no setting `listen_on` in [server]"),
            "{message}"
        );
        assert!(
            message.contains("Did you mean `listen`?") && message.contains("p.toml"),
            "{message}"
        );
        assert!(
            refused("[servr]\n").contains("no setting `servr` at the top. Did you mean `server`?")
        );
    }

    #[test]
    fn a_misspelt_variable_is_refused_too() {
        in_jail(|jail| {
            jail.set_env("PERMANENCE_DATABASE_ULR", "x");
            let message = Config::load(None).unwrap_err().to_string();
            assert!(
                message.contains("no setting `ulr` in [database]. Did you mean `url`?"),
                "{message}"
            );
        });
    }

    #[test]
    fn a_value_that_does_not_fit_is_named_and_not_repeated() {
        let message = refused("[database]\nurl = 'x'\nconnections = 'hunter2'\n");
        assert!(
            message.contains("database.connections") && !message.contains("hunter2"),
            "{message}"
        );
    }

    #[test]
    fn no_time_at_all_for_the_database_is_refused() {
        for name in ["statement", "acquire", "lock", "connect"] {
            let message = refused(&format!("[database]\n{name}_seconds = 0\n"));
            assert!(
                message.contains(&format!("`database.{name}_seconds` must be")),
                "{message}"
            );
        }
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        in_jail(|_| {
            let message = Config::load(Some(Path::new("absent.toml")))
                .unwrap_err()
                .to_string();
            assert!(message.contains("absent.toml"), "{message}");
        });
    }
}
