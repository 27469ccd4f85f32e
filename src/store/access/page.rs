//! One page of the children within reach: keys first, filtered and sorted only by what the viewer sees.

use super::{
    Reached, Seeker,
    reach::{Which, reach_sql, read_reached},
};
use sea_orm::DbBackend;

use crate::{
    domain::{
        access::{Class, Condition, Guard, Policy},
        children::ChildKey,
        plans::UNSETTLED,
    },
    store::{Store, StoreError, query::Query},
};

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    pub public_ids: Option<Vec<Vec<u8>>>,
    pub plan_states: Option<Vec<String>>,
    pub primary_options: Option<Vec<String>>,
    pub legal_statuses: Option<Vec<String>>,
    pub has_open_proceedings: Option<bool>,
    pub case_key: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// The order of the record: stable, and by nothing that is classified.
    Record,
    Name,
    NextHearing,
    BecameLookedAfter,
}

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageKey {
    /// Is there no value to sort by: withheld, or not recorded?
    pub is_last: bool,
    pub sort: String,
    pub key: ChildKey,
}

#[derive(Debug, Clone)]
pub struct Page {
    pub filter: Filter,
    pub order: Order,
    pub descending: bool,
    pub after: Option<PageKey>,
    pub limit: u64,
}

/// For which standings a class is shown how. Read off the policy, never off the data.
#[derive(Debug, Clone, Copy)]
pub struct Sight {
    class: Class,
    /// Standings with the live record: R, or K of an item that is not flagged.
    live: u32,
    requested: u32,
    filed: u32,
}

impl Sight {
    pub fn of(policy: &Policy, seeker: &Seeker, class: Class) -> Self {
        let with = |condition| policy.standings_with(seeker.role, class, condition);
        let open = if seeker.guards.enforces(Guard::FilterScope) {
            0
        } else {
            u32::MAX >> 1
        };
        Self {
            class,
            live: with(Condition::Full) | open,
            requested: with(Condition::Requested),
            filed: with(Condition::Filed),
        }
    }

    /// SQL: does the viewer have the class in full now?
    fn in_full(&self, seeker: &Seeker, query: &mut Query) -> String {
        let mask = format!("(r.mask & {}) <> 0", self.class.bit());
        let mut ways = vec![format!("(r.bits & {}) <> 0", self.live)];
        if self.requested != 0 {
            let person = query.name(seeker.person);
            let now = query.name(seeker.now);
            ways.push(format!(
                "((r.bits & {}) <> 0 and exists (select 1 from access_request q where q.professional_id = {person} \
                 and q.council_id = r.council_id and q.child_id = r.child_id and q.granted_by_id is not null \
                 and q.from_at <= {now} and q.until_at > {now} and (q.classes & {}) <> 0))",
                self.requested,
                self.class.bit()
            ));
        }
        format!("({mask} and ({}))", ways.join(" or "))
    }
}

struct Sights {
    identity: Sight,
    plan: Sight,
    legal_status: Sight,
    proceedings: Sight,
}

fn sights(policy: &Policy, seeker: &Seeker) -> Sights {
    let sight = |class| Sight::of(policy, seeker, class);
    Sights {
        identity: sight(Class::Identity),
        plan: sight(Class::Plan),
        legal_status: sight(Class::LegalStatus),
        proceedings: sight(Class::Proceedings),
    }
}

/// The keys of a page, one more than asked for if there are more.
pub async fn page(
    store: &Store,
    policy: &Policy,
    seeker: &Seeker,
    page: &Page,
) -> Result<Vec<(Reached, PageKey)>, StoreError> {
    let sights = sights(policy, seeker);
    let query =
        narrowed_reach(store, seeker, &page.filter).sql(", found as materialized (select r.*, ");
    let (query, sort) = sort_key(query, seeker, &sights, page);
    let query = query
        .sql(&sort)
        .sql(" as sort_value from reach r where 1 = 1");
    // Compared byte by byte on both databases, whatever the language that the database was made for.
    let bytewise = match store.backend() {
        DbBackend::Postgres => "collate \"C\"",
        _ => "",
    };
    let mut query = filtered(query, seeker, &sights, &page.filter).sql(&format!(
        "), placed as (select f.*, case when f.sort_value is null then 1 else 0 end as sort_last, \
         coalesce(f.sort_value, '') {bytewise} as sort_key from found f) \
         select p.council_id, p.child_id, p.bits, p.mask, p.sort_last, p.sort_key, c.public_id, c.revision from placed p \
         join child c on c.council_id = p.council_id and c.id = p.child_id"
    ));
    let (compare, direction) = if page.descending {
        ("<", "desc")
    } else {
        (">", "asc")
    };
    if let Some(after) = &page.after {
        let sort = query.name(after.sort.as_str());
        let council = query.name(after.key.council);
        let child = query.name(after.key.child);
        let last = i32::from(after.is_last);
        query = query.sql(&format!(
            " where (p.sort_last > {last} or (p.sort_last = {last} \
             and (p.sort_key, p.council_id, p.child_id) {compare} ({sort}, {council}, {child})))"
        ));
    }
    query
        .sql(&format!(
            " order by p.sort_last, p.sort_key {direction}, p.council_id {direction}, p.child_id {direction} limit "
        ))
        .bind(i64::try_from(page.limit + 1).unwrap_or(i64::MAX))
        .rows(store, |row| {
            let reached = read_reached(row)?;
            let is_last = row.get::<i32>("sort_last")? == 1;
            let place = PageKey { is_last, sort: row.get("sort_key")?, key: reached.key };
            Ok((reached, place))
        })
        .await
}

/// How many children a filter finds within reach.
pub async fn count(
    store: &Store,
    policy: &Policy,
    seeker: &Seeker,
    filter: &Filter,
) -> Result<i64, StoreError> {
    let sights = sights(policy, seeker);
    let query =
        narrowed_reach(store, seeker, filter).sql(" select count(*) as n from reach r where 1 = 1");
    let found = filtered(query, seeker, &sights, filter)
        .first(store, |row| row.get("n"))
        .await?;
    Ok(found.unwrap_or(0))
}

fn narrowed_reach(store: &Store, seeker: &Seeker, filter: &Filter) -> Query {
    let which = match &filter.public_ids {
        Some(ids) => Which::PublicIds(ids),
        None => Which::All,
    };
    reach_sql(Query::new(store, "with reach as ("), seeker, &which).sql(")")
}

/// What to sort by, null where it is withheld or not recorded: such rows come last in either direction.
///
/// The joins go from the child to its cases: SQLite takes a `cross join` in the order in which it is written, and would
/// else walk all hearings of the council for each child.
fn sort_key(mut query: Query, seeker: &Seeker, sights: &Sights, page: &Page) -> (Query, String) {
    let key = match page.order {
        Order::Record => return (query, "cast('' as text)".to_owned()),
        Order::Name => {
            let seen = sights.identity.in_full(seeker, &mut query);
            format!(
                "case when {seen} then (select n.sort_key from child_name n where n.council_id = r.council_id \
                 and n.child_id = r.child_id and n.replaced_at is null) end"
            )
        }
        Order::NextHearing => {
            let seen = sights.proceedings.in_full(seeker, &mut query);
            let today = query.name(seeker.today);
            format!(
                "case when {seen} then (select cast(min(h.listed_on) as text) from proceedings_child pc \
                 cross join hearing h where h.council_id = pc.council_id and h.proceedings_id = pc.proceedings_id \
                 and pc.council_id = r.council_id and pc.child_id = r.child_id and pc.replaced_at is null \
                 and pc.covered_from <= {today} and pc.covered_to > {today} \
                 and h.status = 'LISTED' and h.listed_on >= {today}) end"
            )
        }
        Order::BecameLookedAfter => {
            let seen = sights.legal_status.in_full(seeker, &mut query);
            let today = query.name(seeker.today);
            format!(
                "case when {seen} then (select cast(max(p.starts_on) as text) from period_of_care p \
                 where p.council_id = r.council_id and p.child_id = r.child_id \
                 and p.starts_on <= {today} and p.ends_on > {today}) end"
            )
        }
    };
    (query, key)
}

fn filtered(mut query: Query, seeker: &Seeker, sights: &Sights, filter: &Filter) -> Query {
    if filter.plan_states.is_some() || filter.primary_options.is_some() {
        query = shown_plan(query, seeker, &sights.plan, filter);
    }
    if let Some(codes) = &filter.legal_statuses {
        let seen = sights.legal_status.in_full(seeker, &mut query);
        let today = query.name(seeker.today);
        query = query
            .sql(&format!(
                " and {seen} and exists (select 1 from legal_spell l where l.council_id = r.council_id \
                 and l.child_id = r.child_id and l.starts_on <= {today} and l.ends_on > {today} and "
            ))
            .one_of("l.code", codes)
            .sql(")");
    }
    if filter.has_open_proceedings.is_some() || filter.case_key.is_some() {
        let seen = sights.proceedings.in_full(seeker, &mut query);
        let today = query.name(seeker.today);
        let covering = format!(
            "exists (select 1 from proceedings_child pc cross join proceedings p where p.council_id = pc.council_id \
             and p.id = pc.proceedings_id and pc.council_id = r.council_id and pc.child_id = r.child_id \
             and pc.replaced_at is null and pc.covered_from <= {today} and pc.covered_to > {today}"
        );
        query = query.sql(" and ").sql(&seen);
        if let Some(open) = filter.has_open_proceedings {
            let not = if open { "" } else { "not " };
            query = query.sql(&format!(
                " and {not}{covering} and (p.closed_on is null or p.closed_on > {today}))"
            ));
        }
        if let Some(key) = &filter.case_key {
            query = query
                .sql(&format!(" and {covering} and p.case_key = "))
                .bind(key.as_str())
                .sql(")");
        }
    }
    query
}

/// A condition on the plan version that the viewer is shown as `current`: the live one, or the one filed last
/// with the state that it had then.
fn shown_plan(mut query: Query, seeker: &Seeker, sight: &Sight, filter: &Filter) -> Query {
    let seen = sight.in_full(seeker, &mut query);
    let settled = settled_condition(seeker, &mut query);
    let reader = query.name(seeker.agency_kind.word());
    let now = query.name(seeker.now);
    let of_child = "v.council_id = r.council_id and v.child_id = r.child_id";
    let options = filter.primary_options.as_deref();
    let states = filter.plan_states.as_deref();
    query = query.sql(&format!(
        " and (({seen} and exists (select 1 from plan_version v where {of_child} and (v.is_in_force or (v.is_preparing \
         {settled} and not exists (select 1 from plan_version f where f.council_id = v.council_id \
         and f.child_id = v.child_id and f.is_in_force)))"
    ));
    query = options_and_states(query, options, states).sql("))");
    if sight.filed != 0 {
        let mask = sight.class.bit();
        let class = sight.class as u8;
        query = query.sql(&format!(
            " or ((r.mask & {mask}) <> 0 and (r.bits & {}) <> 0 and exists (select 1 from shared_item s \
             join filed_item i on i.council_id = s.council_id and i.shared_item_id = s.id \
             where s.council_id = r.council_id and s.child_id = r.child_id \
             and s.class = {class} and s.reader_kind = {reader} and s.withdrawn_at is null \
             and s.shared_at <= {now} and not exists (select 1 from shared_item n where n.council_id = s.council_id \
             and n.child_id = s.child_id and n.class = s.class and n.reader_kind = s.reader_kind \
             and n.withdrawn_at is null and n.shared_at <= {now} and (n.shared_at, n.id) > (s.shared_at, s.id))",
            sight.filed
        ));
        if let Some(states) = states {
            query = query.sql(" and ").one_of("s.as_filed_state", states);
        }
        if let Some(options) = options {
            query = query.sql(" and ").one_of("i.as_filed_option", options);
        }
        query = query.sql("))");
    }
    query.sql(")")
}

fn options_and_states(
    mut query: Query,
    options: Option<&[String]>,
    states: Option<&[String]>,
) -> Query {
    if let Some(states) = states {
        query = query.sql(" and ").one_of("v.state", states);
    }
    if let Some(options) = options {
        query = query
            .sql(
                " and exists (select 1 from plan_option o where o.council_id = v.council_id \
                 and o.child_id = v.child_id and o.version_id = v.id and o.part = 'PRIMARY' and ",
            )
            .one_of("o.permanence_option", options)
            .sql(")");
    }
    query
}

/// CAFCASS sees plans from Authorised on, and drafts under a live request for the class PLAN.
fn settled_condition(seeker: &Seeker, query: &mut Query) -> String {
    let settled_only = seeker
        .role
        .standings()
        .iter()
        .any(|standing| crate::domain::access::sees_settled_plans_only(*standing));
    if !settled_only || !seeker.guards.enforces(Guard::SettledPlans) {
        return String::new();
    }
    let person = query.name(seeker.person);
    let now = query.name(seeker.now);
    let unsettled = UNSETTLED.map(|state| format!("'{state}'")).join(", ");
    format!(
        "and (v.state not in ({unsettled}) or exists (select 1 from access_request q where q.professional_id = {person} \
         and q.council_id = r.council_id and q.child_id = r.child_id and q.granted_by_id is not null \
         and q.from_at <= {now} and q.until_at > {now} and (q.classes & {}) <> 0))",
        Class::Plan.bit()
    )
}
