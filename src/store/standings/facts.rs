//! The facts behind the standings of some children, read with one statement a table.

use std::collections::HashMap;

use entity::{
    access::{allocation, case_team, dpo_incident, inspection, inspection_sample},
    children::child,
    court::{
        case_allocation, case_court, guardian_appointment, guardian_request, hearing, proceedings,
        proceedings_child,
    },
    people::desk,
    plans::{adm_case, approval},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter};

use crate::{
    domain::access::{
        Appointment, ChildFacts, CourtCase, CourtSpell, DeskId, HearingListing, Held, Referral,
        Spell,
    },
    store::StoreError,
};

/// A table of rows that belong to one of some parents within a council.
macro_rules! rows_of {
    ($connection:expr, $area:ident, $column:ident, $council:expr, $parents:expr) => {
        $area::Entity::find()
            .filter($area::Column::CouncilId.eq($council))
            .filter($area::Column::$column.is_in($parents.iter().copied()))
            .all($connection)
            .await?
    };
}

pub(super) async fn facts(
    connection: &impl ConnectionTrait,
    council: i16,
    children: &[i64],
) -> Result<HashMap<i64, ChildFacts>, StoreError> {
    let mut facts: HashMap<i64, ChildFacts> = HashMap::with_capacity(children.len());
    let allocations = rows_of!(connection, allocation, ChildId, council, children);
    let decisions = rows_of!(connection, adm_case, ChildId, council, children);
    let approvals = rows_of!(connection, approval, ChildId, council, children);
    let cases = cases(connection, council, children).await?;

    let mut people: Vec<i64> = allocations.iter().map(|row| row.professional_id).collect();
    people.extend(decisions.iter().map(|row| row.decision_maker_id));
    people.extend(approvals.iter().map(|row| row.officer_id));
    people.extend(cases.people());
    let desks = Desks::read(connection, council, people, cases.courts()).await?;

    for row in rows_of!(connection, child, Id, council, children) {
        let facts = facts.entry(row.id).or_default();
        let since = Spell::from(row.recorded_at.date_naive());
        facts.duty = desks
            .of_kind("DUTY")
            .map(|desk| Held { desk, spell: since })
            .collect();
        facts.legal_desk = desks.of_kind("COUNCIL_LEGAL").min();
    }
    for row in allocations {
        let Some(desk) = desks.of_person(row.professional_id) else {
            continue;
        };
        let held = Held {
            desk,
            spell: Spell::new(row.starts_on, row.ends_on),
        };
        let facts = facts.entry(row.child_id).or_default();
        match row.capacity.as_str() {
            "WORKER" => facts.workers.push(held),
            _ => facts.reviewing_officers.push(held),
        }
    }
    for row in rows_of!(connection, case_team, ChildId, council, children) {
        let spell = Spell::new(row.starts_on, row.ends_on);
        facts.entry(row.child_id).or_default().teams.push(Held {
            desk: row.team_desk_id,
            spell,
        });
    }
    for row in decisions {
        let Some(desk) = desks.of_person(row.decision_maker_id) else {
            continue;
        };
        let referral = Referral {
            desk,
            referred_on: row.referred_on,
            decided_on: row.decided_on,
        };
        facts
            .entry(row.child_id)
            .or_default()
            .decisions
            .push(referral);
    }
    for row in approvals {
        let Some(desk) = desks.of_person(row.officer_id) else {
            continue;
        };
        let referral = Referral {
            desk,
            referred_on: row.referred_on,
            decided_on: row.decided_on,
        };
        facts
            .entry(row.child_id)
            .or_default()
            .approvals
            .push(referral);
    }
    for row in rows_of!(connection, dpo_incident, ChildId, council, children) {
        let spell = Spell::new(row.opened_on, row.closed_on);
        let held = desks.of_kind("DPO_OFFICE").map(|desk| Held { desk, spell });
        facts
            .entry(row.child_id)
            .or_default()
            .incidents
            .extend(held);
    }
    for (child, held) in inspections(connection, council, children).await? {
        facts.entry(child).or_default().inspections.push(held);
    }
    for (child, case) in cases.of_children(&desks) {
        facts.entry(child).or_default().cases.push(case);
    }
    Ok(facts)
}

async fn inspections(
    connection: &impl ConnectionTrait,
    council: i16,
    children: &[i64],
) -> Result<Vec<(i64, Held)>, StoreError> {
    let samples = rows_of!(connection, inspection_sample, ChildId, council, children);
    let ids: Vec<i64> = samples.iter().map(|row| row.inspection_id).collect();
    let inspections = rows_of!(connection, inspection, Id, council, ids);
    let visits: HashMap<i64, Held> = inspections
        .into_iter()
        .map(|row| {
            (
                row.id,
                Held {
                    desk: row.desk_id,
                    spell: Spell::new(row.opens_on, row.closes_on),
                },
            )
        })
        .collect();
    let held = samples
        .iter()
        .filter_map(|row| Some((row.child_id, *visits.get(&row.inspection_id)?)));
    Ok(held.collect())
}

/// The desks that standings of these children may hang on.
struct Desks {
    of_people: HashMap<i64, DeskId>,
    of_courts: HashMap<i64, DeskId>,
    of_council: Vec<(String, DeskId)>,
}

impl Desks {
    async fn read(
        connection: &impl ConnectionTrait,
        council: i16,
        people: Vec<i64>,
        courts: Vec<i64>,
    ) -> Result<Self, StoreError> {
        let any = Condition::any()
            .add(
                desk::Column::CouncilId
                    .eq(council)
                    .and(desk::Column::Kind.is_in(["DUTY", "COUNCIL_LEGAL", "DPO_OFFICE"])),
            )
            .add(desk::Column::ProfessionalId.is_in(people))
            .add(desk::Column::CourtId.is_in(courts));
        let mut desks = Self {
            of_people: HashMap::new(),
            of_courts: HashMap::new(),
            of_council: Vec::new(),
        };
        for row in desk::Entity::find().filter(any).all(connection).await? {
            match (row.professional_id, row.court_id) {
                (Some(person), _) => {
                    desks.of_people.insert(person, row.id);
                }
                (None, Some(court)) => {
                    desks.of_courts.insert(court, row.id);
                }
                (None, None) => desks.of_council.push((row.kind, row.id)),
            }
        }
        Ok(desks)
    }

    fn of_person(&self, person: i64) -> Option<DeskId> {
        self.of_people.get(&person).copied()
    }

    fn of_kind(&self, kind: &str) -> impl Iterator<Item = DeskId> {
        self.of_council
            .iter()
            .filter(move |(it, _)| it == kind)
            .map(|(_, desk)| *desk)
    }
}

/// The cases in which some children are, row by row.
struct Cases {
    cases: Vec<proceedings::Model>,
    coverage: Vec<proceedings_child::Model>,
    courts: Vec<case_court::Model>,
    allocations: Vec<case_allocation::Model>,
    hearings: Vec<hearing::Model>,
    appointments: Vec<guardian_appointment::Model>,
    requests: Vec<guardian_request::Model>,
}

async fn cases(
    connection: &impl ConnectionTrait,
    council: i16,
    children: &[i64],
) -> Result<Cases, StoreError> {
    let mut coverage = rows_of!(connection, proceedings_child, ChildId, council, children);
    coverage.retain(|row| row.replaced_at.is_none());
    let ids: Vec<i64> = coverage.iter().map(|row| row.proceedings_id).collect();
    let mut hearings = rows_of!(connection, hearing, ProceedingsId, council, ids);
    hearings.retain(|row| row.status != "VACATED");
    Ok(Cases {
        cases: rows_of!(connection, proceedings, Id, council, ids),
        courts: rows_of!(connection, case_court, ProceedingsId, council, ids),
        allocations: rows_of!(connection, case_allocation, ProceedingsId, council, ids),
        appointments: rows_of!(
            connection,
            guardian_appointment,
            ProceedingsId,
            council,
            ids
        ),
        requests: rows_of!(connection, guardian_request, ProceedingsId, council, ids),
        coverage,
        hearings,
    })
}

impl Cases {
    fn people(&self) -> impl Iterator<Item = i64> {
        let hearings = self
            .hearings
            .iter()
            .flat_map(|row| [row.judge_id, row.legal_adviser_id])
            .flatten();
        let judges = self.allocations.iter().map(|row| row.judge_id);
        hearings
            .chain(judges)
            .chain(self.appointments.iter().map(|row| row.officer_id))
    }

    fn courts(&self) -> Vec<i64> {
        self.courts.iter().map(|row| row.court_id).collect()
    }

    fn of_children(&self, desks: &Desks) -> Vec<(i64, CourtCase)> {
        let cases: HashMap<i64, CourtCase> = self
            .cases
            .iter()
            .map(|row| (row.id, self.case(row, desks)))
            .collect();
        let covered = self.coverage.iter().filter_map(|row| {
            let mut case = cases.get(&row.proceedings_id)?.clone();
            case.coverage
                .push(Spell::new(row.covered_from, row.covered_to));
            Some((row.child_id, case))
        });
        covered.collect()
    }

    /// A case without its coverage, which differs from child to child.
    fn case(&self, row: &proceedings::Model, desks: &Desks) -> CourtCase {
        let person = |id: Option<i64>| id.and_then(|id| desks.of_person(id));
        let courts = self
            .courts
            .iter()
            .filter(|it| it.proceedings_id == row.id)
            .filter_map(|it| {
                let spell = Spell::new(it.starts_on, it.ends_on);
                Some(CourtSpell {
                    court: it.court_id,
                    desk: *desks.of_courts.get(&it.court_id)?,
                    spell,
                })
            });
        let allocations = self
            .allocations
            .iter()
            .filter(|it| it.proceedings_id == row.id)
            .filter_map(|it| {
                Some(Held {
                    desk: desks.of_person(it.judge_id)?,
                    spell: Spell::new(it.starts_on, it.ends_on),
                })
            });
        let hearings = self
            .hearings
            .iter()
            .filter(|it| it.proceedings_id == row.id)
            .map(|it| HearingListing {
                court: it.court_id,
                listed_on: it.listed_on,
                judge: person(it.judge_id),
                adviser: person(it.legal_adviser_id),
            });
        let appointments = self
            .appointments
            .iter()
            .filter(|it| it.proceedings_id == row.id)
            .filter_map(|it| {
                Some(Appointment {
                    officer: desks.of_person(it.officer_id)?,
                    manager: it.manager_desk_id,
                    spell: Spell::new(it.appointed_on, it.ended_on),
                })
            });
        let requests = self
            .requests
            .iter()
            .filter(|it| it.proceedings_id == row.id);
        CourtCase {
            coverage: Vec::new(),
            final_order_on: row.final_order_on,
            appeal_lodged_on: row.appeal_lodged_on,
            appeal_ended_on: row.appeal_ended_on,
            closed_on: row.closed_on,
            courts: courts.collect(),
            allocations: allocations.collect(),
            hearings: hearings.collect(),
            appointments: appointments.collect(),
            requests: requests
                .map(|it| Held {
                    desk: it.area_desk_id,
                    spell: Spell::new(it.opened_on, it.closed_on),
                })
                .collect(),
        }
    }
}
