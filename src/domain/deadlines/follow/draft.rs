//! What a family of rules says of one deadline, before it becomes one.

use chrono::NaiveDate;

use crate::domain::deadlines::calendar::Refused;
use crate::domain::deadlines::count::Counted;
use crate::domain::deadlines::deadline::Met;
use crate::domain::deadlines::deadline::SetOff;
use crate::domain::deadlines::rule::Case;
use crate::domain::deadlines::rule::Rule;
use crate::domain::deadlines::words::Reason;
use crate::domain::deadlines::words::Standard;

/// What a family says of one deadline.
pub struct Draft {
    pub rule: &'static Rule,
    pub case: &'static Case,
    pub standard: Standard,
    pub set_off: SetOff,
    /// None where nothing is computed because it never applied.
    pub counted: Option<Result<Counted, Refused>>,
    pub met: Option<Met>,
    /// When it ceased to apply if nothing had met it by then.
    pub ceased: Option<(NaiveDate, Reason)>,
    pub placement: Option<i64>,
    pub not_before: Option<NaiveDate>,
}

impl Draft {
    pub fn met(self, met: Option<Met>) -> Self {
        Self { met, ..self }
    }

    /// It ceases at the earliest of the ends that are known.
    pub fn ceased(self, end: Option<(NaiveDate, Reason)>) -> Self {
        let ceased = [self.ceased, end]
            .into_iter()
            .flatten()
            .min_by_key(|(on, _)| *on);
        Self { ceased, ..self }
    }

    pub fn placement(self, placement: Option<i64>) -> Self {
        Self { placement, ..self }
    }

    pub fn counted(self, counted: Result<Counted, Refused>) -> Self {
        Self {
            counted: Some(counted),
            ..self
        }
    }
}
