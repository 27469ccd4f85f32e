//! A child's record, shown as far as the viewer may see it.

mod care;
mod decide;
mod family;
mod find;
mod plans;
mod progress;
mod record;
mod view;

pub use crate::store::access::{Filter, Order};
pub use find::{Listing, Lookup, Page};
pub use view::{ChildView, PlacementRecord, Sections, Wanted};
