//! The worklist: what the viewer has to do next over all their children, the most urgent first.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Listed;
use crate::{
    casework::{
        Asking, Casework, Trouble,
        children::{ChildView, Wanted},
    },
    domain::{
        children::ChildKey,
        deadlines::{DeadlineKind, rules},
    },
    store::{
        access::{self, Reached, Work, WorkKey},
        deadlines::explanations,
    },
};

/// Which part of it.
#[derive(Debug)]
pub struct WorkAsked {
    pub due_before: Option<NaiveDate>,
    pub kinds: Option<Vec<DeadlineKind>>,
    pub size: usize,
    pub after: Option<String>,
    pub with_total: bool,
    /// How each date was found.
    pub with_steps: bool,
}

#[derive(Debug)]
pub struct Task {
    pub child: ChildKey,
    pub listed: Listed,
    pub cursor: String,
}

#[derive(Debug, Default)]
pub struct Tasks {
    pub tasks: Vec<Task>,
    /// Every child of the page once.
    pub children: Vec<ChildView>,
    pub has_next: bool,
    pub total: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct Place(NaiveDate, i16, i64);

impl Casework {
    pub async fn worklist(
        &self,
        asking: &Asking,
        asked: WorkAsked,
        wanted: &Wanted,
    ) -> Result<Tasks, Trouble> {
        let list = format!("worklist {:?} {:?}", asked.due_before, asked.kinds);
        let from = match &asked.after {
            Some(cursor) => {
                let Place(due_on, council, id) =
                    self.cursors.open(&asking.viewer, &list, cursor)?;
                Some(WorkKey {
                    due_on,
                    council,
                    id,
                })
            }
            None => None,
        };
        let seeker = asking.seeker(self);
        let Some(seeker) = seeker.filter(|_| self.may_list(asking.viewer.role)) else {
            self.show(asking, "worklist", Vec::new(), wanted).await?;
            return Ok(Tasks {
                total: asked.with_total.then_some(0),
                ..Tasks::default()
            });
        };
        let work = Work {
            due_before: asked.due_before,
            rules: asked.kinds.as_ref().map(|kinds| {
                rules::all()
                    .filter(|rule| kinds.contains(&rule.kind))
                    .map(|rule| rule.id.to_owned())
                    .collect()
            }),
            from,
            limit: u64::try_from(asked.size).unwrap_or(u64::MAX),
            with_total: asked.with_total,
        };
        let (mut items, total) =
            access::worklist(&self.store, self.rules(), &seeker, &work).await?;
        let has_next = items.len() > asked.size;
        items.truncate(asked.size);
        let mut children: HashMap<ChildKey, Reached> = HashMap::new();
        let mut told = HashMap::new();
        let mut tasks = Vec::with_capacity(items.len());
        for item in items {
            let WorkKey {
                due_on,
                council,
                id,
            } = item.place;
            let key = item.child.key;
            let classes: &mut u32 = told.entry(key).or_default();
            *classes |= item.stored.classes.0;
            children.entry(key).or_insert(item.child);
            tasks.push(Task {
                child: key,
                listed: item.stored.into(),
                cursor: self
                    .cursors
                    .seal(&asking.viewer, &list, &Place(due_on, council, id))?,
            });
        }
        let mut children: Vec<Reached> = children.into_values().collect();
        children.sort_by_key(|child| child.key);
        if asked.with_steps {
            let keys: Vec<ChildKey> = children.iter().map(|child| child.key).collect();
            let mut steps = explanations(&self.store, &keys).await?;
            for task in &mut tasks {
                let deadline = &mut task.listed.deadline;
                if let Some(found) = steps.remove(&(task.child, deadline.key())) {
                    deadline.explanation = found;
                }
            }
        }
        let mut views = match children.is_empty() {
            true => Vec::new(),
            false => self.views(&seeker, children, wanted).await?,
        };
        for view in &mut views {
            view.told.0 |= told.get(&view.key).copied().unwrap_or(0);
        }
        Ok(Tasks {
            children: self.entered(asking, "worklist", views).await?,
            tasks,
            has_next,
            total: asked.with_total.then(|| total.unwrap_or(0)),
        })
    }
}
