//! What one connection, and one person with several, may take: more than that ends, and others are none the worse for it.

use std::time::Duration;

use permanence::{
    domain::access::Class,
    exchange::synthetic::Kind,
    http::{RateSettings, SocketSettings},
};
use serde_json::json;
use tokio::time::sleep;
use tokio_tungstenite::tungstenite::Message;

use super::{
    desk::Desk,
    socket::{WAIT, rules},
    subscriber::Subscriber,
};
use crate::support::{
    cast::now,
    database::{Backend, TestDatabase},
    server::{Listening, Rules, TestApp},
};

struct Office {
    desk: Desk,
    app: TestApp,
    server: Listening,
    _database: TestDatabase,
}

impl Office {
    async fn open(change: impl FnOnce(&mut SocketSettings)) -> Self {
        Self::by(rules(change)).await
    }

    async fn by(rules: Rules) -> Self {
        let database = TestDatabase::new(Backend::Sqlite).await;
        let desk = Desk::open(&database).await;
        let app = TestApp::over(desk.cast.store.clone(), rules);
        let server = app.listen().await;
        Self {
            desk,
            app,
            server,
            _database: database,
        }
    }

    fn token(&self, who: &str) -> String {
        self.app.token(&self.desk.cast.viewer(who))
    }

    async fn opened(&self) -> Subscriber {
        Subscriber::open(self.server.address).await
    }

    async fn greeted(&self, who: &str) -> Subscriber {
        Subscriber::greeted(self.server.address, &self.token(who)).await
    }

    /// Says who asks, and hears no more than the number with which it is closed.
    async fn turned_away(&self, who: &str) -> u16 {
        let mut subscriber = self.opened().await;
        let payload = json!({ "authorization": format!("Bearer {}", self.token(who)) });
        let greeting = json!({ "type": "connection_init", "payload": payload });
        subscriber.raw(&greeting).await;
        subscriber.closed_unheard().await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_sends_more_messages_than_anybody_needs_is_cut_off_whatever_is_in_them() {
    let office = Office::open(|it| {
        it.messages = 6;
        it.messages_per_second = 2;
    })
    .await;
    let ping = json!({ "type": "ping" });
    let mut guardian = office.greeted("guardian").await;
    // The greeting was one, and the answer to the service's own ping is another.
    for _ in 0..4 {
        guardian.ping().await;
    }
    office.app.set_clock(now() + chrono::Duration::seconds(1));
    for _ in 0..2 {
        guardian.ping().await;
    }
    // Whenever that answer was counted, the second from here is one too many.
    for _ in 0..2 {
        guardian.frame(Message::text(ping.to_string())).await;
    }
    assert_eq!(guardian.closed().await, 1008);
    // Frames that are no messages count too.
    let mut guardian = office.greeted("guardian").await;
    for _ in 0..7 {
        guardian.frame(Message::Ping(Vec::new().into())).await;
    }
    assert_eq!(guardian.closed_unheard().await, 1008);
    office.greeted("guardian").await.ping().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_larger_than_a_request_is_not_read() {
    let office = Office::open(|_| {}).await;
    let text = |bytes: usize| {
        let frame = json!({ "type": "ping", "payload": { "a": "" } }).to_string();
        frame.replacen(
            "\"\"",
            &format!("\"{}\"", "x".repeat(bytes - frame.len())),
            1,
        )
    };
    let mut guardian = office.greeted("guardian").await;
    guardian.frame(Message::text(text(256 * 1024))).await;
    assert_eq!(guardian.heard().await["type"], "pong");
    guardian.frame(Message::text(text(256 * 1024 + 1))).await;
    assert_eq!(guardian.closed().await, 1009);
    let mut guardian = office.greeted("guardian").await;
    guardian.frame(Message::text(text(4 * 1024 * 1024))).await;
    guardian.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_person_has_so_many_connections_and_another_has_their_own() {
    let office = Office::open(|it| it.per_person = 2).await;
    let first = office.greeted("guardian").await;
    let mut second = office.greeted("guardian").await;
    assert_eq!(office.turned_away("guardian").await, 1013);
    office.greeted("judge").await.ping().await;
    second.ping().await;
    drop(first);
    // The service learns of it when it reads on.
    let mut again = None;
    for _ in 0..100 {
        let mut next = office.opened().await;
        let payload = json!({ "authorization": format!("Bearer {}", office.token("guardian")) });
        let greeting = json!({ "type": "connection_init", "payload": payload });
        next.raw(&greeting).await;
        if next.is_acknowledged().await {
            again = Some(next);
            break;
        }
        sleep(Duration::from_millis(20)).await;
    }
    again.expect("there is room again").ping().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_not_said_who_they_are_makes_room_and_who_has_does_not() {
    let office = Office::open(|it| it.connections = 2).await;
    let (mut first, mut second) = (office.opened().await, office.opened().await);
    let mut guardian = office.greeted("guardian").await;
    assert_eq!(first.closed_unheard().await, 1013);
    let mut judge = office.greeted("judge").await;
    assert_eq!(second.closed_unheard().await, 1013);
    assert_eq!(Subscriber::refused(office.server.address, &[]).await, 429);
    guardian.ping().await;
    judge.ping().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_gives_no_sign_of_life_is_given_up_and_who_only_listens_is_not() {
    let office = Office::open(|it| {
        it.poll = Duration::from_millis(20);
        it.silent = Duration::from_millis(400);
        it.connections = 2;
    })
    .await;
    let _silent = office.greeted("guardian").await;
    let mut listening = office.greeted("judge").await;
    listening.subscribe("a", WAIT, json!({})).await;
    listening.next("a").await;
    // Reading answers the pings by itself.
    for _ in 0..4 {
        listening.is_silent().await;
    }
    // The place of the silent one is free.
    office.greeted("guardian").await.ping().await;
    listening.ping().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_takes_points_a_look_that_finds_nothing_does_not_and_nothing_is_lost_meanwhile() {
    let rate = RateSettings {
        capacity: 1,
        refill_per_second: 1,
        persons: 10,
    };
    let quick = |it: &mut SocketSettings| it.poll = Duration::from_millis(20);
    let office = Office::by(Rules {
        rate,
        ..rules(quick)
    })
    .await;
    let later = |seconds| {
        let at = now() + chrono::Duration::seconds(seconds);
        office.app.set_clock(at);
    };
    let mut worker = office.greeted("social-worker").await;
    worker.subscribe("a", WAIT, json!({})).await;
    worker.next("a").await;
    // A bucket of one is emptied by any page; another subscription has to wait, and so has what is told to the first.
    worker.subscribe("b", WAIT, json!({})).await;
    assert_eq!(worker.error("b").await, "RATE_LIMITED");
    office.desk.changed(Kind::Own, &[Class::Plan]).await;
    worker.is_silent().await;
    office.desk.changed(Kind::Own, &[Class::Plan]).await;
    worker.is_silent().await;
    later(1);
    let page = worker.next("a").await["changes"].take();
    assert_eq!(page["changes"].as_array().unwrap().len(), 2, "{page}");
    // By now full again, it stays full however often nothing is found.
    later(2);
    worker.is_silent().await;
    office.desk.changed(Kind::Own, &[Class::Plan]).await;
    worker.next("a").await;
    // What others spend is their own.
    let mut judge = office.greeted("judge").await;
    judge.subscribe("a", WAIT, json!({})).await;
    judge.next("a").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_only_listens_stays_however_seldom_they_are_pinged() {
    let office = Office::open(|it| {
        it.poll = Duration::from_millis(200);
        it.silent = Duration::from_millis(50);
    })
    .await;
    let mut judge = office.greeted("judge").await;
    for _ in 0..4 {
        judge.is_silent().await;
    }
    judge.ping().await;
}
