//! The folder of a demo: its database, its keys, its cast, and the day on which it takes place.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    casework::founding::found_in_chunks,
    cli::{
        CliError,
        keys::{self, DemoAgency},
        office, read, sources,
    },
    domain::access::Windows,
    exchange::synthetic::{self, Persona, Plausible, Wanted, cast},
    store::Store,
};

/// The council and the cast that a demo begins with.
pub struct Beginning {
    pub children: u32,
    pub seed: u64,
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
    pub windows: Windows,
}

pub struct Folder<'a>(pub &'a Path);

impl Folder<'_> {
    pub fn database(&self) -> String {
        format!(
            "sqlite://{}?mode=rwc",
            self.0.join("permanence.db").display()
        )
    }

    fn cast_file(&self) -> PathBuf {
        self.0.join("personas.json")
    }

    fn day_file(&self) -> PathBuf {
        self.0.join("founded-on")
    }

    fn clock_file(&self) -> PathBuf {
        self.0.join("days-ahead")
    }

    /// The cast, as it was when the council was founded.
    pub fn personas(&self) -> Result<Vec<Persona>, CliError> {
        let file = self.cast_file();
        if !file.exists() {
            let data = self.0.display();
            return Err(CliError::Refused(format!(
                "{} is not there. Start `permanence demo --data {data}` once: it makes the cast.",
                file.display()
            )));
        }
        serde_json::from_str(&read(&file)?)
            .map_err(|error| CliError::Refused(format!("{}: {error}", file.display())))
    }

    pub fn persona(&self, slug: &str) -> Result<Persona, CliError> {
        let mut personas = self.personas()?;
        let Some(place) = personas.iter().position(|it| it.persona == slug) else {
            let known: Vec<&str> = personas.iter().map(|it| it.persona.as_str()).collect();
            let known = known.join(", ");
            return Err(CliError::Refused(format!(
                "nobody of the cast is called `{slug}`. There are: {known}."
            )));
        };
        Ok(personas.swap_remove(place))
    }

    /// Makes the database, up to date, with the council in it. Founded once: what is there stays, with its ids.
    pub async fn prepare(&self, beginning: &Beginning) -> Result<(), CliError> {
        make(self.0)?;
        let refuse = |error: &dyn std::fmt::Display| {
            CliError::Refused(format!("{}: {error}", self.0.display()))
        };
        let store = Store::open(&self.database(), 16)
            .await
            .map_err(|error| refuse(&error))?;
        office::migrate(&store).await?;
        if self.has_cast() {
            keys::prepare(self.0, &agencies(), sources::key_seed)?;
            return Ok(());
        }
        let wanted = Wanted {
            seed: beginning.seed,
            today: beginning.today,
            now: beginning.now,
            children: beginning.children,
            voice: Arc::new(Plausible {
                seed: beginning.seed,
            }),
            issuer_of: keys::issuer_of,
        };
        let register = found_in_chunks(
            &store,
            // Public ids must be unguessable, in a demo too: somebody may put their own children into it.
            sources::random().as_ref(),
            &synthetic::people(&wanted),
            synthetic::flow(&wanted),
            &beginning.windows,
            beginning.now,
            |_| (),
        )
        .await
        .map_err(|error| {
            refuse(&format!(
                "{error}. If an earlier start was broken off, remove the folder and start again."
            ))
        })?;
        let personas = cast(&register).map_err(|error| refuse(&error))?;
        write(&self.day_file(), &beginning.today.to_string())?;
        self.keep_cast(&personas, &agencies())
    }

    pub fn has_cast(&self) -> bool {
        self.cast_file().exists()
    }

    /// Writes down the people for whom tokens can be had, with the keys of their agencies.
    pub fn keep_cast(
        &self,
        personas: &[Persona],
        agencies: &[DemoAgency<'_>],
    ) -> Result<(), CliError> {
        keys::prepare(self.0, agencies, sources::key_seed)?;
        let text = serde_json::to_string_pretty(personas)
            .map_err(|error| CliError::Refused(error.to_string()))?;
        write(&self.cast_file(), &text)
    }

    /// The day on which the council was founded. Its hearings and appointments are set around that day, so a demo that
    /// is started again goes on there.
    pub fn founded_on(&self) -> Option<NaiveDate> {
        fs::read_to_string(self.day_file())
            .ok()?
            .trim()
            .parse()
            .ok()
    }

    /// Remembers how many days the demo's clock is ahead of the machine's, for tokens made later.
    pub fn set_clock(&self, days_ahead: i64) -> Result<(), CliError> {
        make(self.0)?;
        write(&self.clock_file(), &days_ahead.to_string())
    }

    /// The demo's clock at an instant of the machine's.
    pub fn clock(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let days = fs::read_to_string(self.clock_file())
            .ok()
            .and_then(|text| text.trim().parse().ok());
        sources::ahead(now, days.unwrap_or(0))
    }
}

fn agencies() -> Vec<DemoAgency<'static>> {
    let agencies = synthetic::AGENCIES.iter();
    agencies
        .map(|(key, kind)| DemoAgency { key, kind: *kind })
        .collect()
}

fn make(folder: &Path) -> Result<(), CliError> {
    fs::create_dir_all(folder).map_err(|source| CliError::File {
        path: folder.to_owned(),
        source,
    })
}

fn write(path: &Path, text: &str) -> Result<(), CliError> {
    fs::write(path, text).map_err(|source| CliError::File {
        path: path.to_owned(),
        source,
    })
}
