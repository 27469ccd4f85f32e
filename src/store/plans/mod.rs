//! Plans, reviews, visits and oversight, read for children whose permits are given.

mod history;
mod life;

pub use history::{Recorded, events};
pub use life::{Life, VersionLife, lives};

use chrono::NaiveDate;

use super::{
    Store, StoreError,
    children::{professional_columns, some_professional},
    query::{ByChild, Query, Source},
};
use crate::domain::{
    children::ChildKey,
    oversight::{Decision, Dispute},
    plans::{PlanNarrative, PlanVersion},
    reviews::Review,
    visits::Visit,
};

/// The versions of each child's plans, newest first, without a word of narrative.
pub async fn versions(
    store: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<PlanVersion>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, id, public_id, version_no, revision, state, is_in_force, is_preparing, proposed_on, \
         authorised_on, reviewed_on, review_outcome, target_on from plan_version where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by recorded_at desc, version_no desc, id desc")
    .by_child(store, |row| {
        Ok(PlanVersion {
            id: row.get("id")?,
            public_id: row.get("public_id")?,
            version_no: row.get("version_no")?,
            revision: row.get("revision")?,
            state: row.get("state")?,
            is_in_force: row.get("is_in_force")?,
            is_preparing: row.get("is_preparing")?,
            primary_option: None,
            parallel_options: Vec::new(),
            contingency_option: None,
            proposed_on: row.get("proposed_on")?,
            authorised_on: row.get("authorised_on")?,
            reviewed_on: row.get("reviewed_on")?,
            target_on: row.get("target_on")?,
            filed_on: None,
            review_outcome: row.get("review_outcome")?,
            narrative: None,
            history: None,
            may: Vec::new(),
        })
    })
    .await
}

/// How often a version was changed.
pub async fn revision(
    source: &impl Source,
    key: ChildKey,
    version: i64,
) -> Result<i64, StoreError> {
    let found = Query::new(
        source,
        "select revision from plan_version where council_id = ",
    )
    .bind(key.council)
    .sql(" and id = ")
    .bind(version)
    .first(source, |row| row.get("revision"))
    .await?;
    found.ok_or_else(|| StoreError::Unreadable("plan_version".to_owned()))
}

/// `(version, part, option)` of each child's plans.
pub async fn options(
    store: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<(i64, String, String)>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, version_id, part, permanence_option from plan_option where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by id")
    .by_child(store, |row| {
        Ok((
            row.get("version_id")?,
            row.get("part")?,
            row.get("permanence_option")?,
        ))
    })
    .await
}

/// When each version was last filed with a court: `(version, day)`.
pub async fn filings(
    store: &Store,
    plan_class: i16,
    keys: &[ChildKey],
) -> Result<ByChild<(i64, NaiveDate)>, StoreError> {
    Query::new(
        store,
        "select s.council_id, s.child_id, s.item_id, f.filed_on from shared_item s \
         join filing f on f.council_id = s.council_id and f.id = s.filing_id \
         where s.withdrawn_at is null and s.class = ",
    )
    .bind(plan_class)
    .sql(" and ")
    .among("(s.council_id, s.child_id)", keys)
    .sql(" order by s.shared_at")
    .by_child(store, |row| Ok((row.get("item_id")?, row.get("filed_on")?)))
    .await
}

/// The narratives of the versions with these ids, by id.
pub async fn narratives(
    store: &impl Source,
    ids: &[ChildKey],
) -> Result<ByChild<PlanNarrative>, StoreError> {
    Query::new(
        store,
        "select council_id, id as child_id, rationale, analysis, contingency_text, sibling_text, parents_views \
         from plan_version where ",
    )
    .among("(council_id, id)", ids)
    .by_child(store, |row| {
        Ok(PlanNarrative {
            rationale: row.get("rationale")?,
            analysis: row.get("analysis")?,
            contingency: row.get("contingency_text")?,
            sibling_assessment: row.get("sibling_text")?,
            parents_views: row.get("parents_views")?,
        })
    })
    .await
}

pub async fn reviews(
    store: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<Review>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, id, public_id, due_on, held_on, participation, is_plan_considered, decisions \
         from review where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by coalesce(held_on, due_on) desc, id desc")
    .by_child(store, |row| {
        Ok(Review {
            id: row.get("id")?,
            public_id: row.get("public_id")?,
            due_on: row.get("due_on")?,
            held_on: row.get("held_on")?,
            participation: row.get("participation")?,
            is_plan_considered: row.get("is_plan_considered")?,
            decisions: row.get("decisions")?,
        })
    })
    .await
}

pub async fn visits(store: &impl Source, keys: &[ChildKey]) -> Result<ByChild<Visit>, StoreError> {
    Query::new(
        store,
        "select v.council_id, v.child_id, v.id, v.public_id, v.held_on, v.was_seen, v.seen_alone, ",
    )
    .sql(&professional_columns("p", "a"))
    .sql(" from visit v join professional p on p.id = v.visitor_id join agency a on a.id = p.agency_id where ")
    .among("(v.council_id, v.child_id)", keys)
    .sql(" order by v.held_on desc, v.id desc")
    .by_child(store, |row| {
        Ok(Visit {
            id: row.get("id")?,
            public_id: row.get("public_id")?,
            held_on: row.get("held_on")?,
            was_seen: row.get("was_seen")?,
            seen_alone: row.get("seen_alone")?,
            visitor: some_professional(row, "p")?,
        })
    })
    .await
}

/// The day of each visit and whether it was in time: what the counts are made of.
pub async fn visit_days(
    store: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<(NaiveDate, Option<bool>)>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, held_on, is_on_time from visit where ",
    )
    .among("(council_id, child_id)", keys)
    .by_child(store, |row| {
        Ok((row.get("held_on")?, row.get("is_on_time")?))
    })
    .await
}

/// The reviewing officer's disputes, the last opened first.
pub async fn disputes(store: &Store, keys: &[ChildKey]) -> Result<ByChild<Dispute>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, public_id, opened_on, closed_on, stage, subject from dispute where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by opened_on desc, id desc")
    .by_child(store, |row| {
        let stage: Option<String> = row.get("stage")?;
        Ok(Dispute {
            public_id: row.get("public_id")?,
            opened_on: row.get("opened_on")?,
            closed_on: row.get("closed_on")?,
            stage: stage.and_then(|it| it.parse().ok()),
            subject: row.get("subject")?,
        })
    })
    .await
}

pub async fn decisions(store: &Store, keys: &[ChildKey]) -> Result<ByChild<Decision>, StoreError> {
    Query::new(
        store,
        "select d.council_id, d.child_id, d.public_id, d.kind, d.decided_on, d.decision, d.reasons, ",
    )
    .sql(&professional_columns("p", "a"))
    .sql(
        " from oversight_decision d join professional p on p.id = d.decided_by_id \
         join agency a on a.id = p.agency_id where ",
    )
    .among("(d.council_id, d.child_id)", keys)
    .sql(" order by d.decided_on desc, d.id desc")
    .by_child(store, |row| {
        Ok(Decision {
            public_id: row.get("public_id")?,
            kind: row.get("kind")?,
            decided_on: row.get("decided_on")?,
            by: some_professional(row, "p")?,
            decision: row.get("decision")?,
            reasons: row.get("reasons")?,
        })
    })
    .await
}
