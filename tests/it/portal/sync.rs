//! The nightly sync: what changed since last night, with the children as they are now, a page after the other.

use permanence::{
    domain::{access::Class, changes::ChangeKind, children::ChildKey},
    store::changes::{Note, note},
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use super::{Portal, SYNC};
use crate::{
    on_both,
    support::cast::{Seeded, now},
};

on_both! {
    async fn everybody_catches_up_with_a_busy_day(database: TestDatabase) {
        let portal = Portal::over(&database, 640).await;
        let readers = ["social-worker", "team-manager", "guardian", "judge", "cafcass-manager", "inspector"];
        let mut cursors = Vec::new();
        for who in readers {
            let page = portal.read(who, SYNC, json!({})).await["changes"].take();
            cursors.push(page["cursor"].clone());
        }
        let connection = database.connect().await;
        let sql = "select council_id, id from child order by council_id, id";
        let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await.unwrap();
        let random = Seeded::new(31);
        let mut unit = portal.cast.store.unit(&random).await.unwrap();
        for row in &rows {
            let child = ChildKey {
                council: row.try_get("", "council_id").unwrap(),
                child: row.try_get("", "id").unwrap(),
            };
            let classes = [Class::Proceedings, Class::LegalStatus].into_iter().collect();
            note(&mut unit, Note::of(child, ChangeKind::HearingListed, classes, now()));
        }
        unit.commit().await.unwrap();
        for (who, cursor) in readers.iter().zip(cursors) {
            let (mut after, mut told, mut pages, mut statements) = (cursor, 0, 0, Vec::new());
            loop {
                let page = portal.read(who, SYNC, json!({ "after": after })).await["changes"].take();
                statements.push(portal.statements());
                let changes = page["changes"].as_array().unwrap();
                assert!(changes.iter().all(|it| it["child"]["id"] == it["childId"] && it["kind"] == "HEARING_LISTED"), "{who}");
                (told, pages) = (told + changes.len(), pages + 1);
                after = page["cursor"].clone();
                if page["hasMore"] == Value::Bool(false) {
                    break;
                }
                assert_eq!(changes.len(), 100, "{who}: a page that is not the last is full");
            }
            assert!(told > 20, "{who}: {told}");
            assert!(statements.iter().all(|it| *it == statements[0]), "{who}: {statements:?}");
            assert_eq!(pages, told.div_ceil(100), "{who}");
            // A cursor knows its reader's children, and is small for all that.
            let length = after.as_str().unwrap().len();
            assert!(length < 200 + 5 * told, "{who}: {length} characters for {told} children");
        }
    }
}
