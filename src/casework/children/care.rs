//! Placements with their guarded parts, adopters, legal status.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::{
    decide::{Answers, Decision, not_filed, shown},
    view::PlacementRecord,
};
use crate::{
    domain::{
        access::{Class, ClassSet, Classified, Disclosed, Marks, Scope, class},
        children::{
            AdopterIdentity, AdopterSerial, Carer, ChildKey, LegalStatus, Placement,
            PlacementDates, PlacementLocation, PlacementMark,
        },
    },
    store::{ByChild, Store, StoreError, children as rows},
};

/// The marks of a placement for one of its guarded parts. The dates of its neighbours would give those of a
/// flagged placement away: they go with it.
fn marks_for(class: Class, mark: &PlacementMark, all: &[PlacementMark]) -> Marks {
    let bordering = class == Class::PlacementDates && mark.borders_on_confidential(all);
    Marks {
        is_confidential: mark.is_confidential || bordering,
        is_adoptive: mark.is_adoptive,
    }
}

/// The guarded parts of the placements of a page, decided and loaded.
pub(super) struct Parts {
    marks: ByChild<PlacementMark>,
    dates: HashMap<ChildKey, Disclosed<class::PlacementDates, PlacementDates>>,
    locations: HashMap<ChildKey, Disclosed<class::PlacementLocation, PlacementLocation>>,
    carers: HashMap<ChildKey, Disclosed<class::CarerIdentity, Vec<Carer>>>,
}

/// Which placements' parts are wanted.
#[derive(Clone, Copy)]
pub(super) struct PartsWanted {
    /// Parts of every placement listed.
    pub listed: ClassSet,
    /// Parts of the current placement alone.
    pub current: ClassSet,
}

impl Decision<'_> {
    pub async fn placement_parts(&self, wanted: PartsWanted) -> Result<Parts, StoreError> {
        let marks = rows::placement_marks(self.store, self.today, self.keys).await?;
        let mut parts = Parts {
            dates: HashMap::new(),
            locations: HashMap::new(),
            carers: HashMap::new(),
            marks,
        };
        let is_wanted =
            |class: Class| wanted.listed.contains(class) || wanted.current.contains(class);
        if is_wanted(Class::PlacementDates) {
            let load = rows::placement_dates;
            let one = |mut found: Vec<PlacementDates>| found.pop();
            parts.dates = self.parts(&parts.marks, wanted, load, one).await?;
        }
        if is_wanted(Class::PlacementLocation) {
            let load = rows::placement_locations;
            let one = |mut found: Vec<PlacementLocation>| found.pop();
            parts.locations = self.parts(&parts.marks, wanted, load, one).await?;
        }
        if is_wanted(Class::CarerIdentity) {
            let all = |found: Vec<Carer>| (!found.is_empty()).then_some(found);
            parts.carers = self.parts(&parts.marks, wanted, rows::carers, all).await?;
        }
        Ok(parts)
    }

    /// Decides about one part of each placement by its marks, and loads those granted, by placement.
    async fn parts<C: Classified, R, T>(
        &self,
        marks: &ByChild<PlacementMark>,
        wanted: PartsWanted,
        load: impl AsyncFnOnce(&Store, &[ChildKey]) -> Result<ByChild<R>, StoreError>,
        shape: impl Fn(Vec<R>) -> Option<T>,
    ) -> Result<HashMap<ChildKey, Disclosed<C, T>>, StoreError> {
        let mut permits = Vec::new();
        for key in self.keys.iter().copied() {
            let all = wanted.listed.contains(C::CLASS);
            for mark in marks.of(key).iter().filter(|mark| all || mark.is_current) {
                let permit = self
                    .permit::<C>(key, marks_for(C::CLASS, mark, marks.of(key)))
                    .and_then(|permit| {
                        let covered =
                            permit.scope() != Scope::Shared || self.covers(key, &permit, mark.id);
                        if covered {
                            Ok(permit)
                        } else {
                            Err(not_filed(C::CLASS))
                        }
                    });
                permits.push((
                    ChildKey {
                        council: key.council,
                        child: mark.id,
                    },
                    permit,
                ));
            }
        }
        let granted: Vec<ChildKey> = permits
            .iter()
            .filter(|(_, permit)| permit.is_ok())
            .map(|(key, _)| *key)
            .collect();
        let mut rows = load(self.store, &granted).await?;
        let decided = permits.into_iter().map(|(key, permit)| {
            let answer = match permit {
                Ok(permit) => shown(permit, shape(rows.take(key))),
                Err(refusal) => Disclosed::Withheld(refusal),
            };
            (key, answer)
        });
        Ok(decided.collect())
    }

    /// The placements listed, each with its guarded parts.
    pub async fn placement(
        &self,
        parts: &Parts,
        listed: ClassSet,
    ) -> Result<Answers<class::Placement, PlacementRecord>, StoreError> {
        let year_ago = self
            .today
            .checked_sub_days(Days::new(365))
            .unwrap_or(NaiveDate::MIN);
        self.section(rows::placements, |key, found, permit| {
            let placements: Vec<Placement> = found
                .into_iter()
                .filter(|placement| self.covers(key, permit, placement.id))
                .map(|placement| parts.join(key, placement, listed))
                .collect();
            let started_within_a_year = |placement: &&Placement| {
                let mark = parts.mark(key, placement.id);
                mark.is_some_and(|mark| mark.starts_on > year_ago && mark.starts_on <= self.today)
            };
            let in_year = placements.iter().filter(started_within_a_year).count();
            let moves_in_last_year = if in_year == placements.len() {
                in_year.saturating_sub(1)
            } else {
                in_year
            };
            (!placements.is_empty()).then_some(PlacementRecord {
                placements,
                moves_in_last_year,
            })
        })
        .await
    }

    /// A part of the current placement, as a section of the child.
    pub fn current_part<C: Classified, T: Clone>(
        &self,
        parts: &Parts,
        decided: &HashMap<ChildKey, Disclosed<C, T>>,
    ) -> Answers<C, T> {
        let answer = |key: ChildKey| {
            let current = parts.marks.of(key).iter().find(|mark| mark.is_current);
            let part = current.and_then(|mark| {
                decided
                    .get(&ChildKey {
                        council: key.council,
                        child: mark.id,
                    })
                    .cloned()
            });
            // Without a placement there is nothing to withhold but by standing.
            part.unwrap_or_else(|| match self.permit::<C>(key, Marks::default()) {
                Ok(_) => Disclosed::NotRecorded,
                Err(refusal) => Disclosed::Withheld(refusal),
            })
        };
        self.keys.iter().map(|key| (*key, answer(*key))).collect()
    }

    pub async fn adopter_serial(
        &self,
    ) -> Result<Answers<class::AdopterSerial, AdopterSerial>, StoreError> {
        self.section(rows::adopter_serial, |_, found, _| found.into_iter().next())
            .await
    }

    pub async fn adopter_identity(
        &self,
    ) -> Result<Answers<class::AdopterIdentity, AdopterIdentity>, StoreError> {
        self.section(rows::adopter_identity, |_, found, _| {
            found.into_iter().next()
        })
        .await
    }

    pub async fn legal_status(
        &self,
    ) -> Result<Answers<class::LegalStatus, LegalStatus>, StoreError> {
        let granted: Vec<ChildKey> = self
            .keys
            .iter()
            .copied()
            .filter(|key| {
                self.permit::<class::LegalStatus>(*key, Marks::default())
                    .is_ok()
            })
            .collect();
        let since = rows::looked_after_since(self.store, self.today, &granted).await?;
        let orders = rows::orders(self.store, &granted).await?;
        let earlier = rows::previous_permanence(self.store, &granted).await?;
        self.section(rows::legal_spells, |key, spells, _| {
            let status = LegalStatus {
                became_looked_after_on: since.of(key).first().copied(),
                orders: orders.of(key).to_vec(),
                previous_permanence: earlier.of(key).to_vec(),
                spells,
            };
            let is_empty = status.spells.is_empty()
                && status.orders.is_empty()
                && status.became_looked_after_on.is_none();
            (!is_empty).then_some(status)
        })
        .await
    }
}

impl Parts {
    fn mark(&self, key: ChildKey, placement: i64) -> Option<&PlacementMark> {
        self.marks.of(key).iter().find(|mark| mark.id == placement)
    }

    fn join(&self, key: ChildKey, mut placement: Placement, listed: ClassSet) -> Placement {
        let id = ChildKey {
            council: key.council,
            child: placement.id,
        };
        placement.is_current = self
            .mark(key, placement.id)
            .is_some_and(|mark| mark.is_current);
        if listed.contains(Class::PlacementDates) {
            placement.dates = self.dates.get(&id).cloned();
        }
        if listed.contains(Class::PlacementLocation) {
            placement.location = self.locations.get(&id).cloned();
        }
        if listed.contains(Class::CarerIdentity) {
            placement.carers = self.carers.get(&id).cloned();
        }
        placement
    }

    pub fn dates(&self) -> &HashMap<ChildKey, Disclosed<class::PlacementDates, PlacementDates>> {
        &self.dates
    }

    pub fn locations(
        &self,
    ) -> &HashMap<ChildKey, Disclosed<class::PlacementLocation, PlacementLocation>> {
        &self.locations
    }

    pub fn carers(&self) -> &HashMap<ChildKey, Disclosed<class::CarerIdentity, Vec<Carer>>> {
        &self.carers
    }
}
