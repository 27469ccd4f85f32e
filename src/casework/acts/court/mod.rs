//! Acts in court proceedings. A case is acted on as a whole: each of its children gets the act on record, and what
//! follows from it is reckoned for all of them.

mod ending;
mod hearings;
mod opening;
mod orders;

use chrono::NaiveDate;

pub use ending::{AppealStep, CloseProceedings, RecordAppeal};
pub use hearings::{GiveDirection, ListHearing, RecordDirectionMet, RecordHearing};
pub use opening::{CoverChild, OpenProceedings};
pub use orders::RecordOrder;

use super::{
    acting::{Acting, Stop},
    refusal::state,
};
use crate::{
    domain::{access::Standing, acts::Problem, children::ChildKey, proceedings::ProceedingsKind},
    store::{
        StoreError,
        acts::{self, CaseRow, Done, Event},
    },
};

/// A case that an act is about, as it stands.
pub(super) struct CaseState {
    /// Its council and number.
    pub key: (i16, i64),
    pub kind: ProceedingsKind,
    pub row: CaseRow,
}

impl Acting<'_> {
    /// The case as it stands. The court's people act on the cases on which they sit: a standing on the child that comes
    /// from another case is not enough.
    pub(super) async fn case_state(&self) -> Result<CaseState, Stop> {
        let case = self.case()?;
        let key = (case.council, case.id);
        let is_of_the_court = matches!(
            self.standing,
            Some(Standing::Judge | Standing::LegalAdviser | Standing::CourtStaff)
        );
        if is_of_the_court && !acts::sits_on(&self.unit, key, self.by.id, self.today).await? {
            return Err(Problem::not_yours(self.act).into());
        }
        let row = acts::case_row(&self.unit, key, self.today)
            .await?
            .ok_or_else(|| Stop::from(Problem::not_found()))?;
        let kind = row
            .kind
            .parse()
            .map_err(|_| StoreError::Unreadable("proceedings.kind".to_owned()))?;
        Ok(CaseState { key, kind, row })
    }

    /// The same, where an application is before a court and the case is open.
    pub(super) async fn case_before_court(&self) -> Result<CaseState, Stop> {
        let case = self.case_state().await?;
        if !case.kind.is_issued() {
            return Err(state("No application has been made in this case.").into());
        }
        case.open()
    }

    /// The usual end of an act on a case: it is on the record of every child whom the case covers.
    pub(super) async fn recorded_in_case(
        &mut self,
        on: NaiveDate,
        linked: (&'static str, i64),
        made: Option<Vec<u8>>,
    ) -> Result<Done, Stop> {
        for key in self.case()?.children.clone() {
            let event = Event {
                linked: Some(linked),
                ..self.event(key, on)
            };
            self.append(event);
        }
        self.conclude_case(made).await
    }

    /// What follows from the case is reckoned for all whom it covers or covered, and one whom the actor reaches answers
    /// for it.
    pub(super) async fn conclude_case(&mut self, made: Option<Vec<u8>>) -> Result<Done, Stop> {
        let case = self.case()?;
        let all = acts::ever_covered(&self.unit, (case.council, case.id)).await?;
        let before: Vec<ChildKey> = all
            .into_iter()
            .filter(|key| !case.children.contains(key))
            .collect();
        if !before.is_empty() {
            acts::hold(&self.unit, &before).await?;
        }
        self.touched.extend(before);
        let child = self.reached.first().ok_or_else(Problem::not_found)?;
        Ok(Done {
            child: child.public_id.clone(),
            plan: None,
            made,
        })
    }
}

impl CaseState {
    pub(super) fn open(self) -> Result<Self, Stop> {
        match self.row.closed_on {
            Some(_) => Err(state("The case is closed.").into()),
            None => Ok(self),
        }
    }

    /// The first day on which anything can have happened in it.
    pub(super) fn since(&self) -> NaiveDate {
        self.row.issued_on.unwrap_or(NaiveDate::MIN)
    }

    pub(super) fn court(&self) -> Result<i64, Stop> {
        let none = || state("The case is at no court.").into();
        self.row.court.ok_or_else(none)
    }
}
