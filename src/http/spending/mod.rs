//! What a person may do at once, and spend in time: asked before anything is done for them.

mod bucket;
mod busy;
mod rate;

use axum::http::header;
use chrono::{DateTime, Utc};

pub(super) use bucket::{Bucket, Size};
pub(super) use busy::{Busy, Turn};
pub use rate::RateSettings;
pub(super) use rate::{Left, Rate};

use super::{Front, refused::Refused};
use crate::{domain::access::Viewer, graphql::code::ErrorCode};

/// A person here: the issuer, and whom it names.
type Person = (String, String);

fn person(viewer: &Viewer) -> Person {
    (viewer.issuer.clone(), viewer.subject.clone())
}

impl Front {
    /// A place among those of this person who are being answered, until it is dropped.
    pub(super) fn turn(&self, viewer: &Viewer) -> Result<Turn, Refused> {
        let turn = self.busy.take(viewer, self.settings.limits.concurrent);
        turn.ok_or_else(|| {
            let message = "Too many requests of yours are being answered: wait for one to end.";
            let refused = Refused::new(ErrorCode::RateLimited, message).closing();
            refused.header(header::RETRY_AFTER, "1")
        })
    }

    /// Takes points of the person who asks, and notes what is left of them.
    pub(super) fn spend(
        &self,
        viewer: &Viewer,
        now: DateTime<Utc>,
        points: u64,
        left: &mut Option<Left>,
    ) -> Result<(), Refused> {
        *left = self.rate.take(viewer, now, points);
        match left.and_then(|it| it.retry_in) {
            None => Ok(()),
            Some(_) => {
                let message = "Not enough points are left: `Retry-After` says when there will be.";
                Err(Refused::new(ErrorCode::RateLimited, message))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::Role;

    pub fn viewer(subject: &str) -> Viewer {
        Viewer {
            issuer: "https://login.cafcass.example".into(),
            subject: subject.into(),
            token_id: "1".into(),
            agency: "cafcass".into(),
            role: Role::Guardian,
            bound_to: None,
            actor: None,
            expires_at: DateTime::UNIX_EPOCH,
        }
    }
}
