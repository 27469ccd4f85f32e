//! Reach: the children on whom the viewer holds a standing now. The only way to a child.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::DbBackend;

use super::{
    filter::{Condition, Filter, Number, Test, condition},
    seen::{Asked, looks_up_by_number},
};
use crate::{
    domain::{
        access::{AgencyKind, Class, ClassSet, Guard, Guards, Role, Rules, StandingSet},
        children::ChildKey,
    },
    store::{
        Store, StoreError,
        query::{Query, Row, Source},
    },
};

/// Who asks, and when.
#[derive(Debug, Clone)]
pub struct Seeker {
    pub person: i64,
    pub role: Role,
    pub agency_kind: AgencyKind,
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
    pub guards: Guards,
}

/// A child within reach, with the standings held on it.
#[derive(Debug, Clone)]
pub struct Reached {
    pub key: ChildKey,
    pub public_id: Vec<u8>,
    pub revision: i64,
    pub standings: StandingSet,
    pub limit: ClassSet,
}

/// Which children are asked for, as a condition on `c`.
pub(in crate::store) enum Which<'a> {
    All,
    Keys(&'a [ChildKey]),
    PublicIds(&'a [Vec<u8>]),
    LocalIdentifier { gss_code: &'a str, folded: &'a str },
}

/// A select of `(council_id, child_id, bits, mask)`: the reach of a seeker, narrowed to some children.
pub(in crate::store) fn reach_sql(mut query: Query, seeker: &Seeker, which: &Which) -> Query {
    let enforces = |guard| seeker.guards.enforces(guard);
    let kinds: StandingSet = seeker.role.standings().iter().copied().collect();
    let person = query.name(seeker.person);
    let today = query.name(seeker.today);
    let full = ClassSet::ALL.0;
    let limits = union_of_limits(query.backend());
    if enforces(Guard::RowScope) {
        // In the text, not as a parameter: an index on the kind is of use to a plan that was made once for all values.
        let kinds: Vec<String> = kinds.iter().map(|it| (it as u8).to_string()).collect();
        let kinds = kinds.join(", ");
        let role = query.name(seeker.role.word());
        let now = query.name(seeker.now);
        query = query
            .sql(&format!(
                "select s.council_id, s.child_id, cast(sum(distinct (1 << s.kind)) as bigint) as bits, \
                 cast({limits} as bigint) as mask \
                 from desk_member m join standing s on s.desk_id = m.desk_id \
                 join child c on c.council_id = s.council_id and c.id = s.child_id \
                 where m.role = {role} and m.replaced_at is null and s.replaced_at is null \
                 and s.kind in ({kinds})"
            ))
            .sql_if(
                enforces(Guard::DeskMembership),
                &format!(" and m.professional_id = {person}"),
            )
            .sql_if(
                enforces(Guard::RowDates),
                &format!(
                    " and m.starts_on <= {today} and m.ends_on > {today} \
                     and (m.from_at is null or m.from_at <= {now}) and (m.until_at is null or m.until_at > {now}) \
                     and s.starts_on <= {today} and s.ends_on > {today}"
                ),
            );
    } else {
        query = query.sql(&format!(
            "select c.council_id, c.id as child_id, cast({} as bigint) as bits, \
             cast({full} as bigint) as mask from child c where 1 = 1",
            kinds.0
        ));
    }
    query = match which {
        Which::All => query,
        Which::Keys(keys) => query.sql(" and ").among("(c.council_id, c.id)", keys),
        Which::PublicIds(ids) => {
            let hex: Vec<String> = ids.iter().map(|id| hex(id)).collect();
            let ids = query.name_public_ids(&hex);
            query.sql(&format!(" and c.public_id in {ids}"))
        }
        Which::LocalIdentifier { gss_code, folded } => query
            .sql(
                " and exists (select 1 from child_identifier i join council o on o.id = i.council_id \
                 where i.council_id = c.council_id and i.child_id = c.id and i.kind = 'LOCAL' \
                 and i.replaced_at is null and i.folded = ",
            )
            .bind(*folded)
            .sql(" and o.gss_code = ")
            .bind(*gss_code)
            .sql(")"),
    };
    query = query
        .sql_if(enforces(Guard::Sealed), " and c.gate <> 2")
        .sql_if(
            enforces(Guard::Restricted),
            &format!(
                " and (c.gate <> 1 or exists (select 1 from restriction_allow a where a.professional_id = {person} \
                 and a.council_id = c.council_id and a.child_id = c.id and a.starts_on <= {today} and a.ends_on > {today}))"
            ),
        )
        .sql_if(
            enforces(Guard::Excluded),
            &format!(
                " and not exists (select 1 from exclusion e where e.professional_id = {person} \
                 and e.council_id = c.council_id and e.child_id = c.id and e.starts_on <= {today} and e.ends_on > {today})"
            ),
        );
    query.sql_if(
        enforces(Guard::RowScope),
        " group by s.council_id, s.child_id",
    )
}

/// What several standings let see together: each class that one of them lets see. A standing without a limit lets see
/// all. SQLite has no aggregate for it, so there each bit is taken by itself.
fn union_of_limits(backend: DbBackend) -> String {
    let full = ClassSet::ALL.0;
    let mask = format!("coalesce(s.limit_mask, {full})");
    if backend == DbBackend::Postgres {
        return format!("bit_or({mask})");
    }
    let bits: Vec<String> = Class::ALL
        .iter()
        .map(|class| format!("max({mask} & {})", class.bit()))
        .collect();
    format!("({})", bits.join(" + "))
}

/// What is read of whom one reaches.
const REACHED: &str = ") select r.council_id, r.child_id, r.bits, r.mask, c.public_id, c.revision from reach r \
    join child c on c.council_id = r.council_id and c.id = r.child_id";

async fn reached(
    source: &impl Source,
    seeker: &Seeker,
    which: Which<'_>,
) -> Result<Vec<Reached>, StoreError> {
    let query = reach_sql(Query::new(source, "with reach as ("), seeker, &which);
    query
        .sql(REACHED)
        .rows(source, |row| read_reached(row, "public_id"))
        .await
}

pub(super) fn read_reached(row: &Row, public_id: &str) -> Result<Reached, StoreError> {
    let (bits, mask): (i64, i64) = (row.get("bits")?, row.get("mask")?);
    Ok(Reached {
        key: row.key()?,
        public_id: row.get(public_id)?,
        revision: row.get("revision")?,
        standings: StandingSet(u32::try_from(bits).unwrap_or(0)),
        limit: ClassSet(u32::try_from(mask).unwrap_or(0)),
    })
}

/// Those of the children named by public id that the seeker reaches.
pub async fn by_public_ids(
    source: &impl Source,
    seeker: &Seeker,
    ids: &[Vec<u8>],
) -> Result<Vec<Reached>, StoreError> {
    reached(source, seeker, Which::PublicIds(ids)).await
}

/// The child that a council knows under a local identifier, if the seeker reaches it and may look it up so: whoever
/// is not shown the number cannot find out by it either.
pub async fn by_identifier(
    store: &Store,
    rules: Rules<'_>,
    seeker: &Seeker,
    gss_code: &str,
    local: &str,
) -> Result<Option<Reached>, StoreError> {
    let folded = local.trim().to_uppercase();
    let which = Which::LocalIdentifier {
        gss_code,
        folded: &folded,
    };
    let reach = reach_sql(Query::new(store, "with reach as ("), seeker, &which);
    let mut asked = Asked::new(reach, seeker, rules);
    let is_shown = Filter {
        public_ids: None,
        all: vec![Condition::Is(Test::NumberIs(Number::Local, folded.clone()))],
    };
    let is_shown = condition(&mut asked, &is_shown);
    let may = looks_up_by_number(&mut asked, &is_shown);
    let found = asked
        .query
        .sql(&format!("{REACHED} where {may}"))
        .rows(store, |row| read_reached(row, "public_id"))
        .await?;
    Ok(found.into_iter().next())
}

/// Those of the children with these keys that the seeker reaches.
pub async fn by_keys(
    source: &impl Source,
    seeker: &Seeker,
    keys: &[ChildKey],
) -> Result<Vec<Reached>, StoreError> {
    reached(source, seeker, Which::Keys(keys)).await
}

/// The child of a plan version, if the seeker reaches it.
pub async fn of_plan(
    source: &impl Source,
    seeker: &Seeker,
    plan: &[u8],
) -> Result<Option<Reached>, StoreError> {
    let keys = Query::new(
        source,
        "select council_id, child_id from plan_version where public_id = ",
    )
    .bind(plan.to_vec())
    .rows(source, |row| row.key())
    .await?;
    Ok(by_keys(source, seeker, &keys).await?.into_iter().next())
}

/// How proceedings are asked for.
#[derive(Debug, Clone)]
pub enum CaseReference {
    PublicId(Vec<u8>),
    CaseKey(String),
}

/// The children covered by proceedings whom the seeker reaches.
pub async fn of_cases(
    source: &impl Source,
    seeker: &Seeker,
    case: &CaseReference,
) -> Result<Vec<Reached>, StoreError> {
    let query = Query::new(
        source,
        "select distinct pc.council_id, pc.child_id from proceedings p \
         join proceedings_child pc on pc.council_id = p.council_id and pc.proceedings_id = p.id \
         where pc.replaced_at is null and pc.covered_from <= ",
    )
    .bind(seeker.today)
    .sql(" and pc.covered_to > ")
    .bind(seeker.today);
    let query = match case {
        CaseReference::PublicId(id) => query.sql(" and p.public_id = ").bind(id.clone()),
        CaseReference::CaseKey(key) => query.sql(" and p.case_key = ").bind(key.as_str()),
    };
    let keys = query.rows(source, |row| row.key()).await?;
    by_keys(source, seeker, &keys).await
}

/// Is this a restricted child on whom the seeker holds a standing, only not on the named list?
pub async fn restricted_for(
    store: &Store,
    seeker: &Seeker,
    ids: &[Vec<u8>],
) -> Result<Vec<Reached>, StoreError> {
    let open = Seeker {
        guards: seeker.guards.with_restriction_lifted(),
        ..seeker.clone()
    };
    let query = reach_sql(
        Query::new(store, "with reach as ("),
        &open,
        &Which::PublicIds(ids),
    );
    query
        .sql(REACHED)
        .sql(" where c.gate = 1")
        .rows(store, |row| read_reached(row, "public_id"))
        .await
}

pub(in crate::store) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
