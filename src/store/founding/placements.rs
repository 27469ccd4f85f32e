//! Where children were placed, and with whom.

use chrono::NaiveDate;
use entity::children::{confidential_flag, placement, placement_carer, placement_location};

use super::{CaseFile, Register, children::flag, filing::Shared, insert};
use crate::{
    domain::{
        access::Class,
        children::{ChildKey, is_adoptive_placement},
    },
    store::{StoreError, Unit},
};

#[derive(Debug, Clone)]
pub struct Placement {
    pub type_code: &'static str,
    pub provider_code: Option<&'static str>,
    pub change_reason: Option<&'static str>,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// Why where and with whom is confidential.
    pub confidential: Option<&'static str>,
    pub is_filed: bool,
    pub location: Option<Location>,
    pub carers: Vec<Carer>,
}

#[derive(Debug, Clone)]
pub struct Location {
    pub lines: String,
    pub postcode: String,
    pub provider_name: Option<String>,
    pub provider_urn: Option<String>,
    pub distance_tenths: Option<i32>,
    pub is_in_authority: Option<bool>,
    pub school_name: Option<String>,
    pub contact_venue: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Carer {
    pub name: String,
    pub relationship: String,
    pub approved_on: Option<NaiveDate>,
}

pub(super) async fn insert_all(
    unit: &mut Unit<'_>,
    register: &Register,
    files: &[CaseFile],
    shared: &mut Shared,
    flags: &mut Vec<confidential_flag::Model>,
) -> Result<(), StoreError> {
    let (mut placements, mut locations, mut carers) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        let ChildKey {
            council: council_id,
            child: child_id,
        } = register.child(&file.slug)?.key;
        if let Some(there) = &file.on_record {
            for (class, id) in &there.filed {
                shared.filed(&file.slug, *class, *id);
            }
            for (placement_id, carer) in &there.carers {
                let id = unit.next_id(council_id).await?;
                carers.push(carer_row(council_id, id, child_id, *placement_id, carer));
            }
            continue;
        }
        let is_matched = file.matches.iter().any(|entry| entry.matched_on.is_some());
        for entry in &file.placements {
            let id = unit.next_id(council_id).await?;
            placements.push(placement::Model {
                council_id,
                id,
                public_id: unit.public_id(),
                child_id,
                origin: "ENTERED".to_owned(),
                type_code: entry.type_code.to_owned(),
                provider_code: entry.provider_code.map(str::to_owned),
                change_reason: entry.change_reason.map(str::to_owned),
                starts_on: entry.starts_on,
                ends_on: entry.ends_on,
                is_confidential: entry.confidential.is_some(),
                is_adoptive: is_adoptive_placement(entry.type_code, is_matched),
                is_temporary: false,
            });
            if let Some(reason) = entry.confidential {
                flags.push(
                    flag(
                        unit,
                        council_id,
                        child_id,
                        "PLACEMENT",
                        id,
                        reason,
                        entry.starts_on,
                    )
                    .await?,
                );
            }
            if entry.is_filed {
                shared.filed(&file.slug, Class::Placement, id);
                shared.filed(&file.slug, Class::PlacementDates, id);
            }
            if let Some(location) = &entry.location {
                locations.push(placement_location::Model {
                    council_id,
                    placement_id: id,
                    child_id,
                    lines: Some(location.lines.clone()),
                    postcode: Some(location.postcode.clone()),
                    provider_name: location.provider_name.clone(),
                    provider_urn: location.provider_urn.clone(),
                    distance_tenths: location.distance_tenths,
                    is_in_authority: location.is_in_authority,
                    school_name: location.school_name.clone(),
                    contact_venue: location.contact_venue.clone(),
                });
            }
            for carer in &entry.carers {
                let row = unit.next_id(council_id).await?;
                carers.push(carer_row(council_id, row, child_id, id, carer));
            }
        }
    }
    insert(unit, placements).await?;
    insert(unit, locations).await?;
    insert(unit, carers).await
}

fn carer_row(
    council_id: i16,
    id: i64,
    child_id: i64,
    placement_id: i64,
    carer: &Carer,
) -> placement_carer::Model {
    placement_carer::Model {
        council_id,
        id,
        child_id,
        placement_id,
        carer_name: carer.name.clone(),
        relationship: Some(carer.relationship.clone()),
        approved_on: carer.approved_on,
    }
}
