//! What the council does with a version that is not filed, or with a filed one since it was, is not told by what others may
//! do to it, by its revision, or by its history.

use permanence::exchange::synthetic::Kind;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{oracle::id, rows::Tables};
use crate::{
    on_both,
    support::{
        cast::Cast,
        server::{Rules, TestApp},
    },
};

const CHILD: &str = "query($id: ID!) { child(by: { id: $id }) { ... on Child { viewerMay { act isOpen closedBy }
    plan { ... on PlanRecord { current { ...P } versions { nodes { ...P } } } ...W } } } }
    fragment P on Plan { id revision state primaryOption reviewOutcome viewerMay { act isOpen closedBy }
    history { __typename ... on PlanHistory { events { id act } } ...W } }
    fragment W on Withheld { withheldBecause }";

/// Of versions in preparation, and of what is asked inside the council: hidden from everybody outside.
const UNFILED: [&str; 5] = [
    "update plan_version set state = 'PROPOSED', proposed_on = '2026-05-20', revision = revision + 1 \
     where is_preparing and child_id = $child and council_id = $council",
    "update plan_option set permanence_option = 'RESIDENTIAL' where part = 'PRIMARY' and exists (select 1 from plan_version v \
     where v.council_id = plan_option.council_id and v.id = plan_option.version_id and v.is_preparing) \
     and child_id = $child and council_id = $council",
    "update adm_case set decided_on = '2026-05-22', decision = 'APPROVED', reasons = 'Decided' \
     where child_id = $child and council_id = $council",
    "insert into approval (council_id, id, child_id, kind, officer_id, referred_on) \
     select council_id, 9200000, id, 'REG18', (select min(id) from professional), '2026-05-21' \
     from child where id = $child and council_id = $council",
    "update plan_version set rationale = 'Written anew', target_on = '2027-01-01', revision = revision + 1 \
     where is_preparing and child_id = $child and council_id = $council",
];

/// Of the filed version itself: hidden from whoever reads it as it was filed.
const SINCE_FILED: [&str; 4] = [
    "update plan_version set target_on = '2027-02-01', rationale = 'Written anew', revision = revision + 1 \
     where is_in_force and child_id = $child and council_id = $council",
    "update plan_option set permanence_option = 'SUPPORTED_LIVING' where part = 'PRIMARY' \
     and child_id = $child and council_id = $council",
    "update plan_version set reviewed_on = '2026-05-25', review_outcome = 'DISAGREED', revision = revision + 1 \
     where is_in_force and child_id = $child and council_id = $council",
    "update plan_version set state = 'IMPLEMENTING', revision = revision + 1 \
     where is_in_force and child_id = $child and council_id = $council",
];

const AS_FILED: [&str; 3] = ["judge", "legal-adviser", "court-staff"];
const SETTLED: &str = "guardian";

async fn reads(app: &TestApp, cast: &Cast, who: &str) -> Value {
    let variables = json!({ "id": cast.child(Kind::DraftBesideFiled) });
    let answer = app.ask(&cast.viewer(who), CHILD, variables).await;
    assert!(answer.body["errors"].is_null(), "{who}: {}", answer.text);
    answer.body["data"]["child"].clone()
}

async fn all_read(app: &TestApp, cast: &Cast, who: &[&str]) -> Vec<Value> {
    let mut read = Vec::new();
    for who in who {
        read.push(reads(app, cast, who).await);
    }
    read
}

/// The code of what stands against an act on the version in force.
async fn refused(
    app: &TestApp,
    cast: &Cast,
    who: &str,
    act: &str,
    plan: &str,
    revision: &Value,
) -> String {
    let form = format!("{}{}Input", act[..1].to_uppercase(), &act[1..]);
    let query = format!(
        "mutation($input: {form}!) {{ {act}(input: $input) {{ problems {{ code guard }} }} }}"
    );
    let mut input = json!({ "planId": plan, "expectedRevision": revision });
    if act != "endorsePlan" {
        input["reason"] = json!("Because");
    }
    let answer = app
        .ask(&cast.viewer(who), &query, json!({ "input": input }))
        .await;
    let problem = &answer.body["data"][act]["problems"][0]["code"];
    problem
        .as_str()
        .unwrap_or_else(|| panic!("{who} {act}: {}", answer.text))
        .to_owned()
}

on_both! {
    async fn what_the_council_does_besides_is_not_told_by_acts_revisions_or_histories(database: TestDatabase) {
        let cast = Cast::founded_in(&database).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        let connection = database.connect().await;
        let tables = Tables::read(&database).await;
        let public = cast.child(Kind::DraftBesideFiled);
        let child = tables.of("child").iter().find(|row| id(b'c', row) == public).unwrap();
        let (council, child) = (child.number("council_id"), child.number("id"));
        let mut versions = tables.at("plan_version", council, "child_id", child);
        let plan = id(b'p', versions.find(|row| row.is("is_in_force")).unwrap());
        let everybody = [AS_FILED[0], AS_FILED[1], AS_FILED[2], SETTLED];
        let before = all_read(&app, &cast, &everybody).await;
        let revision = |child: &Value| child["plan"]["current"]["revision"].clone();
        let at_first = revision(&reads(&app, &cast, "social-worker").await);

        for (moves, unaware) in [(&UNFILED[..], &everybody[..]), (&SINCE_FILED[..], &AS_FILED[..])] {
            let council_before = reads(&app, &cast, "social-worker").await;
            for sql in moves {
                let sql = sql.replace("$child", &child.to_string()).replace("$council", &council.to_string());
                let done = connection.execute_unprepared(&sql).await;
                let done = done.unwrap_or_else(|error| panic!("{sql}: {error}"));
                assert!(done.rows_affected() > 0, "{sql}: nothing was changed");
                for (read, before) in all_read(&app, &cast, unaware).await.iter().zip(&before) {
                    assert_eq!(read, before, "after {sql}");
                }
            }
            assert_ne!(reads(&app, &cast, "social-worker").await, council_before);
        }

        // Each acts by the revision that they read, and no other.
        let live = revision(&reads(&app, &cast, "social-worker").await);
        assert_ne!(live, at_first);
        let filed = revision(&before[0]);
        assert!(filed.is_string() && filed != live);
        for (who, act, own, other) in [
            ("judge", "endorsePlan", &filed, &live),
            ("legal-adviser", "refusePlan", &filed, &live),
            ("social-worker", "withdrawPlan", &live, &filed),
            ("social-worker", "withdrawPlan", &live, &at_first),
        ] {
            assert_eq!(refused(&app, &cast, who, act, &plan, other).await, "REVISION_CONFLICT", "{who}");
            assert_ne!(refused(&app, &cast, who, act, &plan, own).await, "REVISION_CONFLICT", "{who}");
        }
    }
}
