//! Of which changes each is told, and as what.

use permanence::{
    domain::{
        access::{AgencyKind, Class, Marks},
        changes::{ChangeKind, SeenAs},
    },
    exchange::synthetic::Kind,
};
use serde_json::json;

use super::desk::Desk;
use crate::on_both;

const CONFIDENTIAL: Marks = Marks {
    is_confidential: true,
    is_adoptive: false,
};
const ADOPTIVE: Marks = Marks {
    is_confidential: false,
    is_adoptive: true,
};

on_both! {
    async fn each_is_told_of_the_classes_that_they_see(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let readers = ["social-worker", "guardian", "cafcass-manager", "judge", "court-staff"];
        let mut cursors = Vec::new();
        for who in readers {
            cursors.push(desk.cursor(who).await);
        }
        let held = desk.of(Kind::Own, ChangeKind::ReviewHeld, &[Class::Reviews, Class::Placement, Class::HomeContact]).await;
        let listed = desk.of(Kind::Own, ChangeKind::HearingListed, &[Class::Proceedings]).await;
        desk.note([held]).await;
        desk.note([listed]).await;
        let hearing = desk.told("HEARING_LISTED", Kind::Own, &["PROCEEDINGS"]);
        let due = [
            vec![desk.told("REVIEW_HELD", Kind::Own, &["HOME_CONTACT", "PLACEMENT", "REVIEWS"]), hearing.clone()],
            // The home is for the guardian to ask for.
            vec![desk.told("REVIEW_HELD", Kind::Own, &["PLACEMENT", "REVIEWS"]), hearing.clone()],
            // The manager is shown no review, and is not told that one was held.
            vec![desk.told("RECORD_CHANGED", Kind::Own, &["PLACEMENT"]), hearing.clone()],
            vec![hearing.clone()],
            vec![hearing],
        ];
        for ((who, cursor), due) in readers.iter().zip(&mut cursors).zip(due) {
            assert_eq!(desk.news(who, cursor).await, due, "{who}");
            assert_eq!(desk.news(who, cursor).await, [], "{who} is told twice");
        }
    }

    async fn a_draft_is_nothing_new_to_who_reads_what_was_filed(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let (mut worker, mut judge) = (desk.cursor("social-worker").await, desk.cursor("judge").await);
        desk.changed(Kind::DraftBesideFiled, &[Class::Plan]).await;
        assert_eq!(desk.news("social-worker", &mut worker).await, [desk.told("RECORD_CHANGED", Kind::DraftBesideFiled, &["PLAN"])]);
        assert_eq!(desk.news("judge", &mut judge).await, []);
        // It is filed: that is news to the court alone, and to nobody where nothing was served.
        desk.filed(Kind::DraftBesideFiled, &[Class::Plan], AgencyKind::Court).await;
        desk.filed(Kind::DraftsOnly, &[Class::Plan], AgencyKind::Court).await;
        desk.filed(Kind::DraftBesideFiled, &[Class::Plan], AgencyKind::Cafcass).await;
        assert_eq!(desk.news("judge", &mut judge).await, [desk.told("RECORD_CHANGED", Kind::DraftBesideFiled, &["PLAN"])]);
        assert_eq!(desk.news("social-worker", &mut worker).await, []);
    }

    async fn a_manager_of_cafcass_is_told_of_plans_from_authorised_on(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let (mut manager, mut worker) = (desk.cursor("cafcass-manager").await, desk.cursor("social-worker").await);
        desk.note([desk.of(Kind::Own, ChangeKind::PlanMoved, &[Class::Plan]).await]).await;
        assert_eq!(desk.news("cafcass-manager", &mut manager).await, []);
        desk.note([desk.of(Kind::Own, ChangeKind::PlanMoved, &[Class::Plan]).await.seen_as(SeenAs::Settled)]).await;
        let moved = desk.told("PLAN_MOVED", Kind::Own, &["PLAN"]);
        assert_eq!(desk.news("cafcass-manager", &mut manager).await, std::slice::from_ref(&moved));
        assert_eq!(desk.news("social-worker", &mut worker).await, [moved.clone(), moved]);
    }

    async fn a_flag_holds_for_the_change_of_what_bears_it(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let readers = ["social-worker", "decision-maker", "inspector"];
        let mut cursors = Vec::new();
        for who in readers {
            cursors.push(desk.cursor(who).await);
        }
        let parts = [Class::Placement, Class::PlacementDates, Class::PlacementLocation];
        desk.changed_marked(Kind::Confidential, &parts, CONFIDENTIAL).await;
        desk.changed_marked(Kind::Own, &parts, Marks::default()).await;
        desk.changed_marked(Kind::Adoptive, &[Class::CarerIdentity], ADOPTIVE).await;
        let all = ["PLACEMENT", "PLACEMENT_DATES", "PLACEMENT_LOCATION"];
        let told = |classes: &[&str], carer: bool| {
            let mut told = vec![
                desk.told("RECORD_CHANGED", Kind::Confidential, classes),
                desk.told("RECORD_CHANGED", Kind::Own, &all),
            ];
            told.extend(carer.then(|| desk.told("RECORD_CHANGED", Kind::Adoptive, &["CARER_IDENTITY"])));
            told
        };
        // The decision maker may know the adopter; the inspector may not.
        let due = [told(&all, true), told(&["PLACEMENT"], true), told(&["PLACEMENT"], false)];
        for ((who, cursor), due) in readers.iter().zip(&mut cursors).zip(due) {
            assert_eq!(desk.news(who, cursor).await, due, "{who}");
        }
    }

    async fn one_unit_tells_a_thing_once_and_a_failed_one_nothing(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let mut worker = desk.cursor("social-worker").await;
        let random = crate::support::cast::Seeded::new(77);
        let mut unit = desk.cast.store.unit(&random).await.unwrap();
        permanence::store::changes::note(&mut unit, desk.of(Kind::Own, ChangeKind::RecordChanged, &[Class::Plan]).await);
        drop(unit);
        desk.note([
            desk.of(Kind::Own, ChangeKind::RecordChanged, &[Class::Plan]).await,
            desk.of(Kind::Own, ChangeKind::RecordChanged, &[Class::Family]).await,
            desk.of(Kind::Own, ChangeKind::RecordChanged, &[]).await,
        ])
        .await;
        assert_eq!(desk.news("social-worker", &mut worker).await, [desk.told("RECORD_CHANGED", Kind::Own, &["PLAN", "FAMILY"])]);
        assert_eq!(desk.numbers("select last from change_head").await, [1], "the number of what failed is not lost");
    }

    async fn what_is_recorded_after_the_question_waits_for_the_next(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let mut worker = desk.cursor("social-worker").await;
        let later = crate::support::cast::now() + chrono::Duration::seconds(5);
        let key = desk.key(Kind::Own).await;
        let ahead = permanence::store::changes::Note::of(key, ChangeKind::RecordChanged, [Class::Plan].into_iter().collect(), later);
        desk.note([ahead]).await;
        desk.changed(Kind::Own, &[Class::Family]).await;
        assert_eq!(desk.news("social-worker", &mut worker).await, []);
        desk.set_clock(later);
        let told = desk.news("social-worker", &mut worker).await;
        assert_eq!(told, [desk.told("RECORD_CHANGED", Kind::Own, &["PLAN"]), desk.told("RECORD_CHANGED", Kind::Own, &["FAMILY"])]);
    }

    async fn a_child_of_the_feed_is_shown_and_entered_like_any_other(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let cursor = desk.cursor("judge").await;
        desk.note([desk.of(Kind::Own, ChangeKind::HearingListed, &[Class::Proceedings]).await]).await;
        let query = "query($after: String) { changes(after: $after) { changes { childId child { ... on Child { id \
            legalStatus { ... on LegalStatusRecord { current { code } } ... on Withheld { withheldBecause } } \
            homeContact { __typename ... on Withheld { withheldBecause } } } } } } }";
        let answer = desk.app.ask(&desk.cast.viewer("judge"), query, json!({ "after": cursor })).await;
        let told = &answer.body["data"]["changes"]["changes"];
        assert_eq!(told.as_array().map(Vec::len), Some(1), "{}", answer.text);
        let child = &told[0]["child"];
        assert_eq!(child["id"], told[0]["childId"]);
        assert!(child["legalStatus"]["current"]["code"].is_string(), "{child}");
        assert_eq!(child["homeContact"]["withheldBecause"], "COURT_DIRECTION_NEEDED", "{child}");
        let own = desk.bytes_of(desk.cast.child(Kind::Own));
        let sql = |column: &str| {
            format!(
                "select cast(c.{column} as bigint) from ledger_child c join ledger_entry e on e.chain_id = c.chain_id \
                 and e.batch_no = c.batch_no and e.ord = c.ord join child d on d.council_id = c.council_id and d.id = c.child_id \
                 where e.operation = 'changes' and d.public_id = {own}"
            )
        };
        let shown = i64::from(Class::Proceedings.bit() | Class::LegalStatus.bit());
        assert_eq!(desk.numbers(&sql("shown")).await, [shown]);
        assert_eq!(desk.numbers(&sql("withheld")).await, [i64::from(Class::HomeContact.bit())]);
    }
}
