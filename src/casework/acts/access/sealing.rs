//! Sealing a record after an adoption order.

use chrono::Days;

use crate::{
    casework::acts::{Acting, Deed, Stop, refusal::changed},
    domain::acts::{Act, Problem},
    store::acts::{self, Done},
};

/// The record is closed to everybody, and what would lead from it to the child's new life, or back, is taken out.
#[derive(Debug, Clone)]
pub struct SealRecord;

impl Deed for SealRecord {
    const ACT: Act = Act::SealRecord;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let key = acting.key()?;
        let Some(order) = acts::adoption_order(&acting.unit, key).await? else {
            let says = "No adoption order is on record.";
            return Err(Problem::guard("ADOPTION_ORDER_MADE", says).into());
        };
        if order.appeal_lodged_on.is_some() && order.appeal_ended_on.is_none() {
            let says = "An appeal against the order is pending.";
            return Err(Problem::guard("NO_APPEAL_PENDING", says).into());
        }
        let days = acting.casework.windows.after_final_order;
        let last = order.made_on + Days::new(u64::from(days));
        if acting.today <= last && order.appeal_ended_on.is_none() {
            let says = format!("An appeal may be lodged until {days} days after the order.");
            return Err(Problem::guard("APPEAL_TIME_PASSED", says).into());
        }
        changed(acts::seal(&acting.unit, key, order.id, acting.now).await?)?;
        acting.recorded(acting.today, ("COURT_ORDER", order.id), None)
    }
}
