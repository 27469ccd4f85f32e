//! The kinds of children of whom there is always one: what a rule must be tried on.

/// Each is known to the whole cast, unless its kind says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// In everybody's reach.
    Own,
    /// Brother or sister of `Own`, at the same council, in no case, with another worker and team.
    OutsideSibling,
    /// Home address and placement are confidential.
    Confidential,
    /// In a placement for adoption, after an early one that counts as such once matched.
    Adoptive,
    /// Open to a named list only: worker, team manager, reviewing officer.
    Restricted,
    Sealed,
    /// Each of the cast has declared a conflict of interest.
    Excluded,
    /// At the neighbouring council.
    OtherCouncil,
    /// Has a draft of a new plan and a move of placement beside what was filed.
    DraftBesideFiled,
    /// Has a draft of a plan; nothing was ever filed.
    DraftsOnly,
    /// The team holds the case; nobody is allocated.
    Unallocated,
    /// In care proceedings and placement proceedings at once.
    TwoCases,
    /// The police agreed that a report of theirs be read.
    ConsentGiven,
    /// The police agreed, and then no longer.
    ConsentRefused,
    /// The court directed that home, place and sensitive material be released.
    Released,
    /// Requests for access are live, of a guardian, a colleague and others.
    LiveRequest,
    /// The same requests have run out.
    ExpiredRequest,
    /// The guardian has released the analysis.
    AnalysisReleased,
    /// The guardian has not.
    AnalysisKept,
    /// The court asked for a guardian; none is appointed.
    AwaitingGuardian,
    /// The final order is older than the time for an appeal, and an appeal is pending.
    AppealPending,
    /// There is a name and a case, and nothing else.
    LittleRecorded,
}

impl Kind {
    pub const ALL: &'static [Self] = &[
        Self::Own,
        Self::OutsideSibling,
        Self::Confidential,
        Self::Adoptive,
        Self::Restricted,
        Self::Sealed,
        Self::Excluded,
        Self::OtherCouncil,
        Self::DraftBesideFiled,
        Self::DraftsOnly,
        Self::Unallocated,
        Self::TwoCases,
        Self::ConsentGiven,
        Self::ConsentRefused,
        Self::Released,
        Self::LiveRequest,
        Self::ExpiredRequest,
        Self::AnalysisReleased,
        Self::AnalysisKept,
        Self::AwaitingGuardian,
        Self::AppealPending,
        Self::LittleRecorded,
    ];

    /// What a child of the kind is there to show.
    pub const fn shows(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::OutsideSibling => "sibling outside the case",
            Self::Confidential => "confidential",
            Self::Adoptive => "adoptive placement",
            Self::Restricted => "restricted",
            Self::Sealed => "sealed",
            Self::Excluded => "excluded",
            Self::OtherCouncil => "other council",
            Self::DraftBesideFiled => "draft beside what was filed",
            Self::DraftsOnly => "drafts only",
            Self::Unallocated => "unallocated",
            Self::TwoCases => "two open cases",
            Self::ConsentGiven => "originator agreed",
            Self::ConsentRefused => "originator refused",
            Self::Released => "released by direction",
            Self::LiveRequest => "live access request",
            Self::ExpiredRequest => "expired access request",
            Self::AnalysisReleased => "analysis released",
            Self::AnalysisKept => "analysis not released",
            Self::AwaitingGuardian => "guardian requested",
            Self::AppealPending => "appeal pending",
            Self::LittleRecorded => "little recorded",
        }
    }

    /// The name of its child within the invented council.
    pub fn slug(self) -> String {
        self.shows().replace(' ', "-")
    }
}
