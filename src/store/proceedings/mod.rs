//! Court proceedings, read for children whose permits are given.

use chrono::NaiveDate;

use super::{
    Store, StoreError,
    children::{professional, professional_columns},
    query::{ByChild, Query, Source},
};
use crate::domain::{
    children::ChildKey,
    proceedings::{Case, Direction, EvidenceFeedback, GuardianAnalysis, Hearing},
};

/// A case by its public id: its council and number, and the children whom it covers on a day.
pub async fn covered(
    source: &impl Source,
    public_id: &[u8],
    on: NaiveDate,
) -> Result<Option<(i16, i64, Vec<ChildKey>)>, StoreError> {
    let rows = Query::new(
        source,
        "select pc.council_id, pc.child_id, pc.proceedings_id from proceedings p join proceedings_child pc \
         on pc.council_id = p.council_id and pc.proceedings_id = p.id \
         where pc.replaced_at is null and p.public_id = ",
    )
    .bind(public_id.to_vec())
    .sql(" and pc.covered_from <= ")
    .bind(on)
    .sql(" and pc.covered_to > ")
    .bind(on)
    .sql(" order by pc.child_id")
    .rows(source, |row| Ok((row.key()?, row.get::<i64>("proceedings_id")?)))
    .await?;
    let case = rows.first().map(|(key, id)| (key.council, *id));
    Ok(case.map(|(council, id)| {
        let children = rows.into_iter().map(|(key, _)| key);
        (council, id, children.collect())
    }))
}

/// The cases that cover each child today, newest first.
pub async fn cases(
    store: &Store,
    today: NaiveDate,
    keys: &[ChildKey],
) -> Result<ByChild<Case>, StoreError> {
    let day = today;
    let mut query = Query::new(
        store,
        "select pc.council_id, pc.child_id, c.id, c.public_id, c.kind, c.case_number, c.issued_on, c.final_order_on, \
         c.closed_on, \
         o.name as court_name, ",
    );
    let today = query.name(today);
    query
        .sql(&professional_columns("p", "a"))
        .sql(&format!(
            " from proceedings_child pc join proceedings c on c.council_id = pc.council_id and c.id = pc.proceedings_id \
             left join case_court cc on cc.council_id = c.council_id and cc.proceedings_id = c.id \
             and cc.starts_on <= {today} and cc.ends_on > {today} \
             left join court o on o.id = coalesce(cc.court_id, c.court_id) \
             left join guardian_appointment g on g.council_id = c.council_id and g.proceedings_id = c.id \
             and g.appointed_on <= {today} and g.ended_on > {today} \
             left join professional p on p.id = g.officer_id left join agency a on a.id = p.agency_id \
             where pc.replaced_at is null and pc.covered_from <= {today} and pc.covered_to > {today} and "
        ))
        .among("(pc.council_id, pc.child_id)", keys)
        .sql(" order by c.issued_on desc, c.id desc, g.appointed_on desc")
        .by_child(store, |row| {
            let issued_on: Option<NaiveDate> = row.get("issued_on")?;
            let ended_on: Option<NaiveDate> = row.get("final_order_on")?;
            let until = ended_on.map_or(day, |end| end.min(day));
            Ok(Case {
                id: row.get("id")?,
                public_id: row.get("public_id")?,
                kind: row.get("kind")?,
                case_number: row.get("case_number")?,
                issued_on,
                weeks: issued_on.map(|from| (until - from).num_weeks().max(0)),
                closed_on: row.get("closed_on")?,
                court: row.get("court_name")?,
                guardian: professional(row, "p")?,
                hearings: Vec::new(),
                directions: Vec::new(),
            })
        })
        .await
}

/// The hearings of the cases with these ids, by id, in order of date.
pub async fn hearings(store: &Store, ids: &[ChildKey]) -> Result<ByChild<Hearing>, StoreError> {
    Query::new(
        store,
        "select h.council_id, h.proceedings_id as child_id, h.public_id, h.kind, h.listed_on, h.status, o.name as court_name, \
         j.display_name as judge_name from hearing h join court o on o.id = h.court_id \
         left join professional j on j.id = h.judge_id where ",
    )
    .among("(h.council_id, h.proceedings_id)", ids)
    .sql(" order by h.listed_on, h.id")
    .by_child(store, |row| {
        let status: String = row.get("status")?;
        Ok(Hearing {
            public_id: row.get("public_id")?,
            kind: row.get("kind")?,
            listed_on: row.get("listed_on")?,
            court: row.get("court_name")?,
            judge: row.get("judge_name")?,
            is_vacated: status == "VACATED",
        })
    })
    .await
}

/// The directions of the cases with these ids, by id.
pub async fn directions(store: &Store, ids: &[ChildKey]) -> Result<ByChild<Direction>, StoreError> {
    Query::new(
        store,
        "select council_id, proceedings_id as child_id, id, public_id, direction_text, given_on, due_on, met_on from direction where ",
    )
    .among("(council_id, proceedings_id)", ids)
    .sql(" order by given_on, id")
    .by_child(store, |row| {
        Ok(Direction {
            id: row.get("id")?,
            public_id: row.get("public_id")?,
            text: row.get("direction_text")?,
            given_on: row.get("given_on")?,
            due_on: row.get("due_on")?,
            met_on: row.get("met_on")?,
        })
    })
    .await
}

pub async fn guardian_analyses(
    store: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<GuardianAnalysis>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, id, public_id, kind, filed_on, position, body from guardian_analysis where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by filed_on desc, id desc")
    .by_child(store, |row| {
        Ok(GuardianAnalysis {
            id: row.get("id")?,
            public_id: row.get("public_id")?,
            kind: row.get("kind")?,
            filed_on: row.get("filed_on")?,
            position: row.get("position")?,
            body: row.get("body")?,
        })
    })
    .await
}

/// What guardians said of the council's evidence, the newest first.
pub async fn evidence_feedback(
    store: &Store,
    keys: &[ChildKey],
) -> Result<ByChild<EvidenceFeedback>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, public_id, given_on, rating, points from evidence_feedback where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by given_on desc, id desc")
    .by_child(store, |row| {
        Ok(EvidenceFeedback {
            public_id: row.get("public_id")?,
            given_on: row.get("given_on")?,
            rating: row.get("rating")?,
            points: row.get("points")?,
        })
    })
    .await
}
