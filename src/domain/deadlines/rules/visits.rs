//! Visits by the council's representative. Which line applies is decided by the facts of a day, the first match
//! winning: placed for adoption (family Adoption), short breaks, then 3 to 7c.

use crate::domain::access::Class;
use crate::domain::deadlines::fact_kind::FactKind::Record;
use crate::domain::deadlines::fact_kind::RecordKind as R;
use crate::domain::deadlines::limit::Limit;
use crate::domain::deadlines::rule::Asked;
use crate::domain::deadlines::rule::Case;
use crate::domain::deadlines::rule::Rule;
use crate::domain::deadlines::rule::may;
use crate::domain::deadlines::rule::needed;
use crate::domain::deadlines::rules::adoption::AD_VISIT;
use crate::domain::deadlines::rules::adoption::AD_VISIT_N;
use crate::domain::deadlines::words::Basis;
use crate::domain::deadlines::words::DeadlineKind;
use crate::domain::deadlines::words::Mark::Product;
use crate::domain::deadlines::words::Mark::Verified;

const VISIT: Rule = Rule::of(
    DeadlineKind::Visit,
    Class::Visits,
    Class::Visits,
    Basis::Regulation,
);

const WEEK: &[Limit] = &[Limit::weeks(1)];

pub const FIRST_7: Case = Case::named("7", "any other placement", WEEK)
    .from("Care Planning Regulations 2010, reg 28(2)(a)", Verified);
pub const FIRST_3: Case = Case::named(
    "3",
    "temporary approval of a connected person (reg 24), or an interim care order while living with a parent",
    WEEK,
)
.from("Care Planning Regulations 2010, reg 28(4)", Verified);
pub const FIRST_4: Case = Case::named(
    "4",
    "with a parent before the assessment is decided (reg 19)",
    WEEK,
)
.from("Care Planning Regulations 2010, reg 28(3)", Verified);
pub const FIRST_5: Case = Case::named(
    "5",
    "care order and living with a parent: from the order or from the start with the parent, whichever is later",
    WEEK,
)
.from(
    "Care Planning Regulations 2010, reg 28(5); the later start",
    Product,
);
pub const FIRST_6: Case = Case::named(
    "6",
    "in care, and somebody else responsible for the living arrangements: from the start and from any change of it",
    WEEK,
)
.from("Care Planning Regulations 2010, reg 28(6)", Verified);

pub const VISIT_FIRST: Rule = Rule {
    id: "VISIT_FIRST",
    title: "first visit",
    trigger: "start of the placement (line 5 the order, line 6 the start or change of the arrangement)",
    case: FIRST_7,
    others: &[FIRST_3, FIRST_4, FIRST_5, FIRST_6],
    exceptions: "every new home; not where the carers stay the same, and not for a temporary stay (T0 to T4) [P]. Only a visit at which the child was seen counts [P]",
    set_off_class: Class::PlacementDates,
    source: "Care Planning Regulations 2010, reg 28",
    met_by: &[Record(R::Visit)],
    ..VISIT
};

pub const LATER_7C: Case = Case::named("7c", "any other placement", &[Limit::weeks(6)])
    .from("Care Planning Regulations 2010, reg 28(2)(b)", Verified);
pub const LATER_3_WEEKLY: Case =
    Case::named("3-weekly", "line 3 until the first review is held", WEEK)
        .from("Care Planning Regulations 2010, reg 28(4)", Verified);
pub const LATER_3: Case = Case::named(
    "3",
    "temporary approval of a connected person (reg 24), or an interim care order while living with a parent, after the first review",
    &[Limit::weeks(4)],
)
.from("Care Planning Regulations 2010, reg 28(4)", Verified);
pub const LATER_4_WEEKLY: Case =
    Case::named("4-weekly", "line 4 until the first review is held", WEEK)
        .from("Care Planning Regulations 2010, reg 28(3)", Verified);
pub const LATER_4: Case = Case::named(
    "4",
    "with a parent before the assessment is decided (reg 19), after the first review",
    &[Limit::weeks(6)],
)
.from("Care Planning Regulations 2010, reg 28(3)", Verified);
pub const LATER_5: Case = Case::named(
    "5",
    "care order and living with a parent",
    &[Limit::weeks(6)],
)
.from("Care Planning Regulations 2010, reg 28(5)", Verified);
pub const LATER_6: Case = Case::named(
    "6",
    "in care, and somebody else responsible for the living arrangements, in the first year",
    &[Limit::weeks(6)],
)
.from("Care Planning Regulations 2010, reg 28(6)", Verified);
pub const LATER_6_YEAR: Case =
    Case::named("6-year", "line 6 after the first year", &[Limit::months(3)])
        .once(Limit::years(1))
        .from("Care Planning Regulations 2010, reg 28(6)", Verified);
pub const LATER_7A: Case = Case::named(
    "7a",
    "long-term foster placement, confirmed to carer, parent and child and lasting for a year (from the latest of the three confirmations [P]), child old enough and agrees",
    &[Limit::months(6)],
)
.once(Limit::years(1))
.from(
    "Care Planning Regulations 2010, reg 28(3A), inserted by SI 2015/495",
    Verified,
);
pub const LATER_7B: Case = Case::named(
    "7b",
    "placement intended to last until 18, after its first year",
    &[Limit::months(3)],
)
.once(Limit::years(1))
.from("Care Planning Regulations 2010, reg 28(2)(c)(i)", Verified);

const SWITCH: &[Asked] = &[
    needed(
        "rule",
        "the line that applies on the day of the last visit, as in 7c",
    ),
    may("changed_on", "the day on which another line began to apply"),
    may("changed_to", "that line"),
];

pub const VISIT_LATER: Rule = Rule {
    id: "VISIT_LATER",
    title: "next visit",
    trigger: "last visit at which the child was seen",
    case: LATER_7C,
    others: &[
        LATER_3_WEEKLY,
        LATER_3,
        LATER_4_WEEKLY,
        LATER_4,
        LATER_5,
        LATER_6,
        LATER_6_YEAR,
        LATER_7A,
        LATER_7B,
    ],
    repeats: "from the day of each visit",
    exceptions: "the line of the last visit's day; where a stricter one begins, its interval from that change, if that is earlier; where a looser one begins, the old interval runs out first [P]. Stops while placed for adoption",
    source: "Care Planning Regulations 2010, reg 28",
    met_by: &[Record(R::Visit)],
    asks: SWITCH,
    ..VISIT
};

pub const VISIT_NOTICE: Rule = Rule {
    id: "VISIT_NOTICE",
    title: "visit after a notice about the children's home",
    trigger: "first receipt of a notice under section 30A of the Care Standards Act 2000 that names the home",
    case: Case::of(WEEK),
    source: "Care Planning Regulations 2010, reg 28(7)",
    met_by: &[Record(R::Visit)],
    set_off_class: Class::PlacementLocation,
    ..VISIT
};

pub const VISIT_REQUESTED: Rule = Rule {
    id: "VISIT_REQUESTED",
    title: "visit that was asked for",
    trigger: "reasonable request of the child, the carer, or the person responsible for the living arrangements",
    case: Case::named("", "no number", &[Limit::AS_STATED]),
    source: "Care Planning Regulations 2010, reg 28(7)",
    met_by: &[Record(R::Visit)],
    ..VISIT
};

pub const SHORT_BREAK_VISIT: Rule = Rule {
    id: "SHORT_BREAK_VISIT",
    title: "first visit of a series of short breaks",
    trigger: "start of the first short-break placement",
    case: Case::named("2", "or as soon as practicable after", &[Limit::months(3)]),
    exceptions: "at intervals agreed with the reviewing officer and the parents, on days on which the child is placed; these are the outer limits",
    set_off_class: Class::LegalStatus,
    source: "Care Planning Regulations 2010, reg 48(3)(c)",
    met_by: &[Record(R::Visit)],
    ..VISIT
};

pub const SHORT_BREAK_VISIT_N: Rule = Rule {
    id: "SHORT_BREAK_VISIT_N",
    title: "next visit of a series of short breaks",
    trigger: "last visit",
    case: Case::named("2", "", &[Limit::months(6)]),
    repeats: "from the day of each visit",
    set_off_class: Class::Visits,
    ..SHORT_BREAK_VISIT
};

/// The visits that fall due of themselves, those of an adoptive placement among them, whatever was asked or notified.
pub const REGULAR: [&str; 6] = [
    VISIT_FIRST.id,
    VISIT_LATER.id,
    SHORT_BREAK_VISIT.id,
    SHORT_BREAK_VISIT_N.id,
    AD_VISIT.id,
    AD_VISIT_N.id,
];

pub const RULES: &[Rule] = &[
    VISIT_FIRST,
    VISIT_LATER,
    VISIT_NOTICE,
    VISIT_REQUESTED,
    SHORT_BREAK_VISIT,
    SHORT_BREAK_VISIT_N,
];
