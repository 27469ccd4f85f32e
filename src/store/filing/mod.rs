//! What was filed, word for word, and the versions of the plan summary that filings make.
//!
//! When an item is filed, its content is kept as its section would have shown it then. Whoever sees a class as filed
//! is answered from these contents alone: what the live row has become since, or that it has gone, changes nothing.

mod keep;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::DbBackend;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    Store, StoreError,
    access::{Reached, Seeker, by_keys},
    children::FamilyRow,
    query::{ByChild, Query},
};
use crate::domain::{
    access::{AgencyKind, Class, ClassSet},
    children::{ChildKey, ContactArrangement, Placement, PlacementDates, PlacementMark},
};

pub use keep::keep_contents;

/// The classes that are kept when they are filed. Of any other class nothing can be shown as filed.
pub const KEPT: [Class; 13] = [
    Class::Identifiers,
    Class::Placement,
    Class::PlacementDates,
    Class::Plan,
    Class::PlanNarrative,
    Class::ChildVoice,
    Class::Reviews,
    Class::VisitCounts,
    Class::Visits,
    Class::Health,
    Class::Education,
    Class::Family,
    Class::GuardianAnalysis,
];

/// The classes of which a filing makes a version of the plan summary: those that the summary carries as filed.
pub const IN_SUMMARY: [Class; 3] = [Class::Plan, Class::PlanNarrative, Class::Reviews];

/// Who reads an analysis that its guardian has released: the court, the council that it is served on, and whoever inspects
/// Who reads what the council has filed and served.
pub const SERVED_ON: [AgencyKind; 2] = [AgencyKind::Court, AgencyKind::Cafcass];

/// the council's work.
pub const RELEASED_TO: [AgencyKind; 3] =
    [AgencyKind::Council, AgencyKind::Court, AgencyKind::Ofsted];

/// A placement as filed, with what decided about it then. The days in the mark are never shown: they tell which
/// placement was the current one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FiledPlacement {
    pub placement: Placement,
    pub mark: PlacementMark,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FiledDates {
    pub dates: PlacementDates,
    pub mark: PlacementMark,
}

/// An item of the class FAMILY.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum FiledRelation {
    Member(FamilyRow),
    Contact(ContactArrangement),
}

/// Through whose eyes what was filed is read: whose items, and up to which instant.
#[derive(Debug, Clone)]
pub struct Served {
    pub readers: Vec<String>,
    pub until: DateTime<Utc>,
}

impl Served {
    /// What the viewer's own kind of agency was served.
    pub fn to(seeker: &Seeker) -> Self {
        Self {
            readers: vec![seeker.agency_kind.to_string()],
            until: seeker.now,
        }
    }

    /// What was served on one kind of agency. The council and its inspector look at what went out to the others.
    pub fn on(kind: AgencyKind, until: DateTime<Utc>) -> Self {
        let readers: &[AgencyKind] = match kind {
            AgencyKind::Court => &[AgencyKind::Court],
            AgencyKind::Cafcass => &[AgencyKind::Cafcass],
            AgencyKind::Council | AgencyKind::Ofsted => &[AgencyKind::Court, AgencyKind::Cafcass],
        };
        Self {
            readers: readers.iter().map(ToString::to_string).collect(),
            until,
        }
    }
}

/// One item as it was filed.
#[derive(Debug)]
pub struct Kept {
    pub class: Class,
    pub item: i64,
    pub filed_on: Option<NaiveDate>,
    pub shared_at: DateTime<Utc>,
    body: String,
}

impl Kept {
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        serde_json::from_str(&self.body)
            .map_err(|_| StoreError::Unreadable(format!("what was filed of {}", self.class.word())))
    }
}

/// The contents of some classes of each child, the last filed first; of an item that was filed twice both.
pub async fn kept(
    store: &Store,
    served: &Served,
    wanted: &[(ChildKey, ClassSet)],
) -> Result<ByChild<Kept>, StoreError> {
    let list: Vec<[i64; 3]> = wanted
        .iter()
        .map(|(key, classes)| [key.council.into(), key.child, classes.0.into()])
        .collect();
    let json = serde_json::to_string(&list).unwrap_or_else(|_| "[]".to_owned());
    let (before, after) = match store.backend() {
        DbBackend::Postgres => (
            "with wanted as (select (k->>0)::smallint as council_id, (k->>1)::bigint as child_id, \
             (k->>2)::integer as classes from jsonb_array_elements(",
            "::jsonb) k)",
        ),
        _ => (
            "with wanted as (select value->>0 as council_id, value->>1 as child_id, value->>2 as classes from json_each(",
            "))",
        ),
    };
    Query::new(store, before)
        .bind(json)
        .sql(after)
        .sql(
            " select s.council_id, s.child_id, s.class, s.item_id, s.shared_at, f.filed_on, c.body from wanted w \
             join shared_item s on s.council_id = w.council_id and s.child_id = w.child_id \
             join filed_item i on i.council_id = s.council_id and i.shared_item_id = s.id \
             join filed_content c on c.council_id = i.council_id and c.child_id = s.child_id and c.id = i.content_id \
             and c.class = s.class and c.item_id = s.item_id \
             left join filing f on f.council_id = s.council_id and f.id = s.filing_id \
             where (w.classes & (1 << s.class)) <> 0 and s.withdrawn_at is null and s.shared_at <= ",
        )
        .bind(served.until)
        .sql(" and ")
        .one_of("s.reader_kind", &served.readers)
        .sql(" order by s.shared_at desc, s.id desc")
        .by_child(store, |row| {
            Ok(Kept {
                class: class_of(row.get("class")?)?,
                item: row.get("item_id")?,
                filed_on: row.get("filed_on")?,
                shared_at: row.get("shared_at")?,
                body: row.get("body")?,
            })
        })
        .await
}

/// That something of a class was served as part of a version of the plan summary.
#[derive(Debug, Clone)]
pub struct Service {
    pub public_id: Vec<u8>,
    pub class: Class,
    pub served_at: DateTime<Utc>,
    pub filed_on: Option<NaiveDate>,
}

/// What was served of the plan summaries of these children, the oldest first.
pub async fn services(
    store: &Store,
    served: &Served,
    keys: &[ChildKey],
) -> Result<ByChild<Service>, StoreError> {
    Query::new(
        store,
        "select v.council_id, v.child_id, v.public_id, v.served_at, s.class, f.filed_on from plan_summary_version v \
         join filed_item i on i.council_id = v.council_id and i.child_id = v.child_id and i.version_id = v.id \
         join shared_item s on s.council_id = i.council_id and s.id = i.shared_item_id \
         left join filing f on f.council_id = s.council_id and f.id = s.filing_id \
         where s.withdrawn_at is null and s.shared_at <= ",
    )
    .bind(served.until)
    .sql(" and ")
    .one_of("s.reader_kind", &served.readers)
    .sql(" and ")
    .among("(v.council_id, v.child_id)", keys)
    .sql(" order by v.served_at, v.id, s.id")
    .by_child(store, |row| {
        Ok(Service {
            public_id: row.get("public_id")?,
            class: class_of(row.get("class")?)?,
            served_at: row.get("served_at")?,
            filed_on: row.get("filed_on")?,
        })
    })
    .await
}

/// The child whose summary this is a version of, if it is within reach.
pub async fn of_summary_version(
    store: &Store,
    seeker: &Seeker,
    version: &[u8],
) -> Result<Option<Reached>, StoreError> {
    let key = Query::new(
        store,
        "select council_id, child_id from plan_summary_version where public_id = ",
    )
    .bind(version.to_vec())
    .first(store, |row| row.key())
    .await?;
    let found = by_keys(store, seeker, &Vec::from_iter(key)).await?;
    Ok(found.into_iter().next())
}

pub(super) fn class_of(number: i16) -> Result<Class, StoreError> {
    usize::try_from(number)
        .ok()
        .and_then(|index| Class::ALL.get(index))
        .copied()
        .ok_or_else(|| StoreError::Unreadable("an information class".to_owned()))
}
