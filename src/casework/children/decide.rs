//! Deciding before reading: permits for a page of children, then one load for those who were granted.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::{
    domain::{
        access::{
            Class, Classified, Disclosed, Marks, Permit, Refusal, Rules, Scope, Shown,
            WithheldReason,
        },
        children::ChildKey,
    },
    store::{
        ByChild, Store, StoreError,
        access::{Seeker, SharedItem, Standings},
    },
};

/// Everything that deciding about a page of children takes.
pub(super) struct Decision<'a> {
    pub store: &'a Store,
    pub rules: Rules<'a>,
    pub seeker: &'a Seeker,
    pub standings: &'a Standings,
    pub keys: &'a [ChildKey],
    pub today: NaiveDate,
}

pub(super) type Answers<C, T> = HashMap<ChildKey, Disclosed<C, T>>;

impl Decision<'_> {
    pub fn permit<C: Classified>(&self, key: ChildKey, marks: Marks) -> Result<Permit<C>, Refusal> {
        self.rules.permit(&self.standings.of(key), marks)
    }

    /// A section with nothing to mark: decide for every child, load for those granted, shape what was loaded.
    /// The statement is the same, and is made, whoever is granted.
    pub async fn section<C: Classified, R, T>(
        &self,
        load: impl AsyncFnOnce(&Store, &[ChildKey]) -> Result<ByChild<R>, StoreError>,
        shape: impl Fn(ChildKey, Vec<R>, &Permit<C>) -> Option<T>,
    ) -> Result<Answers<C, T>, StoreError> {
        self.marked_section(|_| Marks::default(), load, shape).await
    }

    /// A section whose marks are known beforehand.
    pub async fn marked_section<C: Classified, R, T>(
        &self,
        marks: impl Fn(ChildKey) -> Marks,
        load: impl AsyncFnOnce(&Store, &[ChildKey]) -> Result<ByChild<R>, StoreError>,
        shape: impl Fn(ChildKey, Vec<R>, &Permit<C>) -> Option<T>,
    ) -> Result<Answers<C, T>, StoreError> {
        let permits: Vec<(ChildKey, Result<Permit<C>, Refusal>)> = self
            .keys
            .iter()
            .map(|key| (*key, self.permit(*key, marks(*key))))
            .collect();
        let granted: Vec<ChildKey> = permits
            .iter()
            .filter(|(_, permit)| permit.is_ok())
            .map(|(key, _)| *key)
            .collect();
        let mut rows = load(self.store, &granted).await?;
        let answers = permits.into_iter().map(|(key, permit)| {
            let answer = match permit {
                Ok(permit) => shown(permit, shape(key, rows.take(key), &permit)),
                Err(refusal) => Disclosed::Withheld(refusal),
            };
            (key, answer)
        });
        Ok(answers.collect())
    }

    /// Does an item of a class of many items fall into what was granted?
    pub fn covers<C: Classified>(&self, key: ChildKey, permit: &Permit<C>, item: i64) -> bool {
        match permit.scope() {
            Scope::Shared => self.shared(key, C::CLASS).any(|shared| shared.item == item),
            Scope::Consented => self.standings.is_consented(key, item),
            Scope::Live | Scope::Settled | Scope::OwnReads | Scope::CouncilReads => true,
        }
    }

    pub fn shared(&self, key: ChildKey, class: Class) -> impl Iterator<Item = &SharedItem> {
        self.standings.shared(key, class)
    }
}

pub(super) fn shown<C: Classified, T>(permit: Permit<C>, value: Option<T>) -> Disclosed<C, T> {
    match value {
        Some(value) => Disclosed::Shown(Shown::under(permit, value)),
        None => Disclosed::NotRecorded,
    }
}

/// An item of an F class that was not filed, within a section that is.
pub(super) fn not_filed(class: Class) -> Refusal {
    Refusal {
        class,
        reason: WithheldReason::NotFiled,
        may_be_requested: None,
    }
}

/// A list that may be shown, or nothing recorded.
pub(super) fn unless_empty<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}
