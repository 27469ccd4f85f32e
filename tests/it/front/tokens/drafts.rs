//! Tokens and requests as somebody makes them: each of a pattern that passes, with one thing changed.

use std::sync::{
    OnceLock,
    atomic::{AtomicU64, Ordering},
};

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der},
    rand::SystemRandom,
    rsa::{self, KeySize},
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
        EcdsaSigningAlgorithm, KeyPair as _,
    },
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{
    Algorithm, EncodingKey, crypto,
    jwk::{Jwk, ThumbprintHash},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::pair;

pub const NOW: i64 = 1_700_000_000;
pub const SERVED_AT: &str = "https://api.example";

/// Who signs, and with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// The Ed25519 key of a seed: 1 is that of the issuers, 2 a stranger's.
    Ed(u8),
    Rs256,
    Rs512,
    Ps256,
    Es256,
    Es384,
    /// With the issuer's public key as the secret.
    Hs256,
    Hs512,
    /// `none`, and no signature.
    Nobody,
    /// The keys of whom a token was made for, and of somebody who stole it.
    Bearer,
    Thief,
}

pub struct Key {
    pub private: EncodingKey,
    pub public_pem: String,
}

pub struct Keys {
    pub rsa: Key,
    pub p256: Key,
    pub p384: Key,
    bearer: Key,
    thief: Key,
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
}

fn elliptic(algorithm: &'static EcdsaSigningAlgorithm) -> Key {
    let private = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, private.as_ref()).unwrap();
    let public = AsDer::<PublicKeyX509Der>::as_der(pair.public_key()).unwrap();
    let private = pem("PRIVATE KEY", private.as_ref());
    Key {
        private: EncodingKey::from_ec_pem(private.as_bytes()).unwrap(),
        public_pem: pem("PUBLIC KEY", public.as_ref()),
    }
}

pub fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let rsa = rsa::KeyPair::generate(KeySize::Rsa2048).unwrap();
        let public = AsDer::<PublicKeyX509Der>::as_der(rsa.public_key()).unwrap();
        let private = AsDer::<Pkcs8V1Der>::as_der(&rsa).unwrap();
        let private = pem("PRIVATE KEY", private.as_ref());
        Keys {
            rsa: Key {
                private: EncodingKey::from_rsa_pem(private.as_bytes()).unwrap(),
                public_pem: pem("PUBLIC KEY", public.as_ref()),
            },
            p256: elliptic(&ECDSA_P256_SHA256_FIXED_SIGNING),
            p384: elliptic(&ECDSA_P384_SHA384_FIXED_SIGNING),
            bearer: elliptic(&ECDSA_P256_SHA256_FIXED_SIGNING),
            thief: elliptic(&ECDSA_P256_SHA256_FIXED_SIGNING),
        }
    })
}

impl Signer {
    fn word(self) -> &'static str {
        match self {
            Self::Ed(_) => "EdDSA",
            Self::Rs256 => "RS256",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Es256 | Self::Bearer | Self::Thief => "ES256",
            Self::Es384 => "ES384",
            Self::Hs256 => "HS256",
            Self::Hs512 => "HS512",
            Self::Nobody => "none",
        }
    }

    fn sign(self, message: &str) -> String {
        let ed = |seed| EncodingKey::from_ed_pem(pair(seed).private_pem.as_bytes()).unwrap();
        let secret = || EncodingKey::from_secret(pair(1).public_pem.as_bytes());
        let key = match self {
            Self::Nobody => return String::new(),
            Self::Ed(seed) => ed(seed),
            Self::Rs256 | Self::Rs512 | Self::Ps256 => keys().rsa.private.clone(),
            Self::Es256 => keys().p256.private.clone(),
            Self::Es384 => keys().p384.private.clone(),
            Self::Bearer => keys().bearer.private.clone(),
            Self::Thief => keys().thief.private.clone(),
            Self::Hs256 | Self::Hs512 => secret(),
        };
        let algorithm: Algorithm = self.word().parse().unwrap();
        crypto::sign(message.as_bytes(), &key, algorithm).unwrap()
    }

    /// The public key, as the library writes it.
    pub fn jwk(self) -> Jwk {
        let (key, algorithm) = match self {
            Self::Rs256 => (&keys().rsa, Algorithm::RS256),
            Self::Es256 => (&keys().p256, Algorithm::ES256),
            Self::Bearer => (&keys().bearer, Algorithm::ES256),
            Self::Thief => (&keys().thief, Algorithm::ES256),
            other => panic!("{other:?} shows no key"),
        };
        let mut jwk = Jwk::from_encoding_key(&key.private, algorithm).unwrap();
        jwk.common.key_algorithm = None;
        jwk
    }

    fn public(self) -> Value {
        serde_json::to_value(self.jwk()).unwrap()
    }
}

/// A signed text before it is signed.
#[derive(Debug, Clone)]
pub struct Draft {
    pub header: Value,
    pub payload: Value,
    pub signer: Signer,
}

/// A request before it is made.
#[derive(Debug, Clone)]
pub struct Pattern {
    pub token: Draft,
    pub proof: Option<Draft>,
    pub role: Option<&'static str>,
}

/// The one thing that is different.
#[derive(Clone)]
pub enum Change {
    Nothing,
    Sign(Signer),
    Header(&'static str, Value),
    NoHeader(&'static str),
    Claim(&'static str, Value),
    NoClaim(&'static str),
    /// In the JSON of the claims, or of the header, as it is written.
    ClaimsText(&'static str, &'static str),
    HeaderText(&'static str, &'static str),
    /// In the token as it is sent.
    Token(fn(&str) -> String),
    Scheme(&'static str),
    Role(Option<&'static str>),
    /// A header besides.
    With(&'static str, &'static str),
    /// The header `Authorization`, twice.
    Twice,
    /// Somewhere else than in the header.
    InAddress,
    InForm,
    InBody,
    InCookie,
    ProofSign(Signer),
    ProofHeader(&'static str, Value),
    ProofClaim(&'static str, Value),
    NoProofClaim(&'static str),
    Proof(fn(&str) -> String),
    NoProof,
    TwoProofs,
    /// Shown before.
    Again,
}

impl Draft {
    pub fn jwt(issuer: &str, subject: &str, more: Value) -> Self {
        let mut payload = json!({
            "iss": issuer, "aud": "permanence", "exp": NOW + 600, "nbf": NOW, "iat": NOW,
            "sub": subject, "jti": "token-1",
        });
        let all = payload.as_object_mut().unwrap();
        all.extend(more.as_object().unwrap().clone());
        Self {
            header: json!({ "typ": "JWT", "kid": "one" }),
            payload,
            signer: Signer::Ed(1),
        }
    }

    /// A proof for the request of these tests; what it says of the token is added when that is made.
    pub fn proof() -> Self {
        Self {
            header: json!({ "typ": "dpop+jwt", "jwk": Signer::Bearer.public() }),
            payload: json!({ "htm": "POST", "htu": format!("{SERVED_AT}/graphql"), "iat": NOW }),
            signer: Signer::Bearer,
        }
    }

    pub fn made(&self, headers: (&str, &str), claims: (&str, &str)) -> String {
        let mut header = self.header.clone();
        let all = header.as_object_mut().unwrap();
        all.entry("alg").or_insert(self.signer.word().into());
        let part = |value: &Value, (from, to): (&str, &str)| {
            let text = value.to_string();
            assert!(text.contains(from), "{from} is not in {text}");
            URL_SAFE_NO_PAD.encode(match from {
                "" => text,
                from => text.replacen(from, to, 1),
            })
        };
        let message = format!("{}.{}", part(&header, headers), part(&self.payload, claims));
        let signature = self.signer.sign(&message);
        format!("{message}.{signature}")
    }
}

pub fn bound_to_key() -> Value {
    json!({ "jkt": Signer::Bearer.jwk().thumbprint(ThumbprintHash::SHA256).unwrap() })
}

fn set(value: &mut Value, name: &str, to: Value) {
    let before = value
        .as_object_mut()
        .unwrap()
        .insert(name.into(), to.clone());
    assert_ne!(before, Some(to), "{name} is not changed");
}

fn unset(value: &mut Value, name: &str) {
    let before = value.as_object_mut().unwrap().remove(name);
    assert!(before.is_some(), "{name} is not there");
}

/// What the request says, with its headers; one of several where it is shown again.
pub fn made(
    pattern: &Pattern,
    change: &Change,
    client: &reqwest::Client,
    url: &str,
) -> reqwest::RequestBuilder {
    static ID: AtomicU64 = AtomicU64::new(0);
    let Pattern {
        mut token,
        mut proof,
        mut role,
    } = pattern.clone();
    let (mut header_text, mut claims_text) = (("", ""), ("", ""));
    let of_proof = proof.as_mut();
    match change.clone() {
        Change::Sign(signer) => token.signer = signer,
        Change::Header(name, value) => set(&mut token.header, name, value),
        Change::NoHeader(name) => unset(&mut token.header, name),
        Change::Claim(name, value) => set(&mut token.payload, name, value),
        Change::NoClaim(name) => unset(&mut token.payload, name),
        Change::ClaimsText(from, to) => claims_text = (from, to),
        Change::HeaderText(from, to) => header_text = (from, to),
        Change::Role(named) => role = named,
        Change::ProofSign(signer) => of_proof.unwrap().signer = signer,
        Change::ProofHeader(name, value) => set(&mut of_proof.unwrap().header, name, value),
        Change::NoProof => assert!(proof.take().is_some()),
        _ => {}
    }
    let mut token = token.made(header_text, claims_text);
    if let Change::Token(change) = change {
        token = change(&token);
    }
    let bound = pattern.proof.is_some();
    let scheme = match change {
        Change::Scheme(scheme) => scheme,
        _ if bound => "DPoP",
        _ => "Bearer",
    };
    let query = json!({ "query": "{ viewer }" });
    let url = match change {
        Change::InAddress => format!("{url}?access_token={token}"),
        _ => url.to_owned(),
    };
    let mut request = client.post(url);
    request = match change {
        Change::InForm => {
            let form = "application/x-www-form-urlencoded";
            request
                .header("content-type", form)
                .body(format!("access_token={token}&query=%7Bviewer%7D"))
        }
        Change::InBody => request.json(&json!({ "query": "{ viewer }", "access_token": token })),
        _ => request.json(&query),
    };
    let sent = format!("{scheme} {token}");
    request = match change {
        Change::InAddress | Change::InForm | Change::InBody => request,
        Change::InCookie => request.header("cookie", format!("access_token={token}")),
        Change::Twice => request
            .header("authorization", &sent)
            .header("authorization", &sent),
        _ => request.header("authorization", &sent),
    };
    if let Change::With(name, value) = change {
        request = request.header(*name, *value);
    }
    if let Some(role) = role {
        request = request.header("permanence-role", role);
    }
    if let Some(mut proof) = proof {
        let id = ID.fetch_add(1, Ordering::Relaxed);
        let all = proof.payload.as_object_mut().unwrap();
        all.insert("jti".into(), format!("proof-{id}").into());
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(&token));
        all.insert("ath".into(), hash.into());
        match change.clone() {
            Change::ProofClaim(name, value) => set(&mut proof.payload, name, value),
            Change::NoProofClaim(name) => unset(&mut proof.payload, name),
            _ => {}
        }
        let mut proof = proof.made(("", ""), ("", ""));
        if let Change::Proof(change) = change {
            proof = change(&proof);
        }
        request = request.header("dpop", &proof);
        if let Change::TwoProofs = change {
            request = request.header("dpop", &proof);
        }
    }
    request
}
