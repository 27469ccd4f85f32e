//! The facts that make standings, and what overrides them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::access::{
    access_request, allocation, case_team, dpo_incident, exclusion, inspection_sample, release,
    restriction_allow,
};

use super::{CaseFile, Register, insert, known, unknown};
use crate::{
    domain::{
        access::{AgencyKind, Class, ClassSet},
        children::{ChildKey, OPEN_END},
    },
    store::{StoreError, Unit},
};

#[derive(Debug, Clone)]
pub struct Allocation {
    pub person: String,
    /// `WORKER`, `IRO` or `ACTING_IRO`.
    pub capacity: &'static str,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

/// A granted access request.
#[derive(Debug, Clone)]
pub struct Request {
    pub person: String,
    pub basis: &'static str,
    pub purpose: String,
    pub classes: ClassSet,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub granted_by: String,
}

/// A class that a court directed to be released, by the first order made about the child.
#[derive(Debug, Clone)]
pub struct Release {
    pub class: Class,
    pub reader: AgencyKind,
    /// Everybody of that kind where nobody is named.
    pub recipient: Option<String>,
    pub starts_on: NaiveDate,
}

pub(super) async fn insert_all(
    unit: &mut Unit<'_>,
    register: &Register,
    files: &[CaseFile],
    orders: &HashMap<String, i64>,
) -> Result<(), StoreError> {
    let (mut allocations, mut teams, mut incidents) = (Vec::new(), Vec::new(), Vec::new());
    let (mut samples, mut allowed, mut excluded) = (Vec::new(), Vec::new(), Vec::new());
    let (mut requests, mut releases) = (Vec::new(), Vec::new());
    for file in files {
        let ChildKey {
            council: council_id,
            child: child_id,
        } = register.child(&file.slug)?.key;
        let since = file
            .teams
            .first()
            .map_or(NaiveDate::MIN, |(_, starts_on, _)| *starts_on);
        for entry in &file.allocations {
            allocations.push(allocation::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                child_id,
                professional_id: register.person(&entry.person)?,
                capacity: entry.capacity.to_owned(),
                starts_on: entry.starts_on,
                ends_on: entry.ends_on,
            });
        }
        for (desk, starts_on, ends_on) in &file.teams {
            teams.push(case_team::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                child_id,
                team_desk_id: register.desk(desk)?,
                starts_on: *starts_on,
                ends_on: *ends_on,
            });
        }
        for (opened_on, closed_on) in &file.incidents {
            let id = unit.next_id(council_id).await?;
            incidents.push(dpo_incident::Model {
                council_id,
                id,
                child_id,
                opened_on: *opened_on,
                closed_on: *closed_on,
            });
        }
        for slug in &file.sampled_by {
            let (_, inspection_id) = known(&register.inspections, "inspection", slug)?;
            samples.push(inspection_sample::Model {
                council_id,
                inspection_id,
                child_id,
            });
        }
        for person in &file.allowed {
            let professional_id = register.person(person)?;
            allowed.push(restriction_allow::Model {
                professional_id,
                council_id,
                child_id,
                starts_on: since,
                ends_on: OPEN_END,
            });
        }
        for person in &file.excluded {
            let professional_id = register.person(person)?;
            excluded.push(exclusion::Model {
                professional_id,
                council_id,
                child_id,
                starts_on: since,
                ends_on: OPEN_END,
            });
        }
        for entry in &file.requests {
            requests.push(access_request::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                child_id,
                professional_id: register.person(&entry.person)?,
                basis: entry.basis.to_owned(),
                purpose: entry.purpose.clone(),
                classes: entry.classes.0.cast_signed(),
                from_at: entry.from,
                until_at: entry.until,
                granted_by_id: Some(register.person(&entry.granted_by)?),
            });
        }
        for entry in &file.releases {
            let order_id = *orders
                .get(&file.slug)
                .ok_or_else(|| unknown("order about", &file.slug))?;
            releases.push(release::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                child_id,
                class: entry.class as i16,
                reader_kind: entry.reader.to_string(),
                recipient_id: entry
                    .recipient
                    .as_deref()
                    .map(|slug| register.person(slug))
                    .transpose()?,
                order_id,
                starts_on: entry.starts_on,
                ends_on: OPEN_END,
            });
        }
    }
    insert(unit, allocations).await?;
    insert(unit, teams).await?;
    insert(unit, incidents).await?;
    insert(unit, samples).await?;
    insert(unit, allowed).await?;
    insert(unit, excluded).await?;
    insert(unit, requests).await?;
    insert(unit, releases).await
}
