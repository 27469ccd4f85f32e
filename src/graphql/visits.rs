//! Visits to a child.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        ids::{Kind, encode},
        visits,
    },
    graphql::{
        access::{DisclosureBasis, Professional},
        paging::{Listed, Window, connection, section, slice},
        words::from_word,
    },
};

/// How often the child was visited.
#[derive(SimpleObject, Debug, Clone)]
pub struct VisitCounts {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// Visits made.
    pub held_count: i64,
    /// Visits recorded as made in time.
    pub on_time_count: i64,
    /// When the last one was made.
    pub last_held_on: Option<NaiveDate>,
}

section!(
    VisitCounts,
    "VisitCountsDisclosure",
    VisitCounts,
    visits::VisitCounts,
    |value, _showing, head| {
        Self {
            basis: head.0,
            as_at: head.1,
            held_count: value.held,
            on_time_count: value.on_time,
            last_held_on: value.last_held_on,
        }
    }
);

/// Visits to the child.
#[derive(SimpleObject, Debug, Clone)]
#[graphql(complex)]
pub struct VisitRecord {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    #[graphql(skip)]
    list: Vec<Visit>,
    #[graphql(skip)]
    owner: String,
}

/// Whether the child was seen alone (Care Planning Regulations 2010, regulation 29).
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenAlone {
    /// Seen alone.
    Yes,
    /// The child refused.
    Refused,
    /// Not appropriate at the child's age and understanding.
    Inappropriate,
    /// It could not be done.
    Unable,
}

/// A visit to the child.
#[derive(SimpleObject, Debug, Clone)]
pub struct Visit {
    /// Its id.
    pub id: ID,
    /// When it was made.
    pub held_on: NaiveDate,
    /// Whether the child was seen.
    pub was_seen: bool,
    /// Whether the child was seen alone.
    pub seen_alone: Option<SeenAlone>,
    /// Who visited.
    pub visitor: Professional,
}

connection!(VisitConnection, Visit, "visits");

impl Listed for Visit {
    fn place(&self) -> String {
        self.id.to_string()
    }
}

#[ComplexObject]
impl VisitRecord {
    /// The visits, newest first.
    async fn visits(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100; not with `first` or `after`.")] last: Option<i32>,
        #[graphql(desc = "The `startCursor` of the page after.")] before: Option<String>,
    ) -> Result<VisitConnection> {
        Ok(slice(
            ctx,
            &self.owner,
            "visits",
            &self.list,
            Window::of(first, after, last, before)?,
        )?
        .into())
    }
}

section!(
    VisitRecord,
    "VisitsDisclosure",
    Visits,
    Vec<visits::Visit>,
    |value, showing, head| {
        let list = value.into_iter().map(|visit| Visit {
            id: encode(Kind::Visit, &visit.public_id).into(),
            held_on: visit.held_on,
            was_seen: visit.was_seen,
            seen_alone: from_word(&visit.seen_alone),
            visitor: visit.visitor.into(),
        });
        Self {
            basis: head.0,
            as_at: head.1,
            list: list.collect(),
            owner: encode(Kind::Child, &showing.public_id),
        }
    }
);
