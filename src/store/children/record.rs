//! Identity, identifiers, home, voice, health, education, advice and sensitive material.

use chrono::{DateTime, Utc};

use super::{professional_columns, some_professional};
use crate::{
    domain::children::{
        ChildKey, EducationPlan, HealthEvent, Identifiers, Identity, LegalAdvice, SensitiveItem,
        VoiceEntry,
    },
    store::{
        Store, StoreError,
        query::{ByChild, Query, Source},
    },
};

pub async fn identity(store: &Store, keys: &[ChildKey]) -> Result<ByChild<Identity>, StoreError> {
    Query::new(
        store,
        "select c.council_id, c.id as child_id, c.born_on, c.expected_on, c.sex, n.given_names, n.family_name from child c \
         left join child_name n on n.council_id = c.council_id and n.child_id = c.id and n.replaced_at is null where ",
    )
    .among("(c.council_id, c.id)", keys)
    .by_child(store, |row| {
        Ok(Identity {
            given_names: row.get("given_names")?,
            family_name: row.get("family_name")?,
            born_on: row.get("born_on")?,
            expected_on: row.get("expected_on")?,
            sex: row.get("sex")?,
        })
    })
    .await
}

/// One identifier, or the child's own columns of the class (kind `CHILD`).
#[derive(Debug)]
pub struct IdentifierRow {
    pub kind: String,
    pub value: Option<String>,
    pub ethnicity: Option<String>,
    pub religion: Option<String>,
    pub first_language: Option<String>,
    pub is_uasc: bool,
    pub recorded_at: DateTime<Utc>,
}

impl IdentifierRow {
    /// The class as it is shown; with `until`, without the numbers that were recorded after that instant.
    pub fn shape(rows: &[Self], until: Option<DateTime<Utc>>) -> Option<Identifiers> {
        let first = rows.first()?;
        let known = |kind: &str| {
            let found = rows.iter().rfind(|row| {
                row.kind == kind && until.is_none_or(|until| row.recorded_at <= until)
            });
            found.and_then(|row| row.value.clone())
        };
        Some(Identifiers {
            local_identifier: known("LOCAL"),
            unique_pupil_number: known("UPN"),
            ethnicity: first.ethnicity.clone(),
            religion: first.religion.clone(),
            first_language: first.first_language.clone(),
            is_unaccompanied_asylum_seeker: first.is_uasc,
        })
    }
}

pub async fn identifiers(
    store: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<IdentifierRow>, StoreError> {
    Query::new(
        store,
        "select c.council_id, c.id as child_id, coalesce(i.kind, 'CHILD') as kind, i.value, c.ethnicity, c.religion, \
         c.first_language, c.is_uasc, coalesce(i.recorded_at, c.recorded_at) as recorded_at from child c \
         left join child_identifier i on i.council_id = c.council_id and i.child_id = c.id and i.replaced_at is null where ",
    )
    .among("(c.council_id, c.id)", keys)
    .sql(" order by i.id")
    .by_child(store, |row| {
        Ok(IdentifierRow {
            kind: row.get("kind")?,
            value: row.get("value")?,
            ethnicity: row.get("ethnicity")?,
            religion: row.get("religion")?,
            first_language: row.get("first_language")?,
            is_uasc: row.get("is_uasc")?,
            recorded_at: row.get("recorded_at")?,
        })
    })
    .await
}

/// Is the home address confidential? Structural: read before anything is decided.
pub async fn home_address_mark(
    store: &Store,
    keys: &[ChildKey],
) -> Result<ByChild<bool>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, is_confidential from home_address where replaced_at is null and ",
    )
    .among("(council_id, child_id)", keys)
    .by_child(store, |row| row.get("is_confidential"))
    .await
}

pub async fn home_address(
    store: &Store,
    keys: &[ChildKey],
) -> Result<ByChild<(Option<String>, Option<String>)>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, lines, postcode from home_address where replaced_at is null and ",
    )
    .among("(council_id, child_id)", keys)
    .by_child(store, |row| Ok((row.get("lines")?, row.get("postcode")?)))
    .await
}

pub async fn voices(
    store: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<VoiceEntry>, StoreError> {
    Query::new(store, "select v.council_id, v.child_id, v.id, v.public_id, v.said_on, v.words, ")
        .sql(&professional_columns("p", "a"))
        .sql(
            " from voice v join professional p on p.id = v.heard_by_id join agency a on a.id = p.agency_id where ",
        )
        .among("(v.council_id, v.child_id)", keys)
        .sql(" order by v.said_on desc, v.id desc")
        .by_child(store, |row| {
            Ok(VoiceEntry {
                id: row.get("id")?,
                public_id: row.get("public_id")?,
                said_on: row.get("said_on")?,
                words: row.get("words")?,
                heard_by: some_professional(row, "p")?,
            })
        })
        .await
}

pub async fn health(
    store: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<HealthEvent>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, id, kind, happened_on, score, detail from health_event where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by happened_on desc, id desc")
    .by_child(store, |row| {
        Ok(HealthEvent {
            id: row.get("id")?,
            kind: row.get("kind")?,
            happened_on: row.get("happened_on")?,
            score: row.get("score")?,
            detail: row.get("detail")?,
        })
    })
    .await
}

pub async fn education(
    store: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<EducationPlan>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, id, reviewed_on, attendance_percent, summary from education_plan where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by reviewed_on desc, id desc")
    .by_child(store, |row| {
        Ok(EducationPlan {
            id: row.get("id")?,
            reviewed_on: row.get("reviewed_on")?,
            attendance_percent: row.get("attendance_percent")?,
            summary: row.get("summary")?,
        })
    })
    .await
}

pub async fn legal_advice(
    store: &Store,
    keys: &[ChildKey],
) -> Result<ByChild<LegalAdvice>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, public_id, given_on, body from legal_advice where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by given_on desc, id desc")
    .by_child(store, |row| {
        Ok(LegalAdvice {
            public_id: row.get("public_id")?,
            given_on: row.get("given_on")?,
            body: row.get("body")?,
        })
    })
    .await
}

pub async fn sensitive_items(
    store: &Store,
    keys: &[ChildKey],
) -> Result<ByChild<SensitiveItem>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, id, public_id, kind, originator, received_on, body from sensitive_item where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by received_on desc, id desc")
    .by_child(store, |row| {
        Ok(SensitiveItem {
            id: row.get("id")?,
            public_id: row.get("public_id")?,
            kind: row.get("kind")?,
            originator: row.get("originator")?,
            received_on: row.get("received_on")?,
            body: row.get("body")?,
        })
    })
    .await
}
