//! What was answered stands in the ledger, and what is done to the ledger afterwards shows.

use permanence::{
    domain::access::{Class, Standing},
    exchange::synthetic::Kind,
    store::ledger::{Fault, anchor, verify},
};
use sea_orm::{ConnectionTrait, DatabaseConnection, QueryResult, Statement};
use serde_json::{Value, json};

use crate::{
    on_both,
    support::{
        cast::{Cast, now},
        database::Backend,
        server::{Answer, TestApp},
    },
};

const CHILD: &str = "query($id: ID!) { child(by: { id: $id }) { __typename ... on Child {
    identity { ... on Identity { familyName } ...Held }
    homeContact { ... on HomeContact { basis } ...Held }
    legalAdvice { ... on LegalAdviceRecord { basis } ...Held }
    plan { ... on PlanRecord { current { versionNumber } } ...Held } } } }
    fragment Held on Withheld { withheldBecause }";

async fn rows(connection: &DatabaseConnection, sql: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_all_raw(statement).await.unwrap()
}

async fn ask(app: &TestApp, cast: &Cast, slug: &str, kind: Kind) -> Answer {
    app.ask(&cast.viewer(slug), CHILD, json!({ "id": cast.child(kind) }))
        .await
}

fn request_id(answer: &Answer) -> String {
    answer.headers["x-request-id"].to_str().unwrap().to_owned()
}

fn bits(classes: &[Class]) -> i32 {
    classes
        .iter()
        .fold(0, |bits, class| bits | class.bit().cast_signed())
}

on_both! {
    async fn an_answer_with_a_child_is_entered_with_what_it_showed_and_withheld(database: TestDatabase) {
        let cast = Cast::founded_in(&database).await;
        let connection = database.connect().await;
        let app = TestApp::over(cast.store.clone(), crate::leak::lifted());
        for (slug, standings, shown, withheld) in [
            ("social-worker", Standing::AllocatedSocialWorker.bit() | Standing::TeamColleague.bit(),
             &[Class::Identity, Class::HomeContact, Class::LegalAdvice, Class::Plan][..], &[][..]),
            ("judge", Standing::Judge.bit(), &[Class::Identity, Class::Plan], &[Class::HomeContact, Class::LegalAdvice]),
            ("court-staff", Standing::CourtStaff.bit(), &[Class::Identity], &[Class::HomeContact, Class::LegalAdvice, Class::Plan]),
        ] {
            let answer = ask(&app, &cast, slug, Kind::Own).await;
            assert_eq!(answer.body["data"]["child"]["__typename"], "Child", "{}", answer.text);
            let sql = format!(
                "select e.role, e.subject, e.outcome, e.operation, e.policy_version, l.standings, l.shown, l.withheld, l.plan_version_id \
                 from ledger_entry e join ledger_child l on l.chain_id = e.chain_id and l.batch_no = e.batch_no and l.ord = e.ord \
                 where e.request_id = '{}'",
                request_id(&answer)
            );
            let found = rows(&connection, &sql).await;
            assert_eq!(found.len(), 1, "{slug}: one child, one row");
            let row = &found[0];
            let text = |column: &str| -> String { row.try_get("", column).unwrap() };
            let number = |column: &str| -> i32 { row.try_get("", column).unwrap() };
            assert_eq!((text("outcome"), text("operation")), ("SHOWN".to_owned(), "child".to_owned()));
            assert_eq!(text("subject"), cast.persona(slug).subject);
            assert_eq!(text("role"), cast.persona(slug).role);
            assert!(!text("policy_version").is_empty());
            assert_eq!(number("standings"), standings.cast_signed(), "{slug}");
            assert_eq!(number("shown"), bits(shown), "{slug}");
            assert_eq!(number("withheld"), bits(withheld), "{slug}");
            let version: Option<i64> = row.try_get("", "plan_version_id").unwrap();
            assert_eq!(version.is_some(), shown.contains(&Class::Plan), "{slug}");
        }
    }

    async fn a_look_up_that_finds_nothing_is_entered_and_viewer_is_not(database: TestDatabase) {
        let cast = Cast::founded_in(&database).await;
        let connection = database.connect().await;
        let app = TestApp::over(cast.store.clone(), crate::leak::lifted());
        let outcome = async |answer: &Answer| -> Vec<String> {
            let sql = format!("select outcome from ledger_entry where request_id = '{}'", request_id(answer));
            rows(&connection, &sql).await.iter().map(|row| row.try_get("", "outcome").unwrap()).collect()
        };
        let refused = ask(&app, &cast, "guardian-not-appointed", Kind::Own).await;
        assert_eq!(outcome(&refused).await, ["NOT_FOUND"]);
        let sealed = ask(&app, &cast, "social-worker", Kind::Sealed).await;
        assert_eq!(outcome(&sealed).await, ["NOT_FOUND"]);
        let restricted = ask(&app, &cast, "guardian", Kind::Restricted).await;
        assert_eq!(restricted.body["data"]["child"]["__typename"], "AccessByApplication");
        assert_eq!(outcome(&restricted).await, ["TOLD_TO_APPLY"]);
        // Asked for among others: each answer is entered as what it is, and none as another.
        let unknown = permanence::domain::ids::encode(permanence::domain::ids::Kind::Child, &[9; 16]);
        let (restricted, own) = (cast.child(Kind::Restricted), cast.child(Kind::Own));
        for (ids, due) in [
            (vec![restricted], &["TOLD_TO_APPLY"][..]),
            (vec![restricted, unknown.as_str()], &["NOT_FOUND", "TOLD_TO_APPLY"]),
            (vec![restricted, own], &["SHOWN", "TOLD_TO_APPLY"]),
            (vec![restricted, own, unknown.as_str()], &["NOT_FOUND", "SHOWN", "TOLD_TO_APPLY"]),
            (vec![unknown.as_str()], &["NOT_FOUND"]),
        ] {
            let query = "query($ids: [ID!]!) { caseStatuses(ids: $ids) { answer { __typename } } }";
            let answer = app.ask(&cast.viewer("guardian"), query, json!({ "ids": ids })).await;
            let mut entered = outcome(&answer).await;
            entered.sort();
            assert_eq!(entered, due, "{}", answer.text);
        }
        let viewer = app.ask(&cast.viewer("judge"), "{ viewer { role } visibility { cell } }", Value::Null).await;
        assert_eq!(outcome(&viewer).await, [""; 0]);
    }

    async fn ones_own_readings_do_not_tell_how_often_others_have_read(database: TestDatabase) {
        let cast = Cast::founded_in(&database).await;
        let app = TestApp::over(cast.store.clone(), crate::leak::lifted());
        let names: String = (0..10).map(|no| format!("r{no}: child(by: {{ id: $id }}) {{ ... on Child {{ id }} }} ")).collect();
        let often = format!("query($id: ID!) {{ {names} }}");
        ask(&app, &cast, "guardian", Kind::Own).await;
        // More readings, in the same moment, than the list holds.
        for _ in 0..52 {
            app.ask(&cast.viewer("judge"), &often, json!({ "id": cast.child(Kind::Own) })).await;
        }
        ask(&app, &cast, "guardian", Kind::Own).await;
        ask(&app, &cast, "guardian", Kind::TwoCases).await;
        ask(&app, &cast, "guardian", Kind::TwoCases).await;
        let own = async |kind| {
            let query = "query($id: ID!) { child(by: { id: $id }) { __typename ... on Child { accessLedger { \
                         ... on AccessLedgerRecord { entries { totalCount nodes { id reader } } } ... on Withheld { withheldBecause } } } } }";
            let answer = app.ask(&cast.viewer("guardian"), query, json!({ "id": cast.child(kind) })).await;
            answer.body["data"]["child"]["accessLedger"].clone()
        };
        let (often_read, read_alone) = (own(Kind::Own).await, own(Kind::TwoCases).await);
        assert_eq!(read_alone["entries"]["totalCount"], 2, "{read_alone}");
        assert_eq!(often_read, read_alone);
    }

    async fn the_chain_names_its_first_broken_link(database: TestDatabase) {
        let cast = Cast::founded_in(&database).await;
        let app = TestApp::over(cast.store.clone(), crate::leak::lifted());
        for slug in ["social-worker", "judge", "guardian", "team-manager", "inspector"] {
            ask(&app, &cast, slug, Kind::Own).await;
        }
        let good = verify(&cast.store).await.unwrap();
        assert_eq!((good.fault, good.chains, good.entries), (None, 1, 5));
        let connection = database.connect().await;
        let run = async |sql: &str| connection.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        // Nobody gets this far without taking the triggers away first.
        for table in ["ledger_entry", "ledger_child", "ledger_batch"] {
            let refused = connection.execute_unprepared(&format!("delete from {table}")).await;
            assert!(refused.is_err(), "{table} lets its rows go");
            disarm(&connection, database.backend, table).await;
        }

        run("update ledger_entry set subject = 'somebody else' where batch_no = 2").await;
        assert!(matches!(verify(&cast.store).await.unwrap().fault, Some(Fault::Altered { batch: 2, .. })));
        run(&format!("update ledger_entry set subject = '{}' where batch_no = 2", cast.persona("guardian").subject)).await;
        assert_eq!(verify(&cast.store).await.unwrap().fault, None);

        run("update ledger_child set withheld = withheld + 1 where batch_no = 3").await;
        assert!(matches!(verify(&cast.store).await.unwrap().fault, Some(Fault::Altered { batch: 3, .. })));
        run("update ledger_child set withheld = withheld - 1 where batch_no = 3").await;

        anchor(&cast.store, now()).await.unwrap();
        assert_eq!(verify(&cast.store).await.unwrap().fault, None);
        let remove = async |batch: i64| {
            for table in ["ledger_child", "ledger_entry", "ledger_batch"] {
                run(&format!("delete from {table} where batch_no = {batch}")).await;
            }
        };
        remove(4).await;
        assert!(matches!(verify(&cast.store).await.unwrap().fault, Some(Fault::CutOff { batch: 4, .. })));
        remove(1).await;
        assert!(matches!(verify(&cast.store).await.unwrap().fault, Some(Fault::Gap { batch: 1, .. })));
    }
}

/// Takes the triggers of a table away, as only its owner could.
async fn disarm(connection: &DatabaseConnection, backend: Backend, table: &str) {
    let named = match backend {
        Backend::Sqlite => format!(
            "select name from sqlite_master where type = 'trigger' and tbl_name = '{table}'"
        ),
        Backend::Postgres => format!(
            "select cast(tgname as text) as name from pg_trigger where tgrelid = '{table}'::regclass and not tgisinternal"
        ),
    };
    for row in rows(connection, &named).await {
        let name: String = row.try_get("", "name").unwrap();
        let drop = match backend {
            Backend::Sqlite => format!("drop trigger {name}"),
            Backend::Postgres => format!("drop trigger {name} on {table}"),
        };
        connection.execute_unprepared(&drop).await.unwrap();
    }
}
