//! Health assessments and the personal education plan.

use crate::domain::access::Class;
use crate::domain::deadlines::fact_kind::FactKind::Record;
use crate::domain::deadlines::fact_kind::RecordKind as R;
use crate::domain::deadlines::limit::Limit;
use crate::domain::deadlines::rule::Case;
use crate::domain::deadlines::rule::Rule;
use crate::domain::deadlines::rule::may;
use crate::domain::deadlines::rule::needed;
use crate::domain::deadlines::words::Basis;
use crate::domain::deadlines::words::DeadlineKind;
use crate::domain::deadlines::words::Mark;

const HEALTH: Rule = Rule::of(
    DeadlineKind::Health,
    Class::Health,
    Class::LegalStatus,
    Basis::Regulation,
);

/// An assessment so long before the placement makes a new one unnecessary.
pub const ASSESSED_BEFORE: Case = Case::named(
    "ASSESSED_BEFORE",
    "an assessment with a written report in the time before the placement excuses",
    &[Limit::months(3).before()],
);

pub const IHA: Rule = Rule {
    id: "IHA",
    title: "initial health assessment, by a doctor",
    trigger: "child becomes looked after",
    case: Case::named(
        "",
        "before the first review: on its last day, or the day on which it is held",
        &[Limit::working_days(20)],
    ),
    others: &[ASSESSED_BEFORE],
    exceptions: "before the first placement where practicable; a competent child may refuse. Short breaks under regulation 48: not applicable",
    source: "Care Planning Regulations 2010, reg 7(1)-(4)",
    met_by: &[Record(R::HealthAssessment)],
    asks: &[may(
        "review_1_held_on",
        "the day of the first review, where it is held",
    )],
    ..HEALTH
};

pub const RHA_UNDER_5: Case = Case::named(
    "UNDER_5",
    "under 5 at the last assessment",
    &[Limit::months(6)],
)
.aged(0, 5);

pub const RHA_FROM_5: Case = Case::named(
    "FROM_5",
    "5 or older at the last assessment",
    &[Limit::months(12)],
)
.aged(5, 18);

pub const RHA: Rule = Rule {
    id: "RHA",
    title: "review health assessment, by a doctor, or a nurse or midwife under a doctor's supervision",
    trigger: "last health assessment",
    case: RHA_UNDER_5,
    others: &[RHA_FROM_5],
    repeats: "from each assessment",
    exceptions: "a competent child may refuse: the next counts from the refusal [P]. Short breaks under regulation 48: not applicable",
    set_off_class: Class::Health,
    source: "Care Planning Regulations 2010, reg 7(1)-(4)",
    met_by: &[Record(R::HealthAssessment)],
    asks: &[needed("born_on", "the child's date of birth")],
    ..HEALTH
};

pub const PEP: Rule = Rule {
    id: "PEP",
    title: "personal education plan",
    trigger: "start of the first placement",
    case: Case::named(
        "",
        "as the care plan; by the first review where that is earlier",
        &[Limit::working_days(10)],
    )
    .aged(5, 16),
    exceptions: "part of the care plan so far as reasonably practicable; school age, taken as 5 to 15 [P]",
    kind: DeadlineKind::Education,
    due_class: Class::Education,
    set_off_class: Class::PlacementDates,
    basis: Basis::Guidance,
    source: "as the care plan (Care Planning Regulations 2010, regs 4(2), 5(b)(ii)); council procedure (Knowsley)",
    mark: Mark::Secondary,
    met_by: &[Record(R::EducationPlan)],
    asks: &[may(
        "review_1_held_on",
        "the day of the first review, where it is held",
    )],
    ..HEALTH
};

pub const PEP_TERMLY: Rule = Rule {
    id: "PEP_TERMLY",
    title: "personal education plan reviewed",
    trigger: "school term",
    case: Case::named("", "each term: no number", &[Limit::AS_STATED]),
    exceptions: "terms are the school's, so no date is computed; not followed from facts",
    kind: DeadlineKind::Education,
    due_class: Class::Education,
    set_off_class: Class::Education,
    basis: Basis::Guidance,
    source: "Children Act 1989 guidance, volume 2",
    mark: Mark::Recalled,
    ..HEALTH
};

pub const RULES: &[Rule] = &[IHA, RHA, PEP, PEP_TERMLY];
