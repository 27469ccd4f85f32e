//! Placements with their guarded parts, adopters, legal status.

use std::{cmp::Reverse, collections::HashMap};

use chrono::{Days, NaiveDate};

use super::{
    decide::{Answers, Decision, not_filed, shown},
    view::PlacementRecord,
};
use crate::{
    domain::{
        access::{Class, ClassSet, Classified, Disclosed, Marks, Permit, Scope, class},
        children::{
            AdopterIdentity, AdopterSerial, Carer, ChildKey, LeavingYear, LegalStatus, Placement,
            PlacementDates, PlacementLocation, PlacementMark,
        },
    },
    store::{
        ByChild, Store, StoreError, children as rows,
        filing::{FiledDates, FiledPlacement},
    },
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

/// A placement of which parts may be shown: of the live record, or only left in what was filed.
struct Known {
    mark: PlacementMark,
    is_gone: bool,
}

/// The guarded parts of the placements of a page, decided and loaded.
pub(super) struct Parts {
    known: HashMap<ChildKey, Vec<Known>>,
    filed_dates: HashMap<ChildKey, Vec<FiledDates>>,
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

/// The placement that a child's own section of a part is of: the current one, else the last.
fn present<'a>(
    mut marks: impl Iterator<Item = &'a PlacementMark> + Clone,
    day: NaiveDate,
) -> Option<&'a PlacementMark> {
    let runs = |mark: &&PlacementMark| mark.starts_on <= day && day < mark.ends_on;
    let begun = marks.clone().filter(|mark| mark.starts_on <= day);
    marks
        .by_ref()
        .filter(runs)
        .max_by_key(|mark| mark.starts_on)
        .or_else(|| begun.max_by_key(|mark| mark.starts_on))
}

impl Decision<'_> {
    pub async fn placement_parts(&self, wanted: PartsWanted) -> Result<Parts, StoreError> {
        let marks = rows::placement_marks(self.store, self.today, self.keys).await?;
        let mut parts = Parts {
            known: HashMap::new(),
            filed_dates: HashMap::new(),
            dates: HashMap::new(),
            locations: HashMap::new(),
            carers: HashMap::new(),
        };
        for key in self.keys.iter().copied() {
            let filed_dates: Vec<FiledDates> = self.filed(key, Class::PlacementDates)?;
            let filed: Vec<FiledPlacement> = self.filed(key, Class::Placement)?;
            let mut known = HashMap::new();
            let left = filed_dates.iter().map(|it| it.mark);
            for mark in left.chain(filed.iter().map(|it| it.mark)) {
                let is_gone = true;
                known.insert(mark.id, Known { mark, is_gone });
            }
            // Today's marks of a placement that is there count, and not those that it had when it was filed.
            for mark in marks.of(key).iter().copied() {
                let is_gone = false;
                known.insert(mark.id, Known { mark, is_gone });
            }
            parts.filed_dates.insert(key, filed_dates);
            parts.known.insert(key, known.into_values().collect());
        }
        let is_wanted =
            |class: Class| wanted.listed.contains(class) || wanted.current.contains(class);
        if is_wanted(Class::PlacementDates) {
            let one = |mut found: Vec<PlacementDates>| found.pop();
            parts.dates = self
                .parts(&parts, wanted, rows::placement_dates, one, |key, id| {
                    let filed = parts.filed_dates.get(&key)?;
                    let found = filed.iter().find(|it| it.mark.id == id)?;
                    Some(found.dates.clone())
                })
                .await?;
        }
        if is_wanted(Class::PlacementLocation) {
            let load = rows::placement_locations;
            let one = |mut found: Vec<PlacementLocation>| found.pop();
            parts.locations = self.parts(&parts, wanted, load, one, |_, _| None).await?;
        }
        if is_wanted(Class::CarerIdentity) {
            let all = |found: Vec<Carer>| (!found.is_empty()).then_some(found);
            let load = rows::carers;
            parts.carers = self.parts(&parts, wanted, load, all, |_, _| None).await?;
        }
        Ok(parts)
    }

    /// Decides about one part of each placement by its marks, and loads those granted, by placement.
    async fn parts<C: Classified, R, T>(
        &self,
        parts: &Parts,
        wanted: PartsWanted,
        load: impl AsyncFnOnce(&Store, &[ChildKey]) -> Result<ByChild<R>, StoreError>,
        shape: impl Fn(Vec<R>) -> Option<T>,
        as_filed: impl Fn(ChildKey, i64) -> Option<T>,
    ) -> Result<HashMap<ChildKey, Disclosed<C, T>>, StoreError> {
        let mut permits = Vec::new();
        for key in self.keys.iter().copied() {
            let all = wanted.listed.contains(C::CLASS);
            let own = self.present::<C>(parts, key).map(|mark| mark.id);
            let marks: Vec<PlacementMark> = parts.marks(key).copied().collect();
            for mark in marks.iter().filter(|mark| all || own == Some(mark.id)) {
                let permit = self.permit::<C>(key, marks_for(C::CLASS, mark, &marks));
                let id = ChildKey {
                    council: key.council,
                    child: mark.id,
                };
                permits.push((key, id, permit));
            }
        }
        let granted: Vec<ChildKey> = permits
            .iter()
            .filter(|(.., permit)| permit.is_ok_and(|it| it.scope() != Scope::Shared))
            .map(|(_, id, _)| *id)
            .collect();
        let mut rows = load(self.store, &granted).await?;
        let decided = permits.into_iter().map(|(key, id, permit)| {
            let answer = match permit {
                Ok(permit) if permit.scope() == Scope::Shared => match as_filed(key, id.child) {
                    Some(value) => shown(permit, Some(value)),
                    None => Disclosed::Withheld(not_filed(C::CLASS)),
                },
                Ok(permit) => shown(permit, shape(rows.take(id))),
                Err(refusal) => Disclosed::Withheld(refusal),
            };
            (id, answer)
        });
        Ok(decided.collect())
    }

    /// The placement that the child's own section of a part is of: under F as it was filed, so that a move that
    /// was not filed is not told of.
    fn present<'a, C: Classified>(
        &self,
        parts: &'a Parts,
        key: ChildKey,
    ) -> Option<&'a PlacementMark> {
        let permit = self.permit::<C>(key, Marks::default());
        if permit.is_ok_and(|permit| permit.scope() == Scope::Shared) {
            let filed = parts.filed_dates.get(&key)?.iter().map(|it| &it.mark);
            return present(filed, self.last_filed(key, C::CLASS));
        }
        let live = parts.known.get(&key)?.iter().filter(|it| !it.is_gone);
        present(live.map(|it| &it.mark), self.today)
    }

    /// The placements listed, each with its guarded parts.
    pub async fn placement(
        &self,
        parts: &Parts,
        listed: ClassSet,
    ) -> Result<Answers<class::Placement, PlacementRecord>, StoreError> {
        let granted = self.granted_live::<class::Placement>();
        let leaving = rows::leaving_years(self.store, &granted).await?;
        let record = |key,
                      mut placements: Vec<Placement>,
                      marks: Vec<PlacementMark>,
                      leaving_years: Vec<LeavingYear>,
                      day| {
            let current = present(marks.iter(), day).filter(|mark| day < mark.ends_on);
            for placement in &mut placements {
                placement.is_current = current.is_some_and(|mark| mark.id == placement.id);
                parts.join(key, placement, listed);
            }
            let a_year_ago = day.checked_sub_days(Days::new(365));
            let since = a_year_ago.unwrap_or(NaiveDate::MIN);
            let begun = |mark: &&PlacementMark| since < mark.starts_on && mark.starts_on <= day;
            let in_year = marks.iter().filter(begun).count();
            let moves_in_last_year = if in_year == placements.len() {
                in_year.saturating_sub(1)
            } else {
                in_year
            };
            let is_empty = placements.is_empty() && leaving_years.is_empty();
            (!is_empty).then_some(PlacementRecord {
                placements,
                moves_in_last_year,
                leaving_years,
            })
        };
        let live = |key, mut found: Vec<Placement>, permit: &Permit<class::Placement>| {
            found.retain(|placement| self.covers(key, permit, placement.id));
            let is_found = |mark: &&PlacementMark| found.iter().any(|it| it.id == mark.id);
            let marks = parts.marks(key).filter(is_found).copied().collect();
            let years = leaving.of(key).to_vec();
            record(key, found, marks, years, self.today)
        };
        let as_filed = |key, mut filed: Vec<FiledPlacement>| {
            filed.sort_by_key(|it| Reverse((it.mark.starts_on, it.mark.id)));
            let (found, marks) = filed.into_iter().map(|it| (it.placement, it.mark)).unzip();
            // A care leaver's year is not kept when a placement is filed: nothing of it is shown as filed.
            let day = self.last_filed(key, Class::Placement);
            record(key, found, marks, Vec::new(), day)
        };
        self.filed_section(rows::placements, live, as_filed).await
    }

    /// When the present placement began; where there is none any more, when the last one began and ended.
    pub fn present_dates(&self, parts: &Parts) -> Answers<class::PlacementDates, PlacementDates> {
        self.of_present(parts, &parts.dates, |dates| dates)
    }

    /// Where the child lives. Without a present placement there is nothing to tell, where once there was.
    pub fn present_location(
        &self,
        parts: &Parts,
    ) -> Answers<class::PlacementLocation, PlacementLocation> {
        self.of_present(parts, &parts.locations, |_| PlacementLocation::default())
    }

    /// Who cares for the child.
    pub fn present_carers(&self, parts: &Parts) -> Answers<class::CarerIdentity, Vec<Carer>> {
        self.of_present(parts, &parts.carers, |_| Vec::new())
    }

    /// A part of the present placement, as a section of the child. `over`: what to tell of one that has ended.
    fn of_present<C: Classified, T: Clone>(
        &self,
        parts: &Parts,
        decided: &HashMap<ChildKey, Disclosed<C, T>>,
        over: impl Fn(T) -> T,
    ) -> Answers<C, T> {
        let answer = |key: ChildKey| {
            let found = self.present::<C>(parts, key).and_then(|mark| {
                let id = ChildKey {
                    council: key.council,
                    child: mark.id,
                };
                Some((mark, decided.get(&id)?.clone()))
            });
            match found {
                Some((mark, Disclosed::Shown(part))) if mark.ends_on <= self.today => {
                    Disclosed::Shown(part.map(&over))
                }
                Some((_, part)) => part,
                // Without a placement there is nothing to withhold but by standing.
                None => match self.permit::<C>(key, Marks::default()) {
                    Ok(_) => Disclosed::NotRecorded,
                    Err(refusal) => Disclosed::Withheld(refusal),
                },
            }
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
        let granted = self.granted_live::<class::LegalStatus>();
        let since = rows::looked_after_since(self.store, self.today, &granted).await?;
        let orders = rows::orders(self.store, &granted).await?;
        let earlier = rows::previous_permanence(self.store, &granted).await?;
        let liberty = rows::liberty_orders(self.store, &granted).await?;
        self.section(rows::legal_spells, |key, spells, _| {
            let status = LegalStatus {
                became_looked_after_on: since.of(key).first().copied(),
                orders: orders.of(key).to_vec(),
                previous_permanence: earlier.of(key).to_vec(),
                liberty_orders: liberty.of(key).to_vec(),
                spells,
            };
            let is_empty = status.spells.is_empty()
                && status.orders.is_empty()
                && status.liberty_orders.is_empty()
                && status.became_looked_after_on.is_none();
            (!is_empty).then_some(status)
        })
        .await
    }
}

impl Parts {
    fn marks(&self, key: ChildKey) -> impl Iterator<Item = &PlacementMark> {
        let known = self.known.get(&key).into_iter().flatten();
        known.map(|it| &it.mark)
    }

    fn join(&self, key: ChildKey, placement: &mut Placement, listed: ClassSet) {
        let id = ChildKey {
            council: key.council,
            child: placement.id,
        };
        if listed.contains(Class::PlacementDates) {
            placement.dates = self.dates.get(&id).cloned();
        }
        if listed.contains(Class::PlacementLocation) {
            placement.location = self.locations.get(&id).cloned();
        }
        if listed.contains(Class::CarerIdentity) {
            placement.carers = self.carers.get(&id).cloned();
        }
    }
}
