//! What is before a court, and what came of it.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Life, lay, word};
use crate::{
    domain::{
        children::ChildKey,
        plans::{Case, CaseEnd, CourtOrder},
    },
    store::{Source, StoreError, query::Query},
};

pub(super) async fn read(
    source: &impl Source,
    keys: &[ChildKey],
    on: NaiveDate,
    lives: &mut HashMap<ChildKey, Life>,
) -> Result<(), StoreError> {
    let rows = Query::new(
        source,
        "select pc.council_id, pc.child_id, p.id, p.kind, p.is_of_council, p.issued_on, p.final_order_on, p.closed_on, \
         p.outcome from proceedings_child pc \
         join proceedings p on p.council_id = pc.council_id and p.id = pc.proceedings_id \
         where pc.replaced_at is null and pc.covered_from <= ",
    )
    .bind(on)
    .sql(" and ")
    .among("(pc.council_id, pc.child_id)", keys)
    .sql(" order by p.id")
    .rows(source, |row| {
        let kind: String = row.get("kind")?;
        let outcome: Option<String> = row.get("outcome")?;
        let final_order_on: Option<NaiveDate> = row.get("final_order_on")?;
        let closed_on: Option<NaiveDate> = row.get("closed_on")?;
        let outcome: Option<CaseEnd> = outcome
            .map(|it| word(&it, "proceedings.outcome"))
            .transpose()?;
        let case = Case {
            id: row.get("id")?,
            kind: word(&kind, "proceedings.kind")?,
            is_the_councils: row.get("is_of_council")?,
            issued_on: row.get("issued_on")?,
            ended: final_order_on
                .map(|day| (day, outcome.unwrap_or(CaseEnd::Order)))
                .or(closed_on.zip(outcome)),
            closed_on,
        };
        Ok((row.key()?, case))
    })
    .await?;
    lay(lives, rows, |life, case| life.child.cases.push(case));

    let rows = Query::new(
        source,
        "select council_id, child_id, kind, proceedings_id, made_on from court_order where ",
    )
    .among("(council_id, child_id)", keys)
    // An interim order of a kind that can be final decides nothing.
    .sql(
        " and (is_final or kind not in ('SUPERVISION', 'SPECIAL_GUARDIANSHIP', 'CHILD_ARRANGEMENTS')) order by id",
    )
    .rows(source, |row| {
        let kind: String = row.get("kind")?;
        let order = CourtOrder {
            kind: word(&kind, "court_order.kind")?,
            case: row.get("proceedings_id")?,
            made_on: row.get("made_on")?,
        };
        Ok((row.key()?, order))
    })
    .await?;
    lay(lives, rows, |life, order| life.child.orders.push(order));
    Ok(())
}
