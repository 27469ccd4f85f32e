//! A connection that is open is no way round: it is closed before anything more is told.

use std::time::Duration;

use permanence::domain::access::Class;

use super::*;
use crate::feed::{
    socket::{WAIT, rules},
    subscriber::Subscriber,
};

/// Opened, waiting, and told all that there was.
async fn waiting(
    desk: &Desk,
    app: &TestApp,
    server: std::net::SocketAddr,
    viewer: &Viewer,
) -> Subscriber {
    let mut subscriber = Subscriber::greeted(server, &app.token(viewer)).await;
    subscriber.subscribe("a", WAIT, json!({})).await;
    subscriber.next("a").await;
    desk.changed(Kind::Own, &[Class::Identity]).await;
    subscriber.next("a").await;
    subscriber
}

async fn refused_at_the_door(app: &TestApp, server: std::net::SocketAddr, viewer: &Viewer) -> u16 {
    let mut subscriber = Subscriber::open(server).await;
    let payload = json!({ "authorization": format!("Bearer {}", app.token(viewer)) });
    subscriber
        .raw(&json!({ "type": "connection_init", "payload": payload }))
        .await;
    subscriber.closed_unheard().await
}

on_both! {
    async fn who_is_shut_out_hears_no_more_of_what_changes(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let app = TestApp::over(desk.cast.store.clone(), rules(|_| {}));
        let server = app.listen().await;
        let hand = Hand::of(&desk.cast);
        let guardian = desk.cast.viewer("guardian");
        let mut bystander = waiting(&desk, &app, server.address, &desk.cast.viewer("social-worker")).await;
        for how in ["a token that is denied", "an identity that is unlinked", "a person who is deactivated"] {
            let viewer = Viewer { token_id: format!("token for {how}"), ..guardian.clone() };
            let mut out = waiting(&desk, &app, server.address, &viewer).await;
            bystander.next("a").await;
            match how {
                "a token that is denied" => hand.deny_token(&viewer).await,
                "an identity that is unlinked" => hand.unlink(&viewer).await,
                _ => hand.deactivate(&viewer).await,
            }
            desk.changed(Kind::Own, &[Class::Identity]).await;
            assert_eq!(out.closed_unheard().await, 4403, "{how}");
            bystander.next("a").await;
            assert_eq!(refused_at_the_door(&app, server.address, &viewer).await, 4403, "{how}");
            is_out(&app, &viewer).await;
            if how == "an identity that is unlinked" {
                desk.run(&format!("update identity set unlinked_at = null where subject = '{}'", viewer.subject)).await;
            }
        }
    }

    async fn nothing_need_change_for_a_connection_to_end(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let app = TestApp::over(desk.cast.store.clone(), rules(|it| it.poll = Duration::from_millis(100)));
        let server = app.listen().await;
        let guardian = desk.cast.viewer("guardian");
        let mut out = waiting(&desk, &app, server.address, &guardian).await;
        Hand::of(&desk.cast).deactivate(&guardian).await;
        assert_eq!(out.closed_unheard().await, 4403);
    }

    async fn a_new_subscription_on_an_open_connection_is_a_way_in_like_any(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let app = TestApp::over(desk.cast.store.clone(), rules(|_| {}));
        let server = app.listen().await;
        let guardian = desk.cast.viewer("guardian");
        let mut out = Subscriber::greeted(server.address, &app.token(&guardian)).await;
        Hand::of(&desk.cast).deactivate(&guardian).await;
        out.subscribe("a", WAIT, json!({})).await;
        assert_eq!(out.closed_unheard().await, 4403);
    }

    async fn while_the_database_is_away_nobody_is_greeted_and_nothing_is_told(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let app = TestApp::over(desk.cast.store.clone(), rules(|_| {}));
        let server = app.listen().await;
        let guardian = desk.cast.viewer("guardian");
        let mut open = waiting(&desk, &app, server.address, &guardian).await;
        desk.connection_run("alter table token_denied rename to away").await;
        assert_eq!(refused_at_the_door(&app, server.address, &guardian).await, 1013);
        desk.changed(Kind::Own, &[Class::Identity]).await;
        assert_eq!(open.error("a").await, "UNAVAILABLE");
        desk.connection_run("alter table away rename to token_denied").await;
        open.subscribe("b", WAIT, json!({})).await;
        open.next("b").await;
    }
}
