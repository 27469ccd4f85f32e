//! An invented council, from a seed: the same seed, day and size give the same children.
//!
//! Nobody in it exists. Its code is no council's, its postcodes lie in ZZ99, its telephones in the range kept for
//! drama, its addresses for mail at example.org. Only public ids are not from the seed: they must be unguessable,
//! so whoever writes the council down gives the source of them.

mod adversarial;
mod around;
mod care;
mod cases;
mod cast;
mod council;
mod dice;
pub mod distributions;
mod files;
mod flow;
mod kinds;
mod life;
mod people;
mod planning;
mod plans;
mod record;
mod recorded;
mod staff;
mod voice;

use chrono::{DateTime, Days, NaiveDate, Utc};

pub use adversarial::Adversarial;
pub use around::Around;
pub use cast::{Expect, Persona, PersonaChild, cast};
pub use council::Families;
pub use flow::flow;
pub use kinds::Kind;
pub use people::AGENCIES;
pub use voice::{Plausible, Voice};

use crate::casework::founding::{Founding, People};

/// What to invent.
#[derive(Clone)]
pub struct Wanted {
    pub seed: u64,
    /// The day on which it all takes place.
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
    /// How many records in all. Those of whom there is always one are made, however few are wanted.
    pub children: u32,
    pub voice: std::sync::Arc<dyn Voice>,
    /// The issuer of an agency's tokens, by the agency's key.
    pub issuer_of: fn(&str) -> String,
}

impl Wanted {
    fn ago(&self, days: u64) -> NaiveDate {
        self.today
            .checked_sub_days(Days::new(days))
            .unwrap_or(NaiveDate::MIN)
    }

    fn ahead(&self, days: u64) -> NaiveDate {
        self.today
            .checked_add_days(Days::new(days))
            .unwrap_or(NaiveDate::MAX)
    }
}

pub const NORTHMOOR: &str = "northmoor";
pub const EASTMERE: &str = "eastmere";

/// The codes of the councils that are invented. No council has them.
pub const GSS_CODES: [&str; 2] = ["E08000999", "E08000998"];

/// The agencies and everybody who works there.
pub fn people(wanted: &Wanted) -> People {
    people::people(wanted)
}

/// The council, its neighbour, and everybody and every child in them, at once: for few children.
pub fn invent(wanted: &Wanted) -> Founding {
    let mut founding = Founding {
        people: people(wanted),
        ..Default::default()
    };
    for chunk in Families::new(wanted) {
        founding.cases.extend(chunk.cases);
        founding.files.extend(chunk.files);
    }
    founding
}
