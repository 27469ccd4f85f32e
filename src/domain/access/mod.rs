//! Who may see what: classes, standings, roles and the visibility policy.

mod viewer;
mod words;

pub use viewer::Viewer;
pub use words::{AgencyKind, Class, ClassSet, Role, Standing, StandingSet, UnknownWord};
