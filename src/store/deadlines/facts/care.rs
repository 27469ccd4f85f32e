//! The child, the care, where it lives, and health and school.

use chrono::NaiveDate;

use super::{Gathered, until};
use crate::{
    domain::deadlines::{CarePeriod, EducationPlan, HealthAssessment, LegalSpell, Placement},
    store::{StoreError, query::Source},
};

pub(super) async fn gather(gathered: &mut Gathered<'_, impl Source>) -> Result<(), StoreError> {
    gathered
        .rows(
            "select c.council_id, c.id as child_id, c.born_on, c.died_on, o.records_from, \
             o.reviews_from \
             from child c join council o on o.id = c.council_id where ",
            "(c.council_id, c.id)",
            "c.id",
            |row| {
                let days = (row.get("born_on")?, row.get("died_on")?);
                let reviews_from: Option<NaiveDate> = row.get("reviews_from")?;
                Ok((days, row.get("records_from")?, reviews_from))
            },
            |known, ((born_on, died_on), records_from, reviews_from)| {
                known.facts.born_on = born_on;
                known.facts.died_on = died_on;
                known.records_from = records_from;
                // Where no return has told of reviews, none is known of any day.
                known.facts.reviews_known_from = Some(reviews_from.unwrap_or(NaiveDate::MAX));
            },
        )
        .await?;
    gathered
        .of_child(
            "period_of_care",
            "id, starts_on, ends_on, end_code",
            "starts_on, id",
            |row| {
                Ok(CarePeriod {
                    id: row.get("id")?,
                    starts_on: row.get("starts_on")?,
                    ends_on: until(row)?,
                    end_code: row.get("end_code")?,
                })
            },
            |known, period| known.facts.care.push(period),
        )
        .await?;
    gathered
        .of_child(
            "legal_spell",
            "id, code, starts_on, ends_on",
            "starts_on, id",
            |row| {
                Ok(LegalSpell {
                    id: row.get("id")?,
                    code: row.get("code")?,
                    starts_on: row.get("starts_on")?,
                    ends_on: until(row)?,
                })
            },
            |known, spell| known.facts.legal.push(spell),
        )
        .await?;
    placements(gathered).await?;
    gathered
        .of_child(
            "health_event",
            "id, happened_on, kind",
            "happened_on, id",
            |row| {
                let kind: String = row.get("kind")?;
                let assessment = HealthAssessment {
                    id: row.get("id")?,
                    on: row.get("happened_on")?,
                    // Only a doctor makes the initial one (Care Planning Regulations 2010, regulation 7).
                    by_doctor: kind == "IHA",
                };
                Ok((kind == "IHA" || kind == "RHA").then_some(assessment))
            },
            |known, assessment| known.facts.health.extend(assessment),
        )
        .await?;
    gathered
        .of_child(
            "education_plan",
            "id, reviewed_on",
            "reviewed_on, id",
            |row| {
                Ok(EducationPlan {
                    id: row.get("id")?,
                    on: row.get("reviewed_on")?,
                })
            },
            |known, plan| known.facts.education.push(plan),
        )
        .await
}

/// A change of record with the same carer (reason T or U of the return) is no new home.
async fn placements(gathered: &mut Gathered<'_, impl Source>) -> Result<(), StoreError> {
    gathered
        .rows(
            "select p.council_id, p.child_id, p.id, p.type_code, p.starts_on, p.ends_on, p.is_adoptive, p.is_temporary, \
             p.is_confidential, case when exists (select 1 from episode e where e.council_id = p.council_id \
             and e.child_id = p.child_id and e.decom = p.starts_on and e.replaced_at is null and e.rne in ('T', 'U')) \
             then 1 else 0 end as same_carer from placement p where ",
            "(p.council_id, p.child_id)",
            "p.starts_on, p.id",
            |row| {
                let placement = Placement {
                    id: row.get("id")?,
                    type_code: row.get("type_code")?,
                    starts_on: row.get("starts_on")?,
                    ends_on: until(row)?,
                    is_adoptive: row.get("is_adoptive")?,
                    is_temporary: row.get("is_temporary")?,
                    same_carer: row.get::<i32>("same_carer")? == 1,
                };
                Ok((placement, row.get::<bool>("is_confidential")?))
            },
            |known, (placement, is_confidential)| {
                if is_confidential {
                    known.guarded.push(placement.id);
                }
                known.facts.placements.push(placement);
            },
        )
        .await
}
