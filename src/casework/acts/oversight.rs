//! A manager's decisions on the file.

use chrono::NaiveDate;

use super::{
    Deed,
    acting::{Acting, Stop},
};
use crate::{
    domain::acts::{Act, Check},
    store::acts::{Done, OversightDecisionRow, add},
};

#[derive(Debug, Clone)]
pub struct RecordOversight {
    /// `SUPERVISION`, `MANAGEMENT` or `PANEL`.
    pub kind: &'static str,
    pub decided_on: NaiveDate,
    pub decision: String,
    pub reasons: Option<String>,
}

impl Deed for RecordOversight {
    const ACT: Act = Act::RecordOversight;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.past("decidedOn", self.decided_on, acting.today);
        check.text("decision", &self.decision);
        check.text_if("reasons", self.reasons.as_deref());
        check.done()?;
        let key = acting.key()?;
        let (id, public_id) = (acting.next_id().await?, acting.unit.public_id());
        let row = OversightDecisionRow {
            council_id: key.council,
            id,
            public_id: public_id.clone(),
            child_id: key.child,
            kind: self.kind.to_owned(),
            decided_on: self.decided_on,
            decided_by_id: acting.by.id,
            decision: self.decision,
            reasons: self.reasons,
        };
        add(&acting.unit, row).await?;
        acting.recorded(self.decided_on, ("OVERSIGHT_DECISION", id), Some(public_id))
    }
}
