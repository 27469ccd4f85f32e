//! The two councils, the other agencies, their desks and the people at them.

use super::{
    EASTMERE, NORTHMOOR, Wanted,
    cast::CAST,
    dice::whole,
    distributions as known,
    staff::{Hired, OF_THE_COUNCIL, Staff},
    voice::invented_name,
};
use crate::{
    casework::founding::{
        Agency, CouncilEntry, Court, Desk, DeskHolder, Inspection, Membership, People, Person,
    },
    domain::access::{AgencyKind, Role},
};

pub const COUNCIL_KEY: &str = "council-E08000999";
pub const NEIGHBOUR_KEY: &str = "council-E08000998";
pub const COURT_KEY: &str = "family-court-northmoor";
pub const OTHER_COURT_KEY: &str = "family-court-southmere";

/// Every agency by its key.
pub const AGENCIES: [(&str, AgencyKind); 6] = [
    (COUNCIL_KEY, AgencyKind::Council),
    (NEIGHBOUR_KEY, AgencyKind::Council),
    ("cafcass", AgencyKind::Cafcass),
    (COURT_KEY, AgencyKind::Court),
    (OTHER_COURT_KEY, AgencyKind::Court),
    ("ofsted", AgencyKind::Ofsted),
];

/// A court is named by the same word as its place and its counter.
pub const COURT: &str = "court-northmoor";
pub const OTHER_COURT: &str = "court-southmere";
pub const TEAM: &str = "team-harebell";
pub const OTHER_TEAM: &str = "team-tollgate";
pub const NEIGHBOUR_TEAM: &str = "team-eastmere";
pub const AREA: &str = "area-north";
pub const VISIT: &str = "visit-northmoor";

/// Somebody who works there: slug, name, agency, role, desks besides their own.
pub struct Colleague {
    pub slug: &'static str,
    pub name: &'static str,
    pub agency: &'static str,
    pub role: Role,
    pub desks: &'static [&'static str],
}

const fn colleague(
    slug: &'static str,
    name: &'static str,
    agency: &'static str,
    role: Role,
    desks: &'static [&'static str],
) -> Colleague {
    Colleague {
        slug,
        name,
        agency,
        role,
        desks,
    }
}

/// People who are not of the cast, so that a cast member is never the only one there is.
const OTHERS: [Colleague; 10] = [
    colleague(
        "head-of-service",
        "Marguerite Ståhl",
        COUNCIL_KEY,
        Role::HeadOfService,
        &[TEAM, OTHER_TEAM],
    ),
    colleague(
        "worker-harebell",
        "Dónal Achterberg",
        COUNCIL_KEY,
        Role::SocialWorker,
        &[TEAM],
    ),
    colleague(
        "worker-tollgate",
        "Ruža Pendragon",
        COUNCIL_KEY,
        Role::SocialWorker,
        &[OTHER_TEAM],
    ),
    colleague(
        "manager-tollgate",
        "Idris Vantongeren",
        COUNCIL_KEY,
        Role::TeamManager,
        &[OTHER_TEAM],
    ),
    colleague(
        "reviewer-tollgate",
        "Solène Marchbanks",
        COUNCIL_KEY,
        Role::ReviewingOfficer,
        &[],
    ),
    colleague(
        "manager-eastmere",
        "Fitz Okereke-Lund",
        NEIGHBOUR_KEY,
        Role::TeamManager,
        &[NEIGHBOUR_TEAM],
    ),
    colleague(
        "reviewer-eastmere",
        "Hana Tørvik",
        NEIGHBOUR_KEY,
        Role::ReviewingOfficer,
        &[],
    ),
    colleague(
        "guardian-south",
        "Perpetua Nowak",
        "cafcass",
        Role::Guardian,
        &["area-south"],
    ),
    colleague(
        "judge-northmoor",
        "Her Honour Judge Ottilie Bramwell",
        COURT_KEY,
        Role::Judge,
        &[],
    ),
    colleague(
        "adviser-southmere",
        "Cassius Ferreira",
        OTHER_COURT_KEY,
        Role::LegalAdviser,
        &[],
    ),
];

pub fn people(wanted: &Wanted) -> People {
    let staff = Staff::of(wanted, &OF_THE_COUNCIL);
    let cast = CAST.iter().map(|member| &member.colleague);
    People {
        councils: vec![
            council(wanted, NORTHMOOR, "E08000999", "Northmoor"),
            council(wanted, EASTMERE, "E08000998", "Eastmere"),
        ],
        courts: vec![
            court(COURT, "Family Court at Northmoor"),
            court(OTHER_COURT, "Family Court at Southmere"),
        ],
        agencies: agencies(),
        desks: desks().into_iter().chain(staff.desks(NORTHMOOR)).collect(),
        people: cast
            .chain(&OTHERS)
            .map(|it| (it.name.to_owned(), Hired::from(it)))
            .chain(
                staff
                    .colleagues()
                    .into_iter()
                    .map(|it| (invented_name(wanted, &it.slug), it)),
            )
            .enumerate()
            .map(|(place, (name, it))| person(wanted, place, name, it))
            .collect(),
        inspections: vec![inspection(wanted, NORTHMOOR)],
    }
}

pub fn inspection(wanted: &Wanted, council: &str) -> Inspection {
    Inspection {
        slug: VISIT.to_owned(),
        council: council.to_owned(),
        desk: VISIT.to_owned(),
        opens_on: wanted.ago(3),
        closes_on: wanted.ahead(180),
    }
}

/// Visits and what is written down are drawn for a year back.
pub fn records_from(wanted: &Wanted) -> chrono::NaiveDate {
    wanted.ago(u64::try_from(whole(known::VISIT.of("days kept"))).unwrap_or(0))
}

fn council(wanted: &Wanted, slug: &str, gss_code: &str, name: &str) -> CouncilEntry {
    let kept = whole(365.25 * known::REVIEW.of("years kept"));
    CouncilEntry {
        slug: slug.to_owned(),
        gss_code: gss_code.to_owned(),
        name: format!("{name} Council"),
        records_from: Some(records_from(wanted)),
        reviews_from: Some(wanted.ago(u64::try_from(kept).unwrap_or(0))),
    }
}

fn court(slug: &str, name: &str) -> Court {
    Court {
        slug: slug.to_owned(),
        name: name.to_owned(),
    }
}

fn agencies() -> Vec<Agency> {
    let agency =
        |key: &str, kind, name: &str, council: Option<&str>, contact: &str, line: u16| Agency {
            key: key.to_owned(),
            kind,
            name: name.to_owned(),
            council: council.map(str::to_owned),
            contact_name: contact.to_owned(),
            contact_email: Some(format!("access@{key}.example.org").to_lowercase()),
            contact_telephone: Some(format!("01632 960{line:03}")),
        };
    vec![
        agency(
            COUNCIL_KEY,
            AgencyKind::Council,
            "Northmoor Council",
            Some(NORTHMOOR),
            "Information access, Northmoor",
            1,
        ),
        agency(
            NEIGHBOUR_KEY,
            AgencyKind::Council,
            "Eastmere Council",
            Some(EASTMERE),
            "Information access, Eastmere",
            2,
        ),
        agency(
            "cafcass",
            AgencyKind::Cafcass,
            "Cafcass",
            None,
            "Cafcass north area",
            3,
        ),
        agency(
            COURT_KEY,
            AgencyKind::Court,
            "Family Court at Northmoor",
            None,
            "Court office, Northmoor",
            4,
        ),
        agency(
            OTHER_COURT_KEY,
            AgencyKind::Court,
            "Family Court at Southmere",
            None,
            "Court office, Southmere",
            5,
        ),
        agency(
            "ofsted",
            AgencyKind::Ofsted,
            "Ofsted",
            None,
            "Ofsted social care",
            6,
        ),
    ]
}

fn desk(slug: &str, kind: &'static str, name: &str, holder: DeskHolder) -> Desk {
    Desk {
        slug: slug.to_owned(),
        kind,
        name: name.to_owned(),
        holder,
    }
}

/// The desks at which the cast sits: of a council, of its court, of the area and of its inspection.
pub fn desks_of_the_cast(council: &str, place: &str) -> Vec<Desk> {
    let of = || DeskHolder::Council(council.to_owned());
    let at = DeskHolder::Court(COURT.to_owned());
    let named = |what: &str| format!("{what}, {place}");
    vec![
        desk(TEAM, "TEAM", "Harebell team", of()),
        desk("duty-northmoor", "DUTY", &named("Out-of-hours duty"), of()),
        desk(
            "legal-northmoor",
            "COUNCIL_LEGAL",
            &named("Legal services"),
            of(),
        ),
        desk(
            "dpo-northmoor",
            "DPO_OFFICE",
            &named("Data protection"),
            of(),
        ),
        desk(AREA, "OFFICER_TEAM", "North area", DeskHolder::Nobody),
        desk(COURT, "COURT", &named("Court office"), at),
        desk(
            VISIT,
            "INSPECTION",
            &format!("Inspection of {place}"),
            DeskHolder::Nobody,
        ),
    ]
}

fn desks() -> Vec<Desk> {
    let of = |council: &str| DeskHolder::Council(council.to_owned());
    let at = |court: &str| DeskHolder::Court(court.to_owned());
    let mut all = desks_of_the_cast(NORTHMOOR, "Northmoor");
    all.extend([
        desk(OTHER_TEAM, "TEAM", "Tollgate team", of(NORTHMOOR)),
        desk(NEIGHBOUR_TEAM, "TEAM", "Eastmere team", of(EASTMERE)),
        desk(
            "duty-eastmere",
            "DUTY",
            "Out-of-hours duty, Eastmere",
            of(EASTMERE),
        ),
        desk(
            "legal-eastmere",
            "COUNCIL_LEGAL",
            "Legal services, Eastmere",
            of(EASTMERE),
        ),
        desk(
            "area-south",
            "OFFICER_TEAM",
            "South area",
            DeskHolder::Nobody,
        ),
        desk(
            OTHER_COURT,
            "COURT",
            "Court office, Southmere",
            at(OTHER_COURT),
        ),
    ]);
    all
}

pub fn person(wanted: &Wanted, place: usize, name: String, hired: Hired) -> Person {
    let is_worker = hired.role == Role::SocialWorker;
    let memberships = hired.desks.into_iter();
    Person {
        name,
        agency: hired.agency.to_owned(),
        role: hired.role,
        issuer: (wanted.issuer_of)(hired.agency),
        subject: subject(&hired.slug),
        email: Some(format!("{}@example.org", hired.slug)),
        telephone: Some(format!("01632 960{:03}", (100 + place) % 1000)),
        registration_no: is_worker.then(|| format!("SW{:06}", 900_000 + place)),
        since: wanted.ago(900),
        memberships: memberships
            .map(|desk| Membership { desk, shift: None })
            .collect(),
        slug: hired.slug,
    }
}

/// What a token says of who they are.
pub fn subject(slug: &str) -> String {
    format!("demo-{slug}")
}
