//! The closed vocabularies of access, as the schema prints them.

use async_graphql::Enum;

use crate::domain::access::{self, RequestBasis};

/// One of the 26 parts into which a child's record is cut. Each class is a section of `Child`, a row of the visibility policy and an entry in the ledger.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "access::Class")]
pub enum InformationClass {
    /// Names, date of birth, sex.
    Identity,
    /// Pupil and other numbers, ethnicity, religion, first language.
    Identifiers,
    /// Who works with the child, and how to reach them at work.
    Team,
    /// The child's home address and how to reach parents and relatives.
    HomeContact,
    /// Type, provider type and change reason of placements; not when, where or with whom.
    Placement,
    /// Start and end of each placement.
    PlacementDates,
    /// Address, provider, school, distance and contact venue of a placement.
    PlacementLocation,
    /// Foster carers and other carers.
    CarerIdentity,
    /// The serial number that stands for prospective adopters (Family Procedure Rules 2010, rule 14.2).
    AdopterSerial,
    /// Prospective adopters by name.
    AdopterIdentity,
    /// Legal status, the orders behind it, and when the child became looked after.
    LegalStatus,
    /// Permanence options, state and dates of the plan.
    Plan,
    /// The reasons, analysis and views in the plan.
    PlanNarrative,
    /// The child's own words.
    ChildVoice,
    /// Reviews held and due.
    Reviews,
    /// How many visits were made, and how many in time.
    VisitCounts,
    /// Each visit.
    Visits,
    /// Health assessments, strengths and difficulties scores, disability.
    Health,
    /// Personal education plan and attendance.
    Education,
    /// Birth family, parental responsibility, siblings, contact arrangements.
    Family,
    /// Court cases, hearings, directions.
    Proceedings,
    /// The children's guardian's analyses and position.
    GuardianAnalysis,
    /// Managers' decisions on the file and reviewing officers' disputes.
    Oversight,
    /// Privileged legal advice.
    LegalAdvice,
    /// Child protection enquiries (Children Act 1989, section 47), police and third-party material.
    SensitiveMaterial,
    /// Who was shown what of this child.
    AccessLedger,
}

/// The relationship of the viewer to one child, from dated records.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "access::Standing")]
pub enum Standing {
    /// Allocated social worker.
    #[graphql(name = "SW")]
    AllocatedSocialWorker,
    /// Manager of the team that holds the case.
    #[graphql(name = "TM")]
    TeamManager,
    /// Colleague in the team that holds the case.
    #[graphql(name = "COL")]
    TeamColleague,
    /// Out-of-hours duty officer (emergency duty team).
    #[graphql(name = "EDT")]
    DutyOfficer,
    /// Independent reviewing officer (Children Act 1989, section 25A).
    #[graphql(name = "IRO")]
    ReviewingOfficer,
    /// Agency decision maker for adoption.
    #[graphql(name = "ADM")]
    DecisionMaker,
    /// Nominated officer or director of children's services.
    #[graphql(name = "NO")]
    NominatedOfficer,
    /// Court liaison officer or council legal.
    #[graphql(name = "CLO")]
    CourtLiaison,
    /// Performance analyst: never through a named child.
    #[graphql(name = "PA")]
    Analyst,
    /// Data protection officer or Caldicott guardian, on an open request or incident.
    #[graphql(name = "DPO")]
    DataProtection,
    /// Appointed children's guardian (Children Act 1989, section 41).
    #[graphql(name = "CG")]
    Guardian,
    /// CAFCASS manager.
    #[graphql(name = "CM")]
    CafcassManager,
    /// Allocated or listed judge.
    #[graphql(name = "JDG")]
    Judge,
    /// Legal adviser, by listing.
    #[graphql(name = "ADV")]
    LegalAdviser,
    /// Court staff at the case's court.
    #[graphql(name = "CST")]
    CourtStaff,
    /// Ofsted inspector, for a sampled child while the visit is open.
    #[graphql(name = "INS")]
    Inspector,
}

/// The capacity in which a request is made, from the token.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "access::Role")]
pub enum Role {
    /// A council's social worker.
    SocialWorker,
    /// Manages one or more social work teams.
    TeamManager,
    /// Heads the service: every team of it.
    HeadOfService,
    /// On the out-of-hours duty rota.
    DutyOfficer,
    /// Independent reviewing officer.
    ReviewingOfficer,
    /// Agency decision maker.
    DecisionMaker,
    /// Officer nominated in writing by the director.
    NominatedOfficer,
    /// Director of children's services.
    Director,
    /// Court liaison officer or council legal.
    CourtLiaisonOfficer,
    /// Performance analyst.
    Analyst,
    /// Data protection officer.
    DataProtectionOfficer,
    /// CAFCASS children's guardian.
    Guardian,
    /// Manages CAFCASS officers.
    CafcassManager,
    /// Judge or magistrate.
    Judge,
    /// Legal adviser to a court.
    LegalAdviser,
    /// Court staff.
    CourtStaff,
    /// Ofsted inspector.
    Inspector,
}

/// What kind of body an agency is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "access::AgencyKind")]
pub enum AgencyKind {
    /// A local authority.
    Council,
    /// The Children and Family Court Advisory and Support Service.
    Cafcass,
    /// A family court.
    Court,
    /// The Office for Standards in Education, Children's Services and Skills.
    Ofsted,
}

/// What a shown section is: the live record, or less than that. Follows from the policy, never from the data.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "access::Basis")]
pub enum DisclosureBasis {
    /// The record as it is now.
    Live,
    /// Only what was filed and served, as it was then.
    AsFiled,
    /// Open to you under a live access request.
    OnRequest,
    /// Open to you because a court directed it.
    ByDirection,
    /// Only items that were released, or whose originator agreed.
    ReleasedItemsOnly,
    /// Only readings that you may know of: your own, or those by the council's people.
    OwnReadsOnly,
}

/// Why a section is withheld.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "access::WithheldReason")]
pub enum WithheldReason {
    /// Your standing on this child does not include it.
    Standing,
    /// It is flagged confidential.
    Confidential,
    /// Nothing of it was filed and served, or released.
    NotFiled,
    /// It needs a live access request.
    RequestNeeded,
    /// It needs a court's direction.
    CourtDirectionNeeded,
    /// Whoever it came from has not agreed.
    OriginatorConsentNeeded,
}

/// On what ground a class may be asked for.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessBasis {
    /// A guardian's right to examine and copy records (Children Act 1989, section 42).
    #[graphql(name = "CHILDREN_ACT_1989_S42")]
    ChildrenAct1989S42,
    /// Cover for an absent colleague.
    CoverDuty,
    /// An emergency out of hours: granted at once for twelve hours, and told to the manager.
    BreakGlass,
    /// The council's duty of disclosure in proceedings.
    CourtDisclosure,
    /// An open data protection request or incident.
    DataProtectionCase,
}

impl From<RequestBasis> for AccessBasis {
    fn from(basis: RequestBasis) -> Self {
        match basis {
            RequestBasis::ChildrenAct1989S42 => Self::ChildrenAct1989S42,
            RequestBasis::CoverDuty => Self::CoverDuty,
            RequestBasis::BreakGlass => Self::BreakGlass,
            RequestBasis::CourtDisclosure => Self::CourtDisclosure,
            RequestBasis::DataProtectionCase => Self::DataProtectionCase,
        }
    }
}
