//! What the screens cost, by the formula that docs/limits.md publishes.

use async_graphql::{Variables, parser::parse_query};
use permanence::graphql::{
    document::{Limits, SchemaMap, inspect},
    sdl,
};
use serde_json::json;

use super::{CASE_STATUSES, CASELOAD, CHILD_PAGE, COURT_LIST, PLAN_REVIEW, SYNC, WORKLIST};

#[test]
fn a_whole_page_of_every_screen_is_within_what_a_request_may_ask_for() {
    let map = SchemaMap::from_sdl(&sdl()).unwrap();
    let ids: Vec<String> = (0..100).map(|at| at.to_string()).collect();
    let costs = [
        ("caseload", CASELOAD, json!({ "first": 50 })),
        ("child page", CHILD_PAGE, json!({ "id": "1" })),
        ("court list", COURT_LIST, json!({ "first": 25 })),
        ("worklist", WORKLIST, json!({ "first": 50 })),
        ("plan review", PLAN_REVIEW, json!({ "plan": "1" })),
        ("nightly sync", SYNC, json!({})),
        ("case statuses", CASE_STATUSES, json!({ "ids": ids })),
    ]
    .map(|(name, operation, variables)| {
        let document = parse_query(operation).unwrap();
        let variables = Variables::from_json(variables);
        let found = inspect(&map, &document, None, &variables, &Limits::default());
        (
            name,
            found
                .unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"))
                .cost,
        )
    });
    // The page says so in round numbers.
    let page = include_str!("../../../docs/limits.md");
    for (name, cost) in [costs[0], costs[3], costs[5]] {
        let hundreds = (cost + 50) / 100 * 100;
        let said = format!("{},{:03}", hundreds / 1_000, hundreds % 1_000);
        assert!(
            page.contains(&said),
            "the {name} costs {cost}, and docs/limits.md does not say {said}: {costs:?}"
        );
    }
}
