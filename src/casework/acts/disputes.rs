//! The reviewing officer's formal disputes: opened, answered, taken further, closed. None of it blocks the council.

use super::{Acting, Deed, Stop};
use crate::{
    domain::{
        acts::{Act, Check, Problem, ProblemCode},
        children::ChildKey,
        oversight::Stage,
    },
    store::acts::{DisputeRow, Done, Event, add, close_dispute, move_dispute, open_dispute},
};

/// Opens a dispute at its first stage.
#[derive(Debug, Clone)]
pub struct OpenDispute {
    pub subject: String,
}

impl Deed for OpenDispute {
    const ACT: Act = Act::OpenDispute;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.text("subject", &self.subject);
        check.done()?;
        let key = acting.key()?;
        let (id, public_id) = (acting.next_id().await?, acting.unit.public_id());
        let row = DisputeRow {
            council_id: key.council,
            id,
            child_id: key.child,
            opened_on: acting.today,
            closed_on: None,
            public_id: Some(public_id.clone()),
            stage: Some(Stage::ALL[0].word().to_owned()),
            subject: Some(self.subject),
        };
        add(&acting.unit, row).await?;
        acting.recorded(acting.today, ("DISPUTE", id), Some(public_id))
    }
}

/// Takes a dispute to its next stage, in the end to CAFCASS.
#[derive(Debug, Clone)]
pub struct MoveDispute {
    pub dispute: Vec<u8>,
    pub to: Stage,
    pub reason: String,
}

impl Deed for MoveDispute {
    const ACT: Act = Act::MoveDispute;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.text("reason", &self.reason);
        check.done()?;
        let key = acting.key()?;
        let (id, stage) = still_open(acting, key, &self.dispute).await?;
        // The officer may refer to CAFCASS at any time (Children Act 1989, section 25B(3)); the rest goes upward.
        if stage.is_some_and(|stage| self.to <= stage) {
            let message = "It is at that stage already, or was.";
            return Err(Problem::of(ProblemCode::StateNotAllowed, "stage", message).into());
        }
        move_dispute(&acting.unit, key.council, id, self.to.word()).await?;
        noted(acting, key, id, self.reason)
    }
}

/// Answers a dispute for the council.
#[derive(Debug, Clone)]
pub struct AnswerDispute {
    pub dispute: Vec<u8>,
    pub answer: String,
}

impl Deed for AnswerDispute {
    const ACT: Act = Act::AnswerDispute;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.text("answer", &self.answer);
        check.done()?;
        let key = acting.key()?;
        let (id, _) = still_open(acting, key, &self.dispute).await?;
        noted(acting, key, id, self.answer)
    }
}

/// Closes a dispute.
#[derive(Debug, Clone)]
pub struct CloseDispute {
    pub dispute: Vec<u8>,
    pub outcome: String,
}

impl Deed for CloseDispute {
    const ACT: Act = Act::CloseDispute;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.text("outcome", &self.outcome);
        check.done()?;
        let key = acting.key()?;
        let (id, _) = still_open(acting, key, &self.dispute).await?;
        close_dispute(&acting.unit, key.council, id, acting.today).await?;
        noted(acting, key, id, self.outcome)
    }
}

async fn still_open(
    acting: &Acting<'_>,
    key: ChildKey,
    dispute: &[u8],
) -> Result<(i64, Option<Stage>), Stop> {
    let Some((id, stage, closed_on)) = open_dispute(&acting.unit, key, dispute).await? else {
        let message = "There is no such dispute about this child.";
        let problem = Problem::of(ProblemCode::NotFoundOrNotPermitted, "disputeId", message);
        return Err(problem.into());
    };
    if closed_on.is_some() {
        return Err(Problem::new(ProblemCode::AlreadyDone, "The dispute is closed.").into());
    }
    Ok((id, stage.and_then(|word| word.parse().ok())))
}

fn noted(acting: &mut Acting<'_>, key: ChildKey, id: i64, text: String) -> Result<Done, Stop> {
    let event = Event {
        linked: Some(("DISPUTE", id)),
        management_note: Some(text),
        ..acting.event(key, acting.today)
    };
    acting.append(event);
    Ok(Done {
        child: acting.child()?.public_id.clone(),
        ..Done::default()
    })
}
