//! The cast: one person for each standing, and those who must be refused.

use serde::{Deserialize, Serialize};

use super::{
    Kind,
    council::own_rows,
    people::{
        AREA, COUNCIL_KEY, COURT, COURT_KEY, Colleague, NEIGHBOUR_KEY, NEIGHBOUR_TEAM,
        OTHER_COURT_KEY, TEAM, VISIT, subject,
    },
};
use crate::{
    casework::founding::{Register, StoreError},
    domain::{
        access::{Role, Standing},
        ids,
    },
};

/// A person of the cast as `permanence personas` lists them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Persona {
    pub persona: String,
    pub name: String,
    pub role: String,
    pub agency: String,
    /// The key of the standing that they are there for.
    pub standing: Option<String>,
    pub expect: Expect,
    pub subject: String,
    /// The first is the child whom the printed query asks for.
    pub children: Vec<PersonaChild>,
}

/// Does the printed query find a section, or nothing that it could tell from nothing at all?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expect {
    Allowed,
    Refused,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonaChild {
    pub id: String,
    pub shows: String,
}

pub(super) struct Member {
    pub colleague: Colleague,
    standing: Option<Standing>,
    expect: Expect,
}

const fn member(
    slug: &'static str,
    name: &'static str,
    agency: &'static str,
    role: Role,
    desks: &'static [&'static str],
    standing: Standing,
) -> Member {
    let colleague = Colleague {
        slug,
        name,
        agency,
        role,
        desks,
    };
    Member {
        colleague,
        standing: Some(standing),
        expect: Expect::Allowed,
    }
}

const fn refused(
    slug: &'static str,
    name: &'static str,
    agency: &'static str,
    role: Role,
    desks: &'static [&'static str],
) -> Member {
    let colleague = Colleague {
        slug,
        name,
        agency,
        role,
        desks,
    };
    Member {
        colleague,
        standing: None,
        expect: Expect::Refused,
    }
}

use Standing as S;

pub(super) const CAST: [Member; 20] = [
    member(
        "social-worker",
        "Nadia Okonjo-Reyes",
        COUNCIL_KEY,
        Role::SocialWorker,
        &[TEAM],
        S::AllocatedSocialWorker,
    ),
    member(
        "team-manager",
        "Gwilym Ashby",
        COUNCIL_KEY,
        Role::TeamManager,
        &[TEAM],
        S::TeamManager,
    ),
    member(
        "team-colleague",
        "Beatriz Holm",
        COUNCIL_KEY,
        Role::SocialWorker,
        &[TEAM],
        S::TeamColleague,
    ),
    member(
        "duty-officer",
        "Tobias Wrenfield",
        COUNCIL_KEY,
        Role::DutyOfficer,
        &["duty-northmoor"],
        S::DutyOfficer,
    ),
    member(
        "reviewing-officer",
        "Ffion Castellanos",
        COUNCIL_KEY,
        Role::ReviewingOfficer,
        &[],
        S::ReviewingOfficer,
    ),
    member(
        "decision-maker",
        "Anselm Drury",
        COUNCIL_KEY,
        Role::DecisionMaker,
        &[],
        S::DecisionMaker,
    ),
    member(
        "nominated-officer",
        "Leocadia Finch",
        COUNCIL_KEY,
        Role::NominatedOfficer,
        &[],
        S::NominatedOfficer,
    ),
    member(
        "court-liaison",
        "Rafiq Thornbury",
        COUNCIL_KEY,
        Role::CourtLiaisonOfficer,
        &["legal-northmoor"],
        S::CourtLiaison,
    ),
    // Performance is read pseudonymised and counted: never a named child, so the printed query finds nothing.
    Member {
        colleague: Colleague {
            slug: "analyst",
            name: "Yusra Penhale",
            agency: COUNCIL_KEY,
            role: Role::Analyst,
            desks: &[],
        },
        standing: Some(S::Analyst),
        expect: Expect::Refused,
    },
    member(
        "data-protection-officer",
        "Magnus Eversley",
        COUNCIL_KEY,
        Role::DataProtectionOfficer,
        &["dpo-northmoor"],
        S::DataProtection,
    ),
    member(
        "guardian",
        "Clémence Adebayo",
        "cafcass",
        Role::Guardian,
        &[AREA],
        S::Guardian,
    ),
    member(
        "cafcass-manager",
        "Stellan Rowbotham",
        "cafcass",
        Role::CafcassManager,
        &[AREA],
        S::CafcassManager,
    ),
    member(
        "judge",
        "His Honour Judge Aurelio Finch-Hatton",
        COURT_KEY,
        Role::Judge,
        &[],
        S::Judge,
    ),
    member(
        "legal-adviser",
        "Imogen Sørby",
        COURT_KEY,
        Role::LegalAdviser,
        &[],
        S::LegalAdviser,
    ),
    member(
        "court-staff",
        "Dilys Montague",
        COURT_KEY,
        Role::CourtStaff,
        &[COURT],
        S::CourtStaff,
    ),
    member(
        "inspector",
        "Hrvoje Lancaster",
        "ofsted",
        Role::Inspector,
        &[VISIT],
        S::Inspector,
    ),
    refused(
        "guardian-not-appointed",
        "Euan Blackadder",
        "cafcass",
        Role::Guardian,
        &[AREA],
    ),
    refused(
        "guardian-ended",
        "Thandiwe Marsh",
        "cafcass",
        Role::Guardian,
        &[],
    ),
    refused(
        "other-council-social-worker",
        "Severin Poole",
        NEIGHBOUR_KEY,
        Role::SocialWorker,
        &[NEIGHBOUR_TEAM],
    ),
    refused(
        "other-court-judge",
        "Her Honour Judge Wilhelmina Eze",
        OTHER_COURT_KEY,
        Role::Judge,
        &[],
    ),
];

/// The cast with the ids of the children that show what each may see.
pub fn cast(register: &Register) -> Result<Vec<Persona>, StoreError> {
    let child = |(slug, shows): (String, &str)| -> Result<PersonaChild, StoreError> {
        let found = register.child(&slug)?;
        Ok(PersonaChild {
            id: ids::encode(ids::Kind::Child, &found.public_id),
            shows: shows.to_owned(),
        })
    };
    let kinds = Kind::ALL.iter().map(|it| (it.slug(), it.shows()));
    let named = kinds.chain(own_rows().map(|it| (it.slug(), it.shows())));
    let all = named.map(child).collect::<Result<Vec<_>, _>>()?;
    let personas = CAST.iter().map(|member| Persona {
        persona: member.colleague.slug.to_owned(),
        name: member.colleague.name.to_owned(),
        role: member.colleague.role.to_string(),
        agency: member.colleague.agency.to_owned(),
        standing: member.standing.map(|standing| standing.to_string()),
        expect: member.expect,
        subject: subject(member.colleague.slug),
        // Who is refused is refused for everybody's child; one is enough to show it.
        children: if member.expect == Expect::Refused {
            all.iter().take(1).cloned().collect()
        } else {
            all.clone()
        },
    });
    Ok(personas.collect())
}

/// Those of the cast who have a standing, with it and what the printed query finds: nobody who is there to be refused.
pub(super) fn with_standing() -> impl Iterator<Item = (&'static Colleague, Standing, Expect)> {
    let standing =
        |member: &'static Member| Some((&member.colleague, member.standing?, member.expect));
    CAST.iter().filter_map(standing)
}

/// The slugs of the cast.
pub(super) fn slugs() -> impl Iterator<Item = &'static str> {
    CAST.iter().map(|member| member.colleague.slug)
}
