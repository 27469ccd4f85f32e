//! Plans, appointments, oversight, and how long records are kept.

use crate::domain::access::Class;
use crate::domain::deadlines::fact_kind::EventKind as E;
use crate::domain::deadlines::fact_kind::FactKind::Event;
use crate::domain::deadlines::fact_kind::FactKind::Record;
use crate::domain::deadlines::fact_kind::RecordKind as R;
use crate::domain::deadlines::limit::Limit;
use crate::domain::deadlines::rule::Case;
use crate::domain::deadlines::rule::Rule;
use crate::domain::deadlines::rule::may;
use crate::domain::deadlines::words::Basis;
use crate::domain::deadlines::words::Bound;
use crate::domain::deadlines::words::DeadlineKind;
use crate::domain::deadlines::words::Mark;

const REGULATION: Rule = Rule::of(
    DeadlineKind::CarePlan,
    Class::Plan,
    Class::PlacementDates,
    Basis::Regulation,
);

pub const CARE_PLAN: Rule = Rule {
    id: "CARE_PLAN",
    title: "care plan",
    trigger: "start of the first placement, where the child is not in care and has no plan yet",
    case: Case::of(&[Limit::working_days(10)]),
    exceptions: "made before the placement; this limit only where that is not practicable. Care orders: the plan follows the court's timetable (section 31A). From 16 under section 20 the young person agrees the plan",
    source: "Care Planning Regulations 2010, reg 4(2), (5)",
    met_by: &[Event(E::CarePlanMade)],
    ..REGULATION
};

pub const PERM_PLAN: Rule = Rule {
    id: "PERM_PLAN",
    title: "plan for permanence authorised",
    trigger: "child becomes looked after",
    case: Case::named(
        "",
        "by the second review: its last day or the day on which it is held, whichever is earlier; a late first review does not put it off",
        &[Limit::working_days(20), Limit::months(3)],
    ),
    exceptions: "if missed, the reason is recorded",
    kind: DeadlineKind::PermanencePlan,
    set_off_class: Class::LegalStatus,
    basis: Basis::Guidance,
    source: "One Adoption procedure manual; statutory guidance not seen",
    mark: Mark::Secondary,
    met_by: &[Record(R::PlanVersion)],
    asks: &[
        may(
            "review_1_held_on",
            "the day of the first review, where it is held",
        ),
        may(
            "review_2_held_on",
            "the day of the second review, where it is held",
        ),
    ],
    ..REGULATION
};

pub const IRO_APPOINT: Rule = Rule {
    id: "IRO_APPOINT",
    title: "independent reviewing officer appointed",
    trigger: "child becomes looked after",
    case: Case::named(
        "",
        "before the first review: on its last day, or before it is held",
        &[Limit::working_days(20)],
    ),
    exceptions: "siblings normally share one; a looked-after parent and child never do",
    kind: DeadlineKind::Appointment,
    due_class: Class::Team,
    set_off_class: Class::LegalStatus,
    basis: Basis::Statute,
    source: "Children Act 1989, s 25A(2)",
    met_by: &[Event(E::IroAppointed)],
    asks: &[may(
        "review_1_held_on",
        "the day of the first review, where it is held",
    )],
    ..REGULATION
};

pub const IRO_APPOINT_PRACTICE: Rule = Rule {
    id: "IRO_APPOINT_PRACTICE",
    title: "independent reviewing officer appointed, good practice",
    trigger: "child becomes looked after",
    case: Case::of(&[Limit::working_days(5)]),
    exceptions: "",
    basis: Basis::Practice,
    source: "council procedure manuals",
    mark: Mark::Secondary,
    asks: &[],
    ..IRO_APPOINT
};

pub const IRO_VACANCY: Rule = Rule {
    id: "IRO_VACANCY",
    title: "vacancy of the independent reviewing officer filled",
    trigger: "reviewing officer left",
    case: Case::named("", "as soon as practicable: no number", &[Limit::AS_STATED]),
    exceptions: "",
    set_off_class: Class::Team,
    source: "Children Act 1989, s 25A(3)",
    asks: &[],
    ..IRO_APPOINT
};

pub const IRO_DISPUTE: Rule = Rule {
    id: "IRO_DISPUTE",
    title: "formal dispute of the reviewing officer resolved",
    trigger: "formal dispute opened",
    case: Case::of(&[Limit::working_days(20)]),
    exceptions: "the whole process; the officer may skip levels and may go to CAFCASS at any stage",
    kind: DeadlineKind::Dispute,
    due_class: Class::Oversight,
    set_off_class: Class::Oversight,
    basis: Basis::Guidance,
    source: "IRO Handbook, 6.2",
    mark: Mark::Secondary,
    met_by: &[Record(R::Dispute)],
    ..REGULATION
};

/// The time looked after that makes a child of 16 or 17 an eligible child, counted from the first age to before the
/// second and on.
pub const ELIGIBLE: Case = Case::named(
    "ELIGIBLE",
    "looked after for so long in all since 14, some of it at 16 or 17; short breaks do not count",
    &[Limit::weeks(13)],
)
.aged(14, 16)
.from("Care Planning Regulations 2010, reg 40", Mark::Verified);

pub const PATHWAY: Rule = Rule {
    id: "PATHWAY",
    title: "assessment of needs for the pathway plan",
    trigger: "eligible child's 16th birthday, or the day on which the child becomes eligible, whichever is later",
    case: Case::of(&[Limit::months(3)]),
    others: &[ELIGIBLE],
    exceptions: "the pathway plan follows as soon as possible after the assessment",
    kind: DeadlineKind::Pathway,
    set_off_class: Class::Identity,
    source: "Care Planning Regulations 2010, regs 40, 42",
    met_by: &[Event(E::PathwayAssessed)],
    ..REGULATION
};

pub const PATHWAY_ADVISER: Rule = Rule {
    id: "PATHWAY_ADVISER",
    title: "personal adviser arranged for an eligible child",
    trigger: "child becomes eligible",
    case: Case::named("", "no number", &[Limit::AS_STATED]),
    exceptions: "not followed from facts",
    kind: DeadlineKind::Pathway,
    due_class: Class::Team,
    set_off_class: Class::Identity,
    basis: Basis::Statute,
    source: "Children Act 1989, sch 2 para 19C",
    mark: Mark::Recalled,
    ..REGULATION
};

pub const OVERSIGHT: Rule = Rule {
    id: "OVERSIGHT",
    title: "manager's oversight entry",
    trigger: "child becomes looked after, then each entry",
    case: Case::named(
        "",
        "the council's own interval in days",
        &[Limit::AS_COUNCIL_SETS],
    ),
    repeats: "from each entry",
    kind: DeadlineKind::Oversight,
    due_class: Class::Oversight,
    set_off_class: Class::Oversight,
    basis: Basis::Local,
    source: "the council's own standard",
    mark: Mark::Product,
    met_by: &[Event(E::OversightRecorded)],
    asks: &[crate::domain::deadlines::rule::needed(
        "interval_days",
        "the council's interval in days",
    )],
    ..REGULATION
};

pub const RETAIN_BORN: Case = Case::named(
    "BORN",
    "75th birthday (born on 29 February: 1 March [P])",
    &[Limit::birthday(75)],
);

pub const RETAIN_DIED: Case = Case::named(
    "DIED",
    "died before 18: the day of death is the first of the years",
    &[Limit::years(15).beginning_with()],
);

pub const RETAIN: Rule = Rule {
    id: "RETAIN",
    title: "case record kept",
    trigger: "birth, or death before 18",
    case: RETAIN_BORN,
    others: &[RETAIN_DIED],
    exceptions: "an adoption record is kept longer, by other regulations; no working day is counted, so the calendar's end does not matter",
    bound: Bound::KeepUntil,
    kind: DeadlineKind::Record,
    due_class: Class::Identity,
    set_off_class: Class::Identity,
    source: "Care Planning Regulations 2010, reg 50",
    ..REGULATION
};

pub const RULES: &[Rule] = &[
    CARE_PLAN,
    PERM_PLAN,
    IRO_APPOINT,
    IRO_APPOINT_PRACTICE,
    IRO_VACANCY,
    IRO_DISPUTE,
    PATHWAY,
    PATHWAY_ADVISER,
    OVERSIGHT,
    RETAIN,
];
