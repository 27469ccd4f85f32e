//! The rules of this product, each under its name, so that a test can take away one at a time in the server
//! alone and see that the leak test notices. Without the feature `mutants` no rule can be taken away.

/// One rule that keeps something from somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Guard {
    /// A child without a standing is not found.
    RowScope,
    /// A standing counts from its first day to its last.
    RowDates,
    /// A desk counts for those who sit at it.
    DeskMembership,
    /// A person's excluded children are not found.
    Excluded,
    /// A restricted child is found by a named list only.
    Restricted,
    /// A sealed record is found by nobody.
    Sealed,
    /// What is flagged confidential is withheld where the cell is K.
    Confidential,
    /// In an adoptive placement the carer is the adopter.
    AdoptivePlacement,
    /// F: only what was filed.
    FiledOnly,
    /// Q: only under a live request.
    LiveRequest,
    /// C: only what a court directed.
    Directed,
    /// O: only with the originator's agreement.
    OriginatorConsent,
    /// M: only one's own reads.
    OwnReads,
    /// L: only reads by the council's people.
    CouncilReads,
    /// CAFCASS sees plans from Authorised on.
    SettledPlans,
    /// An open request for a guardian opens three classes only.
    StandingLimit,
    /// A filter sees only what the viewer sees.
    FilterScope,
    /// What is withheld does not match the negation of a filter either.
    NegationScope,
    /// A sort sees only what the viewer sees.
    SortScope,
    /// A number finds a child only for those who are shown it, and on duty.
    NumberScope,
    /// A duty officer and an analyst list nothing.
    NoListing,
    /// A deadline is shown where every class that it tells of is.
    DeadlineScope,
    /// A deadline that would date a confidential placement goes with its dates.
    DeadlineFlag,
    /// A change is told where a class of it is shown, and only with such classes.
    FeedScope,
    /// A change of a flagged item is told as the flag lets it be seen.
    FeedFlag,
    /// Whoever reads a plan as it was filed sees no act on it.
    HistoryAsFiled,
    /// Whoever sees plans from Authorised on sees no act before it.
    HistorySettled,
    /// An act is done under a standing that the table of acts names.
    ActStanding,
    /// A case is acted on by those to whom it is shown.
    ActCaseShown,
}

/// The rules in force.
#[derive(Debug, Clone, Copy, Default)]
pub struct Guards {
    /// Set while the server itself asks whether a child is hidden by a restriction alone.
    restriction_lifted: bool,
    #[cfg(feature = "mutants")]
    removed: u32,
}

impl Guards {
    pub fn enforces(&self, guard: Guard) -> bool {
        #[cfg(feature = "mutants")]
        if self.removed & (1 << guard as u8) != 0 {
            return false;
        }
        !(self.restriction_lifted && guard == Guard::Restricted)
    }

    /// For the one question whether a person with a court-made standing should be told to apply. What is
    /// found this way is never shown.
    pub fn with_restriction_lifted(self) -> Self {
        Self {
            restriction_lifted: true,
            ..self
        }
    }

    #[cfg(feature = "mutants")]
    pub fn without(guard: Guard) -> Self {
        Self {
            removed: 1 << guard as u8,
            ..Self::default()
        }
    }
}

#[cfg(feature = "mutants")]
impl Guard {
    pub const ALL: &'static [Guard] = &[
        Guard::RowScope,
        Guard::RowDates,
        Guard::DeskMembership,
        Guard::Excluded,
        Guard::Restricted,
        Guard::Sealed,
        Guard::Confidential,
        Guard::AdoptivePlacement,
        Guard::FiledOnly,
        Guard::LiveRequest,
        Guard::Directed,
        Guard::OriginatorConsent,
        Guard::OwnReads,
        Guard::CouncilReads,
        Guard::SettledPlans,
        Guard::StandingLimit,
        Guard::FilterScope,
        Guard::NegationScope,
        Guard::SortScope,
        Guard::NumberScope,
        Guard::NoListing,
        Guard::DeadlineScope,
        Guard::DeadlineFlag,
        Guard::FeedScope,
        Guard::FeedFlag,
        Guard::HistoryAsFiled,
        Guard::HistorySettled,
        Guard::ActStanding,
        Guard::ActCaseShown,
    ];
}
