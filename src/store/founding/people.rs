//! Councils, agencies, courts, desks and the people at them.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    access::inspection,
    people::{agency, council, court, desk, desk_member, identity, professional},
};
use sea_orm::{ColumnTrait, EntityTrait, QuerySelect};

use super::{Register, insert, known, on_record::agencies_on_record};
use crate::{
    domain::{
        access::{AgencyKind, Role},
        children::OPEN_END,
    },
    store::{Store, StoreError, Unit, query::Query, unit::GLOBAL},
};

/// Everybody and every place that the records of children name.
#[derive(Debug, Clone, Default)]
pub struct People {
    pub councils: Vec<CouncilEntry>,
    pub courts: Vec<Court>,
    pub agencies: Vec<Agency>,
    pub desks: Vec<Desk>,
    pub people: Vec<Person>,
    pub inspections: Vec<Inspection>,
}

#[derive(Debug, Clone)]
pub struct CouncilEntry {
    pub slug: String,
    pub gss_code: String,
    pub name: String,
    /// Since when it records here what no return holds.
    pub records_from: Option<NaiveDate>,
    /// Since when its reviews are on record here.
    pub reviews_from: Option<NaiveDate>,
}

#[derive(Debug, Clone)]
pub struct Court {
    pub slug: String,
    pub name: String,
}

#[derive(Debug, Clone)]
pub struct Agency {
    /// The word by which tokens name it.
    pub key: String,
    pub kind: AgencyKind,
    pub name: String,
    pub council: Option<String>,
    pub contact_name: String,
    pub contact_email: Option<String>,
    pub contact_telephone: Option<String>,
}

#[derive(Debug, Clone)]
pub enum DeskHolder {
    Council(String),
    Court(String),
    Nobody,
}

#[derive(Debug, Clone)]
pub struct Desk {
    pub slug: String,
    /// `TEAM`, `DUTY`, `OFFICER_TEAM`, `COUNCIL_LEGAL`, `DPO_OFFICE`, `COURT` or `INSPECTION`.
    pub kind: &'static str,
    pub name: String,
    pub holder: DeskHolder,
}

/// A person, with a desk of their own.
#[derive(Debug, Clone)]
pub struct Person {
    pub slug: String,
    pub name: String,
    pub agency: String,
    pub role: Role,
    pub issuer: String,
    pub subject: String,
    pub email: Option<String>,
    pub telephone: Option<String>,
    pub registration_no: Option<String>,
    pub since: NaiveDate,
    pub memberships: Vec<Membership>,
}

/// A place at a desk, in the person's role.
#[derive(Debug, Clone)]
pub struct Membership {
    pub desk: String,
    /// A duty shift ends at an instant.
    pub shift: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

#[derive(Debug, Clone)]
pub struct Inspection {
    pub slug: String,
    pub council: String,
    pub desk: String,
    pub opens_on: NaiveDate,
    pub closes_on: NaiveDate,
}

/// Is one of these councils on record?
pub async fn has_council(store: &Store, gss_codes: &[&str]) -> Result<bool, StoreError> {
    let codes: Vec<String> = gss_codes.iter().map(|code| (*code).to_owned()).collect();
    let found = Query::new(store, "select gss_code from council where ")
        .one_of("gss_code", &codes)
        .first(store, |row| row.get::<String>("gss_code"))
        .await?;
    Ok(found.is_some())
}

pub async fn found_people(
    unit: &mut Unit<'_>,
    register: &mut Register,
    people: &People,
) -> Result<(), StoreError> {
    places(unit, register, people).await?;
    desks(unit, register, people).await?;
    persons(unit, register, people).await?;
    let mut rows = Vec::new();
    for entry in &people.inspections {
        let council_id = register.council(&entry.council)?;
        let id = unit.next_id(council_id).await?;
        register
            .inspections
            .insert(entry.slug.clone(), (council_id, id));
        let desk_id = register.desk(&entry.desk)?;
        rows.push(inspection::Model {
            council_id,
            id,
            desk_id,
            opens_on: entry.opens_on,
            closes_on: entry.closes_on,
        });
    }
    insert(unit, rows).await
}

async fn places(
    unit: &mut Unit<'_>,
    register: &mut Register,
    people: &People,
) -> Result<(), StoreError> {
    let mut next = 1 + highest::<council::Entity>(unit, council::Column::Id).await?;
    let mut rows = Vec::new();
    for entry in &people.councils {
        rows.push(council::Model {
            id: next,
            gss_code: entry.gss_code.clone(),
            name: entry.name.clone(),
            records_from: entry.records_from,
            reviews_from: entry.reviews_from,
        });
        register.councils.insert(entry.slug.clone(), next);
        next += 1;
    }
    insert(unit, rows).await?;

    let mut rows = Vec::new();
    for entry in &people.courts {
        let id = unit.next_id(GLOBAL).await?;
        register.courts.insert(entry.slug.clone(), id);
        rows.push(court::Model {
            id,
            public_id: unit.public_id(),
            name: entry.name.clone(),
        });
    }
    insert(unit, rows).await?;

    let mut next = 1 + highest::<agency::Entity>(unit, agency::Column::Id).await?;
    let there = agencies_on_record(unit).await?;
    let mut rows = Vec::new();
    for entry in &people.agencies {
        // CAFCASS and Ofsted are the same for every council: whoever came first has described them.
        if let Some(id) = there.get(&entry.key).filter(|_| entry.council.is_none()) {
            register.agencies.insert(entry.key.clone(), *id);
            continue;
        }
        let council_id = entry
            .council
            .as_deref()
            .map(|slug| register.council(slug))
            .transpose()?;
        register.agencies.insert(entry.key.clone(), next);
        rows.push(agency::Model {
            id: next,
            agency_key: entry.key.clone(),
            kind: entry.kind.to_string(),
            name: entry.name.clone(),
            council_id,
            contact_name: entry.contact_name.clone(),
            contact_email: entry.contact_email.clone(),
            contact_telephone: entry.contact_telephone.clone(),
        });
        next += 1;
    }
    insert(unit, rows).await
}

/// Councils and agencies are few and have small numbers of their own.
async fn highest<E: EntityTrait>(unit: &Unit<'_>, id: E::Column) -> Result<i16, StoreError> {
    let highest: Option<Option<i16>> = E::find()
        .select_only()
        .column_as(id.max(), "highest")
        .into_tuple()
        .one(&unit.transaction)
        .await?;
    Ok(highest.flatten().unwrap_or(0))
}

async fn desks(
    unit: &mut Unit<'_>,
    register: &mut Register,
    people: &People,
) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for entry in &people.desks {
        let id = unit.next_id(GLOBAL).await?;
        register.desks.insert(entry.slug.clone(), id);
        let (council_id, court_id) = match &entry.holder {
            DeskHolder::Council(slug) => (Some(register.council(slug)?), None),
            DeskHolder::Court(slug) => (None, Some(register.court(slug)?)),
            DeskHolder::Nobody => (None, None),
        };
        let (kind, name) = (entry.kind.to_owned(), entry.name.clone());
        rows.push(desk::Model {
            id,
            kind,
            name,
            council_id,
            court_id,
            professional_id: None,
        });
    }
    insert(unit, rows).await
}

async fn persons(
    unit: &mut Unit<'_>,
    register: &mut Register,
    people: &People,
) -> Result<(), StoreError> {
    let (mut professionals, mut identities) = (Vec::new(), Vec::new());
    let (mut own_desks, mut members) = (Vec::new(), Vec::new());
    for entry in &people.people {
        let professional_id = unit.next_id(GLOBAL).await?;
        register.people.insert(entry.slug.clone(), professional_id);
        professionals.push(professional::Model {
            id: professional_id,
            public_id: unit.public_id(),
            agency_id: known(&register.agencies, "agency", &entry.agency)?,
            display_name: entry.name.clone(),
            role: entry.role.to_string(),
            email: entry.email.clone(),
            telephone: entry.telephone.clone(),
            registration_no: entry.registration_no.clone(),
        });
        let (issuer, subject) = (entry.issuer.clone(), entry.subject.clone());
        identities.push(identity::Model {
            issuer,
            subject,
            professional_id,
        });
        let own = unit.next_id(GLOBAL).await?;
        own_desks.push(desk::Model {
            id: own,
            kind: "PERSON".to_owned(),
            name: entry.slug.clone(),
            council_id: None,
            court_id: None,
            professional_id: Some(professional_id),
        });
        let mut places = vec![(own, None)];
        for membership in &entry.memberships {
            places.push((register.desk(&membership.desk)?, membership.shift));
        }
        for (desk_id, shift) in places {
            members.push(desk_member::Model {
                id: unit.next_id(GLOBAL).await?,
                desk_id,
                professional_id,
                role: entry.role.to_string(),
                starts_on: entry.since,
                ends_on: OPEN_END,
                from_at: shift.map(|(from, _)| from),
                until_at: shift.map(|(_, until)| until),
                replaced_at: None,
            });
        }
    }
    insert(unit, professionals).await?;
    insert(unit, identities).await?;
    insert(unit, own_desks).await?;
    insert(unit, members).await
}
