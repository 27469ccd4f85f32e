//! Who is asking, as far as a verified token says.

use chrono::{DateTime, Utc};

use super::Role;

/// A person (or system acting for one) whose token has been verified. What they may see of a child is
/// not in here: standings are looked up at each request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    pub issuer: String,
    pub subject: String,
    pub token_id: String,
    /// The key of the agency to which the issuer is bound, for example `cafcass`.
    pub agency: String,
    /// The system that acts for the person, where one does (RFC 8693, `act`).
    pub actor: Option<String>,
    /// The part of the country for which the issuer may speak, where it is bound to one.
    pub bound_to: Option<BoundTo>,
    pub role: Role,
    pub expires_at: DateTime<Utc>,
}

/// What an issuer is bound to besides its agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoundTo {
    /// A council, by its GSS code, for example `E08000018`.
    Council(String),
    CourtArea(String),
}
