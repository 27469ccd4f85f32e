//! Who works with the child, and who reviews the case.

use chrono::NaiveDate;

use super::{Acting, Deed, Stop};
use crate::{
    domain::{
        access::Role,
        acts::{Act, Check, Problem, ProblemCode},
        children::ChildKey,
    },
    store::acts::{Done, allocate, end_allocation, is_barred, open_allocation},
};

/// Allocates the child to a social worker; who had the child before has it no more.
#[derive(Debug, Clone)]
pub struct AllocateWorker {
    pub worker: Vec<u8>,
}

impl Deed for AllocateWorker {
    const ACT: Act = Act::AllocateWorker;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let key = acting.key()?;
        let worker = acting
            .colleague_as("workerId", &self.worker, Role::SocialWorker)
            .await?
            .id;
        take_over(acting, key, "WORKER", worker).await
    }
}

/// Names the reviewing officer; who was named before is it no more.
#[derive(Debug, Clone)]
pub struct NameReviewingOfficer {
    pub officer: Vec<u8>,
}

impl Deed for NameReviewingOfficer {
    const ACT: Act = Act::NameReviewingOfficer;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let key = acting.key()?;
        let officer = independent(acting, key, &self.officer).await?;
        take_over(acting, key, "IRO", officer).await
    }
}

/// Names an acting reviewing officer for some days.
#[derive(Debug, Clone)]
pub struct CoverReviewingOfficer {
    pub officer: Vec<u8>,
    pub starts_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
}

impl Deed for CoverReviewingOfficer {
    const ACT: Act = Act::CoverReviewingOfficer;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.future("startsOn", self.starts_on, acting.today);
        check.future("untilOn", self.until_on, self.starts_on);
        check.done()?;
        let key = acting.key()?;
        let officer = independent(acting, key, &self.officer).await?;
        let end = self.until_on.succ_opt();
        let id = allocate(
            &mut acting.unit,
            key,
            officer,
            "ACTING_IRO",
            self.starts_on,
            end,
        )
        .await?;
        acting.recorded(acting.today, ("ALLOCATION", id), None)
    }
}

/// Ends an allocation without another in its place.
#[derive(Debug, Clone)]
pub struct EndAllocation {
    /// `WORKER` or `IRO`.
    pub capacity: &'static str,
}

impl Deed for EndAllocation {
    const ACT: Act = Act::EndAllocation;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let key = acting.key()?;
        let Some((id, ..)) = open_allocation(&acting.unit, key, self.capacity).await? else {
            let message = "Nobody is allocated in that capacity.";
            return Err(Problem::new(ProblemCode::StateNotAllowed, message).into());
        };
        end_allocation(&acting.unit, key.council, id, acting.today).await?;
        acting.recorded(acting.today, ("ALLOCATION", id), None)
    }
}

/// A reviewing officer who is not barred for this child.
async fn independent(acting: &Acting<'_>, key: ChildKey, id: &[u8]) -> Result<i64, Stop> {
    let officer = acting
        .colleague_as("officerId", id, Role::ReviewingOfficer)
        .await?
        .id;
    if is_barred(&acting.unit, key, officer).await? {
        let says = "A reviewing officer has never had the child as a worker and does not manage the case \
                    (Care Planning Regulations 2010, regulation 46(3)).";
        return Err(Problem::guard("INDEPENDENT", says).into());
    }
    Ok(officer)
}

async fn take_over(
    acting: &mut Acting<'_>,
    key: ChildKey,
    capacity: &'static str,
    person: i64,
) -> Result<Done, Stop> {
    if let Some((id, who, _)) = open_allocation(&acting.unit, key, capacity).await? {
        if who == person {
            let message = "It is they who are allocated.";
            return Err(Problem::new(ProblemCode::AlreadyDone, message).into());
        }
        end_allocation(&acting.unit, key.council, id, acting.today).await?;
    }
    let on = acting.today;
    let id = allocate(&mut acting.unit, key, person, capacity, on, None).await?;
    acting.recorded(on, ("ALLOCATION", id), None)
}
