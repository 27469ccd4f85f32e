//! A child's record, shown as far as the viewer may see it.

mod care;
mod decide;
mod due;
mod family;
mod find;
mod history;
mod list;
mod may;
mod plans;
mod progress;
mod record;
mod view;
mod visited;

pub use crate::store::access::{Condition, Due, Fact, Filter, Number, Order, Test};
pub use find::Lookup;
pub use list::{Listing, Page};
pub use view::{ChildView, PlacementRecord, Sections, Wanted};
