//! The kinds of change, as the schema prints them.

use async_graphql::Enum;

use crate::{casework::changes::News, domain::changes};

/// What kind of change it is. Partners switch on these words; the list only grows.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// A plan was made, or moved to another state.
    PlanMoved,
    /// A hearing was listed.
    HearingListed,
    /// A hearing was moved, held or taken out of the list.
    HearingChanged,
    /// A review was held.
    ReviewHeld,
    /// Something else of the record changed: `classes` says what it is about.
    RecordChanged,
    /// The child is yours now. What changed before is not told: read the child.
    NewToYou,
    /// The child is no longer yours, or its record is closed to you. Nothing more is told of it.
    NoLongerYours,
}

impl From<News> for ChangeKind {
    fn from(news: News) -> Self {
        use changes::ChangeKind as K;
        match news {
            News::Changed(K::PlanMoved) => Self::PlanMoved,
            News::Changed(K::HearingListed) => Self::HearingListed,
            News::Changed(K::HearingChanged) => Self::HearingChanged,
            News::Changed(K::ReviewHeld) => Self::ReviewHeld,
            News::Changed(K::RecordChanged) => Self::RecordChanged,
            News::NewToYou => Self::NewToYou,
            News::NoLongerYours => Self::NoLongerYours,
        }
    }
}
