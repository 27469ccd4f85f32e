//! The versions of the plan: what is in each, and what was done with it.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Life, word};
use crate::{
    domain::{
        access::Class,
        acts::Act,
        children::ChildKey,
        plans::{AchievedBy, Filing, Reported, State, Texts, VersionFacts},
    },
    store::{Source, StoreError, plans::options, query::Query},
};

/// One version of a plan.
#[derive(Debug, Clone)]
pub struct VersionLife {
    pub id: i64,
    pub plan: i64,
    pub public_id: Vec<u8>,
    pub version_no: i16,
    pub state: State,
    pub is_in_force: bool,
    pub is_preparing: bool,
    pub facts: VersionFacts,
}

pub(super) async fn read(
    source: &impl Source,
    keys: &[ChildKey],
    lives: &mut HashMap<ChildKey, Life>,
) -> Result<(), StoreError> {
    let rows = Query::new(
        source,
        "select council_id, child_id, id, plan_id, public_id, version_no, state, is_in_force, is_preparing, proposed_on, \
         authorised_on, reviewed_on, target_on, rationale is not null as has_rationale, \
         parents_views is not null as has_parents_views, sibling_text is not null as has_sibling_assessment, \
         no_contingency_reason is not null as says_why_no_contingency, \
         no_childs_view_reason is not null as says_why_no_voice from plan_version where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by id")
    .rows(source, |row| {
        let state: String = row.get("state")?;
        let version = VersionLife {
            id: row.get("id")?,
            plan: row.get("plan_id")?,
            public_id: row.get("public_id")?,
            version_no: row.get("version_no")?,
            state: word(&state, "plan_version.state")?,
            is_in_force: row.get("is_in_force")?,
            is_preparing: row.get("is_preparing")?,
            facts: VersionFacts {
                texts: Texts {
                    has_rationale: row.get("has_rationale")?,
                    has_parents_views: row.get("has_parents_views")?,
                    has_sibling_assessment: row.get("has_sibling_assessment")?,
                    says_why_no_contingency: row.get("says_why_no_contingency")?,
                    says_why_no_voice: row.get("says_why_no_voice")?,
                    says_why_no_parents_views: false,
                },
                target_on: row.get("target_on")?,
                proposed_on: row.get("proposed_on")?,
                authorised_on: row.get("authorised_on")?,
                reviewed_on: row.get("reviewed_on")?,
                ..VersionFacts::default()
            },
        };
        Ok((row.key()?, version))
    })
    .await?;
    super::lay(lives, rows, |life, version| life.versions.push(version));

    let options = options(source, keys).await?;
    for (key, life) in lives.iter_mut() {
        for (version, part, option) in options.of(*key) {
            if let Some(version) = life.versions.iter_mut().find(|it| it.id == *version) {
                let part = word(part, "plan_option.part")?;
                let option = word(option, "plan_option.permanence_option")?;
                version.facts.options.push((part, option));
            }
        }
    }
    filings(source, keys, lives).await?;
    events(source, keys, lives).await
}

async fn filings(
    source: &impl Source,
    keys: &[ChildKey],
    lives: &mut HashMap<ChildKey, Life>,
) -> Result<(), StoreError> {
    let rows = Query::new(
        source,
        "select distinct s.council_id, s.child_id, s.item_id, f.proceedings_id, f.is_interim, f.filed_on, f.served_on \
         from shared_item s join filing f on f.council_id = s.council_id and f.id = s.filing_id \
         where s.withdrawn_at is null and s.class = ",
    )
    .bind(Class::Plan as i16)
    .sql(" and ")
    .among("(s.council_id, s.child_id)", keys)
    .rows(source, |row| {
        let is_interim: bool = row.get("is_interim")?;
        let filing = Filing {
            case: row.get("proceedings_id")?,
            is_final: !is_interim,
            filed_on: row.get("filed_on")?,
            served_on: row.get("served_on")?,
        };
        Ok((row.key()?, (row.get::<i64>("item_id")?, filing)))
    })
    .await?;
    super::lay(lives, rows, |life, (version, filing)| {
        if let Some(version) = life.versions.iter_mut().find(|it| it.id == version) {
            version.facts.filings.push(filing);
        }
    });
    Ok(())
}

/// Who proposed it, since when it is carried out, and who reported it as achieved: read off its history.
async fn events(
    source: &impl Source,
    keys: &[ChildKey],
    lives: &mut HashMap<ChildKey, Life>,
) -> Result<(), StoreError> {
    let rows = Query::new(
        source,
        "select council_id, child_id, version_id, act, by_id, happened_on, to_state, how from act_event \
         where version_id is not null and ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by id")
    .rows(source, |row| {
        let act: String = row.get("act")?;
        let to: Option<String> = row.get("to_state")?;
        let how: Option<String> = row.get("how")?;
        let event = (
            row.get::<i64>("version_id")?,
            word::<Act>(&act, "act_event.act")?,
            row.get::<i64>("by_id")?,
            row.get::<NaiveDate>("happened_on")?,
            to,
            how,
        );
        Ok((row.key()?, event))
    })
    .await?;
    super::lay(lives, rows, |life, (version, act, by, on, to, how)| {
        let Some(version) = life.versions.iter_mut().find(|it| it.id == version) else {
            return;
        };
        let facts = &mut version.facts;
        match act {
            Act::ProposePlan => facts.proposer = Some(by),
            Act::ImplementPlan | Act::ImplementUrgently
                if to.as_deref() == Some(State::Implementing.word()) =>
            {
                facts.implementing_since = Some(on);
                facts.reported = None;
            }
            Act::ReportAchievement => {
                let how: Option<AchievedBy> = how.and_then(|it| it.parse().ok());
                facts.reported = how.map(|how| Reported { by, how, on });
            }
            _ => {}
        }
    });
    Ok(())
}
