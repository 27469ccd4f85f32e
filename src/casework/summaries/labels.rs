//! Codes of the record in words, for pages that people read.

use chrono::NaiveDate;

use crate::domain::{
    access::{Class, WithheldReason},
    children::Professional,
};

pub(super) fn option(code: &str) -> String {
    let words = match code {
        "RETURN_HOME" => "Return to a parent",
        "KINSHIP_FOSTER" => "Fostering by a relative or friend",
        "SPECIAL_GUARDIANSHIP" => "Special guardianship",
        "CHILD_ARRANGEMENTS" => "Child arrangements order (lives with)",
        "ADOPTION" => "Adoption",
        "LONG_TERM_FOSTER" => "Long-term fostering",
        "RESIDENTIAL" => "A children's home",
        "SUPPORTED_LIVING" => "Supported accommodation",
        _ => return sentence(code),
    };
    words.to_owned()
}

pub(super) fn state(code: &str) -> String {
    let words = match code {
        "REVIEWED" => "Considered at a review",
        "ADM_PENDING" => "With the agency decision maker",
        "ADM_APPROVED" => "Approved by the agency decision maker",
        "ADM_DECLINED" => "Declined by the agency decision maker",
        "BEFORE_COURT" => "Before the court",
        "COURT_ENDORSED" => "Endorsed by the court",
        "NOT_ENDORSED" => "Not endorsed by the court",
        "IMPLEMENTING" => "Being carried out",
        "PLAN_REVERSED" => "Decision for adoption reversed",
        _ => return sentence(code),
    };
    words.to_owned()
}

pub(super) fn hearing(code: &str) -> String {
    let words = match code {
        "CMH" => "Case management hearing",
        "FCMH" => "Further case management hearing",
        "IRH" => "Issues resolution hearing",
        "FINAL" => "Final hearing",
        _ => "Hearing",
    };
    words.to_owned()
}

pub(super) fn class(class: Class) -> &'static str {
    match class {
        Class::Identity => "The child",
        Class::Plan => "The plan",
        Class::PlanNarrative => "The plan in words",
        Class::LegalStatus => "Legal status",
        Class::Reviews => "Reviews",
        Class::Proceedings => "Court proceedings",
        Class::Team => "Who works with the child",
        Class::HomeContact => "Home address, and how to reach parents and relatives",
        Class::PlacementLocation => "Where the child is placed",
        Class::CarerIdentity => "Who cares for the child",
        Class::AdopterIdentity => "Prospective adopters by name",
        Class::SensitiveMaterial => "Material from others in confidence",
        other => other.word(),
    }
}

pub(super) fn reason(reason: WithheldReason) -> &'static str {
    match reason {
        WithheldReason::Standing => "Not part of what your role is shown",
        WithheldReason::Confidential => "Flagged confidential",
        WithheldReason::NotFiled => "Nothing of it has been filed and served",
        WithheldReason::RequestNeeded => "Open on an access request",
        WithheldReason::CourtDirectionNeeded => "Needs a direction of the court",
        WithheldReason::OriginatorConsentNeeded => "Whoever it came from has not agreed",
    }
}

/// `SOME_WORDS` as `Some words`.
pub(super) fn sentence(code: &str) -> String {
    let words = code.replace('_', " ").to_lowercase();
    let mut letters = words.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// As it is written in a letter.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

pub(super) fn yes(truth: bool) -> String {
    if truth { "Yes" } else { "No" }.to_owned()
}

/// A person with how to reach them at work.
pub(super) fn person(person: &Professional) -> String {
    let mut words = format!("{}, {}", person.name, person.agency);
    for way in [&person.telephone, &person.email].into_iter().flatten() {
        words.push_str(", ");
        words.push_str(way);
    }
    words
}
