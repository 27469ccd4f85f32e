//! Pages forwards and backwards, and what writing does to somebody who is half through.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{Portal, ids};
use crate::on_both;

const PAGE: &str = "query($first: Int, $after: String, $last: Int, $before: String, $order: ChildOrder, $filter: ChildFilter) { \
    children(first: $first, after: $after, last: $last, before: $before, orderBy: $order, filter: $filter) { \
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { id } } }";

const REVIEWS: &str = "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { child(by: {id: $id}) { \
    ... on Child { reviews { ... on Withheld { withheldBecause } ... on ReviewRecord { \
    reviews(first: $first, after: $after, last: $last, before: $before) { \
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { id } } } } } } }";

/// All pages of three, from one end or the other, in the order of the list.
async fn walk(portal: &Portal, order: &Value, is_backward: bool) -> Vec<String> {
    let (mut all, mut cursor) = (Vec::new(), Value::Null);
    let (size, from, more, next) = match is_backward {
        true => ("last", "before", "hasPreviousPage", "startCursor"),
        false => ("first", "after", "hasNextPage", "endCursor"),
    };
    for page in 0.. {
        let asked = json!({ size: 3, from: cursor, "order": order });
        let told = portal.read("social-worker", PAGE, asked).await["children"].take();
        let (found, info) = (ids(&told["nodes"]), &told["pageInfo"]);
        let behind = if is_backward {
            "hasNextPage"
        } else {
            "hasPreviousPage"
        };
        assert_eq!(info[behind], page > 0, "what lies behind page {page}");
        if is_backward {
            all.splice(0..0, found);
        } else {
            all.extend(found);
        }
        cursor = info[next].clone();
        if info[more] != true {
            return all;
        }
    }
    unreachable!()
}

on_both! {
    async fn backwards_is_the_same_list(database: TestDatabase) {
        let portal = Portal::over(&database, 60).await;
        for field in ["NAME", "NEXT_HEARING", "PLAN_TARGET"] {
            for direction in ["ASC", "DESC"] {
                let order = json!({ "field": field, "direction": direction });
                let forward = walk(&portal, &order, false).await;
                assert!(forward.len() > 20, "{} children", forward.len());
                assert_eq!(forward, walk(&portal, &order, true).await, "{field} {direction}");
            }
        }
        let plain = walk(&portal, &Value::Null, false).await;
        assert_eq!(plain, walk(&portal, &Value::Null, true).await);
        for wrong in [
            json!({ "first": 1, "last": 1 }),
            json!({ "before": "x" }),
            json!({ "last": 1, "after": "x" }),
            json!({ "last": -1 }),
            json!({ "first": 101 }),
            json!({ "filter": { "not": { "not": { "not": { "not": { "isUnallocated": true } } } } } }),
            json!({ "filter": { "not": {} } }),
            json!({ "filter": { "nameStartsWith": " " } }),
            json!({ "filter": { "bornOn": { "from": "2020-01-02", "to": "2020-01-01" } } }),
        ] {
            let answer = portal.ask("social-worker", PAGE, wrong.clone()).await;
            assert_eq!(answer.code(), Some("BAD_USER_INPUT"), "{wrong}");
        }
    }

    async fn a_section_is_paged_from_both_ends(database: TestDatabase) {
        let portal = Portal::over(&database, 30).await;
        let id = portal.cast.child(permanence::exchange::synthetic::Kind::Own);
        let page = async |mut asked: Value| {
            asked["id"] = json!(id);
            portal.read("social-worker", REVIEWS, asked).await["child"]["reviews"]["reviews"].take()
        };
        let all = ids(&page(json!({})).await["nodes"]);
        assert!(all.len() > 1, "{all:?}");
        let last = page(json!({ "last": 1 })).await;
        assert_eq!(ids(&last["nodes"]), all[all.len() - 1..]);
        assert_eq!((&last["pageInfo"]["hasNextPage"], &last["pageInfo"]["hasPreviousPage"]), (&json!(false), &json!(true)));
        let before = page(json!({ "last": 1, "before": last["pageInfo"]["startCursor"] })).await;
        assert_eq!(ids(&before["nodes"]), all[all.len() - 2..all.len() - 1]);
        assert_eq!(before["pageInfo"]["hasNextPage"], true);
    }

    async fn whoever_is_half_through_misses_nobody_who_stayed(database: TestDatabase) {
        let portal = Portal::over(&database, 60).await;
        let order = json!({ "field": "NAME", "direction": "ASC" });
        let before = walk(&portal, &order, false).await;
        let first = portal.read("social-worker", PAGE, json!({ "first": 10, "order": order })).await["children"].take();
        let cursor = first["pageInfo"]["endCursor"].clone();
        let mut walked = ids(&first["nodes"]);
        // Of those read, one is renamed to the end; of those ahead, one to the start, and one goes to another team.
        let (back, ahead, gone) = (&before[4], &before[20], &before[25]);
        let connection = database.connect().await;
        let key = |id: &str| {
            let bytes = permanence::domain::ids::decode(id).unwrap().1;
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            match database.backend {
                crate::support::database::Backend::Postgres => format!("(select id from child where public_id = decode('{hex}', 'hex'))"),
                crate::support::database::Backend::Sqlite => format!("(select id from child where public_id = x'{hex}')"),
            }
        };
        for fact in [
            format!("update child_name set sort_key = 'zzz' where child_id = {}", key(back)),
            format!("update child_name set sort_key = 'a' where child_id = {}", key(ahead)),
            format!("update standing set replaced_at = recorded_at where child_id = {}", key(gone)),
        ] {
            connection.execute_unprepared(&fact).await.unwrap();
        }
        let mut after = cursor.clone();
        loop {
            let asked = json!({ "first": 7, "after": after, "order": order });
            let told = portal.read("social-worker", PAGE, asked).await["children"].take();
            walked.extend(ids(&told["nodes"]));
            after = told["pageInfo"]["endCursor"].clone();
            if told["pageInfo"]["hasNextPage"] != true {
                break;
            }
        }
        let moved = [back, ahead, gone];
        let stayed: Vec<&String> = before.iter().filter(|it| !moved.contains(it)).collect();
        let met: Vec<&String> = walked.iter().filter(|it| !moved.contains(it)).collect();
        assert_eq!(met, stayed, "each of those who stayed, once and in order");
        // The cursor is of this list, this order and this person.
        for (who, asked) in [
            ("team-manager", json!({ "first": 7, "after": cursor, "order": order })),
            ("social-worker", json!({ "first": 7, "after": cursor })),
            ("social-worker", json!({ "first": 7, "after": cursor, "order": order, "filter": { "isUnallocated": false } })),
        ] {
            let answer = portal.ask(who, PAGE, asked).await;
            assert_eq!(answer.code(), Some("CURSOR_INVALID"), "{who}");
        }
    }
}
