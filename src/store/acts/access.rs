//! What overrides standings, as acts change it: flags, restrictions, exclusions and releases.

use chrono::{Days, NaiveDate};

use crate::{
    domain::children::{ChildKey, OPEN_END},
    store::{StoreError, Unit, query::Query},
};

/// A placement or a home address, and whether it is flagged confidential.
#[derive(Debug, Clone, Copy)]
pub struct Flagged {
    pub id: i64,
    pub is_confidential: bool,
}

/// A placement of the child: the one that is named, or the present one.
pub async fn placement_to_flag(
    unit: &Unit<'_>,
    child: ChildKey,
    named: Option<&[u8]>,
    on: NaiveDate,
) -> Result<Option<Flagged>, StoreError> {
    let query = Query::new(unit, "select id, is_confidential from placement where ")
        .among("(council_id, child_id)", &[child]);
    let query = match named {
        Some(public_id) => query.sql(" and public_id = ").bind(public_id.to_vec()),
        None => query
            .sql(" and starts_on <= ")
            .bind(on)
            .sql(" and ends_on > ")
            .bind(on),
    };
    read_flagged(unit, query.sql(" order by starts_on desc, id desc")).await
}

pub async fn address_to_flag(
    unit: &Unit<'_>,
    child: ChildKey,
) -> Result<Option<Flagged>, StoreError> {
    let query = Query::new(
        unit,
        "select id, is_confidential from home_address where replaced_at is null and ",
    );
    read_flagged(unit, query.among("(council_id, child_id)", &[child])).await
}

async fn read_flagged(unit: &Unit<'_>, query: Query) -> Result<Option<Flagged>, StoreError> {
    query
        .first(unit, |row| {
            Ok(Flagged {
                id: row.get("id")?,
                is_confidential: row.get("is_confidential")?,
            })
        })
        .await
}

/// Marks a placement or a home address, where it is not marked so already.
pub async fn mark_confidential(
    unit: &Unit<'_>,
    table: Markable,
    child: ChildKey,
    id: i64,
    is_confidential: bool,
) -> Result<u64, StoreError> {
    let table = match table {
        Markable::Placement => "placement",
        Markable::Address => "home_address",
    };
    Query::new(unit, &format!("update {table} set is_confidential = "))
        .bind(is_confidential)
        .sql(" where is_confidential <> ")
        .bind(is_confidential)
        .sql(" and id = ")
        .bind(id)
        .sql(" and ")
        .among("(council_id, child_id)", &[child])
        .run(unit)
        .await
}

/// What can be flagged confidential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markable {
    Placement,
    Address,
}

/// Ends the flags of one thing. A flag lasts a day at least.
pub async fn end_flags(
    unit: &Unit<'_>,
    child: ChildKey,
    (subject, id): (&str, i64),
    on: NaiveDate,
) -> Result<u64, StoreError> {
    Query::new(
        unit,
        "update confidential_flag set ends_on = case when starts_on < ",
    )
    .bind(on)
    .sql(" then ")
    .bind(on)
    .sql(" else ")
    .bind(on + Days::new(1))
    .sql(" end where ends_on = ")
    .bind(OPEN_END)
    .sql(" and subject = ")
    .bind(subject)
    .sql(" and subject_id = ")
    .bind(id)
    .sql(" and ")
    .among("(council_id, child_id)", &[child])
    .run(unit)
    .await
}

/// Whether a record is open (0), restricted (1) or sealed (2).
pub async fn gate(unit: &Unit<'_>, child: ChildKey) -> Result<Option<i16>, StoreError> {
    Query::new(unit, "select gate from child where ")
        .among("(council_id, id)", &[child])
        .first(unit, |row| row.get("gate"))
        .await
}

/// Moves a gate that stands where it is said to stand.
pub async fn move_gate(
    unit: &Unit<'_>,
    child: ChildKey,
    from: i16,
    to: i16,
) -> Result<u64, StoreError> {
    Query::new(unit, "update child set revision = revision + 1, gate = ")
        .bind(to)
        .sql(" where gate = ")
        .bind(from)
        .sql(" and ")
        .among("(council_id, id)", &[child])
        .run(unit)
        .await
}

/// The allocated social worker and the reviewing officers of a child on a day.
pub async fn allocated(
    unit: &Unit<'_>,
    child: ChildKey,
    on: NaiveDate,
) -> Result<Vec<i64>, StoreError> {
    Query::new(
        unit,
        "select distinct professional_id from allocation where starts_on <= ",
    )
    .bind(on)
    .sql(" and ends_on > ")
    .bind(on)
    .sql(" and ")
    .among("(council_id, child_id)", &[child])
    .rows(unit, |row| row.get("professional_id"))
    .await
}

/// Ends the list of a restriction. Of a list that began today no day is left.
pub async fn end_list(unit: &Unit<'_>, child: ChildKey, on: NaiveDate) -> Result<(), StoreError> {
    Query::new(unit, "delete from restriction_allow where starts_on >= ")
        .bind(on)
        .sql(" and ")
        .among("(council_id, child_id)", &[child])
        .run(unit)
        .await?;
    Query::new(unit, "update restriction_allow set ends_on = ")
        .bind(on)
        .sql(" where ends_on > ")
        .bind(on)
        .sql(" and ")
        .among("(council_id, child_id)", &[child])
        .run(unit)
        .await?;
    Ok(())
}

/// An order about a child: its number, its case and its day.
pub async fn order_of(
    unit: &Unit<'_>,
    child: ChildKey,
    public_id: &[u8],
) -> Result<Option<(i64, i64, NaiveDate)>, StoreError> {
    Query::new(
        unit,
        "select id, proceedings_id, made_on from court_order where public_id = ",
    )
    .bind(public_id.to_vec())
    .sql(" and ")
    .among("(council_id, child_id)", &[child])
    .first(unit, |row| {
        Ok((
            row.get("id")?,
            row.get("proceedings_id")?,
            row.get("made_on")?,
        ))
    })
    .await
}

/// Is a class of the child released to a kind of reader already, through all of some days and to all of them?
pub async fn is_released(
    unit: &Unit<'_>,
    child: ChildKey,
    (class, reader): (i16, &str),
    (from, until): (NaiveDate, NaiveDate),
) -> Result<bool, StoreError> {
    let found = Query::new(
        unit,
        "select id from release where recipient_id is null and class = ",
    )
    .bind(class)
    .sql(" and reader_kind = ")
    .bind(reader)
    .sql(" and starts_on <= ")
    .bind(from)
    .sql(" and ends_on >= ")
    .bind(until)
    .sql(" and ")
    .among("(council_id, child_id)", &[child])
    .first(unit, |row| row.get::<i64>("id"))
    .await?;
    Ok(found.is_some())
}
