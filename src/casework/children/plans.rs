//! Plans, narratives, reviews, visits and proceedings.

use std::collections::HashMap;

use super::decide::{Answers, Decision, not_filed, shown, unless_empty};
use crate::{
    domain::{
        access::{Class, Disclosed, Marks, Permit, Refusal, Scope, class},
        children::ChildKey,
        plans::{PlanNarrative, PlanRecord, PlanVersion, UNSETTLED},
        proceedings::{Case, GuardianAnalysis},
        reviews::Review,
        visits::{Visit, VisitCounts},
    },
    store::{self, Store, StoreError, plans as rows},
};

/// The plan sections of a page.
pub(super) struct Plans {
    pub plan: Answers<class::Plan, PlanRecord>,
    pub narrative: Answers<class::PlanNarrative, PlanNarrative>,
}

impl Decision<'_> {
    /// `listed`: the narrative of each version listed is wanted. `alone`: the section PLAN_NARRATIVE is.
    pub async fn plans(&self, listed: bool, alone: bool) -> Result<Plans, StoreError> {
        let permits: HashMap<ChildKey, Result<Permit<class::Plan>, Refusal>> = self
            .keys
            .iter()
            .map(|key| (*key, self.permit(*key, Marks::default())))
            .collect();
        let told: HashMap<ChildKey, Result<Permit<class::PlanNarrative>, Refusal>> = self
            .keys
            .iter()
            .map(|key| (*key, self.permit(*key, Marks::default())))
            .collect();
        let narrated = |key: &ChildKey| (listed || alone) && told[key].is_ok();
        let granted: Vec<ChildKey> = self
            .keys
            .iter()
            .copied()
            .filter(|key| permits[key].is_ok() || narrated(key))
            .collect();
        let mut versions = rows::versions(self.store, &granted).await?;
        let options = rows::options(self.store, &granted).await?;
        let plan_class = i16::from(Class::Plan as u8);
        let filings = rows::filings(self.store, plan_class, &granted).await?;

        let mut records: HashMap<ChildKey, PlanRecord> = HashMap::new();
        let mut readable: HashMap<ChildKey, Vec<i64>> = HashMap::new();
        let mut current: HashMap<ChildKey, i64> = HashMap::new();
        for key in self.keys.iter().copied() {
            let mut all = versions.take(key);
            for version in &mut all {
                fill_options(version, options.of(key));
                let filed = filings
                    .of(key)
                    .iter()
                    .rev()
                    .find(|(id, _)| *id == version.id);
                version.filed_on = filed.map(|(_, day)| *day);
            }
            if let Ok(permit) = &told[&key] {
                let allowed: Vec<&PlanVersion> = all
                    .iter()
                    .filter(|version| self.covers(key, permit, version.id))
                    .collect();
                readable.insert(key, allowed.iter().map(|version| version.id).collect());
                let newest_shared = self
                    .shared(key, Class::PlanNarrative)
                    .next()
                    .map(|it| it.item);
                let live = PlanRecord {
                    versions: all.clone(),
                };
                let id = match permit.scope() {
                    Scope::Shared => newest_shared,
                    _ => live.current().map(|version| version.id),
                };
                if let Some(id) = id {
                    current.insert(key, id);
                }
            }
            if let Ok(permit) = &permits[&key] {
                records.insert(
                    key,
                    PlanRecord {
                        versions: self.as_permitted(key, permit, all),
                    },
                );
            }
        }

        let mut narratives = HashMap::new();
        if listed || alone {
            narratives = self
                .narratives(&records, &readable, &current, listed, alone)
                .await?;
        }
        if listed {
            for (key, record) in &mut records {
                for version in &mut record.versions {
                    version.narrative = Some(self.narrative_of(
                        &told[key],
                        &readable,
                        *key,
                        version.id,
                        &narratives,
                    ));
                }
            }
        }
        let narrative = self.keys.iter().map(|key| {
            let answer = match (&told[key], current.get(key)) {
                (Err(refusal), _) => Disclosed::Withheld(*refusal),
                (Ok(_), None) => Disclosed::NotRecorded,
                (Ok(_), Some(id)) => {
                    self.narrative_of(&told[key], &readable, *key, *id, &narratives)
                }
            };
            (*key, answer)
        });
        let narrative = narrative.collect();
        let plan = permits.into_iter().map(|(key, permit)| {
            let answer = match permit {
                Ok(permit) => {
                    let record = records
                        .remove(&key)
                        .filter(|record| !record.versions.is_empty());
                    shown(permit, record)
                }
                Err(refusal) => Disclosed::Withheld(refusal),
            };
            (key, answer)
        });
        Ok(Plans {
            plan: plan.collect(),
            narrative,
        })
    }

    /// The versions within the permit's scope, as the viewer may see them.
    fn as_permitted(
        &self,
        key: ChildKey,
        permit: &Permit<class::Plan>,
        mut versions: Vec<PlanVersion>,
    ) -> Vec<PlanVersion> {
        match permit.scope() {
            Scope::Settled => {
                versions.retain(|version| !UNSETTLED.contains(&version.state.as_str()));
                versions
            }
            Scope::Shared => {
                let mut seen = Vec::new();
                for item in self.shared(key, Class::Plan) {
                    let place = versions.iter().position(|version| version.id == item.item);
                    let Some(mut version) = place.map(|place| versions.remove(place)) else {
                        continue;
                    };
                    let by_then = |day: &chrono::NaiveDate| {
                        *day <= item.filed_on.unwrap_or_else(|| item.shared_at.date_naive())
                    };
                    version.state = item.as_filed_state.clone().unwrap_or_default();
                    version.filed_on = item.filed_on;
                    version.proposed_on = version.proposed_on.filter(by_then);
                    version.authorised_on = version.authorised_on.filter(by_then);
                    version.reviewed_on = version.reviewed_on.filter(by_then);
                    // For a court the plan to go by is the one filed last, whatever the council prepares.
                    version.is_in_force = seen.is_empty();
                    version.is_preparing = false;
                    seen.push(version);
                }
                seen
            }
            _ => versions,
        }
    }

    async fn narratives(
        &self,
        records: &HashMap<ChildKey, PlanRecord>,
        readable: &HashMap<ChildKey, Vec<i64>>,
        current: &HashMap<ChildKey, i64>,
        listed: bool,
        alone: bool,
    ) -> Result<HashMap<ChildKey, PlanNarrative>, StoreError> {
        let mut ids = Vec::new();
        for (key, allowed) in readable {
            let in_list = |id: &i64| {
                listed
                    && records.get(key).is_some_and(|record| {
                        record.versions.iter().any(|version| version.id == *id)
                    })
            };
            let as_section = |id: &i64| alone && current.get(key) == Some(id);
            let wanted = allowed.iter().filter(|id| in_list(id) || as_section(id));
            ids.extend(wanted.map(|id| ChildKey {
                council: key.council,
                child: *id,
            }));
        }
        let mut found = rows::narratives(self.store, &ids).await?;
        Ok(ids
            .into_iter()
            .filter_map(|id| Some((id, found.take_one(id)?)))
            .collect())
    }

    fn narrative_of(
        &self,
        permit: &Result<Permit<class::PlanNarrative>, Refusal>,
        readable: &HashMap<ChildKey, Vec<i64>>,
        key: ChildKey,
        version: i64,
        narratives: &HashMap<ChildKey, PlanNarrative>,
    ) -> Disclosed<class::PlanNarrative, PlanNarrative> {
        match permit {
            Err(refusal) => Disclosed::Withheld(*refusal),
            Ok(permit) => {
                let allowed = readable.get(&key).is_some_and(|ids| ids.contains(&version));
                if !allowed {
                    return Disclosed::Withheld(not_filed(Class::PlanNarrative));
                }
                let id = ChildKey {
                    council: key.council,
                    child: version,
                };
                let told = narratives.get(&id).filter(|text| !text.is_empty()).cloned();
                shown(*permit, told)
            }
        }
    }

    pub async fn reviews(&self) -> Result<Answers<class::Reviews, Vec<Review>>, StoreError> {
        self.section(rows::reviews, |key, found, permit| {
            unless_empty(
                found
                    .into_iter()
                    .filter(|it| self.covers(key, permit, it.id))
                    .collect(),
            )
        })
        .await
    }

    pub async fn visits(&self) -> Result<Answers<class::Visits, Vec<Visit>>, StoreError> {
        self.section(rows::visits, |key, found, permit| {
            unless_empty(
                found
                    .into_iter()
                    .filter(|it| self.covers(key, permit, it.id))
                    .collect(),
            )
        })
        .await
    }

    pub async fn visit_counts(
        &self,
    ) -> Result<Answers<class::VisitCounts, VisitCounts>, StoreError> {
        self.section(rows::visit_days, |key, found, permit| {
            // Under F: the count as it stood when it was filed.
            let until = (permit.scope() == Scope::Shared).then(|| {
                let filed = self
                    .shared(key, Class::VisitCounts)
                    .map(|it| it.shared_at.date_naive());
                filed.max().unwrap_or_default()
            });
            let mut counts = VisitCounts::default();
            let counted = found
                .into_iter()
                .filter(|(day, _)| until.is_none_or(|until| *day <= until));
            for (day, on_time) in counted {
                counts.held += 1;
                counts.on_time += i64::from(on_time == Some(true));
                counts.last_held_on = counts.last_held_on.max(Some(day));
            }
            (counts.held > 0).then_some(counts)
        })
        .await
    }

    pub async fn proceedings(&self) -> Result<Answers<class::Proceedings, Vec<Case>>, StoreError> {
        let granted: Vec<ChildKey> = self
            .keys
            .iter()
            .copied()
            .filter(|key| {
                self.permit::<class::Proceedings>(*key, Marks::default())
                    .is_ok()
            })
            .collect();
        let cases = store::proceedings::cases(self.store, self.today, &granted).await?;
        let mut ids: Vec<ChildKey> = granted
            .iter()
            .flat_map(|key| {
                let council = key.council;
                cases.of(*key).iter().map(move |case| ChildKey {
                    council,
                    child: case.id,
                })
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let hearings = store::proceedings::hearings(self.store, &ids).await?;
        let directions = store::proceedings::directions(self.store, &ids).await?;
        let load = async move |_: &Store, _: &[ChildKey]| Ok(cases);
        self.section(load, |key, mut cases, _| {
            // An appointment handed over within the day would list its case twice.
            cases.dedup_by_key(|case| case.id);
            for case in &mut cases {
                let id = ChildKey {
                    council: key.council,
                    child: case.id,
                };
                case.hearings = hearings.of(id).to_vec();
                case.directions = directions.of(id).to_vec();
            }
            unless_empty(cases)
        })
        .await
    }

    pub async fn guardian_analysis(
        &self,
    ) -> Result<Answers<class::GuardianAnalysis, Vec<GuardianAnalysis>>, StoreError> {
        self.section(
            store::proceedings::guardian_analyses,
            |key, found, permit| {
                unless_empty(
                    found
                        .into_iter()
                        .filter(|it| self.covers(key, permit, it.id))
                        .collect(),
                )
            },
        )
        .await
    }
}

fn fill_options(version: &mut PlanVersion, options: &[(i64, String, String)]) {
    for (id, part, option) in options {
        if *id != version.id {
            continue;
        }
        match part.as_str() {
            "PRIMARY" => version.primary_option = Some(option.clone()),
            "PARALLEL" => version.parallel_options.push(option.clone()),
            _ => version.contingency_option = Some(option.clone()),
        }
    }
}
