//! Reviews of a child's case.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        ids::{Kind, encode},
        reviews,
    },
    graphql::{
        access::DisclosureBasis,
        paging::{Listed, Window, connection, section, slice},
    },
};

/// Reviews of the child's case.
#[derive(SimpleObject, Debug, Clone)]
#[graphql(complex)]
pub struct ReviewRecord {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// When the last review was held.
    pub last_held_on: Option<NaiveDate>,
    #[graphql(skip)]
    list: Vec<Review>,
    #[graphql(skip)]
    owner: String,
}

/// A review (Care Planning Regulations 2010, part 6).
#[derive(SimpleObject, Debug, Clone)]
pub struct Review {
    /// Its id.
    pub id: ID,
    /// By when it was due, as recorded.
    pub due_on: Option<NaiveDate>,
    /// When it was held.
    pub held_on: Option<NaiveDate>,
    /// How the child took part, as a code of the national return (PN0 to PN7).
    pub participation: Option<String>,
    /// Whether the permanence plan was considered.
    pub is_plan_considered: Option<bool>,
    /// What was decided.
    pub decisions: Option<String>,
}

impl ReviewRecord {
    pub(super) fn find(&self, id: &str) -> Option<Review> {
        self.list.iter().find(|it| it.id.as_str() == id).cloned()
    }
}

connection!(ReviewConnection, Review, "reviews");

impl Listed for Review {
    fn place(&self) -> String {
        self.id.to_string()
    }
}

#[ComplexObject]
impl ReviewRecord {
    /// The reviews, newest first.
    async fn reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100; not with `first` or `after`.")] last: Option<i32>,
        #[graphql(desc = "The `startCursor` of the page after.")] before: Option<String>,
    ) -> Result<ReviewConnection> {
        Ok(slice(
            ctx,
            &self.owner,
            "reviews",
            &self.list,
            Window::of(first, after, last, before)?,
        )?
        .into())
    }
}

section!(
    ReviewRecord,
    "ReviewsDisclosure",
    Reviews,
    Vec<reviews::Review>,
    |value, showing, head| {
        let last_held_on = value.iter().filter_map(|review| review.held_on).max();
        let list = value.into_iter().map(|review| Review {
            id: encode(Kind::Review, &review.public_id).into(),
            due_on: review.due_on,
            held_on: review.held_on,
            participation: review.participation,
            is_plan_considered: review.is_plan_considered,
            decisions: review.decisions,
        });
        Self {
            basis: head.0,
            as_at: head.1,
            last_held_on,
            list: list.collect(),
            owner: encode(Kind::Child, &showing.public_id),
        }
    }
);
