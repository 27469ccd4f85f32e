//! The court cases of children, what was ordered and released, and what the guardian wrote.

use chrono::NaiveDate;

use super::{
    Kind,
    files::Child,
    people::{AREA, COURT, OTHER_COURT},
};
use crate::{
    casework::founding::{
        Analysis, Appointment, CaseFile, CourtProceedings, Direction, Hearing, Order, Release,
    },
    domain::{
        access::{AgencyKind, Class},
        children::OPEN_END,
    },
};

/// How many days ago the interim order was made.
pub const ORDER_MADE: u64 = 85;
const ISSUED: u64 = 120;
const TRANSFERRED: u64 = 90;

/// Who hears a child's case and speaks for the child in it.
struct Hearers {
    court: &'static str,
    judge: &'static str,
    adviser: &'static str,
    guardian: &'static str,
    area: &'static str,
}

fn hearers(child: &Child<'_>) -> Hearers {
    if child.is(Kind::OtherCouncil) {
        return Hearers {
            court: OTHER_COURT,
            judge: "other-court-judge",
            adviser: "adviser-southmere",
            guardian: "guardian-south",
            area: "area-south",
        };
    }
    Hearers {
        court: COURT,
        judge: "judge",
        adviser: "legal-adviser",
        guardian: "guardian",
        area: AREA,
    }
}

pub fn is_in_court(child: &Child<'_>) -> bool {
    !child.is(Kind::OutsideSibling)
}

pub fn slug(child: &Child<'_>) -> String {
    format!("case-{}", child.slug)
}

pub fn of(child: &Child<'_>) -> Vec<CourtProceedings> {
    if !is_in_court(child) {
        return Vec::new();
    }
    let mut all = vec![care_case(child)];
    if child.is(Kind::TwoCases) {
        all.push(placement_case(child));
    }
    all
}

fn care_case(child: &Child<'_>) -> CourtProceedings {
    let w = child.wanted;
    let hearers = hearers(child);
    let issued = w.ago(ISSUED);
    let moved = w.ago(TRANSFERRED);
    let mut case = CourtProceedings {
        slug: slug(child),
        council: child.council().to_owned(),
        kind: "CARE",
        case_number: Some(child.numbered(Class::Proceedings, "case number")),
        issued_on: Some(issued),
        children: vec![(child.slug.clone(), issued, OPEN_END)],
        courts: vec![(hearers.court.to_owned(), issued, OPEN_END)],
        judges: vec![(hearers.judge.to_owned(), issued, OPEN_END)],
        hearings: hearings(child, &hearers),
        directions: directions(child),
        filed_on: child.filed_on(),
        appointments: appointments(child, &hearers),
        ..Default::default()
    };
    match child.kind {
        // Begun at the other court: its judge saw the case until it was transferred.
        Some(Kind::Own) => {
            case.courts = vec![
                (OTHER_COURT.to_owned(), issued, moved),
                (COURT.to_owned(), moved, OPEN_END),
            ];
            case.judges = vec![
                ("other-court-judge".to_owned(), issued, moved),
                ("judge".to_owned(), moved, OPEN_END),
            ];
        }
        Some(Kind::AwaitingGuardian) => {
            case.guardian_requests
                .push((hearers.area.to_owned(), w.ago(14), OPEN_END));
        }
        Some(Kind::AppealPending) => {
            case.final_order_on = Some(w.ago(40));
            case.appeal_lodged_on = Some(w.ago(25));
        }
        _ => {}
    }
    case
}

fn hearings(child: &Child<'_>, hearers: &Hearers) -> Vec<Hearing> {
    let w = child.wanted;
    let hearing = |kind, listed_on, status| Hearing {
        kind,
        listed_on,
        court: hearers.court.to_owned(),
        judge: Some(hearers.judge.to_owned()),
        legal_adviser: Some(hearers.adviser.to_owned()),
        status,
    };
    let mut all = vec![
        hearing("CMH", w.ago(75), "HELD"),
        hearing("OTHER", w.ago(20), "VACATED"),
        hearing("IRH", w.ahead(7), "LISTED"),
    ];
    if child.roll("final hearing").is_multiple_of(2) {
        all.push(hearing("FINAL", w.ahead(60), "LISTED"));
    }
    all
}

fn directions(child: &Child<'_>) -> Vec<Direction> {
    let w = child.wanted;
    let direction = |no: u8, due_on: NaiveDate, met_on| Direction {
        given_on: w.ago(75),
        due_on: Some(due_on),
        met_on,
        text: child.text(Class::Proceedings, &format!("direction#{no}")),
    };
    vec![
        direction(1, w.ago(30), Some(w.ago(30))),
        direction(2, w.ahead(3), None),
    ]
}

fn appointments(child: &Child<'_>, hearers: &Hearers) -> Vec<Appointment> {
    let w = child.wanted;
    let appointment = |officer: &str, appointed_on, ended_on| Appointment {
        officer: officer.to_owned(),
        manager_desk: Some(hearers.area.to_owned()),
        appointed_on,
        ended_on,
    };
    match child.kind {
        Some(Kind::AwaitingGuardian) => Vec::new(),
        // Another guardian was there before.
        Some(Kind::Own) => {
            let handed_over = w.ago(60);
            vec![
                appointment("guardian-ended", w.ago(118), handed_over),
                appointment(hearers.guardian, handed_over, OPEN_END),
            ]
        }
        _ => vec![appointment(hearers.guardian, w.ago(110), OPEN_END)],
    }
}

/// The second case of a child that has two: for a placement order.
fn placement_case(child: &Child<'_>) -> CourtProceedings {
    let issued = child.wanted.ago(12);
    let court = hearers(child).court;
    CourtProceedings {
        slug: format!("{}-placement", slug(child)),
        council: child.council().to_owned(),
        kind: "PLACEMENT",
        case_number: Some(child.numbered(Class::Proceedings, "second case number")),
        issued_on: Some(issued),
        children: vec![(child.slug.clone(), issued, OPEN_END)],
        courts: vec![(court.to_owned(), issued, OPEN_END)],
        ..Default::default()
    }
}

/// What the case leaves on the child's own file.
pub fn fill(child: &Child<'_>, file: &mut CaseFile) {
    if !is_in_court(child) {
        return;
    }
    let w = child.wanted;
    let Hearers {
        court, guardian, ..
    } = hearers(child);
    file.orders.push(Order {
        case: slug(child),
        kind: "INTERIM_CARE",
        made_on: w.ago(ORDER_MADE),
        expires_on: None,
        court: court.to_owned(),
    });
    if child.has(Class::GuardianAnalysis) && !child.is(Kind::AwaitingGuardian) {
        file.analyses.push(Analysis {
            case: slug(child),
            officer: guardian.to_owned(),
            kind: "INITIAL",
            filed_on: Some(w.ago(28)),
            position: Some("SUPPORTS_WITH_CHANGES"),
            body: child.text(Class::GuardianAnalysis, "position"),
            is_released: !child.is(Kind::AnalysisKept),
        });
    }
    if child.is(Kind::Released) {
        let release = |class, recipient: Option<&str>| Release {
            class,
            reader: AgencyKind::Court,
            recipient: recipient.map(str::to_owned),
            starts_on: w.ago(50),
        };
        file.releases = vec![
            release(Class::HomeContact, None),
            // To the judge in person: the adviser and the office do not see it.
            release(Class::PlacementLocation, Some("judge")),
            release(Class::SensitiveMaterial, None),
        ];
    }
}
