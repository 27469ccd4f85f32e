//! Who works with the children of a return: the cast, so that every standing is met, and as many more as there is work for.

use crate::{
    casework::founding::{Agency, CouncilOnRecord, Court, People, Person},
    domain::access::AgencyKind,
    exchange::synthetic::{
        Expect, Persona, Wanted,
        cast::with_standing,
        people::{COUNCIL_KEY, COURT, COURT_KEY, desks_of_the_cast, inspection, person, subject},
        staff::{Hired, Staff},
        voice::invented_name,
    },
};

pub struct Invented {
    pub people: People,
    pub personas: Vec<Persona>,
    /// Where they work.
    pub agencies: Vec<(String, AgencyKind)>,
}

pub fn people(wanted: &Wanted, council: &CouncilOnRecord, staff: &Staff) -> Invented {
    let code = council.gss_code.to_lowercase();
    let court_key = format!("family-court-{code}");
    let court_name = format!("Family Court at {}", council.name);
    let key_of = |key: &str| match key {
        COUNCIL_KEY => council.agency.clone(),
        COURT_KEY => court_key.clone(),
        other => other.to_owned(),
    };
    let cast = with_standing().map(|(colleague, ..)| Hired::from(colleague));
    let everybody: Vec<(String, Person)> = cast
        .chain(staff.colleagues())
        .enumerate()
        .map(|(place, hired)| {
            let slug = hired.slug.clone();
            let name = invented_name(wanted, &format!("{code} {slug}"));
            let agency = key_of(hired.agency);
            let person = Person {
                issuer: (wanted.issuer_of)(&agency),
                agency,
                subject: subject(&format!("{code}-{slug}")),
                email: Some(format!("{slug}.{code}@example.org")),
                ..person(wanted, place, name, hired)
            };
            (slug, person)
        })
        .collect();
    let agencies = vec![
        (council.agency.clone(), AgencyKind::Council),
        ("cafcass".to_owned(), AgencyKind::Cafcass),
        (court_key.clone(), AgencyKind::Court),
        ("ofsted".to_owned(), AgencyKind::Ofsted),
    ];
    Invented {
        personas: everybody
            .iter()
            .map(|(slug, person)| persona(slug, person))
            .collect(),
        people: People {
            councils: Vec::new(),
            courts: vec![Court {
                slug: COURT.to_owned(),
                name: court_name.clone(),
            }],
            agencies: agencies
                .iter()
                .skip(1)
                .map(|(key, kind)| agency(key, *kind, &court_name))
                .collect(),
            desks: desks_of_the_cast(&council.gss_code, &council.name)
                .into_iter()
                .chain(staff.desks(&council.gss_code))
                .collect(),
            people: everybody.into_iter().map(|(_, person)| person).collect(),
            inspections: vec![inspection(wanted, &council.gss_code)],
        },
        agencies,
    }
}

fn agency(key: &str, kind: AgencyKind, court_name: &str) -> Agency {
    let (name, contact, line) = match kind {
        AgencyKind::Council => ("Council", "Information access", 1),
        AgencyKind::Cafcass => ("Cafcass", "Cafcass north area", 3),
        AgencyKind::Court => (court_name, "Court office", 4),
        AgencyKind::Ofsted => ("Ofsted", "Ofsted social care", 6),
    };
    Agency {
        key: key.to_owned(),
        kind,
        name: name.to_owned(),
        council: None,
        contact_name: contact.to_owned(),
        contact_email: Some(format!("access@{key}.example.org")),
        contact_telephone: Some(format!("01632 960{line:03}")),
    }
}

fn persona(slug: &str, person: &Person) -> Persona {
    let like = with_standing().find(|(colleague, ..)| colleague.role == person.role);
    Persona {
        persona: slug.to_owned(),
        name: person.name.clone(),
        role: person.role.to_string(),
        agency: person.agency.clone(),
        standing: like.map(|(_, standing, _)| standing.to_string()),
        expect: like.map_or(Expect::Allowed, |(_, _, expect)| expect),
        subject: person.subject.clone(),
        children: Vec::new(),
    }
}
