//! A token of one of the issuers: as it should be, or with something in it that this issuer has no right to say.

use std::path::{Path, PathBuf};

use chrono::Utc;
use jsonwebtoken::{Header, encode};
use permanence::exchange::synthetic::Persona;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Fault, council, issuer::Issuer};

/// Print a token, and nothing else. Whatever is left out is as the issuer has it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  two-issuers mint --issuer cafcass --persona guardian
  two-issuers mint --issuer council --persona social-worker --role SOCIAL_WORKER --role TEAM_MANAGER
  two-issuers mint --issuer cafcass --subject somebody-17 --role GUARDIAN --ttl 60
  two-issuers mint --issuer cafcass --persona guardian --ttl=-60      (out of date)
  two-issuers mint --issuer cafcass --persona guardian --role JUDGE   (not theirs to grant)")]
pub struct Args {
    /// Whose: `council` or `cafcass`
    #[arg(long, value_name = "ISSUER", value_parser = Issuer::named)]
    issuer: Issuer,
    /// For one of the cast, by the slug that `personas.json` in the folder lists
    #[arg(
        long,
        value_name = "SLUG",
        required_unless_present = "subject",
        conflicts_with = "subject"
    )]
    persona: Option<String>,
    /// For somebody else: what the token says as `sub`
    #[arg(long, value_name = "SUB", requires = "role")]
    subject: Option<String>,
    /// What the token grants; may be given again [default: the role of the persona]
    #[arg(long, value_name = "ROLE")]
    role: Vec<String>,
    /// The agency that the token names [default: the issuer's]
    #[arg(long, value_name = "AGENCY")]
    agency: Option<String>,
    /// Whom the token is for [default: as agreed with the issuer]
    #[arg(long, value_name = "AUD")]
    audience: Option<String>,
    /// How many seconds it is good for; below 0 it is out of date already
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 600,
        allow_negative_numbers = true
    )]
    ttl: i32,
    /// The folder of the server
    #[arg(long, value_name = "DIR", default_value = "two-issuers-data")]
    data: PathBuf,
}

pub fn run(args: &Args) -> Result<(), Fault> {
    let (subject, mut roles) = match (&args.persona, &args.subject) {
        (Some(slug), _) => {
            let cast = council::cast(&args.data)?;
            let person = council::find(&cast, slug)?;
            (person.subject.clone(), vec![person.role.clone()])
        }
        (None, subject) => (subject.clone().unwrap_or_default(), Vec::new()),
    };
    if !args.role.is_empty() {
        roles.clone_from(&args.role);
    }
    let mut claims = claims(&args.issuer, &subject, &roles, args.ttl);
    let said = [("agency", &args.agency), ("aud", &args.audience)];
    for (name, value) in said {
        if let Some(value) = value {
            claims[name] = json!(value);
        }
    }
    println!("{}", signed(&args.issuer, &args.data, &claims)?);
    Ok(())
}

/// A token as it should be.
pub fn for_persona(issuer: &Issuer, data: &Path, person: &Persona) -> Result<String, Fault> {
    let roles = [person.role.clone()];
    signed(issuer, data, &claims(issuer, &person.subject, &roles, 3600))
}

fn claims(issuer: &Issuer, subject: &str, roles: &[String], ttl: i32) -> Value {
    let now = Utc::now().timestamp();
    // One that is out of date was good once.
    let issued = now + i64::from(ttl.min(0)) - i64::from(ttl < 0) * 60;
    let mut claims = json!({
        "iss": issuer.issuer,
        "aud": issuer.audience,
        "sub": subject,
        "agency": issuer.agency,
        "iat": issued,
        "nbf": issued,
        "exp": now + i64::from(ttl),
        "jti": Uuid::new_v4().to_string(),
    });
    if let (Value::Object(claims), Value::Object(roles)) = (&mut claims, issuer.role_claims(roles))
    {
        claims.extend(roles);
    }
    claims
}

fn signed(issuer: &Issuer, data: &Path, claims: &Value) -> Result<String, Fault> {
    let header = Header {
        typ: Some(issuer.token_type.to_owned()),
        kid: Some(issuer.kid()),
        ..Header::new(issuer.algorithm)
    };
    Ok(encode(&header, claims, &issuer.signing_key(data)?)?)
}
