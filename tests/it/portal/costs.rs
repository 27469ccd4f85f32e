//! What the screens cost, by the formula that docs/limits.md publishes.

use async_graphql::{Variables, parser::parse_query};
use permanence::graphql::{
    document::{Limits, SchemaMap, inspect},
    sdl,
};
use serde_json::json;

use super::priced::PriceList;
use super::{CASE_STATUSES, CASELOAD, CHILD_PAGE, COURT_LIST, PLAN_REVIEW, SYNC, WORKLIST};

#[test]
fn a_whole_page_of_every_screen_is_within_what_a_request_may_ask_for() {
    let map = SchemaMap::from_sdl(&sdl()).unwrap();
    let ids: Vec<String> = (0..100).map(|at| at.to_string()).collect();
    let schema = include_str!("../../../schema.graphql");
    let prices = PriceList::read(schema);
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
        let given = Variables::from_json(variables.clone());
        let found = inspect(&map, &document, None, &given, &Limits::default());
        let cost = found
            .unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"))
            .cost;
        let reckoned = prices.cost(operation, &variables);
        assert_eq!(
            cost, reckoned,
            "{name}: not what schema.graphql makes of it"
        );
        (name, cost)
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

#[test]
fn every_page_and_every_act_has_its_price_in_the_schema() {
    let schema = include_str!("../../../schema.graphql");
    let map = SchemaMap::from_sdl(schema).unwrap();
    let mut sized = 0;
    for (parent, name, field) in map.fields() {
        assert_eq!(
            field.weight,
            if parent == "Mutation" { 10 } else { 1 },
            "{parent}.{name}"
        );
        let is_page = field.output.ends_with("Connection");
        sized += usize::from(field.size.is_some());
        assert!(
            field.size.is_some() || !is_page,
            "{parent}.{name} is a page of any size"
        );
    }
    assert!(sized > 15, "{sized}");
}
