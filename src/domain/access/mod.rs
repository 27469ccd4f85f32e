//! Who may see what: classes, standings, roles and the visibility policy.

mod cell;
mod guards;
mod opening;
mod permit;
mod policy;
mod ruling;
mod standings;
mod viewer;
mod words;

pub use cell::{Cell, Condition};
pub use guards::{Guard, Guards};
pub use opening::{Need, Opening};
pub use permit::{Classified, Disclosed, Permit, Shown, class};
pub use policy::{Policy, PolicyError};
pub use ruling::{
    Basis, Circumstances, Grant, Marks, NEVER_IN_COURT_SUMMARY, Refusal, RequestBasis, Rules,
    Scope, WithheldReason, is_court_projection, sees_settled_plans_only,
};
pub use standings::{
    Appointment, ChildFacts, CourtCase, CourtSpell, DeskId, HearingListing, Held, Referral, Spell,
    StandingRow, Windows, standings,
};
pub use viewer::{BoundTo, Viewer};
pub use words::{AgencyKind, Class, ClassSet, Role, Standing, StandingSet};
