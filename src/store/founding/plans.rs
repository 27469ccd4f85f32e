//! Plans, their versions and options, and the decisions reserved to somebody.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    acts::act_event,
    plans::{adm_case, approval, plan, plan_option, plan_version},
};

use super::{CaseFile, Register, filing::Shared, insert};
use crate::{
    domain::{
        access::{Class, Standing},
        acts::Act,
        children::ChildKey,
    },
    store::{StoreError, Unit},
};

#[derive(Debug, Clone)]
pub struct Plan {
    pub opened_on: NaiveDate,
    /// When the care ended that it was made for.
    pub closed_on: Option<NaiveDate>,
    pub versions: Vec<Version>,
}

#[derive(Debug, Clone, Default)]
pub struct Version {
    pub state: &'static str,
    pub is_in_force: bool,
    pub is_preparing: bool,
    pub proposed_on: Option<NaiveDate>,
    pub authorised_on: Option<NaiveDate>,
    pub reviewed_on: Option<NaiveDate>,
    pub target_on: Option<NaiveDate>,
    pub rationale: Option<String>,
    pub analysis: Option<String>,
    pub contingency: Option<String>,
    pub sibling_assessment: Option<String>,
    pub parents_views: Option<String>,
    /// The option and its part: `PRIMARY`, `PARALLEL` or `CONTINGENCY`.
    pub options: Vec<(&'static str, &'static str)>,
    /// The state in which it was filed and served.
    pub filed_as: Option<&'static str>,
}

/// A decision of the agency decision maker, or an approval of the nominated officer.
#[derive(Debug, Clone)]
pub struct Decision {
    pub kind: &'static str,
    pub by: String,
    pub referred_on: NaiveDate,
    pub decided_on: Option<NaiveDate>,
    pub decision: Option<String>,
}

pub(super) async fn insert_all(
    unit: &mut Unit<'_>,
    register: &Register,
    files: &[CaseFile],
    now: DateTime<Utc>,
    shared: &mut Shared,
) -> Result<(), StoreError> {
    let (mut plans, mut versions, mut options) = (Vec::new(), Vec::new(), Vec::new());
    let mut events = Vec::new();
    for file in files {
        let ChildKey {
            council: council_id,
            child: child_id,
        } = register.child(&file.slug)?.key;
        let Some(entry) = &file.plan else { continue };
        // The child's worker is the one who proposed it.
        let worker = file.allocations.iter().find(|it| it.capacity == "WORKER");
        let proposer = worker.map(|it| register.person(&it.person)).transpose()?;
        let plan_id = unit.next_id(council_id).await?;
        plans.push(plan::Model {
            council_id,
            id: plan_id,
            child_id,
            opened_on: entry.opened_on,
            closed_on: entry.closed_on,
        });
        for (place, version) in entry.versions.iter().enumerate() {
            let version_id = unit.next_id(council_id).await?;
            versions.push(plan_version::Model {
                council_id,
                id: version_id,
                public_id: unit.public_id(),
                child_id,
                plan_id,
                version_no: i16::try_from(place + 1).unwrap_or(i16::MAX),
                state: version.state.to_owned(),
                is_in_force: version.is_in_force,
                is_preparing: version.is_preparing,
                proposed_on: version.proposed_on,
                authorised_on: version.authorised_on,
                reviewed_on: version.reviewed_on,
                target_on: version.target_on,
                rationale: version.rationale.clone(),
                analysis: version.analysis.clone(),
                contingency_text: version.contingency.clone(),
                sibling_text: version.sibling_assessment.clone(),
                parents_views: version.parents_views.clone(),
                no_contingency_reason: None,
                no_childs_view_reason: None,
                review_outcome: None,
                revision: 1,
                recorded_at: now,
            });
            if let (Some(proposed_on), Some(by)) = (version.proposed_on, proposer) {
                events.push(act_event::Model {
                    council_id,
                    id: unit.next_id(council_id).await?,
                    public_id: unit.public_id(),
                    child_id,
                    act: Act::ProposePlan.word().to_owned(),
                    standing: Some(Standing::AllocatedSocialWorker.word().to_owned()),
                    by_id: by,
                    at: now,
                    happened_on: proposed_on,
                    version_id: Some(version_id),
                    from_state: Some("DRAFT".to_owned()),
                    to_state: Some("PROPOSED".to_owned()),
                    linked_kind: None,
                    linked_id: None,
                    how: None,
                    reason: None,
                    management_note: None,
                });
            }
            for (option, part) in &version.options {
                options.push(plan_option::Model {
                    council_id,
                    id: unit.next_id(council_id).await?,
                    child_id,
                    version_id,
                    permanence_option: (*option).to_owned(),
                    part: (*part).to_owned(),
                });
            }
            if let Some(state) = version.filed_as {
                for class in [Class::Plan, Class::PlanNarrative] {
                    shared.filed_in_state(&file.slug, class, version_id, state);
                }
            }
        }
    }
    insert(unit, plans).await?;
    insert(unit, versions).await?;
    insert(unit, options).await?;
    insert(unit, events).await?;
    decisions(unit, register, files).await
}

async fn decisions(
    unit: &mut Unit<'_>,
    register: &Register,
    files: &[CaseFile],
) -> Result<(), StoreError> {
    let (mut decisions, mut approvals) = (Vec::new(), Vec::new());
    for file in files {
        let ChildKey {
            council: council_id,
            child: child_id,
        } = register.child(&file.slug)?.key;
        for entry in &file.decisions {
            decisions.push(adm_case::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                child_id,
                kind: entry.kind.to_owned(),
                decision_maker_id: register.person(&entry.by)?,
                referred_on: entry.referred_on,
                decided_on: entry.decided_on,
                decision: entry.decision.clone(),
                minutes_on: None,
                version_id: None,
                route: None,
                reversal_code: None,
                reasons: None,
            });
        }
        for entry in &file.approvals {
            approvals.push(approval::Model {
                council_id,
                id: unit.next_id(council_id).await?,
                child_id,
                kind: entry.kind.to_owned(),
                officer_id: register.person(&entry.by)?,
                referred_on: entry.referred_on,
                decided_on: entry.decided_on,
                decision: entry.decision.clone(),
                reasons: None,
            });
        }
    }
    insert(unit, decisions).await?;
    insert(unit, approvals).await
}
