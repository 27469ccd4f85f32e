//! A child and the sections of the record.

mod care;
mod child;
mod difference;
mod family;
mod filter;
mod listing;
mod record;
mod sensitive;
mod summary;
mod yearly;

pub use care::{
    AdopterIdentity, AdopterSerial, CarerIdentity, LegalStatusRecord, Placement, PlacementDates,
    PlacementLocation, PlacementRecord,
};
pub use child::{
    AccessByApplication, CHILD_FIELDS, Child, ChildLookup, ChildReference, NotFoundOrNotPermitted,
    wanted,
};
pub use difference::{PlanSummaryDifference, PlanSummaryDifferenceLookup};
pub use family::{FamilyRecord, HomeContact, Team};
pub use filter::{ChildFilter, DateRange, YearRange};
pub use listing::{
    CaseStatus, ChildConnection, ChildEdge, ChildOrder, ChildOrderField, OrderDirection,
};
pub use record::{
    AccessLedgerRecord, ChildVoice, Education, HealthRecord, Identifiers, Identity,
    LegalAdviceRecord, Sex,
};
pub use sensitive::SensitiveMaterialRecord;
pub use summary::{
    PlanSummary, PlanSummaryLookup, PlanSummaryReference, PlanSummaryVersion, summary_named,
};

pub(super) use filter::{public_id, public_ids, writable};
pub(super) use listing::listing;
