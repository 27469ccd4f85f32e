//! The closed vocabularies of deadlines. Each word is what is stored, printed and served.

use std::fmt;
use std::str::FromStr;

/// A word that is not in one of these vocabularies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not a {vocabulary}")]
pub struct NotAWord {
    pub vocabulary: &'static str,
    pub word: String,
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
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

words! {
    /// What kind of thing is due.
    DeadlineKind, "kind of deadline" {
        CarePlan = "CARE_PLAN",
        PermanencePlan = "PERMANENCE_PLAN",
        PlacementPlan = "PLACEMENT_PLAN",
        /// How long a placement or an approval may last, and what must be settled before it ends.
        PlacementLimit = "PLACEMENT_LIMIT",
        Notice = "NOTICE",
        Review = "REVIEW",
        Visit = "VISIT",
        Health = "HEALTH",
        Education = "EDUCATION",
        Pathway = "PATHWAY",
        Contact = "CONTACT",
        AdmDecision = "ADM_DECISION",
        Adoption = "ADOPTION",
        CourtTimetable = "COURT_TIMETABLE",
        Weeks26 = "WEEKS_26",
        EmergencyOrder = "EMERGENCY_ORDER",
        Dispute = "DISPUTE",
        Oversight = "OVERSIGHT",
        Appointment = "APPOINTMENT",
        Record = "RECORD",
    }
}

words! {
    /// What a limit rests on. Only the first three bind in law.
    Basis, "basis" {
        Statute = "STATUTE",
        Regulation = "REGULATION",
        RulesOfCourt = "RULES_OF_COURT",
        Guidance = "GUIDANCE",
        Practice = "PRACTICE",
        /// The council's own standard.
        Local = "LOCAL",
    }
}

impl Basis {
    /// Is a miss a breach of law? A miss of guidance is never called one.
    pub const fn binds(self) -> bool {
        matches!(
            self,
            Basis::Statute | Basis::Regulation | Basis::RulesOfCourt
        )
    }
}

words! {
    /// How sure the number is.
    Mark, "mark" {
        /// The text of the instrument was read.
        Verified = "V",
        /// Seen in a secondary source.
        Secondary = "S",
        /// Recalled, not verified.
        Recalled = "R",
        /// Decided by this product where the law is silent.
        Product = "P",
    }
}

words! {
    Unit, "unit" {
        WorkingDays = "WORKING_DAYS",
        Days = "DAYS",
        Weeks = "WEEKS",
        Months = "MONTHS",
        Years = "YEARS",
        Hours = "HOURS",
        /// The day on which the child reaches an age in years.
        Birthday = "BIRTHDAY",
        /// No number: the date is stated by an order, a person or a review.
        AsStated = "AS_STATED",
        /// The number is the council's own.
        AsCouncilSets = "AS_COUNCIL_SETS",
    }
}

words! {
    Counting, "way of counting" {
        /// The day that sets it off is day 0.
        Day0 = "DAY_0",
        /// The day that sets it off is day 1, or the next business day where it is none: the court's way.
        Day1 = "DAY_1",
        /// The day that sets it off is the first of the days: the last is one earlier than with day 0.
        BeginningWith = "BEGINNING_WITH",
        /// Backwards from a day that lies ahead.
        Before = "BEFORE",
        AsStated = "AS_STATED",
    }
}

words! {
    /// What the date means.
    Bound, "bound" {
        /// To be done on this day at the latest.
        NotAfter = "NOT_AFTER",
        /// Not to be done before this day.
        NotBefore = "NOT_BEFORE",
        /// To be kept to this day.
        KeepUntil = "KEEP_UNTIL",
        /// A quantity that decides which rules apply; no date of its own.
        Threshold = "THRESHOLD",
    }
}

words! {
    Standard, "standard" {
        /// By the rule's own source.
        Statutory = "STATUTORY",
        /// By the council's own, tighter, number.
        Local = "LOCAL",
    }
}

words! {
    Status, "status" {
        Due = "DUE",
        DueSoon = "DUE_SOON",
        Met = "MET",
        MetLate = "MET_LATE",
        Overdue = "OVERDUE",
        NotApplicable = "NOT_APPLICABLE",
        /// Open without a date: past the calendar, or not stated by anybody.
        NotComputed = "NOT_COMPUTED",
    }
}

words! {
    /// Why a deadline does not, or no longer, apply.
    Reason, "reason" {
        CareEnded = "CARE_ENDED",
        Died = "DIED",
        Adult = "ADULT",
        Adopted = "ADOPTED",
        Transferred = "TRANSFERRED",
        PlacedForAdoption = "PLACED_FOR_ADOPTION",
        AdoptivePlacementEnded = "ADOPTIVE_PLACEMENT_ENDED",
        AuthorityEnded = "AUTHORITY_ENDED",
        PlanReversed = "PLAN_REVERSED",
        ShortBreak = "SHORT_BREAK",
        ShortBreaksEnded = "SHORT_BREAKS_ENDED",
        PlacementEnded = "PLACEMENT_ENDED",
        ArrangementEnded = "ARRANGEMENT_ENDED",
        CourtTimetable = "COURT_TIMETABLE",
        ProceedingsEnded = "PROCEEDINGS_ENDED",
        Extended = "EXTENDED",
        AssessedBefore = "ASSESSED_BEFORE",
        Refused = "REFUSED",
        NotOfSchoolAge = "NOT_OF_SCHOOL_AGE",
        /// What would meet it was not recorded here then: nothing is known of it.
        NotRecordedHere = "NOT_RECORDED_HERE",
    }
}
