//! Questions that are somebody's to decide: the agency decision maker's, and the approvals reserved to an officer.

use chrono::NaiveDate;
use entity::{
    acts::adm_panel_member,
    plans::{adm_case, approval},
};

use super::{add, set};
use crate::{
    domain::{children::ChildKey, plans::AdmCaseKind},
    store::{StoreError, Unit, query::Query},
};

/// What is put to the agency decision maker.
#[derive(Debug, Clone)]
pub struct Question {
    pub kind: AdmCaseKind,
    pub decision_maker: i64,
    pub version: i64,
    pub referred_on: NaiveDate,
    pub route: Option<&'static str>,
    pub minutes_on: Option<NaiveDate>,
    /// Who sat on the panel.
    pub panel: Vec<i64>,
}

pub async fn ask_decision_maker(
    unit: &mut Unit<'_>,
    key: ChildKey,
    question: Question,
) -> Result<i64, StoreError> {
    let id = unit.next_id(key.council).await?;
    let row = adm_case::Model {
        council_id: key.council,
        id,
        child_id: key.child,
        kind: question.kind.word().to_owned(),
        decision_maker_id: question.decision_maker,
        referred_on: question.referred_on,
        decided_on: None,
        decision: None,
        minutes_on: question.minutes_on,
        version_id: Some(question.version),
        route: question.route.map(str::to_owned),
        reversal_code: None,
        reasons: None,
    };
    add(unit, row).await?;
    for professional_id in question.panel {
        let row = adm_panel_member::Model {
            council_id: key.council,
            adm_case_id: id,
            professional_id,
        };
        add(unit, row).await?;
    }
    Ok(id)
}

/// The question of a kind that is open: its number and who decides.
pub async fn open_question(
    unit: &Unit<'_>,
    key: ChildKey,
    kind: AdmCaseKind,
) -> Result<Option<(i64, i64)>, StoreError> {
    Query::new(
        unit,
        "select id, decision_maker_id from adm_case where decided_on is null and council_id = ",
    )
    .bind(key.council)
    .sql(" and child_id = ")
    .bind(key.child)
    .sql(" and kind = ")
    .bind(kind.word())
    .first(unit, |row| {
        Ok((row.get("id")?, row.get("decision_maker_id")?))
    })
    .await
}

/// An answer, as it is kept.
#[derive(Debug, Clone)]
pub struct Answer<'a> {
    pub decided_on: NaiveDate,
    pub is_approved: bool,
    pub reasons: &'a str,
    pub reversal_code: Option<&'static str>,
}

const fn word(is_approved: bool) -> &'static str {
    if is_approved { "APPROVED" } else { "DECLINED" }
}

pub async fn answer_question(
    unit: &Unit<'_>,
    council: i16,
    id: i64,
    answer: &Answer<'_>,
) -> Result<u64, StoreError> {
    Query::new(unit, "update adm_case set decided_on = ")
        .bind(answer.decided_on)
        .sql(", decision = ")
        .bind(word(answer.is_approved))
        .sql(", reasons = ")
        .bind(answer.reasons)
        .sql(", reversal_code = ")
        .bind(answer.reversal_code.map(str::to_owned))
        .sql(" where decided_on is null and council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(id)
        .run(unit)
        .await
}

/// A question that waits no more: the version that it was about has gone.
pub async fn lapse_question(
    unit: &Unit<'_>,
    key: ChildKey,
    version: i64,
    on: NaiveDate,
) -> Result<(), StoreError> {
    Query::new(
        unit,
        "update adm_case set decision = 'LAPSED', decided_on = ",
    )
    .bind(on)
    .sql(" where decided_on is null and kind = 'PLAN' and council_id = ")
    .bind(key.council)
    .sql(" and child_id = ")
    .bind(key.child)
    .sql(" and version_id = ")
    .bind(version)
    .run(unit)
    .await?;
    Ok(())
}

/// Refers an approval to an officer.
pub async fn ask_approval(
    unit: &mut Unit<'_>,
    key: ChildKey,
    kind: &str,
    officer: i64,
    on: NaiveDate,
) -> Result<i64, StoreError> {
    let id = unit.next_id(key.council).await?;
    let row = approval::Model {
        council_id: key.council,
        id,
        child_id: key.child,
        kind: kind.to_owned(),
        officer_id: officer,
        referred_on: on,
        decided_on: None,
        decision: None,
        reasons: None,
    };
    add(unit, row).await?;
    Ok(id)
}

/// The approval of a kind that is open: its number and whose it is.
pub async fn open_approval(
    unit: &Unit<'_>,
    key: ChildKey,
    kind: &str,
) -> Result<Option<(i64, i64)>, StoreError> {
    Query::new(
        unit,
        "select id, officer_id from approval where decided_on is null and council_id = ",
    )
    .bind(key.council)
    .sql(" and child_id = ")
    .bind(key.child)
    .sql(" and kind = ")
    .bind(kind)
    .first(unit, |row| Ok((row.get("id")?, row.get("officer_id")?)))
    .await
}

pub async fn answer_approval(
    unit: &Unit<'_>,
    council: i16,
    id: i64,
    answer: &Answer<'_>,
) -> Result<u64, StoreError> {
    Query::new(unit, "update approval set decided_on = ")
        .bind(answer.decided_on)
        .sql(", decision = ")
        .bind(word(answer.is_approved))
        .sql(", reasons = ")
        .bind(answer.reasons)
        .sql(" where decided_on is null and council_id = ")
        .bind(council)
        .sql(" and id = ")
        .bind(id)
        .run(unit)
        .await
}

/// The adopters with whom a match is asked for or decided.
pub async fn name_adopters(
    unit: &mut Unit<'_>,
    key: ChildKey,
    serial_number: String,
    adopter_names: String,
    adoption_agency: Option<String>,
) -> Result<i64, StoreError> {
    let id = unit.next_id(key.council).await?;
    let row = entity::children::adoption_match::Model {
        council_id: key.council,
        id,
        child_id: key.child,
        serial_number,
        adopter_names,
        adoption_agency,
        matched_on: None,
    };
    add(unit, row).await?;
    Ok(id)
}

/// Is a serial number given to other adopters of the council?
pub async fn serial_is_taken(
    unit: &Unit<'_>,
    council: i16,
    serial: &str,
) -> Result<bool, StoreError> {
    let found = Query::new(
        unit,
        "select 1 as one from adoption_match where council_id = ",
    )
    .bind(council)
    .sql(" and serial_number = ")
    .bind(serial)
    .first(unit, |_| Ok(()))
    .await?;
    Ok(found.is_some())
}

/// The match is decided: an early permanence placement (U2, U5) is an adoptive one from now on.
pub async fn matched(unit: &Unit<'_>, key: ChildKey, on: NaiveDate) -> Result<(), StoreError> {
    Query::new(unit, "update adoption_match set matched_on = ")
        .bind(on)
        .sql(" where matched_on is null and council_id = ")
        .bind(key.council)
        .sql(" and child_id = ")
        .bind(key.child)
        .run(unit)
        .await?;
    Query::new(
        unit,
        "update placement set is_adoptive = true where type_code in ('U2', 'U5') and council_id = ",
    )
    .bind(key.council)
    .sql(" and child_id = ")
    .bind(key.child)
    .run(unit)
    .await?;
    Ok(())
}

/// A plan that a partner is to be shown: who proposed it, waiting to be authorised.
pub async fn propose_sharing(
    unit: &mut Unit<'_>,
    key: ChildKey,
    version: i64,
    reader: &str,
    by: i64,
    on: NaiveDate,
) -> Result<i64, StoreError> {
    let id = unit.next_id(key.council).await?;
    let row = entity::acts::sharing::Model {
        council_id: key.council,
        id,
        child_id: key.child,
        version_id: version,
        reader_kind: reader.to_owned(),
        proposed_by_id: by,
        proposed_on: on,
        authorised_by_id: None,
        authorised_on: None,
    };
    add(unit, row).await?;
    Ok(id)
}

/// The sharing of a version with a kind of agency that waits to be authorised.
pub async fn open_sharing(
    unit: &Unit<'_>,
    key: ChildKey,
    version: i64,
    reader: &str,
) -> Result<Option<i64>, StoreError> {
    Query::new(
        unit,
        "select id from sharing where authorised_on is null and council_id = ",
    )
    .bind(key.council)
    .sql(" and version_id = ")
    .bind(version)
    .sql(" and reader_kind = ")
    .bind(reader)
    .first(unit, |row| row.get("id"))
    .await
}

pub async fn authorise_sharing(
    unit: &Unit<'_>,
    council: i16,
    id: i64,
    by: i64,
    on: NaiveDate,
) -> Result<(), StoreError> {
    let columns = [
        ("authorised_by_id", by.into()),
        ("authorised_on", on.into()),
    ];
    set(unit, "sharing", (council, id), columns).await?;
    Ok(())
}
