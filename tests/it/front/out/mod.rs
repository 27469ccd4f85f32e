//! Who is shut out is out at once: by every way in, with a token that is good in every other way.
//!
//! That a removed key ends what its tokens opened is shown by `front::tokens::renewal` and `front::keys`.

mod acting;
mod bounds;
mod command;
mod linked;
mod sockets;

use permanence::{
    casework::admission::{Identity, Ordered, Register},
    domain::access::Viewer,
    exchange::synthetic::Kind,
};
use serde_json::{Value, json};

use crate::{
    feed::desk::Desk,
    on_both,
    support::{
        cast::{Cast, Seeded, issuer_of, now},
        database::TestDatabase,
        server::{Answer, Rules, TestApp},
    },
};

const WHO: &str = "{ viewer { name } }";
const CHILD: &str = "query($id: ID!) { child(by: { id: $id }) { __typename } }";

fn order(reason: &str) -> Ordered {
    Ordered {
        by: "A. Osei, service desk".into(),
        reason: reason.into(),
        at: now(),
    }
}

fn identity(viewer: &Viewer) -> Identity {
    Identity {
        issuer: viewer.issuer.clone(),
        subject: viewer.subject.clone(),
    }
}

/// The council's own hand on the register of who is let in.
struct Hand<'a> {
    cast: &'a Cast,
    random: Seeded,
}

impl<'a> Hand<'a> {
    fn of(cast: &'a Cast) -> Self {
        Self {
            cast,
            random: Seeded::new(97),
        }
    }

    fn register(&self) -> Register<'_> {
        Register {
            store: &self.cast.store,
            randomness: &self.random,
        }
    }

    async fn deactivate(&self, viewer: &Viewer) {
        let (who, order) = (identity(viewer), order("Left the service"));
        self.register().deactivate(&who, &order).await.unwrap();
    }

    async fn reactivate(&self, viewer: &Viewer) {
        let (who, order) = (identity(viewer), order("Came back"));
        self.register().reactivate(&who, &order).await.unwrap();
    }

    async fn deny_token(&self, viewer: &Viewer) {
        let until = now() + chrono::Duration::hours(2);
        let order = order("Laptop stolen");
        let register = self.register();
        let denying = register.deny_token(&viewer.issuer, &viewer.token_id, until, &order);
        denying.await.unwrap();
    }

    async fn unlink(&self, viewer: &Viewer) {
        let (who, order) = (identity(viewer), order("Account given up"));
        self.register().unlink(&who, &order).await.unwrap();
    }
}

/// A refusal with what differs between any two requests left out.
fn without_request(answer: &Answer) -> (u16, String, Value) {
    let mut body = answer.body.clone();
    body["errors"][0]["extensions"]["requestId"].take();
    let challenge = answer.headers.get("www-authenticate");
    let challenge = challenge.map(|it| it.to_str().unwrap().to_owned());
    (answer.status, challenge.unwrap_or_default(), body)
}

/// Out, and told no more than a stranger with a token of nobody's.
async fn is_out(app: &TestApp, viewer: &Viewer) {
    let forged = Viewer {
        issuer: "https://nobody.example".into(),
        ..viewer.clone()
    };
    for query in [
        WHO,
        "{ courts { name } }",
        "{ not a document",
        "{ children(first: 5) { totalCount } }",
    ] {
        let answer = app.ask(viewer, query, json!({})).await;
        let expected = app.ask(&forged, query, json!({})).await;
        assert_eq!(
            (answer.status, answer.code()),
            (401, Some("UNAUTHENTICATED")),
            "{query}"
        );
        assert_eq!(
            without_request(&answer),
            without_request(&expected),
            "{query}"
        );
    }
}

async fn name(app: &TestApp, viewer: &Viewer) -> String {
    let answer = app.ask(viewer, WHO, json!({})).await;
    let name = answer.body["data"]["viewer"]["name"].as_str();
    name.unwrap_or_else(|| panic!("{}", answer.text)).to_owned()
}

async fn finds(app: &TestApp, viewer: &Viewer, child: &str) -> bool {
    let answer = app.ask(viewer, CHILD, json!({ "id": child })).await;
    answer.body["data"]["child"]["__typename"] == "Child"
}

async fn summary_of(app: &TestApp, viewer: &Viewer, child: &str) -> String {
    let query =
        "query($id: ID!) { child(by: { id: $id }) { ... on Child { planSummary { id } } } }";
    let answer = app.ask(viewer, query, json!({ "id": child })).await;
    let id = answer.body["data"]["child"]["planSummary"]["id"].as_str();
    id.unwrap_or_else(|| panic!("{}", answer.text)).to_owned()
}

on_both! {
    async fn whoever_is_deactivated_is_out_by_every_way_and_in_again_when_taken_back(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        let (hand, guardian) = (Hand::of(&cast), cast.viewer("guardian"));
        let child = cast.child(Kind::Own);
        assert!(finds(&app, &guardian, child).await);
        let summary = summary_of(&app, &guardian, child).await;
        assert_eq!(app.page(&guardian, &summary).await.0, 200);
        let was = name(&app, &guardian).await;

        hand.deactivate(&guardian).await;
        is_out(&app, &guardian).await;
        let (status, headers, _) = app.page(&guardian, &summary).await;
        assert_eq!(status, 401);
        assert!(headers["www-authenticate"].to_str().unwrap().contains("invalid_token"));
        assert!(finds(&app, &cast.viewer("social-worker"), child).await, "nobody else is out");

        let again = hand.register().deactivate(&identity(&guardian), &order("Twice")).await;
        assert!(again.unwrap_err().to_string().contains("already"));
        hand.reactivate(&guardian).await;
        assert!(finds(&app, &guardian, child).await);
        assert_eq!(name(&app, &guardian).await, was);
    }

    async fn a_denied_token_is_dead_until_it_would_be_anyway_and_its_bearer_lives_with_another(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        let (hand, worker) = (Hand::of(&cast), cast.viewer("social-worker"));
        let another = Viewer { token_id: "another".into(), ..worker.clone() };
        let manager = Viewer { token_id: worker.token_id.clone(), ..cast.viewer("guardian") };
        name(&app, &worker).await;
        hand.deny_token(&worker).await;
        is_out(&app, &worker).await;
        name(&app, &another).await;
        // Another issuer may have used the same word for a token of its own.
        name(&app, &manager).await;
        // Of somebody who is not on record either.
        let stranger = Viewer { subject: "nobody-17".into(), ..worker.clone() };
        is_out(&app, &stranger).await;

        let later = |hours: i64| now() + chrono::Duration::hours(hours);
        let sweep = |at| permanence::store::access::forget_denied(&cast.store, at);
        assert_eq!(sweep(later(1)).await.unwrap(), 0, "it could still be good");
        is_out(&app, &worker).await;
        assert_eq!(sweep(later(2)).await.unwrap(), 1);
        assert_eq!(sweep(later(3)).await.unwrap(), 0);
        let past = hand.register().deny_token(&worker.issuer, "x", now(), &order("Late")).await;
        assert!(past.is_err());
    }

    async fn nobody_can_say_while_the_database_is_away_so_nobody_is_let_in(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let (app, worker) = (&desk.app, desk.cast.viewer("social-worker"));
        let summary = summary_of(app, &worker, desk.cast.child(Kind::Own)).await;
        for (away, back) in [
            ("alter table token_denied rename to away_denied", "alter table away_denied rename to token_denied"),
            ("alter table identity rename to away_identity", "alter table away_identity rename to identity"),
        ] {
            desk.connection_run(away).await;
            for query in [WHO, "{ courts { name } }"] {
                let answer = app.ask(&worker, query, json!({})).await;
                assert_eq!((answer.status, answer.code()), (503, Some("UNAVAILABLE")), "{}", answer.text);
                assert!(answer.body["data"].is_null());
            }
            assert_eq!(app.page(&worker, &summary).await.0, 503);
            desk.connection_run(back).await;
            name(app, &worker).await;
        }
    }

    async fn one_statement_asks_for_all_of_it(db: TestDatabase) {
        use std::sync::{Arc, Mutex};
        let cast = Cast::founded_in(&db).await;
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let listener = heard.clone();
        let store = cast.store.clone().watched(move |sql| listener.lock().unwrap().push(sql.to_owned()));
        let app = TestApp::over(store, Rules::default());
        let worker = cast.viewer("social-worker");
        let of_people = |sql: &&String| ["identity", "professional p", "token_denied", "agency a"].iter().any(|it| sql.contains(it));
        for (query, all) in [(WHO, Some(1)), ("{ children(first: 5) { totalCount } }", None), ("{ courts { name } }", Some(2))] {
            heard.lock().unwrap().clear();
            let answer = app.ask(&worker, query, json!({})).await;
            assert!(answer.body["errors"].is_null(), "{}", answer.text);
            let heard = heard.lock().unwrap().clone();
            assert_eq!(heard.iter().filter(of_people).count(), 1, "{query}: {heard:#?}");
            assert!(all.is_none_or(|all| all == heard.len()), "{query}: {heard:#?}");
        }
    }

    async fn a_decision_names_who_took_it_and_why_and_is_never_changed(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let (hand, guardian) = (Hand::of(&desk.cast), desk.cast.viewer("guardian"));
        let worker = desk.cast.viewer("social-worker");
        hand.deactivate(&guardian).await;
        hand.deny_token(&worker).await;
        hand.reactivate(&guardian).await;
        let read = hand.register().history(None).await.unwrap();
        let short: Vec<_> = read.iter().map(|it| (it.kind.as_str(), it.by.as_str(), it.reason.as_str())).collect();
        let by = "A. Osei, service desk";
        assert_eq!(short, [
            ("DEACTIVATED", by, "Left the service"),
            ("TOKEN_DENIED", by, "Laptop stolen"),
            ("REACTIVATED", by, "Came back"),
        ]);
        assert_eq!(read[1].about.as_deref(), Some(worker.token_id.as_str()));
        let own = hand.register().history(Some(&identity(&guardian))).await.unwrap();
        assert_eq!(own.len(), 2);
        assert_eq!(own[0].person.as_deref(), Some("Clémence Adebayo"));
        for sql in ["update admission_event set reason = 'x'", "delete from admission_event"] {
            assert!(desk.refuses(sql).await, "{sql}");
        }
        for (by, reason) in [("", "x"), (" ", "x"), ("x", ""), ("x", "two\nlines")] {
            let order = Ordered { by: by.into(), reason: reason.into(), at: now() };
            assert!(hand.register().deactivate(&identity(&guardian), &order).await.is_err(), "{by:?} {reason:?}");
        }
        name(&desk.app, &guardian).await;
    }
}

impl Desk {
    /// A statement that changes no row.
    async fn connection_run(&self, sql: &str) {
        use sea_orm::ConnectionTrait;
        self.connection.execute_unprepared(sql).await.unwrap();
    }

    async fn refuses(&self, sql: &str) -> bool {
        use sea_orm::ConnectionTrait;
        self.connection.execute_unprepared(sql).await.is_err()
    }
}
