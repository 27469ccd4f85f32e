//! The change feed: what changed of one's children since a cursor, which of them are new, and which are no longer
//! one's own.

mod place;
mod told;

use std::collections::HashMap;

use chrono::{DateTime, Days, Utc};
use sha2::{Digest, Sha256};

use super::{
    Asking, Casework, Trouble,
    children::{ChildView, Wanted},
    named_only,
};
use crate::{
    domain::{
        access::{ClassSet, StandingSet},
        changes::ChangeKind,
        children::ChildKey,
        ids::RANDOM,
    },
    store::{
        access::{self, Feed},
        ledger::{EntryChild, Outcome},
    },
};
use place::Place;
use told::{Told, begin, go_on};

/// For how long a cursor is good.
const DAYS: Days = Days::new(90);

/// What cursors of the feed are sealed for.
const LIST: &str = "changes";

#[derive(Debug, Clone)]
pub struct ChangesAsked {
    /// Where to go on from; from nowhere, only a cursor of now is answered.
    pub after: Option<String>,
    pub size: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    Changed(ChangeKind),
    NewToYou,
    NoLongerYours,
}

#[derive(Debug)]
pub struct Change {
    /// The same whenever it is told from the same cursor.
    pub id: Vec<u8>,
    /// When it was recorded; of a child that came or went, when that was told.
    pub at: DateTime<Utc>,
    pub news: News,
    pub child: ChildKey,
    pub child_id: Vec<u8>,
    pub classes: ClassSet,
}

#[derive(Debug)]
pub struct Changes {
    pub changes: Vec<Change>,
    /// Every child of the page that is within reach, once.
    pub children: Vec<ChildView>,
    pub cursor: String,
    pub has_more: bool,
}

impl Casework {
    pub async fn changes(
        &self,
        asking: &Asking,
        asked: &ChangesAsked,
        wanted: &Wanted,
    ) -> Result<Changes, Trouble> {
        let page = self.changes_since(asking, asked, wanted).await?;
        if page.changes.is_empty() {
            self.enter(asking, LIST, Outcome::NotFound, Vec::new())
                .await?;
        }
        Ok(page)
    }

    /// The same, for one who waits: that nothing has changed yet is not answered, and so is not entered.
    pub async fn changes_since(
        &self,
        asking: &Asking,
        asked: &ChangesAsked,
        wanted: &Wanted,
    ) -> Result<Changes, Trouble> {
        let before = match &asked.after {
            Some(cursor) => Some(self.place(asking, cursor)?),
            None => None,
        };
        let feed = self.feed(asking, before.as_ref(), asked.size).await?;
        let (told, after) = match before {
            Some(before) => go_on(before, feed, asked.size),
            None => (Told::default(), begin(&feed)),
        };
        let after = Place {
            day: asking.today,
            ..after
        };
        let cursor = self.cursors.seal(&asking.viewer, LIST, &after.write())?;
        let has_more = told.has_more;
        let (changes, children) = self.told(asking, asked, told, wanted).await?;
        Ok(Changes {
            changes,
            children,
            cursor,
            has_more,
        })
    }

    fn place(&self, asking: &Asking, cursor: &str) -> Result<Place, Trouble> {
        let place = Place::read(self.cursors.open(&asking.viewer, LIST, cursor)?);
        let last = place.day.checked_add_days(DAYS);
        match last.is_some_and(|last| asking.today <= last) {
            true => Ok(place),
            false => Err(Trouble::CursorExpired),
        }
    }

    async fn feed(
        &self,
        asking: &Asking,
        before: Option<&Place>,
        size: usize,
    ) -> Result<Feed, Trouble> {
        let seeker = asking.seeker(self);
        let Some(seeker) = seeker.filter(|_| self.may_list(asking.viewer.role)) else {
            return Ok(Feed::default());
        };
        let places = before.map(Place::of_feed).unwrap_or_default();
        let limit = size.saturating_add(1);
        Ok(access::feed(&self.store, self.rules(), &seeker, &places, limit).await?)
    }

    /// Loads the children of a page, and enters all that it tells of.
    async fn told(
        &self,
        asking: &Asking,
        asked: &ChangesAsked,
        told: Told,
        wanted: &Wanted,
    ) -> Result<(Vec<Change>, Vec<ChildView>), Trouble> {
        let since = asked.after.as_deref().unwrap_or_default();
        let noticed = |child: ChildKey, child_id: Vec<u8>, news| Change {
            id: noticed_id(since, &child_id, news),
            at: asking.now,
            news,
            child,
            child_id,
            classes: ClassSet::EMPTY,
        };
        let mut changes = Vec::new();
        let mut entries: Vec<EntryChild> = Vec::new();
        if !told.ended.is_empty() {
            let mut ids = access::public_ids(&self.store, &told.ended).await?;
            for key in told.ended {
                if let Some(id) = ids.take_one(key) {
                    changes.push(noticed(key, id, News::NoLongerYours));
                    entries.push(named_only(key, StandingSet::default()));
                }
            }
        }
        let name = |key: &ChildKey| told.reached.get(key).map(|it| it.public_id.clone());
        for key in told.new {
            let id = name(&key);
            changes.extend(id.map(|id| noticed(key, id, News::NewToYou)));
        }
        let mut classes: HashMap<ChildKey, u32> = HashMap::new();
        for changed in told.changed {
            *classes.entry(changed.child).or_default() |= changed.seen.0;
            changes.extend(name(&changed.child).map(|child_id| Change {
                id: changed.public_id,
                at: changed.at,
                news: News::Changed(changed.kind),
                child: changed.child,
                child_id,
                classes: changed.seen,
            }));
        }
        let mut children = Vec::new();
        if let Some(seeker) = asking.seeker(self)
            && !told.reached.is_empty()
        {
            let reached = told.reached.into_values().collect();
            children = self.views(&seeker, reached, wanted).await?;
        }
        for view in &mut children {
            view.told.0 |= classes.get(&view.key).copied().unwrap_or(0);
        }
        entries.extend(children.iter().map(ChildView::entry));
        if !entries.is_empty() {
            self.enter(asking, LIST, Outcome::Shown, entries).await?;
        }
        Ok((changes, children))
    }
}

/// An id for what no row stands for. Told again from the same cursor, it is the same.
fn noticed_id(since: &str, child: &[u8], news: News) -> Vec<u8> {
    let is_end = news == News::NoLongerYours;
    let mut hash = Sha256::new();
    hash.update([u8::from(is_end)]);
    hash.update(child);
    hash.update(since);
    hash.finalize().into_iter().take(RANDOM).collect()
}
