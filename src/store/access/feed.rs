//! The change feed as one viewer reads it: the children within reach, and what changed of them that the viewer sees.

use std::{collections::HashMap, fmt::Write};

use chrono::{DateTime, Utc};
use sea_orm::DbBackend;

use super::{
    Reached, Seeker,
    reach::{Which, reach_sql, read_reached},
    seen::{Asked, Shown, Sight},
};
use crate::{
    domain::{
        access::{Class, ClassSet, Guard, Marks, Rules},
        changes::ChangeKind,
        children::ChildKey,
    },
    store::{
        ByChild, Store, StoreError,
        query::{Query, Row},
    },
};

/// Where a reader goes on from.
#[derive(Debug, Clone, Default)]
pub struct FeedPlace {
    /// How far the feed of each council was read. Of a council that is not among them nothing is read: all its
    /// children are new to the reader.
    pub councils: Vec<(i16, i64)>,
    /// Children who are theirs only since a number of their council's feed.
    pub since: Vec<(ChildKey, i64)>,
}

/// A change of which the viewer sees a class.
#[derive(Debug, Clone)]
pub struct Changed {
    pub child: ChildKey,
    pub seq: i64,
    pub public_id: Vec<u8>,
    pub kind: ChangeKind,
    /// Those of its classes that the viewer sees.
    pub seen: ClassSet,
    pub at: DateTime<Utc>,
}

/// What one statement read, and so what was true at one moment.
#[derive(Debug, Default)]
pub struct Feed {
    /// Every child within reach, in the order of their keys.
    pub reached: Vec<Reached>,
    /// How far the feed of each of their councils may be read: to its head, or to what was recorded after `now`.
    pub ends: HashMap<i16, i64>,
    /// By council and number, at most as many as asked for.
    pub changed: Vec<Changed>,
}

/// Reads on from a place.
pub async fn feed(
    store: &Store,
    rules: Rules<'_>,
    seeker: &Seeker,
    from: &FeedPlace,
    limit: usize,
) -> Result<Feed, StoreError> {
    let reach = reach_sql(
        Query::new(store, "with reach as materialized ("),
        seeker,
        &Which::All,
    );
    let mut asked = Asked::new(reach, seeker, rules);
    let sight = ClassMasks::of(&mut asked);
    let councils = from.councils.iter();
    let councils = councils.map(|(council, seq)| [i64::from(*council), *seq, 0]);
    let councils = listed(&mut asked.query, councils);
    let since = from.since.iter();
    let since = since.map(|(key, seq)| [i64::from(key.council), key.child, *seq]);
    let since = listed(&mut asked.query, since);
    let now = asked.now();
    let limit = asked.query.name(i64::try_from(limit).unwrap_or(i64::MAX));
    let (columns, seen) = (&sight.columns, &sight.seen);
    // What the viewer sees is worked out for those of whom anything changed: of most, on most looks, nothing has.
    let query = asked.query.sql(&format!(
        "), p as materialized (select a as council_id, b as seq from {councils}), \
         n as materialized (select a as council_id, b as child_id, c as seq from {since}), \
         e as materialized (select d.council_id, p.seq as begun, \
         coalesce((select min(f.seq) - 1 from change f where f.council_id = d.council_id and f.at > {now} \
         and f.seq > coalesce(p.seq, 0)), h.last, 0) as ends \
         from (select distinct council_id from reach) d left join p on p.council_id = d.council_id \
         left join change_head h on h.council_id = d.council_id), \
         m as materialized (select r.*{columns} from reach r join e on e.council_id = r.council_id \
         where exists (select 1 from change g where g.council_id = r.council_id and g.child_id = r.child_id \
         and g.seq > e.begun and g.seq <= e.ends)), \
         q as materialized (select * from (select g.council_id, g.child_id, g.seq, g.public_id, g.kind, g.at, \
         g.class_mask & ({seen}) as seen \
         from e join change g on g.council_id = e.council_id and g.seq > e.begun and g.seq <= e.ends \
         join m on m.council_id = g.council_id and m.child_id = g.child_id \
         left join n on n.council_id = g.council_id and n.child_id = g.child_id \
         where g.seq > coalesce(n.seq, 0)) t \
         where t.seen <> 0 order by t.council_id, t.seq limit {limit}) \
         select r.council_id, r.child_id, r.bits, r.mask, c.public_id as child_public_id, c.revision, e.ends, \
         q.seq, q.public_id, q.kind, q.at, q.seen from reach r \
         join child c on c.council_id = r.council_id and c.id = r.child_id \
         join e on e.council_id = r.council_id \
         left join q on q.council_id = r.council_id and q.child_id = r.child_id \
         order by r.council_id, r.child_id, q.seq"
    ));
    let rows = query
        .rows(store, |row| {
            let child = read_reached(row, "child_public_id")?;
            let changed = changed(row, child.key)?;
            Ok((child, row.get::<i64>("ends")?, changed))
        })
        .await?;
    let mut feed = Feed::default();
    for (child, ends, changed) in rows {
        feed.ends.insert(child.key.council, ends);
        feed.changed.extend(changed);
        if feed.reached.last().map(|last| last.key) != Some(child.key) {
            feed.reached.push(child);
        }
    }
    feed.changed.sort_by_key(|it| (it.child.council, it.seq));
    Ok(feed)
}

/// Threes of numbers as rows of `a`, `b` and `c`, bound as one value whatever their number.
fn listed(query: &mut Query, threes: impl Iterator<Item = [i64; 3]>) -> String {
    let threes: Vec<[i64; 3]> = threes.collect();
    let json = query.name(serde_json::to_string(&threes).unwrap_or_else(|_| "[]".to_owned()));
    match query.backend() {
        DbBackend::Postgres => format!(
            "(select (k->>0)::bigint as a, (k->>1)::bigint as b, (k->>2)::bigint as c \
             from jsonb_array_elements({json}::jsonb) k) l"
        ),
        _ => format!(
            "(select value->>0 as a, value->>1 as b, value->>2 as c from json_each({json})) l"
        ),
    }
}

fn changed(row: &Row, child: ChildKey) -> Result<Option<Changed>, StoreError> {
    let Some(seq) = row.get::<Option<i64>>("seq")? else {
        return Ok(None);
    };
    let kind: String = row.get("kind")?;
    let kind: ChangeKind = kind
        .parse()
        .map_err(|_| StoreError::Unreadable("change.kind".to_owned()))?;
    let seen = ClassSet(row.get::<i32>("seen")?.cast_unsigned());
    Ok(Some(Changed {
        child,
        seq,
        public_id: row.get("public_id")?,
        kind: kind.told_with(seen),
        seen,
        at: row.get("at")?,
    }))
}

/// Which classes the viewer sees of a child, as columns of `m`, and which of them count for a change `g`.
struct ClassMasks {
    columns: String,
    seen: String,
}

/// The marks of an item, by the number that a change bears.
const MARKS: [Marks; 4] = [
    Marks {
        is_confidential: false,
        is_adoptive: false,
    },
    Marks {
        is_confidential: true,
        is_adoptive: false,
    },
    Marks {
        is_confidential: false,
        is_adoptive: true,
    },
    Marks {
        is_confidential: true,
        is_adoptive: true,
    },
];

/// The ways in which a change can be seen: the column of each, and what of a class makes it so.
const WAYS: [(&str, &[Shown]); 3] = [
    ("live", &[Shown::Live]),
    ("settled", &[Shown::Live, Shown::Settled]),
    ("filed", &[Shown::AsFiled]),
];

impl ClassMasks {
    fn of(asked: &mut Asked) -> Self {
        let guards = asked.seeker.guards;
        if !guards.enforces(Guard::FeedScope) {
            return Self {
                columns: String::new(),
                seen: ClassSet::ALL.0.to_string(),
            };
        }
        let mut columns = String::new();
        let mut by_way = Vec::new();
        for (name, ways) in WAYS {
            let plain = classes(asked, MARKS[0], ways);
            let _ = write!(columns, ", {} as {name}", sum(&plain));
            let mut cases = String::new();
            for (number, marks) in MARKS.iter().enumerate().skip(1) {
                let marked = classes(asked, *marks, ways);
                if !guards.enforces(Guard::FeedFlag) || marked == plain {
                    continue;
                }
                let _ = write!(columns, ", {} as {name}{number}", sum(&marked));
                let _ = write!(cases, " when {number} then m.{name}{number}");
            }
            by_way.push(match cases.is_empty() {
                true => format!("m.{name}"),
                false => format!("(case g.marks{cases} else m.{name} end)"),
            });
        }
        let reader = asked.query.name(asked.seeker.agency_kind.word());
        let [live, settled, filed] = [&by_way[0], &by_way[1], &by_way[2]];
        let seen = format!(
            "case g.seen_as when 'LIVE' then {live} when 'SETTLED' then {settled} \
             else (case when g.reader_kind = {reader} then {filed} else 0 end) end"
        );
        Self { columns, seen }
    }
}

/// Each class that can be seen in one of these ways, and when it is. The marks say nothing of most of them.
fn classes(asked: &mut Asked, marks: Marks, ways: &[Shown]) -> Vec<(Class, String)> {
    let mut found = Vec::new();
    for class in Class::ALL.iter().copied() {
        let seen = Sight::ways(asked, class, marks).into_iter();
        let seen: Vec<String> = seen
            .filter(|(shown, _)| ways.contains(shown))
            .map(|(_, seen)| seen)
            .collect();
        if !seen.is_empty() {
            found.push((class, seen.join(" or ")));
        }
    }
    found
}

fn sum(classes: &[(Class, String)]) -> String {
    let bits = classes
        .iter()
        .map(|(class, seen)| format!("case when {seen} then {} else 0 end", class.bit()));
    let bits: Vec<String> = bits.collect();
    match bits.is_empty() {
        true => "0".to_owned(),
        false => format!("({})", bits.join(" + ")),
    }
}

/// The public ids of children whom the reader was told of before: all that an ending names.
pub async fn public_ids(store: &Store, keys: &[ChildKey]) -> Result<ByChild<Vec<u8>>, StoreError> {
    Query::new(
        store,
        "select council_id, id as child_id, public_id from child where ",
    )
    .among("(council_id, id)", keys)
    .by_child(store, |row| row.get("public_id"))
    .await
}
