//! All that is decided about a request once, over its text and its parsed document, before anything runs.

mod brackets;
mod cache;
mod count;
mod found;
mod inspect;
mod limits;
mod prices;
mod refusal;
mod schema_map;
mod selected;
mod trusted;
mod variables;
mod weigh;

pub use brackets::{Scan, scan};
pub use cache::Documents;
pub use inspect::{Inspection, RootSelection, inspect};
pub use limits::{LIMITED, Limited, Limits};
pub use prices::{ListSize, priced};
pub use refusal::Refusal;
pub use schema_map::{Field, SchemaMap, SdlError};
pub use selected::Selected;
pub use trusted::{ManifestFault, Trusted, document_id};
