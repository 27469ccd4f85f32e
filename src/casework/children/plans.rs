//! Plans and their narratives.

use std::collections::HashMap;

use super::decide::{Answers, Decision, not_filed, shown};
use crate::{
    domain::{
        access::{Class, Disclosed, Marks, Permit, Refusal, Scope, class},
        children::ChildKey,
        plans::{PlanNarrative, PlanRecord, PlanVersion, fill_options},
    },
    store::{ByChild, StoreError, filing::Kept, plans as rows},
};

/// The plan sections of a page.
pub(super) struct Plans {
    pub plan: Answers<class::Plan, PlanRecord>,
    pub narrative: Answers<class::PlanNarrative, PlanNarrative>,
    /// The version that the section PLAN_NARRATIVE is of.
    pub narrated: HashMap<ChildKey, i64>,
}

/// What there is to tell of the narratives of one child.
struct Narratives {
    permit: Result<Permit<class::PlanNarrative>, Refusal>,
    /// The version to go by, if it has one.
    current: Option<i64>,
    /// The versions whose narrative may be read, with the text once it is there.
    texts: HashMap<i64, Option<PlanNarrative>>,
}

impl Narratives {
    fn of(&self, version: i64) -> Disclosed<class::PlanNarrative, PlanNarrative> {
        match (self.permit, self.texts.get(&version)) {
            (Err(refusal), _) => Disclosed::Withheld(refusal),
            (Ok(_), None) => Disclosed::Withheld(not_filed(Class::PlanNarrative)),
            (Ok(permit), Some(text)) => shown(permit, text.clone().filter(|text| !text.is_empty())),
        }
    }

    fn section(&self) -> Disclosed<class::PlanNarrative, PlanNarrative> {
        match (self.permit, self.current) {
            (Ok(_), None) => Disclosed::NotRecorded,
            (Err(refusal), _) => Disclosed::Withheld(refusal),
            (Ok(_), Some(version)) => self.of(version),
        }
    }
}

/// The permit for the plan of a child, and the versions within it.
type Record = (Result<Permit<class::Plan>, Refusal>, Vec<PlanVersion>);

impl Decision<'_> {
    /// `listed`: the narrative of each version listed is wanted. `alone`: the section PLAN_NARRATIVE is.
    pub async fn plans(&self, listed: bool, alone: bool) -> Result<Plans, StoreError> {
        let mut granted = self.granted_live::<class::Plan>();
        if listed || alone {
            granted.extend(self.granted_live::<class::PlanNarrative>());
            granted.sort_unstable();
            granted.dedup();
        }
        let mut versions = self.live_versions(&granted).await?;
        let mut plans = Plans {
            plan: HashMap::new(),
            narrative: HashMap::new(),
            narrated: HashMap::new(),
        };
        let mut told = HashMap::new();
        let mut records = HashMap::new();
        for key in self.keys.iter().copied() {
            let live = versions.remove(&key).unwrap_or_default();
            let permit = self.permit::<class::Plan>(key, Marks::default());
            let narratives = self.narratives(key, &live)?;
            let record = match permit {
                Ok(permit) => self.as_permitted(key, permit, live)?,
                Err(_) => Vec::new(),
            };
            told.insert(key, narratives);
            records.insert(key, (permit, record));
        }
        if listed || alone {
            self.load_texts(&mut told, &records, listed).await?;
        }
        for (key, (permit, mut versions)) in records {
            let narratives = told.remove(&key);
            if let (Some(narratives), true) = (&narratives, listed) {
                for version in &mut versions {
                    version.narrative = Some(narratives.of(version.id));
                }
            }
            if let Some(narratives) = narratives {
                let section = narratives.section();
                if let (Disclosed::Shown(_), Some(version)) = (&section, narratives.current) {
                    plans.narrated.insert(key, version);
                }
                plans.narrative.insert(key, section);
            }
            let record = (!versions.is_empty()).then_some(PlanRecord { versions });
            let answer = match permit {
                Ok(permit) => shown(permit, record),
                Err(refusal) => Disclosed::Withheld(refusal),
            };
            plans.plan.insert(key, answer);
        }
        Ok(plans)
    }

    /// The versions as they are now, with their options and when each was filed last.
    async fn live_versions(
        &self,
        granted: &[ChildKey],
    ) -> Result<HashMap<ChildKey, Vec<PlanVersion>>, StoreError> {
        let mut versions = rows::versions(self.store, granted).await?;
        let options = rows::options(self.store, granted).await?;
        let plan_class = i16::from(Class::Plan as u8);
        let filings = rows::filings(self.store, plan_class, granted).await?;
        let whole = granted.iter().map(|key| {
            let mut all = versions.take(*key);
            for version in &mut all {
                fill_options(version, options.of(*key));
                let mut filed = filings.of(*key).iter().rev();
                let last = filed.find(|(id, _)| *id == version.id);
                version.filed_on = last.map(|(_, day)| *day);
            }
            (*key, all)
        });
        Ok(whole.collect())
    }

    /// The versions within the permit's scope, as the viewer may see them.
    fn as_permitted(
        &self,
        key: ChildKey,
        permit: Permit<class::Plan>,
        mut live: Vec<PlanVersion>,
    ) -> Result<Vec<PlanVersion>, StoreError> {
        match permit.scope() {
            Scope::Settled => live.retain(PlanVersion::is_settled),
            Scope::Shared => return self.filed_versions(key),
            _ => {}
        }
        Ok(live)
    }

    /// The versions as they were filed, the last filed first. They are numbered in the order in which they were
    /// first filed: the council's own numbers would tell of versions that were not.
    fn filed_versions(&self, key: ChildKey) -> Result<Vec<PlanVersion>, StoreError> {
        let mut order: Vec<i64> = Vec::new();
        for kept in self.filings(key, Class::Plan).rev() {
            if !order.contains(&kept.item) {
                order.push(kept.item);
            }
        }
        let mut seen: Vec<PlanVersion> = Vec::new();
        for kept in self.filings(key, Class::Plan) {
            if seen.iter().any(|version| version.id == kept.item) {
                continue;
            }
            let place = order.iter().position(|id| *id == kept.item).unwrap_or(0) + 1;
            seen.push(PlanVersion {
                version_no: i16::try_from(place).unwrap_or(i16::MAX),
                filed_on: kept.filed_on,
                // For a court the plan to go by is the one filed last, whatever the council prepares.
                is_in_force: seen.is_empty(),
                is_preparing: false,
                ..kept.read()?
            });
        }
        Ok(seen)
    }

    fn narratives(&self, key: ChildKey, live: &[PlanVersion]) -> Result<Narratives, StoreError> {
        let permit = self.permit::<class::PlanNarrative>(key, Marks::default());
        let mut texts = HashMap::new();
        let mut current = None;
        match permit.map(|permit| permit.scope()) {
            Err(_) => {}
            Ok(Scope::Shared) => {
                let filings: Vec<&Kept> = self.filings(key, Class::PlanNarrative).collect();
                current = filings.first().map(|kept| kept.item);
                // The last filing of a version stands.
                for kept in filings.iter().rev() {
                    texts.insert(kept.item, Some(kept.read()?));
                }
            }
            Ok(_) => {
                texts = live.iter().map(|version| (version.id, None)).collect();
                let versions = live.to_vec();
                current = PlanRecord { versions }.current().map(|version| version.id);
            }
        }
        Ok(Narratives {
            permit,
            current,
            texts,
        })
    }

    /// Loads the live texts that will be shown: of the versions listed, or of the one to go by.
    async fn load_texts(
        &self,
        told: &mut HashMap<ChildKey, Narratives>,
        records: &HashMap<ChildKey, Record>,
        listed: bool,
    ) -> Result<(), StoreError> {
        let mut ids = Vec::new();
        for (key, narratives) in told.iter() {
            let is_listed = |id: &i64| {
                let record = records.get(key);
                listed && record.is_some_and(|(_, list)| list.iter().any(|it| it.id == *id))
            };
            let missing = narratives.texts.iter().filter(|(_, text)| text.is_none());
            let wanted = missing
                .map(|(id, _)| *id)
                .filter(|id| narratives.current == Some(*id) || is_listed(id));
            ids.extend(wanted.map(|id| ChildKey {
                council: key.council,
                child: id,
            }));
        }
        let mut found: ByChild<PlanNarrative> = rows::narratives(self.store, &ids).await?;
        for (key, narratives) in told.iter_mut() {
            for (id, text) in narratives.texts.iter_mut().filter(|it| it.1.is_none()) {
                *text = found.take_one(ChildKey {
                    council: key.council,
                    child: *id,
                });
            }
        }
        Ok(())
    }
}
