//! Pages of the items inside a section. The lists of one child are short and loaded with it; a page is cut out
//! of what the viewer may see, never before.

use async_graphql::{Context, Error, Result, SimpleObject};

use super::{code, request::Request};

/// The largest page.
pub const MAX_PAGE: i32 = 100;
/// The page where none is asked for.
pub const DEFAULT_PAGE: i32 = 25;

/// Where a page lies in its list.
#[derive(SimpleObject, Debug, Clone)]
pub struct PageInfo {
    /// Whether more follows.
    pub has_next_page: bool,
    /// Whether something came before.
    pub has_previous_page: bool,
    /// The cursor of the first item; null on an empty page.
    pub start_cursor: Option<String>,
    /// The cursor of the last item; null on an empty page.
    pub end_cursor: Option<String>,
}

/// An item that a cursor can find again.
pub trait Listed {
    fn place(&self) -> String;
}

pub(super) struct Slice<T> {
    pub nodes: Vec<T>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// Which part of a list: so many from its start or its end, or from a cursor on.
#[derive(Debug)]
pub(super) struct Window {
    pub size: usize,
    pub cursor: Option<String>,
    pub is_backward: bool,
}

impl Window {
    /// `first` goes with `after`, `last` with `before`. A null is as good as nothing.
    pub fn of(
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Self> {
        let is_backward = last.is_some();
        if is_backward && (first.is_some() || after.is_some()) {
            return Err(bad_input(
                "`last` goes with `before`, and not with `first` or `after`.",
            ));
        }
        if before.is_some() && !is_backward {
            return Err(bad_input("`before` goes with `last`."));
        }
        let (argument, size) = match last {
            Some(last) => ("last", last),
            None => ("first", first.unwrap_or(DEFAULT_PAGE)),
        };
        match usize::try_from(size) {
            Ok(size) if size <= MAX_PAGE as usize => Ok(Self {
                size,
                cursor: before.or(after),
                is_backward,
            }),
            _ => Err(bad_input(format!(
                "`{argument}` is a number from 0 to {MAX_PAGE}."
            ))),
        }
    }
}

pub(super) fn bad_input(message: impl Into<String>) -> Error {
    code::error(code::ErrorCode::BadUserInput, message)
}

/// A page of a list that belongs to `owner`.
pub(super) fn slice<T: Listed + Clone>(
    ctx: &Context<'_>,
    owner: &str,
    list: &str,
    items: &[T],
    window: Window,
) -> Result<Slice<T>> {
    let request = ctx.data::<Request>()?;
    let list = format!("{list} {owner}");
    let place = match window.cursor {
        None => None,
        Some(cursor) => {
            let place: String = request.open_cursor(&list, &cursor)?;
            let found = items.iter().position(|item| item.place() == place);
            // The item has gone since: the client starts again rather than miss something.
            Some(found.ok_or_else(|| {
                code::error(
                    code::ErrorCode::CursorExpired,
                    "What the cursor stood at is no longer listed.",
                )
            })?)
        }
    };
    let (start, end) = if window.is_backward {
        let end = place.unwrap_or(items.len());
        (end.saturating_sub(window.size), end)
    } else {
        let start = place.map_or(0, |place| place + 1);
        (start, start.saturating_add(window.size).min(items.len()))
    };
    let nodes: Vec<T> = items.get(start..end).unwrap_or_default().to_vec();
    let seal = |item: Option<&T>| {
        item.map(|it| request.seal_cursor(&list, &it.place()))
            .transpose()
    };
    Ok(Slice {
        page_info: PageInfo {
            has_next_page: end < items.len(),
            has_previous_page: start > 0,
            start_cursor: seal(nodes.first())?,
            end_cursor: seal(nodes.last())?,
        },
        total_count: i32::try_from(items.len()).unwrap_or(i32::MAX),
        nodes,
    })
}

/// Declares the connection type of a node.
macro_rules! connection {
    ($name:ident, $node:ty, $what:literal) => {
        #[doc = concat!("A page of ", $what, ".")]
        #[derive(async_graphql::SimpleObject, Debug, Clone)]
        pub struct $name {
            /// The items of the page.
            pub nodes: Vec<$node>,
            /// Where the page lies.
            pub page_info: $crate::graphql::paging::PageInfo,
            /// How many there are that you may see.
            pub total_count: i32,
        }

        impl From<$crate::graphql::paging::Slice<$node>> for $name {
            fn from(slice: $crate::graphql::paging::Slice<$node>) -> Self {
                let $crate::graphql::paging::Slice {
                    nodes,
                    page_info,
                    total_count,
                } = slice;
                Self {
                    nodes,
                    page_info,
                    total_count,
                }
            }
        }
    };
}
pub(super) use connection;

/// Declares a section: its struct, and how it comes of what was shown.
macro_rules! section {
    ($name:ident, $union:literal, $class:ident, $facts:ty, |$value:ident, $showing:ident, $head:ident| $make:expr) => {
        impl $crate::graphql::access::Section for $name {
            type Class = $crate::domain::access::class::$class;
            type Facts = $facts;
            const UNION: &'static str = $union;

            fn under(
                shown: $crate::domain::access::Shown<Self::Class, Self::Facts>,
                $showing: &$crate::graphql::access::Showing,
            ) -> Self {
                let basis = shown.basis();
                let class = <Self::Class as $crate::domain::access::Classified>::CLASS;
                let $head = (
                    $crate::graphql::access::DisclosureBasis::from(basis),
                    $showing.as_at(class, basis),
                );
                let $value = shown.into_value();
                $make
            }
        }
    };
}
pub(super) use section;
