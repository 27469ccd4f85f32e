//! Dates that the first two reviews bring forward.

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::calendar::Refused;
use super::count::Counted;
use super::limit::Limit;
use super::rules::planning::PERM_PLAN;

/// What must be there by the first review: the limit's day, or the day of the review if that is earlier.
pub fn by_first_review(
    calendar: &Calendar,
    what: &str,
    from: NaiveDate,
    limits: &[Limit],
    review_1: Option<NaiveDate>,
) -> Result<Counted, Refused> {
    Ok(calendar
        .count_all(what, from, limits)?
        .or_earlier("the first review", review_1))
}

/// A plan for permanence is due by the second review. Neither a late first review nor a late second one puts it off.
pub fn by_second_review(
    calendar: &Calendar,
    what: &str,
    from: NaiveDate,
    review_1: Option<NaiveDate>,
    review_2: Option<NaiveDate>,
) -> Result<Counted, Refused> {
    let mut counted = Counted {
        on: from,
        steps: Vec::new(),
    };
    for (at, limit) in PERM_PLAN.case.limits.iter().enumerate() {
        if at == 0 {
            counted = by_first_review(calendar, what, from, &[*limit], review_1)?;
        } else {
            let next = calendar.count(*limit, counted.on)?;
            counted.on = next.on;
            counted.steps.extend(next.steps);
        }
    }
    Ok(counted.or_earlier("the second review", review_2))
}
