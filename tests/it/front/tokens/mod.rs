//! Partners bring tokens, good ones and others.

pub mod drafts;
mod renewal;
mod sockets;
mod table;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use permanence::{
    auth::{
        Claims, Fault, IssuerSettings, Issuers, KeyAlgorithm, KeyPair, KeySettings, OneOrMany,
        Presented, SigningKey, TokenRefused,
    },
    domain::access::{AgencyKind, BoundTo, Role, Viewer},
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
    let key = key("one", KeyAlgorithm::EdDSA, &pair(1).public_pem);
    IssuerSettings {
        roles: vec![Role::Guardian],
        leeway_seconds: 60,
        ..IssuerSettings::pinned(
            CAFCASS,
            "cafcass",
            AgencyKind::Cafcass,
            "permanence",
            vec![key],
        )
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

fn seen(token: &str) -> Result<Viewer, TokenRefused> {
    issuers().viewer(&Presented::bearer(token), now())
}

fn fault(token: &str) -> TokenRefused {
    seen(token).unwrap_err()
}

#[test]
fn a_guardian_with_a_good_token_is_known() {
    let viewer = seen(&signed(&guardian(), 1)).unwrap();
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
fn a_system_that_acts_for_a_guardian_is_named_beside_them_and_the_issuers_area_goes_along() {
    let settings = IssuerSettings {
        systems: vec!["case-system".into()],
        court_area: Some("West Yorkshire".into()),
        ..cafcass()
    };
    let issuers = Issuers::new([settings]).unwrap();
    let mut draft = drafts::Draft::jwt(
        CAFCASS,
        "guardian-17",
        serde_json::json!({ "role": "GUARDIAN", "agency": "cafcass" }),
    );
    let seen = |draft: &drafts::Draft| {
        let presented = Presented::bearer(draft.made(("", ""), ("", "")));
        issuers.viewer(&presented, now()).unwrap()
    };
    assert_eq!(seen(&draft).actor, None);
    draft.payload["act"] = serde_json::json!({ "sub": "case-system" });
    let viewer = seen(&draft);
    assert_eq!(viewer.subject, "guardian-17");
    assert_eq!(viewer.actor.as_deref(), Some("case-system"));
    assert_eq!(
        viewer.bound_to,
        Some(BoundTo::CourtArea("West Yorkshire".into()))
    );
}

#[test]
fn an_audience_may_be_one_of_several() {
    let claims = Claims {
        aud: OneOrMany::Many(vec!["other".into(), "permanence".into()]),
        ..guardian()
    };
    assert!(seen(&signed(&claims, 1)).is_ok());
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
        assert!(seen(&signed(&claims, 1)).is_ok(), "{claims:?}");
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
    // `nbf` alone may be left out: what is issued is then good at once.
    for claim in whole.as_object().unwrap().keys().filter(|it| *it != "nbf") {
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
    assert_eq!(fault(&signed(&posing, 2)), Fault::Agency.into());
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
                Fault::Algorithm.into()
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
        proptest::prop_assert!(seen(&changed).is_err());
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        proptest::prop_assert!(seen(&text).is_err());
    }

    #[test]
    fn no_bytes_in_the_parts_make_it_panic(parts in proptest::collection::vec(proptest::collection::vec(proptest::num::u8::ANY, 0..120), 3)) {
        let parts: Vec<String> = parts.iter().map(|it| URL_SAFE_NO_PAD.encode(it)).collect();
        proptest::prop_assert!(seen(&parts.join(".")).is_err());
    }

    /// Whatever a header and claims say, only what an issuer signed is believed.
    #[test]
    fn nothing_is_accepted_that_a_stranger_signed(
        header in member(&["kid", "typ", "alg", "crit", "jwk"]),
        claim in member(&["iss", "aud", "exp", "sub", "role", "cnf", "act"]),
    ) {
        let mut draft = drafts::Draft::jwt(CAFCASS, "guardian-17", serde_json::json!({ "role": "GUARDIAN", "agency": "cafcass" }));
        draft.signer = drafts::Signer::Ed(7);
        draft.header[header.0] = header.1;
        draft.payload[claim.0] = claim.1;
        proptest::prop_assert!(seen(&draft.made(("", ""), ("", ""))).is_err());
    }

    /// And what it did sign is read without a panic, whatever it says.
    #[test]
    fn no_claim_makes_it_panic(claim in member(&["iss", "aud", "exp", "nbf", "iat", "sub", "jti", "role", "agency", "cnf", "act", "client_id"])) {
        let mut draft = drafts::Draft::jwt(CAFCASS, "guardian-17", serde_json::json!({ "role": "GUARDIAN", "agency": "cafcass" }));
        draft.header["kid"] = "one".into();
        draft.payload[claim.0] = claim.1;
        if let Ok(viewer) = seen(&draft.made(("", ""), ("", ""))) {
            proptest::prop_assert_eq!((viewer.role, viewer.issuer.as_str()), (Role::Guardian, CAFCASS));
        }
    }
}

/// A member of one of these names, with anything in it that JSON can say.
fn member(
    names: &'static [&'static str],
) -> impl proptest::strategy::Strategy<Value = (&'static str, serde_json::Value)> {
    use proptest::{prelude::*, sample::select};
    use serde_json::Value;
    let plain = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        select(&["one", "EdDSA", "GUARDIAN", "permanence", CAFCASS][..]).prop_map(Value::from),
    ];
    let value = plain.prop_recursive(3, 12, 4, |inner| {
        let member = ("[a-z]{1,4}", inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            prop::collection::vec(member, 0..4)
                .prop_map(|all| Value::Object(all.into_iter().collect())),
        ]
    });
    (select(names), value)
}
