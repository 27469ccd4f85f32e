//! Changed, moved or deleted since: the court and the guardian are shown what was filed, letter by letter.

use permanence::domain::access::Class;
use serde_json::{Value, json};

use super::Office;
use crate::on_both;

const EVERYTHING_FILED: &str = "query($id: ID!) { child(by: { id: $id }) { __typename ... on Child {
    identifiers { __typename ... on Identifiers { localIdentifier uniquePupilNumber ethnicity religion firstLanguage } ...Held }
    placement { __typename ... on PlacementRecord { movesInLastYearCount current { id type } placements { totalCount nodes {
        id type providerType changeReason isCurrent dates { __typename ... on PlacementDates { startedOn endedOn } ...Held } } } } ...Held }
    placementDates { __typename ... on PlacementDates { startedOn endedOn } ...Held }
    plan { __typename ... on PlanRecord { basis current { id } versions { totalCount nodes { id versionNumber state primaryOption
        parallelOptions contingencyOption proposedOn targetOn filedOn narrative { __typename ... on PlanNarrative { rationale } ...Held } } } } ...Held }
    planNarrative { __typename ... on PlanNarrative { rationale analysis contingency siblingAssessment parentsViews } ...Held }
    childVoice { __typename ... on ChildVoice { entries { totalCount nodes { id saidOn words heardBy { name } } } } ...Held }
    reviews { __typename ... on ReviewRecord { lastHeldOn reviews { nodes { id heldOn dueOn participation decisions } } } ...Held }
    visitCounts { __typename ... on VisitCounts { basis heldCount } ...Held }
    visits { __typename ... on VisitRecord { visits { totalCount nodes { id heldOn wasSeen seenAlone visitor { name } } } } ...Held }
    health { __typename ... on HealthRecord { sdqScore events { kind happenedOn detail } } ...Held }
    education { __typename ... on Education { attendancePercent summary } ...Held }
    family { __typename ... on FamilyRecord { members { name relationship } siblings { name relationship isPlacedTogether }
        contactArrangements { with frequency } } ...Held }
    guardianAnalysis { __typename ... on GuardianAnalysisRecord { analyses { nodes { id position text } } } ...Held } } } }
    fragment Held on Withheld { withheldBecause }";

/// The sections that a reader sees as filed.
const OF_COURT: [&str; 13] = [
    "identifiers",
    "placement",
    "placementDates",
    "plan",
    "planNarrative",
    "childVoice",
    "reviews",
    "visitCounts",
    "visits",
    "health",
    "education",
    "family",
    "guardianAnalysis",
];
const OF_GUARDIAN: [&str; 1] = ["planNarrative"];
const OF_COUNCIL: [&str; 1] = ["guardianAnalysis"];

async fn seen(office: &Office, slug: &str) -> Value {
    let data = office
        .ask(slug, EVERYTHING_FILED, json!({ "id": office.child() }))
        .await;
    assert_eq!(data["child"]["__typename"], "Child", "{slug}");
    data["child"].clone()
}

fn same(before: &Value, after: &Value, sections: &[&str], who: &str) {
    for section in sections {
        assert_eq!(
            before[section].to_string(),
            after[section].to_string(),
            "{who}: {section}"
        );
    }
}

on_both! {
    async fn nothing_that_is_changed_later_reaches_who_sees_it_as_filed(database: TestDatabase) {
        let office = Office::open(&database).await;
        let (judge, adviser, guardian, worker) = (
            seen(&office, "judge").await,
            seen(&office, "legal-adviser").await,
            seen(&office, "guardian").await,
            seen(&office, "social-worker").await,
        );
        for section in OF_COURT {
            let shown = judge[section]["__typename"].as_str().unwrap();
            assert!(shown != "Withheld" && shown != "NotRecorded", "{section} was not filed: {}", judge[section]);
        }
        let mine = office.mine();
        for change in [
            "child_identifier set value = 'other' where",
            "placement set type_code = 'K2', change_reason = 'ALLEG', starts_on = '2020-01-02', ends_on = '2020-02-03' where starts_on = (select max(p.starts_on) from placement p where p.council_id = placement.council_id and p.child_id = placement.child_id) and",
            "plan_version set state = 'DISRUPTED', rationale = 'other', analysis = null, target_on = '2031-01-01' where",
            "plan_option set permanence_option = 'RESIDENTIAL' where part = 'PRIMARY' and",
            "voice set words = 'other' where",
            "review set decisions = 'other', participation = 'PN7' where",
            "visit set was_seen = false, seen_alone = 'REFUSED' where",
            "health_event set detail = 'other', score = 40 where",
            "education_plan set summary = 'other', attendance_percent = 3 where",
            "family_member set member_name = 'other', relationship = 'other' where",
            "contact_arrangement set frequency = 'other' where",
            "guardian_analysis set body = 'other', position = 'OPPOSES' where",
        ] {
            assert!(office.run(&format!("update {change} {mine}")).await > 0, "{change}");
        }
        office.run(&format!("update child set religion = 'other', ethnicity = 'OOTH' where council_id = {} and id = {}", office.key.council, office.key.child)).await;
        same(&judge, &seen(&office, "judge").await, &OF_COURT, "judge");
        same(&adviser, &seen(&office, "legal-adviser").await, &OF_COURT, "legal adviser");
        same(&guardian, &seen(&office, "guardian").await, &OF_GUARDIAN, "guardian");
        let now = seen(&office, "social-worker").await;
        same(&worker, &now, &OF_COUNCIL, "social worker");
        for section in OF_COURT.iter().filter(|it| !OF_COUNCIL.contains(it) && **it != "visitCounts") {
            assert_ne!(worker[section], now[section], "the council sees its own {section} as it was");
        }
    }

    async fn what_has_gone_from_the_record_is_still_as_it_was_filed(database: TestDatabase) {
        let office = Office::open(&database).await;
        let (judge, worker) = (seen(&office, "judge").await, seen(&office, "social-worker").await);
        let mine = office.mine();
        // Acts are never deleted; for once they are, with the versions that they are of.
        let on = match database.backend {
            Backend::Postgres => " on act_event",
            Backend::Sqlite => "",
        };
        office.run(&format!("drop trigger act_event_no_delete{on}")).await;
        for table in [
            "act_event", "voice", "review", "visit", "health_event", "education_plan", "contact_arrangement", "family_member",
            "guardian_analysis", "plan_option", "plan_version", "placement_carer", "placement_location", "child_identifier",
        ] {
            office.run(&format!("delete from {table} where {mine}")).await;
        }
        office.run(&format!("delete from confidential_flag where {mine}")).await;
        office.run(&format!("delete from placement where {mine}")).await;
        same(&judge, &seen(&office, "judge").await, &OF_COURT, "judge");
        let now = seen(&office, "social-worker").await;
        for (section, gone) in [("visits", "NotRecorded"), ("plan", "NotRecorded"), ("placement", "NotRecorded"), ("reviews", "NotRecorded")] {
            assert_eq!(now[section]["__typename"], gone, "{}", now[section]);
        }
        same(&worker, &now, &OF_COUNCIL, "social worker");
    }

    async fn what_is_withdrawn_is_gone(database: TestDatabase) {
        let office = Office::open(&database).await;
        assert_eq!(seen(&office, "judge").await["childVoice"]["__typename"], "ChildVoice");
        let (mine, class) = (office.mine(), Class::ChildVoice as u8);
        office.run(&format!("update shared_item set withdrawn_at = shared_at where class = {class} and {mine}")).await;
        let judge = seen(&office, "judge").await;
        assert_eq!(judge["childVoice"], json!({ "__typename": "Withheld", "withheldBecause": "NOT_FILED" }));
        assert_eq!(judge["reviews"]["__typename"], "ReviewRecord");
    }

    async fn what_was_shared_without_being_kept_is_withheld(database: TestDatabase) {
        let office = Office::open(&database).await;
        office.run(&format!("update shared_item set withdrawn_at = shared_at where class = {} and {}", Class::Health as u8, office.mine())).await;
        let event = office.number(&format!("select max(id) as n from health_event where {}", office.mine())).await;
        office.run(&format!(
            "insert into shared_item (council_id, id, child_id, class, item_id, via, reader_kind, shared_at) \
             values ({}, 8000001, {}, {}, {event}, 'SHARED', 'COURT', '2026-05-30 09:00:00 +00:00')",
            office.key.council, office.key.child, Class::Health as u8
        )).await;
        let judge = seen(&office, "judge").await;
        assert_eq!(judge["health"], json!({ "__typename": "Withheld", "withheldBecause": "NOT_FILED" }));
    }

    async fn a_move_that_was_not_filed_is_not_told_of(database: TestDatabase) {
        let office = Office::open(&database).await;
        let before = seen(&office, "judge").await;
        assert_eq!(before["placementDates"]["__typename"], "PlacementDates");
        let (council, child) = (office.key.council, office.key.child);
        office.run(&format!("update placement set ends_on = '2026-05-20' where ends_on = '9999-12-31' and {}", office.mine())).await;
        let id = match office.connection.get_database_backend() {
            sea_orm::DbBackend::Postgres => "decode('aa00000000000000000000000000000f', 'hex')",
            _ => "x'aa00000000000000000000000000000f'",
        };
        office.run(&format!(
            "insert into placement (council_id, id, public_id, child_id, origin, type_code, starts_on, ends_on, is_confidential, is_adoptive) \
             select {council}, 8000002, {id}, {child}, origin, 'K2', '2026-05-20', '9999-12-31', is_confidential, is_adoptive from placement where {} limit 1",
            office.mine()
        )).await;
        let after = seen(&office, "judge").await;
        same(&before, &after, &["placement", "placementDates"], "judge");
        let worker = seen(&office, "social-worker").await;
        assert_eq!(worker["placementDates"]["startedOn"], "2026-05-20");
    }

    async fn where_a_placement_has_ended_it_is_not_said_that_there_never_was_one(database: TestDatabase) {
        let office = Office::open(&database).await;
        office.run(&format!("update placement set ends_on = '2026-05-20' where ends_on = '9999-12-31' and {}", office.mine())).await;
        let query = "query($id: ID!) { child(by: { id: $id }) { ... on Child {
            placementDates { __typename ... on PlacementDates { endedOn } ... on Withheld { withheldBecause } }
            placementLocation { __typename ... on PlacementLocation { providerName school } ... on Withheld { withheldBecause } }
            carerIdentity { __typename ... on CarerIdentity { carers { name } } ... on Withheld { withheldBecause } } } } }";
        let worker = office.ask("social-worker", query, json!({ "id": office.child() })).await;
        assert_eq!(worker["child"], json!({
            "placementDates": { "__typename": "PlacementDates", "endedOn": "2026-05-20" },
            "placementLocation": { "__typename": "PlacementLocation", "providerName": null, "school": null },
            "carerIdentity": { "__typename": "CarerIdentity", "carers": [] },
        }));
    }

    async fn the_plans_of_a_court_are_numbered_as_they_were_filed(database: TestDatabase) {
        let office = Office::open(&database).await;
        let (council, child) = (office.key.council, office.key.child);
        office.run(&format!("update plan_version set version_no = 5 where {}", office.mine())).await;
        let numbers = async || -> Vec<Value> {
            let judge = seen(&office, "judge").await;
            let nodes = judge["plan"]["versions"]["nodes"].as_array().unwrap().clone();
            nodes.iter().map(|it| it["versionNumber"].clone()).collect()
        };
        assert_eq!(numbers().await, [json!(1)]);
        let id = match sea_orm::ConnectionTrait::get_database_backend(&office.connection) {
            sea_orm::DbBackend::Postgres => "decode('aa000000000000000000000000000010', 'hex')",
            _ => "x'aa000000000000000000000000000010'",
        };
        office.run(&format!(
            "insert into plan_version (council_id, id, public_id, child_id, plan_id, version_no, state, is_in_force, is_preparing, rationale, recorded_at) \
             select {council}, 8000003, {id}, {child}, plan_id, 9, 'REVIEWED', false, true, 'A second thought.', recorded_at from plan_version where {} limit 1",
            office.mine()
        )).await;
        // Its words alone: the plan itself stays the council's own.
        office.file(&[(Class::PlanNarrative, 8000003)], "BEFORE_COURT", "2026-05-30").await;
        assert_eq!(numbers().await, [json!(1)]);
        let judge = seen(&office, "judge").await;
        assert_eq!(judge["planNarrative"]["rationale"], "A second thought.");
        // And the plan without its words would show none.
        let class = Class::PlanNarrative as u8;
        office.run(&format!("update shared_item set withdrawn_at = shared_at where item_id = 8000003 and class = {class} and {}", office.mine())).await;
        office.file(&[(Class::Plan, 8000003)], "BEFORE_COURT", "2026-05-31").await;
        assert_eq!(numbers().await, [json!(2), json!(1)]);
        let judge = seen(&office, "judge").await;
        assert_eq!(judge["plan"]["versions"]["nodes"][0]["narrative"]["withheldBecause"], "NOT_FILED");
    }

    async fn a_filter_sees_the_option_that_was_filed(database: TestDatabase) {
        let office = Office::open(&database).await;
        let judge = seen(&office, "judge").await;
        let filed = judge["plan"]["versions"]["nodes"][0]["primaryOption"].clone();
        office.run(&format!("update plan_option set permanence_option = 'SUPPORTED_LIVING' where part = 'PRIMARY' and {}", office.mine())).await;
        let query = "query($option: PermanenceOption!) { children(filter: { primaryOption: [$option] }) { nodes { id } } }";
        let finds = async |slug: &str, option: Value| {
            let data = office.ask(slug, query, json!({ "option": option })).await;
            data["children"]["nodes"].as_array().unwrap().iter().any(|it| it["id"] == office.child())
        };
        assert!(finds("judge", filed.clone()).await);
        assert!(!finds("judge", json!("SUPPORTED_LIVING")).await);
        assert!(finds("social-worker", json!("SUPPORTED_LIVING")).await);
    }

    async fn what_was_kept_cannot_be_changed(database: TestDatabase) {
        use sea_orm::ConnectionTrait;
        let office = Office::open(&database).await;
        for change in [
            "update filed_content set body = '{}'", "delete from filed_content", "update filed_item set version_id = null",
            "delete from filed_item", "delete from plan_summary_version",
        ] {
            assert!(office.connection.execute_unprepared(change).await.is_err(), "{change}");
        }
    }
}
