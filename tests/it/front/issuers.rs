//! Each agency is configured with the keys that its identity provider has.

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rand::SystemRandom,
    rsa::KeySize,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use permanence::{
    auth::{Fault, IssuerSettings, Issuers, KeyAlgorithm, Presented},
    domain::access::Role,
};

use super::tokens::{CAFCASS, cafcass, drafts::keys, guardian, key, now, pair};

fn pem(label: &str, der: &[u8]) -> String {
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        STANDARD.encode(der)
    )
}

/// Each agency signs with what its identity provider has; the key's algorithm is pinned to the key.
#[test]
fn rsa_and_elliptic_keys_work_and_only_with_their_own_algorithm() {
    let rsa = aws_lc_rs::rsa::KeyPair::generate(KeySize::Rsa2048).unwrap();
    let rsa_public = AsDer::<PublicKeyX509Der>::as_der(rsa.public_key()).unwrap();
    let rsa_private: aws_lc_rs::encoding::Pkcs8V1Der = rsa.as_der().unwrap();
    let ec = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
        .unwrap();
    let ec_pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, ec.as_ref()).unwrap();
    let ec_public = AsDer::<PublicKeyX509Der>::as_der(ec_pair.public_key()).unwrap();
    let settings = IssuerSettings {
        keys: vec![
            key(
                "rsa",
                KeyAlgorithm::RS256,
                &pem("PUBLIC KEY", rsa_public.as_ref()),
            ),
            key(
                "ec",
                KeyAlgorithm::ES256,
                &pem("PUBLIC KEY", ec_public.as_ref()),
            ),
        ],
        ..cafcass()
    };
    let issuers = Issuers::new([settings]).unwrap();
    let rsa_key =
        EncodingKey::from_rsa_pem(pem("PRIVATE KEY", rsa_private.as_ref()).as_bytes()).unwrap();
    let ec_key = EncodingKey::from_ec_pem(pem("PRIVATE KEY", ec.as_ref()).as_bytes()).unwrap();
    let token = |algorithm, kid: &str, key: &EncodingKey| {
        encode(
            &Header {
                kid: Some(kid.into()),
                ..Header::new(algorithm)
            },
            &guardian(),
            key,
        )
        .unwrap()
    };
    let asked = |token: String| {
        issuers
            .viewer(&Presented::bearer(token), now())
            .map(|viewer| viewer.role)
    };

    assert_eq!(
        asked(token(Algorithm::RS256, "rsa", &rsa_key)),
        Ok(Role::Guardian)
    );
    assert_eq!(
        asked(token(Algorithm::ES256, "ec", &ec_key)),
        Ok(Role::Guardian)
    );
    assert_eq!(
        asked(token(Algorithm::RS512, "rsa", &rsa_key)),
        Err(Fault::Algorithm.into())
    );
    assert_eq!(
        asked(token(Algorithm::PS256, "rsa", &rsa_key)),
        Err(Fault::Algorithm.into())
    );
    assert_eq!(
        asked(token(Algorithm::RS256, "ec", &rsa_key)),
        Err(Fault::Algorithm.into())
    );
    let secret = EncodingKey::from_secret(pem("PUBLIC KEY", rsa_public.as_ref()).as_bytes());
    assert_eq!(
        asked(token(Algorithm::HS256, "rsa", &secret)),
        Err(Fault::Algorithm.into())
    );
}

#[test]
fn an_issuer_that_makes_no_sense_is_refused_at_the_start() {
    for (settings, says) in [
        (
            IssuerSettings {
                roles: vec![Role::Judge],
                ..cafcass()
            },
            "may not grant JUDGE",
        ),
        (
            IssuerSettings {
                leeway_seconds: 61,
                ..cafcass()
            },
            "leeway_seconds",
        ),
        (
            IssuerSettings {
                audiences: vec![],
                ..cafcass()
            },
            "audiences",
        ),
        (
            IssuerSettings {
                council: Some("E08000018".into()),
                ..cafcass()
            },
            "COUNCIL",
        ),
        (
            IssuerSettings {
                jwks_url: Some("https://login.cafcass.example/keys".into()),
                ..cafcass()
            },
            "in one place",
        ),
        (
            IssuerSettings {
                keys: vec![],
                jwks_url: Some("http://login.cafcass.example/keys".into()),
                ..cafcass()
            },
            "https://",
        ),
        (
            IssuerSettings {
                keys: vec![key("one", KeyAlgorithm::ES256, &keys().p384.public_pem)],
                ..cafcass()
            },
            "not a public key",
        ),
        (
            IssuerSettings {
                keys: vec![],
                ..cafcass()
            },
            "no key",
        ),
        (
            IssuerSettings {
                keys: vec![key("one", KeyAlgorithm::RS256, &pair(1).public_pem)],
                ..cafcass()
            },
            "not a public key",
        ),
        (
            IssuerSettings {
                keys: vec![key("one", KeyAlgorithm::EdDSA, &pair(1).private_pem)],
                ..cafcass()
            },
            "not a public key",
        ),
    ] {
        let message = Issuers::new([settings]).unwrap_err().to_string();
        assert!(
            message.contains(says) && message.contains(CAFCASS),
            "{message}"
        );
    }
    assert!(Issuers::new([cafcass(), cafcass()]).is_err());
}
