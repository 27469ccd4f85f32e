//! The two issuers: what each writes into its tokens, and its one key. The private half stays in `DIR/keys`, the public one
//! is published beside it as a key set, which is all that the server reads.

use std::{
    fmt::{self, Display, Formatter},
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rand::SystemRandom,
    rsa::{self, KeySize},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use jsonwebtoken::{
    Algorithm, EncodingKey,
    jwk::{Jwk, PublicKeyUse},
};
use serde_json::{Value, json};

use crate::Fault;

#[derive(Debug, Clone, Copy)]
pub struct Issuer {
    /// As it is called on the command line.
    pub word: &'static str,
    pub issuer: &'static str,
    pub audience: &'static str,
    pub agency: &'static str,
    pub token_type: &'static str,
    pub algorithm: Algorithm,
}

pub const COUNCIL: Issuer = Issuer {
    word: "council",
    issuer: "https://login.northmoor.example",
    audience: "https://permanence.northmoor.example",
    agency: "council-E08000999",
    token_type: "JWT",
    algorithm: Algorithm::ES256,
};

pub const CAFCASS: Issuer = Issuer {
    word: "cafcass",
    issuer: "https://login.cafcass.example",
    audience: "permanence",
    agency: "cafcass",
    token_type: "at+jwt",
    algorithm: Algorithm::RS256,
};

impl Issuer {
    pub fn named(word: &str) -> Result<Self, String> {
        let known = [COUNCIL, CAFCASS];
        let found = known.into_iter().find(|it| it.word == word);
        found.ok_or_else(|| "there are `council` and `cafcass`".to_owned())
    }

    /// The name of its one key.
    pub fn kid(&self) -> String {
        format!("{}-1", self.word)
    }

    /// The claims in which its tokens say what somebody may be.
    pub fn role_claims(&self, roles: &[String]) -> Value {
        if self.word == COUNCIL.word {
            return json!({ "realm_access": { "roles": roles } });
        }
        let words = roles.iter().map(|role| format!(" permanence:{role}"));
        json!({ "scope": format!("openid{}", words.collect::<String>()), "client_id": "case-portal" })
    }

    fn key_file(&self, data: &Path) -> PathBuf {
        data.join("keys").join(format!("{}.pem", self.word))
    }

    /// Makes its key, and publishes it, where there is none yet.
    pub fn prepare(&self, data: &Path) -> Result<(), Fault> {
        let file = self.key_file(data);
        if !file.exists() {
            fs::create_dir_all(data.join("keys"))?;
            keep_secret(&file, &pem(&self.generate()?))?;
        }
        let mut jwk = Jwk::from_encoding_key(&self.signing_key(data)?, self.algorithm)?;
        jwk.common.key_id = Some(self.kid());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        let set = serde_json::to_string_pretty(&json!({ "keys": [jwk] }))?;
        fs::write(data.join(format!("{}-keys.json", self.word)), set)?;
        Ok(())
    }

    /// A new private key, as PKCS #8 has it.
    fn generate(&self) -> Result<Vec<u8>, Fault> {
        if self.algorithm == Algorithm::ES256 {
            let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
            let pair = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new())?;
            return Ok(pair.as_ref().to_vec());
        }
        let pair = rsa::KeyPair::generate(KeySize::Rsa2048)?;
        let written = AsDer::<Pkcs8V1Der>::as_der(&pair)?;
        Ok(written.as_ref().to_vec())
    }

    pub fn signing_key(&self, data: &Path) -> Result<EncodingKey, Fault> {
        let file = self.key_file(data);
        let pem = fs::read(&file).map_err(|error| {
            let start = "Start it once with the same `--data`: it makes the keys.";
            format!("{}: {error}. {start}", file.display())
        })?;
        let key = match self.algorithm {
            Algorithm::ES256 => EncodingKey::from_ec_pem(&pem),
            _ => EncodingKey::from_rsa_pem(&pem),
        };
        key.map_err(|error| format!("{}: {error}", file.display()).into())
    }
}

impl Display for Issuer {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}, for {}, {:?}, `{}`, audience {}",
            self.word, self.issuer, self.agency, self.algorithm, self.token_type, self.audience
        )
    }
}

fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines = text.as_bytes().chunks(64).map(String::from_utf8_lossy);
    let lines = lines.collect::<Vec<_>>().join("\n");
    format!("-----BEGIN PRIVATE KEY-----\n{lines}\n-----END PRIVATE KEY-----\n")
}

fn keep_secret(file: &Path, text: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(file)?.write_all(text.as_bytes())
}
