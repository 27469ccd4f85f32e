//! The court's timetable, directions, the guardian, and short orders.

use crate::domain::access::Class;
use crate::domain::deadlines::fact_kind::EventKind as E;
use crate::domain::deadlines::fact_kind::FactKind::Event;
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

const OUTLINE: Rule = Rule::of(
    DeadlineKind::CourtTimetable,
    Class::Proceedings,
    Class::Proceedings,
    Basis::RulesOfCourt,
);

pub const PLO_ISSUE: Rule = Rule {
    id: "PLO_ISSUE",
    title: "issue, allocation, directions and request for a guardian",
    trigger: "issue of the application",
    case: Case::of(&[Limit::working_days(2).day_1()]),
    exceptions: "a contested interim hearing may be earlier",
    source: "FPR practice direction 12A, stage 1",
    mark: Mark::Secondary,
    met_by: &[
        Event(E::CourtAllocated),
        Record(R::Guardian),
        Record(R::Hearing),
    ],
    ..OUTLINE
};

pub const CMH_LATEST: Case = Case::named(
    "LATEST",
    "not later than",
    &[Limit::working_days(18).day_1()],
)
.from("FPR practice direction 12A, stage 2", Mark::Recalled);

pub const CMH_EARLIEST: Case =
    Case::named("EARLIEST", "not before", &[Limit::working_days(12).day_1()])
        .from("FPR practice direction 12A, stage 2", Mark::Secondary);

pub const PLO_CMH: Rule = Rule {
    id: "PLO_CMH",
    title: "case management hearing",
    trigger: "issue of the application",
    case: CMH_LATEST,
    others: &[CMH_EARLIEST],
    source: "FPR practice direction 12A, stage 2",
    mark: Mark::Recalled,
    met_by: &[Record(R::Hearing)],
    ..OUTLINE
};

pub const PLO_FCMH: Rule = Rule {
    id: "PLO_FCMH",
    title: "further case management hearing",
    trigger: "issue of the application, where such a hearing is listed",
    case: Case::of(&[Limit::working_days(25).day_1()]),
    exceptions: "only if needed",
    source: "FPR practice direction 12A, stage 2",
    mark: Mark::Recalled,
    met_by: &[Record(R::Hearing)],
    ..OUTLINE
};

pub const PLO_ADVOCATES_CMH: Rule = Rule {
    id: "PLO_ADVOCATES_CMH",
    title: "advocates' meeting before the case management hearing",
    trigger: "day on which the case management hearing is listed",
    case: Case::of(&[Limit::working_days(2).before()]),
    source: "FPR practice direction 12A, stage 2",
    mark: Mark::Recalled,
    met_by: &[Event(E::AdvocatesMet)],
    ..OUTLINE
};

pub const PLO_IRH: Rule = Rule {
    id: "PLO_IRH",
    title: "issues resolution hearing",
    trigger: "court's direction",
    case: Case::named("", "as directed: no number", &[Limit::AS_STATED]),
    exceptions: "the table of 2014 has no week for it; not followed from facts",
    source: "FPR practice direction 12A, stage 3",
    mark: Mark::Recalled,
    ..OUTLINE
};

pub const PLO_ADVOCATES_IRH: Rule = Rule {
    id: "PLO_ADVOCATES_IRH",
    title: "advocates' meeting before the issues resolution hearing",
    trigger: "day on which the issues resolution hearing is listed",
    case: Case::of(&[Limit::working_days(7).before()]),
    source: "FPR practice direction 12A, stage 3",
    ..PLO_ADVOCATES_CMH
};

pub const PLO_26W: Rule = Rule {
    id: "PLO_26W",
    title: "proceedings disposed of",
    trigger: "issue of an application under Part IV (care, supervision, ss 34, 36, 39), for each application and child",
    case: Case::of(&[Limit::weeks(26).beginning_with()]),
    exceptions: "the Lord Chancellor may vary the number (s 32(9)). Not timed: placement, adoption, special guardianship and section 8 orders, Part V. The courts' own statistics print a day one later",
    kind: DeadlineKind::Weeks26,
    basis: Basis::Statute,
    source: "Children Act 1989, s 32(1), (5)-(9)",
    met_by: &[Record(R::Proceedings)],
    ..OUTLINE
};

pub const PLO_26W_EXTENSION: Rule = Rule {
    id: "PLO_26W_EXTENSION",
    title: "proceedings disposed of in the extended time",
    trigger: "grant of an extension, or the end of the period extended, whichever is later",
    case: Case::of(&[Limit::weeks(8)]),
    repeats: "each further extension",
    exceptions: "the end that the order states, at most so many weeks; only if necessary to resolve the proceedings justly",
    source: "Children Act 1989, s 32(5)-(8)",
    asks: &[
        needed(
            "period_ends_on",
            "the last day of the period that is extended",
        ),
        may("ends_on", "the end that the order states"),
    ],
    ..PLO_26W
};

pub const GUARDIAN_INIT: Rule = Rule {
    id: "GUARDIAN_INIT",
    title: "guardian's initial analysis",
    trigger: "day on which the case management hearing is listed",
    case: Case::named(
        "",
        "before the hearing, or as directed",
        &[Limit::days(1).before()],
    ),
    due_class: Class::GuardianAnalysis,
    source: "FPR practice directions 12A, 16A",
    mark: Mark::Recalled,
    met_by: &[Record(R::GuardianAnalysis)],
    ..OUTLINE
};

pub const GUARDIAN_FINAL: Rule = Rule {
    id: "GUARDIAN_FINAL",
    title: "guardian's final analysis",
    trigger: "court's direction",
    case: Case::named(
        "",
        "before the issues resolution or final hearing, as directed",
        &[Limit::AS_STATED],
    ),
    ..GUARDIAN_INIT
};

pub const DIRECTION: Rule = Rule {
    id: "DIRECTION",
    title: "what the court directed",
    trigger: "direction",
    case: Case::named("", "as the direction states", &[Limit::AS_STATED]),
    source: "the court's direction",
    met_by: &[Record(R::Direction)],
    ..OUTLINE
};

const SHORT_ORDER: Rule = Rule::of(
    DeadlineKind::EmergencyOrder,
    Class::LegalStatus,
    Class::LegalStatus,
    Basis::Statute,
);

pub const POLICE_PROT: Rule = Rule {
    id: "POLICE_PROT",
    title: "end of police protection",
    trigger: "child taken into police protection",
    case: Case::of(&[Limit::hours(72)]),
    exceptions: "hours from the moment of taking: only the date is computed here",
    source: "Children Act 1989, s 46(6)",
    mark: Mark::Secondary,
    met_by: &[Record(R::LegalStatus)],
    ..SHORT_ORDER
};

pub const EPO: Rule = Rule {
    id: "EPO",
    title: "end of the emergency protection order",
    trigger: "order",
    case: Case::named(
        "",
        "as the order states, at most 8 days",
        &[Limit::AS_STATED],
    ),
    exceptions: "where the last day is a holiday or Sunday the court may let it run to noon of the next day: the end is taken from the order, never computed",
    source: "Children Act 1989, s 45(1)-(2)",
    mark: Mark::Recalled,
    met_by: &[Event(E::EmergencyOrderEnded)],
    ..SHORT_ORDER
};

pub const EPO_EXTENSION: Rule = Rule {
    id: "EPO_EXTENSION",
    title: "end of the extended emergency protection order",
    trigger: "extension",
    case: Case::named(
        "",
        "as the order states, once, at most 7 days",
        &[Limit::AS_STATED],
    ),
    exceptions: "",
    source: "Children Act 1989, s 45(4)-(6)",
    ..EPO
};

pub const ASSESS_ORDER_S43: Rule = Rule {
    id: "ASSESS_ORDER_S43",
    title: "end of the assessment under a child assessment order",
    trigger: "day named in the order on which the assessment begins",
    case: Case::of(&[Limit::days(7).beginning_with()]),
    exceptions: "the end that the order states, where that is earlier",
    source: "Children Act 1989, s 43(5)",
    met_by: &[Event(E::AssessmentOrderEnded)],
    asks: &[may("ends_on", "the end that the order states")],
    ..SHORT_ORDER
};

pub const RULES: &[Rule] = &[
    PLO_ISSUE,
    PLO_CMH,
    PLO_FCMH,
    PLO_ADVOCATES_CMH,
    PLO_IRH,
    PLO_ADVOCATES_IRH,
    PLO_26W,
    PLO_26W_EXTENSION,
    GUARDIAN_INIT,
    GUARDIAN_FINAL,
    DIRECTION,
    POLICE_PROT,
    EPO,
    EPO_EXTENSION,
    ASSESS_ORDER_S43,
];
