//! What is due, held against the raw rows: a deadline is shown just where every class that it tells of is, in a child's
//! list, in the worklist, in filters and in orders; and nothing changes with a start that is kept.

use std::collections::{BTreeMap, BTreeSet};

use permanence::{
    domain::access::{Guard, Guards, Viewer},
    store::{Store, deadlines},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{
    Stage,
    cells::{Marks, Scope},
    oracle::{Key, id},
    rows::{Row, Tables},
    verdict::Sight,
};
use crate::{
    on_both,
    support::{
        cast::{Seeded, now},
        database::{Backend, TestDatabase},
        server::{Rules, TestApp},
    },
};

const ALL: &str = "query($id: ID!, $after: String) { child(by: {id: $id}) { ... on Child { \
    deadlines(first: 100, after: $after) { totalCount withheldClasses pageInfo { hasNextPage endCursor } nodes { \
    id kind title informationClass setOffByClass setOffBy { what on } standard dueOn actBy notBefore status daysLate \
    metBy { what on } notApplicableBecause notApplicableSince notComputedBecause ruleId ruleLine explanation } } } } }";

const OPEN: &str = "query($id: ID!) { child(by: {id: $id}) { ... on Child { \
    deadlines(first: 100, status: [DUE, DUE_SOON, OVERDUE, NOT_COMPUTED]) { nodes { id } } } } }";

const WORK: &str = "query($after: String) { worklist(first: 100, after: $after) { totalCount \
    pageInfo { hasNextPage endCursor } nodes { id child { id } deadline { id dueOn status informationClass explanation } } } }";

const LISTED: &str = "query($filter: ChildFilter, $order: ChildOrder) { \
    children(first: 100, filter: $filter, orderBy: $order) { totalCount nodes { id } } }";

async fn data(app: &TestApp, viewer: &Viewer, query: &str, variables: Value) -> Value {
    let answer = app.ask(viewer, query, variables).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body["errors"].is_null(), "{}", answer.body);
    answer.body["data"].clone()
}

/// Every deadline that a child answers with.
async fn listed(app: &TestApp, viewer: &Viewer, child: &str) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let answer = data(app, viewer, ALL, json!({ "id": child, "after": after })).await;
        let page = &answer["child"]["deadlines"];
        all.extend(page["nodes"].as_array().into_iter().flatten().cloned());
        assert!(all.len() as u64 <= page["totalCount"].as_u64().unwrap());
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            assert_eq!(all.len() as u64, page["totalCount"].as_u64().unwrap());
            return all;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

async fn work(app: &TestApp, viewer: &Viewer) -> (Vec<Value>, u64) {
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let answer = data(app, viewer, WORK, json!({ "after": after })).await;
        let page = &answer["worklist"];
        all.extend(page["nodes"].as_array().into_iter().flatten().cloned());
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            return (all, page["totalCount"].as_u64().unwrap());
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn names(items: &[Value]) -> BTreeSet<String> {
    let ids = items.iter().filter_map(|it| it["id"].as_str());
    ids.map(str::to_owned).collect()
}

fn is_open(stage: &Stage, row: &Row) -> bool {
    row.number("state") == 0
        && row
            .day("ceased_on")
            .is_none_or(|day| stage.oracle.today < day)
}

/// The rows that a person may be shown, child by child.
fn due<'a>(sight: &'a Sight<'_>) -> BTreeMap<Key, Vec<&'a Row>> {
    let keys: Vec<Key> = sight.reached().collect();
    keys.into_iter()
        .map(|key| (key, sight.due_rows(key)))
        .collect()
}

/// Does the person see a class of which any deadline could tell?
fn sees_any(stage: &Stage, sight: &Sight<'_>, key: Key) -> bool {
    let told = stage.oracle.tables.of("deadline").iter();
    let mask = told.fold(0, |mask, row| mask | row.number("class_mask"));
    let view = sight.view(key).unwrap();
    let classes = (0..).zip(&stage.oracle.classes);
    classes
        .filter(|(place, _)| mask & (1 << place) != 0)
        .any(|(_, class)| {
            let scope = view.rule(class, Marks::default()).scope();
            matches!(scope, Some(Scope::All | Scope::Settled))
        })
}

/// The children of whom the person sees something that is past its date.
fn overdue(stage: &Stage, sight: &Sight<'_>) -> BTreeSet<String> {
    let is_late = |row: &&Row| {
        is_open(stage, row)
            && row
                .day("due_on")
                .is_some_and(|day| day < stage.oracle.today)
    };
    let late = due(sight).into_iter();
    late.filter(|(_, rows)| rows.iter().any(is_late))
        .map(|(key, _)| sight.ids[&key].clone())
        .collect()
}

fn named(rows: &[&Row]) -> BTreeSet<String> {
    rows.iter().map(|row| id(b't', row)).collect()
}

on_both! {
    async fn a_deadline_is_shown_just_where_every_class_that_it_tells_of_is(database: TestDatabase) {
        let stage = Stage::in_database(&database).await;
        let app = TestApp::over(stage.cast.store.clone(), crate::leak::lifted());
        let (mut shown, mut kept) = (0, 0);
        for (viewer, sight) in stage.sights() {
            let due = due(&sight);
            for (key, rows) in &due {
                let child = &sight.ids[key];
                let told = listed(&app, &viewer, child).await;
                assert_eq!(names(&told), named(rows), "{} {} {child}", viewer.role, viewer.subject);
                let view = sight.view(*key).unwrap();
                for deadline in &told {
                    for class in ["informationClass", "setOffByClass"] {
                        let class = deadline[class].as_str().unwrap();
                        let scope = view.rule(class, Marks::default()).scope();
                        assert!(matches!(scope, Some(Scope::All | Scope::Settled)), "{deadline}");
                    }
                }
                let open: Vec<&Row> = rows.iter().copied().filter(|row| is_open(&stage, row)).collect();
                let answer = data(&app, &viewer, OPEN, json!({ "id": child })).await;
                let told = answer["child"]["deadlines"]["nodes"].as_array().unwrap().clone();
                assert_eq!(names(&told), named(&open), "{} {} {child}", viewer.role, viewer.subject);
                shown += rows.len();
                kept += stage.oracle.tables.at("deadline", key.0, "child_id", key.1).count() - rows.len();
            }
        }
        assert!(shown > 1_000 && kept > 1_000, "{shown} shown, {kept} kept");
    }

    async fn worklist_filters_and_orders_rest_on_what_one_sees(database: TestDatabase) {
        let stage = Stage::in_database(&database).await;
        let app = TestApp::over(stage.cast.store.clone(), crate::leak::lifted());
        let today = stage.oracle.today;
        let mut tasks = 0;
        for (viewer, sight) in stage.sights() {
            let never = ["DUTY_OFFICER", "ANALYST"].contains(&sight.who.role.as_str());
            let mut open: BTreeMap<Key, Vec<&Row>> = due(&sight);
            open.values_mut().for_each(|rows| rows.retain(|row| is_open(&stage, row) && row.day("due_on").is_some()));
            // What a standing that is held on the child has to see to.
            let mine: Vec<&Row> = open
                .iter()
                .flat_map(|(key, rows)| {
                    let view = sight.view(*key).unwrap();
                    let held = |row: &&&Row| {
                        let all = crate::leak::oracle::ALL_STANDINGS.iter().zip(0..);
                        all.filter(|(standing, _)| view.reach.standings.contains(*standing))
                            .any(|(_, place): (_, i64)| row.number("owner_mask") & (1 << place) != 0)
                    };
                    rows.iter().filter(held).copied().collect::<Vec<_>>()
                })
                .filter(|_| !never)
                .collect();
            let (told, total) = work(&app, &viewer).await;
            assert_eq!(names(&told), named(&mine), "{} {}", viewer.role, viewer.subject);
            assert_eq!(total, mine.len() as u64);
            let days: Vec<&str> = told.iter().map(|it| it["deadline"]["dueOn"].as_str().unwrap()).collect();
            assert!(days.is_sorted(), "the most urgent first: {days:?}");
            tasks += told.len();
            for (filter, is_so) in [
                (json!({ "isOverdue": true }), true),
                (json!({ "isOverdue": false }), false),
                (json!({ "not": { "isOverdue": true } }), false),
                (json!({ "dueBefore": today.to_string() }), true),
            ] {
                let answer = data(&app, &viewer, LISTED, json!({ "filter": filter })).await;
                let told = names(answer["children"]["nodes"].as_array().unwrap());
                let holds = |rows: &Vec<&Row>| rows.iter().any(|row| row.day("due_on").unwrap() < today);
                let found: BTreeSet<String> = open
                    .iter()
                    .filter(|(key, rows)| !never && sees_any(&stage, &sight, **key) && holds(rows) == is_so)
                    .map(|(key, _)| sight.ids[key].clone())
                    .collect();
                assert_eq!(told, found, "{} {} {filter}", viewer.role, viewer.subject);
                assert_eq!(answer["children"]["totalCount"].as_u64(), Some(found.len() as u64));
            }
            let answer = data(&app, &viewer, LISTED, json!({ "order": { "field": "NEXT_DUE", "direction": "ASC" } })).await;
            let told: Vec<&str> = answer["children"]["nodes"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
            let mut order: Vec<_> = open
                .iter()
                .filter(|_| !never)
                .map(|(key, rows)| {
                    let first = rows.iter().filter_map(|row| row.day("due_on")).min();
                    (first.is_none(), first, *key)
                })
                .collect();
            order.sort();
            let order: Vec<&str> = order.iter().map(|(.., key)| sight.ids[key].as_str()).collect();
            assert_eq!(told, order, "{} {}", viewer.role, viewer.subject);
        }
        assert!(tasks > 100, "{tasks}");
    }

    async fn nothing_changes_with_a_start_that_is_kept(database: TestDatabase) {
        let stage = Stage::in_database(&database).await;
        let app = TestApp::over(stage.cast.store.clone(), crate::leak::lifted());
        let marks = Marks { is_confidential: true, is_adoptive: false };
        // Children with a flagged placement, and those from whom its days are kept.
        let flagged: BTreeSet<Key> = stage
            .oracle
            .tables
            .of("placement")
            .iter()
            .filter(|row| row.is("is_confidential"))
            .map(|row| (row.number("council_id"), row.number("child_id")))
            .collect();
        let sights: Vec<_> = stage
            .sights()
            .into_iter()
            .map(|(viewer, sight)| {
                let kept = |key: &Key| sight.view(*key).is_some_and(|view| view.rule("PLACEMENT_DATES", marks).scope() != Some(Scope::All));
                let keys: Vec<Key> = flagged.iter().copied().filter(kept).collect();
                (viewer, sight, keys)
            })
            .filter(|(.., keys)| !keys.is_empty())
            .collect();
        assert!(sights.len() >= 3, "the days are kept from few: {}", sights.len());
        // An interim order and a home with a parent: from the start of the placement on stricter visits, before which
        // the last one was made. So the next visit moves with the start.
        let connection = database.connect().await;
        for (council, child) in &flagged {
            let own = format!("council_id = {council} and child_id = {child}");
            for sql in [
                format!("update placement set type_code = 'P1' where is_confidential and {own}"),
                format!("update legal_spell set code = 'C1' where {own}"),
                format!("delete from visit where {own} and id > (select min(v.id) from visit v where v.{own_of_v})", own_of_v = own.replace(" and child_id", " and v.child_id")),
                format!("update visit set held_on = '2025-11-20', was_seen = true where {own}"),
            ] {
                connection.execute_unprepared(&sql).await.unwrap();
            }
        }
        reckon(&stage.cast.store, &flagged).await;
        let mut before = Vec::new();
        for (viewer, sight, keys) in &sights {
            before.push(all_that_is_told(&app, viewer, sight, keys).await);
        }
        let had = Tables::read(&database).await;
        for move_by in [-150, 130, 4] {
            moved(&database, move_by).await;
            reckon(&stage.cast.store, &flagged).await;
            let has = Tables::read(&database).await;
            let days = |tables: &Tables| -> Vec<String> {
                tables.of("deadline").iter().filter(|row| row.is("is_guarded") && row.word("rule") == "VISIT_LATER").map(|row| format!("{:?}", row.day("due_on"))).collect()
            };
            assert_ne!(days(&had), days(&has), "no next visit has moved: {move_by}");
            for ((viewer, sight, keys), before) in sights.iter().zip(&before) {
                let after = all_that_is_told(&app, viewer, sight, keys).await;
                assert_eq!(*before, after, "{} {} {move_by}", viewer.role, viewer.subject);
            }
        }
    }
}

/// Moves the start of confidential placements, and with it the end of what they follow.
async fn moved(database: &TestDatabase, days: i32) {
    let connection = database.connect().await;
    let by = |column: &str| match database.backend {
        Backend::Postgres => format!("{column} + {days}"),
        Backend::Sqlite => format!("date({column}, '{days} days')"),
    };
    let before = format!(
        "update placement set ends_on = {} where exists (select 1 from placement f where f.is_confidential \
         and f.council_id = placement.council_id and f.child_id = placement.child_id and f.starts_on = placement.ends_on)",
        by("ends_on")
    );
    let flagged = format!(
        "update placement set starts_on = {} where is_confidential",
        by("starts_on")
    );
    for sql in [before, flagged] {
        let done = connection.execute_unprepared(&sql).await.unwrap();
        assert!(done.rows_affected() > 0, "{sql}");
    }
}

async fn reckon(store: &Store, keys: &BTreeSet<Key>) {
    let random = Seeded::new(7);
    let mut unit = store.unit(&random).await.unwrap();
    for (council, child) in keys {
        let council = i16::try_from(*council).unwrap();
        deadlines::rewrite(&mut unit, council, &[*child])
            .await
            .unwrap();
    }
    unit.commit().await.unwrap();
}

/// Every deadline of these children, the whole worklist, and what lists tell.
async fn all_that_is_told(
    app: &TestApp,
    viewer: &Viewer,
    sight: &Sight<'_>,
    keys: &[Key],
) -> Vec<Value> {
    let mut told = Vec::new();
    for key in keys {
        told.extend(listed(app, viewer, &sight.ids[key]).await);
    }
    let (tasks, total) = work(app, viewer).await;
    told.extend(tasks);
    told.push(json!(total));
    for variables in [
        json!({ "filter": { "isOverdue": true } }),
        json!({ "filter": { "isOverdue": false } }),
        json!({ "filter": { "dueBefore": now().date_naive().to_string() } }),
        json!({ "order": { "field": "NEXT_DUE", "direction": "ASC" } }),
        json!({ "order": { "field": "NEXT_REVIEW", "direction": "DESC" } }),
    ] {
        told.push(data(app, viewer, LISTED, variables).await);
    }
    told
}

/// The same test where a rule is off: it must find something.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_is_shown_where_a_rule_of_deadlines_is_taken_away() {
    let database = TestDatabase::new(Backend::Sqlite).await;
    let stage = Stage::in_database(&database).await;
    for guard in [Guard::DeadlineScope, Guard::DeadlineFlag] {
        let rules = Rules {
            guards: Guards::without(guard),
            ..crate::leak::lifted()
        };
        let app = TestApp::over(stage.cast.store.clone(), rules);
        let (mut in_list, mut in_filter) = (false, false);
        for (viewer, sight) in stage.sights() {
            for (key, rows) in &due(&sight) {
                in_list |= names(&listed(&app, &viewer, &sight.ids[key]).await) != named(rows);
            }
            let filter = json!({ "filter": { "isOverdue": true } });
            let answer = data(&app, &viewer, LISTED, filter).await;
            let told = names(answer["children"]["nodes"].as_array().unwrap());
            in_filter |= !told.is_subset(&overdue(&stage, &sight));
        }
        assert!(in_list, "no list shows more without {guard:?}");
        // A flagged placement adds nothing to a child with something else that is late.
        assert!(
            in_filter || guard == Guard::DeadlineFlag,
            "no filter finds more without {guard:?}"
        );
    }
}
