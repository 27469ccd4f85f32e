//! By which act a person meets what is due.

use super::{EventKind, FactKind, RecordKind, Rule};
use crate::domain::acts::Act;

impl Rule {
    /// The act that records what meets it; nothing where no act of this product does.
    pub fn met_by_act(&self) -> Option<Act> {
        self.met_by.iter().find_map(|fact| act_of(*fact))
    }
}

fn act_of(fact: FactKind) -> Option<Act> {
    let kind = match fact {
        FactKind::Event(EventKind::OversightRecorded) => return Some(Act::RecordOversight),
        FactKind::Event(EventKind::IroAppointed) => return Some(Act::NameReviewingOfficer),
        FactKind::Event(EventKind::AuthorityToPlace) => return Some(Act::RecordLegalStatus),
        FactKind::Event(_) => return Some(Act::RecordCareFact),
        FactKind::Record(kind) => kind,
    };
    Some(match kind {
        RecordKind::Review | RecordKind::AdoptionReview => Act::HoldReview,
        RecordKind::Visit => Act::RecordVisit,
        RecordKind::LegalStatus => Act::RecordLegalStatus,
        RecordKind::Placement => Act::RecordPlacement,
        RecordKind::PeriodOfCare => Act::RecordCareEnd,
        RecordKind::PlanVersion => Act::AuthorisePlan,
        RecordKind::AdmCase => Act::DecideAdoptionPlan,
        RecordKind::Proceedings => Act::RecordOrder,
        RecordKind::Hearing => Act::RecordHearing,
        RecordKind::Direction => Act::RecordDirectionMet,
        RecordKind::Guardian => Act::AppointGuardian,
        RecordKind::GuardianAnalysis => Act::RecordAnalysis,
        RecordKind::Dispute => Act::CloseDispute,
        RecordKind::HealthAssessment
        | RecordKind::EducationPlan
        | RecordKind::Extension
        | RecordKind::Birthday => return None,
    })
}
