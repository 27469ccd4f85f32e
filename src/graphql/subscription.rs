//! The feed as it comes, for whoever waits: each page is one run of the operation, with a viewer and an instant of its
//! own. Whoever drives it hands in where the page before ended, and finds here where this one does.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{Context, Pos, Response, Result, Subscription};
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::watch;

use super::{
    Api,
    changes::{ChangePage, change_page},
    code::{self, Cause},
    document::Inspection,
    lookup::wanted_here,
    paging::{Window, bad_input},
    request::{Request, refuse, response_key},
    stated_purpose,
};
use crate::casework::{
    Asking,
    admission::Admitted,
    changes::{Changes, ChangesAsked},
};

pub struct Subscription;

/// What can be waited for.
#[Subscription]
impl Subscription {
    /// What changes of your children, as `Query.changes` tells it, a page whenever there is any. The first page comes at once, also an empty one, so that you hold a cursor.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The `cursor` of the last page that you kept, good for 90 days; null to begin from now."
        )]
        after: Option<String>,
        #[graphql(desc = "How many a page holds, 25 unless told, at most 100.")] first: Option<i32>,
    ) -> Result<impl Stream<Item = ChangePage>> {
        let request = ctx.data::<Request>()?;
        let wait = ctx.data::<Arc<Wait>>();
        let wait = wait.map_err(|_| code::internal(Cause("a subscription that nobody drives")))?;
        let window = Window::of(first, after, None, None)?;
        if window.size == 0 {
            return Err(bad_input("`first` is a number from 1 to 100."));
        }
        let asked = ChangesAsked {
            after: wait.from.clone().or(window.cursor),
            size: window.size,
        };
        let wanted = wanted_here(ctx)?;
        let (casework, asking) = (&request.casework, &request.asking);
        let found = match wait.from {
            None => casework.changes(asking, &asked, &wanted).await,
            Some(_) => casework.changes_since(asking, &asked, &wanted).await,
        };
        let found = found.map_err(refuse)?;
        wait.note(&found);
        let is_told = wait.from.is_none() || !found.changes.is_empty();
        let page = is_told.then(|| change_page(request, response_key(ctx), found));
        Ok(stream::iter(page))
    }
}

/// One look at the feed: from where, and to where.
#[derive(Debug, Default)]
struct Wait {
    from: Option<String>,
    reached: Mutex<Option<Reached>>,
}

/// Where a look ended.
#[derive(Debug, Clone)]
struct Reached {
    cursor: String,
    /// There is more to be told at once.
    has_more: bool,
}

impl Wait {
    /// From the cursor of the page before; on the first look from what the operation says.
    fn from(from: Option<String>) -> Self {
        Self {
            from,
            ..Self::default()
        }
    }

    fn note(&self, found: &Changes) {
        let reached = Reached {
            cursor: found.cursor.clone(),
            has_more: found.has_more && !found.changes.is_empty(),
        };
        *self.reached.lock().unwrap_or_else(PoisonError::into_inner) = Some(reached);
    }

    fn reached(&self) -> Option<Reached> {
        let reached = self.reached.lock();
        reached.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// One look at the feed for one subscription.
pub struct Step {
    pub admitted: Admitted,
    pub request_id: String,
    pub inspection: Arc<Inspection>,
    /// Where the page before ended; nothing on the first look.
    pub after: Option<String>,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Waited {
    /// Nothing where there is nothing to tell.
    pub response: Option<Response>,
    /// Where to go on from.
    pub after: Option<String>,
    /// There is more to be told at once.
    pub has_more: bool,
}

impl Api {
    /// Runs an inspected subscription once.
    pub async fn wait(&self, step: Step, request: async_graphql::Request) -> Waited {
        let refuse = |error| Waited {
            response: Some(Response::from_errors(vec![error])),
            ..Waited::default()
        };
        let purpose = match stated_purpose(&request) {
            Ok(purpose) => purpose,
            Err(refused) => return refuse(refused),
        };
        if step.inspection.roots.len() != 1 {
            let message = "A subscription has one field at its top.";
            let error = code::error(code::ErrorCode::ValidationFailed, message);
            return refuse(error.into_server_error(Pos::default()));
        }
        let asking = Arc::new(Asking::new(step.admitted, step.request_id, purpose));
        let context = Request::new(self.casework.clone(), asking, step.inspection);
        let wait = Arc::new(Wait::from(step.after));
        let request = request.data(context).data(wait.clone());
        let response = self.schema.execute_stream(request).next().await;
        let reached = wait.reached();
        Waited {
            response,
            has_more: reached.as_ref().is_some_and(|it| it.has_more),
            after: reached.map(|it| it.cursor),
        }
    }

    /// Changes whenever this process has written what somebody may have to be told of.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.casework.news()
    }
}
