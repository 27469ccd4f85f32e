//! Legal status, placements, carers and adopters.

use chrono::NaiveDate;

use crate::{
    domain::children::{
        AdopterIdentity, AdopterSerial, Carer, ChildKey, LegalSpell, Order, Placement,
        PlacementDates, PlacementLocation, PlacementMark, PreviousPermanence, ended,
    },
    store::{
        Store, StoreError,
        query::{ByChild, Query, Source},
    },
};

/// What decides about a placement's guarded parts. Structural: read before anything is decided.
pub async fn placement_marks(
    store: &impl Source,
    today: NaiveDate,
    keys: &[ChildKey],
) -> Result<ByChild<PlacementMark>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, id, is_confidential, is_adoptive, starts_on, ends_on from placement where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by starts_on desc")
    .by_child(store, move |row| {
        let (starts_on, ends_on): (NaiveDate, NaiveDate) = (row.get("starts_on")?, row.get("ends_on")?);
        Ok(PlacementMark {
            id: row.get("id")?,
            is_confidential: row.get("is_confidential")?,
            is_adoptive: row.get("is_adoptive")?,
            starts_on,
            ends_on,
            is_current: starts_on <= today && today < ends_on,
        })
    })
    .await
}

pub async fn placements(
    store: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<Placement>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, id, public_id, type_code, provider_code, change_reason from placement where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by starts_on desc")
    .by_child(store, |row| {
        Ok(Placement {
            id: row.get("id")?,
            public_id: row.get("public_id")?,
            type_code: row.get("type_code")?,
            provider_code: row.get("provider_code")?,
            change_reason: row.get("change_reason")?,
            is_current: false,
            dates: None,
            location: None,
            carers: None,
        })
    })
    .await
}

/// Dates of the placements with these ids, by id.
pub async fn placement_dates(
    store: &Store,
    ids: &[ChildKey],
) -> Result<ByChild<PlacementDates>, StoreError> {
    Query::new(
        store,
        "select council_id, id as child_id, starts_on, ends_on from placement where ",
    )
    .among("(council_id, id)", ids)
    .by_child(store, |row| {
        Ok(PlacementDates {
            started_on: row.get("starts_on")?,
            ended_on: ended(row.get("ends_on")?),
        })
    })
    .await
}

/// Locations of the placements with these ids, by id.
pub async fn placement_locations(
    store: &Store,
    ids: &[ChildKey],
) -> Result<ByChild<PlacementLocation>, StoreError> {
    Query::new(
        store,
        "select council_id, placement_id as child_id, lines, postcode, provider_name, provider_urn, distance_tenths, \
         is_in_authority, school_name, contact_venue from placement_location where ",
    )
    .among("(council_id, placement_id)", ids)
    .by_child(store, |row| {
        Ok(PlacementLocation {
            lines: row.get("lines")?,
            postcode: row.get("postcode")?,
            provider_name: row.get("provider_name")?,
            provider_urn: row.get("provider_urn")?,
            distance_tenths: row.get("distance_tenths")?,
            is_in_authority: row.get("is_in_authority")?,
            school_name: row.get("school_name")?,
            contact_venue: row.get("contact_venue")?,
        })
    })
    .await
}

/// Carers of the placements with these ids, by id.
pub async fn carers(store: &Store, ids: &[ChildKey]) -> Result<ByChild<Carer>, StoreError> {
    Query::new(
        store,
        "select council_id, placement_id as child_id, carer_name, relationship, approved_on from placement_carer where ",
    )
    .among("(council_id, placement_id)", ids)
    .sql(" order by id")
    .by_child(store, |row| {
        Ok(Carer {
            name: row.get("carer_name")?,
            relationship: row.get("relationship")?,
            approved_on: row.get("approved_on")?,
        })
    })
    .await
}

pub async fn adopter_serial(
    store: &Store,
    keys: &[ChildKey],
) -> Result<ByChild<AdopterSerial>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, serial_number from adoption_match where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by id desc")
    .by_child(store, |row| {
        Ok(AdopterSerial {
            serial_number: row.get("serial_number")?,
        })
    })
    .await
}

pub async fn adopter_identity(
    store: &Store,
    keys: &[ChildKey],
) -> Result<ByChild<AdopterIdentity>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, adopter_names, adoption_agency, matched_on from adoption_match where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by id desc")
    .by_child(store, |row| {
        Ok(AdopterIdentity {
            names: row.get("adopter_names")?,
            agency: row.get("adoption_agency")?,
            matched_on: row.get("matched_on")?,
        })
    })
    .await
}

/// The first day of the period of care that runs today.
pub async fn looked_after_since(
    store: &Store,
    today: NaiveDate,
    keys: &[ChildKey],
) -> Result<ByChild<NaiveDate>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, starts_on from period_of_care where starts_on <= ",
    )
    .bind(today)
    .sql(" and ends_on > ")
    .bind(today)
    .sql(" and ")
    .among("(council_id, child_id)", keys)
    .sql(" order by starts_on desc")
    .by_child(store, |row| row.get("starts_on"))
    .await
}

pub async fn legal_spells(
    store: &Store,
    keys: &[ChildKey],
) -> Result<ByChild<LegalSpell>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, code, starts_on, ends_on from legal_spell where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by starts_on desc")
    .by_child(store, |row| {
        Ok(LegalSpell {
            code: row.get("code")?,
            started_on: row.get("starts_on")?,
            ended_on: ended(row.get("ends_on")?),
        })
    })
    .await
}

pub async fn orders(store: &Store, keys: &[ChildKey]) -> Result<ByChild<Order>, StoreError> {
    Query::new(
        store,
        "select o.council_id, o.child_id, o.public_id, o.kind, o.made_on, o.expires_on, c.name from court_order o \
         join court c on c.id = o.court_id where ",
    )
    .among("(o.council_id, o.child_id)", keys)
    .sql(" order by o.made_on desc, o.id desc")
    .by_child(store, |row| {
        Ok(Order {
            public_id: row.get("public_id")?,
            kind: row.get("kind")?,
            made_on: row.get("made_on")?,
            expires_on: row.get("expires_on")?,
            court: row.get("name")?,
        })
    })
    .await
}

pub async fn previous_permanence(
    store: &Store,
    keys: &[ChildKey],
) -> Result<ByChild<PreviousPermanence>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, option_code, happened_year, happened_month from previous_permanence where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by id")
    .by_child(store, |row| {
        Ok(PreviousPermanence {
            option_code: row.get("option_code")?,
            year: row.get("happened_year")?,
            month: row.get("happened_month")?,
        })
    })
    .await
}
