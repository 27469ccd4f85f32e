//! The children's guardian: asked for by the court, appointed by a manager of CAFCASS out of their own team, and
//! speaking for the child (Children Act 1989, section 41).

mod appointing;
mod writing;

pub use appointing::{AppointGuardian, EndGuardian, ReplaceGuardian, RequestGuardian};
pub use writing::{GiveEvidenceFeedback, RecordAnalysis, ReleaseAnalysis};
