//! Visits to the child (Care Planning Regulations 2010, regulations 28 to 30).

use chrono::NaiveDate;

use super::{
    Deed,
    acting::{Acting, Stop},
};
use crate::{
    domain::acts::{Act, Check},
    store::acts::{Done, VisitRow, add},
};

/// A visit that was made.
#[derive(Debug, Clone)]
pub struct RecordVisit {
    pub held_on: NaiveDate,
    pub was_seen: bool,
    /// `YES`, `REFUSED`, `INAPPROPRIATE` or `UNABLE`.
    pub seen_alone: &'static str,
    pub note: Option<String>,
}

impl Deed for RecordVisit {
    const ACT: Act = Act::RecordVisit;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.past("heldOn", self.held_on, acting.today);
        check.text_if("note", self.note.as_deref());
        check.done()?;
        let key = acting.key()?;
        let (id, public_id) = (acting.next_id().await?, acting.unit.public_id());
        let row = VisitRow {
            council_id: key.council,
            id,
            public_id: public_id.clone(),
            child_id: key.child,
            held_on: self.held_on,
            visitor_id: acting.by.id,
            was_seen: self.was_seen,
            seen_alone: self.seen_alone.to_owned(),
            is_on_time: None,
            note: self.note,
        };
        add(&acting.unit, row).await?;
        acting.recorded(self.held_on, ("VISIT", id), Some(public_id))
    }
}
