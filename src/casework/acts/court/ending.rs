//! Appeals, and the end of a case.

use chrono::NaiveDate;

use super::CaseState;
use crate::{
    casework::acts::{
        Acting, Deed, Stop,
        refusal::{already, changed, state},
    },
    domain::{
        acts::{Act, Check, Problem, ProblemCode},
        proceedings::Outcome,
    },
    store::acts::{self, Done},
};

/// What happened to an appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppealStep {
    Lodged,
    Ended,
}

/// An appeal against the decision of a case. While it is pending the proceedings go on: the guardian stays, and a case
/// that was closed is open again.
#[derive(Debug, Clone)]
pub struct RecordAppeal {
    pub step: AppealStep,
    pub on: NaiveDate,
}

impl Deed for RecordAppeal {
    const ACT: Act = Act::RecordAppeal;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let case = acting.case_state().await?;
        let Some(decided_on) = case.row.final_order_on else {
            return Err(state("The case is not decided: there is nothing to appeal from.").into());
        };
        let pending = case.row.appeal_lodged_on;
        let pending = pending.filter(|_| case.row.appeal_ended_on.is_none());
        let mut check = Check::default();
        check.past("on", self.on, acting.today);
        match self.step {
            AppealStep::Lodged => {
                if pending.is_some() {
                    return Err(already("An appeal is pending.").into());
                }
                check.after("on", self.on, decided_on, "It is before the decision.");
                check.done()?;
                changed(acts::lodge_appeal(&acting.unit, case.key, self.on).await?)?;
            }
            AppealStep::Ended => {
                let Some(lodged_on) = pending else {
                    return Err(state("No appeal is pending.").into());
                };
                check.after("on", self.on, lodged_on, "It is before the appeal.");
                check.done()?;
                changed(acts::end_appeal(&acting.unit, case.key, self.on).await?)?;
            }
        }
        acting
            .recorded_in_case(self.on, ("PROCEEDINGS", case.key.1), None)
            .await
    }
}

/// The end of a case.
#[derive(Debug, Clone)]
pub struct CloseProceedings {
    pub on: NaiveDate,
    pub outcome: Outcome,
}

impl Deed for CloseProceedings {
    const ACT: Act = Act::CloseProceedings;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let case = acting.case_state().await?;
        if case.row.closed_on.is_some() {
            return Err(already("The case is closed.").into());
        }
        let mut check = Check::default();
        check.past("closedOn", self.on, acting.today);
        let since = case.row.final_order_on.unwrap_or(case.since());
        check.after("closedOn", self.on, since, "It is before what was decided.");
        check.holds(
            case.kind.is_issued() || !matches!(self.outcome, Outcome::Order | Outcome::Refused),
            Problem::of(
                ProblemCode::Invalid,
                "outcome",
                "Before an application the court decides nothing.",
            ),
        );
        check.done()?;
        if case.row.appeal_lodged_on.is_some() && case.row.appeal_ended_on.is_none() {
            let says = "An appeal is pending: the proceedings go on.";
            return Err(Problem::guard("NO_APPEAL_PENDING", says).into());
        }
        let has_order = self.has_order(acting, &case).await?;
        if has_order != (self.outcome == Outcome::Order) {
            let says = match has_order {
                true => "A final order was made: that is the outcome.",
                false => "There is no final order about each of the children.",
            };
            return Err(Problem::guard("FINAL_ORDER_MADE", says).into());
        }
        // A refusal decides the application as an order does: from its day the time for an appeal runs.
        let is_undecided = case.kind.is_issued() && case.row.final_order_on.is_none();
        if is_undecided && self.outcome.is_decided() {
            changed(acts::decide_case(&acting.unit, case.key, self.on).await?)?;
        }
        let outcome = self.outcome.word();
        changed(acts::close_case(&acting.unit, case.key, self.on, outcome).await?)?;
        acting
            .recorded_in_case(self.on, ("PROCEEDINGS", case.key.1), None)
            .await
    }
}

impl CloseProceedings {
    /// Is there a final order about each child? A case that was refused, and came back by an appeal, has a day of
    /// decision and no order by that alone.
    async fn has_order(&self, acting: &Acting<'_>, case: &CaseState) -> Result<bool, Stop> {
        let was_refused = matches!(case.row.outcome.as_deref(), Some("NO_ORDER" | "REFUSED"));
        Ok(match was_refused {
            true => acts::all_decided_on(&acting.unit, case.key, acting.today)
                .await?
                .is_some(),
            false => case.row.final_order_on.is_some(),
        })
    }
}
