//! Plans and decisions, reviews, visits, oversight, and the dated events without a record of their own.

use super::Gathered;
use crate::{
    domain::deadlines::{
        AdmCase, AdmCaseKind, Dispute, Event, EventKind, PlanVersion, Review, ReviewKind, Visit,
    },
    store::{
        StoreError,
        query::{Row, Source},
    },
};

pub(super) async fn gather(gathered: &mut Gathered<'_, impl Source>) -> Result<(), StoreError> {
    gathered
        .of_child(
            "review",
            "id, kind, held_on, adjourned_on",
            "held_on, id",
            review,
            |known, review| known.facts.reviews.push(review),
        )
        .await?;
    gathered
        .of_child(
            "visit",
            "id, held_on, was_seen",
            "held_on, id",
            |row| {
                Ok(Visit {
                    id: row.get("id")?,
                    held_on: row.get("held_on")?,
                    was_seen: row.get("was_seen")?,
                })
            },
            |known, visit| known.facts.visits.push(visit),
        )
        .await?;
    gathered
        .of_child(
            "plan_version",
            "id, authorised_on",
            "authorised_on, id",
            |row| {
                Ok(PlanVersion {
                    id: row.get("id")?,
                    authorised_on: row.get("authorised_on")?,
                })
            },
            |known, version| known.facts.plans.push(version),
        )
        .await?;
    gathered
        .rows(
            // A question whose plan has gone was not decided: nothing was due of it, and nothing met.
            "select council_id, child_id, id, kind, referred_on, minutes_on, decided_on, decision from adm_case \
             where (decision is null or decision <> 'LAPSED') and ",
            "(council_id, child_id)",
            "referred_on, id",
            adm_case,
            |known, case| known.facts.adm_cases.push(case),
        )
        .await?;
    gathered
        .rows(
            "select council_id, child_id, id, matched_on from adoption_match where matched_on is not null and ",
            "(council_id, child_id)",
            "matched_on, id",
            |row| {
                let matched_on = row.get("matched_on")?;
                Ok(AdmCase {
                    id: row.get("id")?,
                    kind: AdmCaseKind::Match,
                    referred_on: matched_on,
                    minutes_on: None,
                    decided_on: Some(matched_on),
                    is_agreed: true,
                })
            },
            |known, case| known.facts.adm_cases.push(case),
        )
        .await?;
    gathered
        .of_child(
            "dispute",
            "id, opened_on, closed_on",
            "opened_on, id",
            |row| {
                Ok(Dispute {
                    id: row.get("id")?,
                    opened_on: row.get("opened_on")?,
                    closed_on: row.get("closed_on")?,
                })
            },
            |known, dispute| known.facts.disputes.push(dispute),
        )
        .await?;
    events(gathered).await
}

fn review(row: &Row) -> Result<Review, StoreError> {
    let kind: String = row.get("kind")?;
    Ok(Review {
        id: row.get("id")?,
        kind: match kind.as_str() {
            "ADOPTION" => ReviewKind::Adoption,
            _ => ReviewKind::LookedAfter,
        },
        held_on: row.get("held_on")?,
        adjourned_on: row.get("adjourned_on")?,
    })
}

fn adm_case(row: &Row) -> Result<AdmCase, StoreError> {
    let kind: String = row.get("kind")?;
    let decision: Option<String> = row.get("decision")?;
    Ok(AdmCase {
        id: row.get("id")?,
        kind: kind
            .parse()
            .map_err(|_| StoreError::Unreadable("adm_case.kind".to_owned()))?,
        referred_on: row.get("referred_on")?,
        minutes_on: row.get("minutes_on")?,
        decided_on: row.get("decided_on")?,
        is_agreed: decision.as_deref() == Some("APPROVED"),
    })
}

async fn events(gathered: &mut Gathered<'_, impl Source>) -> Result<(), StoreError> {
    gathered
        .of_child(
            "care_event",
            "id, kind, happened_on, until_on, interval_days, placement_id, review_id, proceedings_id, adm_case_id",
            "happened_on, id",
            |row| {
                let kind: String = row.get("kind")?;
                let kind = kind.parse().map_err(|_| StoreError::Unreadable("care_event.kind".to_owned()))?;
                let days: Option<i16> = row.get("interval_days")?;
                Ok(Event {
                    until: row.get("until_on")?,
                    days: days.and_then(|days| u16::try_from(days).ok()),
                    placement: row.get("placement_id")?,
                    review: row.get("review_id")?,
                    proceedings: row.get("proceedings_id")?,
                    adm_case: row.get("adm_case_id")?,
                    ..Event::new(row.get("id")?, kind, row.get("happened_on")?)
                })
            },
            |known, event| known.facts.events.push(event),
        )
        .await?;
    gathered
        .rows(
            "select council_id, child_id, id, starts_on from legal_spell where code = 'E1' and ",
            "(council_id, child_id)",
            "starts_on, id",
            |row| {
                let kind = EventKind::AuthorityToPlace;
                Ok(Event::new(row.get("id")?, kind, row.get("starts_on")?))
            },
            |known, event| known.facts.events.push(event),
        )
        .await?;
    gathered
        .rows(
            "select council_id, child_id, id, decided_on from oversight_decision \
             where kind in ('SUPERVISION', 'MANAGEMENT') and ",
            "(council_id, child_id)",
            "decided_on, id",
            |row| {
                let kind = EventKind::OversightRecorded;
                Ok(Event::new(row.get("id")?, kind, row.get("decided_on")?))
            },
            |known, event| known.facts.events.push(event),
        )
        .await?;
    gathered
        .rows(
            "select council_id, child_id, id, starts_on from allocation where capacity in ('IRO', 'ACTING_IRO') and ",
            "(council_id, child_id)",
            "starts_on, id",
            |row| {
                let kind = EventKind::IroAppointed;
                Ok(Event::new(row.get("id")?, kind, row.get("starts_on")?))
            },
            |known, event| known.facts.events.push(event),
        )
        .await
}
