//! Partners bring tokens, good ones and others.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use permanence::{
    auth::{
        Claims, Fault, IssuerSettings, Issuers, KeyAlgorithm, KeyPair, KeySettings, OneOrMany,
        SigningKey, TokenRefused,
    },
    domain::access::{AgencyKind, Role},
};

pub const CAFCASS: &str = "https://login.cafcass.example";
const COURT: &str = "https://login.court.example";

pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap()
}

pub fn pair(seed: u8) -> KeyPair {
    KeyPair::from_seed(&[seed; 32]).unwrap()
}

pub fn key(kid: &str, algorithm: KeyAlgorithm, pem: &str) -> KeySettings {
    KeySettings {
        kid: kid.into(),
        algorithm,
        pem: Some(pem.into()),
        file: None,
    }
}

pub fn cafcass() -> IssuerSettings {
    IssuerSettings {
        issuer: CAFCASS.into(),
        agency: "cafcass".into(),
        kind: AgencyKind::Cafcass,
        roles: vec![Role::Guardian],
        audience: "permanence".into(),
        leeway_seconds: 60,
        max_lifetime_seconds: 3600,
        keys: vec![key("one", KeyAlgorithm::EdDSA, &pair(1).public_pem)],
    }
}

fn court() -> IssuerSettings {
    IssuerSettings {
        issuer: COURT.into(),
        agency: "court-leeds".into(),
        kind: AgencyKind::Court,
        roles: vec![Role::Judge],
        keys: vec![key("one", KeyAlgorithm::EdDSA, &pair(2).public_pem)],
        ..cafcass()
    }
}

fn issuers() -> Issuers {
    Issuers::new([cafcass(), court()]).unwrap()
}

pub fn guardian() -> Claims {
    let now = now().timestamp();
    Claims {
        iss: CAFCASS.into(),
        aud: OneOrMany::One("permanence".into()),
        exp: now + 600,
        nbf: now,
        iat: now,
        sub: "guardian-17".into(),
        jti: "token-1".into(),
        role: "GUARDIAN".into(),
        agency: "cafcass".into(),
    }
}

fn signed(claims: &Claims, seed: u8) -> String {
    SigningKey::from_pem("one", &pair(seed).private_pem)
        .unwrap()
        .mint(claims)
        .unwrap()
}

fn fault(token: &str) -> TokenRefused {
    issuers().viewer(token, now()).unwrap_err()
}

#[test]
fn a_guardian_with_a_good_token_is_known() {
    let viewer = issuers().viewer(&signed(&guardian(), 1), now()).unwrap();
    assert_eq!(
        (viewer.role, viewer.agency.as_str()),
        (Role::Guardian, "cafcass")
    );
    assert_eq!(
        (
            viewer.issuer.as_str(),
            viewer.subject.as_str(),
            viewer.token_id.as_str()
        ),
        (CAFCASS, "guardian-17", "token-1")
    );
    assert_eq!(viewer.expires_at, now() + TimeDelta::seconds(600));
}

#[test]
fn an_audience_may_be_one_of_several() {
    let claims = Claims {
        aud: OneOrMany::Many(vec!["other".into(), "permanence".into()]),
        ..guardian()
    };
    assert!(issuers().viewer(&signed(&claims, 1), now()).is_ok());
}

/// The claims are changed and signed by the issuer's own key, so that nothing but the claim is wrong.
#[test]
fn each_claim_that_does_not_fit_is_refused() {
    let now = now().timestamp();
    let cases: Vec<(Claims, TokenRefused)> = vec![
        (
            Claims {
                aud: OneOrMany::One("other".into()),
                ..guardian()
            },
            Fault::Audience.into(),
        ),
        (
            Claims {
                role: "CAFCASS_MANAGER".into(),
                ..guardian()
            },
            Fault::Role.into(),
        ),
        (
            Claims {
                role: "JUDGE".into(),
                ..guardian()
            },
            Fault::Role.into(),
        ),
        (
            Claims {
                role: "guardian".into(),
                ..guardian()
            },
            Fault::Role.into(),
        ),
        (
            Claims {
                agency: "court-leeds".into(),
                ..guardian()
            },
            Fault::Agency.into(),
        ),
        (
            Claims {
                sub: String::new(),
                ..guardian()
            },
            Fault::Malformed.into(),
        ),
        (
            Claims {
                jti: "line\nbreak".into(),
                ..guardian()
            },
            Fault::Malformed.into(),
        ),
        (
            Claims {
                sub: "x".repeat(256),
                ..guardian()
            },
            Fault::Malformed.into(),
        ),
        (
            Claims {
                nbf: now + 61,
                ..guardian()
            },
            Fault::NotYetValid.into(),
        ),
        (
            Claims {
                iat: now + 61,
                ..guardian()
            },
            Fault::IssuedInFuture.into(),
        ),
        (
            Claims {
                exp: now + 3601,
                ..guardian()
            },
            Fault::Lifetime.into(),
        ),
        (
            Claims {
                iat: now - 10,
                exp: now - 20,
                ..guardian()
            },
            Fault::Lifetime.into(),
        ),
        (
            Claims {
                iat: now - 600,
                nbf: now - 600,
                exp: now - 60,
                ..guardian()
            },
            TokenRefused::Expired,
        ),
    ];
    for (claims, expected) in cases {
        assert_eq!(fault(&signed(&claims, 1)), expected, "{claims:?}");
    }
}

#[test]
fn a_partner_whose_clock_drifts_by_a_minute_is_let_in() {
    let now = now().timestamp();
    for claims in [
        Claims {
            nbf: now + 60,
            iat: now + 60,
            ..guardian()
        },
        Claims {
            iat: now - 600,
            nbf: now - 600,
            exp: now - 59,
            ..guardian()
        },
    ] {
        assert!(
            issuers().viewer(&signed(&claims, 1), self::now()).is_ok(),
            "{claims:?}"
        );
    }
}

#[test]
fn a_token_that_leaves_a_claim_out_is_refused() {
    let whole = serde_json::to_value(guardian()).unwrap();
    let private = EncodingKey::from_ed_pem(pair(1).private_pem.as_bytes()).unwrap();
    let header = Header {
        kid: Some("one".into()),
        ..Header::new(Algorithm::EdDSA)
    };
    for claim in whole.as_object().unwrap().keys() {
        let mut claims = whole.clone();
        claims.as_object_mut().unwrap().remove(claim);
        let token = encode(&header, &claims, &private).unwrap();
        assert_eq!(fault(&token), Fault::Malformed.into(), "without {claim}");
    }
}

#[test]
fn one_issuers_key_does_not_sign_for_another() {
    assert_eq!(fault(&signed(&guardian(), 2)), Fault::Signature.into());
    let posing = Claims {
        iss: COURT.into(),
        role: "JUDGE".into(),
        agency: "court-leeds".into(),
        ..guardian()
    };
    assert_eq!(fault(&signed(&posing, 1)), Fault::Signature.into());
    let unknown = Claims {
        iss: "https://elsewhere.example".into(),
        ..guardian()
    };
    assert_eq!(fault(&signed(&unknown, 1)), Fault::UnknownIssuer.into());
}

#[test]
fn an_issuer_cannot_speak_for_another_agency_with_its_own_key() {
    let posing = Claims {
        agency: "cafcass".into(),
        role: "GUARDIAN".into(),
        iss: COURT.into(),
        ..guardian()
    };
    assert_eq!(fault(&signed(&posing, 2)), Fault::Role.into());
}

#[test]
fn the_public_key_is_not_a_secret_that_signs() {
    let public = pair(1).public_pem;
    for (algorithm, secret) in [
        (Algorithm::HS256, public.as_bytes()),
        (Algorithm::HS512, public.trim().as_bytes()),
    ] {
        let header = Header {
            kid: Some("one".into()),
            ..Header::new(algorithm)
        };
        let token = encode(&header, &guardian(), &EncodingKey::from_secret(secret)).unwrap();
        assert_eq!(fault(&token), Fault::Algorithm.into());
    }
}

#[test]
fn a_token_without_a_signature_is_refused() {
    let part = |json: String| URL_SAFE_NO_PAD.encode(json);
    let claims = part(serde_json::to_string(&guardian()).unwrap());
    for algorithm in ["none", "None", "NONE", "nOnE"] {
        let header = part(format!(
            r#"{{"alg":"{algorithm}","typ":"JWT","kid":"one"}}"#
        ));
        for signature in ["", "e30"] {
            assert_eq!(
                fault(&format!("{header}.{claims}.{signature}")),
                Fault::Malformed.into()
            );
        }
    }
    let header = part(r#"{"alg":"EdDSA","kid":"one"}"#.into());
    assert_eq!(
        fault(&format!("{header}.{claims}.")),
        Fault::Signature.into()
    );
}

#[test]
fn a_key_must_be_named_and_known() {
    let private = EncodingKey::from_ed_pem(pair(1).private_pem.as_bytes()).unwrap();
    for kid in [None, Some("two".to_owned())] {
        let token = encode(
            &Header {
                kid,
                ..Header::new(Algorithm::EdDSA)
            },
            &guardian(),
            &private,
        )
        .unwrap();
        assert_eq!(fault(&token), Fault::UnknownKey.into());
    }
}

proptest::proptest! {
    /// A bearer changes one character of a good token.
    #[test]
    fn a_token_changed_anywhere_is_refused(at in 0usize..400, with in "[A-Za-z0-9_.-]") {
        let token = signed(&guardian(), 1);
        let at = at % token.len();
        // The last character of a signature has bits that no one reads.
        proptest::prop_assume!(at < token.len() - 1 && token[at..=at] != with);
        let changed = format!("{}{with}{}", &token[..at], &token[at + 1..]);
        proptest::prop_assert!(issuers().viewer(&changed, now()).is_err());
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        proptest::prop_assert!(issuers().viewer(&text, now()).is_err());
    }
}
