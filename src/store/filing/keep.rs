//! Keeping what is filed, at the moment of filing.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::court::{filed_content, filed_item, plan_summary_version};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, ModelTrait};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{FiledDates, FiledPlacement, FiledRelation, IN_SUMMARY, class_of};
use crate::{
    domain::{
        access::{Class, ClassSet},
        children::{
            ChildKey, ContactArrangement, EducationPlan, HealthEvent, HealthItem, HealthYear,
            Identifiers, Placement, PlacementDates, PlacementMark, VoiceEntry, ended,
        },
        plans::{PlanNarrative, PlanVersion, fill_options},
        proceedings::GuardianAnalysis,
        reviews::Review,
        visits::{Visit, VisitCounts},
    },
    store::{
        ByChild, StoreError, Unit,
        children::{self as records, FamilyRow, IdentifierRow},
        plans, proceedings,
        query::Query,
    },
};

/// How many children are read at once.
const CHILDREN: usize = 200;
/// How many rows one statement inserts.
const ROWS: usize = 500;

/// A row of `shared_item` without content.
struct Filed {
    key: ChildKey,
    shared_item: i64,
    class: Class,
    item: i64,
    state: Option<String>,
    filed_on: Option<NaiveDate>,
    shared_at: DateTime<Utc>,
    is_filing: bool,
}

/// Keeps the contents of everything of these children that was filed, served or released and has no content yet.
/// To be called in the unit of work that files. An item whose row is not there gets none, and is shown to nobody.
pub async fn keep_contents(
    unit: &mut Unit<'_>,
    council: i16,
    children: &[i64],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for children in children.chunks(CHILDREN) {
        let keys: Vec<ChildKey> = children
            .iter()
            .map(|child| ChildKey {
                council,
                child: *child,
            })
            .collect();
        let filed = without_content(unit, &keys).await?;
        if filed.is_empty() {
            continue;
        }
        let live = Live::of(unit, &filed).await?;
        write(unit, &filed, &live, now).await?;
    }
    Ok(())
}

async fn without_content(unit: &Unit<'_>, keys: &[ChildKey]) -> Result<Vec<Filed>, StoreError> {
    Query::new(
        unit,
        "select s.council_id, s.child_id, s.id, s.class, s.item_id, s.as_filed_state, s.filing_id, s.shared_at, f.filed_on \
         from shared_item s left join filing f on f.council_id = s.council_id and f.id = s.filing_id \
         where not exists (select 1 from filed_item i where i.council_id = s.council_id and i.shared_item_id = s.id) and ",
    )
    .among("(s.council_id, s.child_id)", keys)
    .sql(" order by s.shared_at, s.id")
    .rows(unit, |row| {
        Ok(Filed {
            key: row.key()?,
            shared_item: row.get("id")?,
            class: class_of(row.get("class")?)?,
            item: row.get("item_id")?,
            state: row.get("as_filed_state")?,
            filed_on: row.get("filed_on")?,
            shared_at: row.get("shared_at")?,
            is_filing: row.get::<Option<i64>>("filing_id")?.is_some(),
        })
    })
    .await
}

async fn write(
    unit: &mut Unit<'_>,
    filed: &[Filed],
    live: &Live,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (mut contents, mut items, mut versions) = (Vec::new(), Vec::new(), Vec::new());
    // What goes to several readers at once is kept once.
    let mut written = HashMap::new();
    let mut made = versions_of(unit, filed).await?;
    for it in filed {
        let content = (it.key, it.class as u8, it.item, it.shared_at, &it.state);
        let kept = match written.get(&content) {
            Some(kept) => *kept,
            None => {
                let Some((body, option)) = live.body(it)? else {
                    continue;
                };
                let id = unit.next_id(it.key.council).await?;
                contents.push(filed_content::Model {
                    council_id: it.key.council,
                    id,
                    child_id: it.key.child,
                    class: it.class as i16,
                    item_id: it.item,
                    body_hash: hash(&body),
                    body,
                    recorded_at: now,
                });
                *written.entry(content).or_insert((id, option))
            }
        };
        let mut version_id = None;
        if it.is_filing && IN_SUMMARY.contains(&it.class) {
            version_id = match made.get(&(it.key, it.shared_at)) {
                Some(id) => Some(*id),
                None => {
                    let id = unit.next_id(it.key.council).await?;
                    versions.push(plan_summary_version::Model {
                        council_id: it.key.council,
                        id,
                        public_id: unit.public_id(),
                        child_id: it.key.child,
                        served_at: it.shared_at,
                    });
                    made.insert((it.key, it.shared_at), id);
                    Some(id)
                }
            };
        }
        items.push(filed_item::Model {
            council_id: it.key.council,
            shared_item_id: it.shared_item,
            child_id: it.key.child,
            content_id: kept.0,
            version_id,
            as_filed_option: kept.1.map(str::to_owned),
        });
    }
    insert(unit, contents).await?;
    insert(unit, versions).await?;
    insert(unit, items).await
}

/// The versions that are there already: what is filed at one instant belongs together, however it was written.
async fn versions_of(
    unit: &Unit<'_>,
    filed: &[Filed],
) -> Result<HashMap<(ChildKey, DateTime<Utc>), i64>, StoreError> {
    let keys = children_with(filed, &IN_SUMMARY);
    let rows = Query::new(
        unit,
        "select council_id, child_id, id, served_at from plan_summary_version where ",
    )
    .among("(council_id, child_id)", &keys)
    .rows(unit, |row| {
        Ok(((row.key()?, row.get("served_at")?), row.get("id")?))
    })
    .await?;
    Ok(rows.into_iter().collect())
}

async fn insert<M>(unit: &Unit<'_>, rows: Vec<M>) -> Result<(), StoreError>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + Send,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    loop {
        let batch: Vec<_> = rows.by_ref().take(ROWS).collect();
        if batch.is_empty() {
            return Ok(());
        }
        M::Entity::insert_many(batch)
            .exec_without_returning(&unit.transaction)
            .await?;
    }
}

fn hash(body: &str) -> String {
    let digest = Sha256::digest(body.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn children_with(filed: &[Filed], classes: &[Class]) -> Vec<ChildKey> {
    let classes = ClassSet::from_iter(classes.iter().copied());
    let keys: HashSet<ChildKey> = filed
        .iter()
        .filter(|it| classes.contains(it.class))
        .map(|it| it.key)
        .collect();
    keys.into_iter().collect()
}

/// The live rows of everything that is being filed: one statement for each kind of row.
struct Live {
    identifiers: ByChild<IdentifierRow>,
    placements: ByChild<Placement>,
    marks: ByChild<PlacementMark>,
    versions: ByChild<PlanVersion>,
    options: ByChild<(i64, String, String)>,
    /// By version.
    narratives: ByChild<PlanNarrative>,
    voices: ByChild<VoiceEntry>,
    reviews: ByChild<Review>,
    visit_days: ByChild<(NaiveDate, Option<bool>)>,
    visits: ByChild<Visit>,
    health: ByChild<HealthEvent>,
    health_years: ByChild<HealthYear>,
    education: ByChild<EducationPlan>,
    members: ByChild<FamilyRow>,
    contacts: ByChild<ContactArrangement>,
    analyses: ByChild<GuardianAnalysis>,
}

impl Live {
    async fn of(unit: &Unit<'_>, filed: &[Filed]) -> Result<Self, StoreError> {
        let with = |classes: &[Class]| children_with(filed, classes);
        let placed = with(&[Class::Placement, Class::PlacementDates]);
        let planned = with(&[Class::Plan]);
        let family = with(&[Class::Family]);
        let narrated: Vec<ChildKey> = filed
            .iter()
            .filter(|it| it.class == Class::PlanNarrative)
            .map(|it| ChildKey {
                council: it.key.council,
                child: it.item,
            })
            .collect();
        Ok(Self {
            identifiers: records::identifiers(unit, &with(&[Class::Identifiers])).await?,
            placements: records::placements(unit, &placed).await?,
            marks: records::placement_marks(unit, NaiveDate::MIN, &placed).await?,
            versions: plans::versions(unit, &planned).await?,
            options: plans::options(unit, &planned).await?,
            narratives: plans::narratives(unit, &narrated).await?,
            voices: records::voices(unit, &with(&[Class::ChildVoice])).await?,
            reviews: plans::reviews(unit, &with(&[Class::Reviews])).await?,
            visit_days: plans::visit_days(unit, &with(&[Class::VisitCounts])).await?,
            visits: plans::visits(unit, &with(&[Class::Visits])).await?,
            health: records::health(unit, &with(&[Class::Health])).await?,
            health_years: records::health_years(unit, &with(&[Class::Health])).await?,
            education: records::education(unit, &with(&[Class::Education])).await?,
            members: records::family_members(unit, &family).await?,
            contacts: records::contact_arrangements(unit, &family).await?,
            analyses: proceedings::guardian_analyses(unit, &with(&[Class::GuardianAnalysis]))
                .await?,
        })
    }

    /// The content of an item, and of a plan its primary option.
    fn body(&self, it: &Filed) -> Result<Option<(String, Option<&str>)>, StoreError> {
        let body = match it.class {
            Class::Identifiers => written(self.identifiers(it))?,
            Class::Placement => written(self.placement(it))?,
            Class::PlacementDates => written(self.dates(it))?,
            Class::Plan => return self.plan(it),
            Class::PlanNarrative => {
                let version = ChildKey {
                    council: it.key.council,
                    child: it.item,
                };
                written(self.narratives.of(version).first())?
            }
            Class::ChildVoice => written(find(&self.voices, it, |row| row.id))?,
            Class::Reviews => written(find(&self.reviews, it, |row| row.id))?,
            Class::VisitCounts => written(Some(self.visit_counts(it)))?,
            Class::Visits => written(find(&self.visits, it, |row| row.id))?,
            Class::Health => written(self.health_item(it))?,
            Class::Education => written(find(&self.education, it, |row| row.id))?,
            Class::Family => written(self.relation(it))?,
            Class::GuardianAnalysis => written(find(&self.analyses, it, |row| row.id))?,
            _ => None,
        };
        Ok(body.map(|body| (body, None)))
    }

    /// Whole, up to the instant of sharing.
    fn identifiers(&self, it: &Filed) -> Option<Identifiers> {
        let rows = self.identifiers.of(it.key);
        IdentifierRow::shape(rows, Some(it.shared_at))
    }

    fn mark(&self, it: &Filed) -> Option<PlacementMark> {
        find(&self.marks, it, |row| row.id).copied()
    }

    fn placement(&self, it: &Filed) -> Option<FiledPlacement> {
        Some(FiledPlacement {
            placement: find(&self.placements, it, |row| row.id)?.clone(),
            mark: self.mark(it)?,
        })
    }

    fn dates(&self, it: &Filed) -> Option<FiledDates> {
        let mark = self.mark(it)?;
        let dates = PlacementDates {
            started_on: mark.starts_on,
            ended_on: ended(mark.ends_on),
        };
        Some(FiledDates { dates, mark })
    }

    /// The plan in the state that it had on the day of filing: what came later is the council's own.
    fn plan(&self, it: &Filed) -> Result<Option<(String, Option<&str>)>, StoreError> {
        let Some(version) = find(&self.versions, it, |row| row.id) else {
            return Ok(None);
        };
        let options = self.options.of(it.key);
        let mut version = version.clone();
        fill_options(&mut version, options);
        let filing_day = it.filed_on.unwrap_or_else(|| it.shared_at.date_naive());
        let by_then = |day: &NaiveDate| *day <= filing_day;
        if let Some(state) = &it.state {
            version.state.clone_from(state);
        }
        version.filed_on = it.filed_on;
        version.proposed_on = version.proposed_on.filter(by_then);
        version.authorised_on = version.authorised_on.filter(by_then);
        version.reviewed_on = version.reviewed_on.filter(by_then);
        let primary = options
            .iter()
            .find(|(id, part, _)| *id == it.item && part == "PRIMARY");
        let option = primary.map(|(_, _, option)| option.as_str());
        Ok(written(Some(version))?.map(|body| (body, option)))
    }

    fn visit_counts(&self, it: &Filed) -> VisitCounts {
        let until = it.shared_at.date_naive();
        let days = self.visit_days.of(it.key).iter();
        VisitCounts::of(days.copied().filter(|(day, _)| *day <= until))
    }

    fn health_item(&self, it: &Filed) -> Option<HealthItem> {
        let event = find(&self.health, it, |row| row.id).cloned();
        let year = || find(&self.health_years, it, |row| row.id).cloned();
        event
            .map(HealthItem::Event)
            .or_else(|| year().map(HealthItem::Year))
    }

    fn relation(&self, it: &Filed) -> Option<FiledRelation> {
        let member = find(&self.members, it, |row| row.id).cloned();
        let contact = || find(&self.contacts, it, |row| row.id).cloned();
        member
            .map(FiledRelation::Member)
            .or_else(|| contact().map(FiledRelation::Contact))
    }
}

fn find<'a, T>(rows: &'a ByChild<T>, it: &Filed, id: impl Fn(&T) -> i64) -> Option<&'a T> {
    rows.of(it.key).iter().find(|row| id(row) == it.item)
}

fn written(value: Option<impl Serialize>) -> Result<Option<String>, StoreError> {
    let text = value.map(|value| serde_json::to_string(&value)).transpose();
    text.map_err(|_| StoreError::Unreadable("an item that is being filed".to_owned()))
}
