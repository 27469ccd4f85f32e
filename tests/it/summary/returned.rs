//! What a return says of a year is an item like any other: filed, it stays as it was; not filed, it is not shown.

use permanence::domain::access::Class;
use serde_json::json;

use super::Office;
use crate::on_both;

const QUERY: &str = "query($id: ID!) { child(by: { id: $id }) { __typename ... on Child {
    health { __typename ... on HealthRecord { sdqScore events { kind } yearlyChecks { yearEnding sdqScore isImmunised } } ...Held }
    placement { __typename ... on PlacementRecord { careLeaverYears { yearEnding activity } } ...Held } } } }
    fragment Held on Withheld { withheldBecause }";

on_both! {
    async fn a_year_of_checks_is_shown_to_the_court_as_it_was_filed(database: TestDatabase) {
        let office = Office::open(&database).await;
        let (council, child) = (office.key.council, office.key.child);
        office.run(&format!(
            "insert into oc2_year (council_id, id, child_id, year, sdq_score, is_immunised, recorded_at) \
             values ({council}, 8000100, {child}, 2026, 31, true, '2026-05-01 09:00:00 +00:00')"
        )).await;
        office.run(&format!(
            "insert into oc3_year (council_id, id, child_id, year, activity, recorded_at) \
             values ({council}, 8000101, {child}, 2026, 'F2', '2026-05-01 09:00:00 +00:00')"
        )).await;
        let seen = async |slug: &str| {
            let data = office.ask(slug, QUERY, json!({ "id": office.child() })).await;
            data["child"].clone()
        };
        let worker = seen("social-worker").await;
        let checks = json!([{ "yearEnding": "2026-03-31", "sdqScore": 31, "isImmunised": true }]);
        assert_eq!(worker["health"]["yearlyChecks"], checks);
        assert_eq!(worker["placement"]["careLeaverYears"], json!([{ "yearEnding": "2026-03-31", "activity": "F2" }]));
        let before = seen("judge").await;
        assert_eq!(before["health"]["yearlyChecks"], json!([]), "not filed");
        assert_ne!(before["health"]["events"], json!([]), "what was filed is there");

        office.file(&[(Class::Health, 8_000_100), (Class::Placement, 8_000_101)], "", "2026-05-31").await;
        assert_eq!(seen("judge").await["health"]["yearlyChecks"], checks);
        office.run("update oc2_year set sdq_score = 7").await;
        let judge = seen("judge").await;
        assert_eq!(judge["health"]["yearlyChecks"], checks, "as it was filed");
        assert_eq!(judge["health"]["events"], before["health"]["events"], "filed before there were years");
        assert_eq!(judge["placement"]["careLeaverYears"], json!([]), "not among what is kept");
        assert_eq!(seen("social-worker").await["health"]["yearlyChecks"][0]["sdqScore"], 7);
    }
}
