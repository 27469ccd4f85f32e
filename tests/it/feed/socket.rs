//! Who waits is told at once, of no more than they would be told who ask; and every way out of line ends as the
//! protocol says.

use std::time::Duration;

use axum::{body::Body, http::Request};
use permanence::{
    domain::{
        access::{Class, Windows},
        changes::ChangeKind,
    },
    exchange::synthetic::Kind,
    store::standings::rewrite,
};
use serde_json::{Value, json};

use super::{
    desk::{CHANGES, Desk, told},
    subscriber::Subscriber,
};
use crate::{
    on_both,
    support::{
        cast::{Seeded, now, today},
        database::{Backend, TestDatabase},
        server::{Rules, TestApp},
    },
};
use permanence::{
    graphql::document::{Limits, Trusted, document_id},
    http::SocketSettings,
};

pub const WAIT: &str = "subscription($after: String) { changes(after: $after) { cursor hasMore changes { \
    id at kind childId classes child { __typename ... on Child { id } } } } }";

pub fn rules(change: impl FnOnce(&mut SocketSettings)) -> Rules {
    // A look at the feed by the clock must not hide that nobody was woken.
    let mut sockets = SocketSettings {
        poll: Duration::from_secs(600),
        ..SocketSettings::default()
    };
    change(&mut sockets);
    Rules {
        sockets,
        ..Rules::default()
    }
}

on_both! {
    async fn who_waits_is_told_as_it_happens(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let app = TestApp::over(desk.cast.store.clone(), rules(|_| {}));
        let server = app.listen().await;
        let mut cursors = Vec::new();
        let mut waiting = Vec::new();
        for who in ["social-worker", "guardian", "judge"] {
            let viewer = desk.cast.viewer(who);
            let mut subscriber = Subscriber::greeted(server.address, &app.token(&viewer)).await;
            subscriber.subscribe("a", WAIT, json!({})).await;
            let first = subscriber.next("a").await["changes"].take();
            assert_eq!(first["changes"], json!([]), "the first page is of now");
            cursors.push(first["cursor"].clone());
            waiting.push(subscriber);
        }
        let note = desk.of(Kind::Own, ChangeKind::ReviewHeld, &[Class::Reviews, Class::HomeContact]).await;
        desk.note([note]).await;
        desk.note([desk.of(Kind::TwoCases, ChangeKind::HearingListed, &[Class::Proceedings]).await]).await;
        for ((who, cursor), subscriber) in ["social-worker", "guardian", "judge"].iter().zip(&cursors).zip(&mut waiting) {
            let due = desk.walk(who, cursor, 100).await.0;
            let mut heard: Vec<Value> = Vec::new();
            while heard.len() < due.len() {
                let page = subscriber.next("a").await["changes"].take();
                assert_ne!(page["changes"], json!([]), "{who}: nothing is no news");
                heard.extend(page["changes"].as_array().unwrap().iter().cloned());
            }
            assert_eq!(heard, due, "{who}");
            assert!(!due.is_empty());
            subscriber.is_silent().await;
        }
    }

    async fn whose_appointment_another_ends_hears_that_and_then_nothing(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let app = TestApp::over(desk.cast.store.clone(), rules(|_| {}));
        let server = app.listen().await;
        let token = app.token(&desk.cast.viewer("guardian"));
        let mut guardian = Subscriber::greeted(server.address, &token).await;
        guardian.subscribe("a", WAIT, json!({})).await;
        guardian.next("a").await;
        let key = desk.key(Kind::Own).await;
        // The facts and what follows from them change in one unit, as an act of somebody else does it.
        let of_child = format!("exists (select 1 from proceedings_child c where c.council_id = guardian_appointment.council_id \
            and c.proceedings_id = guardian_appointment.proceedings_id and c.council_id = {} and c.child_id = {})", key.council, key.child);
        desk.run(&format!("update guardian_appointment set ended_on = '{}' where {of_child}", today())).await;
        let random = Seeded::new(61);
        let mut unit = desk.cast.store.unit(&random).await.unwrap();
        rewrite(&mut unit, key.council, &[key.child], &Windows::default(), now()).await.unwrap();
        unit.commit().await.unwrap();
        let page = guardian.next("a").await["changes"].take();
        let heard: Vec<_> = page["changes"].as_array().unwrap().iter().map(told).collect();
        assert_eq!(heard, [desk.told("NO_LONGER_YOURS", Kind::Own, &[])]);
        desk.changed(Kind::Own, &[Class::Proceedings, Class::Identity]).await;
        guardian.is_silent().await;
        // Of another child there still is news.
        desk.changed(Kind::TwoCases, &[Class::Proceedings]).await;
        let page = guardian.next("a").await["changes"].take();
        let heard: Vec<_> = page["changes"].as_array().unwrap().iter().map(told).collect();
        assert_eq!(heard, [desk.told("RECORD_CHANGED", Kind::TwoCases, &["PROCEEDINGS"])]);
    }

    async fn a_registered_document_is_waited_with_and_where_only_those_are_run_nothing_else(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let manifest = json!({ document_id(WAIT): WAIT }).to_string();
        let trusted = Trusted::read(&manifest, &Limits::default()).unwrap().alone();
        let app = TestApp::over(desk.cast.store.clone(), Rules { trusted, ..rules(|_| {}) });
        let server = app.listen().await;
        let token = app.token(&desk.cast.viewer("social-worker"));
        let mut worker = Subscriber::greeted(server.address, &token).await;
        let asked = json!({ "type": "subscribe", "id": "a", "payload": { "documentId": document_id(WAIT) } });
        worker.raw(&asked).await;
        assert_eq!(worker.next("a").await["changes"]["changes"], json!([]));
        worker.subscribe("b", WAIT, json!({})).await;
        assert_eq!(worker.error("b").await, "DOCUMENT_NOT_TRUSTED");
        worker.ping().await;
    }

    async fn who_comes_back_with_a_cursor_goes_on_from_it(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let app = TestApp::over(desk.cast.store.clone(), rules(|_| {}));
        let server = app.listen().await;
        let cursor = desk.cursor("social-worker").await;
        for _ in 0..30 {
            desk.changed(Kind::Own, &[Class::Plan]).await;
        }
        let token = app.token(&desk.cast.viewer("social-worker"));
        let mut worker = Subscriber::greeted(server.address, &token).await;
        worker.subscribe("a", WAIT, json!({ "after": cursor })).await;
        let (first, second) = (worker.next("a").await, worker.next("a").await);
        let many = |page: &Value| page["changes"]["changes"].as_array().unwrap().len();
        assert_eq!((many(&first), many(&second)), (25, 5), "page after page, as long as there is more");
        worker.is_silent().await;
        // A cursor that is not theirs is refused, and the connection goes on.
        let other = desk.cursor("guardian").await;
        worker.subscribe("b", WAIT, json!({ "after": other })).await;
        assert_eq!(worker.error("b").await, "CURSOR_INVALID");
        worker.ping().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_process_writes_and_what_the_calendar_brings_is_told_by_the_clock() {
    let database = TestDatabase::new(Backend::Sqlite).await;
    let desk = Desk::open(&database).await;
    let app = TestApp::over(
        desk.cast.store.clone(),
        rules(|it| it.poll = Duration::from_millis(50)),
    );
    let server = app.listen().await;
    let token = app.token(&desk.cast.viewer("social-worker"));
    let mut worker = Subscriber::greeted(server.address, &token).await;
    worker.subscribe("a", WAIT, json!({})).await;
    worker.next("a").await;
    let key = desk.key(Kind::Own).await;
    let person = desk.person("social-worker").await;
    desk.run(&format!(
        "insert into exclusion (professional_id, council_id, child_id, starts_on) values ({person}, {}, {}, '{}')",
        key.council, key.child, today()
    ))
    .await;
    let page = worker.next("a").await["changes"].take();
    assert_eq!(
        told(&page["changes"][0]),
        desk.told("NO_LONGER_YOURS", Kind::Own, &[])
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_subscriptions_within_the_limits_are_taken() {
    let database = TestDatabase::new(Backend::Sqlite).await;
    let desk = Desk::open(&database).await;
    let app = TestApp::over(desk.cast.store.clone(), rules(|it| it.subscriptions = 2));
    let server = app.listen().await;
    let token = app.token(&desk.cast.viewer("social-worker"));
    let mut worker = Subscriber::greeted(server.address, &token).await;
    let deep = format!(
        "subscription {{ changes {{ changes {{ child {{ ... on Child {{ {} id }} }} }} }} }}",
        "legalStatus { ... on LegalStatusRecord { current { code } } }"
    );
    for (query, code) in [
        ("{ viewer { name } }", "BAD_REQUEST"),
        (
            "subscription { changes(first: 0) { cursor } }",
            "BAD_USER_INPUT",
        ),
        (
            "subscription { changes(first: 101) { cursor } }",
            "BAD_USER_INPUT",
        ),
        (
            "subscription { changes { cursor } again: changes { cursor } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        // A section that may be withheld, read without `Withheld`, as with POST.
        (deep.as_str(), "WITHHELD_NOT_HANDLED"),
    ] {
        worker.subscribe("x", query, json!({})).await;
        assert_eq!(worker.error("x").await, code, "{query}");
    }
    worker
        .raw(&json!({ "type": "subscribe", "id": "x", "payload": { "query": 7 } }))
        .await;
    assert_eq!(worker.error("x").await, "BAD_REQUEST");
    for id in ["a", "b"] {
        worker.subscribe(id, WAIT, json!({})).await;
        worker.next(id).await;
    }
    worker.subscribe("c", WAIT, json!({})).await;
    assert_eq!(worker.error("c").await, "RATE_LIMITED");
    // One that is given up makes room, and hears nothing more.
    worker.raw(&json!({ "type": "complete", "id": "a" })).await;
    worker.subscribe("c", WAIT, json!({})).await;
    worker.next("c").await;
    desk.changed(Kind::Own, &[Class::Plan]).await;
    let both = [worker.heard().await, worker.heard().await];
    let mut ids: Vec<&str> = both.iter().map(|it| it["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["b", "c"]);
    worker.is_silent().await;
    // With POST it is refused, and so with GET.
    let answer = app
        .ask(&desk.cast.viewer("social-worker"), WAIT, json!({}))
        .await;
    assert_eq!(
        (answer.status, answer.code()),
        (422, Some("GRAPHQL_VALIDATION_FAILED")),
        "{}",
        answer.text
    );
    let get = Request::get("/graphql?query=subscription%7Bchanges%7Bcursor%7D%7D");
    let get = get.header("authorization", format!("Bearer {token}"));
    let (status, _, text) = app.plain(get.body(Body::empty()).unwrap()).await;
    assert_eq!(status, 422, "{text}");
    assert!(text.contains("GRAPHQL_VALIDATION_FAILED"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_out_of_line_is_closed_with_the_number_of_the_protocol() {
    let database = TestDatabase::new(Backend::Sqlite).await;
    let desk = Desk::open(&database).await;
    let app = TestApp::over(
        desk.cast.store.clone(),
        rules(|it| {
            it.init = Duration::from_millis(300);
            it.poll = Duration::from_millis(50);
        }),
    );
    let server = app.listen().await;
    let token = app.token(&desk.cast.viewer("social-worker"));
    let greet = json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } });
    let ask = json!({ "type": "subscribe", "id": "a", "payload": { "query": WAIT } });
    let init = |payload: Value| json!({ "type": "connection_init", "payload": payload });
    for (said, code) in [
        (vec![json!("hello")], 4400),
        (vec![json!({ "type": "start" })], 4400),
        (vec![ask.clone()], 4401),
        (vec![init(json!({}))], 4403),
        (
            vec![init(json!({ "authorization": "Bearer nonsense" }))],
            4403,
        ),
        (vec![], 4408),
        (vec![greet.clone(), ask.clone(), ask.clone()], 4409),
        (vec![greet.clone(), greet.clone()], 4429),
        (
            vec![greet.clone(), json!({ "type": "subscribe", "id": "a" })],
            4400,
        ),
    ] {
        let mut subscriber = Subscriber::open(server.address).await;
        for message in &said {
            subscriber.raw(message).await;
        }
        assert_eq!(subscriber.closed().await, code, "{said:?}");
    }
    // The token ends while somebody waits: nothing more, and the connection is closed.
    let mut subscriber = Subscriber::greeted(server.address, &token).await;
    subscriber.subscribe("a", WAIT, json!({})).await;
    subscriber.next("a").await;
    app.set_clock(now() + chrono::Duration::minutes(11));
    desk.changed(Kind::Own, &[Class::Plan]).await;
    assert_eq!(subscriber.closed().await, 4401);
    let mut late = Subscriber::open(server.address).await;
    late.raw(&greet).await;
    assert_eq!(late.closed().await, 4403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_ends_with_its_token_its_life_and_the_server() {
    let database = TestDatabase::new(Backend::Sqlite).await;
    let desk = Desk::open(&database).await;
    let short = TestApp::over(
        desk.cast.store.clone(),
        rules(|it| it.life = Duration::from_millis(200)),
    );
    let server = short.listen().await;
    let token = short.token(&desk.cast.viewer("social-worker"));
    let mut subscriber = Subscriber::greeted(server.address, &token).await;
    assert_eq!(subscriber.closed().await, 1001);

    let app = TestApp::over(desk.cast.store.clone(), rules(|it| it.connections = 1));
    let server = app.listen().await;
    // So that ten minutes are over in a second; nobody looks at the feed meanwhile.
    app.set_clock(now() - chrono::Duration::minutes(10) + chrono::Duration::seconds(1));
    let soon = app.token(&desk.cast.viewer("social-worker"));
    app.set_clock(now());
    let mut subscriber = Subscriber::greeted(server.address, &soon).await;
    assert_eq!(subscriber.closed().await, 4401, "by the timer alone");
    drop(subscriber);

    let mut subscriber = Subscriber::greeted(server.address, &token).await;
    assert_eq!(
        Subscriber::refused(server.address, &[]).await,
        429,
        "one more than may be open"
    );
    let stopping = tokio::spawn(server.stop());
    assert_eq!(subscriber.closed().await, 1001);
    stopping.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_elsewhere_and_a_client_of_another_protocol_open_nothing() {
    let database = TestDatabase::new(Backend::Sqlite).await;
    let desk = Desk::open(&database).await;
    let portal = "https://portal.northmoor.example";
    let app = TestApp::over(
        desk.cast.store.clone(),
        rules(|it| it.origins = vec![portal.to_owned()]),
    );
    let server = app.listen().await;
    let address = server.address;
    assert_eq!(
        Subscriber::refused(address, &[("origin", "https://evil.example")]).await,
        403
    );
    assert_eq!(
        Subscriber::refused(address, &[("sec-websocket-protocol", "graphql-ws")]).await,
        400
    );
    let token = app.token(&desk.cast.viewer("judge"));
    let own = format!("http://{address}");
    for origin in [portal, &own] {
        let mut subscriber = Subscriber::from_page(address, origin).await;
        subscriber.greet(&token).await;
        subscriber.ping().await;
    }
    let plain = axum::http::Request::get("/graphql/ws")
        .body(axum::body::Body::empty())
        .unwrap();
    assert_eq!(app.plain(plain).await.0, 400);
    assert!(CHANGES.starts_with("query"));
}

/// Each of the cast hears what they would be answered: the leak test asks the same feed of the query.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_of_the_cast_hears_what_they_would_be_answered() {
    let database = TestDatabase::new(Backend::Sqlite).await;
    let desk = Desk::open(&database).await;
    let app = TestApp::over(desk.cast.store.clone(), rules(|_| {}));
    let server = app.listen().await;
    let mut cursors = Vec::new();
    for persona in &desk.cast.personas {
        cursors.push(desk.cursor(&persona.persona).await);
    }
    for kind in Kind::ALL {
        desk.changed(*kind, Class::ALL).await;
    }
    let mut told = 0;
    for (persona, cursor) in desk.cast.personas.iter().zip(cursors) {
        let who = &persona.persona;
        let due = desk.page(who, &cursor, 25).await;
        let token = app.token(&desk.cast.viewer(who));
        let mut subscriber = Subscriber::greeted(server.address, &token).await;
        subscriber
            .subscribe("a", WAIT, json!({ "after": cursor }))
            .await;
        let heard = subscriber.next("a").await["changes"].take();
        assert_eq!(heard["changes"], due["changes"], "{who}");
        told += heard["changes"].as_array().unwrap().len();
    }
    assert!(told > 100, "{told}");
}
