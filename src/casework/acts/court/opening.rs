//! Opening a case, and bringing a child into one.

use chrono::NaiveDate;

use crate::{
    casework::acts::{
        Acting, Deed, Stop,
        refusal::{already, not_found_in, state},
    },
    domain::{
        acts::{Act, Check, Problem, ProblemCode},
        children::OPEN_END,
        proceedings::{ProceedingsKind, case_key},
    },
    store::{
        access::{CaseReference, of_cases},
        acts::{self, CaseCourtRow, CoverageRow, Done, ProceedingsRow, add},
    },
};

/// Pre-proceedings that are begun, or an application that was issued.
#[derive(Debug, Clone)]
pub struct OpenProceedings {
    pub kind: ProceedingsKind,
    /// The day of issue; of pre-proceedings, the day on which they were begun.
    pub begun_on: NaiveDate,
    /// Of an application: the court's number, and the court.
    pub case_number: Option<String>,
    pub court: Option<Vec<u8>>,
    /// Did the council apply, or somebody else?
    pub is_of_council: bool,
}

impl OpenProceedings {
    fn check(&self, today: NaiveDate) -> Result<(), Vec<Problem>> {
        let mut check = Check::default();
        check.past("begunOn", self.begun_on, today);
        if let Some(number) = &self.case_number {
            check.line("caseNumber", number);
            check.holds(
                number.trim().is_empty() || !case_key(number).is_empty(),
                Problem::of(
                    ProblemCode::Invalid,
                    "caseNumber",
                    "A case number has letters and digits.",
                ),
            );
        }
        for (field, is_given) in [
            ("caseNumber", self.case_number.is_some()),
            ("courtId", self.court.is_some()),
        ] {
            check.holds(
                is_given || !self.kind.is_issued(),
                Problem::of(ProblemCode::Required, field, "An application has one."),
            );
            check.holds(
                !is_given || self.kind.is_issued(),
                Problem::of(
                    ProblemCode::Invalid,
                    field,
                    "Before an application is made there is none.",
                ),
            );
        }
        check.holds(
            self.is_of_council || self.kind.is_issued(),
            Problem::of(
                ProblemCode::Invalid,
                "isOfCouncil",
                "Pre-proceedings are the council's own.",
            ),
        );
        check.done()
    }
}

impl Deed for OpenProceedings {
    const ACT: Act = Act::OpenProceedings;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        self.check(acting.today)?;
        let key = acting.key()?;
        let court = match &self.court {
            Some(court) => Some(
                acts::court_by_public_id(&acting.unit, court)
                    .await?
                    .ok_or_else(|| not_found_in("courtId"))?,
            ),
            None => None,
        };
        let case_key = self.case_number.as_deref().map(case_key);
        if let Some(case_key) = &case_key
            && acts::has_case_key(&acting.unit, key.council, case_key).await?
        {
            return Err(duplicate("caseNumber", "There is a case with this number.").into());
        }
        if acts::has_open_case(&acting.unit, key, self.kind.word()).await? {
            return Err(duplicate("kind", "An open case of this kind is about the child.").into());
        }
        let (id, public_id) = (acting.next_id().await?, acting.unit.public_id());
        let row = ProceedingsRow {
            council_id: key.council,
            id,
            public_id: public_id.clone(),
            kind: self.kind.word().to_owned(),
            case_number: self.case_number.map(|number| number.trim().to_owned()),
            case_key,
            court_id: court,
            issued_on: self.kind.is_issued().then_some(self.begun_on),
            final_order_on: None,
            appeal_lodged_on: None,
            appeal_ended_on: None,
            closed_on: None,
            is_of_council: self.is_of_council,
            outcome: None,
        };
        add(&acting.unit, row).await?;
        if let Some(court_id) = court {
            let row = CaseCourtRow {
                council_id: key.council,
                id: acting.next_id().await?,
                proceedings_id: id,
                court_id,
                starts_on: self.begun_on,
                ends_on: OPEN_END,
            };
            add(&acting.unit, row).await?;
        }
        cover(acting, id, self.begun_on).await?;
        acting.recorded(self.begun_on, ("PROCEEDINGS", id), Some(public_id))
    }
}

fn duplicate(field: &'static str, message: &str) -> Problem {
    Problem::of(ProblemCode::Duplicate, field, message)
}

async fn cover(acting: &mut Acting<'_>, case: i64, from: NaiveDate) -> Result<(), Stop> {
    let key = acting.key()?;
    let row = CoverageRow {
        council_id: key.council,
        id: acting.next_id().await?,
        proceedings_id: case,
        child_id: key.child,
        covered_from: from,
        covered_to: OPEN_END,
        replaced_at: None,
    };
    Ok(add(&acting.unit, row).await?)
}

/// A child who comes into a case that is about a brother or sister already.
#[derive(Debug, Clone)]
pub struct CoverChild {
    pub case: Vec<u8>,
    pub from: NaiveDate,
}

impl Deed for CoverChild {
    const ACT: Act = Act::CoverChild;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let key = acting.key()?;
        let found = acts::case_by_public_id(&acting.unit, &self.case).await?;
        let case = found.filter(|(council, _)| *council == key.council);
        let reference = CaseReference::PublicId(self.case.clone());
        // A case none of whose children they reach is not there for them.
        let reached = of_cases(&acting.unit, acting.seeker, &reference).await?;
        let Some(case) = case.filter(|_| !reached.is_empty()) else {
            return Err(not_found_in("proceedingsId").into());
        };
        let row = acts::case_row(&acting.unit, case, acting.today)
            .await?
            .ok_or_else(|| not_found_in("proceedingsId"))?;
        let mut check = Check::default();
        check.past("from", self.from, acting.today);
        let since = row.issued_on.unwrap_or(NaiveDate::MIN);
        check.after("from", self.from, since, "It is before the case began.");
        check.done()?;
        if row.closed_on.is_some() || row.final_order_on.is_some() {
            return Err(state("The case is over.").into());
        }
        if acts::ever_covered(&acting.unit, case).await?.contains(&key) {
            let is_covered = reached.iter().any(|child| child.key == key);
            return Err(match is_covered {
                true => already("The case is about this child."),
                false => state("The case was about this child, and is no longer."),
            }
            .into());
        }
        cover(acting, case.1, self.from).await?;
        acting.recorded(self.from, ("PROCEEDINGS", case.1), Some(self.case))
    }
}
