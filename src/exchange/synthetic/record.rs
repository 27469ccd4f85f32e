//! A drawn life as the record of a child, and the proceedings of its family.

use chrono::NaiveDate;

use super::{
    NORTHMOOR, care,
    dice::{Dice, whole},
    distributions as known,
    files::Child,
    life::{Court, Life, after, age},
    people::{AREA, COURT, VISIT},
    planning,
};
use crate::{
    casework::founding::{
        Allocation, Analysis, Appointment, Birth, CarePeriod, Carer, CaseFile, CourtProceedings,
        Direction, Filed, Hearing, Home, Identifier, Location, Match, Name, Order, Placement,
        Previous,
    },
    domain::{access::Class, children::OPEN_END},
};

pub fn file(child: &Child<'_>, life: &Life) -> CaseFile {
    let mut file = CaseFile {
        slug: child.slug.clone(),
        council: NORTHMOOR.to_owned(),
        birth: birth(child, life),
        name: Some(name(child)),
        identifiers: identifiers(child, life),
        periods: vec![CarePeriod {
            starts_on: life.entered_on,
            ends_on: life.end(),
            end_code: life.left.map(|(_, code)| code),
            need_code: Some(if life.is_uasc { "N8" } else { "N1" }),
        }],
        legal_spells: life.legal.clone(),
        home: Some(home(child, life)),
        placements: life
            .stays
            .iter()
            .enumerate()
            .map(|(place, _)| placement(child, life, place))
            .collect(),
        ..Default::default()
    };
    around(child, life, &mut file);
    file.reviews = planning::reviews(child, life);
    file
}

pub fn name(child: &Child<'_>) -> Name {
    Name {
        given: child.text(Class::Identity, "given names"),
        family: child.text(Class::Identity, "family name"),
    }
}

pub fn home(child: &Child<'_>, life: &Life) -> Home {
    Home {
        lines: child.text(Class::HomeContact, "lines"),
        postcode: child.text(Class::HomeContact, "postcode"),
        confidential: life.is_confidential.then_some("RISK_FROM_FAMILY"),
    }
}

/// What no return holds of a child: people, plans, visits, the court's orders.
pub fn around(child: &Child<'_>, life: &Life, file: &mut CaseFile) {
    care::family(child, file);
    care::heard(child, file);
    care::told(child, file);
    care::supervised(child, file);
    matched(child, life, file);
    if life.was_adopted {
        file.previous.push(Previous {
            option_code: "P1",
            authority: Some(child.text(Class::LegalStatus, "authority")),
            date_text: Some(child.text(Class::LegalStatus, "date text")),
            year: None,
            month: None,
            first_year: i16::try_from(chrono::Datelike::year(&life.entered_on)).unwrap_or(i16::MAX),
        });
    }
    planning::fill(child, life, file);
    if let Some(court) = &life.court {
        ordered(child, life, court, file);
    }
    people(child, life, file);
}

fn birth(child: &Child<'_>, life: &Life) -> Birth {
    let told = |what| Some(child.text(Class::Identifiers, what));
    Birth {
        gate: life.gate,
        born_on: Some(life.born_on),
        expected_on: None,
        died_on: life.died_on,
        sex: Some(life.sex),
        ethnicity: told("ethnicity"),
        religion: told("religion"),
        first_language: told("first language"),
        is_uasc: life.is_uasc,
    }
}

fn identifiers(child: &Child<'_>, life: &Life) -> Vec<Identifier> {
    let identifier = |kind, what| Identifier {
        kind,
        value: child.numbered(Class::Identifiers, what),
    };
    let mut all = vec![identifier("LOCAL", "local identifier")];
    if age(life.born_on, child.wanted.today) >= 5 {
        all.push(identifier("UPN", "upn"));
    }
    all
}

fn placement(child: &Child<'_>, life: &Life, place: usize) -> Placement {
    let no = place + 1;
    let stay = &life.stays[place];
    let location = |what: &str| child.text(Class::PlacementLocation, &format!("{what}#{no}"));
    Placement {
        type_code: stay.type_code,
        provider_code: Some(stay.provider),
        change_reason: stay.reason,
        starts_on: stay.starts_on,
        ends_on: stay.ends_on,
        confidential: (life.is_confidential && no == life.stays.len())
            .then_some("RISK_FROM_FAMILY"),
        is_filed: child.was_filed(stay.starts_on),
        location: Some(Location {
            lines: location("lines"),
            postcode: location("postcode"),
            provider_name: Some(location("provider")),
            provider_urn: Some(location("urn")),
            distance_tenths: stay.distance,
            is_in_authority: stay.is_in_authority,
            school_name: Some(location("school")),
            contact_venue: Some(location("venue")),
        }),
        carers: carer(child, no, stay.type_code, stay.starts_on)
            .into_iter()
            .collect(),
    }
}

/// Who cares for the child in a placement, where that is somebody.
pub fn carer(child: &Child<'_>, no: usize, type_code: &str, since: NaiveDate) -> Option<Carer> {
    let text = |what: &str| child.text(Class::CarerIdentity, &format!("{what}#{no}"));
    type_code.starts_with(['U', 'A']).then(|| Carer {
        name: text("person"),
        relationship: text("carer relationship"),
        approved_on: Some(after(since, -400)),
    })
}

fn matched(child: &Child<'_>, life: &Life, file: &mut CaseFile) {
    let Some(stay) = life.stays.last() else {
        return;
    };
    if !stay.type_code.starts_with('A') {
        return;
    }
    file.matches.push(Match {
        serial_number: child.numbered(Class::AdopterSerial, "serial number"),
        adopter_names: child.text(Class::AdopterIdentity, "adopter names"),
        adoption_agency: Some(child.text(Class::AdopterIdentity, "adoption agency")),
        matched_on: Some(after(stay.starts_on, -14)),
    });
}

fn ordered(child: &Child<'_>, life: &Life, court: &Court, file: &mut CaseFile) {
    let order = |kind, made_on| Order {
        case: court.slug.clone(),
        kind,
        made_on,
        expires_on: None,
        court: COURT.to_owned(),
    };
    file.orders.push(order("INTERIM_CARE", court.ordered_on));
    if !court.is_open {
        file.orders.push(order("CARE", court.ends_on));
    }
    for spell in life.legal.iter().filter(|spell| spell.code == "E1") {
        file.orders.push(order("PLACEMENT", spell.starts_on));
    }
    if let Some(filed_on) = court.filed_on {
        file.filed = Some(Filed {
            case: court.slug.clone(),
            at: filed_on.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc(),
        });
        if filed_on < after(child.wanted.today, -10) {
            file.analyses.push(Analysis {
                case: court.slug.clone(),
                officer: court.bench.guardian.clone(),
                kind: "INITIAL",
                filed_on: Some(after(filed_on, 5)),
                position: Some("SUPPORTS_WITH_CHANGES"),
                body: child.text(Class::GuardianAnalysis, "position"),
                is_released: child.roll("released").is_multiple_of(2),
            });
        }
    }
}

fn people(child: &Child<'_>, life: &Life, file: &mut CaseFile) {
    let end = life.end();
    let mut hold = |person: &str, capacity, starts_on, ends_on| {
        if starts_on < ends_on {
            file.allocations.push(Allocation {
                person: person.to_owned(),
                capacity,
                starts_on,
                ends_on,
            });
        }
    };
    let changed = life.worker_changed_on.unwrap_or(life.entered_on);
    hold(
        &life.ties.earlier_worker,
        "WORKER",
        life.entered_on,
        changed.min(end),
    );
    if life.is_allocated {
        hold(&life.ties.worker, "WORKER", changed, end);
    }
    hold(&life.ties.reviewer, "IRO", life.entered_on, end);
    file.teams
        .push((life.ties.team.clone(), life.entered_on, end));
    let mut dice = Dice::new(child.wanted.seed, &[&child.slug, "sample"]);
    if dice.percent(known::IN_SAMPLE.of("children")) {
        file.sampled_by.push(VISIT.to_owned());
    }
    if life.gate == 1 {
        file.allowed = vec![
            life.ties.worker.clone(),
            life.ties.manager.clone(),
            life.ties.reviewer.clone(),
        ];
    }
}

/// The proceedings of some children of a family.
pub fn proceedings(child: &Child<'_>, court: &Court, children: &[String]) -> CourtProceedings {
    let law = &known::COURT_STEPS;
    let today = child.wanted.today;
    let mut dice = Dice::new(child.wanted.seed, &[&court.slug, "hearings"]);
    let length = (court.ends_on - court.issued_on).num_days();
    let management = dice.between(
        whole(law.of("management least")),
        whole(law.of("management most")),
    );
    let listed = [
        ("CMH", after(court.issued_on, management)),
        (
            "IRH",
            after(
                court.issued_on,
                whole(length as f64 * law.of("resolution")).max(management + 7),
            ),
        ),
        (
            "FINAL",
            court.ends_on.max(after(court.issued_on, management + 14)),
        ),
    ];
    let hearings = listed.map(|(kind, listed_on)| Hearing {
        kind,
        listed_on,
        court: COURT.to_owned(),
        judge: Some(court.bench.judge.clone()),
        legal_adviser: Some("legal-adviser".to_owned()),
        status: if listed_on < today { "HELD" } else { "LISTED" },
    });
    let guardian = &known::GUARDIAN;
    let appointed_on = after(
        court.issued_on,
        whole(dice.lognormal(guardian.of("median"), guardian.of("sd ln"))),
    );
    let ends_on = if court.is_open {
        OPEN_END
    } else {
        after(court.ends_on, 21)
    };
    let given_on = listed[0].1;
    CourtProceedings {
        slug: court.slug.clone(),
        council: NORTHMOOR.to_owned(),
        kind: "CARE",
        case_number: Some(child.numbered(Class::Proceedings, "case number")),
        issued_on: Some(court.issued_on),
        final_order_on: (!court.is_open).then_some(court.ends_on),
        closed_on: (!court.is_open).then_some(court.ends_on),
        children: children
            .iter()
            .map(|slug| (slug.clone(), court.issued_on, OPEN_END))
            .collect(),
        courts: vec![(COURT.to_owned(), court.issued_on, OPEN_END)],
        judges: vec![(court.bench.judge.clone(), court.issued_on, OPEN_END)],
        hearings: hearings.into(),
        directions: match given_on < today {
            true => vec![Direction {
                given_on,
                due_on: Some(after(given_on, 56)),
                met_on: (after(given_on, 56) < today).then(|| after(given_on, 54)),
                text: child.text(Class::Proceedings, "direction#1"),
            }],
            false => Vec::new(),
        },
        filed_on: court.filed_on,
        guardian_requests: vec![(
            AREA.to_owned(),
            court.issued_on,
            appointed_on.max(after(court.issued_on, 1)),
        )],
        appointments: match appointed_on <= today || court.filed_on.is_some() {
            true => vec![Appointment {
                officer: court.bench.guardian.clone(),
                manager_desk: Some(AREA.to_owned()),
                appointed_on: appointed_on.min(after(today, -1)).max(court.issued_on),
                ended_on: ends_on.max(after(appointed_on, 1)),
            }],
            false => Vec::new(),
        },
        ..Default::default()
    }
}

/// When the council files in a case, if it has.
pub fn filing(
    dice: &mut Dice,
    issued_on: NaiveDate,
    is_open: bool,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let law = &known::FILED;
    let day = after(issued_on, whole(law.of("days")));
    (is_open && day < today && dice.percent(law.of("cases"))).then_some(day)
}
