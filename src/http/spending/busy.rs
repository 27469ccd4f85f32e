//! How many of one person's requests are being answered, or of their connections are open, at the same time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::{Person, person};
use crate::domain::access::Viewer;

/// Only those who have any now are remembered.
#[derive(Debug, Default)]
pub(in crate::http) struct Busy(Arc<Mutex<HashMap<Person, u64>>>);

/// One of them: free for the next when it goes, however it ends.
#[derive(Debug)]
pub(in crate::http) struct Turn {
    now: Arc<Mutex<HashMap<Person, u64>>>,
    person: Person,
}

impl Busy {
    /// Nothing where the person has as many already.
    pub fn take(&self, viewer: &Viewer, most: u64) -> Option<Turn> {
        let person = person(viewer);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let many = all.get(&person).copied().unwrap_or_default();
        if many >= most {
            return None;
        }
        all.insert(person.clone(), many + 1);
        Some(Turn {
            now: self.0.clone(),
            person,
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut all = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(many) = all.get_mut(&self.person) {
            *many = many.saturating_sub(1);
            if *many == 0 {
                all.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::viewer, *};

    #[test]
    fn one_person_has_so_many_turns_and_another_has_turns_of_their_own() {
        let busy = Busy::default();
        let first = busy.take(&viewer("ada"), 2);
        let second = busy.take(&viewer("ada"), 2);
        assert!(first.is_some() && second.is_some());
        assert!(busy.take(&viewer("ada"), 2).is_none());
        assert!(busy.take(&viewer("ben"), 2).is_some());
        drop(first);
        assert!(busy.take(&viewer("ada"), 2).is_some());
    }

    #[test]
    fn nobody_is_remembered_who_waits_for_nothing() {
        let busy = Busy::default();
        drop(busy.take(&viewer("ada"), 2));
        assert!(busy.0.lock().unwrap().is_empty());
    }
}
