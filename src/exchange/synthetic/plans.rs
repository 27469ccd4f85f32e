//! A child's permanence plan, and the decisions reserved to somebody.

use super::{Kind, dice::pick, files::Child};
use crate::{
    casework::founding::{CaseFile, Decision, Plan, Version},
    domain::access::Class,
};

const OPTIONS: &[&str] = &[
    "RETURN_HOME",
    "KINSHIP_FOSTER",
    "SPECIAL_GUARDIANSHIP",
    "CHILD_ARRANGEMENTS",
    "ADOPTION",
    "LONG_TERM_FOSTER",
    "RESIDENTIAL",
    "SUPPORTED_LIVING",
];

pub fn fill(child: &Child<'_>, file: &mut CaseFile) {
    if child.has(Class::Plan) {
        file.plan = Some(Plan {
            opened_on: child.began_on(),
            closed_on: None,
            versions: versions(child),
        });
    }
    if child.is_of_cast() {
        reserved(child, file);
    }
}

fn versions(child: &Child<'_>) -> Vec<Version> {
    match child.kind {
        Some(Kind::DraftsOnly) => vec![draft(child, 1)],
        Some(Kind::DraftBesideFiled) => vec![settled(child, 1), draft(child, 2)],
        _ => vec![settled(child, 1)],
    }
}

/// In force, and filed where there is a court to file with. What it has become since is the council's own.
fn settled(child: &Child<'_>, no: u8) -> Version {
    let is_filed = child.filed_on().is_some();
    Version {
        state: if is_filed {
            "COURT_ENDORSED"
        } else {
            "REVIEWED"
        },
        is_in_force: true,
        proposed_on: Some(child.wanted.ago(100)),
        authorised_on: Some(child.wanted.ago(90)),
        reviewed_on: Some(child.wanted.ago(80)),
        filed_as: is_filed.then_some("BEFORE_COURT"),
        ..worded(child, no)
    }
}

fn draft(child: &Child<'_>, no: u8) -> Version {
    Version {
        state: "DRAFT",
        is_preparing: true,
        ..worded(child, no)
    }
}

fn worded(child: &Child<'_>, no: u8) -> Version {
    let text = |what: &str| {
        child
            .has(Class::PlanNarrative)
            .then(|| child.text(Class::PlanNarrative, &format!("{what}#{no}")))
    };
    let is_adoption = matches!(child.kind, Some(Kind::Adoptive | Kind::TwoCases));
    let choose = |what: &str| {
        pick(OPTIONS, child.roll(&format!("{what} {no}"))).unwrap_or("LONG_TERM_FOSTER")
    };
    let primary = if is_adoption {
        "ADOPTION"
    } else {
        choose("primary")
    };
    let mut options = vec![(primary, "PRIMARY"), (choose("contingency"), "CONTINGENCY")];
    if child.is(Kind::Own) {
        options.push((choose("parallel"), "PARALLEL"));
    }
    Version {
        target_on: Some(child.wanted.ahead(120)),
        rationale: text("rationale"),
        analysis: text("analysis"),
        contingency: text("contingency"),
        sibling_assessment: text("sibling assessment"),
        parents_views: text("parents' views"),
        options,
        ..Default::default()
    }
}

/// Referred to the decision maker and to the nominated officer.
fn reserved(child: &Child<'_>, file: &mut CaseFile) {
    let decided = child.is(Kind::TwoCases);
    let decision = |kind, by: &str| Decision {
        kind,
        by: by.to_owned(),
        referred_on: child.wanted.ago(25),
        decided_on: decided.then(|| child.wanted.ago(10)),
        decision: decided.then(|| "APPROVED".to_owned()),
    };
    file.decisions.push(decision("PLAN", "decision-maker"));
    file.approvals.push(decision("REG11", "nominated-officer"));
}
