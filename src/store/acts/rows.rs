//! The rows that acts write: records without a rule of their own, named here so that whoever fills them names no table.

pub use entity::{
    access::{
        allocation::Model as AllocationRow, case_team::Model as CaseTeamRow,
        exclusion::Model as ExclusionRow, release::Model as ReleaseRow,
        restriction_allow::Model as RestrictionRow,
    },
    acts::evidence_feedback::Model as EvidenceFeedbackRow,
    children::{
        child::Model as ChildRow, child_identifier::Model as IdentifierRow,
        child_name::Model as NameRow, confidential_flag::Model as ConfidentialFlagRow,
        legal_spell::Model as LegalSpellRow, period_of_care::Model as PeriodRow,
        placement::Model as PlacementRow, placement_carer::Model as CarerRow,
        placement_location::Model as LocationRow, voice::Model as VoiceRow,
    },
    court::{
        case_court::Model as CaseCourtRow, court_order::Model as CourtOrderRow,
        direction::Model as DirectionRow, filing::Model as FilingRow,
        guardian_analysis::Model as GuardianAnalysisRow,
        guardian_appointment::Model as GuardianAppointmentRow,
        guardian_request::Model as GuardianRequestRow, hearing::Model as HearingRow,
        proceedings::Model as ProceedingsRow, proceedings_child::Model as CoverageRow,
    },
    deadlines::{care_event::Model as CareEventRow, dispute::Model as DisputeRow},
    plans::{
        oversight_decision::Model as OversightDecisionRow, review::Model as ReviewRow,
        visit::Model as VisitRow,
    },
};
