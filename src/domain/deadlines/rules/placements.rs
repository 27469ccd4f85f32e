//! Placements: plans and notices, and how long temporary ones may last.

use crate::domain::access::Class;
use crate::domain::deadlines::fact_kind::EventKind as E;
use crate::domain::deadlines::fact_kind::FactKind::Event;
use crate::domain::deadlines::fact_kind::FactKind::Record;
use crate::domain::deadlines::fact_kind::RecordKind as R;
use crate::domain::deadlines::limit::Limit;
use crate::domain::deadlines::rule::Case;
use crate::domain::deadlines::rule::Rule;
use crate::domain::deadlines::words::Basis;
use crate::domain::deadlines::words::Bound;
use crate::domain::deadlines::words::DeadlineKind;
use crate::domain::deadlines::words::Mark;

const NOTICE: Rule = Rule::of(
    DeadlineKind::Notice,
    Class::Placement,
    Class::PlacementDates,
    Basis::Regulation,
);

const LIMIT: Rule = Rule::of(
    DeadlineKind::PlacementLimit,
    Class::Placement,
    Class::PlacementDates,
    Basis::Regulation,
);

pub const PLACEMENT_PLAN: Rule = Rule {
    id: "PLACEMENT_PLAN",
    title: "placement plan",
    trigger: "start of the placement",
    case: Case::of(&[Limit::working_days(5)]),
    exceptions: "made before the placement; this limit only where that is not practicable. The reviewing officer is informed. Short breaks under regulation 48: not applicable",
    kind: DeadlineKind::PlacementPlan,
    source: "Care Planning Regulations 2010, reg 9(1)-(2)",
    met_by: &[Event(E::PlacementPlanMade)],
    ..NOTICE
};

pub const PLACEMENT_NOTIFY: Rule = Rule {
    id: "PLACEMENT_NOTIFY",
    title: "written notice of the placement",
    trigger: "start of the placement",
    case: Case::of(&[Limit::working_days(5)]),
    exceptions: "given before the placement; this limit in an emergency. May be withheld from parents, contact-order holders and a former carer where it would put the child at risk of significant harm (reg 13(3)). Short breaks under regulation 48: not applicable",
    source: "Care Planning Regulations 2010, reg 13",
    met_by: &[Event(E::PlacementNotified)],
    ..NOTICE
};

pub const PLACEMENT_END: Rule = Rule {
    id: "PLACEMENT_END",
    title: "notice that a placement was ended at once",
    trigger: "end of a placement that was ended for an immediate risk",
    case: Case::of(&[Limit::working_days(10)]),
    exceptions: "otherwise a placement ends only after a review, with notices before",
    source: "Care Planning Regulations 2010, reg 14",
    met_by: &[Event(E::PlacementEndNotified)],
    ..NOTICE
};

pub const AREA_NOTIFY: Rule = Rule {
    id: "AREA_NOTIFY",
    title: "notice to the authority of the area, with the child's needs and the care plan",
    trigger: "start of a placement out of the council's area",
    case: Case::of(&[Limit::working_days(5)]),
    exceptions: "given before the placement; this limit in an emergency. The nominated officer approves; the director of children's services where it is at a distance (neither own nor adjoining area)",
    source: "Care Planning Regulations 2010, regs 11, 13, as amended by SI 2013/3239",
    met_by: &[Event(E::AreaNotified)],
    ..NOTICE
};

pub const P_BEFORE_ASSESS: Rule = Rule {
    id: "P_BEFORE_ASSESS",
    title: "assessment and review of a placement with a parent before assessment",
    trigger: "start of the placement",
    case: Case::of(&[Limit::working_days(10)]),
    exceptions: "the nominated officer must find the placement necessary",
    source: "Care Planning Regulations 2010, reg 19",
    met_by: &[Event(E::Reg19Assessed)],
    ..LIMIT
};

pub const P_BEFORE_ASSESS_DECISION: Rule = Rule {
    id: "P_BEFORE_ASSESS_DECISION",
    title: "approved decision on a placement with a parent before assessment",
    trigger: "assessment made",
    exceptions: "if the placement is not confirmed, it is ended",
    met_by: &[Event(E::Reg19Decided)],
    ..P_BEFORE_ASSESS
};

pub const P_REVIEW: Rule = Rule {
    id: "P_REVIEW",
    title: "review before a placement with a parent is approved",
    trigger: "nominated officer's approval",
    case: Case::of(&[Limit::days(0).before()]),
    exceptions: "a placement under reg 19 is reviewed within its own limit",
    kind: DeadlineKind::Review,
    due_class: Class::Reviews,
    source: "Care Planning Regulations 2010, reg 17(d)",
    met_by: &[Record(R::Review)],
    ..LIMIT
};

pub const TEMP_KIN: Rule = Rule {
    id: "TEMP_KIN",
    title: "end of the temporary approval of a connected person",
    trigger: "temporary approval",
    case: Case::of(&[Limit::weeks(16)]),
    exceptions: "then approve in full, extend, or move the child. Wales has 24 weeks, and England had for some months of 2020",
    source: "Care Planning Regulations 2010, reg 24",
    met_by: &[
        Event(E::Reg24Extended),
        Event(E::Reg24Ended),
        Event(E::CarerApproved),
        Record(R::Placement),
    ],
    ..LIMIT
};

pub const TEMP_KIN_EXTENSION: Rule = Rule {
    id: "TEMP_KIN_EXTENSION",
    title: "end of the extended temporary approval",
    trigger: "end of the first 16 weeks",
    case: Case::of(&[Limit::weeks(8)]),
    exceptions: "once, or until the outcome of a review of a refusal; needs that it is still the most appropriate placement, the fostering panel's views, the reviewing officer informed and the nominated officer's approval",
    source: "Care Planning Regulations 2010, reg 25(2)-(6)",
    met_by: &[
        Event(E::Reg24Ended),
        Event(E::CarerApproved),
        Record(R::Placement),
    ],
    ..LIMIT
};

pub const EMERG_FOSTER: Rule = Rule {
    id: "EMERG_FOSTER",
    title: "end of an emergency placement with a foster carer outside the terms of approval",
    trigger: "emergency placement",
    case: Case::of(&[Limit::working_days(6)]),
    exceptions: "unless the terms of approval are amended",
    source: "Care Planning Regulations 2010, reg 23",
    met_by: &[Event(E::CarerApproved), Record(R::Placement)],
    ..LIMIT
};

pub const SHORT_BREAK_STAY: Rule = Rule {
    id: "SHORT_BREAK_STAY",
    title: "end of one stay of a series of short breaks",
    trigger: "start of the stay",
    case: Case::of(&[Limit::days(17)]),
    exceptions: "a longer stay: the full rules apply to it from its start. The published page prints an older text without this number beside it",
    source: "Care Planning Regulations 2010, reg 48(2)(c)",
    met_by: &[Record(R::PeriodOfCare)],
    ..LIMIT
};

pub const SHORT_BREAK_TOTAL: Rule = Rule {
    id: "SHORT_BREAK_TOTAL",
    title: "days of short breaks in twelve months",
    trigger: "stays of the twelve months to the end of a stay",
    case: Case::of(&[Limit::days(75), Limit::months(12).before()]),
    exceptions: "not in care, same carer and place, return to the parent after each stay. More days: the full rules apply to the stay that goes over. Days are nights away, as the national return counts [P]",
    bound: Bound::Threshold,
    source: "Care Planning Regulations 2010, reg 48(1)-(2)",
    mark: Mark::Verified,
    ..LIMIT
};

pub const RULES: &[Rule] = &[
    PLACEMENT_PLAN,
    PLACEMENT_NOTIFY,
    PLACEMENT_END,
    AREA_NOTIFY,
    P_BEFORE_ASSESS,
    P_BEFORE_ASSESS_DECISION,
    P_REVIEW,
    TEMP_KIN,
    TEMP_KIN_EXTENSION,
    EMERG_FOSTER,
    SHORT_BREAK_STAY,
    SHORT_BREAK_TOTAL,
];
