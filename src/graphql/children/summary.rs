//! The plan summary: what a court liaison officer prepares, and a court receives.

use async_graphql::{ID, Object, OneofObject, Result, Union};
use chrono::{DateTime, Utc};

use super::{Child, Identity, LegalStatusRecord, NotFoundOrNotPermitted, Team};
use crate::{
    casework::access::reads_for_court,
    domain::{
        access::{Class, NEVER_IN_COURT_SUMMARY},
        ids::{Kind, encode},
    },
    graphql::{
        access::{
            Disclosure, InformationClass, Role, Section, Whole, Withheld, WithheldReason,
            classified,
        },
        plans::{PlanNarrative, PlanRecord},
        proceedings::ProceedingsRecord,
        request::Request,
        reviews::ReviewRecord,
    },
};

/// The classes that a summary carries.
pub(super) const CARRIED: [Class; 7] = [
    Class::Identity,
    Class::Plan,
    Class::PlanNarrative,
    Class::LegalStatus,
    Class::Reviews,
    Class::Proceedings,
    Class::Team,
];

#[derive(Clone)]
pub struct PlanSummary {
    child: Child,
    role: Role,
    is_for_court: bool,
}

impl PlanSummary {
    pub fn of(request: &Request, child: Child) -> Result<Self> {
        let role = request.asking.viewer.role.into();
        Ok(Self {
            child,
            role,
            is_for_court: reads_for_court(&request.asking),
        })
    }
}

/// The summary of a child's plan, as prepared for your role. One that goes to court is served on the parents: it has no field for where or with whom the child lives.
#[Object]
impl PlanSummary {
    /// Its id.
    pub async fn id(&self) -> ID {
        encode(Kind::PlanSummary, self.child.public_id()).into()
    }

    /// The id of the child.
    async fn child(&self) -> ID {
        self.child.named().into()
    }

    /// As of when.
    async fn as_at(&self) -> DateTime<Utc> {
        self.child.now()
    }

    /// The role for which it was prepared.
    async fn prepared_for(&self) -> Role {
        self.role
    }

    /// Who the child is.
    #[graphql(directive = classified::apply(InformationClass::Identity))]
    async fn identity(&self) -> Result<Whole<&Disclosure<Identity>>> {
        self.child.sections().identity().map(Whole)
    }

    /// The plan.
    #[graphql(directive = classified::apply(InformationClass::Plan))]
    async fn plan(&self) -> Result<Whole<&Disclosure<PlanRecord>>> {
        self.child.sections().plan().map(Whole)
    }

    /// The plan in words.
    #[graphql(directive = classified::apply(InformationClass::PlanNarrative))]
    async fn plan_narrative(&self) -> Result<Whole<&Disclosure<PlanNarrative>>> {
        self.child.sections().plan_narrative().map(Whole)
    }

    /// Legal status and orders.
    #[graphql(directive = classified::apply(InformationClass::LegalStatus))]
    async fn legal_status(&self) -> Result<Whole<&Disclosure<LegalStatusRecord>>> {
        self.child.sections().legal_status().map(Whole)
    }

    /// Reviews.
    #[graphql(directive = classified::apply(InformationClass::Reviews))]
    async fn reviews(&self) -> Result<Whole<&Disclosure<ReviewRecord>>> {
        self.child.sections().reviews().map(Whole)
    }

    /// Court cases.
    #[graphql(directive = classified::apply(InformationClass::Proceedings))]
    async fn proceedings(&self) -> Result<Whole<&Disclosure<ProceedingsRecord>>> {
        self.child.sections().proceedings().map(Whole)
    }

    /// Who works with the child.
    #[graphql(directive = classified::apply(InformationClass::Team))]
    async fn team(&self) -> Result<Whole<&Disclosure<Team>>> {
        self.child.sections().team().map(Whole)
    }

    /// What the summary does not carry, by class, and why.
    async fn withheld(&self) -> Result<Vec<Withheld>> {
        let mut held = Vec::new();
        held.extend(withheld(self.child.sections().identity()?));
        held.extend(withheld(self.child.sections().plan()?));
        held.extend(withheld(self.child.sections().plan_narrative()?));
        held.extend(withheld(self.child.sections().legal_status()?));
        held.extend(withheld(self.child.sections().reviews()?));
        held.extend(withheld(self.child.sections().proceedings()?));
        held.extend(withheld(self.child.sections().team()?));
        if self.is_for_court {
            held.extend(NEVER_IN_COURT_SUMMARY.map(|class| Withheld {
                information_class: class.into(),
                withheld_because: WithheldReason::Standing,
                may_be_requested: false,
                request_basis: Vec::new(),
                request_from: self.child.contact(),
            }));
        }
        Ok(held)
    }
}

fn withheld<T: Section>(section: &Disclosure<T>) -> Option<Withheld> {
    match section {
        Disclosure::Withheld(held) => Some(held.clone()),
        Disclosure::Shown(_) | Disclosure::NotRecorded(_) => None,
    }
}

/// How a summary is named.
#[derive(OneofObject, Debug)]
pub enum PlanSummaryReference {
    /// By its id.
    Id(ID),
    /// By the id of the child.
    Child(ID),
}

/// A plan summary, or nothing that you may see.
#[derive(Union)]
pub enum PlanSummaryLookup {
    PlanSummary(PlanSummary),
    NotFoundOrNotPermitted(NotFoundOrNotPermitted),
}
