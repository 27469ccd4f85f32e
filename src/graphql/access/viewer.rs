//! People of the agencies.

use async_graphql::SimpleObject;

use super::{AgencyKind, ClassVisibility, Role};
use crate::domain::children;

/// You, as the service knows you.
#[derive(SimpleObject, Debug, Clone)]
pub struct Viewer {
    /// Your name on record, or the subject of your token where there is no record of you: then you have no standing on any child.
    pub name: String,
    /// The role in which you ask.
    pub role: Role,
    /// The agency for which you ask.
    pub agency: Agency,
    /// Your e-mail address at work.
    pub email: Option<String>,
    /// What the policy gives the standings that your role can have.
    pub visibility: Vec<ClassVisibility>,
}

/// An agency around the child.
#[derive(SimpleObject, Debug, Clone)]
pub struct Agency {
    /// Its name.
    pub name: String,
    /// What kind of body it is.
    pub kind: Option<AgencyKind>,
}

/// Somebody who works with children, at work.
#[derive(SimpleObject, Debug, Clone)]
pub struct Professional {
    /// Their name.
    pub name: String,
    /// Their role on record.
    pub role: Option<Role>,
    /// The agency that they work for.
    pub agency: Agency,
    /// Telephone at work.
    pub telephone: Option<String>,
    /// E-mail address at work.
    pub email: Option<String>,
}

impl From<children::Professional> for Professional {
    fn from(person: children::Professional) -> Self {
        let children::Professional {
            name,
            role,
            agency,
            agency_kind,
            telephone,
            email,
        } = person;
        let kind = agency_kind
            .parse::<crate::domain::access::AgencyKind>()
            .ok();
        Self {
            name,
            role: role
                .parse::<crate::domain::access::Role>()
                .ok()
                .map(Into::into),
            agency: Agency {
                name: agency,
                kind: kind.map(Into::into),
            },
            telephone,
            email,
        }
    }
}
