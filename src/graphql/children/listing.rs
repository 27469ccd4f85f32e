//! Pages of one's own children: order, connection, and many at once by id.

use async_graphql::{Enum, ID, InputObject, Result, SimpleObject};

use super::{Child, ChildLookup, filter::ChildFilter};
use crate::{
    casework::children::{Fact, Listing, Order},
    domain::deadlines::DeadlineKind,
    graphql::{
        access::Whole,
        paging::{PageInfo, Window},
    },
};

/// A page of children.
#[derive(SimpleObject)]
pub struct ChildConnection {
    /// The children of the page, each with its cursor.
    pub edges: Vec<ChildEdge>,
    /// The children of the page.
    pub nodes: Vec<Child>,
    /// Where the page lies.
    pub page_info: PageInfo,
    /// How many children the filter finds among yours.
    pub total_count: i64,
}

/// A child and its place in the list.
#[derive(SimpleObject)]
pub struct ChildEdge {
    /// Give it as `after` to go on from here.
    pub cursor: String,
    /// The child.
    pub node: Child,
}

/// By what to sort.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChildOrderField {
    /// Family name, then given names.
    Name,
    /// The date of birth: the oldest child first where it rises.
    BornOn,
    /// The next hearing that is listed.
    NextHearing,
    /// The day on which the present period of care began.
    BecameLookedAfter,
    /// By when the current plan is to be achieved.
    PlanTarget,
    /// The last review that was held.
    LastReview,
    /// The earliest date of what is due and you may see: the most overdue first where it rises.
    NextDue,
    /// The date of the next review.
    NextReview,
}

/// Which end first.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderDirection {
    /// Smallest or earliest first.
    Asc,
    /// Largest or latest first.
    Desc,
}

/// How to sort. What is withheld from you or not recorded comes last.
#[derive(InputObject, Debug)]
pub struct ChildOrder {
    /// By what.
    pub field: ChildOrderField,
    /// Which end first.
    pub direction: OrderDirection,
}

/// What a partner is told of one of the ids that they asked for.
#[derive(SimpleObject)]
pub struct CaseStatus {
    /// The id, as it was asked for.
    pub id: ID,
    /// The child, as far as your standing goes, or the one answer for all that is not there or not permitted.
    pub answer: Whole<ChildLookup>,
}

/// The listing that the arguments ask for.
pub(in crate::graphql) fn listing(
    window: Window,
    filter: Option<ChildFilter>,
    order: Option<ChildOrder>,
    with_total: bool,
) -> Result<Listing> {
    let fact = |field| match field {
        ChildOrderField::Name => Order::By(Fact::Name),
        ChildOrderField::BornOn => Order::By(Fact::BornOn),
        ChildOrderField::NextHearing => Order::By(Fact::NextHearing),
        ChildOrderField::BecameLookedAfter => Order::By(Fact::BecameLookedAfter),
        ChildOrderField::PlanTarget => Order::By(Fact::PlanTarget),
        ChildOrderField::LastReview => Order::By(Fact::LastReview),
        ChildOrderField::NextDue => Order::NextDue(None),
        ChildOrderField::NextReview => Order::NextDue(Some(DeadlineKind::Review)),
    };
    Ok(Listing {
        filter: filter
            .map(ChildFilter::asked)
            .transpose()?
            .unwrap_or_default(),
        order: order.as_ref().map(|order| fact(order.field)),
        descending: order.is_some_and(|order| order.direction == OrderDirection::Desc),
        size: window.size,
        cursor: window.cursor,
        is_backward: window.is_backward,
        with_total,
    })
}
