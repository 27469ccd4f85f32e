//! The keys of a demo: `DIR/keys/<agency>.pem` signs for one agency, `DIR/issuers.toml` tells the server of all.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use super::{
    CliError,
    config::{IssuersFile, read_issuers},
    read,
};
use crate::{
    auth::{IssuerSettings, KeyAlgorithm, KeyPair, KeySettings, SigningKey},
    domain::access::AgencyKind,
};

pub const AUDIENCE: &str = "permanence";
const KID: &str = "demo";

/// An agency of the demo's cast.
pub struct DemoAgency<'a> {
    /// For example `cafcass`; also the name of its key file.
    pub key: &'a str,
    pub kind: AgencyKind,
}

/// Where every issuer of a demo is; a name that no network resolves.
const HOME: &str = "https://demo.invalid/";

pub fn issuer_of(agency: &str) -> String {
    format!("{HOME}{agency}")
}

/// Whether its tokens may be of a demo's making: by its name, or by the name of a key.
pub fn is_of_demo(issuer: &IssuerSettings) -> bool {
    issuer.issuer.starts_with(HOME) || issuer.keys.iter().any(|key| key.kid == KID)
}

pub fn issuers_file(data: &Path) -> PathBuf {
    data.join("issuers.toml")
}

fn key_file(data: &Path, agency: &str) -> PathBuf {
    data.join("keys").join(format!("{agency}.pem"))
}

/// Makes the keys that are not there yet, and writes the issuers file. `seed` gives 32 random bytes at each call.
pub fn prepare(
    data: &Path,
    agencies: &[DemoAgency<'_>],
    mut seed: impl FnMut() -> [u8; 32],
) -> Result<(), CliError> {
    let known = issuers_file(data);
    let mut issuers = if known.exists() {
        read_issuers(&known)?.issuers
    } else {
        Vec::new()
    };
    let folder = data.join("keys");
    fs::create_dir_all(&folder).map_err(|source| CliError::File {
        path: folder,
        source,
    })?;
    for agency in agencies {
        let name = issuer_of(agency.key);
        if issuers.iter().any(|it| it.issuer == name) && key_file(data, agency.key).exists() {
            continue;
        }
        let pair =
            KeyPair::from_seed(&seed()).map_err(|error| CliError::Refused(error.to_string()))?;
        write(&key_file(data, agency.key), &pair.private_pem, true)?;
        issuers.retain(|it| it.issuer != name);
        let key = KeySettings {
            kid: KID.to_owned(),
            algorithm: KeyAlgorithm::EdDSA,
            pem: Some(pair.public_pem),
            file: None,
        };
        issuers.push(IssuerSettings {
            max_lifetime_seconds: 24 * 3600,
            ..IssuerSettings::pinned(name, agency.key, agency.kind, AUDIENCE, vec![key])
        });
    }
    let text = toml::to_string(&IssuersFile { issuers })
        .map_err(|error| CliError::Refused(error.to_string()))?;
    write(&known, &text, false)
}

/// The key with which an agency of this demo signs.
pub fn signing_key(data: &Path, agency: &str) -> Result<SigningKey, CliError> {
    let path = key_file(data, agency);
    if !path.exists() {
        let data = data.display();
        return Err(CliError::Refused(format!(
            "{} is not there. Start `permanence demo --data {data}` once: it makes the keys of its own cast.",
            path.display()
        )));
    }
    SigningKey::from_pem(KID, &read(&path)?)
        .map_err(|error| CliError::Refused(format!("{}: {error}", path.display())))
}

fn write(path: &Path, text: &str, secret: bool) -> Result<(), CliError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if secret {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|source| CliError::File {
        path: path.to_owned(),
        source,
    })
}
