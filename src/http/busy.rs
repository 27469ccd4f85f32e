//! How many requests of one person are being answered at the same time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::domain::access::Viewer;

/// A person here: the issuer, and whom it names.
type Person = (String, String);

/// Only those who are waiting for an answer are remembered.
#[derive(Debug, Default)]
pub(super) struct Busy(Arc<Mutex<HashMap<Person, u64>>>);

/// One request of one person: free for the next when it goes, however it ends.
#[derive(Debug)]
pub(super) struct Turn {
    waiting: Arc<Mutex<HashMap<Person, u64>>>,
    person: Person,
}

impl Busy {
    /// Nothing where the person has as many already.
    pub fn take(&self, viewer: &Viewer, most: u64) -> Option<Turn> {
        let person = (viewer.issuer.clone(), viewer.subject.clone());
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = waiting.get(&person).copied().unwrap_or_default();
        if now >= most {
            return None;
        }
        waiting.insert(person.clone(), now + 1);
        Some(Turn {
            waiting: self.0.clone(),
            person,
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(many) = waiting.get_mut(&self.person) {
            *many = many.saturating_sub(1);
            if *many == 0 {
                waiting.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::domain::access::Role;

    fn viewer(subject: &str) -> Viewer {
        Viewer {
            issuer: "https://login.cafcass.example".into(),
            subject: subject.into(),
            token_id: "1".into(),
            agency: "cafcass".into(),
            role: Role::Guardian,
            bound_to: None,
            actor: None,
            expires_at: DateTime::UNIX_EPOCH,
        }
    }

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
