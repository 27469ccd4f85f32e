//! One page of the children within reach: keys first, filtered and sorted only by what the viewer sees.

use sea_orm::DbBackend;

use super::{
    Reached, Seeker,
    due::next_due,
    facts::Fact,
    filter::{Filter, condition},
    reach::{Which, reach_sql, read_reached},
    seen::{Asked, Sight},
};
use crate::{
    domain::{
        access::{Class, Guard, Rules},
        children::ChildKey,
        deadlines::DeadlineKind,
    },
    store::{
        Store, StoreError,
        query::{Query, Row},
    },
};

/// A place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageKey {
    /// Is there no value to sort by: withheld, or not recorded?
    pub is_last: bool,
    pub sort: String,
    pub key: ChildKey,
}

/// What a list is put in order by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    By(Fact),
    /// The earliest open deadline that the viewer sees, of any kind or of one.
    NextDue(Option<DeadlineKind>),
}

impl Order {
    /// The class that must be seen; none where each deadline has its own.
    pub fn class(self) -> Option<Class> {
        match self {
            Self::By(fact) => Some(fact.class()),
            Self::NextDue(_) => None,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Page {
    pub filter: Filter,
    /// By what to sort; the order of the record where there is nothing: stable, and by nothing that is classified.
    pub order: Option<Order>,
    pub descending: bool,
    /// The place to start from, which is not part of the page.
    pub from: Option<PageKey>,
    /// Towards the start of the list.
    pub is_backward: bool,
    pub limit: u64,
    pub with_total: bool,
}

/// The children of a page in the order in which they were walked, one more than asked for if there are more.
#[derive(Debug, Default)]
pub struct Found {
    pub children: Vec<(Reached, PageKey)>,
    /// Is there anything on the other side of the place from which the page started?
    pub any_behind: bool,
    pub total: Option<i64>,
}

pub async fn page(
    store: &Store,
    rules: Rules<'_>,
    seeker: &Seeker,
    page: &Page,
) -> Result<Found, StoreError> {
    let which = match &page.filter.public_ids {
        Some(ids) => Which::PublicIds(ids),
        None => Which::All,
    };
    let reach = reach_sql(Query::new(store, "with reach as ("), seeker, &which);
    let mut asked = Asked::new(reach, seeker, rules);
    let sort = sort_value(&mut asked, page.order);
    let condition = condition(&mut asked, &page.filter);
    let mut query = asked.query;
    // Compared byte by byte on both databases, whatever the language that the database was made for.
    let bytewise = match store.backend() {
        DbBackend::Postgres => "collate \"C\"",
        _ => "",
    };
    let Walk {
        beyond,
        behind,
        order,
    } = Walk::of(page, &mut query);
    let total = if page.with_total {
        "(select count(*) from found)"
    } else {
        "cast(null as bigint)"
    };
    let limit = query.name(i64::try_from(page.limit + 1).unwrap_or(i64::MAX));
    let query = query.sql(&format!(
        "), found as materialized (select r.*, {sort} as sort_value from reach r where {condition}), \
         placed as (select f.*, case when f.sort_value is null then 1 else 0 end as sort_last, \
         coalesce(f.sort_value, '') {bytewise} as sort_key from found f) \
         select w.total, w.behind, p.* from (select {total} as total, {behind} as behind) w left join \
         (select p.council_id, p.child_id, p.bits, p.mask, p.sort_last, p.sort_key, c.public_id, c.revision \
         from placed p join child c on c.council_id = p.council_id and c.id = p.child_id \
         where {beyond} order by {order} limit {limit}) p on 1 = 1 order by {order}"
    ));
    let mut found = Found::default();
    let rows = query
        .rows(store, |row| {
            let head = (row.get("total")?, row.get::<i32>("behind")? == 1);
            Ok((head, read_placed(row)?))
        })
        .await?;
    for ((total, any_behind), child) in rows {
        (found.total, found.any_behind) = (total, any_behind);
        found.children.extend(child);
    }
    Ok(found)
}

/// A child and its place. None on the row of an empty page.
fn read_placed(row: &Row) -> Result<Option<(Reached, PageKey)>, StoreError> {
    if row.get::<Option<i64>>("child_id")?.is_none() {
        return Ok(None);
    }
    let reached = read_reached(row, "public_id")?;
    let place = PageKey {
        is_last: row.get::<i32>("sort_last")? == 1,
        sort: row.get("sort_key")?,
        key: reached.key,
    };
    Ok(Some((reached, place)))
}

/// What to sort by, null where it is withheld or not recorded: such rows come last in either direction.
fn sort_value(asked: &mut Asked, order: Option<Order>) -> String {
    let fact = match order {
        None => return "cast('' as text)".to_owned(),
        Some(Order::NextDue(kind)) => return format!("cast({} as text)", next_due(asked, kind)),
        Some(Order::By(fact)) => fact,
    };
    let sight = Sight::of(asked, fact.class(), Guard::SortScope);
    let ways = sight.each(asked, |shown, asked| fact.value(shown, asked));
    let cases: Vec<String> = ways
        .into_iter()
        .map(|(seen, value)| format!("when {seen} then cast({value} as text)"))
        .collect();
    if cases.is_empty() {
        return "cast(null as text)".to_owned();
    }
    format!("case {} end", cases.join(" "))
}

/// The way through the list, as conditions on `p`.
struct Walk {
    /// Beyond the place to start from.
    beyond: String,
    /// 1 if there is anything this side of it.
    behind: String,
    order: String,
}

impl Walk {
    fn of(page: &Page, query: &mut Query) -> Self {
        let rises = page.descending == page.is_backward;
        let (compare, way) = if rises { (">", "asc") } else { ("<", "desc") };
        let (last_compare, last_way) = if page.is_backward {
            ("<", "desc")
        } else {
            (">", "asc")
        };
        let order = format!(
            "p.sort_last {last_way}, p.sort_key {way}, p.council_id {way}, p.child_id {way}"
        );
        let Some(from) = &page.from else {
            let (beyond, behind) = ("1 = 1".to_owned(), "0".to_owned());
            return Self {
                beyond,
                behind,
                order,
            };
        };
        let sort = query.name(from.sort.as_str());
        let council = query.name(from.key.council);
        let child = query.name(from.key.child);
        let last = i32::from(from.is_last);
        let beyond = format!(
            "(p.sort_last {last_compare} {last} or (p.sort_last = {last} \
             and (p.sort_key, p.council_id, p.child_id) {compare} ({sort}, {council}, {child})))"
        );
        let behind = format!(
            "case when exists (select 1 from placed p where not {beyond}) then 1 else 0 end"
        );
        Self {
            beyond,
            behind,
            order,
        }
    }
}
