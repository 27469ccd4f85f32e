//! The closed vocabularies of deadlines, as the schema prints them.

use async_graphql::Enum;

use crate::domain::deadlines;

/// How a deadline stands today.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "deadlines::Status")]
pub enum DeadlineStatus {
    /// Open, and not soon.
    Due,
    /// Open, and due within 10 working days.
    DueSoon,
    /// Done in time, or done where there is no date.
    Met,
    /// Done after its date: late is late for ever.
    MetLate,
    /// Open, and past its date.
    Overdue,
    /// It never applied, or no longer does; the reason is given.
    NotApplicable,
    /// Open, and there is no date: the calendar of working days does not reach so far, or nobody has stated it.
    NotComputed,
}

/// What kind of thing is due.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "deadlines::DeadlineKind")]
pub enum DeadlineKind {
    /// The care plan.
    CarePlan,
    /// The plan for permanence.
    PermanencePlan,
    /// The placement plan.
    PlacementPlan,
    /// How long a placement or an approval may last.
    PlacementLimit,
    /// Notice of a placement, its end, or its area.
    Notice,
    /// A review of the child's case.
    Review,
    /// A visit to the child.
    Visit,
    /// A health assessment.
    Health,
    /// The personal education plan.
    Education,
    /// The assessment of needs before leaving care.
    Pathway,
    /// Contact with the family.
    Contact,
    /// A decision of the agency decision maker, or telling of it.
    AdmDecision,
    /// A step of adoption.
    Adoption,
    /// A step of the court's timetable.
    CourtTimetable,
    /// The 26 weeks of care proceedings (Children Act 1989, section 32).
    Weeks26,
    /// The end of an emergency order.
    EmergencyOrder,
    /// A formal dispute of the reviewing officer.
    Dispute,
    /// A manager's oversight.
    Oversight,
    /// The appointment of the reviewing officer.
    Appointment,
    /// The record of a review.
    Record,
}

/// By whose number a date is counted.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "deadlines::Standard")]
pub enum DeadlineStandard {
    /// By the rule's own source.
    Statutory,
    /// By the council's own, tighter number.
    Local,
}

/// What a limit rests on. Only statute, regulations and rules of court bind in law.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "deadlines::Basis")]
pub enum DeadlineBasis {
    /// An Act.
    Statute,
    /// Regulations.
    Regulation,
    /// Rules of court and their practice directions.
    RulesOfCourt,
    /// Guidance: a miss is no breach of law.
    Guidance,
    /// Practice: a miss is no breach of law.
    Practice,
    /// The council's own standard.
    Local,
}

/// How sure the number is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "deadlines::Mark")]
pub enum DeadlineCertainty {
    /// The text of the instrument was read.
    Verified,
    /// Seen in a secondary source.
    Secondary,
    /// Recalled, and not verified.
    Recalled,
    /// Decided by this product where the law is silent.
    Product,
}
