//! Court cases, whom they cover, where and before whom they are heard, and the orders made.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    court::{
        case_allocation, case_court, court_order, direction, filing, guardian_appointment,
        guardian_request, hearing, proceedings, proceedings_child,
    },
    deadlines::extension,
};

use super::{CaseFile, Register, insert, unknown};
use crate::{
    domain::{access::Class, children::ChildKey, proceedings::case_key},
    store::{StoreError, Unit},
};

#[derive(Debug, Clone, Default)]
pub struct CourtProceedings {
    pub slug: String,
    pub council: String,
    pub kind: &'static str,
    pub case_number: Option<String>,
    pub issued_on: Option<NaiveDate>,
    pub final_order_on: Option<NaiveDate>,
    pub appeal_lodged_on: Option<NaiveDate>,
    pub appeal_ended_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    /// The children covered, from and until.
    pub children: Vec<(String, NaiveDate, NaiveDate)>,
    /// Where it is heard, from and until; the last is where it is now.
    pub courts: Vec<(String, NaiveDate, NaiveDate)>,
    pub hearings: Vec<Hearing>,
    /// The judges to whom it is allocated, from and until.
    pub judges: Vec<(String, NaiveDate, NaiveDate)>,
    pub directions: Vec<Direction>,
    /// Extensions of the 26 weeks: granted on, and the end that was stated.
    pub extensions: Vec<(NaiveDate, NaiveDate)>,
    /// The day on which the council filed and served its plans and evidence.
    pub filed_on: Option<NaiveDate>,
    /// Requests for a guardian: the area's desk, opened and closed.
    pub guardian_requests: Vec<(String, NaiveDate, NaiveDate)>,
    pub appointments: Vec<Appointment>,
}

#[derive(Debug, Clone)]
pub struct Hearing {
    pub kind: &'static str,
    pub listed_on: NaiveDate,
    pub court: String,
    pub judge: Option<String>,
    pub legal_adviser: Option<String>,
    pub status: &'static str,
}

#[derive(Debug, Clone)]
pub struct Direction {
    pub given_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub met_on: Option<NaiveDate>,
    pub text: String,
}

#[derive(Debug, Clone)]
pub struct Appointment {
    pub officer: String,
    pub manager_desk: Option<String>,
    pub appointed_on: NaiveDate,
    pub ended_on: NaiveDate,
}

#[derive(Debug, Clone)]
pub struct Order {
    pub case: String,
    pub kind: &'static str,
    pub made_on: NaiveDate,
    pub expires_on: Option<NaiveDate>,
    pub court: String,
}

#[derive(Debug, Default)]
pub(super) struct FoundedCase {
    council: i16,
    id: i64,
    final_order_on: Option<NaiveDate>,
    filings: HashMap<&'static str, i64>,
    appointments: HashMap<String, i64>,
}

const FILINGS: [&str; 3] = ["PLAN", "EVIDENCE", "ANALYSIS"];

impl Register {
    fn case(&self, slug: &str) -> Result<&FoundedCase, StoreError> {
        self.cases.get(slug).ok_or_else(|| unknown("case", slug))
    }

    /// The filing of a case that holds what there is of a class.
    pub(super) fn filing(&self, case: &str, class: Class) -> Result<i64, StoreError> {
        let kind = match class {
            Class::Plan | Class::PlanNarrative => "PLAN",
            Class::GuardianAnalysis => "ANALYSIS",
            _ => "EVIDENCE",
        };
        let filing = self.case(case)?.filings.get(kind).copied();
        filing.ok_or_else(|| unknown("filing of the case", case))
    }

    pub(super) fn appointment(&self, case: &str, officer: &str) -> Result<i64, StoreError> {
        let appointment = self.case(case)?.appointments.get(officer).copied();
        appointment.ok_or_else(|| unknown("guardian of the case", officer))
    }
}

pub(super) async fn insert_cases(
    unit: &mut Unit<'_>,
    register: &mut Register,
    cases: &[CourtProceedings],
) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for entry in cases {
        let council_id = register.council(&entry.council)?;
        let id = unit.next_id(council_id).await?;
        let court = entry
            .courts
            .last()
            .map(|(slug, ..)| register.court(slug))
            .transpose()?;
        rows.push(proceedings::Model {
            council_id,
            id,
            public_id: unit.public_id(),
            kind: entry.kind.to_owned(),
            case_number: entry.case_number.clone(),
            case_key: entry.case_number.as_deref().map(case_key),
            court_id: court,
            issued_on: entry.issued_on,
            final_order_on: entry.final_order_on,
            appeal_lodged_on: entry.appeal_lodged_on,
            appeal_ended_on: entry.appeal_ended_on,
            closed_on: entry.closed_on,
            is_of_council: true,
            outcome: None,
        });
        let case = FoundedCase {
            council: council_id,
            id,
            final_order_on: entry.final_order_on,
            ..Default::default()
        };
        register.cases.insert(entry.slug.clone(), case);
    }
    insert(unit, rows).await?;
    insert_coverage(unit, register, cases).await?;
    insert_hearings(unit, register, cases).await?;
    insert_filings(unit, register, cases).await?;
    insert_guardians(unit, register, cases).await
}

async fn insert_coverage(
    unit: &mut Unit<'_>,
    register: &Register,
    cases: &[CourtProceedings],
) -> Result<(), StoreError> {
    let (mut coverage, mut courts, mut judges) = (Vec::new(), Vec::new(), Vec::new());
    for entry in cases {
        let FoundedCase {
            council: council_id,
            id: proceedings_id,
            ..
        } = *register.case(&entry.slug)?;
        for (child, covered_from, covered_to) in &entry.children {
            coverage.push(proceedings_child::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                proceedings_id,
                child_id: register.child(child)?.key.child,
                covered_from: *covered_from,
                covered_to: *covered_to,
                replaced_at: None,
            });
        }
        for (court, starts_on, ends_on) in &entry.courts {
            courts.push(case_court::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                proceedings_id,
                court_id: register.court(court)?,
                starts_on: *starts_on,
                ends_on: *ends_on,
            });
        }
        for (judge, starts_on, ends_on) in &entry.judges {
            judges.push(case_allocation::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                proceedings_id,
                judge_id: register.person(judge)?,
                starts_on: *starts_on,
                ends_on: *ends_on,
            });
        }
    }
    insert(unit, coverage).await?;
    insert(unit, courts).await?;
    insert(unit, judges).await
}

async fn insert_hearings(
    unit: &mut Unit<'_>,
    register: &Register,
    cases: &[CourtProceedings],
) -> Result<(), StoreError> {
    let (mut hearings, mut directions, mut extensions) = (Vec::new(), Vec::new(), Vec::new());
    for entry in cases {
        let FoundedCase {
            council: council_id,
            id: proceedings_id,
            ..
        } = *register.case(&entry.slug)?;
        let person = |slug: &Option<String>| {
            slug.as_deref()
                .map(|slug| register.person(slug))
                .transpose()
        };
        for listed in &entry.hearings {
            hearings.push(hearing::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                public_id: unit.public_id(),
                proceedings_id,
                kind: listed.kind.to_owned(),
                listed_on: listed.listed_on,
                court_id: register.court(&listed.court)?,
                judge_id: person(&listed.judge)?,
                legal_adviser_id: person(&listed.legal_adviser)?,
                status: listed.status.to_owned(),
            });
        }
        for (granted_on, ends_on) in &entry.extensions {
            extensions.push(extension::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                proceedings_id,
                granted_on: *granted_on,
                ends_on: *ends_on,
            });
        }
        for given in &entry.directions {
            directions.push(direction::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                public_id: Some(unit.public_id()),
                proceedings_id,
                given_on: given.given_on,
                due_on: given.due_on,
                met_on: given.met_on,
                direction_text: given.text.clone(),
            });
        }
    }
    insert(unit, hearings).await?;
    insert(unit, extensions).await?;
    insert(unit, directions).await
}

async fn insert_filings(
    unit: &mut Unit<'_>,
    register: &mut Register,
    cases: &[CourtProceedings],
) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for entry in cases {
        let Some(filed_on) = entry.filed_on else {
            continue;
        };
        let Some(case) = register.cases.get_mut(&entry.slug) else {
            continue;
        };
        for kind in FILINGS {
            let id = unit.next_id(case.council).await?;
            case.filings.insert(kind, id);
            rows.push(filing::Model {
                council_id: case.council,
                id,
                proceedings_id: case.id,
                kind: kind.to_owned(),
                filed_on,
                served_on: Some(filed_on),
                is_interim: false,
            });
        }
    }
    insert(unit, rows).await
}

async fn insert_guardians(
    unit: &mut Unit<'_>,
    register: &mut Register,
    cases: &[CourtProceedings],
) -> Result<(), StoreError> {
    let (mut requests, mut appointments) = (Vec::new(), Vec::new());
    for entry in cases {
        let FoundedCase {
            council: council_id,
            id: proceedings_id,
            ..
        } = *register.case(&entry.slug)?;
        for (desk, opened_on, closed_on) in &entry.guardian_requests {
            requests.push(guardian_request::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                proceedings_id,
                area_desk_id: register.desk(desk)?,
                opened_on: *opened_on,
                closed_on: *closed_on,
            });
        }
        for appointed in &entry.appointments {
            let id = unit.next_id(council_id).await?;
            let officer_id = register.person(&appointed.officer)?;
            let manager_desk_id = appointed
                .manager_desk
                .as_deref()
                .map(|slug| register.desk(slug))
                .transpose()?;
            if let Some(case) = register.cases.get_mut(&entry.slug) {
                case.appointments.insert(appointed.officer.clone(), id);
            }
            appointments.push(guardian_appointment::Model {
                council_id,
                id,
                proceedings_id,
                officer_id,
                manager_desk_id,
                appointed_on: appointed.appointed_on,
                ended_on: appointed.ended_on,
            });
        }
    }
    insert(unit, requests).await?;
    insert(unit, appointments).await
}

/// Writes the orders, and gives the first of each child: a release names the order that directs it.
pub(super) async fn insert_orders(
    unit: &mut Unit<'_>,
    register: &Register,
    files: &[CaseFile],
) -> Result<HashMap<String, i64>, StoreError> {
    let (mut rows, mut first) = (Vec::new(), HashMap::new());
    for file in files {
        let ChildKey {
            council: council_id,
            child: child_id,
        } = register.child(&file.slug)?.key;
        for entry in &file.orders {
            let id = unit.next_id(council_id).await?;
            first.entry(file.slug.clone()).or_insert(id);
            let case = register.case(&entry.case)?;
            rows.push(court_order::Model {
                council_id,
                id,
                public_id: unit.public_id(),
                child_id,
                proceedings_id: case.id,
                kind: entry.kind.to_owned(),
                made_on: entry.made_on,
                expires_on: entry.expires_on,
                court_id: register.court(&entry.court)?,
                is_final: case.final_order_on == Some(entry.made_on),
            });
        }
    }
    insert(unit, rows).await?;
    Ok(first)
}
