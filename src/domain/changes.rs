//! The words of the change feed: that something of a child's record changed, never what.

use super::{
    access::{AgencyKind, Class, ClassSet},
    vocabulary::vocabulary,
};

vocabulary! {
    /// What kind of change was made to a record.
    ChangeKind, "kind of change" {
        PlanMoved = "PLAN_MOVED",
        HearingListed = "HEARING_LISTED",
        HearingChanged = "HEARING_CHANGED",
        ReviewHeld = "REVIEW_HELD",
        /// Anything else: the classes say what it is about.
        RecordChanged = "RECORD_CHANGED",
    }
}

impl ChangeKind {
    /// The class that the word itself tells of.
    pub const fn class(self) -> Option<Class> {
        match self {
            Self::PlanMoved => Some(Class::Plan),
            Self::HearingListed | Self::HearingChanged => Some(Class::Proceedings),
            Self::ReviewHeld => Some(Class::Reviews),
            Self::RecordChanged => None,
        }
    }

    /// What it is to a reader who is shown these of its classes.
    pub fn told_with(self, seen: ClassSet) -> Self {
        match self.class() {
            Some(class) if !seen.contains(class) => Self::RecordChanged,
            _ => self,
        }
    }
}

/// Whom a change is for: those who are shown its classes in this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeenAs {
    /// Who is shown the record as it is. To anybody who reads what was filed, nothing has changed.
    Live,
    /// Also who is shown plans from Authorised on.
    Settled,
    /// Who is shown what was filed or shared with their kind of agency, and the record no other way.
    Filed(AgencyKind),
}

impl SeenAs {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Live => "LIVE",
            Self::Settled => "SETTLED",
            Self::Filed(_) => "FILED",
        }
    }

    pub const fn reader(self) -> Option<AgencyKind> {
        match self {
            Self::Filed(kind) => Some(kind),
            Self::Live | Self::Settled => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_told_only_with_the_class_that_it_tells_of() {
        let placement = ClassSet::from_iter([Class::Placement]);
        let both = ClassSet::from_iter([Class::Placement, Class::Reviews]);
        assert_eq!(
            ChangeKind::ReviewHeld.told_with(placement),
            ChangeKind::RecordChanged
        );
        assert_eq!(
            ChangeKind::ReviewHeld.told_with(both),
            ChangeKind::ReviewHeld
        );
    }
}
