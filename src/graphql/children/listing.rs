//! Pages of one's own children: filters, order, connection.

use async_graphql::{Enum, ID, InputObject, Result, SimpleObject};

use super::Child;
use crate::{
    casework::children::Listing,
    casework::children::{Filter, Order},
    domain::{
        ids::{Kind, decode},
        proceedings::case_key,
    },
    graphql::{
        paging::{MAX_PAGE, PageInfo, bad_input, page_size},
        plans::{PermanenceOption, PlanState},
        words::to_word,
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

/// Narrows the list. Every condition must hold. A condition on a section sees only children of whom you see that section, and the value that you are shown.
#[derive(InputObject, Debug, Default)]
pub struct ChildFilter {
    /// These children, at most 100.
    pub ids: Option<Vec<ID>>,
    /// The current plan is in one of these states.
    pub plan_state: Option<Vec<PlanState>>,
    /// The current plan's primary option is one of these.
    pub primary_option: Option<Vec<PermanenceOption>>,
    /// The legal status today is one of these codes of the national return (for example C2).
    pub legal_status: Option<Vec<String>>,
    /// Whether proceedings that cover the child are open.
    pub has_open_proceedings: Option<bool>,
    /// Covered by the proceedings with this case number.
    pub case_number: Option<String>,
}

/// By what to sort.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChildOrderField {
    /// Family name, then given names.
    Name,
    /// The next hearing that is listed.
    NextHearing,
    /// The day on which the present period of care began.
    BecameLookedAfter,
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

/// The listing that the arguments ask for.
pub(in crate::graphql) fn listing(
    first: Option<i32>,
    after: Option<String>,
    filter: Option<ChildFilter>,
    order: Option<ChildOrder>,
    with_total: bool,
) -> Result<Listing> {
    let filter = filter.unwrap_or_default();
    let (field, descending) = match order {
        None => (Order::Record, false),
        Some(ChildOrder { field, direction }) => {
            let field = match field {
                ChildOrderField::Name => Order::Name,
                ChildOrderField::NextHearing => Order::NextHearing,
                ChildOrderField::BecameLookedAfter => Order::BecameLookedAfter,
            };
            (field, direction == OrderDirection::Desc)
        }
    };
    Ok(Listing {
        filter: Filter {
            public_ids: filter.ids.map(public_ids).transpose()?,
            plan_states: filter
                .plan_state
                .map(|states| states.into_iter().map(to_word).collect()),
            primary_options: filter
                .primary_option
                .map(|options| options.into_iter().map(to_word).collect()),
            legal_statuses: filter.legal_status,
            has_open_proceedings: filter.has_open_proceedings,
            case_key: filter.case_number.as_deref().map(case_key),
        },
        order: field,
        descending,
        first: page_size(first)? as u64,
        after,
        with_total,
    })
}

/// The random parts of the ids of children. What is not such an id names nobody, and is not told apart.
pub(in crate::graphql) fn public_ids(ids: Vec<ID>) -> Result<Vec<Vec<u8>>> {
    if ids.len() > MAX_PAGE as usize {
        return Err(bad_input(format!("At most {MAX_PAGE} ids at a time.")));
    }
    let of_children = ids.iter().filter_map(|id| match decode(id) {
        Some((Kind::Child, random)) => Some(random.to_vec()),
        _ => None,
    });
    Ok(of_children.collect())
}
