//! A child's record, shown as far as the viewer may see it.

mod care;
mod decide;
mod family;
mod find;
mod list;
mod plans;
mod progress;
mod record;
mod view;

pub use crate::store::access::{Condition, Fact, Filter, Number, Test};
pub use find::Lookup;
pub use list::{Listing, Page};
pub use view::{ChildView, PlacementRecord, Sections, Wanted};
