//! Who the viewer is here, which children they reach, and what is known before anything is decided.

mod admission;
mod circumstances;
mod directory;
mod due;
mod facts;
mod feed;
mod filter;
mod page;
mod person;
mod reach;
mod seen;

pub use admission::{
    Decided, Decision, Holder, Identity, Taken, decided, decisions, deny_token, forget_denied,
    holder, link, set_area, set_inactive, unlink,
};
pub use circumstances::{CouncilContact, SharedItem, Standings, circumstances, council_contacts};
pub use directory::{Colleague, Directory, colleagues, courts, officer_teams};
pub use due::{Due, Work, WorkItem, WorkKey, worklist};
pub use facts::Fact;
pub use feed::{Changed, Feed, FeedPlace, feed, public_ids};
pub use filter::{Condition, Filter, Number, Test};
pub use page::{Found, Order, Page, PageKey, page};
pub use person::{Bearer, Out, Person, person};
pub use reach::{
    CaseReference, Reached, Seeker, by_identifier, by_public_ids, of_cases, of_plan, restricted_for,
};

pub use reach::by_keys;
pub(in crate::store) use reach::hex;
