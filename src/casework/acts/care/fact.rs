//! Dated facts that a time limit or a rule waits for, and that have no record of their own.

use chrono::NaiveDate;

use crate::{
    casework::acts::{Acting, Deed, Stop},
    domain::{
        acts::{Act, Check, Problem, ProblemCode},
        deadlines::EventKind,
    },
    store::acts::{CareEventRow, Done, add, care_now},
};

/// One dated fact.
#[derive(Debug, Clone)]
pub struct RecordCareFact {
    /// By its word: `docs/deadlines.md` lists what each is for.
    pub kind: String,
    pub happened_on: NaiveDate,
    pub until_on: Option<NaiveDate>,
    pub interval_days: Option<i32>,
    /// Whether it is about the present placement.
    pub is_of_placement: bool,
}

impl Deed for RecordCareFact {
    const ACT: Act = Act::RecordCareFact;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.past("happenedOn", self.happened_on, acting.today);
        let kind = self.kind.parse::<EventKind>();
        check.holds(
            kind.is_ok(),
            Problem::of(
                ProblemCode::Invalid,
                "kind",
                "A kind of fact that docs/deadlines.md lists is expected.",
            ),
        );
        if let Some(until_on) = self.until_on {
            check.after(
                "untilOn",
                until_on,
                self.happened_on,
                "It ends before it begins.",
            );
            check.before_the_end("untilOn", until_on);
        }
        let interval_days = self.interval_days.map(i16::try_from).transpose();
        check.holds(
            !matches!(interval_days, Err(_) | Ok(Some(..=0))),
            Problem::of(
                ProblemCode::OutOfRange,
                "intervalDays",
                "Days from 1 on are expected.",
            ),
        );
        check.done()?;
        let key = acting.key()?;
        let mut placement_id = None;
        if self.is_of_placement {
            let now = care_now(&acting.unit, key).await?;
            let Some((id, ..)) = now.placement else {
                let problem = Problem::guard("PLACEMENT_IN_PLACE", "The child is not placed.");
                return Err(problem.into());
            };
            placement_id = Some(id);
        }
        let id = acting.next_id().await?;
        let row = CareEventRow {
            council_id: key.council,
            id,
            child_id: key.child,
            kind: self.kind,
            happened_on: self.happened_on,
            until_on: self.until_on,
            interval_days: interval_days.ok().flatten(),
            placement_id,
            review_id: None,
            proceedings_id: None,
            adm_case_id: None,
        };
        add(&acting.unit, row).await?;
        acting.recorded(self.happened_on, ("CARE_EVENT", id), None)
    }
}
