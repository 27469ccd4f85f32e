//! What is due: of one's children one by one, and over all of them.

mod worklist;

pub use worklist::{Task, Tasks, WorkAsked};

use crate::{
    domain::{access::ClassSet, deadlines::Deadline},
    store::deadlines::Stored,
};

/// What an operation reads of the deadlines of each child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeadlinesWanted {
    /// Also those that were met or do not apply.
    pub with_past: bool,
    /// How each date was found.
    pub with_steps: bool,
}

/// The deadlines of one child of which the viewer sees every class that they tell of.
#[derive(Debug)]
pub struct Deadlines {
    pub listed: Vec<Listed>,
    /// The classes that were looked through. That there is nothing of them is told as well.
    pub shown: ClassSet,
    /// The classes of which deadlines may be missing.
    pub withheld: ClassSet,
}

#[derive(Debug, Clone)]
pub struct Listed {
    pub public_id: Vec<u8>,
    pub deadline: Deadline,
    /// The classes that it tells of.
    pub classes: ClassSet,
}

impl Listed {
    pub fn tells_only_of(&self, classes: ClassSet) -> bool {
        self.classes.0 & !classes.0 == 0
    }
}

impl From<Stored> for Listed {
    fn from(stored: Stored) -> Self {
        Self {
            public_id: stored.public_id,
            deadline: stored.deadline,
            classes: stored.classes,
        }
    }
}
