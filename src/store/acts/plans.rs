//! Writing versions of a plan, and the decisions that they wait for.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        access::{AgencyKind, Class},
        children::ChildKey,
        plans::{Part, PermanenceOption, Place, State},
    },
    store::{StoreError, Unit, filing::SERVED_ON, query::Query},
};
use entity::{
    court::{filing, shared_item},
    plans::{plan, plan_option, plan_version},
};

use super::add;

/// What a version says, all of it.
#[derive(Debug, Clone, Default)]
pub struct Content {
    pub options: Vec<(Part, PermanenceOption)>,
    pub target_on: Option<NaiveDate>,
    pub rationale: Option<String>,
    pub analysis: Option<String>,
    pub contingency: Option<String>,
    pub no_contingency_reason: Option<String>,
    pub sibling_assessment: Option<String>,
    pub parents_views: Option<String>,
    pub no_childs_view_reason: Option<String>,
}

/// Begins a version, within the plan that is open or a new one.
pub async fn insert_version(
    unit: &mut Unit<'_>,
    key: ChildKey,
    content: &Content,
    on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(i64, Vec<u8>), StoreError> {
    let ChildKey {
        council: council_id,
        child: child_id,
    } = key;
    let open = Query::new(
        unit,
        "select p.id, (select max(v.version_no) from plan_version v where v.council_id = p.council_id \
         and v.plan_id = p.id) as last from plan p where p.closed_on is null and p.council_id = ",
    )
    .bind(council_id)
    .sql(" and p.child_id = ")
    .bind(child_id)
    .first(unit, |row| {
        Ok((row.get::<i64>("id")?, row.get::<Option<i16>>("last")?))
    })
    .await?;
    let (plan_id, last) = match open {
        Some((id, last)) => (id, last.unwrap_or(0)),
        None => {
            let id = unit.next_id(council_id).await?;
            let row = plan::Model {
                council_id,
                id,
                child_id,
                opened_on: on,
                closed_on: None,
            };
            add(unit, row).await?;
            (id, 0)
        }
    };
    let (id, public_id) = (unit.next_id(council_id).await?, unit.public_id());
    let content_of = content.clone();
    let row = plan_version::Model {
        council_id,
        id,
        public_id: public_id.clone(),
        child_id,
        plan_id,
        version_no: last.saturating_add(1),
        state: State::Draft.word().to_owned(),
        is_in_force: false,
        is_preparing: true,
        proposed_on: None,
        authorised_on: None,
        reviewed_on: None,
        target_on: content_of.target_on,
        rationale: content_of.rationale,
        analysis: content_of.analysis,
        contingency_text: content_of.contingency,
        sibling_text: content_of.sibling_assessment,
        parents_views: content_of.parents_views,
        no_contingency_reason: content_of.no_contingency_reason,
        no_childs_view_reason: content_of.no_childs_view_reason,
        review_outcome: None,
        revision: 1,
        recorded_at: now,
    };
    add(unit, row).await?;
    options(unit, key, id, &content.options).await?;
    Ok((id, public_id))
}

/// Writes a draft anew.
pub async fn rewrite_version(
    unit: &mut Unit<'_>,
    key: ChildKey,
    id: i64,
    content: &Content,
) -> Result<(), StoreError> {
    let text = |text: &Option<String>| text.clone();
    Query::new(
        unit,
        "update plan_version set revision = revision + 1, target_on = ",
    )
    .bind(content.target_on)
    .sql(", rationale = ")
    .bind(text(&content.rationale))
    .sql(", analysis = ")
    .bind(text(&content.analysis))
    .sql(", contingency_text = ")
    .bind(text(&content.contingency))
    .sql(", sibling_text = ")
    .bind(text(&content.sibling_assessment))
    .sql(", parents_views = ")
    .bind(text(&content.parents_views))
    .sql(", no_contingency_reason = ")
    .bind(text(&content.no_contingency_reason))
    .sql(", no_childs_view_reason = ")
    .bind(text(&content.no_childs_view_reason))
    .sql(" where council_id = ")
    .bind(key.council)
    .sql(" and id = ")
    .bind(id)
    .run(unit)
    .await?;
    Query::new(unit, "delete from plan_option where council_id = ")
        .bind(key.council)
        .sql(" and version_id = ")
        .bind(id)
        .run(unit)
        .await?;
    options(unit, key, id, &content.options).await
}

async fn options(
    unit: &mut Unit<'_>,
    key: ChildKey,
    version_id: i64,
    options: &[(Part, PermanenceOption)],
) -> Result<(), StoreError> {
    for (part, option) in options {
        let row = plan_option::Model {
            council_id: key.council,
            id: unit.next_id(key.council).await?,
            child_id: key.child,
            version_id,
            permanence_option: option.word().to_owned(),
            part: part.word().to_owned(),
        };
        add(unit, row).await?;
    }
    Ok(())
}

/// A day or a word that a move leaves on the version.
#[derive(Debug, Clone, Copy)]
pub enum Mark {
    ProposedOn(NaiveDate),
    AuthorisedOn(NaiveDate),
    ReviewedOn(NaiveDate),
    ReviewOutcome(&'static str),
    /// A version that was taken back is reviewed anew.
    NotReviewed,
}

/// Moves a version to a state and a place. Whoever gives up its place is moved first.
pub async fn move_version(
    unit: &Unit<'_>,
    council: i16,
    id: i64,
    state: State,
    place: Place,
    marks: &[Mark],
) -> Result<(), StoreError> {
    let mut query = Query::new(
        unit,
        "update plan_version set revision = revision + 1, state = ",
    )
    .bind(state.word())
    .sql(", is_in_force = ")
    .bind(place.is_in_force())
    .sql(", is_preparing = ")
    .bind(place.is_preparing());
    for mark in marks {
        query = match mark {
            Mark::ProposedOn(day) => query.sql(", proposed_on = ").bind(*day),
            Mark::AuthorisedOn(day) => query.sql(", authorised_on = ").bind(*day),
            Mark::ReviewedOn(day) => query.sql(", reviewed_on = ").bind(*day),
            Mark::ReviewOutcome(word) => query.sql(", review_outcome = ").bind(*word),
            Mark::NotReviewed => query.sql(", reviewed_on = null, review_outcome = null"),
        };
    }
    query
        .sql(" where council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(id)
        .run(unit)
        .await?;
    Ok(())
}

/// Closes the plan of a child when no version of it is live any more and the care is over.
pub async fn close_plan(unit: &Unit<'_>, key: ChildKey, on: NaiveDate) -> Result<(), StoreError> {
    Query::new(unit, "update plan set closed_on = ")
        .bind(on)
        .sql(" where closed_on is null and council_id = ")
        .bind(key.council)
        .sql(" and child_id = ")
        .bind(key.child)
        .sql(
            " and not exists (select 1 from plan_version v where v.council_id = plan.council_id \
             and v.plan_id = plan.id and (v.is_in_force or v.is_preparing))",
        )
        .run(unit)
        .await?;
    Ok(())
}

/// Marks the review that is to consider a plan as adjourned: a row without a day on which it was held.
pub async fn adjourn_review(
    unit: &mut Unit<'_>,
    key: ChildKey,
    on: NaiveDate,
) -> Result<i64, StoreError> {
    let id = unit.next_id(key.council).await?;
    let row = entity::plans::review::Model {
        council_id: key.council,
        id,
        public_id: unit.public_id(),
        child_id: key.child,
        kind: "LAC".to_owned(),
        due_on: Some(on),
        held_on: None,
        participation: None,
        is_plan_considered: None,
        decisions: None,
        adjourned_on: Some(on),
    };
    add(unit, row).await?;
    Ok(id)
}

/// What goes to a reader's kind of agency: an item of a class, in a state where it has one.
#[derive(Debug, Clone)]
pub struct Item {
    pub class: Class,
    pub id: i64,
    pub state: Option<&'static str>,
}

/// Files items in a case, served on the court and CAFCASS.
pub async fn file(
    unit: &mut Unit<'_>,
    key: ChildKey,
    case: i64,
    is_interim: bool,
    (filed_on, served_on): (NaiveDate, NaiveDate),
    items: &[Item],
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let id = unit.next_id(key.council).await?;
    let row = filing::Model {
        council_id: key.council,
        id,
        proceedings_id: case,
        kind: "PLAN".to_owned(),
        filed_on,
        served_on: Some(served_on),
        is_interim,
    };
    add(unit, row).await?;
    share(unit, key, "FILED", Some(id), &SERVED_ON, items, now).await?;
    Ok(id)
}

/// Shows items to kinds of agencies from now on.
pub async fn share(
    unit: &mut Unit<'_>,
    key: ChildKey,
    via: &str,
    filing: Option<i64>,
    readers: &[AgencyKind],
    items: &[Item],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for item in items {
        for reader in readers {
            let row = shared_item::Model {
                council_id: key.council,
                id: unit.next_id(key.council).await?,
                child_id: key.child,
                class: item.class as i16,
                item_id: item.id,
                as_filed_state: item.state.map(str::to_owned),
                via: via.to_owned(),
                filing_id: filing,
                reader_kind: reader.to_string(),
                shared_at: now,
                withdrawn_at: None,
            };
            add(unit, row).await?;
        }
    }
    Ok(())
}

/// The numbers of a child's rows in one of the classes that are filed item by item.
pub async fn items_of(
    unit: &Unit<'_>,
    key: ChildKey,
    class: Class,
) -> Result<Vec<i64>, StoreError> {
    let table = match class {
        Class::ChildVoice => "voice",
        Class::Reviews => "review",
        Class::Visits => "visit",
        _ => return Ok(Vec::new()),
    };
    Query::new(unit, &format!("select id from {table} where council_id = "))
        .bind(key.council)
        .sql(" and child_id = ")
        .bind(key.child)
        .sql_if(class == Class::Reviews, " and held_on is not null")
        .sql(" order by id")
        .rows(unit, |row| row.get("id"))
        .await
}
