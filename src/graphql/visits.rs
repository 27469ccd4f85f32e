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

/// How often the child was visited, and how that stands against what was due.
///
/// What was due is counted over the 365 days before today, and is of the record as it is now: null where this section is shown as filed, and where the child has a confidential placement of which you are not shown the dates, for it would tell them.
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
    /// Against the days that the law sets (Care Planning Regulations 2010, regulations 28 and 48; Adoption Agencies Regulations 2005, regulation 36). Null where shown as filed, and where it would date a confidential placement.
    pub statutory: Option<VisitStandard>,
    /// Against the council's own interval between visits, which never loosens the law's; a first visit has no other day than the law's and is not among these. Null where the council has none, where shown as filed, and where it would date a confidential placement.
    pub local: Option<VisitStandard>,
    /// `madeCount` over `minimumCount`: above 1 the child was visited more often than the law asks. Null where either is null or nothing was asked for.
    pub frequency_over_minimum: Option<f64>,
    /// Visits at which the child was seen, one a day, in the 365 days before today, since the child became looked after and since the council records visits here: days under the Care Planning Regulations 2010, regulation 28, alone, neither short breaks nor an adoptive placement. Null where the council records none, where shown as filed, and where it would date a confidential placement.
    pub made_count: Option<i64>,
    /// The fewest visits that keep to regulation 28 on the same days, each on the last day allowed. Null where `madeCount` is.
    pub minimum_count: Option<i64>,
}

/// Visits against one standard, over the 365 days before today. What ceased to apply before it was done, as when the placement ended, is in none of the counts, and neither is a visit that was asked for or that a notice about the home set off.
#[derive(SimpleObject, Debug, Clone)]
pub struct VisitStandard {
    /// Visits that were due: those in time, late and overdue together.
    pub due_count: i64,
    /// Made on the day or before it, and due on one of those days.
    pub in_time_count: i64,
    /// Made after it, and due on one of those days.
    pub late_count: i64,
    /// Not made, and the day is past, however long.
    pub overdue_count: i64,
    /// The first day by which a visit is still to be made; past, where one is overdue. Null where none is to be made, and where nobody has stated an interval.
    pub next_due_on: Option<NaiveDate>,
}

impl From<visits::AgainstStandard> for VisitStandard {
    fn from(against: visits::AgainstStandard) -> Self {
        Self {
            due_count: against.due,
            in_time_count: against.in_time,
            late_count: against.late,
            overdue_count: against.overdue,
            next_due_on: against.next_due_on,
        }
    }
}

section!(
    VisitCounts,
    "VisitCountsDisclosure",
    VisitCounts,
    visits::VisitFigures,
    |value, _showing, head| {
        let visits::VisitFigures { counts, measured } = value;
        let frequency = measured.and_then(|it| it.frequency);
        Self {
            basis: head.0,
            as_at: head.1,
            held_count: counts.held,
            on_time_count: counts.on_time,
            last_held_on: counts.last_held_on,
            statutory: measured.map(|it| it.statutory.into()),
            local: measured.and_then(|it| it.local).map(Into::into),
            frequency_over_minimum: frequency.and_then(|it| it.ratio()),
            made_count: frequency.map(|it| it.made.into()),
            minimum_count: frequency.map(|it| it.minimum.into()),
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

impl VisitRecord {
    pub(super) fn find(&self, id: &str) -> Option<Visit> {
        self.list.iter().find(|it| it.id.as_str() == id).cloned()
    }
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
