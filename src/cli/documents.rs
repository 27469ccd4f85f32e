//! `permanence documents`, and the manifest that it makes.

use std::{path::PathBuf, process::ExitCode};

use serde_json::{Map, Value};

use super::{CliError, config::Config, read};
use crate::graphql::document::{Limits, Trusted, document_id};

/// Make a manifest of trusted documents out of files, each of which holds one.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence documents portal/*.graphql > documents.json
  PERMANENCE_DOCUMENTS_MANIFEST=documents.json PERMANENCE_DOCUMENTS_ONLY=true permanence serve

docs/trusted-documents.md tells how a program then names them.")]
pub struct Args {
    /// Files of GraphQL: the text is taken as it is, to the last line break
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let mut manifest = Map::new();
    for path in &args.files {
        let text = read(path)?;
        manifest.insert(document_id(&text), Value::String(text));
    }
    let manifest = format!("{:#}", Value::Object(manifest));
    Trusted::read(&manifest, &Limits::default())
        .map_err(|fault| CliError::Refused(format!("{fault}.")))?;
    println!("{manifest}");
    Ok(ExitCode::SUCCESS)
}

/// What is configured to be trusted.
pub fn trusted(config: &Config) -> Result<Trusted, CliError> {
    let documents = &config.documents;
    let trusted = match &documents.manifest {
        None if documents.only => {
            return Err(CliError::Refused(
                "`documents.only` is set, and no `documents.manifest` names what may be run."
                    .to_owned(),
            ));
        }
        None => Trusted::default(),
        Some(path) => Trusted::read(&read(path)?, &config.limits)
            .map_err(|fault| CliError::Refused(format!("{}: {fault}.", path.display())))?,
    };
    Ok(match (documents.only, documents.introspection) {
        (true, _) => trusted.alone(),
        (false, false) => trusted.hiding_the_schema(),
        (false, true) => trusted,
    })
}
