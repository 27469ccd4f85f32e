//! Adoption: the decision maker, matching, reviews and visits before and after placing, consent, the application.

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

const DECISION: Rule = Rule {
    source: "Adoption National Minimum Standards 2014, standard 17, and adoption guidance",
    mark: Mark::Recalled,
    ..Rule::of(
        DeadlineKind::AdmDecision,
        Class::Plan,
        Class::Plan,
        Basis::Guidance,
    )
};

pub const ADM_REFERRAL: Rule = Rule {
    id: "ADM_REFERRAL",
    title: "adoption plan put to the panel or the decision maker",
    trigger: "review that set adoption as the plan",
    case: Case::of(&[Limit::months(2)]),
    set_off_class: Class::Reviews,
    source: "adoption guidance, as East Riding's manual tells it",
    mark: Mark::Secondary,
    met_by: &[Record(R::AdmCase)],
    ..DECISION
};

pub const ADM_PANEL: Case = Case::named(
    "PANEL",
    "from the recommendation and the final minutes",
    &[Limit::working_days(7)],
);

pub const ADM_COURT_ROUTE: Case = Case::named(
    "COURT_ROUTE",
    "a placement order will be sought, so there is no panel: from the day on which the case was received",
    &[Limit::working_days(7)],
)
.from("by analogy with the panel route", Mark::Product);

pub const ADM_DECISION: Rule = Rule {
    id: "ADM_DECISION",
    title: "agency decision maker's decision",
    trigger: "decision maker receives the panel's recommendation and final minutes",
    case: ADM_PANEL,
    others: &[ADM_COURT_ROUTE],
    met_by: &[Record(R::AdmCase)],
    ..DECISION
};

pub const ADM_PARENTS_ORAL: Rule = Rule {
    id: "ADM_PARENTS_ORAL",
    title: "parents told of the decision",
    trigger: "decision",
    case: Case::of(&[Limit::working_days(2)]),
    exceptions: "the regulations only ask for written notice, without a number",
    due_class: Class::Family,
    met_by: &[Event(E::ParentsToldOrally)],
    ..DECISION
};

pub const ADM_PARENTS_WRITTEN: Rule = Rule {
    id: "ADM_PARENTS_WRITTEN",
    title: "parents told of the decision in writing",
    case: Case::of(&[Limit::working_days(5)]),
    met_by: &[Event(E::ParentsToldInWriting)],
    ..ADM_PARENTS_ORAL
};

pub const MATCH: Rule = Rule {
    id: "MATCH",
    title: "match considered and decided",
    trigger: "decision that the child should be placed for adoption",
    case: Case::of(&[Limit::months(6)]),
    exceptions: "ends when the plan is reversed",
    kind: DeadlineKind::Adoption,
    source: "adoption guidance",
    met_by: &[Record(R::AdmCase), Record(R::Placement)],
    ..DECISION
};

const REVIEW: Rule = Rule::of(
    DeadlineKind::Review,
    Class::Reviews,
    Class::Plan,
    Basis::Regulation,
);

pub const AD_REV_0: Rule = Rule {
    id: "AD_REV_0",
    title: "first review while authorised and not yet placed",
    trigger: "authority to place for adoption",
    case: Case::of(&[Limit::months(3)]),
    exceptions: "ends when the child is placed. REVIEW_N runs beside it: the earlier counts, and one meeting may serve both (reg 32(3))",
    source: "Adoption Agencies Regulations 2005, reg 36(1)",
    met_by: &[Record(R::AdoptionReview)],
    ..REVIEW
};

pub const AD_REV_0_N: Rule = Rule {
    id: "AD_REV_0_N",
    title: "next review while authorised and not yet placed",
    trigger: "previous adoption review held",
    case: Case::of(&[Limit::months(6)]),
    repeats: "from each review held",
    set_off_class: Class::Reviews,
    ..AD_REV_0
};

pub const AD_REV_1: Rule = Rule {
    id: "AD_REV_1",
    title: "first review of the adoptive placement",
    trigger: "child placed for adoption",
    case: Case::of(&[Limit::weeks(4)]),
    exceptions: "ends with the adoption order or the child's return. Agency placements only: in fostering for adoption (U2, U5) the care planning rules run on",
    set_off_class: Class::PlacementDates,
    source: "Adoption Agencies Regulations 2005, reg 36(3)",
    met_by: &[Record(R::AdoptionReview)],
    ..REVIEW
};

pub const AD_REV_2: Rule = Rule {
    id: "AD_REV_2",
    title: "second review of the adoptive placement",
    trigger: "first review held",
    case: Case::of(&[Limit::months(3)]),
    set_off_class: Class::Reviews,
    ..AD_REV_1
};

pub const AD_REV_N: Rule = Rule {
    id: "AD_REV_N",
    title: "next review of the adoptive placement",
    trigger: "previous review held",
    case: Case::of(&[Limit::months(6)]),
    repeats: "from each review held",
    set_off_class: Class::Reviews,
    ..AD_REV_1
};

const VISIT: Rule = Rule::of(
    DeadlineKind::Visit,
    Class::Visits,
    Class::PlacementDates,
    Basis::Regulation,
);

pub const AD_VISIT: Rule = Rule {
    id: "AD_VISIT",
    title: "first visit to the adoptive placement, to child and adopter",
    trigger: "child placed for adoption",
    case: Case::named("1", "placed for adoption (A3 to A6)", &[Limit::weeks(1)]),
    exceptions: "ends with the adoption order or the child's return",
    source: "Adoption Agencies Regulations 2005, reg 36(4)",
    met_by: &[Record(R::Visit)],
    ..VISIT
};

pub const AD_VISIT_WEEKLY: Case =
    Case::named("1-weekly", "until AD_REV_1 is held", &[Limit::weeks(1)]);

pub const AD_VISIT_SET: Case = Case::named(
    "1",
    "then as the review decides: no number of its own",
    &[Limit::AS_STATED],
);

pub const AD_VISIT_N: Rule = Rule {
    id: "AD_VISIT_N",
    title: "next visit to the adoptive placement, to child and adopter",
    trigger: "last visit",
    case: AD_VISIT_WEEKLY,
    others: &[AD_VISIT_SET],
    repeats: "from the day of each visit",
    set_off_class: Class::Visits,
    asks: &[crate::domain::deadlines::rule::may(
        "interval_days",
        "the interval in days that the review set",
    )],
    ..AD_VISIT
};

const ACT: Rule = Rule::of(
    DeadlineKind::Adoption,
    Class::Plan,
    Class::PlacementDates,
    Basis::Statute,
);

pub const BABY_CONSENT: Rule = Rule {
    id: "BABY_CONSENT",
    title: "earliest agency placement of a baby",
    trigger: "birth",
    case: Case::of(&[Limit::weeks(6)]),
    exceptions: "earlier with the parent's written agreement or a placement order",
    bound: Bound::NotBefore,
    set_off_class: Class::Identity,
    basis: Basis::Regulation,
    source: "Adoption Agencies Regulations 2005, reg 35(4); Adoption and Children Act 2002, s 52(3)",
    ..ACT
};

pub const AO_APPLY_AGENCY: Case = Case::named("AGENCY", "placed by an agency", &[Limit::weeks(10)]);

pub const AO_APPLY_FOSTER: Case = Case::named(
    "FOSTER",
    "the council's own foster parents apply by themselves, or earlier with the court's leave",
    &[Limit::years(1)],
);

pub const AO_APPLY: Rule = Rule {
    id: "AO_APPLY",
    title: "earliest application for an adoption order",
    trigger: "child's home with the applicants began",
    case: AO_APPLY_AGENCY,
    others: &[AO_APPLY_FOSTER],
    bound: Bound::NotBefore,
    source: "Adoption and Children Act 2002, s 42(2), (4), (6)",
    ..ACT
};

pub const AO_BEFORE_18: Rule = Rule {
    id: "AO_BEFORE_18",
    title: "last day to apply for an adoption order",
    trigger: "birth, once the child is placed for adoption",
    case: Case::of(&[Limit::birthday(18).before()]),
    exceptions: "the order itself can be made until 19 (s 47(9)); not before AO_APPLY",
    source: "Adoption and Children Act 2002, ss 47(9), 49(4)",
    met_by: &[Event(E::AdoptionAppliedFor), Record(R::Proceedings)],
    ..ACT
};

pub const CONSENT_NOT_PLACED: Rule = Rule {
    id: "CONSENT_NOT_PLACED",
    title: "child not yet placed returned to the parent who withdrew consent",
    trigger: "parent's request",
    case: Case::of(&[Limit::days(7).beginning_with()]),
    exceptions: "unless a placement order is applied for; not where the child is under a care order. The day of the request is the first of the days: recalled",
    set_off_class: Class::Family,
    source: "Adoption and Children Act 2002, s 31",
    met_by: &[Event(E::ChildReturned)],
    ..ACT
};

pub const CONSENT_PLACED: Rule = Rule {
    id: "CONSENT_PLACED",
    title: "placed child returned by the adopters after consent was withdrawn",
    trigger: "parent's request, on which notice is given",
    case: Case::of(&[Limit::days(14).beginning_with()]),
    source: "Adoption and Children Act 2002, s 32",
    ..CONSENT_NOT_PLACED
};

pub const ADOPTERS_RETURN: Rule = Rule {
    id: "ADOPTERS_RETURN",
    title: "child received back whom the adopters give back",
    trigger: "notice of the adopters, or of the agency",
    case: Case::of(&[Limit::days(7).beginning_with()]),
    exceptions: "the day of the notice is the first of the days: recalled",
    set_off_class: Class::Placement,
    source: "Adoption and Children Act 2002, s 35",
    ..CONSENT_NOT_PLACED
};

pub const RULES: &[Rule] = &[
    ADM_REFERRAL,
    ADM_DECISION,
    ADM_PARENTS_ORAL,
    ADM_PARENTS_WRITTEN,
    MATCH,
    AD_REV_0,
    AD_REV_0_N,
    AD_REV_1,
    AD_REV_2,
    AD_REV_N,
    AD_VISIT,
    AD_VISIT_N,
    BABY_CONSENT,
    AO_APPLY,
    AO_BEFORE_18,
    CONSENT_NOT_PLACED,
    CONSENT_PLACED,
    ADOPTERS_RETURN,
];
