//! `permanence people`

use std::{path::PathBuf, process::ExitCode};

use chrono::{DateTime, SecondsFormat, Utc};
use clap::Subcommand;

use super::{CliError, config::Config, log, office, sources};
use crate::casework::admission::{Identity, NotDone, Ordered, Register};

/// Shut people out and let them in: what is decided here holds at the next request, and on open connections too.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence people deactivate --issuer https://login.council.example --subject sw-17 \\
      --by 'A. Osei, service desk' --reason 'Left on 30 April' --config /etc/permanence.toml
  permanence people deny-token --issuer https://login.council.example --jti 5f3c8d7e \\
      --by 'A. Osei, service desk' --reason 'Laptop stolen'
  permanence people history

Everything is entered, with who decided it and why; `history` reads it back.")]
pub struct Args {
    #[command(subcommand)]
    act: Act,
    /// A TOML file with the settings that differ from the defaults
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Shut a person out, by whatever identity they come. Their name stays where it stands
    Deactivate(OfPerson),
    /// Let a deactivated person in again
    Reactivate(OfPerson),
    /// Have a second identity stand for a person who is known by another
    Link(Link),
    /// End what an identity stands for: whoever comes with it is out
    Unlink(OfPerson),
    /// Deny one token, by its `jti`, until it would have ended anyway
    DenyToken(DenyToken),
    /// Say in which area a court is, for issuers that are bound to an area
    CourtArea(CourtArea),
    /// Print what was decided, the first first: about all, or about one person
    History(History),
}

#[derive(Debug, clap::Args)]
struct Order {
    /// Who decides: a name, and an office
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

#[derive(Debug, clap::Args)]
struct OfPerson {
    /// The exact text of `iss`
    #[arg(long, value_name = "ISSUER")]
    issuer: String,
    /// The exact text of `sub`
    #[arg(long, value_name = "SUBJECT")]
    subject: String,
    #[command(flatten)]
    order: Order,
}

#[derive(Debug, clap::Args)]
struct Link {
    /// The issuer of the identity by which the person is known
    #[arg(long, value_name = "ISSUER")]
    issuer: String,
    /// Its subject
    #[arg(long, value_name = "SUBJECT")]
    subject: String,
    /// The issuer of the second identity: one that is configured for the person's own agency
    #[arg(long, value_name = "ISSUER")]
    second_issuer: String,
    /// Its subject
    #[arg(long, value_name = "SUBJECT")]
    second_subject: String,
    #[command(flatten)]
    order: Order,
}

#[derive(Debug, clap::Args)]
struct DenyToken {
    /// The exact text of `iss`: a configured issuer
    #[arg(long, value_name = "ISSUER")]
    issuer: String,
    /// The exact text of `jti`
    #[arg(long, value_name = "ID")]
    jti: String,
    /// Until when, for example `2026-05-01T12:00:00Z`; unless told, until every token has ended that the issuer can have signed by now
    #[arg(long, value_name = "INSTANT")]
    until: Option<DateTime<Utc>>,
    #[command(flatten)]
    order: Order,
}

#[derive(Debug, clap::Args)]
struct CourtArea {
    /// The key of the court's agency
    #[arg(long, value_name = "KEY")]
    agency: String,
    /// The area, to the letter as `court_area` of an issuer has it
    #[arg(long, value_name = "AREA")]
    area: String,
    #[command(flatten)]
    order: Order,
}

#[derive(Debug, clap::Args)]
struct History {
    /// With `--subject`: only about this person
    #[arg(long, value_name = "ISSUER", requires = "subject")]
    issuer: Option<String>,
    #[arg(long, value_name = "SUBJECT", requires = "issuer")]
    subject: Option<String>,
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let config = Config::load(args.config.as_deref())?;
    log::start(&config.log)?;
    let store = office::ready_store(&config).await?;
    let random = sources::random();
    let register = Register {
        store: &store,
        randomness: random.as_ref(),
    };
    println!("{}", done(&register, &config, args.act).await?);
    Ok(ExitCode::SUCCESS)
}

async fn done(register: &Register<'_>, config: &Config, act: Act) -> Result<String, CliError> {
    let now = sources::now();
    match act {
        Act::Deactivate(asked) => {
            let (who, order) = asked.split(now);
            let name = register.deactivate(&who, &order).await.map_err(refused)?;
            Ok(format!("{name} is out from the next request on"))
        }
        Act::Reactivate(asked) => {
            let (who, order) = asked.split(now);
            let name = register.reactivate(&who, &order).await.map_err(refused)?;
            Ok(format!("{name} is let in again"))
        }
        Act::Unlink(asked) => {
            let (who, order) = asked.split(now);
            let name = register.unlink(&who, &order).await.map_err(refused)?;
            Ok(format!(
                "{} of {} no longer stands for {name}",
                who.subject, who.issuer
            ))
        }
        Act::Link(asked) => {
            let issuers = config.issuers()?;
            let agency = issuers.agency_of(&asked.second_issuer);
            let agency = agency.ok_or_else(|| unknown(&asked.second_issuer))?;
            let who = identity(asked.issuer, asked.subject);
            let second = identity(asked.second_issuer, asked.second_subject);
            let order = asked.order.at(now);
            let linking = register.link(&who, &second, agency, &order);
            let name = linking.await.map_err(refused)?;
            Ok(format!(
                "{} of {} stands for {name} from now on",
                second.subject, second.issuer
            ))
        }
        Act::DenyToken(asked) => {
            let issuers = config.issuers()?;
            let last = issuers.last_end(&asked.issuer, now);
            let last = last.ok_or_else(|| unknown(&asked.issuer))?;
            let until = asked.until.unwrap_or(last);
            let order = asked.order.at(now);
            let denying = register.deny_token(&asked.issuer, &asked.jti, until, &order);
            denying.await.map_err(refused)?;
            let until = until.to_rfc3339_opts(SecondsFormat::Secs, true);
            Ok(format!("the token {} is denied until {until}", asked.jti))
        }
        Act::CourtArea(asked) => {
            let order = asked.order.at(now);
            let putting = register.set_area(&asked.agency, &asked.area, &order);
            putting.await.map_err(refused)?;
            Ok(format!("{} is in the area {}", asked.agency, asked.area))
        }
        Act::History(asked) => history(register, asked).await,
    }
}

async fn history(register: &Register<'_>, asked: History) -> Result<String, CliError> {
    let who = asked.issuer.zip(asked.subject);
    let who = who.map(|(issuer, subject)| identity(issuer, subject));
    let taken = register.history(who.as_ref()).await.map_err(refused)?;
    let lines = taken.into_iter().map(|it| {
        let at = it.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let named = [it.person, it.about, it.issuer];
        let named: Vec<String> = named.into_iter().flatten().collect();
        format!(
            "{at}  {}  {}  by {}: {}",
            it.kind,
            named.join(", "),
            it.by,
            it.reason
        )
    });
    let lines: Vec<String> = lines.collect();
    Ok(match lines.is_empty() {
        true => "nothing was decided yet".to_owned(),
        false => lines.join("\n"),
    })
}

impl OfPerson {
    fn split(self, now: DateTime<Utc>) -> (Identity, Ordered) {
        (identity(self.issuer, self.subject), self.order.at(now))
    }
}

impl Order {
    fn at(self, now: DateTime<Utc>) -> Ordered {
        Ordered {
            by: self.by,
            reason: self.reason,
            at: now,
        }
    }
}

fn identity(issuer: String, subject: String) -> Identity {
    Identity { issuer, subject }
}

fn unknown(issuer: &str) -> CliError {
    CliError::Refused(format!(
        "the issuer `{issuer}` is not configured: see `auth.issuers_file`."
    ))
}

fn refused(why: NotDone) -> CliError {
    match why {
        NotDone::Refused(why) => CliError::Refused(format!("{why}. Nothing was changed.")),
        NotDone::Unavailable(error) => office::refused(error),
    }
}
