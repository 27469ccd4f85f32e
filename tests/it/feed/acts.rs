//! Whoever waits hears of what people do, over a real connection, as it is done.

use permanence::exchange::synthetic::Kind;
use serde_json::{Value, json};

use super::{
    desk::{Told, told},
    socket::{WAIT, rules},
    subscriber::Subscriber,
};
use crate::{
    acts::{Council, key, problems},
    on_both,
    support::{
        cast::{Cast, today},
        database::TestDatabase as Database,
        server::{Listening, TestApp},
    },
};

/// A council whose service is on a port, and looks at its feed by the clock so seldom that only a wake-up is heard.
async fn listening(database: &Database) -> (Council, Listening) {
    let cast = Cast::founded_in(database).await;
    let app = TestApp::over(cast.store.clone(), rules(|_| {}));
    let server = app.listen().await;
    (Council { cast, app }, server)
}

/// Somebody who waits, and has the first page, of now.
async fn waiting(council: &Council, server: &Listening, who: &str) -> Subscriber {
    let token = council.app.token(&council.viewer(who));
    let mut subscriber = Subscriber::greeted(server.address, &token).await;
    subscriber.subscribe("a", WAIT, json!({})).await;
    assert_eq!(subscriber.next("a").await["changes"]["changes"], json!([]));
    subscriber
}

/// What the next page tells, in short.
async fn hears(subscriber: &mut Subscriber) -> Vec<Told> {
    let page = subscriber.next("a").await["changes"].take();
    page["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(told)
        .collect()
}

fn of(kind: &str, child: &str, classes: &[&str]) -> Told {
    let classes = classes.iter().map(|it| (*it).to_owned());
    (kind.to_owned(), child.to_owned(), classes.collect())
}

/// Done, with nothing against it.
async fn done(council: &Council, who: &str, act: &str, input: Value, selection: &str) -> Value {
    let payload = council.act(who, act, input, selection).await;
    assert_eq!(problems(&payload), Vec::<String>::new(), "{who} {act}");
    payload
}

on_both! {
    async fn a_guardian_whose_appointment_is_ended_hears_that_and_nothing_of_what_the_worker_does_then(db: TestDatabase) {
        let (council, server) = listening(&db).await;
        let child = council.child(Kind::Own).to_owned();
        let mut guardian = waiting(&council, &server, "guardian").await;
        let mut manager = waiting(&council, &server, "team-manager").await;
        let said = |words: &str| json!({ "childId": child, "idempotencyKey": key(), "saidOn": today(), "words": words });
        done(&council, "social-worker", "recordVoice", said("I like the new school"), "id").await;
        let voice = [of("RECORD_CHANGED", &child, &["CHILD_VOICE"])];
        assert_eq!(hears(&mut guardian).await, voice);
        assert_eq!(hears(&mut manager).await, voice);

        let case = council.case("cafcass-manager", &child, "CARE").await;
        let officer = council.colleague("cafcass-manager", "GUARDIAN", "Clémence Adebayo").await;
        let ending = json!({ "proceedingsId": case["id"], "officerId": officer, "endedOn": today() });
        done(&council, "cafcass-manager", "endGuardian", ending, "child { id }").await;
        assert_eq!(hears(&mut guardian).await, [of("NO_LONGER_YOURS", &child, &[])]);
        hears(&mut manager).await;

        done(&council, "social-worker", "recordVoice", said("I want a dog"), "id").await;
        assert_eq!(hears(&mut manager).await, voice);
        let visit = json!({
            "childId": child, "idempotencyKey": key(), "heldOn": today(), "wasSeen": true, "seenAlone": "YES",
        });
        done(&council, "social-worker", "recordVisit", visit, "visit { id }").await;
        assert_eq!(hears(&mut manager).await[0].0, "RECORD_CHANGED");
        guardian.is_silent().await;
        // The connection is there, and of another child there still is news.
        let other = council.child(Kind::TwoCases).to_owned();
        let said = json!({ "childId": other, "idempotencyKey": key(), "saidOn": today(), "words": "I can swim" });
        done(&council, "social-worker", "recordVoice", said, "id").await;
        assert_eq!(hears(&mut guardian).await, [of("RECORD_CHANGED", &other, &["CHILD_VOICE"])]);
    }

    async fn a_plan_that_is_moved_is_heard_of_by_each_from_where_they_see_it(db: TestDatabase) {
        let (council, server) = listening(&db).await;
        let child = council.child(Kind::LittleRecorded).to_owned();
        let mut manager = waiting(&council, &server, "team-manager").await;
        let mut guardian = waiting(&council, &server, "guardian").await;
        let mut judge = waiting(&council, &server, "judge").await;
        let moved = [of("PLAN_MOVED", &child, &["PLAN"])];
        let content = json!({
            "options": [{ "option": "LONG_TERM_FOSTER", "part": "PRIMARY" }], "rationale": "He is settled there",
            "noContingencyReason": "There is no other", "parentsViews": "They agree", "noChildsViewReason": "He is a baby",
            "siblingAssessment": "He has none", "targetOn": today(),
        });
        let plan = "plan { id revision }";
        let draft = json!({ "childId": child, "idempotencyKey": key(), "content": content });
        let drafted = done(&council, "social-worker", "draftPlan", draft, plan).await;
        assert_eq!(hears(&mut manager).await, moved);
        let on = |of: &Value| json!({ "planId": of["plan"]["id"], "expectedRevision": of["plan"]["revision"] });
        let proposed = done(&council, "social-worker", "proposePlan", on(&drafted), plan).await;
        assert_eq!(hears(&mut manager).await, moved);
        guardian.is_silent().await;

        let back = {
            let mut input = on(&proposed);
            input["reason"] = json!("It does not say who visits");
            done(&council, "team-manager", "returnPlan", input, plan).await
        };
        assert_eq!(hears(&mut manager).await, moved);
        done(&council, "social-worker", "withdrawPlan", {
            let mut input = on(&back);
            input["reason"] = json!("It begins anew");
            input
        }, plan).await;
        assert_eq!(hears(&mut manager).await, moved);
        guardian.is_silent().await;
        judge.is_silent().await;
    }

    async fn a_plan_is_heard_of_at_the_guardians_when_it_is_authorised_and_at_the_court_when_it_is_filed(db: TestDatabase) {
        let (council, server) = listening(&db).await;
        let child = council.child(Kind::DraftsOnly).to_owned();
        let mut guardian = waiting(&council, &server, "guardian").await;
        let mut judge = waiting(&council, &server, "judge").await;
        let moved = [of("PLAN_MOVED", &child, &["PLAN"])];
        let query = "query($id: ID!) { child(by: { id: $id }) { ... on Child { plan { ... on PlanRecord { \
            versions { nodes { id revision state } } } ... on Withheld { withheldBecause } } } } }";
        let read = council.ask("social-worker", query, json!({ "id": child })).await;
        let versions = read["child"]["plan"]["versions"]["nodes"].as_array().unwrap();
        let draft = versions.iter().find(|it| it["state"] == "DRAFT").unwrap();
        let mut input = json!({ "planId": draft["id"], "expectedRevision": draft["revision"] });
        let content = json!({
            "options": [{ "option": "KINSHIP_FOSTER", "part": "PRIMARY" }], "rationale": "He is settled there",
            "noContingencyReason": "There is no other", "parentsViews": "They agree", "noChildsViewReason": "He is a baby",
            "siblingAssessment": "They live together", "targetOn": today(),
        });
        input["content"] = content;
        let mut revision = done(&council, "social-worker", "revisePlan", input, "plan { revision }").await["plan"]["revision"].clone();
        for (who, act, more) in [
            ("social-worker", "proposePlan", json!({})),
            ("team-manager", "authorisePlan", json!({ "managementNote": "Agreed" })),
        ] {
            guardian.is_silent().await;
            let mut input = json!({ "planId": draft["id"], "expectedRevision": revision });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            revision = done(&council, who, act, input, "plan { revision }").await["plan"]["revision"].clone();
        }
        assert_eq!(hears(&mut guardian).await, moved);
        judge.is_silent().await;
        let case = council.case("court-liaison", &child, "CARE").await;
        let filing = json!({
            "planId": draft["id"], "expectedRevision": revision, "proceedingsId": case["id"], "servedOn": today(),
        });
        done(&council, "court-liaison", "fileInterimPlan", filing, "plan { id }").await;
        assert_eq!(hears(&mut judge).await, moved);
    }
}
