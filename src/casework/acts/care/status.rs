//! Legal status, and the end of care.

use chrono::NaiveDate;

use super::looked_after;
use crate::{
    casework::acts::{Acting, Deed, Stop, plans::leave_care},
    domain::{
        acts::{Act, Check, Problem, ProblemCode},
        children::OPEN_END,
    },
    store::acts::{Done, LegalSpellRow, add, care_now, end_legal_spell, end_period, end_placement},
};

/// A legal status that began.
#[derive(Debug, Clone)]
pub struct RecordLegalStatus {
    pub code: String,
    pub started_on: NaiveDate,
}

impl Deed for RecordLegalStatus {
    const ACT: Act = Act::RecordLegalStatus;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.past("startedOn", self.started_on, acting.today);
        check.code("code", "legal_status", &self.code, self.started_on);
        check.done()?;
        let key = acting.key()?;
        let now = care_now(&acting.unit, key).await?;
        looked_after(&now, "startedOn", self.started_on)?;
        if let Some((id, since, code)) = now.legal {
            if code == self.code {
                let message = "This is the child's legal status already.";
                return Err(Problem::new(ProblemCode::AlreadyDone, message).into());
            }
            if self.started_on <= since {
                let message = "The present legal status began on that day or later.";
                return Err(Problem::of(ProblemCode::OutOfRange, "startedOn", message).into());
            }
            end_legal_spell(&acting.unit, key.council, id, self.started_on).await?;
        }
        let id = acting.next_id().await?;
        let row = LegalSpellRow {
            council_id: key.council,
            id,
            public_id: acting.unit.public_id(),
            child_id: key.child,
            origin: "ENTERED".to_owned(),
            code: self.code,
            starts_on: self.started_on,
            ends_on: OPEN_END,
        };
        add(&acting.unit, row).await?;
        acting.recorded(self.started_on, ("LEGAL_SPELL", id), None)
    }
}

/// The day on which the child ceased to be looked after, with the code of the national return that says how.
#[derive(Debug, Clone)]
pub struct RecordCareEnd {
    pub ended_on: NaiveDate,
    pub end_code: String,
}

impl Deed for RecordCareEnd {
    const ACT: Act = Act::RecordCareEnd;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.past("endedOn", self.ended_on, acting.today);
        check.code(
            "endCode",
            "reason_episode_ceased",
            &self.end_code,
            self.ended_on,
        );
        check.holds(
            self.end_code != "X1",
            Problem::of(
                ProblemCode::Invalid,
                "endCode",
                "X1 says that the child remains looked after.",
            ),
        );
        check.done()?;
        let key = acting.key()?;
        let now = care_now(&acting.unit, key).await?;
        let (period, since) = looked_after(&now, "endedOn", self.ended_on)?;
        let begun = [
            Some(since),
            now.legal.as_ref().map(|it| it.1),
            now.placement.as_ref().map(|it| it.1),
        ];
        if begun.into_iter().flatten().any(|day| day >= self.ended_on) {
            let message = "The care, the legal status or the placement began on that day or later.";
            return Err(Problem::of(ProblemCode::OutOfRange, "endedOn", message).into());
        }
        end_period(
            &acting.unit,
            key.council,
            period,
            self.ended_on,
            &self.end_code,
        )
        .await?;
        if let Some((id, ..)) = now.legal {
            end_legal_spell(&acting.unit, key.council, id, self.ended_on).await?;
        }
        if let Some((id, ..)) = now.placement {
            end_placement(&acting.unit, key.council, id, self.ended_on, None).await?;
        }
        leave_care(acting, key, self.ended_on).await?;
        acting.recorded(self.ended_on, ("PERIOD_OF_CARE", period), None)
    }
}
