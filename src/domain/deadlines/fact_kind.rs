//! The kinds of facts that set deadlines off and meet them.

use std::fmt;
use std::str::FromStr;

use super::words::NotAWord;

macro_rules! kinds {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$vmeta:meta])* $variant:ident = $word:literal, $says:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// In words, to follow "from" or "by".
            pub const fn says(self) -> &'static str {
                match self { $(Self::$variant => $says,)+ }
            }
        }

        impl FromStr for $name {
            type Err = NotAWord;

            fn from_str(word: &str) -> Result<Self, NotAWord> {
                Self::ALL.iter().copied().find(|it| it.word() == word).ok_or_else(|| NotAWord {
                    vocabulary: $what,
                    word: word.to_owned(),
                })
            }
        }
    };
}

kinds! {
    /// What has a record of its own.
    RecordKind, "kind of record" {
        PeriodOfCare = "PERIOD_OF_CARE", "the day on which the child became looked after";
        LegalStatus = "LEGAL_STATUS", "the day on which the legal status began";
        Placement = "PLACEMENT", "the placement";
        Review = "REVIEW", "the review";
        AdoptionReview = "ADOPTION_REVIEW", "the adoption review";
        Visit = "VISIT", "the visit";
        HealthAssessment = "HEALTH_ASSESSMENT", "the health assessment";
        EducationPlan = "EDUCATION_PLAN", "the personal education plan";
        PlanVersion = "PLAN_VERSION", "the authorised plan";
        AdmCase = "ADM_CASE", "the decision maker's case";
        Proceedings = "PROCEEDINGS", "the proceedings";
        Hearing = "HEARING", "the hearing";
        Extension = "EXTENSION", "the extension";
        Direction = "DIRECTION", "the direction";
        Guardian = "GUARDIAN", "the guardian's appointment";
        GuardianAnalysis = "GUARDIAN_ANALYSIS", "the guardian's analysis";
        Dispute = "DISPUTE", "the dispute";
        Birthday = "BIRTHDAY", "the birthday";
    }
}

kinds! {
    /// What has no record of its own: one dated event.
    EventKind, "kind of event" {
        IroAppointed = "IRO_APPOINTED", "the reviewing officer's appointment";
        IroLeft = "IRO_LEFT", "the day on which the reviewing officer left";
        CarePlanMade = "CARE_PLAN_MADE", "the care plan";
        PlacementPlanMade = "PLACEMENT_PLAN_MADE", "the placement plan";
        PlacementNotified = "PLACEMENT_NOTIFIED", "the notice of the placement";
        PlacedOutOfArea = "PLACED_OUT_OF_AREA", "the placement out of the area";
        AreaNotified = "AREA_NOTIFIED", "the notice to the area authority";
        PlacementEndedAtOnce = "PLACEMENT_ENDED_AT_ONCE", "the ending of a placement at once";
        PlacementEndNotified = "PLACEMENT_END_NOTIFIED", "the notice that the placement ended";
        EmergencyPlacement = "EMERGENCY_PLACEMENT", "the emergency placement";
        CarerApproved = "CARER_APPROVED", "the carer's approval";
        Reg24Started = "REG24_STARTED", "the temporary approval of the connected person";
        Reg24Extended = "REG24_EXTENDED", "the extension of the temporary approval";
        Reg24Ended = "REG24_ENDED", "the end of the temporary approval";
        Reg19Started = "REG19_STARTED", "the placement with a parent before assessment";
        Reg19Assessed = "REG19_ASSESSED", "the assessment and review of the placement with a parent";
        Reg19Decided = "REG19_DECIDED", "the approved decision on the placement with a parent";
        ParentPlacementApproved = "PARENT_PLACEMENT_APPROVED", "the approval of the placement with a parent";
        LongTermConfirmedToCarer = "LONG_TERM_CONFIRMED_TO_CARER", "the confirmation of the long-term placement to the carer";
        LongTermConfirmedToParent = "LONG_TERM_CONFIRMED_TO_PARENT", "the confirmation of the long-term placement to the parent";
        LongTermConfirmedToChild = "LONG_TERM_CONFIRMED_TO_CHILD", "the confirmation of the long-term placement to the child";
        /// The child was of sufficient age and understanding, and agreed.
        ChildAgreedToFewerVisits = "CHILD_AGREED_TO_FEWER_VISITS", "the child's agreement to fewer visits";
        AgreementWithdrawn = "AGREEMENT_WITHDRAWN", "the withdrawal of that agreement";
        IntendedTo18 = "INTENDED_TO_18", "the decision that the placement is to last until 18";
        OthersRunStarted = "OTHERS_RUN_STARTED", "the day on which somebody else became responsible for the living arrangements";
        OthersRunChanged = "OTHERS_RUN_CHANGED", "the change of who is responsible for the living arrangements";
        OthersRunEnded = "OTHERS_RUN_ENDED", "the day on which the living arrangements came back to the council";
        AdverseNotice = "ADVERSE_NOTICE", "the first receipt of the notice about the children's home";
        VisitRequested = "VISIT_REQUESTED", "the request for a visit";
        ReviewRequested = "REVIEW_REQUESTED", "the request for a review";
        DecisionsOut = "DECISIONS_OUT", "the sending of the review's decisions";
        RecordMade = "RECORD_MADE", "the record of the review";
        RecordCirculated = "RECORD_CIRCULATED", "the circulation of the record";
        /// A condition of regulation 48 that dates do not show: another carer or place, no return to the parent.
        ShortBreakConditionsBroken = "SHORT_BREAK_CONDITIONS_BROKEN", "the end of the conditions for short breaks";
        AssessmentRefused = "ASSESSMENT_REFUSED", "the child's refusal of the health assessment";
        AuthorityToPlace = "AUTHORITY_TO_PLACE", "the authority to place for adoption";
        AuthorityEnded = "AUTHORITY_ENDED", "the end of the authority to place";
        AdoptionEndorsed = "ADOPTION_ENDORSED", "the review that set adoption as the plan";
        ParentsToldOrally = "PARENTS_TOLD_ORALLY", "the telling of the parents";
        ParentsToldInWriting = "PARENTS_TOLD_IN_WRITING", "the letter to the parents";
        VisitIntervalSet = "VISIT_INTERVAL_SET", "the interval of visits set by the review";
        AdoptionAppliedFor = "ADOPTION_APPLIED_FOR", "the application for an adoption order";
        ConsentWithdrawn = "CONSENT_WITHDRAWN", "the parent's request for the child's return";
        ChildReturned = "CHILD_RETURNED", "the child's return";
        AdoptersGiveBack = "ADOPTERS_GIVE_BACK", "the notice that the adopters give the child back";
        CourtAllocated = "COURT_ALLOCATED", "the court's allocation and directions on issue";
        AdvocatesMet = "ADVOCATES_MET", "the advocates' meeting";
        AssessmentOrderBegins = "ASSESSMENT_ORDER_BEGINS", "the day on which the assessment begins by the order";
        AssessmentOrderEnded = "ASSESSMENT_ORDER_ENDED", "the end of the assessment";
        EmergencyOrderMade = "EMERGENCY_ORDER_MADE", "the emergency protection order";
        EmergencyOrderExtended = "EMERGENCY_ORDER_EXTENDED", "the extension of the emergency protection order";
        EmergencyOrderEnded = "EMERGENCY_ORDER_ENDED", "the end of the emergency protection";
        ContactRefused = "CONTACT_REFUSED", "the refusal of contact";
        ContactRefusalEnded = "CONTACT_REFUSAL_ENDED", "the end of the refusal, or the court's order";
        ContactDepartureAgreed = "CONTACT_DEPARTURE_AGREED", "the agreed departure from the contact order";
        ContactChangeNotified = "CONTACT_CHANGE_NOTIFIED", "the notice about contact";
        PathwayAssessed = "PATHWAY_ASSESSED", "the assessment of needs";
        MatchedWithCarers = "MATCHED_WITH_CARERS", "the match with the carers at the council's own panel";
        OversightRecorded = "OVERSIGHT_RECORDED", "the manager's oversight entry";
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    Record(RecordKind),
    Event(EventKind),
}

impl FactKind {
    pub const fn word(self) -> &'static str {
        match self {
            FactKind::Record(kind) => kind.word(),
            FactKind::Event(kind) => kind.word(),
        }
    }

    pub const fn says(self) -> &'static str {
        match self {
            FactKind::Record(kind) => kind.says(),
            FactKind::Event(kind) => kind.says(),
        }
    }
}

impl fmt::Display for FactKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for FactKind {
    type Err = NotAWord;

    fn from_str(word: &str) -> Result<Self, NotAWord> {
        word.parse()
            .map(FactKind::Record)
            .or_else(|_| word.parse().map(FactKind::Event))
    }
}

impl From<RecordKind> for FactKind {
    fn from(kind: RecordKind) -> Self {
        FactKind::Record(kind)
    }
}

impl From<EventKind> for FactKind {
    fn from(kind: EventKind) -> Self {
        FactKind::Event(kind)
    }
}
