//! Tokens forged, stale, misdirected and malformed: each is like one that passes, with one thing changed, and is sent to the
//! service over HTTP. The one that passes is sent too.

use std::sync::Arc;

use chrono::DateTime;
use futures_util::future::BoxFuture;
use permanence::{
    auth::{
        ClaimNames, DpopUse, FetchKeys, IssuerSettings, Issuers, KeyAlgorithm, KeyPlace,
        KeySettings,
    },
    domain::access::{AgencyKind, Role},
};
use serde_json::{Value, json};

use super::{
    drafts::{
        Change::{self, *},
        Draft, NOW, Pattern, SERVED_AT,
        Signer::*,
        bound_to_key, keys, made,
    },
    key, pair,
};
use crate::front::service::Service;

const CAFCASS: &str = "https://login.cafcass.example";
const COURT: &str = "https://login.court.example";
const COUNCIL: &str = "https://login.council.example";
const OFSTED: &str = "https://login.ofsted.example";
const OLD: &str = "https://old.cafcass.example";

fn pinned() -> Vec<KeySettings> {
    let keys = keys();
    vec![
        key("one", KeyAlgorithm::EdDSA, &pair(1).public_pem),
        key("rsa", KeyAlgorithm::RS256, &keys.rsa.public_pem),
        key("pss", KeyAlgorithm::PS256, &keys.rsa.public_pem),
        key("p256", KeyAlgorithm::ES256, &keys.p256.public_pem),
        key("p384", KeyAlgorithm::ES384, &keys.p384.public_pem),
    ]
}

fn issuer(name: &str, agency: &str, kind: AgencyKind) -> IssuerSettings {
    IssuerSettings::pinned(name, agency, kind, "permanence", pinned())
}

fn issuers() -> Issuers {
    let named = |role: &str| ClaimNames {
        role: role.into(),
        ..ClaimNames::default()
    };
    let settings = [
        IssuerSettings {
            systems: vec!["case-system".into()],
            roles: vec![Role::Guardian],
            ..issuer(CAFCASS, "cafcass", AgencyKind::Cafcass)
        },
        IssuerSettings {
            claims: named("realm.roles"),
            court_area: Some("West Yorkshire".into()),
            ..issuer(COURT, "court-leeds", AgencyKind::Court)
        },
        IssuerSettings {
            claims: ClaimNames {
                role: "scope".into(),
                role_prefix: Some("permanence:".into()),
                agency: String::new(),
            },
            audiences: vec!["permanence".into(), "https://api.example".into()],
            token_types: vec!["at+jwt".into()],
            council: Some("E08000018".into()),
            keys: vec![],
            jwks_url: Some("https://login.council.example/keys".into()),
            ..issuer(COUNCIL, "council-a", AgencyKind::Council)
        },
        IssuerSettings {
            dpop: DpopUse::Required,
            ..issuer(OFSTED, "ofsted", AgencyKind::Ofsted)
        },
        IssuerSettings {
            dpop: DpopUse::Refused,
            ..issuer(OLD, "cafcass", AgencyKind::Cafcass)
        },
    ];
    let issuers = Issuers::new(settings).unwrap();
    issuers
        .fetching(Arc::new(Published))
        .served_at(SERVED_AT)
        .unwrap()
}

/// The council's keys: one for signatures, and others that must not be used for them.
struct Published;

impl FetchKeys for Published {
    fn fetch<'a>(&'a self, _: &'a KeyPlace) -> BoxFuture<'a, Result<Vec<u8>, String>> {
        let key = |signer: super::drafts::Signer, more: Value| {
            let mut key = serde_json::to_value(signer.jwk()).unwrap();
            let all = key.as_object_mut().unwrap();
            all.extend(more.as_object().unwrap().clone());
            key
        };
        let keys = json!({ "keys": [
            key(Rs256, json!({ "kid": "2026", "use": "sig" })),
            key(Rs256, json!({ "kid": "sealing", "use": "enc" })),
            key(Rs256, json!({ "kid": "leaked", "d": "AAAA" })),
            key(Rs256, json!({ "kid": "signing", "key_ops": ["sign"] })),
            key(Rs256, json!({ "kid": "padded", "alg": "PS256" })),
            key(Es256, json!({ "kid": "curve", "crv": "P-384" })),
        ] });
        Box::pin(async move { Ok(keys.to_string().into_bytes()) })
    }
}

/// The tokens that pass.
#[derive(Debug, Clone, Copy)]
enum Twin {
    /// A guardian's, of the plainest kind.
    Guardian,
    /// The same, issued ten minutes ago.
    Earlier,
    /// The same with a key of another kind.
    Rsa,
    Pss,
    P256,
    P384,
    /// A court's, with two roles in a nested list, of which the request names the one.
    Several,
    /// A council's access token (RFC 9068), with a published key and a scope.
    Access,
    /// A system's, for a guardian.
    System,
    /// A guardian's, bound to a key.
    Bound,
    /// An inspector's, which must be.
    Inspector,
    /// Of an issuer that has none bound.
    Old,
}
use Twin::*;

impl Twin {
    fn pattern(self) -> Pattern {
        let guardian = json!({ "role": "GUARDIAN", "agency": "cafcass" });
        let plain = |more: Value| {
            let mut claims = guardian.clone();
            let all = claims.as_object_mut().unwrap();
            all.extend(more.as_object().unwrap().clone());
            Draft::jwt(CAFCASS, "guardian-17", claims)
        };
        let with_key = |kid: &str, signer| Draft {
            header: json!({ "typ": "JWT", "kid": kid }),
            signer,
            ..plain(json!({}))
        };
        let (token, proof, role) = match self {
            Guardian => (plain(json!({})), None, None),
            Earlier => (
                plain(json!({ "iat": NOW - 600, "nbf": NOW - 600 })),
                None,
                None,
            ),
            Rsa => (with_key("rsa", Rs256), None, None),
            Pss => (with_key("pss", Ps256), None, None),
            P256 => (with_key("p256", Es256), None, None),
            P384 => (with_key("p384", Es384), None, None),
            Several => {
                let roles = json!({ "roles": ["offline_access", "JUDGE", "LEGAL_ADVISER"] });
                let claims = json!({ "realm": roles, "agency": "court-leeds" });
                (Draft::jwt(COURT, "judge-3", claims), None, Some("JUDGE"))
            }
            Access => {
                let claims = json!({
                    "aud": ["https://api.example", "other"], "client_id": "case-system",
                    "scope": "openid permanence:SOCIAL_WORKER",
                });
                let token = Draft {
                    header: json!({ "typ": "at+jwt", "kid": "2026" }),
                    signer: Rs256,
                    ..Draft::jwt(COUNCIL, "worker-9", claims)
                };
                (token, None, None)
            }
            System => (
                plain(json!({ "act": { "sub": "case-system" } })),
                None,
                None,
            ),
            Bound => (
                plain(json!({ "cnf": bound_to_key() })),
                Some(Draft::proof()),
                None,
            ),
            Inspector => {
                let claims =
                    json!({ "role": "INSPECTOR", "agency": "ofsted", "cnf": bound_to_key() });
                let token = Draft::jwt(OFSTED, "inspector-1", claims);
                (token, Some(Draft::proof()), None)
            }
            Old => {
                let claims = json!({ "role": "CAFCASS_MANAGER", "agency": "cafcass" });
                (Draft::jwt(OLD, "manager-1", claims), None, None)
            }
        };
        Pattern { token, proof, role }
    }

    /// The role in which it passes.
    fn role(self) -> &'static str {
        match self {
            Guardian | Earlier | Rsa | Pss | P256 | P384 | System | Bound => "GUARDIAN",
            Several => "JUDGE",
            Access => "SOCIAL_WORKER",
            Inspector => "INSPECTOR",
            Old => "CAFCASS_MANAGER",
        }
    }
}

/// Family, what it is, the twin that passes, the one thing that is different, and the verdict: the status, with the code of
/// the error or, where it passes all the same, the role in which it is served.
type Case = (&'static str, &'static str, Twin, Change, u16, &'static str);

const NO: &str = "UNAUTHENTICATED";

#[rustfmt::skip]
fn table() -> Vec<Case> {
    vec![
        ("algorithm", "none", Guardian, Sign(Nobody), 401, NO),
        ("algorithm", "none, in other letters, over a good signature", Guardian, Header("alg", json!("nOnE")), 401, NO),
        ("algorithm", "the public key as a secret", Guardian, Sign(Hs256), 401, NO),
        ("algorithm", "the public key as a longer secret", Guardian, Sign(Hs512), 401, NO),
        ("algorithm", "a longer hash than the key is for", Rsa, Sign(Rs512), 401, NO),
        ("algorithm", "another padding than the key is for", Rsa, Sign(Ps256), 401, NO),
        ("algorithm", "the old padding with a key for the new", Pss, Sign(Rs256), 401, NO),
        ("algorithm", "the name in small letters", P256, Header("alg", json!("es256")), 401, NO),
        ("algorithm", "another curve than the key is on", P256, Sign(Es384), 401, NO),
        ("algorithm", "the smaller curve for a key on the larger", P384, Sign(Es256), 401, NO),
        ("algorithm", "no text", Guardian, Header("alg", json!(["EdDSA"])), 401, NO),
        ("algorithm", "two of them", Guardian, HeaderText("{", r#"{"alg":"EdDSA","#), 401, NO),
        ("key", "a stranger's", Guardian, Sign(Ed(2)), 401, NO),
        ("key", "none named", Guardian, NoHeader("kid"), 401, NO),
        ("key", "one that is not known", Guardian, Header("kid", json!("two")), 401, NO),
        ("key", "the name of another key", Guardian, Header("kid", json!("rsa")), 401, NO),
        ("key", "a name that is a path", Guardian, Header("kid", json!("../one")), 401, NO),
        ("key", "a number as the name", Guardian, Header("kid", json!(1)), 401, NO),
        ("key", "brought along", Guardian, Header("jwk", serde_json::to_value(Thief.jwk()).unwrap()), 401, NO),
        ("key", "to be fetched at an address", Guardian, Header("jku", json!("https://evil.example/keys")), 401, NO),
        ("key", "a certificate to be fetched", Guardian, Header("x5u", json!("https://evil.example/pem")), 401, NO),
        ("key", "a certificate brought along", Guardian, Header("x5c", json!(["MIIB"])), 401, NO),
        ("key", "published, and not known", Access, Header("kid", json!("2027")), 401, NO),
        ("key", "published to seal with", Access, Header("kid", json!("sealing")), 401, NO),
        ("key", "published with its private part", Access, Header("kid", json!("leaked")), 401, NO),
        ("key", "published to sign with alone", Access, Header("kid", json!("signing")), 401, NO),
        ("key", "published for an algorithm that is not agreed", Access, Header("kid", json!("padded")), 401, NO),
        ("key", "published with the wrong curve", Access, Header("kid", json!("curve")), 401, NO),
        ("key", "a pinned one of another issuer", Access, Header("kid", json!("rsa")), 401, NO),
        ("type", "left out, where a plain token is agreed", Guardian, NoHeader("typ"), 200, "GUARDIAN"),
        ("type", "an access token, where none is agreed", Guardian, Header("typ", json!("at+jwt")), 401, NO),
        ("type", "an identity token's logout", Guardian, Header("typ", json!("logout+jwt")), 401, NO),
        ("type", "a proof", Guardian, Header("typ", json!("dpop+jwt")), 401, NO),
        ("type", "no text", Guardian, Header("typ", json!(null)), 401, NO),
        ("type", "a plain token, where access tokens are agreed", Access, Header("typ", json!("JWT")), 401, NO),
        ("type", "left out, where access tokens are agreed", Access, NoHeader("typ"), 401, NO),
        ("type", "in full and in other letters", Access, Header("typ", json!("application/AT+JWT")), 200, "SOCIAL_WORKER"),
        ("type", "an access token without its client", Access, NoClaim("client_id"), 401, NO),
        ("type", "something that must be understood", Guardian, Header("crit", json!(["exp"])), 401, NO),
        ("type", "nothing that must be understood", Guardian, Header("crit", json!([])), 401, NO),
        ("type", "compressed", Guardian, Header("zip", json!("DEF")), 401, NO),
        ("type", "a payload that is not encoded", Guardian, Header("b64", json!(false)), 401, NO),
        ("type", "a token in a token", Guardian, Header("cty", json!("JWT")), 401, NO),
        ("issuer", "nobody we know", Guardian, Claim("iss", json!("https://elsewhere.example")), 401, NO),
        ("issuer", "with a stroke at the end", Guardian, Claim("iss", json!("https://login.cafcass.example/")), 401, NO),
        ("issuer", "another one, whose claims have other names", Guardian, Claim("iss", json!(COURT)), 401, NO),
        ("issuer", "left out", Guardian, NoClaim("iss"), 401, NO),
        ("issuer", "a list", Guardian, Claim("iss", json!([CAFCASS])), 401, NO),
        ("issuer", "named twice", Guardian, ClaimsText("{", r#"{"iss":"https://login.court.example","#), 401, NO),
        ("issuer", "another agency", Guardian, Claim("agency", json!("court-leeds")), 401, NO),
        ("issuer", "no agency", Guardian, NoClaim("agency"), 401, NO),
        ("audience", "another service", Guardian, Claim("aud", json!("payroll")), 401, NO),
        ("audience", "several others", Guardian, Claim("aud", json!(["payroll", "permanence2"])), 401, NO),
        ("audience", "one of several", Guardian, Claim("aud", json!(["payroll", "permanence"])), 200, "GUARDIAN"),
        ("audience", "nobody", Guardian, Claim("aud", json!([])), 401, NO),
        ("audience", "left out", Guardian, NoClaim("aud"), 401, NO),
        ("audience", "in capitals", Guardian, Claim("aud", json!("Permanence")), 401, NO),
        ("audience", "with something that is no text", Guardian, Claim("aud", json!(["permanence", 1])), 401, NO),
        ("audience", "what is agreed with another issuer", Guardian, Claim("aud", json!("https://api.example")), 401, NO),
        ("times", "over before it was issued", Guardian, Claim("exp", json!(NOW - 10)), 401, NO),
        ("times", "over, by as much as clocks may differ", Earlier, Claim("exp", json!(NOW - 30)), 401, "TOKEN_EXPIRED"),
        ("times", "over, by a second less than clocks may differ", Earlier, Claim("exp", json!(NOW - 29)), 200, "GUARDIAN"),
        ("times", "not yet good, by more than clocks may differ", Guardian, Claim("nbf", json!(NOW + 31)), 401, NO),
        ("times", "not yet good, by as much as clocks may differ", Guardian, Claim("nbf", json!(NOW + 30)), 200, "GUARDIAN"),
        ("times", "good as soon as issued", Guardian, NoClaim("nbf"), 200, "GUARDIAN"),
        ("times", "issued in the future", Guardian, Claim("iat", json!(NOW + 31)), 401, NO),
        ("times", "issued a day ago, to last a day", Guardian, Claim("iat", json!(NOW - 86_400)), 401, NO),
        ("times", "longer than is agreed", Guardian, Claim("exp", json!(NOW + 3_601)), 401, NO),
        ("times", "without an end", Guardian, NoClaim("exp"), 401, NO),
        ("times", "without a beginning", Guardian, NoClaim("iat"), 401, NO),
        ("times", "a text", Guardian, Claim("exp", json!("1700000600")), 401, NO),
        ("times", "before all time", Guardian, Claim("nbf", json!(-1)), 401, NO),
        ("times", "after all time", Guardian, Claim("exp", json!(1e300)), 401, NO),
        ("times", "with a fraction", Guardian, Claim("exp", json!(NOW as f64 + 600.5)), 200, "GUARDIAN"),
        ("times", "an end named twice", Guardian, ClaimsText("{", r#"{"exp":1800000000,"#), 401, NO),
        ("claim shapes", "not JSON", Guardian, ClaimsText("{", "{{"), 401, NO),
        ("claim shapes", "something after the JSON", Guardian, ClaimsText("}", "} {}"), 401, NO),
        ("claim shapes", "a list", Guardian, ClaimsText("{", "[{"), 401, NO),
        ("claim shapes", "nested without end", Guardian, Claim("x", nested(200)), 401, NO),
        ("claim shapes", "larger than a token is", Guardian, Claim("x", json!("x".repeat(8_192))), 401, NO),
        ("claim shapes", "something that nobody asks for", Guardian, Claim("x", json!({ "role": "JUDGE" })), 200, "GUARDIAN"),
        ("claim shapes", "two parts", Guardian, Token(|it| it.rsplit_once('.').unwrap().0.to_owned()), 401, NO),
        ("claim shapes", "four parts", Guardian, Token(|it| format!("{it}.e30")), 401, NO),
        ("claim shapes", "five parts, as what is sealed has", Guardian, Token(|it| format!("{it}.e30.e30")), 401, NO),
        ("claim shapes", "padding", Guardian, Token(|it| format!("{it}==")), 401, NO),
        ("claim shapes", "the signature cut short", Guardian, Token(|it| it[..it.len() - 4].to_owned()), 401, NO),
        ("claim shapes", "no signature", Guardian, Token(|it| format!("{}.", it.rsplit_once('.').unwrap().0)), 401, NO),
        ("claim shapes", "letters of plain base64", Guardian, Token(|it| it.replacen('.', "+.", 1)), 401, NO),
        ("claim shapes", "another subject, after it was signed", Guardian, Token(|it| reworded(it, "guardian-17", "guardian-18")), 401, NO),
        ("subject", "left out", Guardian, NoClaim("sub"), 401, NO),
        ("subject", "empty", Guardian, Claim("sub", json!("")), 401, NO),
        ("subject", "a number", Guardian, Claim("sub", json!(17)), 401, NO),
        ("subject", "longer than the ledger has room for", Guardian, Claim("sub", json!("x".repeat(256))), 401, NO),
        ("subject", "with a line break", Guardian, Claim("sub", json!("guardian\n17")), 401, NO),
        ("subject", "named twice", Guardian, ClaimsText("{", r#"{"sub":"guardian-18","#), 401, NO),
        ("subject", "named twice, in other writing", Guardian, ClaimsText("{", r#"{"s\u0075b":"guardian-18","#), 401, NO),
        ("subject", "no id of the token", Guardian, NoClaim("jti"), 401, NO),
        ("subject", "an empty id of the token", Guardian, Claim("jti", json!("")), 401, NO),
        ("acting for", "a system of nobody's", System, Claim("act", json!({ "sub": "other-system" })), 401, NO),
        ("acting for", "a system that is not named", System, Claim("act", json!({})), 401, NO),
        ("acting for", "a text", System, Claim("act", json!("case-system")), 401, NO),
        ("acting for", "nothing", System, Claim("act", json!(null)), 401, NO),
        ("acting for", "a system behind the system", System, Claim("act", json!({ "sub": "case-system", "act": { "sub": "other" } })), 401, NO),
        ("acting for", "a system of another issuer", System, Claim("act", json!({ "sub": "case-system", "iss": COURT })), 401, NO),
        ("acting for", "a system for itself", System, Claim("sub", json!("case-system")), 401, NO),
        ("acting for", "where no system is agreed", Several, Claim("act", json!({ "sub": "case-system" })), 401, NO),
        ("roles", "a judge by CAFCASS", Guardian, Claim("role", json!("JUDGE")), 401, NO),
        ("roles", "one of CAFCASS's that is not agreed", Guardian, Claim("role", json!("CAFCASS_MANAGER")), 401, NO),
        ("roles", "one that does not exist", Guardian, Claim("role", json!("ADMIN")), 401, NO),
        ("roles", "in small letters", Guardian, Claim("role", json!("guardian")), 401, NO),
        ("roles", "none", Guardian, NoClaim("role"), 401, NO),
        ("roles", "an empty list", Guardian, Claim("role", json!([])), 401, NO),
        ("roles", "an object", Guardian, Claim("role", json!({ "GUARDIAN": true })), 401, NO),
        ("roles", "named twice", Guardian, ClaimsText("{", r#"{"role":"GUARDIAN","#), 401, NO),
        ("roles", "the same one in a list", Guardian, Claim("role", json!(["GUARDIAN", "JUDGE"])), 200, "GUARDIAN"),
        ("roles", "named, of one", Guardian, Role(Some("GUARDIAN")), 200, "GUARDIAN"),
        ("roles", "another one named, of one", Guardian, Role(Some("JUDGE")), 403, "FORBIDDEN"),
        ("roles", "none named, of two", Several, Role(None), 400, "BAD_REQUEST"),
        ("roles", "the other named, of two", Several, Role(Some("LEGAL_ADVISER")), 200, "LEGAL_ADVISER"),
        ("roles", "one named that is not granted", Several, Role(Some("COURT_STAFF")), 403, "FORBIDDEN"),
        ("roles", "both named", Several, Role(Some("JUDGE, LEGAL_ADVISER")), 403, "FORBIDDEN"),
        ("roles", "named twice in the request", Several, With("permanence-role", "JUDGE"), 401, NO),
        ("roles", "in the place of another issuer", Several, Claim("realm", json!("JUDGE")), 401, NO),
        ("roles", "with something that is no text", Several, Claim("realm", json!({ "roles": ["JUDGE", 1] })), 401, NO),
        ("roles", "without what comes before", Access, Claim("scope", json!("openid SOCIAL_WORKER")), 401, NO),
        ("roles", "for another service", Access, Claim("scope", json!("openid payroll:SOCIAL_WORKER")), 401, NO),
        ("DPoP", "shown without its proof", Bound, NoProof, 401, NO),
        ("DPoP", "shown as if it were not bound", Bound, Scheme("Bearer"), 401, NO),
        ("DPoP", "not bound", Bound, NoClaim("cnf"), 401, NO),
        ("DPoP", "bound to another key", Bound, Claim("cnf", json!({ "jkt": "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs" })), 401, NO),
        ("DPoP", "bound to a certificate", Bound, Claim("cnf", json!({ "x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2" })), 401, NO),
        ("DPoP", "bound to a certificate, shown without", Guardian, Claim("cnf", json!({ "x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2" })), 401, NO),
        ("DPoP", "bound to a key, shown without", Guardian, Claim("cnf", bound_to_key()), 401, NO),
        ("DPoP", "shown twice", Bound, Again, 401, NO),
        ("DPoP", "two proofs", Bound, TwoProofs, 401, NO),
        ("DPoP", "signed by a thief", Bound, ProofSign(Thief), 401, NO),
        ("DPoP", "a thief's key", Bound, ProofHeader("jwk", serde_json::to_value(Thief.jwk()).unwrap()), 401, NO),
        ("DPoP", "with the private part of the key", Bound, ProofHeader("jwk", private_jwk()), 401, NO),
        ("DPoP", "a shared secret", Bound, ProofSign(Hs256), 401, NO),
        ("DPoP", "not signed", Bound, ProofSign(Nobody), 401, NO),
        ("DPoP", "a token of another type", Bound, ProofHeader("typ", json!("JWT")), 401, NO),
        ("DPoP", "something that must be understood", Bound, ProofHeader("crit", json!(["b64"])), 401, NO),
        ("DPoP", "for another method", Bound, ProofClaim("htm", json!("GET")), 401, NO),
        ("DPoP", "the method in small letters", Bound, ProofClaim("htm", json!("post")), 401, NO),
        ("DPoP", "for another host", Bound, ProofClaim("htu", json!("https://evil.example/graphql")), 401, NO),
        ("DPoP", "for another path", Bound, ProofClaim("htu", json!("https://api.example/graphql/ws")), 401, NO),
        ("DPoP", "without TLS", Bound, ProofClaim("htu", json!("http://api.example/graphql")), 401, NO),
        ("DPoP", "the same address in other writing", Bound, ProofClaim("htu", json!("HTTPS://API.example:443/graphql?x=1")), 200, "GUARDIAN"),
        ("DPoP", "a proof of an hour ago", Bound, ProofClaim("iat", json!(NOW - 3_600)), 401, NO),
        ("DPoP", "a proof too old by a second", Bound, ProofClaim("iat", json!(NOW - 91)), 401, NO),
        ("DPoP", "a proof from the future", Bound, ProofClaim("iat", json!(NOW + 31)), 401, NO),
        ("DPoP", "a proof without a time", Bound, NoProofClaim("iat"), 401, NO),
        ("DPoP", "a proof without an id", Bound, NoProofClaim("jti"), 401, NO),
        ("DPoP", "a proof for no token", Bound, NoProofClaim("ath"), 401, NO),
        ("DPoP", "a proof for another token", Bound, ProofClaim("ath", json!("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")), 401, NO),
        ("DPoP", "a proof that is no token", Bound, Proof(|_| "proof".into()), 401, NO),
        ("DPoP", "not bound, where it must be", Inspector, NoClaim("cnf"), 401, NO),
        ("DPoP", "a bearer's, where it must be bound", Inspector, Scheme("Bearer"), 401, NO),
        ("DPoP", "bound, where none may be", Old, Claim("cnf", bound_to_key()), 401, NO),
        ("DPoP", "a proof beside a bearer's token", Guardian, With("dpop", "e30.e30.x"), 401, NO),
        ("headers", "another way to say who one is", Guardian, Scheme("Basic"), 401, NO),
        ("headers", "in small letters", Guardian, Scheme("bearer"), 200, "GUARDIAN"),
        ("headers", "nothing but the token", Guardian, Scheme(""), 401, NO),
        ("headers", "twice", Guardian, Twice, 401, NO),
        ("headers", "in the address", Guardian, InAddress, 401, NO),
        ("headers", "in a form", Guardian, InForm, 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("headers", "in the body", Guardian, InBody, 401, NO),
        ("headers", "in a cookie", Guardian, InCookie, 401, NO),
        ("headers", "a user that a proxy names", Guardian, With("x-forwarded-user", "judge-3"), 200, "GUARDIAN"),
        ("headers", "a user that a server names", Guardian, With("remote-user", "judge-3"), 200, "GUARDIAN"),
        ("headers", "a role that a proxy names", Guardian, With("x-role", "JUDGE"), 200, "GUARDIAN"),
        ("headers", "an agency that a proxy names", Guardian, With("x-agency", "court-leeds"), 200, "GUARDIAN"),
        ("headers", "an address inside the house", Guardian, With("x-forwarded-for", "127.0.0.1"), 200, "GUARDIAN"),
        ("headers", "another address of the service", Bound, With("x-forwarded-host", "evil.example"), 200, "GUARDIAN"),
        ("headers", "another method", Bound, With("x-http-method-override", "GET"), 200, "GUARDIAN"),
    ]
}

fn nested(deep: usize) -> Value {
    (0..deep).fold(json!(1), |inner, _| json!([inner]))
}

fn private_jwk() -> Value {
    let mut jwk = serde_json::to_value(Bearer.jwk()).unwrap();
    jwk["d"] = json!("AAAA");
    jwk
}

/// The claims of a token with other words in them, under the signature that it had.
fn reworded(token: &str, from: &str, to: &str) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let parts: Vec<&str> = token.split('.').collect();
    let claims = URL_SAFE_NO_PAD.decode(parts[1]).unwrap();
    let claims = String::from_utf8(claims).unwrap().replace(from, to);
    format!(
        "{}.{}.{}",
        parts[0],
        URL_SAFE_NO_PAD.encode(claims),
        parts[2]
    )
}

/// The status, and the code of the error or the role that is answered.
async fn sent(request: reqwest::RequestBuilder) -> (u16, String) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let challenged = response.headers().contains_key("www-authenticate");
    assert_eq!(
        status == 401,
        challenged,
        "only who must show a token is told how"
    );
    let text = response.text().await.unwrap();
    let body: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"));
    let code = body["errors"][0]["extensions"]["code"].as_str();
    let role = body["data"]["viewer"].as_str();
    (status, code.or(role).unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_token_is_judged_by_the_one_thing_that_is_different() {
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    let issuers = issuers();
    assert!(issuers.renew_all(now).await.is_empty());
    let service = Service::trusting(issuers, now).await;
    let url = service.url("/graphql");
    let mut wrong = Vec::new();
    let (mut cases, mut refused) = (0, 0);
    for (family, what, twin, change, status, code) in table() {
        let pattern = twin.pattern();
        let good = sent(made(&pattern, &Nothing, &service.client, &url)).await;
        assert_eq!(good, (200, twin.role().to_owned()), "the twin of {what}");
        let request = made(&pattern, &change, &service.client, &url);
        if let Again = change {
            let first = request.try_clone().unwrap();
            assert_eq!(sent(first).await.0, 200);
        }
        let verdict = sent(request).await;
        if verdict != (status, code.to_owned()) {
            wrong.push(format!(
                "{family}: {what}: {verdict:?} and not {status} {code}"
            ));
        }
        cases += 1;
        refused += usize::from(status != 200);
    }
    assert!(wrong.is_empty(), "of {cases}:\n{}", wrong.join("\n"));
    assert!(refused >= 70, "{refused}");
}
