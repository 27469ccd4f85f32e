//! `permanence token`

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{CliError, keys, sources};
use crate::{
    auth::{Claims, OneOrMany},
    domain::access::Role,
};

/// Print a token for a person of a demo's cast, and nothing else.
///
/// Signed with the demo's own keys, which no other server accepts.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence token --persona guardian
  curl -s http://127.0.0.1:8080/graphql -H \"authorization: Bearer $(permanence token --persona guardian)\" \\
       -H 'content-type: application/json' -d '{\"query\":\"{ viewer { role } }\"}'

`permanence personas` lists the cast.")]
pub struct Args {
    /// Who: a slug that `permanence personas` lists
    #[arg(long, value_name = "SLUG")]
    persona: String,
    /// The folder of the demo
    #[arg(long, value_name = "DIR", default_value = "demo-data")]
    data: PathBuf,
    /// How long the token is good for
    #[arg(long, value_name = "SECONDS", default_value_t = 3600, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    ttl: u32,
}

/// A person of the cast, as far as a token speaks of them.
pub struct Bearer {
    pub subject: String,
    pub role: Role,
    /// The key of the agency.
    pub agency: String,
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let bearer = bearer(&args.data, &args.persona)?;
    println!(
        "{}",
        token(
            &args.data,
            &bearer,
            args.ttl,
            sources::now(),
            sources::random_id()
        )?
    );
    Ok(ExitCode::SUCCESS)
}

/// Mints a token of the demo in `data`. The demo prints its tokens with this too.
pub(super) fn token(
    data: &Path,
    bearer: &Bearer,
    ttl: u32,
    now: DateTime<Utc>,
    id: Uuid,
) -> Result<String, CliError> {
    let claims = Claims {
        iss: keys::issuer_of(&bearer.agency),
        aud: OneOrMany::One(keys::AUDIENCE.to_owned()),
        exp: now.timestamp() + i64::from(ttl),
        nbf: now.timestamp(),
        iat: now.timestamp(),
        sub: bearer.subject.clone(),
        jti: id.to_string(),
        role: bearer.role.to_string(),
        agency: bearer.agency.clone(),
    };
    keys::signing_key(data, &bearer.agency)?
        .mint(&claims)
        .map_err(|error| CliError::Refused(error.to_string()))
}

/// TO BE FILLED: the person of this slug in the demo's cast.
fn bearer(_data: &Path, _slug: &str) -> Result<Bearer, CliError> {
    Err(super::not_joined("token"))
}
