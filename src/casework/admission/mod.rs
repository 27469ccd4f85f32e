//! Who is let in. A good token is not enough: whoever was shut out since it was signed is out at the next request.

mod register;

use chrono::{DateTime, Utc};

use super::{Asking, Casework, Trouble, london_day};
use crate::{
    domain::access::Viewer,
    store::{
        StoreError, Unit,
        access::{Bearer, Out, Person, person},
    },
};

pub use crate::store::access::Identity;
pub use register::{NotDone, Ordered, Register};

/// Somebody who was let in, at an instant: everything that they are answered is as of then. It is made for one request,
/// or for one look at the feed, and never kept for another.
#[derive(Debug, Clone)]
pub struct Admitted {
    viewer: Viewer,
    person: Option<Person>,
    now: DateTime<Utc>,
}

impl Admitted {
    /// Somebody of whom there is no record, so that they have no standing on any child.
    pub fn stranger(viewer: Viewer, now: DateTime<Utc>) -> Self {
        Self {
            viewer,
            person: None,
            now,
        }
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    pub(super) fn into_parts(self) -> (Viewer, Option<Person>, DateTime<Utc>) {
        (self.viewer, self.person, self.now)
    }
}

/// Why somebody with a good token is not let in.
#[derive(Debug, thiserror::Error)]
pub enum Barred {
    /// Why is for the log: they are told what anybody is told whose token is not accepted.
    #[error("a good token, of somebody who is out ({0:?})")]
    Out(Out),
    #[error("the record is not available now")]
    Unavailable(#[from] StoreError),
}

impl Casework {
    /// Lets somebody in whose token was found good at `now`.
    pub async fn admit(&self, viewer: Viewer, now: DateTime<Utc>) -> Result<Admitted, Barred> {
        match person(&self.store, &viewer, london_day(now)).await? {
            Bearer::OnRecord(person) => Ok(Admitted {
                viewer,
                person: Some(person),
                now,
            }),
            Bearer::Nobody => Ok(Admitted::stranger(viewer, now)),
            Bearer::Out(out) => Err(Barred::Out(out)),
        }
    }

    /// Looks once more before something is written: between being let in and writing, somebody may have been shut out.
    pub(super) async fn still_in(&self, unit: &Unit<'_>, asking: &Asking) -> Result<(), Trouble> {
        let known = asking.person().map(|person| person.id);
        match person(unit, &asking.viewer, asking.today).await? {
            Bearer::OnRecord(person) if Some(person.id) == known => Ok(()),
            Bearer::OnRecord(_) | Bearer::Nobody | Bearer::Out(_) => Err(Trouble::Out),
        }
    }
}
