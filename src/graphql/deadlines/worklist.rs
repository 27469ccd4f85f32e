//! The worklist.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{ID, InputObject, SimpleObject};
use chrono::NaiveDate;

use super::{Deadline, DeadlineKind};
use crate::{
    casework::deadlines::Tasks,
    domain::{acts::Table, children::ChildKey},
    graphql::{acts::Act, children::Child, paging::PageInfo, request::Request},
};

/// Something that you have to see to.
#[derive(SimpleObject)]
pub struct WorkItem {
    /// The id of the deadline.
    pub id: ID,
    /// Whose it is.
    pub child: Child,
    /// What is due.
    pub deadline: Deadline,
    /// The act that records what meets it, where it is one of your standings on the child; null where another records it, or no act of this service.
    pub act: Option<Act>,
}

/// A page of what you have to see to, the most urgent first.
#[derive(SimpleObject)]
pub struct WorkItemConnection {
    /// The items of the page.
    pub nodes: Vec<WorkItem>,
    /// Where the page lies.
    pub page_info: PageInfo,
    /// How many there are over all your children.
    pub total_count: i64,
}

/// Narrows the worklist.
#[derive(InputObject, Debug, Default)]
pub struct WorkFilter {
    /// Due before this day.
    pub due_before: Option<NaiveDate>,
    /// Of these kinds.
    pub kind: Option<Vec<DeadlineKind>>,
}

/// The tasks with their children, each child once for all its tasks.
pub fn connection(
    request: &Request,
    root: Arc<str>,
    tasks: Tasks,
    has_previous: bool,
) -> WorkItemConnection {
    let children: HashMap<ChildKey, Child> = tasks
        .children
        .into_iter()
        .map(|view| (view.key, Child::of(request, root.clone(), view)))
        .collect();
    let today = request.asking.today;
    let mut cursors = tasks.tasks.iter().map(|task| task.cursor.clone());
    let (start_cursor, end_cursor) = (cursors.clone().next(), cursors.next_back());
    let nodes = tasks.tasks.into_iter().filter_map(|task| {
        let child = children.get(&task.child)?.clone();
        let act = task.listed.deadline.rule.met_by_act().filter(|act| {
            let standings = child.standings();
            Table::of_the_product()
                .standing_for(*act, standings)
                .is_some()
        });
        let deadline = Deadline::of(task.listed, today);
        Some(WorkItem {
            act: act.map(Into::into),
            id: deadline.id.clone(),
            child,
            deadline,
        })
    });
    WorkItemConnection {
        nodes: nodes.collect(),
        page_info: PageInfo {
            has_next_page: tasks.has_next,
            has_previous_page: has_previous,
            start_cursor,
            end_cursor,
        },
        total_count: tasks.total.unwrap_or_default(),
    }
}
