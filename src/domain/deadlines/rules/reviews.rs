//! Reviews of the child's case, their records, and reviews of short breaks.

use crate::domain::access::Class;
use crate::domain::deadlines::fact_kind::EventKind as E;
use crate::domain::deadlines::fact_kind::FactKind::Event;
use crate::domain::deadlines::fact_kind::FactKind::Record;
use crate::domain::deadlines::fact_kind::RecordKind as R;
use crate::domain::deadlines::limit::Limit;
use crate::domain::deadlines::rule::Case;
use crate::domain::deadlines::rule::Rule;
use crate::domain::deadlines::words::Basis;
use crate::domain::deadlines::words::DeadlineKind;
use crate::domain::deadlines::words::Mark;

const REVIEW: Rule = Rule::of(
    DeadlineKind::Review,
    Class::Reviews,
    Class::Reviews,
    Basis::Regulation,
);

pub const REVIEW_1: Rule = Rule {
    id: "REVIEW_1",
    title: "first review",
    trigger: "child becomes looked after",
    case: Case::of(&[Limit::working_days(20)]),
    exceptions: "earlier where asked for (REVIEW_REQUESTED). Short breaks under regulation 48: SHORT_BREAK_REVIEW instead. Stops while the child is placed for adoption",
    set_off_class: Class::LegalStatus,
    source: "Care Planning Regulations 2010, reg 33(1)",
    met_by: &[Record(R::Review)],
    ..REVIEW
};

pub const REVIEW_2: Rule = Rule {
    id: "REVIEW_2",
    title: "second review",
    trigger: "first review held",
    case: Case::of(&[Limit::months(3)]),
    exceptions: "as REVIEW_1",
    source: "Care Planning Regulations 2010, reg 33(2)",
    met_by: &[Record(R::Review)],
    ..REVIEW
};

pub const REVIEW_N: Rule = Rule {
    id: "REVIEW_N",
    title: "next review",
    trigger: "previous review held",
    case: Case::of(&[Limit::months(6)]),
    repeats: "from the day on which each review is held, not from when it was due",
    exceptions: "as REVIEW_1. After an adoptive placement ended: from the last review of either kind, not before the return [P]. In a long-term foster placement of over a year not every one need be a meeting",
    source: "Care Planning Regulations 2010, reg 33(2)",
    met_by: &[Record(R::Review)],
    ..REVIEW
};

pub const REVIEW_REQUESTED: Rule = Rule {
    id: "REVIEW_REQUESTED",
    title: "review that was asked for, or that a visit showed to be needed",
    trigger: "request of the reviewing officer, the child's welfare found not safeguarded at a visit, or another case of reg 33(3)",
    case: Case::named("", "at once: no number", &[Limit::AS_STATED]),
    source: "Care Planning Regulations 2010, regs 30, 33(3)",
    met_by: &[Record(R::Review)],
    ..REVIEW
};

pub const REVIEW_ADJOURN: Rule = Rule {
    id: "REVIEW_ADJOURN",
    title: "adjourned review completed",
    trigger: "adjournment",
    case: Case::of(&[Limit::working_days(20)]),
    exceptions: "once; nothing that was proposed may be done before the review is completed. The review counts as held on the day on which it is completed [P]",
    source: "Care Planning Regulations 2010, reg 36(2)",
    met_by: &[Record(R::Review)],
    ..REVIEW
};

pub const REVIEW_DECISIONS: Rule = Rule {
    id: "REVIEW_DECISIONS",
    title: "decisions of the review sent out",
    trigger: "review held",
    case: Case::of(&[Limit::working_days(5)]),
    exceptions: "guidance: the regulations require a record (reg 38) without a time limit",
    basis: Basis::Guidance,
    source: "IRO Handbook",
    mark: Mark::Recalled,
    met_by: &[Event(E::DecisionsOut)],
    ..REVIEW
};

pub const REVIEW_RECORD: Rule = Rule {
    id: "REVIEW_RECORD",
    title: "full record of the review made",
    case: Case::of(&[Limit::working_days(15)]),
    met_by: &[Event(E::RecordMade)],
    ..REVIEW_DECISIONS
};

pub const REVIEW_CIRCULATED: Rule = Rule {
    id: "REVIEW_CIRCULATED",
    title: "record of the review circulated",
    case: Case::of(&[Limit::working_days(20)]),
    source: "IRO Handbook, as a reviewing officer cites it",
    mark: Mark::Secondary,
    met_by: &[Event(E::RecordCirculated)],
    ..REVIEW_DECISIONS
};

pub const SHORT_BREAK_REVIEW: Rule = Rule {
    id: "SHORT_BREAK_REVIEW",
    title: "first review of a series of short breaks",
    trigger: "start of the first short-break placement",
    case: Case::of(&[Limit::months(3)]),
    exceptions: "replaces REVIEW_1, REVIEW_2 and REVIEW_N while the conditions of regulation 48 hold (SHORT_BREAK_STAY, SHORT_BREAK_TOTAL)",
    set_off_class: Class::LegalStatus,
    source: "Care Planning Regulations 2010, reg 48(3)(b), (d)",
    met_by: &[Record(R::Review)],
    ..REVIEW
};

pub const SHORT_BREAK_REVIEW_N: Rule = Rule {
    id: "SHORT_BREAK_REVIEW_N",
    title: "next review of a series of short breaks",
    trigger: "previous review held",
    case: Case::of(&[Limit::months(6)]),
    repeats: "from each review held",
    set_off_class: Class::Reviews,
    ..SHORT_BREAK_REVIEW
};

pub const RULES: &[Rule] = &[
    REVIEW_1,
    REVIEW_2,
    REVIEW_N,
    REVIEW_REQUESTED,
    REVIEW_ADJOURN,
    REVIEW_DECISIONS,
    REVIEW_RECORD,
    REVIEW_CIRCULATED,
    SHORT_BREAK_REVIEW,
    SHORT_BREAK_REVIEW_N,
];
