//! Disclosure: sections that are shown, withheld or not recorded, and the words of access.

mod directory;
mod disclosure;
mod policy;
mod viewer;
mod whole;
mod words;

pub use directory::Directory;
pub use disclosure::{Contact, Disclosure, NotRecorded, Section, Showing, Withheld, classified};
pub use policy::{ClassVisibility, visibility};
pub use viewer::{Agency, Professional, Viewer};
pub use whole::Whole;
pub use words::{
    AccessBasis, AgencyKind, DisclosureBasis, InformationClass, Role, Standing, WithheldReason,
};
