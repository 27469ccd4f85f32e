//! The change feed.

mod words;

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    access::{InformationClass, Whole},
    children::{Child, ChildLookup},
    lookup::wanted_here,
    paging::Window,
    request::{Request, refuse, response_key},
};
use crate::{
    casework::changes::{Changes, ChangesAsked},
    domain::{
        children::ChildKey,
        ids::{Kind, encode},
    },
};
pub use words::ChangeKind;

/// Something that happened to one child's record, or to its being yours. It holds nothing of the record: read the child for that.
#[derive(SimpleObject)]
pub struct Change {
    /// Its id: the same each time that it is told from the same cursor.
    pub id: ID,
    /// When it was recorded; of a child that is new to you or no longer yours, when you were told.
    pub at: DateTime<Utc>,
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// The id of the child.
    pub child_id: ID,
    /// The classes that changed, as far as you see them; none where the child is new to you or no longer yours.
    pub classes: Vec<InformationClass>,
    /// The child as it is now, as far as you may see it.
    pub child: Whole<ChildLookup>,
}

/// A page of changes: those who are no longer yours first, then those who are new to you, then what changed.
#[derive(SimpleObject)]
pub struct ChangePage {
    /// The changes, of each council in the order in which they were recorded.
    pub changes: Vec<Change>,
    /// The cursor to go on from; there on an empty page too.
    pub cursor: String,
    /// Whether there is more to be read at once.
    pub has_more: bool,
}

/// What changed since a cursor.
pub async fn page(
    ctx: &Context<'_>,
    after: Option<String>,
    first: Option<i32>,
) -> Result<ChangePage> {
    let request = ctx.data::<Request>()?;
    let window = Window::of(first, after, None, None)?;
    let asked = ChangesAsked {
        after: window.cursor,
        size: window.size,
    };
    let found = request
        .casework
        .changes(&request.asking, &asked, &wanted_here(ctx)?)
        .await
        .map_err(refuse)?;
    Ok(change_page(request, response_key(ctx), found))
}

/// The page with its children, each child once for all its changes.
pub fn change_page(request: &Request, root: Arc<str>, found: Changes) -> ChangePage {
    let children: HashMap<ChildKey, Child> = found
        .children
        .into_iter()
        .map(|view| (view.key, Child::of(request, root.clone(), view)))
        .collect();
    let changes = found.changes.into_iter().map(|change| {
        let child = children.get(&change.child).cloned();
        Change {
            id: encode(Kind::Change, &change.id).into(),
            at: change.at,
            kind: change.news.into(),
            child_id: encode(Kind::Child, &change.child_id).into(),
            classes: change.classes.iter().map(Into::into).collect(),
            child: Whole(child.map_or_else(ChildLookup::nothing, ChildLookup::Child)),
        }
    });
    ChangePage {
        changes: changes.collect(),
        cursor: found.cursor,
        has_more: found.has_more,
    }
}
