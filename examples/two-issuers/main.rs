//! A server with two issuers, and tokens of either: something to point a client or a test suite at.
//!
//! `cargo run --example two-issuers`; the README beside this file tells the rest.
#![expect(
    clippy::disallowed_methods,
    reason = "a program of its own: nobody hands it the time or its random numbers"
)]

mod council;
mod issuer;
mod mint;

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use permanence::{cli::Cli, exchange::synthetic::Persona};

use issuer::{CAFCASS, COUNCIL, Issuer};

pub type Fault = Box<dyn std::error::Error>;

/// Serves an invented council to the people of two issuers: a council's, and CAFCASS's.
#[derive(Debug, Parser)]
#[command(name = "two-issuers", args_conflicts_with_subcommands = true)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    start: Start,
}

#[derive(Debug, clap::Args)]
struct Start {
    /// Where to listen
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The folder for the database, the keys and the configuration
    #[arg(long, value_name = "DIR", default_value = "two-issuers-data")]
    data: PathBuf,
    /// How many children to invent
    #[arg(long, value_name = "N", default_value_t = 60)]
    children: u32,
}

#[derive(Debug, Subcommand)]
enum Command {
    Mint(mint::Args),
}

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    let ran = match args.command {
        Some(Command::Mint(args)) => mint::run(&args).map(|()| ExitCode::SUCCESS),
        None => start(&args.start).await,
    };
    ran.unwrap_or_else(|fault| {
        eprintln!("two-issuers: {fault}");
        ExitCode::FAILURE
    })
}

/// Makes what is not there yet, and serves until it is stopped.
async fn start(args: &Start) -> Result<ExitCode, Fault> {
    fs::create_dir_all(&args.data)?;
    let data = args.data.canonicalize()?;
    for issuer in [COUNCIL, CAFCASS] {
        issuer.prepare(&data)?;
    }
    fs::write(data.join("issuers.toml"), include_str!("issuers.toml"))?;
    let config = data.join("permanence.toml");
    fs::write(&config, configuration(args.listen, &data))?;
    permanence("migrate", &config).await?;
    let cast = council::found(&data, args.children).await?;
    for (issuer, persona) in [(COUNCIL, "social-worker"), (CAFCASS, "guardian")] {
        let person = council::find(&cast, persona)?;
        println!("{}", how_to_ask(args, &data, &issuer, person)?);
    }
    println!(
        "Serving http://{}/graphql until it is stopped.",
        args.listen
    );
    permanence("serve", &config).await
}

/// A command of the program, as its user would give it.
async fn permanence(command: &str, config: &Path) -> Result<ExitCode, Fault> {
    let words = ["permanence", command, "--config"].map(PathBuf::from);
    let words = words.into_iter().chain([config.to_owned()]);
    Ok(Cli::try_parse_from(words)?.run().await?)
}

fn configuration(listen: SocketAddr, data: &Path) -> String {
    let text = |value: String| toml::Value::from(value);
    let database = data.join("permanence.db").display().to_string();
    let issuers = data.join("issuers.toml").display().to_string();
    let listen = text(listen.to_string());
    let database = text(format!("sqlite://{database}?mode=rwc"));
    let issuers = text(issuers);
    format!(
        "[server]\nlisten = {listen}\n\n[database]\nurl = {database}\n\n[auth]\nissuers_file = {issuers}\n"
    )
}

/// An issuer, a line to paste, and how to get the next token.
fn how_to_ask(
    args: &Start,
    data: &Path,
    issuer: &Issuer,
    person: &Persona,
) -> Result<String, Fault> {
    let token = mint::for_persona(issuer, data, person)?;
    let query =
        r#"{ "query": "{ viewer { role } children(first: 3) { totalCount nodes { id } } }" }"#;
    Ok(format!(
        "{issuer}\n{} asks:\n\
         curl -s http://{}/graphql -H 'content-type: application/json' \\\n     -H 'authorization: Bearer {token}' \\\n     -d '{query}'\n\
         Another token: cargo run -q --example two-issuers -- mint --data {} --issuer {} --persona {}\n",
        person.name,
        args.listen,
        args.data.display(),
        issuer.word,
        person.persona
    ))
}
