//! What is known of a page of children before any value is read: live requests, directions, what was
//! filed, whose originator agreed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{Reached, Seeker};
use crate::{
    domain::{
        access::{Circumstances, Class, ClassSet, Condition, Policy},
        children::ChildKey,
    },
    store::{
        Store, StoreError,
        filing::{Served, class_of},
        query::{ByChild, Query},
    },
};

/// An item of an F class that the viewer's kind of agency may read.
#[derive(Debug, Clone)]
pub struct SharedItem {
    pub class: Class,
    pub shared_at: DateTime<Utc>,
}

/// The circumstances of each child of a page, and the items behind them.
#[derive(Debug, Default)]
pub struct Standings {
    circumstances: HashMap<ChildKey, Circumstances>,
    shared: ByChild<SharedItem>,
    consented: ByChild<i64>,
}

impl Standings {
    pub fn of(&self, key: ChildKey) -> Circumstances {
        self.circumstances.get(&key).copied().unwrap_or_default()
    }

    /// When something of each class was last shared.
    pub fn filed_at(&self, key: ChildKey) -> HashMap<Class, DateTime<Utc>> {
        let mut latest = HashMap::new();
        for item in self.shared.of(key) {
            let at = latest.entry(item.class).or_insert(item.shared_at);
            *at = item.shared_at.max(*at);
        }
        latest
    }

    pub fn is_consented(&self, key: ChildKey, item: i64) -> bool {
        self.consented.of(key).contains(&item)
    }
}

/// Asks no more than the policy makes necessary for the role and the classes wanted, and the same
/// statements whatever the children. With `served`, what was filed is what had been served by then.
pub async fn circumstances(
    store: &Store,
    policy: &Policy,
    seeker: &Seeker,
    children: &[Reached],
    wanted: ClassSet,
    served: Option<&Served>,
) -> Result<Standings, StoreError> {
    let keys: Vec<ChildKey> = children.iter().map(|child| child.key).collect();
    let needs = |condition| {
        wanted
            .iter()
            .any(|class| policy.standings_with(seeker.role, class, condition) != 0)
    };
    let mut found = Standings::default();
    let mut requested = ByChild::default();
    let mut directed = ByChild::default();
    // A guardian's request also opens the drafts, which no cell mentions.
    if needs(Condition::Requested) || wanted.contains(Class::Plan) {
        requested = live_requests(store, seeker, &keys).await?;
    }
    if needs(Condition::Directed) {
        directed = directions(store, seeker, &keys).await?;
    }
    if let Some(served) = served {
        found.shared = shared_items(store, served, &keys).await?;
    } else if needs(Condition::Filed) {
        found.shared = shared_items(store, &Served::to(seeker), &keys).await?;
    }
    if needs(Condition::Consented) {
        found.consented = consented_items(store, seeker, &keys).await?;
    }
    for child in children {
        let key = child.key;
        let circumstances = Circumstances {
            standings: child.standings,
            limit: child.limit,
            requested: union(requested.of(key)),
            directed: directed.of(key).iter().copied().collect(),
            shared: found.shared.of(key).iter().map(|item| item.class).collect(),
            consented: !found.consented.of(key).is_empty(),
        };
        found.circumstances.insert(key, circumstances);
    }
    Ok(found)
}

fn union(sets: &[ClassSet]) -> ClassSet {
    ClassSet(sets.iter().fold(0, |bits, set| bits | set.0))
}

async fn live_requests(
    store: &Store,
    seeker: &Seeker,
    keys: &[ChildKey],
) -> Result<ByChild<ClassSet>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, classes from access_request where professional_id = ",
    )
    .bind(seeker.person)
    .sql(" and granted_by_id is not null and from_at <= ")
    .bind(seeker.now)
    .sql(" and until_at > ")
    .bind(seeker.now)
    .sql(" and ")
    .among("(council_id, child_id)", keys)
    .by_child(store, |row| {
        let bits: i32 = row.get("classes")?;
        Ok(ClassSet(u32::try_from(bits).unwrap_or(0)))
    })
    .await
}

async fn directions(
    store: &Store,
    seeker: &Seeker,
    keys: &[ChildKey],
) -> Result<ByChild<Class>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, class from release where reader_kind = ",
    )
    .bind(seeker.agency_kind.word())
    .sql(" and (recipient_id is null or recipient_id = ")
    .bind(seeker.person)
    .sql(") and starts_on <= ")
    .bind(seeker.today)
    .sql(" and ends_on > ")
    .bind(seeker.today)
    .sql(" and ")
    .among("(council_id, child_id)", keys)
    .by_child(store, |row| class_of(row.get("class")?))
    .await
}

/// What was shared without its content, which does not happen, is as if it had not been shared.
async fn shared_items(
    store: &Store,
    served: &Served,
    keys: &[ChildKey],
) -> Result<ByChild<SharedItem>, StoreError> {
    Query::new(
        store,
        "select s.council_id, s.child_id, s.class, s.shared_at from shared_item s \
         join filed_item i on i.council_id = s.council_id and i.shared_item_id = s.id where ",
    )
    .one_of("s.reader_kind", &served.readers)
    .sql(" and s.withdrawn_at is null and s.shared_at <= ")
    .bind(served.until)
    .sql(" and ")
    .among("(s.council_id, s.child_id)", keys)
    .by_child(store, |row| {
        Ok(SharedItem {
            class: class_of(row.get("class")?)?,
            shared_at: row.get("shared_at")?,
        })
    })
    .await
}

/// The originator's latest word counts.
async fn consented_items(
    store: &Store,
    seeker: &Seeker,
    keys: &[ChildKey],
) -> Result<ByChild<i64>, StoreError> {
    let mut query = Query::new(
        store,
        "select c.council_id, c.child_id, c.item_id from originator_consent c where ",
    );
    let reader = query.name(seeker.agency_kind.word());
    let today = query.name(seeker.today);
    query
        .sql(&format!(
            "c.is_agreed and c.reader_kind = {reader} and c.decided_on <= {today} \
             and not exists (select 1 from originator_consent n where n.council_id = c.council_id \
             and n.child_id = c.child_id and n.item_id = c.item_id and n.reader_kind = {reader} \
             and n.decided_on <= {today} and (n.decided_on, n.id) > (c.decided_on, c.id)) and "
        ))
        .among("(c.council_id, c.child_id)", keys)
        .by_child(store, |row| row.get("item_id"))
        .await
}

/// Whom to ask, by council.
#[derive(Debug, Clone)]
pub struct CouncilContact {
    pub name: String,
    pub email: Option<String>,
    pub telephone: Option<String>,
}

pub async fn council_contacts(store: &Store) -> Result<HashMap<i16, CouncilContact>, StoreError> {
    let rows = Query::new(
        store,
        "select council_id, contact_name, contact_email, contact_telephone from agency where kind = 'COUNCIL'",
    )
    .rows(store, |row| {
        let contact = CouncilContact {
            name: row.get("contact_name")?,
            email: row.get("contact_email")?,
            telephone: row.get("contact_telephone")?,
        };
        Ok((row.get("council_id")?, contact))
    })
    .await?;
    Ok(rows.into_iter().collect())
}
