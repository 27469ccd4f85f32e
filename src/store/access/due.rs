//! What is due over the children within reach, as far as the viewer sees every class that a deadline tells of: for
//! filters, the order of a list, and the worklist.

use chrono::NaiveDate;

use super::{
    Reached, Seeker,
    reach::{Which, reach_sql, read_reached},
    seen::{Asked, Sight},
};
use crate::{
    domain::{
        access::{Class, ClassSet, Guard, Marks, Rules},
        children::ChildKey,
        deadlines::{DeadlineKind, rules},
    },
    store::{
        Store, StoreError,
        deadlines::{COLUMNS, Stored, open_on, stored},
        query::Query,
    },
};

/// From-clause of the open deadlines `d` of the child `r` that the viewer sees.
fn open_deadlines(asked: &mut Asked) -> String {
    let (seen, guarded) = masks(asked);
    let open = open_on(&asked.today());
    format!(
        "from (select {seen} as seen, {guarded} as guarded) m cross join deadline d \
         where d.council_id = r.council_id and d.child_id = r.child_id and {open} \
         and {VISIBLE}"
    )
}

/// A question about the open deadlines that the viewer sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// One of them is past its date.
    Overdue,
    /// One of them is due before this day.
    Before(NaiveDate),
}

impl Due {
    /// Whether any deadline could be seen of the child `r`, and whether it holds: true or false of every row.
    pub(super) fn condition(self, asked: &mut Asked) -> (String, String) {
        let before = match self {
            Self::Overdue => asked.today(),
            Self::Before(day) => asked.query.name(day),
        };
        let open = open_deadlines(asked);
        let (seen, _) = masks(asked);
        (
            format!("{seen} <> 0"),
            format!(
                "exists (select 1 {open} and d.due_on < {before}{})",
                asked.query.by_row()
            ),
        )
    }
}

/// The day by which a list of children is put in order; null where nothing is due that the viewer sees.
pub(super) fn next_due(asked: &mut Asked, kind: Option<DeadlineKind>) -> String {
    let open = open_deadlines(asked);
    let of_kind = match kind {
        Some(kind) => {
            let rules: Vec<String> = rules::all()
                .filter(|rule| rule.kind == kind)
                .map(|rule| format!("'{}'", rule.id))
                .collect();
            format!(" and d.rule in ({})", rules.join(", "))
        }
        None => String::new(),
    };
    format!("(select min(d.due_on) {open}{of_kind})")
}

const VISIBLE: &str =
    "(d.class_mask & ~m.seen) = 0 and (not d.is_guarded or (d.class_mask & ~m.guarded) = 0)";

/// The classes that the viewer is shown of the child `r` as they are now, as a number; and those of them that they
/// are shown where a confidential placement is touched.
fn masks(asked: &mut Asked) -> (String, String) {
    let guards = asked.seeker.guards;
    let plain = mask(asked, Marks::default());
    let guarded = match guards.enforces(Guard::DeadlineFlag) {
        true => mask(
            asked,
            Marks {
                is_confidential: true,
                is_adoptive: false,
            },
        ),
        false => plain.clone(),
    };
    (plain, guarded)
}

fn mask(asked: &mut Asked, marks: Marks) -> String {
    if !asked.seeker.guards.enforces(Guard::DeadlineScope) {
        return ClassSet::ALL.0.to_string();
    }
    let bit = |class: Class, asked: &mut Asked| {
        let seen = Sight::of_unfiled(asked, class, marks);
        format!("case when {seen} then {} else 0 end", class.bit())
    };
    let bits: Vec<String> = rules::classes()
        .iter()
        .map(|class| bit(class, asked))
        .collect();
    format!("({})", bits.join(" + "))
}

/// A page of what is to be done.
#[derive(Debug, Clone)]
pub struct Work {
    /// Due before this day.
    pub due_before: Option<NaiveDate>,
    /// Of these rules, whichever they are where there is none.
    pub rules: Option<Vec<String>>,
    pub from: Option<WorkKey>,
    pub limit: u64,
    pub with_total: bool,
}

/// A place in the worklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkKey {
    pub due_on: NaiveDate,
    pub council: i16,
    pub id: i64,
}

#[derive(Debug)]
pub struct WorkItem {
    pub place: WorkKey,
    pub child: Reached,
    pub stored: Stored,
}

/// The open deadlines on which the viewer has to act, the earliest first, one more than asked for if there are more.
pub async fn worklist(
    store: &Store,
    rules: Rules<'_>,
    seeker: &Seeker,
    work: &Work,
) -> Result<(Vec<WorkItem>, Option<i64>), StoreError> {
    let reach = reach_sql(
        Query::new(store, "with reach as materialized ("),
        seeker,
        &Which::All,
    );
    let mut asked = Asked::new(reach, seeker, rules);
    let (seen, guarded) = masks(&mut asked);
    let mut conditions = vec![
        format!("{} and d.due_on is not null", open_on(&asked.today())),
        VISIBLE.to_owned(),
        "(d.owner_mask & m.bits) <> 0".to_owned(),
    ];
    if let Some(day) = work.due_before {
        let day = asked.query.name(day);
        conditions.push(format!("d.due_on < {day}"));
    }
    if let Some(rules) = &work.rules {
        let rules = asked.query.name_words(rules);
        conditions.push(format!("d.rule in {rules}"));
    }
    let all = conditions.join(" and ");
    let beyond = match work.from {
        Some(from) => {
            let (due, council, id) = (
                asked.query.name(from.due_on),
                asked.query.name(from.council),
                asked.query.name(from.id),
            );
            format!("and (d.due_on, d.council_id, d.id) > ({due}, {council}, {id})")
        }
        None => String::new(),
    };
    let joined =
        "m cross join deadline d where d.council_id = m.council_id and d.child_id = m.child_id";
    let total = match work.with_total {
        true => format!("(select count(*) from {joined} and {all})"),
        false => "cast(null as bigint)".to_owned(),
    };
    let limit = i64::try_from(work.limit + 1).unwrap_or(i64::MAX);
    let limit = asked.query.name(limit);
    let query = asked.query.sql(&format!(
        "), m as materialized (select r.*, {seen} as seen, {guarded} as guarded from reach r) \
         select w.total, c.public_id as child_public_id, c.revision, p.* from (select {total} as total) w left join \
         (select {COLUMNS}, d.id, m.bits, m.mask from {joined} and {all} {beyond} \
         order by d.due_on, d.council_id, d.id limit {limit}) p on 1 = 1 \
         left join child c on c.council_id = p.council_id and c.id = p.child_id \
         order by p.due_on, p.council_id, p.id"
    ));
    let by = store.reckoning();
    let mut total = None;
    let mut items = Vec::new();
    let rows = query
        .rows(store, |row| {
            let total: Option<i64> = row.get("total")?;
            if row.get::<Option<i64>>("id")?.is_none() {
                return Ok((total, None));
            }
            let key: ChildKey = row.key()?;
            let item = WorkItem {
                place: WorkKey {
                    due_on: row.get("due_on")?,
                    council: key.council,
                    id: row.get("id")?,
                },
                child: read_reached(row, "child_public_id")?,
                stored: stored(row, by)?,
            };
            Ok((total, Some(item)))
        })
        .await?;
    for (counted, item) in rows {
        total = counted;
        items.extend(item);
    }
    Ok((items, total))
}
