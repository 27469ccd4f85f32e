//! What returns said of a child for a collection year. Of a spell that several years tell, the newest year's row counts.

use chrono::NaiveDate;

use super::{professional, professional_columns};
use crate::{
    domain::children::{
        ChildKey, Conviction, HealthYear, LeavingYear, LibertyOrder, MissingSpell, ReturnedWorker,
        ended,
    },
    store::{
        Store, StoreError,
        query::{ByChild, Query, Source},
    },
};

/// Without years of which only a conviction was returned: that is of another class.
pub async fn health_years(
    store: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<HealthYear>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, id, year, sdq_score, sdq_reason, had_health_check, is_immunised, had_teeth_check, \
         had_health_assessment, has_substance_misuse, received_intervention, was_offered_intervention from oc2_year \
         where (sdq_score is not null or sdq_reason is not null or had_health_check is not null or is_immunised is not null \
         or had_teeth_check is not null or had_health_assessment is not null or has_substance_misuse is not null \
         or received_intervention is not null or was_offered_intervention is not null) and ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by year desc")
    .by_child(store, |row| {
        Ok(HealthYear {
            id: row.get("id")?,
            year: row.get("year")?,
            sdq_score: row.get("sdq_score")?,
            sdq_reason: row.get("sdq_reason")?,
            had_health_check: row.get("had_health_check")?,
            is_immunised: row.get("is_immunised")?,
            had_teeth_check: row.get("had_teeth_check")?,
            had_health_assessment: row.get("had_health_assessment")?,
            has_substance_misuse: row.get("has_substance_misuse")?,
            received_intervention: row.get("received_intervention")?,
            was_offered_intervention: row.get("was_offered_intervention")?,
        })
    })
    .await
}

/// The one column of the yearly checks that is SENSITIVE_MATERIAL.
pub async fn convictions(
    store: &Store,
    keys: &[ChildKey],
) -> Result<ByChild<Conviction>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, year, is_convicted from oc2_year where is_convicted is not null and ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by year desc")
    .by_child(store, |row| {
        Ok(Conviction {
            year: row.get("year")?,
            is_convicted: row.get("is_convicted")?,
        })
    })
    .await
}

pub async fn leaving_years(
    store: &Store,
    keys: &[ChildKey],
) -> Result<ByChild<LeavingYear>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, year, in_touch, activity, accommodation from oc3_year where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by year desc")
    .by_child(store, |row| {
        Ok(LeavingYear {
            year: row.get("year")?,
            in_touch: row.get("in_touch")?,
            activity: row.get("activity")?,
            accommodation: row.get("accommodation")?,
        })
    })
    .await
}

pub async fn missing_spells(
    store: &Store,
    keys: &[ChildKey],
) -> Result<ByChild<MissingSpell>, StoreError> {
    Query::new(
        store,
        "select s.council_id, s.child_id, s.year, s.kind, s.starts_on, s.ends_on from missing_spell s \
         where not exists (select 1 from missing_spell n where n.council_id = s.council_id and n.child_id = s.child_id \
         and n.starts_on = s.starts_on and n.year > s.year) and ",
    )
    .among("(s.council_id, s.child_id)", keys)
    .sql(" order by s.starts_on desc")
    .by_child(store, |row| {
        Ok(MissingSpell {
            year: row.get("year")?,
            kind: row.get("kind")?,
            started_on: row.get("starts_on")?,
            ended_on: ended(row.get("ends_on")?),
        })
    })
    .await
}

pub async fn liberty_orders(
    store: &Store,
    keys: &[ChildKey],
) -> Result<ByChild<LibertyOrder>, StoreError> {
    Query::new(
        store,
        "select s.council_id, s.child_id, s.year, s.starts_on, s.ends_on from liberty_order s \
         where not exists (select 1 from liberty_order n where n.council_id = s.council_id and n.child_id = s.child_id \
         and n.starts_on = s.starts_on and n.year > s.year) and ",
    )
    .among("(s.council_id, s.child_id)", keys)
    .sql(" order by s.starts_on desc")
    .by_child(store, |row| {
        Ok(LibertyOrder {
            year: row.get("year")?,
            started_on: row.get("starts_on")?,
            ended_on: ended(row.get("ends_on")?),
        })
    })
    .await
}

/// The spells of workers that run today, of the newest year that tells of the child's workers; the last to begin first.
/// A registration number that two people of the council have names neither.
pub async fn returned_workers(
    store: &Store,
    today: NaiveDate,
    keys: &[ChildKey],
) -> Result<ByChild<ReturnedWorker>, StoreError> {
    let mut query = Query::new(
        store,
        "select w.council_id, w.child_id, w.year, w.registration_no, w.starts_on, ",
    );
    let today = query.name(today);
    query
        .sql(&professional_columns("p", "a"))
        .sql(&format!(
            " from worker_spell w left join agency a on a.council_id = w.council_id \
             left join professional p on p.agency_id = a.id and p.registration_no = w.registration_no \
             and not exists (select 1 from professional q where q.agency_id = p.agency_id \
             and q.registration_no = p.registration_no and q.id <> p.id) \
             where w.starts_on <= {today} and w.ends_on > {today} \
             and not exists (select 1 from worker_spell n where n.council_id = w.council_id \
             and n.child_id = w.child_id and n.year > w.year) and "
        ))
        .among("(w.council_id, w.child_id)", keys)
        .sql(" order by w.starts_on desc")
        .by_child(store, |row| {
            Ok(ReturnedWorker {
                year: row.get("year")?,
                registration_no: row.get("registration_no")?,
                since: row.get("starts_on")?,
                professional: professional(row, "p")?,
            })
        })
        .await
}
