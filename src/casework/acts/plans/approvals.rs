//! Approvals that are reserved to a nominated officer or the director of children's services.

use super::under::text;
use crate::{
    casework::acts::{Acting, Deed, Stop, refusal::not_found_in},
    domain::{
        access::Role,
        acts::{Act, Problem, ProblemCode},
        plans::ApprovalKind,
    },
    store::acts::{Answer, Done, Event, answer_approval, ask_approval, open_approval},
};

/// Refers an approval.
#[derive(Debug, Clone)]
pub struct ReferApproval {
    pub kind: ApprovalKind,
    /// The public id of the officer.
    pub officer: Vec<u8>,
    pub reason: String,
}

impl Deed for ReferApproval {
    const ACT: Act = Act::ReferApproval;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        text("reason", Some(&self.reason))?;
        let key = acting.key()?;
        if open_approval(&acting.unit, key, self.kind.word())
            .await?
            .is_some()
        {
            let message = "An approval of this kind waits for a decision.";
            return Err(Problem::new(ProblemCode::AlreadyDone, message).into());
        }
        let officer = acting.colleague("officerId", &self.officer).await?;
        if !officer.holds(Role::NominatedOfficer) && !officer.holds(Role::Director) {
            return Err(not_found_in("officerId").into());
        }
        let on = acting.today;
        let id = ask_approval(&mut acting.unit, key, self.kind.word(), officer.id, on).await?;
        let event = Event {
            reason: Some(self.reason),
            linked: Some(("APPROVAL", id)),
            ..acting.event(key, on)
        };
        acting.append(event);
        Ok(Done {
            child: acting.child()?.public_id.clone(),
            ..Done::default()
        })
    }
}

/// Decides on an approval.
#[derive(Debug, Clone)]
pub struct DecideApproval {
    pub kind: ApprovalKind,
    pub is_approved: bool,
    pub reasons: String,
}

impl Deed for DecideApproval {
    const ACT: Act = Act::DecideApproval;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        text("reasons", Some(&self.reasons))?;
        let key = acting.key()?;
        let Some((id, officer)) = open_approval(&acting.unit, key, self.kind.word()).await? else {
            let message = "No approval of this kind waits for a decision.";
            return Err(Problem::new(ProblemCode::StateNotAllowed, message).into());
        };
        if officer != acting.by.id {
            let says = "It must be so that it was referred to the one who acts.";
            return Err(Problem::guard("NAMED_OFFICER", says).into());
        }
        let answer = Answer {
            decided_on: acting.today,
            is_approved: self.is_approved,
            reasons: &self.reasons,
            reversal_code: None,
        };
        answer_approval(&acting.unit, key.council, id, &answer).await?;
        let event = Event {
            reason: Some(self.reasons),
            linked: Some(("APPROVAL", id)),
            ..acting.event(key, acting.today)
        };
        acting.append(event);
        Ok(Done {
            child: acting.child()?.public_id.clone(),
            ..Done::default()
        })
    }
}
