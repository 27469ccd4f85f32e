//! What must hold before a plan moves: each condition under its name, with its words and the part of the record that
//! it rests on.

use crate::domain::{access::Class, vocabulary::vocabulary};

/// What a guard looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// What is stored: it can be told before anything is handed in whether the way is open.
    Record,
    /// The form handed in.
    Input,
}

macro_rules! guards {
    ($($variant:ident = $word:literal, $source:ident, [$($class:ident),*], $says:literal;)+) => {
        vocabulary! {
            /// A condition of a transition. `holds` decides each.
            Guard, "guard" { $($variant = $word,)+ }
        }

        impl Guard {
            /// What must be so, in words.
            pub const fn says(self) -> &'static str {
                match self { $(Guard::$variant => $says,)+ }
            }

            pub const fn source(self) -> Source {
                match self { $(Guard::$variant => Source::$source,)+ }
            }

            /// The classes of the record that it tells of.
            pub const fn rests_on(self) -> &'static [Class] {
                match self { $(Guard::$variant => &[$(Class::$class),*],)+ }
            }
        }
    };
}

guards! {
    ChildInScope = "CHILD_IN_SCOPE", Record, [Identity, LegalStatus, Proceedings],
        "the child is looked after, expected, or in pre-proceedings";
    NothingInPreparation = "NOTHING_IN_PREPARATION", Record, [Plan],
        "no other version is in preparation";
    AnotherInForce = "ANOTHER_IN_FORCE", Record, [Plan],
        "another version is still in force";
    PrimaryOption = "PRIMARY_OPTION", Record, [Plan],
        "exactly one option is the primary one";
    ContingencyOrReason = "CONTINGENCY_OR_REASON", Record, [Plan, PlanNarrative],
        "a contingency is named, or why there is none";
    Rationale = "RATIONALE", Record, [PlanNarrative],
        "the rationale is written";
    ChildsView = "CHILDS_VIEW", Record, [ChildVoice, PlanNarrative],
        "the child's own words are recorded, or why they are not";
    ParentsViews = "PARENTS_VIEWS", Record, [PlanNarrative],
        "the views of those with parental responsibility are written, or why they are not";
    SiblingAssessment = "SIBLING_ASSESSMENT", Record, [Family, PlanNarrative],
        "where a brother or sister is planned for too, it is assessed whether they live together";
    TargetDate = "TARGET_DATE", Record, [Plan],
        "a target date is set";
    Reason = "REASON", Input, [],
        "a reason is given";
    NotTheProposer = "NOT_THE_PROPOSER", Record, [Plan],
        "it was proposed by somebody else";
    ManagementNote = "MANAGEMENT_NOTE", Input, [Oversight],
        "a manager's note comes with it, or was put on the file since it was proposed";
    ParentPlacementApproved = "PARENT_PLACEMENT_APPROVED", Record, [Plan, LegalStatus],
        "where a child in care would live with a parent, the nominated officer approved it (Care Planning Regulations 2010, regulations 18 and 19)";
    LongTermFosterConfirmed = "LONG_TERM_FOSTER_CONFIRMED", Record, [Plan, Placement],
        "where the plan is long-term foster care, it was confirmed to carer, parent and child (Care Planning Regulations 2010, regulation 22B)";
    ReviewHeld = "REVIEW_HELD", Record, [Plan, Reviews],
        "a review held since it was authorised considered it (Care Planning Regulations 2010, regulation 32(2))";
    Independent = "INDEPENDENT", Record, [Team],
        "the one who acts is the child's reviewing officer and not barred (Care Planning Regulations 2010, regulation 46(3))";
    OutcomeGiven = "OUTCOME_GIVEN", Input, [],
        "it is said what the review made of it";
    ReasonToDisagree = "REASON_TO_DISAGREE", Input, [],
        "conditions or disagreement come with a reason";
    ReviewStillOpen = "REVIEW_STILL_OPEN", Record, [Plan, Reviews],
        "its review has not been completed";
    NotAdjournedBefore = "NOT_ADJOURNED_BEFORE", Record, [Plan, Reviews],
        "its review was not adjourned before (Care Planning Regulations 2010, regulation 36(2))";
    ReviewNotAdjourned = "REVIEW_NOT_ADJOURNED", Record, [Reviews],
        "no review stands adjourned (Care Planning Regulations 2010, regulation 36(2))";
    NotReviewedYet = "NOT_REVIEWED_YET", Record, [Plan],
        "no review of it is recorded";
    ReviewedBefore = "REVIEWED_BEFORE", Record, [Plan],
        "a review of it is recorded";
    AdoptionPlanned = "ADOPTION_PLANNED", Record, [Plan],
        "adoption is the primary option or a parallel one";
    NothingWithDecisionMaker = "NOTHING_WITH_DECISION_MAKER", Record, [Plan],
        "no plan of the child waits for the decision maker";
    PermanenceReport = "PERMANENCE_REPORT", Input, [],
        "the child's permanence report is attached (Adoption Agencies Regulations 2005, regulation 17)";
    MedicalAdvice = "MEDICAL_ADVICE", Input, [],
        "the medical adviser's advice is attached";
    LegalAdvice = "LEGAL_ADVICE", Input, [],
        "the legal adviser's advice is attached";
    PanelOrCourtRoute = "PANEL_OR_COURT_ROUTE", Input, [],
        "the route is named, and for the panel's the day of its final minutes";
    DecisionMakerNamed = "DECISION_MAKER_NAMED", Input, [],
        "the decision maker is named";
    NamedDecisionMaker = "NAMED_DECISION_MAKER", Record, [Plan],
        "it was referred to the one who acts";
    NotOnThePanel = "NOT_ON_THE_PANEL", Record, [Plan],
        "the one who acts did not sit on the panel (Adoption Agencies Regulations 2005, regulation 19(2))";
    AfterCareBegan = "AFTER_CARE_BEGAN", Record, [LegalStatus],
        "the period of care had begun";
    DecisionGiven = "DECISION_GIVEN", Input, [],
        "the decision is given";
    ProceedingsOpen = "PROCEEDINGS_OPEN", Record, [Proceedings],
        "an application about the child, the council's or another person's, is before a court";
    AdoptionApprovedIfPrimary = "ADOPTION_APPROVED_IF_PRIMARY", Record, [Plan],
        "where adoption is the primary option, the decision maker decided for it";
    AdoptionApproved = "ADOPTION_APPROVED", Record, [Plan],
        "the decision maker decided for adoption, and it was not reversed";
    Served = "SERVED", Input, [],
        "all parties were served, or an order dispensed with it";
    FinalPlanFiled = "FINAL_PLAN_FILED", Record, [Proceedings],
        "it was filed as the final plan and served";
    FinalOrderFits = "FINAL_ORDER_FITS", Record, [Plan, LegalStatus, Proceedings],
        "the cases in which it was filed have ended, and the final outcome fits an option that is worked on";
    FinalOutcomeDoesNotFit = "FINAL_OUTCOME_DOES_NOT_FIT", Record, [Plan, LegalStatus, Proceedings],
        "the cases in which it was filed have ended, and the final outcome fits no option that is worked on";
    RevocationOrRefusal = "REVOCATION_OR_REFUSAL", Record, [LegalStatus],
        "the placement order was revoked, or the adoption refused";
    NothingBeforeCourt = "NOTHING_BEFORE_COURT", Record, [Plan],
        "no earlier version is before the court, which this one would have to be filed to replace (Children Act 1989, section 31A(2))";
    NoOrderNeeded = "NO_ORDER_NEEDED", Record, [Plan, Proceedings],
        "the primary option needs no order, and the council has no application for one before a court";
    PlacementInPlace = "PLACEMENT_IN_PLACE", Record, [Plan, LegalStatus, Placement],
        "the placement that the option needs has begun";
    LeavingCareApproved = "LEAVING_CARE_APPROVED", Record, [Plan, LegalStatus, Identity],
        "where an accommodated child would leave care after 20 working days, the nominated officer approved it, at 16 or 17 the director (Care Planning Regulations 2010, regulation 39)";
    ConsentRoute = "CONSENT_ROUTE", Record, [Plan],
        "the decision for adoption rests on the parents' consent";
    MatchDecided = "MATCH_DECIDED", Record, [Plan],
        "where the child is to be adopted, the decision maker decided on the match (Adoption Agencies Regulations 2005, regulation 33)";
    DatesInOrder = "DATES_IN_ORDER", Record, [Plan, LegalStatus, PlacementDates],
        "care began, then came the decision for adoption, then its match and its placement; no placement order was made before the decision";
    NamedOfficer = "NAMED_OFFICER", Record, [Plan],
        "an approval about the child was referred to the one who acts";
    NotReportedYet = "NOT_REPORTED_YET", Record, [Plan],
        "it is not reported as achieved yet";
    AchievementOnRecord = "ACHIEVEMENT_ON_RECORD", Record, [Plan, LegalStatus, Placement, Reviews],
        "the record shows what achieves an option that is worked on";
    AchievementFits = "ACHIEVEMENT_FITS", Input, [],
        "how and when it was achieved is said, and is what the record shows";
    AchievementReported = "ACHIEVEMENT_REPORTED", Record, [Plan],
        "it was reported as achieved";
    NotTheReporter = "NOT_THE_REPORTER", Record, [Plan],
        "it was reported by somebody else";
    OrderAchieves = "ORDER_ACHIEVES", Record, [Plan, LegalStatus],
        "an order was made that alone brings about an option that is worked on";
    StillLookedAfter = "STILL_LOOKED_AFTER", Record, [LegalStatus],
        "the child is looked after";
    SuccessorReviewed = "SUCCESSOR_REVIEWED", Record, [Plan],
        "the later version was reviewed, or could not wait for a review";
    SuccessorFiled = "SUCCESSOR_FILED", Record, [Plan],
        "the later version is filed and served too";
    ReversalReferred = "REVERSAL_REFERRED", Record, [Plan],
        "the reversal was referred to the one who acts";
    ReversalCode = "REVERSAL_CODE", Input, [],
        "the reason is given in the national return's code, RD1 to RD4";
    NoAdoptionPending = "NO_ADOPTION_PENDING", Record, [Proceedings],
        "no application for an adoption order is before a court";
    CareEnded = "CARE_ENDED", Record, [Identity, LegalStatus, Proceedings],
        "the child is neither looked after, nor expected, nor in pre-proceedings";
    NothingAchieved = "NOTHING_ACHIEVED", Record, [Plan, LegalStatus, Placement, Reviews],
        "the record does not show that permanence was achieved, which would be reported and confirmed instead";
}
