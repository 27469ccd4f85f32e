//! What the council's own people decide: reviews, approvals, the agency decision maker, managers' notes.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Life, lay, word};
use crate::{
    domain::{
        children::ChildKey,
        deadlines::Calendar,
        plans::{AdmCase, Approval, PlanReview, ReviewingOfficer},
    },
    store::{Source, StoreError, query::Query},
};

/// Working days within which an adjourned review is completed (Care Planning Regulations 2010, regulation 36(2)).
const ADJOURNED: u16 = 20;

pub(super) async fn read(
    source: &impl Source,
    keys: &[ChildKey],
    on: NaiveDate,
    calendar: &Calendar,
    lives: &mut HashMap<ChildKey, Life>,
) -> Result<(), StoreError> {
    let rows = Query::new(
        source,
        "select council_id, child_id, id, held_on, is_plan_considered, adjourned_on from review where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by id")
    .rows(source, |row| {
        let adjourned_on: Option<NaiveDate> = row.get("adjourned_on")?;
        let considered: Option<bool> = row.get("is_plan_considered")?;
        let review = PlanReview {
            id: row.get("id")?,
            held_on: row.get("held_on")?,
            considered_plan: considered == Some(true),
            adjourned_on,
            resumes_by: adjourned_on
                .and_then(|day| calendar.working_days_after(day, ADJOURNED).ok())
                .map(|(day, _)| day),
        };
        Ok((row.key()?, review))
    })
    .await?;
    lay(lives, rows, |life, review| life.child.reviews.push(review));
    officers(source, keys, on, lives).await?;
    approvals(source, keys, lives).await?;
    adm_cases(source, keys, lives).await?;
    let rows = Query::new(
        source,
        "select council_id, child_id, decided_on from oversight_decision where ",
    )
    .among("(council_id, child_id)", keys)
    .rows(source, |row| Ok((row.key()?, row.get("decided_on")?)))
    .await?;
    lay(lives, rows, |life, day| life.child.oversight.push(day));
    Ok(())
}

/// The reviewing officers of the day. Barred is who ever had the child as a worker, or manages a team that holds or
/// held the case (regulation 46(3)).
async fn officers(
    source: &impl Source,
    keys: &[ChildKey],
    on: NaiveDate,
    lives: &mut HashMap<ChildKey, Life>,
) -> Result<(), StoreError> {
    let rows = Query::new(
        source,
        "select a.council_id, a.child_id, a.professional_id, \
         (exists (select 1 from allocation w where w.council_id = a.council_id and w.child_id = a.child_id \
         and w.professional_id = a.professional_id and w.capacity = 'WORKER') \
         or exists (select 1 from case_team t join desk_member m on m.desk_id = t.team_desk_id \
         where t.council_id = a.council_id and t.child_id = a.child_id and m.professional_id = a.professional_id \
         and m.role in ('TEAM_MANAGER', 'HEAD_OF_SERVICE'))) as has_conflict \
         from allocation a where a.capacity in ('IRO', 'ACTING_IRO') and a.starts_on <= ",
    )
    .bind(on)
    .sql(" and a.ends_on > ")
    .bind(on)
    .sql(" and ")
    .among("(a.council_id, a.child_id)", keys)
    .rows(source, |row| {
        let officer = ReviewingOfficer {
            person: row.get("professional_id")?,
            has_conflict: row.get("has_conflict")?,
        };
        Ok((row.key()?, officer))
    })
    .await?;
    lay(lives, rows, |life, officer| {
        life.child.reviewing_officers.push(officer);
    });
    Ok(())
}

async fn approvals(
    source: &impl Source,
    keys: &[ChildKey],
    lives: &mut HashMap<ChildKey, Life>,
) -> Result<(), StoreError> {
    let rows = Query::new(
        source,
        "select a.council_id, a.child_id, a.kind, a.officer_id, p.role, a.referred_on, a.decided_on, a.decision \
         from approval a join professional p on p.id = a.officer_id where ",
    )
    .among("(a.council_id, a.child_id)", keys)
    .sql(" order by a.id")
    .rows(source, |row| {
        let kind: String = row.get("kind")?;
        let decision: Option<String> = row.get("decision")?;
        let approval = Approval {
            kind: word(&kind, "approval.kind")?,
            officer: row.get("officer_id")?,
            is_director: row.get::<String>("role")? == "DIRECTOR",
            referred_on: row.get("referred_on")?,
            decided_on: row.get("decided_on")?,
            is_agreed: decision.as_deref() == Some("APPROVED"),
        };
        Ok((row.key()?, approval))
    })
    .await?;
    lay(lives, rows, |life, approval| {
        life.child.approvals.push(approval);
    });
    Ok(())
}

async fn adm_cases(
    source: &impl Source,
    keys: &[ChildKey],
    lives: &mut HashMap<ChildKey, Life>,
) -> Result<(), StoreError> {
    let sat: Vec<(i64, i64)> = Query::new(
        source,
        "select m.adm_case_id, m.professional_id from adm_panel_member m \
         join adm_case a on a.council_id = m.council_id and a.id = m.adm_case_id where ",
    )
    .among("(a.council_id, a.child_id)", keys)
    .rows(source, |row| {
        Ok((row.get("adm_case_id")?, row.get("professional_id")?))
    })
    .await?;
    let rows = Query::new(
        source,
        "select council_id, child_id, id, kind, decision_maker_id, route, referred_on, decided_on, decision \
         from adm_case where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by id")
    .rows(source, |row| {
        let (id, kind): (i64, String) = (row.get("id")?, row.get("kind")?);
        let route: Option<String> = row.get("route")?;
        let decision: Option<String> = row.get("decision")?;
        let case = AdmCase {
            kind: word(&kind, "adm_case.kind")?,
            decision_maker: row.get("decision_maker_id")?,
            route: route.map(|it| word(&it, "adm_case.route")).transpose()?,
            referred_on: row.get("referred_on")?,
            panel: sat
                .iter()
                .filter(|(case, _)| *case == id)
                .map(|(_, person)| *person)
                .collect(),
            decided_on: row.get("decided_on")?,
            is_approved: decision.as_deref() == Some("APPROVED"),
        };
        Ok((row.key()?, case))
    })
    .await?;
    lay(lives, rows, |life, case| life.child.adm_cases.push(case));
    Ok(())
}
