//! An invented council, from a seed: the same seed, day and size give the same children.
//!
//! Nobody in it exists. Its code is no council's, its postcodes lie in ZZ99, its telephones in the range kept for
//! drama, its addresses for mail at example.org. Only public ids are not from the seed: they must be unguessable,
//! so whoever writes the council down gives the source of them.

mod care;
mod cases;
mod cast;
mod dice;
mod files;
mod kinds;
mod people;
mod plans;
mod voice;

use chrono::{DateTime, Days, NaiveDate, Utc};

pub use cast::{Expect, Persona, PersonaChild, cast};
pub use kinds::Kind;
pub use people::AGENCIES;
pub use voice::{Plausible, Voice};

use crate::casework::founding::Founding;

/// What to invent.
pub struct Wanted<'a> {
    pub seed: u64,
    /// The day on which it all takes place.
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
    /// At least one child of each kind is made, however few are wanted.
    pub children: u32,
    pub voice: &'a dyn Voice,
    /// The issuer of an agency's tokens, by the agency's key.
    pub issuer_of: &'a dyn Fn(&str) -> String,
}

impl Wanted<'_> {
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

/// The council, its neighbour, and everybody and every child in them.
pub fn invent(wanted: &Wanted<'_>) -> Founding {
    let mut founding = Founding {
        people: people::people(wanted),
        ..Default::default()
    };
    for kind in Kind::ALL {
        let child = files::Child::of_kind(wanted, *kind);
        founding.cases.extend(cases::of(&child));
        founding.files.push(files::file(&child));
    }
    let rest = wanted
        .children
        .saturating_sub(u32::try_from(Kind::ALL.len()).unwrap_or(u32::MAX));
    for number in 0..rest {
        let child = files::Child::of_many(wanted, number);
        founding.cases.extend(cases::of(&child));
        founding.files.push(files::file(&child));
    }
    founding
}
