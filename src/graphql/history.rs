//! What was done with a version of a plan.

use async_graphql::{ID, Object, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        ids::{Kind, encode},
        plans,
    },
    graphql::{
        access::{
            Disclosure, DisclosureBasis, InformationClass, Professional, Showing, Standing, Whole,
            classified,
        },
        acts::Act,
        paging::section,
        plans::PlanState,
        words::from_word,
    },
};

/// What was done with a version, oldest first.
#[derive(SimpleObject)]
pub struct PlanHistory {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The acts: at most a few dozen.
    pub events: Vec<PlanEvent>,
}

section!(
    PlanHistory,
    "PlanHistoryDisclosure",
    Plan,
    Vec<plans::PlanEvent>,
    |value, showing, head| {
        Self {
            basis: head.0,
            as_at: head.1,
            events: value
                .into_iter()
                .map(|event| PlanEvent::of(event, showing))
                .collect(),
        }
    }
);

/// Words that were written with an act.
#[derive(SimpleObject, Debug, Clone)]
pub struct PlanReason {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The words.
    pub text: String,
}

section!(
    PlanReason,
    "PlanReasonDisclosure",
    PlanNarrative,
    String,
    |value, _showing, head| {
        Self {
            basis: head.0,
            as_at: head.1,
            text: value,
        }
    }
);

/// A manager's note that was written with an act.
#[derive(SimpleObject, Debug, Clone)]
pub struct ManagementNote {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The note.
    pub text: String,
}

section!(
    ManagementNote,
    "ManagementNoteDisclosure",
    Oversight,
    String,
    |value, _showing, head| {
        Self {
            basis: head.0,
            as_at: head.1,
            text: value,
        }
    }
);

/// One act on a version.
pub struct PlanEvent {
    id: ID,
    facts: plans::PlanEvent,
    reason: Option<Disclosure<PlanReason>>,
    note: Option<Disclosure<ManagementNote>>,
}

impl PlanEvent {
    fn of(mut facts: plans::PlanEvent, showing: &Showing) -> Self {
        Self {
            id: encode(Kind::PlanEvent, &facts.public_id).into(),
            reason: facts.reason.take().map(|it| showing.disclose(it)),
            note: facts.management_note.take().map(|it| showing.disclose(it)),
            facts,
        }
    }
}

/// One act on a version: who, when, from where to where, and why. Never changed.
#[Object]
impl PlanEvent {
    /// Its id.
    async fn id(&self) -> &ID {
        &self.id
    }

    /// What was done.
    async fn act(&self) -> Act {
        self.facts.act.into()
    }

    /// Under which standing; null where the product drew a consequence of an act on something else.
    async fn standing(&self) -> Option<Standing> {
        self.facts.standing.map(Into::into)
    }

    /// By whom.
    async fn by(&self) -> Professional {
        self.facts.by.clone().into()
    }

    /// When it was recorded.
    async fn at(&self) -> DateTime<Utc> {
        self.facts.at
    }

    /// The day on which it was done.
    async fn happened_on(&self) -> NaiveDate {
        self.facts.happened_on
    }

    /// The state before; null where a version began.
    async fn from_state(&self) -> Option<PlanState> {
        self.facts.from.and_then(|it| from_word(it.word()))
    }

    /// The state after.
    async fn to_state(&self) -> Option<PlanState> {
        self.facts.to.and_then(|it| from_word(it.word()))
    }

    /// Why.
    #[graphql(directive = classified::apply(InformationClass::PlanNarrative))]
    async fn reason(&self) -> async_graphql::Result<Whole<&Disclosure<PlanReason>>> {
        whole(self.reason.as_ref())
    }

    /// The manager's note that went with it.
    #[graphql(directive = classified::apply(InformationClass::Oversight))]
    async fn management_note(&self) -> async_graphql::Result<Whole<&Disclosure<ManagementNote>>> {
        whole(self.note.as_ref())
    }
}

fn whole<T>(answer: Option<&T>) -> async_graphql::Result<Whole<&T>> {
    use super::code::{self, Cause};
    answer
        .map(Whole)
        .ok_or_else(|| code::internal(Cause("a text was asked for and not decided")))
}
