//! The closed vocabularies of access: information classes, standings, roles, kinds of agency.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// One of the 26 parts into which a child's record is cut. A class is a section of the schema,
    /// a row of the visibility policy and a bit in the ledger.
    Class, "information class" {
        Identity = "IDENTITY",
        Identifiers = "IDENTIFIERS",
        Team = "TEAM",
        HomeContact = "HOME_CONTACT",
        Placement = "PLACEMENT",
        PlacementDates = "PLACEMENT_DATES",
        PlacementLocation = "PLACEMENT_LOCATION",
        CarerIdentity = "CARER_IDENTITY",
        AdopterSerial = "ADOPTER_SERIAL",
        AdopterIdentity = "ADOPTER_IDENTITY",
        LegalStatus = "LEGAL_STATUS",
        Plan = "PLAN",
        PlanNarrative = "PLAN_NARRATIVE",
        ChildVoice = "CHILD_VOICE",
        Reviews = "REVIEWS",
        VisitCounts = "VISIT_COUNTS",
        Visits = "VISITS",
        Health = "HEALTH",
        Education = "EDUCATION",
        Family = "FAMILY",
        Proceedings = "PROCEEDINGS",
        GuardianAnalysis = "GUARDIAN_ANALYSIS",
        Oversight = "OVERSIGHT",
        LegalAdvice = "LEGAL_ADVICE",
        SensitiveMaterial = "SENSITIVE_MATERIAL",
        AccessLedger = "ACCESS_LEDGER",
    }
}

vocabulary! {
    /// The relationship of a person to one child, looked up at each request in dated rows.
    Standing, "standing" {
        AllocatedSocialWorker = "SW",
        TeamManager = "TM",
        TeamColleague = "COL",
        DutyOfficer = "EDT",
        ReviewingOfficer = "IRO",
        DecisionMaker = "ADM",
        NominatedOfficer = "NO",
        CourtLiaison = "CLO",
        Analyst = "PA",
        DataProtection = "DPO",
        Guardian = "CG",
        CafcassManager = "CM",
        Judge = "JDG",
        LegalAdviser = "ADV",
        CourtStaff = "CST",
        Inspector = "INS",
    }
}

vocabulary! {
    /// The one capacity in which a request is made. Carried by the token.
    Role, "role" {
        SocialWorker = "SOCIAL_WORKER",
        TeamManager = "TEAM_MANAGER",
        HeadOfService = "HEAD_OF_SERVICE",
        DutyOfficer = "DUTY_OFFICER",
        ReviewingOfficer = "REVIEWING_OFFICER",
        DecisionMaker = "DECISION_MAKER",
        NominatedOfficer = "NOMINATED_OFFICER",
        Director = "DIRECTOR",
        CourtLiaisonOfficer = "COURT_LIAISON_OFFICER",
        Analyst = "ANALYST",
        DataProtectionOfficer = "DATA_PROTECTION_OFFICER",
        Guardian = "GUARDIAN",
        CafcassManager = "CAFCASS_MANAGER",
        Judge = "JUDGE",
        LegalAdviser = "LEGAL_ADVISER",
        CourtStaff = "COURT_STAFF",
        Inspector = "INSPECTOR",
    }
}

vocabulary! {
    /// What kind of body an agency is.
    AgencyKind, "kind of agency" {
        Council = "COUNCIL",
        Cafcass = "CAFCASS",
        Court = "COURT",
        Ofsted = "OFSTED",
    }
}

impl Class {
    /// The bit of this class in a stored set. Never reordered: the ledger holds such sets.
    pub const fn bit(self) -> u32 {
        1 << self as u8
    }
}

impl Standing {
    /// The bit of this standing in a stored set. Never reordered: the ledger holds such sets.
    pub const fn bit(self) -> u32 {
        1 << self as u8
    }
}

impl Role {
    /// The standings that this role can have. A standing outside this list is never looked up.
    pub const fn standings(self) -> &'static [Standing] {
        use Standing as S;
        match self {
            Role::SocialWorker => &[S::AllocatedSocialWorker, S::TeamColleague],
            Role::TeamManager | Role::HeadOfService => &[S::TeamManager],
            Role::DutyOfficer => &[S::DutyOfficer],
            Role::ReviewingOfficer => &[S::ReviewingOfficer],
            Role::DecisionMaker => &[S::DecisionMaker],
            Role::NominatedOfficer | Role::Director => &[S::NominatedOfficer],
            Role::CourtLiaisonOfficer => &[S::CourtLiaison],
            Role::Analyst => &[S::Analyst],
            Role::DataProtectionOfficer => &[S::DataProtection],
            Role::Guardian => &[S::Guardian],
            Role::CafcassManager => &[S::CafcassManager],
            Role::Judge => &[S::Judge],
            Role::LegalAdviser => &[S::LegalAdviser],
            Role::CourtStaff => &[S::CourtStaff],
            Role::Inspector => &[S::Inspector],
        }
    }

    pub const fn agency_kind(self) -> AgencyKind {
        match self {
            Role::Guardian | Role::CafcassManager => AgencyKind::Cafcass,
            Role::Judge | Role::LegalAdviser | Role::CourtStaff => AgencyKind::Court,
            Role::Inspector => AgencyKind::Ofsted,
            _ => AgencyKind::Council,
        }
    }
}

/// A set of information classes, stored as one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ClassSet(pub u32);

impl ClassSet {
    pub const EMPTY: Self = Self(0);
    pub const ALL: Self = Self((1 << Class::ALL.len()) - 1);

    pub const fn contains(self, class: Class) -> bool {
        self.0 & class.bit() != 0
    }

    pub fn insert(&mut self, class: Class) {
        self.0 |= class.bit();
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Class> {
        Class::ALL
            .iter()
            .copied()
            .filter(move |class| self.contains(*class))
    }
}

impl FromIterator<Class> for ClassSet {
    fn from_iter<I: IntoIterator<Item = Class>>(classes: I) -> Self {
        let mut set = Self::EMPTY;
        classes.into_iter().for_each(|class| set.insert(class));
        set
    }
}

/// A set of standings held on one child, stored as one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StandingSet(pub u32);

impl StandingSet {
    pub const fn contains(self, standing: Standing) -> bool {
        self.0 & standing.bit() != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Standing> {
        Standing::ALL
            .iter()
            .copied()
            .filter(move |standing| self.contains(*standing))
    }
}

impl FromIterator<Standing> for StandingSet {
    fn from_iter<I: IntoIterator<Item = Standing>>(standings: I) -> Self {
        Self(
            standings
                .into_iter()
                .fold(0, |bits, standing| bits | standing.bit()),
        )
    }
}
