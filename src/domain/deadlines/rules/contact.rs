//! Contact with the child, where the council refuses it or departs from an order.

use crate::domain::access::Class;
use crate::domain::deadlines::fact_kind::EventKind as E;
use crate::domain::deadlines::fact_kind::FactKind::Event;
use crate::domain::deadlines::limit::Limit;
use crate::domain::deadlines::rule::Case;
use crate::domain::deadlines::rule::Rule;
use crate::domain::deadlines::words::Basis;
use crate::domain::deadlines::words::DeadlineKind;

const CONTACT: Rule = Rule::of(
    DeadlineKind::Contact,
    Class::Family,
    Class::Family,
    Basis::Statute,
);

pub const CONTACT_REFUSAL: Rule = Rule {
    id: "CONTACT_REFUSAL",
    title: "end of an urgent refusal of contact with a child in care",
    trigger: "refusal, the day of which is day 0 [P]",
    case: Case::of(&[Limit::days(7)]),
    exceptions: "longer only by the court's order",
    source: "Children Act 1989, s 34(6)",
    met_by: &[Event(E::ContactRefusalEnded)],
    ..CONTACT
};

pub const CONTACT_REFUSAL_ADOPTION: Rule = Rule {
    id: "CONTACT_REFUSAL_ADOPTION",
    title: "end of an urgent refusal of contact with a child who may be placed for adoption",
    source: "Adoption and Children Act 2002, s 27(2)",
    ..CONTACT_REFUSAL
};

pub const CONTACT_REFUSAL_NOTIFY: Rule = Rule {
    id: "CONTACT_REFUSAL_NOTIFY",
    title: "notice of a refusal of contact",
    trigger: "refusal",
    case: Case::named("", "immediately: no number", &[Limit::AS_STATED]),
    basis: Basis::Regulation,
    source: "Care Planning Regulations 2010, reg 8",
    met_by: &[Event(E::ContactChangeNotified)],
    ..CONTACT
};

pub const CONTACT_DEPARTURE: Rule = Rule {
    id: "CONTACT_DEPARTURE",
    title: "notice of an agreed departure from a contact order",
    trigger: "agreement",
    case: Case::of(&[Limit::working_days(5)]),
    ..CONTACT_REFUSAL_NOTIFY
};

pub const RULES: &[Rule] = &[
    CONTACT_REFUSAL,
    CONTACT_REFUSAL_ADOPTION,
    CONTACT_REFUSAL_NOTIFY,
    CONTACT_DEPARTURE,
];
