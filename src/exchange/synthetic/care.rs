//! Where a child lives and with whom, family and home, what was heard, found and told.

use chrono::NaiveDate;

use super::{Kind, dice::pick, files::Child};
use crate::{
    casework::founding::{
        Advice, Carer, CaseFile, Consent, Contact, Education, HealthEvent, Home, Location, Match,
        Oversight, Placement, Relative, Review, Sensitive, Spoken, Visit,
    },
    domain::{
        access::{AgencyKind, Class},
        children::OPEN_END,
    },
};

pub fn fill(child: &Child<'_>, file: &mut CaseFile) {
    let w = child.wanted;
    if child.has(Class::HomeContact) {
        file.home = Some(Home {
            lines: child.text(Class::HomeContact, "lines"),
            postcode: child.text(Class::HomeContact, "postcode"),
            confidential: child.is(Kind::Confidential).then_some("RISK_FROM_FAMILY"),
        });
    }
    if child.has(Class::Placement) {
        file.placements = placements(child);
    }
    if child.has(Class::AdopterIdentity) {
        let is_matched = child.is(Kind::Adoptive) || child.is(Kind::TwoCases);
        file.matches.push(Match {
            serial_number: child.numbered(Class::AdopterSerial, "serial number"),
            adopter_names: child.text(Class::AdopterIdentity, "adopter names"),
            adoption_agency: Some(child.text(Class::AdopterIdentity, "adoption agency")),
            matched_on: is_matched.then(|| w.ago(190)),
        });
    }
    if child.has(Class::Family) {
        family(child, file);
    }
    heard(child, file);
    told(child, file);
    overseen(child, file);
}

fn placements(child: &Child<'_>) -> Vec<Placement> {
    let (began, moved) = (child.began_on(), child.wanted.ago(180));
    let (first, now) = match child.kind {
        // Fostering for adoption counts as adoptive once matched.
        Some(Kind::Adoptive) => ("U2", "A3"),
        Some(Kind::TwoCases) => ("U1", "U5"),
        _ => ("U1", "U4"),
    };
    let mut all = vec![
        placement(child, 1, first, began, moved),
        placement(child, 2, now, moved, OPEN_END),
    ];
    if child.is(Kind::DraftBesideFiled)
        && let Some(last) = all.last_mut()
    {
        let again = child.wanted.ago(5);
        last.ends_on = again;
        all.push(placement(child, 3, "K2", again, OPEN_END));
    }
    all
}

fn placement(
    child: &Child<'_>,
    no: u8,
    type_code: &'static str,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
) -> Placement {
    let location = |what: &str| child.text(Class::PlacementLocation, &format!("{what}#{no}"));
    let carer = |what: &str| child.text(Class::CarerIdentity, &format!("{what}#{no}"));
    let is_last = ends_on == OPEN_END;
    Placement {
        type_code,
        provider_code: Some("PR1"),
        change_reason: (!is_last).then_some("CARPL"),
        starts_on,
        ends_on,
        confidential: (child.is(Kind::Confidential) && is_last).then_some("RISK_FROM_FAMILY"),
        is_filed: child.was_filed(starts_on),
        location: child.has(Class::PlacementLocation).then(|| Location {
            lines: location("lines"),
            postcode: location("postcode"),
            provider_name: Some(location("provider")),
            provider_urn: Some(location("urn")),
            distance_tenths: i32::try_from(child.roll("distance") % 400).ok(),
            is_in_authority: Some(child.roll("in or out").is_multiple_of(2)),
            school_name: Some(location("school")),
            contact_venue: Some(location("venue")),
        }),
        carers: if child.has(Class::CarerIdentity) {
            vec![Carer {
                name: carer("person"),
                relationship: carer("carer relationship"),
                approved_on: Some(child.wanted.ago(800)),
            }]
        } else {
            Vec::new()
        },
    }
}

pub fn family(child: &Child<'_>, file: &mut CaseFile) {
    let is_filed = child.filed_on().is_some();
    let relative = |no: u8, relationship: &str, is_sibling, has_parental_responsibility| {
        let contact = |what: &str| Some(child.text(Class::HomeContact, &format!("{what}#{no}")));
        Relative {
            name: child.text(Class::Family, &format!("person#{no}")),
            relationship: relationship.to_owned(),
            is_sibling,
            has_parental_responsibility,
            is_placed_together: is_sibling.then_some(false),
            address_lines: contact("lines"),
            postcode: contact("postcode"),
            telephone: contact("telephone"),
            email: contact("email"),
            linked: None,
            is_filed,
        }
    };
    file.relatives.push(relative(1, "Mother", false, true));
    file.relatives.push(relative(
        2,
        "Father",
        false,
        child.roll("father").is_multiple_of(2),
    ));
    let linked: &[Kind] = match child.kind {
        // On the first child's file: one out of reach, one restricted, one sealed.
        Some(Kind::Own) => &[Kind::OutsideSibling, Kind::Restricted, Kind::Sealed],
        Some(Kind::OutsideSibling) => &[Kind::Own],
        _ => &[],
    };
    for (no, kind) in (3..).zip(linked) {
        file.relatives.push(Relative {
            linked: Some(kind.slug()),
            ..relative(no, "Sibling", true, false)
        });
    }
    for (no, sibling) in (3..).zip(child.siblings()) {
        file.relatives.push(Relative {
            linked: Some(sibling.slug.clone()),
            is_placed_together: Some(sibling.is_together),
            ..relative(no, "Sibling", true, false)
        });
    }
    for no in 1..=2 {
        let contact = |what: &str| child.text(Class::Family, &format!("{what}#{no}"));
        file.contacts.push(Contact {
            with_whom: contact("relationship"),
            frequency: contact("frequency"),
            supervision: Some(contact("supervision")),
            is_filed: is_filed && no == 1,
        });
    }
}

/// The child's words, health, education. The newest of each came after the filing.
pub fn heard(child: &Child<'_>, file: &mut CaseFile) {
    let worker = child.workers().worker;
    if child.has(Class::ChildVoice) {
        for (no, days) in (1..).zip([140, 60, 8]) {
            let said_on = child.ago(days);
            if !child.was_there(said_on) {
                continue;
            }
            let words = child.text(Class::ChildVoice, &format!("words#{no}"));
            let is_filed = child.was_filed(said_on);
            file.voices.push(Spoken {
                said_on,
                heard_by: worker.to_owned(),
                words,
                is_filed,
            });
        }
    }
    if child.has(Class::Health) {
        let events = [
            ("IHA", 380, None),
            ("DENTAL", 150, None),
            ("SDQ", 90, Some(17)),
            ("RHA", 12, None),
        ];
        for (no, (kind, days, score)) in (1..).zip(events) {
            let happened_on = child.ago(days);
            if !child.was_there(happened_on) {
                continue;
            }
            let detail = Some(child.text(Class::Health, &format!("health#{no}")));
            file.health.push(HealthEvent {
                kind,
                happened_on,
                score,
                detail,
                is_filed: child.was_filed(happened_on),
            });
        }
    }
    if child.has(Class::Education) {
        for (no, days) in (1..).zip([120, 15]) {
            let reviewed_on = child.ago(days);
            if !child.was_there(reviewed_on) {
                continue;
            }
            file.education.push(Education {
                reviewed_on,
                attendance_percent: 80 + i16::try_from(child.roll("attendance") % 20).unwrap_or(0),
                summary: child.text(Class::Education, &format!("education#{no}")),
                is_filed: child.was_filed(reviewed_on),
            });
        }
    }
}

/// What others told, with the word of those who told it; and what lawyers advised.
pub fn told(child: &Child<'_>, file: &mut CaseFile) {
    if child.has(Class::SensitiveMaterial) {
        for (no, kind) in (1..).zip(["POLICE", "REFERRAL"]) {
            let text = |what: &str| child.text(Class::SensitiveMaterial, &format!("{what}#{no}"));
            let consents = if no == 1 { consents(child) } else { Vec::new() };
            let (originator, body) = (text("originator"), text("body"));
            file.sensitive.push(Sensitive {
                kind,
                originator,
                received_on: child.ago(130).max(child.began_on()),
                body,
                consents,
            });
        }
    }
    if child.has(Class::LegalAdvice) {
        file.advice.push(Advice {
            given_on: child.ago(125).max(child.began_on()),
            body: child.text(Class::LegalAdvice, "advice"),
        });
    }
}

fn consents(child: &Child<'_>) -> Vec<Consent> {
    let readers = [AgencyKind::Cafcass, AgencyKind::Court, AgencyKind::Ofsted];
    let said = |is_agreed, days| {
        readers.map(|reader| Consent {
            reader,
            is_agreed,
            decided_on: child.wanted.ago(days),
        })
    };
    match child.kind {
        Some(Kind::ConsentGiven | Kind::Released) => said(true, 100).into(),
        // The latest word counts.
        Some(Kind::ConsentRefused) => [said(true, 100), said(false, 50)].concat(),
        _ => Vec::new(),
    }
}

/// Reviews, visits and managers' decisions.
fn overseen(child: &Child<'_>, file: &mut CaseFile) {
    let w = child.wanted;
    let workers = child.workers();
    if child.has(Class::Reviews) {
        for (no, days) in (1..).zip([375, 290, 110, 9]) {
            let held_on = w.ago(days);
            file.reviews.push(Review {
                kind: "LAC",
                due_on: Some(held_on),
                held_on: Some(held_on),
                participation: Some("PN1"),
                decisions: Some(child.text(Class::Reviews, &format!("review decisions#{no}"))),
                is_filed: child.was_filed(held_on),
            });
        }
        let (due_on, decisions) = (Some(w.ahead(70)), None);
        file.reviews.push(Review {
            kind: "LAC",
            due_on,
            held_on: None,
            participation: None,
            decisions,
            is_filed: false,
        });
    }
    if child.has(Class::Visits) {
        for (no, days) in (1..).zip([170, 130, 88, 46, 4]) {
            let held_on = w.ago(days);
            file.visits.push(Visit {
                held_on,
                visitor: workers.worker.to_owned(),
                seen_alone: pick(
                    &["YES", "YES", "REFUSED", "INAPPROPRIATE"],
                    child.roll(&format!("visit {no}")),
                )
                .unwrap_or("YES"),
                is_on_time: no != 2,
                note: Some(child.text(Class::Visits, &format!("note#{no}"))),
                is_filed: child.was_filed(held_on),
            });
        }
    }
    supervised(child, file);
}

pub fn supervised(child: &Child<'_>, file: &mut CaseFile) {
    let workers = child.workers();
    if child.has(Class::Oversight) {
        for (no, (kind, days)) in (1..).zip([("SUPERVISION", 95), ("MANAGEMENT", 20)]) {
            let text = |what: &str| child.text(Class::Oversight, &format!("{what}#{no}"));
            file.oversight.push(Oversight {
                kind,
                decided_on: child.ago(days).max(child.began_on()),
                by: workers.manager.to_owned(),
                decision: text("oversight decision"),
                reasons: Some(text("oversight reasons")),
            });
        }
    }
}
