//! Who must not see a child, or where the child lives; who may see more; and the end of a record.

use permanence::exchange::synthetic::Kind;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{
    Council,
    court::{NOTHING, ago, ahead, later},
    key, problems,
};
use crate::{
    on_both,
    support::{
        cast::{counts, today},
        database::TestDatabase,
    },
};

const NADIA: (&str, &str) = ("SOCIAL_WORKER", "Nadia Okonjo-Reyes");
const FFION: (&str, &str) = ("REVIEWING_OFFICER", "Ffion Castellanos");
const GWILYM: (&str, &str) = ("TEAM_MANAGER", "Gwilym Ashby");
const BEATRIZ: (&str, &str) = ("SOCIAL_WORKER", "Beatriz Holm");

impl Council {
    /// How a section of a child is answered to somebody: its type, or why it is withheld.
    async fn section(&self, who: &str, child: &str, section: &str) -> String {
        let query = format!(
            "query($id: ID!) {{ child(by: {{ id: $id }}) {{ ... on Child {{ {section} {{ __typename \
             ... on Withheld {{ withheldBecause }} }} }} }} }}"
        );
        let data = self.ask(who, &query, json!({ "id": child })).await;
        let answer = &data["child"][section];
        let word = answer["withheldBecause"]
            .as_str()
            .or(answer["__typename"].as_str());
        word.unwrap_or("NOTHING").to_owned()
    }

    async fn people(&self, named: &[(&str, &str)]) -> Vec<String> {
        let mut ids = Vec::new();
        for (role, name) in named {
            ids.push(self.colleague("team-manager", role, name).await);
        }
        ids
    }

    async fn restrict(&self, child: &str, named: &[(&str, &str)]) -> Value {
        let input = json!({
            "childId": child, "peopleIds": self.people(named).await, "reason": "The father is a councillor",
        });
        self.act("team-manager", "restrictRecord", input, "child { id }")
            .await
    }

    /// The siblings on a child's file.
    async fn siblings(&self, who: &str, child: &str) -> Vec<String> {
        let query = "query($id: ID!) { child(by: { id: $id }) { ... on Child { family { \
            ... on FamilyRecord { siblings { name } } ... on Withheld { withheldBecause } } } } }";
        let data = self.ask(who, query, json!({ "id": child })).await;
        let siblings = data["child"]["family"]["siblings"].as_array();
        let siblings = siblings.map(Vec::as_slice).unwrap_or_default();
        siblings
            .iter()
            .map(|it| it["name"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The child is adopted: the case is opened, and the order made today.
    async fn adopt(&self, child: &str) -> String {
        let input = json!({
            "childId": child, "idempotencyKey": key(), "kind": "ADOPTION", "begunOn": ago(10),
            "caseNumber": "NM26A00009", "courtId": self.court("Family Court at Northmoor").await,
        });
        let opened = self
            .act("team-manager", "openProceedings", input, "id")
            .await;
        let case = opened["id"].as_str().unwrap().to_owned();
        let order = json!({
            "proceedingsId": case, "idempotencyKey": key(), "kind": "ADOPTION", "madeOn": today(),
            "isFinal": true, "childIds": [child],
        });
        let made = self.act("court-staff", "recordOrder", order, "id").await;
        assert_eq!(problems(&made), NOTHING);
        case
    }

    async fn seal(&self, child: &str) -> Value {
        let input = json!({ "childId": child });
        self.act("team-manager", "sealRecord", input, "child { id }")
            .await
    }
}

on_both! {
    async fn a_flag_keeps_the_place_from_those_who_see_it_unflagged(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::Own);
        let flag = |who: &'static str, subject: &str| {
            let input = json!({ "childId": child, "subject": subject, "reason": "RISK_FROM_FAMILY" });
            council.act(who, "flagConfidential", input, "child { id }")
        };
        let unflag = |who: &'static str, subject: &str| {
            let input = json!({ "childId": child, "subject": subject, "reason": "The risk is gone" });
            council.act(who, "unflagConfidential", input, "child { id }")
        };
        for (subject, section, shown, who) in [
            ("PLACEMENT", "placementLocation", "PlacementLocation", "guardian"),
            ("ADDRESS", "homeContact", "HomeContact", "court-liaison"),
        ] {
            assert_eq!(council.section(who, child, section).await, shown);
            assert_eq!(problems(&unflag("team-manager", subject).await), ["ALREADY_DONE"]);
            let refused = flag("guardian", subject).await;
            assert_eq!(problems(&refused), ["NOT_FOUND_OR_NOT_PERMITTED STANDING"]);
            assert_eq!(problems(&flag("social-worker", subject).await), NOTHING);
            assert_eq!(problems(&flag("team-manager", subject).await), ["ALREADY_DONE"]);
            assert_eq!(council.section(who, child, section).await, "CONFIDENTIAL");
            assert_eq!(council.section("social-worker", child, section).await, shown);

            let refused = unflag("social-worker", subject).await;
            assert_eq!(problems(&refused), ["NOT_FOUND_OR_NOT_PERMITTED STANDING"]);
            assert_eq!(problems(&unflag("team-manager", subject).await), NOTHING);
            assert_eq!(council.section(who, child, section).await, shown);
        }
        let input = json!({
            "childId": child, "subject": "PLACEMENT", "placementId": "no", "reason": "COURT",
        });
        let done = council.act("social-worker", "flagConfidential", input, "child { id }").await;
        assert_eq!(problems(&done), ["NOT_FOUND_OR_NOT_PERMITTED"]);
    }

    async fn a_restricted_record_is_there_for_its_list_alone(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::Own);
        let short = council.restrict(child, &[NADIA, GWILYM]).await;
        assert_eq!(problems(&short), ["PRACTICE_RULE LIST_COMPLETE"]);
        assert!(council.finds("team-colleague", child).await);

        let stranger = council
            .colleague("other-council-social-worker", "SOCIAL_WORKER", "Severin Poole")
            .await;
        let input = json!({ "childId": child, "peopleIds": [stranger], "reason": "A councillor" });
        let done = council.act("team-manager", "restrictRecord", input, "child { id }").await;
        assert_eq!(problems(&done), ["NOT_FOUND_OR_NOT_PERMITTED"]);

        let done = council.restrict(child, &[NADIA, GWILYM, FFION, BEATRIZ]).await;
        assert_eq!(problems(&done), NOTHING);
        for who in ["social-worker", "team-manager", "reviewing-officer", "team-colleague"] {
            assert!(council.finds(who, child).await, "{who}");
        }
        for who in ["court-liaison", "court-staff", "head-of-service", "inspector", "guardian", "judge"] {
            assert!(!council.finds(who, child).await, "{who}");
        }
        assert_eq!(problems(&council.restrict(child, &[NADIA]).await), ["ALREADY_DONE"]);

        let lift = || {
            let input = json!({ "childId": child, "reason": "He is no councillor any more" });
            council.act("team-manager", "unrestrictRecord", input, "child { id }")
        };
        assert_eq!(problems(&lift().await), NOTHING);
        assert!(council.finds("judge", child).await);
        assert_eq!(problems(&lift().await), ["ALREADY_DONE"]);
        // Whoever was on the list of this morning is not on the next one by that.
        assert_eq!(problems(&council.restrict(child, &[NADIA, GWILYM, FFION]).await), NOTHING);
        assert!(!council.finds("team-colleague", child).await);
        assert!(council.finds("social-worker", child).await);
    }

    async fn whoever_has_a_conflict_of_interest_does_not_find_the_child_any_more(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::Own);
        let declare = |who: &'static str, person: Option<String>| {
            let input = json!({ "childId": child, "personId": person, "reason": "A neighbour of the family" });
            council.act(who, "declareExclusion", input, "child { id }")
        };
        let beatriz = council.colleague("team-manager", BEATRIZ.0, BEATRIZ.1).await;
        let refused = declare("social-worker", Some(beatriz.clone())).await;
        assert_eq!(problems(&refused), ["NOT_FOUND_OR_NOT_PERMITTED STANDING"]);
        assert!(council.finds("team-colleague", child).await);
        assert_eq!(problems(&declare("team-manager", Some(beatriz.clone())).await), NOTHING);
        assert!(!council.finds("team-colleague", child).await);
        assert_eq!(problems(&declare("team-manager", Some(beatriz)).await), ["ALREADY_DONE"]);

        for who in ["judge", "guardian", "social-worker"] {
            assert!(council.finds(who, child).await, "{who}");
            let done = declare(who, None).await;
            assert_eq!(problems(&done), NOTHING, "{who}");
            assert!(done["child"].is_null());
            assert!(!council.finds(who, child).await, "{who}");
            // From then on the child is not there for them, to be acted on either.
            assert_eq!(problems(&declare(who, None).await), ["NOT_FOUND_OR_NOT_PERMITTED"]);
        }
        assert!(council.finds("team-manager", child).await);
    }

    async fn a_class_is_released_by_the_direction_of_the_judge_of_the_case(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::Own);
        let query = "query($id: ID!) { child(by: { id: $id }) { ... on Child { legalStatus { \
            ... on LegalStatusRecord { orders { id kind } } ... on Withheld { withheldBecause } } } } }";
        let order_of = |child: &str| council.ask("judge", query, json!({ "id": child }));
        let own = order_of(child).await["child"]["legalStatus"]["orders"][0]["id"].clone();
        let other = order_of(council.child(Kind::Released)).await["child"]["legalStatus"]["orders"][0]["id"].clone();
        let release = |order: &Value, class: &str, reader: &str| {
            json!({
                "childId": child, "idempotencyKey": key(), "orderId": order, "informationClass": class,
                "reader": reader, "startsOn": today(),
            })
        };
        let direct = |who: &'static str, input: Value| council.act(who, "directRelease", input, "child { id }");
        let home = || release(&own, "HOME_CONTACT", "COURT");
        assert_eq!(council.section("judge", child, "homeContact").await, "COURT_DIRECTION_NEEDED");
        assert_eq!(
            problems(&direct("social-worker", home()).await),
            ["NOT_FOUND_OR_NOT_PERMITTED STANDING"]
        );
        let elsewhere = release(&other, "HOME_CONTACT", "COURT");
        assert_eq!(problems(&direct("judge", elsewhere).await), ["NOT_FOUND_OR_NOT_PERMITTED"]);
        // No direction opens these: an act that changes nothing is not done.
        for (class, reader) in [("PLAN", "COURT"), ("HOME_CONTACT", "CAFCASS"), ("HOME_CONTACT", "OFSTED")] {
            let done = direct("judge", release(&own, class, reader)).await;
            assert_eq!(problems(&done), ["INVALID"], "{class} {reader}");
        }
        let mut backwards = home();
        backwards["startsOn"] = json!(ago(400));
        backwards["endsOn"] = json!(ago(400));
        assert_eq!(problems(&direct("judge", backwards).await), ["OUT_OF_RANGE", "OUT_OF_RANGE"]);

        let mut until = home();
        until["endsOn"] = json!(ahead(30));
        assert_eq!(problems(&direct("judge", until.clone()).await), NOTHING);
        assert_eq!(council.section("judge", child, "homeContact").await, "HomeContact");
        assert_eq!(council.section("guardian", child, "homeContact").await, "REQUEST_NEEDED");
        until["idempotencyKey"] = json!(key());
        assert_eq!(problems(&direct("judge", until).await), ["ALREADY_DONE"]);
        later(&council, 30);
        assert_eq!(council.section("judge", child, "homeContact").await, "COURT_DIRECTION_NEEDED");
    }

    async fn a_record_is_sealed_once_the_time_for_an_appeal_has_passed(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::Own);
        assert_eq!(problems(&council.seal(child).await), ["PRACTICE_RULE ADOPTION_ORDER_MADE"]);
        council.adopt(child).await;
        assert_eq!(problems(&council.seal(child).await), ["PRACTICE_RULE APPEAL_TIME_PASSED"]);
        later(&council, 21);
        assert_eq!(problems(&council.seal(child).await), ["PRACTICE_RULE APPEAL_TIME_PASSED"]);
        later(&council, 22);
        let by_worker = json!({ "childId": child });
        let refused = council.act("social-worker", "sealRecord", by_worker, "child { id }").await;
        assert_eq!(problems(&refused), ["NOT_FOUND_OR_NOT_PERMITTED STANDING"]);
        let done = council.seal(child).await;
        assert_eq!(problems(&done), NOTHING);
        assert!(done["child"].is_null());
        for persona in &council.cast.personas {
            assert!(!council.finds(&persona.persona, child).await, "{}", persona.persona);
        }
        assert_eq!(problems(&council.seal(child).await), ["NOT_FOUND_OR_NOT_PERMITTED"]);
    }

    async fn while_an_appeal_is_pending_nothing_is_sealed(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::Own);
        let case = council.adopt(child).await;
        let appeal = |step: &str| {
            let input = json!({ "proceedingsId": case, "step": step, "on": ahead(20) });
            council.act("court-staff", "recordAppeal", input, "child { id }")
        };
        later(&council, 20);
        assert_eq!(problems(&appeal("LODGED").await), NOTHING);
        later(&council, 60);
        assert_eq!(problems(&council.seal(child).await), ["PRACTICE_RULE NO_APPEAL_PENDING"]);
        assert_eq!(problems(&appeal("ENDED").await), NOTHING);
        assert_eq!(problems(&council.seal(child).await), NOTHING);
    }

    async fn what_names_a_sealed_child_is_taken_out_and_nothing_of_anybody_else(database: TestDatabase) {
        let council = Council::open(&database).await;
        let child = council.child(Kind::Own);
        let sibling = council.child(Kind::OutsideSibling);
        council.adopt(child).await;
        let of_child = |table: &'static str| {
            let id = council.cast.public_id(Kind::Own);
            let hex: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
            let id = match database.backend {
                crate::support::database::Backend::Sqlite => format!("x'{hex}'"),
                _ => format!("'\\x{hex}'"),
            };
            let select = format!(
                "{table} where child_id = (select id from child where public_id = {id}) \
                 and council_id = (select council_id from child where public_id = {id})"
            );
            counted(&database, select)
        };
        let tables = [
            "child_name", "child_identifier", "home_address", "family_member", "placement_location", "placement_carer",
        ];
        // Something was told of every child.
        let told = "insert into change (council_id, seq, public_id, child_id, kind, class_mask, seen_as, marks, at) \
            select council_id, 1000000 + id, public_id, id, 'RECORD_CHANGED', 1, 'LIVE', 0, recorded_at from child";
        let connection = database.connect().await;
        connection.execute_unprepared(told).await.unwrap();
        let filed = "filed_content";
        let before = counts(&database, &tables).await;
        let mut own = Vec::new();
        for table in tables {
            own.push(of_child(table).await);
        }
        assert!(own.iter().all(|rows| *rows > 0), "{own:?}");
        let kept = of_child(filed).await;
        let all_filed = counted(&database, filed.to_owned()).await;
        assert_eq!(council.siblings("manager-tollgate", sibling).await.len(), 1);

        later(&council, 22);
        assert_eq!(problems(&council.seal(child).await), NOTHING);
        let after = counts(&database, &tables).await;
        for (table, rows) in tables.into_iter().zip(own) {
            assert_eq!(of_child(table).await, 0, "{table}");
            let linked = i64::from(table == "family_member");
            assert_eq!(after[table], before[table] - rows - linked, "{table}");
        }
        assert!(council.siblings("manager-tollgate", sibling).await.is_empty());
        // Of what was filed, what named the child is gone; of other children everything is there.
        let left = of_child(filed).await;
        assert!(left < kept);
        assert_eq!(counted(&database, filed.to_owned()).await, all_filed - (kept - left));
        assert_eq!(of_child("change").await, 0);
        assert_eq!(counted(&database, "sealing".to_owned()).await, 0);

        for sql in ["delete from filed_item", "delete from filed_content", "delete from change"] {
            let refused = connection.execute_unprepared(sql).await.unwrap_err();
            assert!(refused.to_string().contains("are never changed"), "{refused}");
        }
    }
}

async fn counted(database: &TestDatabase, table: String) -> i64 {
    let connection = database.connect().await;
    let sql = format!("select count(*) as rows_there from {table}");
    let statement = sea_orm::Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "rows_there").unwrap()
}
