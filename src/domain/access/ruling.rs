//! From a cell and the circumstances to a ruling: shown, and how far, or withheld, and why.

use super::{
    AgencyKind, Cell, Class, ClassSet, Condition, Guard, Guards, Policy, Standing, StandingSet,
};

/// What a shown section is: the live record, or less than that. Follows from the cell alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    Live,
    AsFiled,
    OnRequest,
    ByDirection,
    ReleasedItemsOnly,
    OwnReadsOnly,
}

/// Which items of a granted class may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All of them, as they are now.
    Live,
    /// Plans from Authorised on.
    Settled,
    /// Those that were filed, served or released, as they were then.
    Shared,
    /// Those whose originator agreed.
    Consented,
    /// The viewer's own reads.
    OwnReads,
    /// Reads by people of the council.
    CouncilReads,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithheldReason {
    Standing,
    Confidential,
    NotFiled,
    RequestNeeded,
    CourtDirectionNeeded,
    OriginatorConsentNeeded,
}

/// On what ground a class may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestBasis {
    ChildrenAct1989S42,
    CoverDuty,
    BreakGlass,
    CourtDisclosure,
    DataProtectionCase,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    pub basis: Basis,
    pub scope: Scope,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    pub class: Class,
    pub reason: WithheldReason,
    pub may_be_requested: Option<RequestBasis>,
}

/// What is known of one child and one viewer before any value is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Circumstances {
    pub standings: StandingSet,
    /// The classes to which the standings are limited; `ALL` where they are not.
    pub limit: ClassSet,
    /// Classes under a live access request of this viewer.
    pub requested: ClassSet,
    /// Classes that a court directed to be released to this viewer.
    pub directed: ClassSet,
    /// Classes of which something was filed, served or released to the viewer's kind of agency.
    pub shared: ClassSet,
    /// Has the originator of any sensitive item agreed?
    pub consented: bool,
}

/// The marks of the item that a guarded part belongs to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marks {
    pub is_confidential: bool,
    pub is_adoptive: bool,
}

/// Decides with a policy and the rules in force.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    pub policy: &'a Policy,
    pub guards: Guards,
}

impl Rules<'_> {
    /// May the class be shown under these circumstances? Of several standings the widest cell counts.
    pub fn rule(
        &self,
        class: Class,
        facts: &Circumstances,
        marks: Marks,
    ) -> Result<Grant, Refusal> {
        let mut best: Result<Grant, Refusal> = Err(Refusal {
            class,
            reason: WithheldReason::Standing,
            may_be_requested: None,
        });
        for standing in facts.standings.iter() {
            let ruling = self.rule_for(standing, class, facts, marks);
            if width(&ruling) > width(&best) {
                best = ruling;
            }
        }
        best
    }

    fn rule_for(
        &self,
        standing: Standing,
        class: Class,
        facts: &Circumstances,
        marks: Marks,
    ) -> Result<Grant, Refusal> {
        if self.guards.enforces(Guard::StandingLimit) && !facts.limit.contains(class) {
            return Err(Refusal {
                class,
                reason: WithheldReason::Standing,
                may_be_requested: None,
            });
        }
        let own = (self.policy.cell(class, standing), class);
        let taken = adopted_cell(class, marks)
            .filter(|_| self.guards.enforces(Guard::AdoptivePlacement))
            .map(|source| (self.policy.cell(source, standing), source));
        let read = |(cell, asked): (&Cell, Class)| {
            self.read_cell(cell, standing, asked, facts, marks)
                .map_err(|refusal| Refusal { class, ..refusal })
        };
        match taken {
            None => read(own),
            // Confidentiality is the stronger override: in a flagged adoptive placement both cells must agree.
            Some(taken) if marks.is_confidential => {
                read(own)?;
                read(taken)
            }
            // Whoever would see neither is told what they would be told of any placement: another reason would
            // tell that this one is adoptive.
            Some(taken) => read(taken).map_err(|refusal| read(own).err().unwrap_or(refusal)),
        }
    }

    /// Reads a cell that belongs to `class`: a request, direction or filing must name that class. Of several
    /// ways that are open the widest counts: an unfiled draft that F withholds is open to Q.
    fn read_cell(
        &self,
        cell: &Cell,
        standing: Standing,
        class: Class,
        facts: &Circumstances,
        marks: Marks,
    ) -> Result<Grant, Refusal> {
        let may_be_requested = cell
            .mentions(Condition::Requested)
            .then(|| request_basis(standing))
            .flatten();
        let mut reason = None;
        let mut open: Option<Grant> = None;
        for conditions in cell.alternatives() {
            let failed = conditions
                .iter()
                .find_map(|condition| self.fails(*condition, class, facts, marks));
            match failed {
                Some(why) => reason = reason.or(Some(why)),
                None => {
                    let grant = grant(conditions, standing, class, facts, self.guards);
                    if open.is_none_or(|open| width(&Ok(grant)) > width(&Ok(open))) {
                        open = Some(grant);
                    }
                }
            }
        }
        open.ok_or(Refusal {
            class,
            reason: reason.unwrap_or(WithheldReason::Standing),
            may_be_requested,
        })
    }

    /// Why a condition does not hold, or nothing if it does.
    fn fails(
        &self,
        condition: Condition,
        class: Class,
        facts: &Circumstances,
        marks: Marks,
    ) -> Option<WithheldReason> {
        let (guard, holds, reason) = match condition {
            Condition::Full | Condition::OwnReads | Condition::CouncilReads => return None,
            Condition::Pseudonymised => return Some(WithheldReason::Standing),
            Condition::Unflagged => (
                Guard::Confidential,
                !marks.is_confidential,
                WithheldReason::Confidential,
            ),
            Condition::Filed => (
                Guard::FiledOnly,
                facts.shared.contains(class),
                WithheldReason::NotFiled,
            ),
            Condition::Requested => (
                Guard::LiveRequest,
                facts.requested.contains(class),
                WithheldReason::RequestNeeded,
            ),
            Condition::Directed => (
                Guard::Directed,
                facts.directed.contains(class),
                WithheldReason::CourtDirectionNeeded,
            ),
            Condition::Consented => (
                Guard::OriginatorConsent,
                facts.consented,
                WithheldReason::OriginatorConsentNeeded,
            ),
        };
        (!holds && self.guards.enforces(guard)).then_some(reason)
    }
}

/// In an adoptive placement the carer is the prospective adopter: where they live and who they are take
/// that class's cell.
pub(super) fn adopted_cell(class: Class, marks: Marks) -> Option<Class> {
    let gives_adopter_away = matches!(class, Class::CarerIdentity | Class::PlacementLocation);
    (marks.is_adoptive && gives_adopter_away).then_some(Class::AdopterIdentity)
}

pub(super) fn grant(
    conditions: &[Condition],
    standing: Standing,
    class: Class,
    facts: &Circumstances,
    guards: Guards,
) -> Grant {
    let has = |condition| conditions.contains(&condition);
    let (basis, scope) = if has(Condition::Consented) {
        (Basis::ReleasedItemsOnly, Scope::Consented)
    } else if has(Condition::Directed) {
        (Basis::ByDirection, Scope::Live)
    } else if has(Condition::Filed) && class == Class::GuardianAnalysis {
        (Basis::ReleasedItemsOnly, Scope::Shared)
    } else if has(Condition::Filed) {
        (Basis::AsFiled, Scope::Shared)
    } else if has(Condition::Requested) {
        (Basis::OnRequest, Scope::Live)
    } else if has(Condition::OwnReads) {
        (Basis::OwnReadsOnly, Scope::OwnReads)
    } else if has(Condition::CouncilReads) {
        (Basis::OwnReadsOnly, Scope::CouncilReads)
    } else if settled_only(standing, class) && !facts.requested.contains(class) {
        (Basis::Live, Scope::Settled)
    } else {
        (Basis::Live, Scope::Live)
    };
    let opened = match scope {
        Scope::Settled => !guards.enforces(Guard::SettledPlans),
        Scope::Shared => !guards.enforces(Guard::FiledOnly),
        Scope::Consented => !guards.enforces(Guard::OriginatorConsent),
        Scope::OwnReads => !guards.enforces(Guard::OwnReads),
        Scope::CouncilReads => !guards.enforces(Guard::CouncilReads),
        Scope::Live => false,
    };
    Grant {
        basis,
        scope: if opened { Scope::Live } else { scope },
    }
}

/// CAFCASS sees plans from Authorised on; a guardian's section 42 request opens the drafts.
fn settled_only(standing: Standing, class: Class) -> bool {
    sees_settled_plans_only(standing) && class == Class::Plan
}

pub fn sees_settled_plans_only(standing: Standing) -> bool {
    matches!(standing, Standing::Guardian | Standing::CafcassManager)
}

fn request_basis(standing: Standing) -> Option<RequestBasis> {
    match standing {
        Standing::Guardian => Some(RequestBasis::ChildrenAct1989S42),
        Standing::TeamColleague => Some(RequestBasis::CoverDuty),
        Standing::DutyOfficer => Some(RequestBasis::BreakGlass),
        Standing::CourtLiaison => Some(RequestBasis::CourtDisclosure),
        Standing::DataProtection => Some(RequestBasis::DataProtectionCase),
        _ => None,
    }
}

/// How much a ruling gives, for choosing between standings.
fn width(ruling: &Result<Grant, Refusal>) -> u8 {
    match ruling {
        Err(Refusal {
            may_be_requested: Some(_),
            ..
        }) => 2,
        Err(Refusal {
            reason: WithheldReason::Standing,
            ..
        }) => 0,
        Err(_) => 1,
        Ok(Grant {
            scope: Scope::OwnReads,
            ..
        }) => 3,
        Ok(Grant {
            scope: Scope::CouncilReads,
            ..
        }) => 4,
        Ok(Grant {
            scope: Scope::Consented,
            ..
        }) => 5,
        Ok(Grant {
            scope: Scope::Shared,
            ..
        }) => 6,
        Ok(Grant {
            scope: Scope::Settled,
            ..
        }) => 7,
        Ok(Grant {
            scope: Scope::Live,
            basis: Basis::Live,
        }) => 9,
        Ok(Grant {
            scope: Scope::Live, ..
        }) => 8,
    }
}

/// The classes that a court's summary never carries: it is served on the parents.
pub const NEVER_IN_COURT_SUMMARY: [Class; 5] = [
    Class::HomeContact,
    Class::PlacementLocation,
    Class::CarerIdentity,
    Class::AdopterIdentity,
    Class::SensitiveMaterial,
];

/// Is the summary prepared for a court?
pub fn is_court_projection(agency: AgencyKind) -> bool {
    agency == AgencyKind::Court
}
