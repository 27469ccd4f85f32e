//! Deciding before reading: permits for a page of children, then one load for those who were granted.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use serde::de::DeserializeOwned;

use crate::{
    casework::london_day,
    domain::{
        access::{
            Class, ClassSet, Classified, Condition, Disclosed, Marks, Permit, Refusal, Rules,
            Scope, Shown, WithheldReason,
        },
        children::ChildKey,
    },
    store::{
        ByChild, Store, StoreError,
        access::{Seeker, Standings},
        filing::{KEPT, Kept, Served, kept},
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
    /// Where the record is asked for as it had been filed: what had been served, and on whom.
    pub served: Option<&'a Served>,
    kept: ByChild<Kept>,
}

pub(super) type Answers<C, T> = HashMap<ChildKey, Disclosed<C, T>>;
pub(super) type Loaded<C, T> = Result<Answers<C, T>, StoreError>;

impl<'a> Decision<'a> {
    /// Reads what was filed of the classes that are shown as filed: one statement for the page.
    pub async fn new(
        store: &'a Store,
        rules: Rules<'a>,
        seeker: &'a Seeker,
        standings: &'a Standings,
        keys: &'a [ChildKey],
        served: Option<&'a Served>,
        classes: ClassSet,
    ) -> Result<Self, StoreError> {
        let mut decision = Self {
            store,
            rules,
            seeker,
            standings,
            keys,
            today: seeker.today,
            served,
            kept: ByChild::default(),
        };
        let classes = ClassSet::from_iter(KEPT.into_iter().filter(|it| classes.contains(*it)));
        let is_possible = |class| {
            let filed = rules
                .policy
                .standings_with(seeker.role, class, Condition::Filed);
            filed != 0 || served.is_some()
        };
        if classes.iter().any(is_possible) {
            let wanted: Vec<(ChildKey, ClassSet)> = keys
                .iter()
                .map(|key| (*key, decision.shown_as_filed(*key, classes)))
                .filter(|(_, classes)| !classes.is_empty())
                .collect();
            let own = Served::to(seeker);
            decision.kept = kept(store, served.unwrap_or(&own), &wanted).await?;
        }
        Ok(decision)
    }

    /// The classes that are answered from what was filed, whatever the marks of an item.
    fn shown_as_filed(&self, key: ChildKey, classes: ClassSet) -> ClassSet {
        let facts = self.standings.of(key);
        let as_filed = |class: &Class| {
            let marks = [(false, false), (true, false), (false, true), (true, true)];
            marks.into_iter().any(|(is_confidential, is_adoptive)| {
                let marks = Marks {
                    is_confidential,
                    is_adoptive,
                };
                let grant = self.rules.rule(*class, &facts, marks);
                grant.is_ok_and(|it| it.scope == Scope::Shared || self.served.is_some())
            })
        };
        classes.iter().filter(as_filed).collect()
    }

    pub fn permit<C: Classified>(&self, key: ChildKey, marks: Marks) -> Result<Permit<C>, Refusal> {
        let facts = self.standings.of(key);
        let permit = self.rules.permit::<C>(&facts, marks)?;
        let is_kept = KEPT.contains(&C::CLASS);
        match (self.served, permit.scope()) {
            // Of a class that is not kept there is nothing to show as filed.
            (_, Scope::Shared) if !is_kept => Err(not_filed(C::CLASS)),
            (Some(_), _) if is_kept && !facts.shared.contains(C::CLASS) => Err(not_filed(C::CLASS)),
            (Some(_), _) if is_kept => Ok(permit.as_filed()),
            _ => Ok(permit),
        }
    }

    /// The children who are granted a class out of the live record.
    pub fn granted_live<C: Classified>(&self) -> Vec<ChildKey> {
        let is_live = |key: &ChildKey| {
            let permit = self.permit::<C>(*key, Marks::default());
            permit.is_ok_and(|permit| permit.scope() != Scope::Shared)
        };
        self.keys.iter().copied().filter(is_live).collect()
    }

    /// A section with nothing to mark, of a class that is not kept when it is filed: decide for every child, load
    /// for those granted, shape what was loaded. The statement is the same, and is made, whoever is granted.
    pub async fn section<C: Classified, R, T>(
        &self,
        load: impl AsyncFnOnce(&Store, &[ChildKey]) -> Result<ByChild<R>, StoreError>,
        shape: impl Fn(ChildKey, Vec<R>, &Permit<C>) -> Option<T>,
    ) -> Loaded<C, T> {
        self.marked_section(|_| Marks::default(), load, shape).await
    }

    /// A section whose marks are known beforehand.
    pub async fn marked_section<C: Classified, R, T>(
        &self,
        marks: impl Fn(ChildKey) -> Marks,
        load: impl AsyncFnOnce(&Store, &[ChildKey]) -> Result<ByChild<R>, StoreError>,
        shape: impl Fn(ChildKey, Vec<R>, &Permit<C>) -> Option<T>,
    ) -> Loaded<C, T> {
        self.decided(marks, load, shape, |_, _| Ok(None)).await
    }

    /// A section of a class that is kept when it is filed: whoever sees it as filed is answered from what was kept,
    /// everybody else from the live rows.
    pub async fn filed_section<C: Classified, R, K: DeserializeOwned, T>(
        &self,
        load: impl AsyncFnOnce(&Store, &[ChildKey]) -> Result<ByChild<R>, StoreError>,
        shape: impl Fn(ChildKey, Vec<R>, &Permit<C>) -> Option<T>,
        as_filed: impl Fn(ChildKey, Vec<K>) -> Option<T>,
    ) -> Loaded<C, T> {
        let from_kept = |key, permit: &Permit<C>| match permit.scope() {
            Scope::Shared => Ok(Some(as_filed(key, self.filed(key, C::CLASS)?))),
            _ => Ok(None),
        };
        self.decided(|_| Marks::default(), load, shape, from_kept)
            .await
    }

    /// A section that is a list of items, in the order of a sort key.
    pub async fn filed_list<C: Classified, R: DeserializeOwned, O: Ord>(
        &self,
        load: impl AsyncFnOnce(&Store, &[ChildKey]) -> Result<ByChild<R>, StoreError>,
        id: impl Fn(&R) -> i64,
        order: impl Fn(&R) -> O,
    ) -> Loaded<C, Vec<R>> {
        let live = |key, mut rows: Vec<R>, permit: &Permit<C>| {
            rows.retain(|row| self.covers(key, permit, id(row)));
            unless_empty(rows)
        };
        let as_filed = |_, mut rows: Vec<R>| {
            rows.sort_by_key(&order);
            unless_empty(rows)
        };
        self.filed_section(load, live, as_filed).await
    }

    async fn decided<C: Classified, R, T>(
        &self,
        marks: impl Fn(ChildKey) -> Marks,
        load: impl AsyncFnOnce(&Store, &[ChildKey]) -> Result<ByChild<R>, StoreError>,
        shape: impl Fn(ChildKey, Vec<R>, &Permit<C>) -> Option<T>,
        from_kept: impl Fn(ChildKey, &Permit<C>) -> Result<Option<Option<T>>, StoreError>,
    ) -> Loaded<C, T> {
        let permits: Vec<(ChildKey, Result<Permit<C>, Refusal>)> = self
            .keys
            .iter()
            .map(|key| (*key, self.permit(*key, marks(*key))))
            .collect();
        let granted: Vec<ChildKey> = permits
            .iter()
            .filter(|(_, permit)| permit.is_ok_and(|permit| permit.scope() != Scope::Shared))
            .map(|(key, _)| *key)
            .collect();
        let mut rows = load(self.store, &granted).await?;
        let mut answers = HashMap::with_capacity(permits.len());
        for (key, permit) in permits {
            let answer = match permit {
                Ok(permit) => {
                    let value = match from_kept(key, &permit)? {
                        Some(value) => value,
                        None => shape(key, rows.take(key), &permit),
                    };
                    shown(permit, value)
                }
                Err(refusal) => Disclosed::Withheld(refusal),
            };
            answers.insert(key, answer);
        }
        Ok(answers)
    }

    /// Does an item of the live record fall into what was granted? What is shown as filed is not read from there.
    pub fn covers<C: Classified>(&self, key: ChildKey, permit: &Permit<C>, item: i64) -> bool {
        match permit.scope() {
            Scope::Shared => false,
            Scope::Consented => self.standings.is_consented(key, item),
            Scope::Live | Scope::Settled | Scope::OwnReads | Scope::CouncilReads => true,
        }
    }

    /// Every filing of items of a class, the last first.
    pub fn filings(&self, key: ChildKey, class: Class) -> impl DoubleEndedIterator<Item = &Kept> {
        let all = self.kept.of(key).iter();
        all.filter(move |kept| kept.class == class)
    }

    /// Each item of a class as it was filed last, the newest filing first.
    pub fn filed<T: DeserializeOwned>(
        &self,
        key: ChildKey,
        class: Class,
    ) -> Result<Vec<T>, StoreError> {
        let mut seen = HashSet::new();
        self.filings(key, class)
            .filter(|kept| seen.insert(kept.item))
            .map(Kept::read)
            .collect()
    }

    /// The day on which something of a class was filed last: what is shown as filed is as of then.
    pub fn last_filed(&self, key: ChildKey, class: Class) -> NaiveDate {
        let last = self.filings(key, class).next();
        last.map_or(self.today, |kept| london_day(kept.shared_at))
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
