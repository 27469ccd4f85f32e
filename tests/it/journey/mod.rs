//! The main job, end to end: a council loads its return; a social worker, a guardian and a judge ask for the same
//! child's permanence plan, and each is shown what they may see and told what they may not.

use std::fs;

use chrono::NaiveDate;
use permanence::{
    casework::returns::{Outcome, Return, Watch, load},
    domain::{access::Windows, care::CollectionYear},
    exchange::{ssda903::check, synthetic::Kind},
    store::{filing::keep_contents, standings::rewrite},
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use serde_json::{Value, json};

use crate::support::{
    cast::{Cast, Seeded, now, today},
    server::{Rules, TestApp},
};

const HEADER: &str = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nR-7001,2,02/03/2015,WBRI,UN1,,\n";
const EPISODES: &str = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n\
    R-7001,05/06/2024,S,C1,N1,U6,PR1,20/01/2025,X1,CARPL,ZZ99 1AA,ZZ99 2BB,1000001\n\
    R-7001,20/01/2025,P,C1,N1,U4,PR1,,,,ZZ99 1AA,ZZ99 3CC,1000002\n";

/// The council of the cast, by its code.
const COUNCIL: &str = "E08000999";

struct Quiet;

impl Watch for Quiet {}

/// Jo Adeyemi, data officer, loads the return of the year.
async fn load_return(cast: &Cast) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("children.csv"), HEADER).unwrap();
    fs::write(folder.path().join("placements.csv"), EPISODES).unwrap();
    let year = CollectionYear::ending(NaiveDate::from_ymd_opt(2025, 3, 31).unwrap()).unwrap();
    let checked = check(&[folder.path().to_owned()], year).unwrap();
    let incoming = Return {
        authority: COUNCIL,
        year,
        fingerprint: checked.fingerprint(),
        files: &checked.files,
        remarks: &checked.remarks,
    };
    let loaded = load(
        &cast.store,
        &Seeded::new(99),
        now(),
        &incoming,
        checked.rows(),
        &mut Quiet,
    )
    .await;
    assert!(matches!(loaded.unwrap(), Outcome::Loaded(_)));
}

async fn number(db: &DatabaseConnection, sql: &str) -> i64 {
    let backend = db.get_database_backend();
    let row = db
        .query_one_raw(Statement::from_string(backend, sql))
        .await
        .unwrap();
    row.expect("there is a row").try_get_by_index(0).unwrap()
}

async fn person(db: &DatabaseConnection, cast: &Cast, slug: &str) -> i64 {
    let subject = &cast.persona(slug).subject;
    number(
        db,
        &format!("select professional_id from identity where subject = '{subject}'"),
    )
    .await
}

/// What the return does not hold: who works with the child, the case, and the plan, of which one version is filed
/// and the next is being written.
async fn put_around(cast: &Cast, db: &DatabaseConnection) {
    let council: i64 = number(
        db,
        &format!("select cast(id as bigint) from council where gss_code = '{COUNCIL}'"),
    )
    .await;
    let child = number(
        db,
        &format!("select child_id from child_identifier where folded = 'R-7001' and council_id = {council}"),
    )
    .await;
    let court = number(db, "select id from court order by id limit 1").await;
    let (worker, guardian, judge) = (
        person(db, cast, "social-worker").await,
        person(db, cast, "guardian").await,
        person(db, cast, "judge").await,
    );
    let bytes = |last: u8| match db.get_database_backend() {
        DbBackend::Postgres => format!("decode('{}', 'hex')", format!("{last:02x}").repeat(16)),
        _ => format!("x'{}'", format!("{last:02x}").repeat(16)),
    };
    let day = today();
    let facts = [
        format!(
            "insert into allocation (council_id, id, child_id, professional_id, capacity, starts_on) values ({council}, 900001, {child}, {worker}, 'WORKER', '2024-06-05')"
        ),
        format!(
            "insert into proceedings (council_id, id, public_id, kind, case_number, case_key, court_id, issued_on) values ({council}, 900002, {}, 'CARE', 'SE25C00001', 'SE25C00001', {court}, '2025-01-10')",
            bytes(2)
        ),
        format!(
            "insert into proceedings_child (council_id, id, proceedings_id, child_id, covered_from) values ({council}, 900003, 900002, {child}, '2025-01-10')"
        ),
        format!(
            "insert into case_court (council_id, id, proceedings_id, court_id, starts_on) values ({council}, 900004, 900002, {court}, '2025-01-10')"
        ),
        format!(
            "insert into guardian_appointment (council_id, id, proceedings_id, officer_id, appointed_on) values ({council}, 900005, 900002, {guardian}, '2025-01-12')"
        ),
        format!(
            "insert into hearing (council_id, id, public_id, proceedings_id, kind, listed_on, court_id, judge_id, status) values ({council}, 900006, {}, 900002, 'IRH', '{day}', {court}, {judge}, 'LISTED')",
            bytes(6)
        ),
        format!(
            "insert into plan (council_id, id, child_id, opened_on) values ({council}, 900007, {child}, '2024-07-01')"
        ),
        format!(
            "insert into plan_version (council_id, id, public_id, child_id, plan_id, version_no, state, is_in_force, is_preparing, rationale, recorded_at) values ({council}, 900008, {}, {child}, 900007, 1, 'COURT_ENDORSED', true, false, 'An aunt can care for her.', '2025-01-09 10:00:00+00:00')",
            bytes(8)
        ),
        format!(
            "insert into plan_version (council_id, id, public_id, child_id, plan_id, version_no, state, is_in_force, is_preparing, rationale, recorded_at) values ({council}, 900009, {}, {child}, 900007, 2, 'DRAFT', false, true, 'The aunt may withdraw.', '2025-02-09 10:00:00+00:00')",
            bytes(9)
        ),
        format!(
            "insert into plan_option (council_id, id, child_id, version_id, permanence_option, part) values ({council}, 900010, {child}, 900008, 'KINSHIP_FOSTER', 'PRIMARY')"
        ),
        format!(
            "insert into plan_option (council_id, id, child_id, version_id, permanence_option, part) values ({council}, 900011, {child}, 900009, 'ADOPTION', 'PRIMARY')"
        ),
        format!(
            "insert into filing (council_id, id, proceedings_id, kind, filed_on, served_on) values ({council}, 900012, 900002, 'PLAN', '2025-01-11', '2025-01-11')"
        ),
        // PLAN is the twelfth class.
        format!(
            "insert into shared_item (council_id, id, child_id, class, item_id, as_filed_state, via, filing_id, reader_kind, shared_at) values ({council}, 900013, {child}, 11, 900008, 'BEFORE_COURT', 'FILED', 900012, 'COURT', '2025-01-11 10:00:00+00:00')"
        ),
    ];
    for fact in facts {
        db.execute_unprepared(&fact)
            .await
            .unwrap_or_else(|error| panic!("{fact}: {error}"));
    }
    let randomness = Seeded::new(5);
    let mut unit = cast.store.unit(&randomness).await.unwrap();
    let council = i16::try_from(council).unwrap();
    keep_contents(&mut unit, council, &[child], now())
        .await
        .unwrap();
    rewrite(&mut unit, council, &[child], &Windows::default(), now())
        .await
        .unwrap();
    unit.commit().await.unwrap();
}

const QUESTION: &str = "{ child(by: {localIdentifier: {authorityCode: \"E08000999\", value: \"r-7001\"}}) { __typename \
    ... on Child { \
    legalStatus { ... on LegalStatusRecord { becameLookedAfterOn current { code } } ...Held } \
    placement { ... on PlacementRecord { current { type } placements { totalCount } } ...Held } \
    placementLocation { ... on PlacementLocation { address { postcode } } ...Held } \
    plan { ... on PlanRecord { basis current { state primaryOption } versions { totalCount } } ...Held } \
    planNarrative { ... on PlanNarrative { rationale } ...Held } } } } \
    fragment Held on Withheld { withheldBecause }";

async fn ask(app: &TestApp, cast: &Cast, slug: &str) -> Value {
    let answer = app.ask(&cast.viewer(slug), QUESTION, json!({})).await;
    assert_eq!(answer.status, 200, "{slug}: {}", answer.text);
    answer.body["data"]["child"].clone()
}

crate::on_both! {
    async fn a_return_goes_in_and_each_agency_is_shown_its_own_view_of_the_plan(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        load_return(&cast).await;
        let connection = db.connect().await;
        put_around(&cast, &connection).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());

        // The social worker sees the record as it is, the draft included.
        assert_eq!(ask(&app, &cast, "social-worker").await, json!({
            "__typename": "Child",
            "legalStatus": {"becameLookedAfterOn": "2024-06-05", "current": {"code": "C1"}},
            "placement": {"current": {"type": "U4"}, "placements": {"totalCount": 2}},
            "placementLocation": {"address": {"postcode": "ZZ99 3CC"}},
            "plan": {
                "basis": "LIVE",
                "current": {"state": "COURT_ENDORSED", "primaryOption": "KINSHIP_FOSTER"},
                "versions": {"totalCount": 2},
            },
            "planNarrative": {"rationale": "An aunt can care for her."},
        }));
        // The guardian sees the plan from Authorised on, and its reasons only when they are filed or asked for.
        assert_eq!(ask(&app, &cast, "guardian").await, json!({
            "__typename": "Child",
            "legalStatus": {"becameLookedAfterOn": "2024-06-05", "current": {"code": "C1"}},
            "placement": {"current": {"type": "U4"}, "placements": {"totalCount": 2}},
            "placementLocation": {"address": {"postcode": "ZZ99 3CC"}},
            "plan": {
                "basis": "LIVE",
                "current": {"state": "COURT_ENDORSED", "primaryOption": "KINSHIP_FOSTER"},
                "versions": {"totalCount": 1},
            },
            "planNarrative": {"withheldBecause": "NOT_FILED"},
        }));
        // The judge sees what was filed, as it was then.
        assert_eq!(ask(&app, &cast, "judge").await, json!({
            "__typename": "Child",
            "legalStatus": {"becameLookedAfterOn": "2024-06-05", "current": {"code": "C1"}},
            "placement": {"withheldBecause": "NOT_FILED"},
            "placementLocation": {"withheldBecause": "COURT_DIRECTION_NEEDED"},
            "plan": {
                "basis": "AS_FILED",
                "current": {"state": "BEFORE_COURT", "primaryOption": "KINSHIP_FOSTER"},
                "versions": {"totalCount": 1},
            },
            "planNarrative": {"withheldBecause": "NOT_FILED"},
        }));
        // Whoever has no standing is not told whether there is such a child; the duty officer finds it.
        for slug in ["guardian-not-appointed", "other-council-social-worker", "other-court-judge"] {
            assert_eq!(ask(&app, &cast, slug).await, json!({"__typename": "NotFoundOrNotPermitted"}));
        }
        assert_eq!(ask(&app, &cast, "duty-officer").await["__typename"], "Child");
    }

    async fn keys_come_back_in_the_order_in_which_they_were_asked_for(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        // Against the order of the schema, of the policy and of the statements.
        let fields = [
            "visits", "accessLedger", "plan", "identity", "health", "team", "legalStatus", "family",
            "placement", "adopterSerial", "proceedings", "childVoice",
        ];
        let asked: Vec<String> =
            fields.iter().map(|field| format!("{field} {{ __typename ...Held }}")).collect();
        let query = format!(
            "{{ zebra: viewer {{ role }} children(first: 3) {{ nodes {{ {} id }} totalCount }} apple: viewer {{ name }} }} \
             fragment Held on Withheld {{ withheldBecause }}",
            asked.join(" ")
        );
        let answer = app.ask(&cast.viewer("team-manager"), &query, json!({})).await;
        let places = |text: &str, names: &[&str]| -> Vec<usize> {
            names.iter().map(|name| text.find(&format!("\"{name}\":")).expect("is answered")).collect()
        };
        let child = &answer.text[answer.text.find("\"nodes\"").expect("has nodes")..];
        for places in [
            places(&answer.text, &["zebra", "children", "apple"]),
            places(child, &fields),
            places(&answer.text, &["nodes", "totalCount"]),
        ] {
            assert!(places.is_sorted(), "out of order: {places:?}");
        }
    }

    async fn a_stated_purpose_is_entered_in_the_ledger(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        let viewer = cast.viewer("guardian");
        app.ask_with(&viewer, "{ children { totalCount } }", json!({"access": {"purpose": "Final analysis"}}))
            .await;
        app.ask(&viewer, "{ children { totalCount } }", json!({})).await;
        let connection = db.connect().await;
        let stated = number(&connection, "select count(*) from ledger_entry where purpose = 'Final analysis'").await;
        let silent = number(&connection, "select count(*) from ledger_entry where purpose is null").await;
        assert_eq!((stated, silent), (1, 1));
        let long = json!({"access": {"purpose": "x".repeat(201)}});
        let refused = app.ask_with(&viewer, "{ children { totalCount } }", long).await;
        assert_eq!(refused.code(), Some("BAD_USER_INPUT"));
    }
}

/// Every section of a child, without a word of what is in it.
const NOTHING_NAMED: &str = "{ child(by: {id: \"ID\"}) { ... on Child { \
    identity { ...Held } homeContact { ...Held } plan { ...Held } voice: childVoice { ...Held } \
    placement { ... on PlacementRecord { current { dates { ...Held } } } ...Held } } } } \
    fragment Held on Withheld { withheldBecause }";

crate::on_both! {
    async fn a_section_of_which_nothing_is_named_is_empty_and_never_null(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        let viewer = cast.viewer("social-worker");
        for kind in [Kind::Own, Kind::LittleRecorded] {
            let query = NOTHING_NAMED.replace("ID", cast.child(kind));
            let answer = app.ask(&viewer, &query, json!({})).await;
            for section in ["identity", "homeContact", "plan", "voice"] {
                assert_eq!(answer.body["data"]["child"][section], json!({}), "{section}");
            }
        }
        let other = app.ask(&viewer, "{ child(by: {id: \"nobody\"}) { ... on Child { id } } }", json!({})).await;
        assert_eq!(other.body["data"]["child"], json!({}));
    }

    async fn a_purpose_that_no_database_takes_is_refused_and_harms_nobody(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        let viewer = cast.viewer("guardian");
        let zero = json!({"access": {"purpose": "a\u{0}b"}});
        let question = "{ children { totalCount } }";
        let (refused, answered) = tokio::join!(
            app.ask_with(&viewer, question, zero),
            app.ask(&viewer, question, json!({})),
        );
        assert_eq!(refused.code(), Some("BAD_USER_INPUT"));
        assert_eq!(answered.status, 200);
        let by_number = "{ child(by: {localIdentifier: {authorityCode: \"E08000999\", value: \"a\\u0000\"}}) { __typename } }";
        let nobody = app.ask(&viewer, by_number, json!({})).await;
        assert_eq!(nobody.body["data"]["child"]["__typename"], "NotFoundOrNotPermitted");
    }

    async fn a_draft_looked_up_by_a_guardian_is_entered_as_not_found(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        let connection = db.connect().await;
        let versions = "{ child(by: {id: \"ID\"}) { ... on Child { plan { ... on PlanRecord { versions { nodes { id state } } } ...Held } } } } \
            fragment Held on Withheld { withheldBecause }";
        let query = versions.replace("ID", cast.child(Kind::DraftBesideFiled));
        let answer = app.ask(&cast.viewer("social-worker"), &query, json!({})).await;
        let nodes = answer.body["data"]["child"]["plan"]["versions"]["nodes"].as_array().unwrap().clone();
        let draft = nodes.iter().find(|it| it["state"] == "DRAFT").expect("there is a draft");
        let before = number(&connection, "select count(*) from ledger_child").await;
        let plan = json!({"id": draft["id"]});
        let asked = app
            .ask(&cast.viewer("guardian"), "query ($id: ID!) { plan(id: $id) { __typename } }", plan)
            .await;
        assert_eq!(asked.body["data"]["plan"]["__typename"], "NotFoundOrNotPermitted");
        let shown = number(&connection, "select count(*) from ledger_child").await - before;
        let refused = number(&connection, "select count(*) from ledger_entry where operation = 'plan' and outcome = 'NOT_FOUND'").await;
        assert_eq!((shown, refused), (0, 1));
    }
}
