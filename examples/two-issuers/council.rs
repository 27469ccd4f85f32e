//! The invented council that is served, and its cast.

use std::{fs, path::Path, sync::Arc};

use chrono::Utc;
use permanence::{
    casework::{founding::found_in_chunks, london_day},
    domain::access::Windows,
    exchange::synthetic::{self, Persona, Plausible, Wanted},
    store::{Randomness, Store},
};

use crate::{
    Fault,
    issuer::{CAFCASS, COUNCIL},
};

const CAST: &str = "personas.json";

struct FromSystem;

impl Randomness for FromSystem {
    #[expect(
        clippy::expect_used,
        reason = "without randomness nothing may be served"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        aws_lc_rs::rand::fill(bytes).expect("the operating system gives randomness");
    }
}

/// Founded once: a second start serves the same children under the same ids.
pub async fn found(data: &Path, children: u32) -> Result<Vec<Persona>, Fault> {
    if data.join(CAST).exists() {
        return cast(data);
    }
    let now = Utc::now();
    let wanted = Wanted {
        seed: 1,
        today: london_day(now),
        now,
        children,
        voice: Arc::new(Plausible { seed: 1 }),
        issuer_of,
    };
    let url = format!("sqlite://{}", data.join("permanence.db").display());
    let store = Store::open(&url, 4).await?;
    let register = found_in_chunks(
        &store,
        &FromSystem,
        &synthetic::people(&wanted),
        synthetic::flow(&wanted),
        &Windows::default(),
        now,
        |_| (),
    )
    .await
    .map_err(|error| {
        format!("{error}. If an earlier start was broken off, remove the folder and start again.")
    })?;
    let cast = synthetic::cast(&register)?;
    fs::write(data.join(CAST), serde_json::to_string_pretty(&cast)?)?;
    Ok(cast)
}

/// Who gives the people of an agency their tokens. Those of the other agencies get none here.
fn issuer_of(agency: &str) -> String {
    let known = [COUNCIL, CAFCASS];
    let issuer = known.into_iter().find(|it| it.agency == agency);
    issuer.map_or_else(
        || format!("https://nobody.invalid/{agency}"),
        |it| it.issuer.to_owned(),
    )
}

pub fn cast(data: &Path) -> Result<Vec<Persona>, Fault> {
    let file = data.join(CAST);
    let text = fs::read_to_string(&file).map_err(|error| {
        let start = "Start it once with the same `--data`: it invents the cast.";
        format!("{}: {error}. {start}", file.display())
    })?;
    Ok(serde_json::from_str(&text)?)
}

pub fn find<'a>(cast: &'a [Persona], slug: &str) -> Result<&'a Persona, Fault> {
    let found = cast.iter().find(|it| it.persona == slug);
    found.ok_or_else(|| {
        let known: Vec<&str> = cast.iter().map(|it| it.persona.as_str()).collect();
        format!(
            "nobody of the cast is called `{slug}`. There are: {}.",
            known.join(", ")
        )
        .into()
    })
}
