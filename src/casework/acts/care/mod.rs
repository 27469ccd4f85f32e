//! Coming into care, living there, and leaving it.

mod admit;
mod fact;
mod placement;
mod status;

pub use admit::{AdmitChild, IntoCare};
pub use fact::RecordCareFact;
pub use placement::{Home, RecordPlacement};
pub use status::{RecordCareEnd, RecordLegalStatus};

use chrono::NaiveDate;

use super::acting::Stop;
use crate::{
    domain::acts::{Problem, ProblemCode},
    store::acts::CareNow,
};

/// The child must be looked after, and the day must lie within.
fn looked_after(
    now: &CareNow,
    field: &'static str,
    on: NaiveDate,
) -> Result<(i64, NaiveDate), Stop> {
    let Some((id, since)) = now.period else {
        let problem = Problem::guard("STILL_LOOKED_AFTER", "The child is not looked after.");
        return Err(problem.into());
    };
    if on < since {
        let message = "The day is before the child became looked after.";
        return Err(Problem::of(ProblemCode::OutOfRange, field, message).into());
    }
    Ok((id, since))
}
