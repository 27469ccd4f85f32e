//! The child, names, identifiers, home, periods of care, legal status, family.

use chrono::{DateTime, NaiveDate, Utc};
use entity::children::{
    child, child_identifier, child_name, confidential_flag, contact_arrangement, family_member,
    home_address, legal_spell, period_of_care, previous_permanence,
};

use super::{CaseFile, FoundedChild, Register, filing::Shared, insert, placements};
use crate::{
    domain::{
        access::Class,
        children::{ChildKey, OPEN_END, name_sort_key},
    },
    store::{StoreError, Unit},
};

#[derive(Debug, Clone, Default)]
pub struct Birth {
    /// 0 open, 1 restricted, 2 sealed.
    pub gate: i16,
    pub born_on: Option<NaiveDate>,
    pub expected_on: Option<NaiveDate>,
    pub died_on: Option<NaiveDate>,
    pub sex: Option<&'static str>,
    pub ethnicity: Option<String>,
    pub religion: Option<String>,
    pub first_language: Option<String>,
    pub is_uasc: bool,
}

#[derive(Debug, Clone)]
pub struct Name {
    pub given: String,
    pub family: String,
}

#[derive(Debug, Clone)]
pub struct Identifier {
    pub kind: &'static str,
    pub value: String,
}

#[derive(Debug, Clone)]
pub struct Home {
    pub lines: String,
    pub postcode: String,
    /// Why the address is confidential.
    pub confidential: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub struct CarePeriod {
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// Why it ended.
    pub end_code: Option<&'static str>,
    pub need_code: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub struct LegalSpell {
    pub code: &'static str,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

#[derive(Debug, Clone)]
pub struct Previous {
    pub option_code: &'static str,
    pub authority: Option<String>,
    pub date_text: Option<String>,
    pub year: Option<i16>,
    pub month: Option<i16>,
    pub first_year: i16,
}

#[derive(Debug, Clone)]
pub struct Relative {
    pub name: String,
    pub relationship: String,
    pub is_sibling: bool,
    pub has_parental_responsibility: bool,
    pub is_placed_together: Option<bool>,
    pub address_lines: Option<String>,
    pub postcode: Option<String>,
    pub telephone: Option<String>,
    pub email: Option<String>,
    /// The brother's or sister's own record at the same council.
    pub linked: Option<String>,
    pub is_filed: bool,
}

#[derive(Debug, Clone)]
pub struct Contact {
    pub with_whom: String,
    pub frequency: String,
    pub supervision: Option<String>,
    pub is_filed: bool,
}

/// The children themselves, before anything that may name two of them.
pub(super) async fn insert_children(
    unit: &mut Unit<'_>,
    register: &mut Register,
    files: &[CaseFile],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for file in files {
        let council_id = register.council(&file.council)?;
        if let Some(there) = &file.on_record {
            let founded = there.founded(council_id);
            register.children.insert(file.slug.clone(), founded);
            continue;
        }
        let id = unit.next_id(council_id).await?;
        let public_id = unit.public_id();
        let key = ChildKey {
            council: council_id,
            child: id,
        };
        register.children.insert(
            file.slug.clone(),
            FoundedChild {
                key,
                public_id: public_id.clone(),
            },
        );
        let birth = &file.birth;
        rows.push(child::Model {
            council_id,
            id,
            public_id,
            gate: birth.gate,
            born_on: birth.born_on,
            expected_on: birth.expected_on,
            died_on: birth.died_on,
            sex: birth.sex.unwrap_or("NOT_STATED").to_owned(),
            ethnicity: birth.ethnicity.clone(),
            religion: birth.religion.clone(),
            first_language: birth.first_language.clone(),
            is_uasc: birth.is_uasc,
            uasc_ceased_on: None,
            revision: 1,
            recorded_at: now,
        });
    }
    insert(unit, rows).await
}

pub(super) async fn insert_records(
    unit: &mut Unit<'_>,
    register: &Register,
    files: &[CaseFile],
    now: DateTime<Utc>,
    shared: &mut Shared,
) -> Result<(), StoreError> {
    let (mut names, mut identifiers, mut periods) = (Vec::new(), Vec::new(), Vec::new());
    let (mut spells, mut previous, mut flags) = (Vec::new(), Vec::new(), Vec::new());
    let (mut homes, mut relatives, mut contacts) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        let ChildKey {
            council: council_id,
            child: child_id,
        } = register.child(&file.slug)?.key;
        if let Some(name) = &file.name {
            names.push(child_name::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                child_id,
                given_names: Some(name.given.clone()),
                family_name: Some(name.family.clone()),
                sort_key: name_sort_key(Some(&name.family), Some(&name.given)),
                recorded_at: now,
                replaced_at: None,
            });
        }
        for entry in &file.identifiers {
            identifiers.push(child_identifier::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                child_id,
                kind: entry.kind.to_owned(),
                value: entry.value.clone(),
                folded: entry.value.trim().to_uppercase(),
                recorded_at: now,
                replaced_at: None,
            });
        }
        if let Some(home) = &file.home {
            let id = unit.next_id(council_id).await?;
            homes.push(home_address::Model {
                council_id,
                id,
                child_id,
                lines: Some(home.lines.clone()),
                postcode: Some(home.postcode.clone()),
                is_confidential: home.confidential.is_some(),
                recorded_at: now,
                replaced_at: None,
            });
            if let Some(reason) = home.confidential {
                let since = now.date_naive();
                flags.push(flag(unit, council_id, child_id, "ADDRESS", id, reason, since).await?);
            }
        }
        for entry in &file.periods {
            periods.push(period_of_care::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                child_id,
                starts_on: entry.starts_on,
                ends_on: entry.ends_on,
                end_code: entry.end_code.map(str::to_owned),
                need_code: entry.need_code.map(str::to_owned),
            });
        }
        for entry in &file.legal_spells {
            spells.push(legal_spell::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                public_id: unit.public_id(),
                child_id,
                origin: "ENTERED".to_owned(),
                code: entry.code.to_owned(),
                starts_on: entry.starts_on,
                ends_on: entry.ends_on,
            });
        }
        for entry in &file.previous {
            previous.push(previous_permanence::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                child_id,
                option_code: entry.option_code.to_owned(),
                authority: entry.authority.clone(),
                date_text: entry.date_text.clone(),
                happened_year: entry.year,
                happened_month: entry.month,
                happened_day: None,
                first_year: entry.first_year,
            });
        }
        for entry in &file.relatives {
            let id = unit.next_id(council_id).await?;
            let linked = entry
                .linked
                .as_deref()
                .map(|slug| register.child(slug))
                .transpose()?;
            relatives.push(family_member::Model {
                council_id,
                id,
                child_id,
                member_name: entry.name.clone(),
                relationship: entry.relationship.clone(),
                is_sibling: entry.is_sibling,
                has_parental_responsibility: entry.has_parental_responsibility,
                is_placed_together: entry.is_placed_together,
                address_lines: entry.address_lines.clone(),
                postcode: entry.postcode.clone(),
                telephone: entry.telephone.clone(),
                email: entry.email.clone(),
                linked_child_id: linked.map(|child| child.key.child),
            });
            if entry.is_filed {
                shared.filed(&file.slug, Class::Family, id);
            }
        }
        for entry in &file.contacts {
            let id = unit.next_id(council_id).await?;
            contacts.push(contact_arrangement::Model {
                council_id,
                id,
                child_id,
                with_whom: entry.with_whom.clone(),
                frequency: entry.frequency.clone(),
                supervision: entry.supervision.clone(),
            });
            if entry.is_filed {
                shared.filed(&file.slug, Class::Family, id);
            }
        }
    }
    insert(unit, names).await?;
    insert(unit, identifiers).await?;
    insert(unit, homes).await?;
    insert(unit, periods).await?;
    insert(unit, spells).await?;
    insert(unit, previous).await?;
    insert(unit, relatives).await?;
    insert(unit, contacts).await?;
    placements::insert_all(unit, register, files, shared, &mut flags).await?;
    insert(unit, flags).await
}

pub(super) async fn flag(
    unit: &mut Unit<'_>,
    council_id: i16,
    child_id: i64,
    subject: &str,
    subject_id: i64,
    reason: &str,
    starts_on: NaiveDate,
) -> Result<confidential_flag::Model, StoreError> {
    Ok(confidential_flag::Model {
        council_id,
        id: unit.next_id(council_id).await?,
        child_id,
        subject: subject.to_owned(),
        subject_id,
        reason_code: reason.to_owned(),
        starts_on,
        ends_on: OPEN_END,
    })
}
