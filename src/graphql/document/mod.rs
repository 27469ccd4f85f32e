//! All that is decided about a request once, over its text and its parsed document, before anything runs.

mod brackets;
mod cache;
mod count;
mod inspect;
mod limits;
mod refusal;
mod selected;
mod types;
mod variables;

pub use brackets::{Scan, scan};
pub use cache::Documents;
pub use inspect::{Inspection, RootSelection, inspect};
pub use limits::Limits;
pub use refusal::Refusal;
pub use selected::Selected;
pub use types::{Field, SchemaMap, SdlError};
