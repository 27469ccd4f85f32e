//! What a person may do at once, and spend in time: asked before anything is done for them.

use axum::http::header;
use chrono::{DateTime, Utc};

use super::{Front, busy::Turn, rate::Left, refused::Refused};
use crate::{domain::access::Viewer, graphql::code::ErrorCode};

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
