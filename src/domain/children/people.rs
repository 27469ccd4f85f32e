//! The people around a child.

use super::{ChildKey, ReturnedWorker};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Professional {
    pub name: String,
    pub role: String,
    pub agency: String,
    pub agency_kind: String,
    pub telephone: Option<String>,
    pub email: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Team {
    pub social_worker: Option<Professional>,
    pub team_manager: Option<Professional>,
    pub reviewing_officer: Option<Professional>,
    pub guardian: Option<Professional>,
    pub returned_worker: Option<ReturnedWorker>,
}

#[derive(Debug, Clone, Default)]
pub struct HomeContact {
    pub lines: Option<String>,
    pub postcode: Option<String>,
    pub relatives: Vec<Relative>,
}

/// A relative as somebody to reach. Their place in the family is in [`Family`].
#[derive(Debug, Clone)]
pub struct Relative {
    pub name: String,
    pub relationship: String,
    pub lines: Option<String>,
    pub postcode: Option<String>,
    pub telephone: Option<String>,
    pub email: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Family {
    pub members: Vec<FamilyMember>,
    pub siblings: Vec<Sibling>,
    pub contact_arrangements: Vec<ContactArrangement>,
}

#[derive(Debug, Clone)]
pub struct FamilyMember {
    pub name: String,
    pub relationship: String,
    pub has_parental_responsibility: bool,
}

/// A brother or sister. The public id is there only where the viewer reaches that child as well.
#[derive(Debug, Clone)]
pub struct Sibling {
    pub name: String,
    pub relationship: String,
    pub is_placed_together: Option<bool>,
    pub linked: Option<ChildKey>,
    pub public_id: Option<Vec<u8>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ContactArrangement {
    pub id: i64,
    pub with_whom: String,
    pub frequency: String,
    pub supervision: Option<String>,
}
