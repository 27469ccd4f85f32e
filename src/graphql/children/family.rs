//! The team, the home and the family.

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};

use super::yearly::ReturnedSocialWorker;
use crate::{
    domain::{
        children,
        ids::{Kind, encode},
    },
    graphql::{
        access::{DisclosureBasis, Professional},
        paging::section,
    },
};

/// Who works with the child now.
#[derive(SimpleObject, Debug, Clone)]
pub struct Team {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The allocated social worker.
    pub social_worker: Option<Professional>,
    /// The manager of the team that holds the case.
    pub team_manager: Option<Professional>,
    /// The independent reviewing officer.
    pub reviewing_officer: Option<Professional>,
    /// The children's guardian in live proceedings.
    pub guardian: Option<Professional>,
    /// The social worker whom the council's return names. The return is a year's word: an allocation on record goes before it.
    pub returned_social_worker: Option<ReturnedSocialWorker>,
}

section!(
    Team,
    "TeamDisclosure",
    Team,
    children::Team,
    |value, _showing, head| {
        let children::Team {
            social_worker,
            team_manager,
            reviewing_officer,
            guardian,
            returned_worker,
        } = value;
        Self {
            basis: head.0,
            as_at: head.1,
            social_worker: social_worker.map(Into::into),
            team_manager: team_manager.map(Into::into),
            reviewing_officer: reviewing_officer.map(Into::into),
            guardian: guardian.map(Into::into),
            returned_social_worker: returned_worker.map(Into::into),
        }
    }
);

/// A postal address.
#[derive(SimpleObject, Debug, Clone)]
pub struct Address {
    /// Its lines, without the postcode.
    pub lines: Option<String>,
    /// The postcode.
    pub postcode: Option<String>,
}

impl Address {
    pub fn of(lines: Option<String>, postcode: Option<String>) -> Option<Self> {
        (lines.is_some() || postcode.is_some()).then_some(Self { lines, postcode })
    }
}

/// A relative, and how to reach them.
#[derive(SimpleObject, Debug, Clone)]
pub struct PersonContact {
    /// Name.
    pub name: String,
    /// What they are to the child.
    pub relationship: String,
    /// Where they live.
    pub address: Option<Address>,
    /// Telephone.
    pub telephone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

/// The home, and how to reach parents and relatives.
#[derive(SimpleObject, Debug, Clone)]
pub struct HomeContact {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The child's home address.
    pub child_address: Option<Address>,
    /// Parents and relatives.
    pub relatives: Vec<PersonContact>,
}

section!(
    HomeContact,
    "HomeContactDisclosure",
    HomeContact,
    children::HomeContact,
    |value, _showing, head| {
        let relatives = value.relatives.into_iter().map(|relative| PersonContact {
            name: relative.name,
            relationship: relative.relationship,
            address: Address::of(relative.lines, relative.postcode),
            telephone: relative.telephone,
            email: relative.email,
        });
        Self {
            basis: head.0,
            as_at: head.1,
            child_address: Address::of(value.lines, value.postcode),
            relatives: relatives.collect(),
        }
    }
);

/// The birth family.
#[derive(SimpleObject, Debug, Clone)]
pub struct FamilyRecord {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// Parents and relatives.
    pub members: Vec<FamilyMember>,
    /// Brothers and sisters.
    pub siblings: Vec<Sibling>,
    /// Who sees the child, and how often.
    pub contact_arrangements: Vec<ContactArrangement>,
}

/// A parent or relative.
#[derive(SimpleObject, Debug, Clone)]
pub struct FamilyMember {
    /// Name.
    pub name: String,
    /// What they are to the child.
    pub relationship: String,
    /// Whether they hold parental responsibility.
    pub has_parental_responsibility: bool,
}

/// A brother or sister as named on this child's file.
#[derive(SimpleObject, Debug, Clone)]
pub struct Sibling {
    /// Name.
    pub name: String,
    /// What they are to the child.
    pub relationship: String,
    /// Whether they live in the same placement.
    pub is_placed_together: Option<bool>,
    /// Their id, only where that child is yours to see as well.
    pub child_id: Option<ID>,
}

/// An arrangement for contact.
#[derive(SimpleObject, Debug, Clone)]
pub struct ContactArrangement {
    /// With whom.
    pub with: String,
    /// How often.
    pub frequency: String,
    /// How it is supervised.
    pub supervision: Option<String>,
}

section!(
    FamilyRecord,
    "FamilyDisclosure",
    Family,
    children::Family,
    |value, _showing, head| {
        let members = value.members.into_iter().map(|member| FamilyMember {
            name: member.name,
            relationship: member.relationship,
            has_parental_responsibility: member.has_parental_responsibility,
        });
        let siblings = value.siblings.into_iter().map(|sibling| Sibling {
            name: sibling.name,
            relationship: sibling.relationship,
            is_placed_together: sibling.is_placed_together,
            child_id: sibling.public_id.map(|id| encode(Kind::Child, &id).into()),
        });
        let contacts = value
            .contact_arrangements
            .into_iter()
            .map(|contact| ContactArrangement {
                with: contact.with_whom,
                frequency: contact.frequency,
                supervision: contact.supervision,
            });
        Self {
            basis: head.0,
            as_at: head.1,
            members: members.collect(),
            siblings: siblings.collect(),
            contact_arrangements: contacts.collect(),
        }
    }
);
