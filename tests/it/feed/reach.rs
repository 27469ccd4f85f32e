//! Who is no longer one's own is told once, whatever the cause, and nothing more of them is; who comes is new.

use chrono::Duration;
use permanence::{domain::access::Class, exchange::synthetic::Kind};
use serde_json::Value;

use super::desk::{Desk, Told, told};
use crate::{
    on_both,
    support::cast::{now, today},
};

async fn own(desk: &Desk) -> String {
    let key = desk.key(Kind::Own).await;
    format!("council_id = {} and child_id = {}", key.council, key.child)
}

/// The child ends, then changes; what the reader hears of it all.
async fn ended_and_changed(desk: &Desk, who: &str, cursor: &mut Value, sql: &str) -> Vec<Told> {
    desk.changed(Kind::Own, &[Class::Proceedings]).await;
    desk.run(sql).await;
    desk.changed(Kind::Own, &[Class::Proceedings]).await;
    let told = desk.news(who, cursor).await;
    desk.changed(Kind::Own, &[Class::Proceedings]).await;
    assert_eq!(desk.news(who, cursor).await, [], "{who}: {sql}");
    told
}

on_both! {
    async fn an_ending_is_told_whatever_its_cause_and_nothing_after_it(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let (key, own) = (desk.key(Kind::Own).await, own(&desk).await);
        let gone = desk.told("NO_LONGER_YOURS", Kind::Own, &[]);
        let worker = desk.person("social-worker").await;
        for (who, sql) in [
            ("guardian", format!("update standing set ends_on = '{}' where {own} and kind = 10", today())),
            ("social-worker", format!("insert into exclusion (professional_id, council_id, child_id, starts_on) values ({worker}, {}, {}, '{}')", key.council, key.child, today())),
            ("legal-adviser", format!("update child set gate = 1 where council_id = {} and id = {}", key.council, key.child)),
            ("judge", format!("update child set gate = 2 where council_id = {} and id = {}", key.council, key.child)),
        ] {
            // Each by itself: what was done before is taken back.
            let mut cursor = desk.cursor(who).await;
            assert_eq!(ended_and_changed(&desk, who, &mut cursor, &sql).await, std::slice::from_ref(&gone), "{who}: {sql}");
            desk.connection_runs("update child set gate = 0 where gate in (1, 2)").await;
            desk.connection_runs("delete from exclusion").await;
        }
    }

    async fn an_end_and_a_beginning_by_the_calendar_are_told_without_a_write(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let own = own(&desk).await;
        let end = today() + Duration::days(3);
        let member = desk.numbers(&format!("select min(m.id) from desk_member m join standing s on s.desk_id = m.desk_id where s.{} and s.kind = 10 and m.professional_id = {}", own.replace(" and child_id", " and s.child_id"), desk.person("guardian").await)).await[0];
        desk.run(&format!("update standing set ends_on = '{end}' where {own} and kind = 10")).await;
        let mut cursor = desk.cursor("guardian").await;
        desk.set_clock(now() + Duration::days(2));
        assert_eq!(desk.news("guardian", &mut cursor).await, []);
        desk.set_clock(now() + Duration::days(3));
        assert_eq!(desk.news("guardian", &mut cursor).await, [desk.told("NO_LONGER_YOURS", Kind::Own, &[])]);
        assert_eq!(desk.news("guardian", &mut cursor).await, []);
        // A new appointment: what changed before it is not told.
        desk.changed(Kind::Own, &[Class::Family]).await;
        desk.run(&format!("update standing set ends_on = '9999-12-31' where {own} and kind = 10")).await;
        assert_eq!(desk.news("guardian", &mut cursor).await, [desk.told("NEW_TO_YOU", Kind::Own, &[])]);
        desk.changed(Kind::Own, &[Class::Family]).await;
        assert_eq!(desk.news("guardian", &mut cursor).await, [desk.told("RECORD_CHANGED", Kind::Own, &["FAMILY"])]);
        // One leaves the desk, and with it everybody whom one reaches from there.
        let before = desk.cursor("guardian").await;
        desk.run(&format!("update desk_member set ends_on = '{}' where id = {member}", today() + Duration::days(2))).await;
        let (all, _) = desk.walk("guardian", &before, 2).await;
        assert!(all.len() > 5, "{all:?}");
        assert!(all.iter().all(|it| it["kind"] == "NO_LONGER_YOURS" && it["child"]["__typename"] == "NotFoundOrNotPermitted"));
    }

    async fn a_child_that_was_never_ones_own_does_not_end(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let mut cursor = desk.cursor("guardian").await;
        for kind in [Kind::Sealed, Kind::Excluded, Kind::Restricted, Kind::OtherCouncil, Kind::OutsideSibling] {
            desk.changed(kind, &[Class::Proceedings, Class::Identity]).await;
            let key = desk.key(kind).await;
            desk.connection_runs(&format!("update standing set ends_on = '{}' where council_id = {} and child_id = {} and starts_on < '{}'", today(), key.council, key.child, today())).await;
        }
        assert_eq!(desk.news("guardian", &mut cursor).await, []);
    }

    async fn another_standing_keeps_a_child_ones_own(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let own = own(&desk).await;
        let mut cursor = desk.cursor("social-worker").await;
        // Allocated to the child, and a colleague in the team that holds the case.
        desk.run(&format!("update standing set ends_on = '{}' where {own} and kind = 0", today())).await;
        desk.changed(Kind::Own, &[Class::Identity, Class::Plan]).await;
        assert_eq!(desk.news("social-worker", &mut cursor).await, [desk.told("RECORD_CHANGED", Kind::Own, &["IDENTITY"])]);
        desk.run(&format!("update standing set ends_on = '{}' where {own} and kind = 2", today())).await;
        assert_eq!(desk.news("social-worker", &mut cursor).await, [desk.told("NO_LONGER_YOURS", Kind::Own, &[])]);
    }

    async fn endings_and_what_is_new_come_once_at_any_size(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let worker = desk.person("social-worker").await;
        let start = desk.cursor("social-worker").await;
        for kind in [Kind::Own, Kind::TwoCases, Kind::Adoptive] {
            let key = desk.key(kind).await;
            desk.run(&format!("insert into exclusion (professional_id, council_id, child_id, starts_on) values ({worker}, {}, {}, '{}')", key.council, key.child, today())).await;
        }
        let key = desk.key(Kind::Excluded).await;
        desk.run(&format!("delete from exclusion where professional_id = {worker} and council_id = {} and child_id = {}", key.council, key.child)).await;
        for kind in [Kind::Own, Kind::Confidential, Kind::Excluded, Kind::Unallocated, Kind::Confidential] {
            desk.changed(kind, &[Class::Identity]).await;
        }
        let (all, end) = desk.walk("social-worker", &start, 100).await;
        let kinds: Vec<&str> = all.iter().map(|it| it["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["NO_LONGER_YOURS", "NO_LONGER_YOURS", "NO_LONGER_YOURS", "NEW_TO_YOU", "RECORD_CHANGED", "RECORD_CHANGED", "RECORD_CHANGED"]);
        for size in 1..8 {
            let (again, after) = desk.walk("social-worker", &start, size).await;
            assert_eq!(again.iter().map(told).collect::<Vec<_>>(), all.iter().map(told).collect::<Vec<_>>(), "{size} at a time");
            assert_eq!(desk.walk("social-worker", &after, size).await.0, [] as [Value; 0]);
        }
        // Told again from the same cursor, a change has the same id.
        assert_eq!(desk.walk("social-worker", &start, 100).await.0, all);
        assert_eq!(desk.walk("social-worker", &end, 100).await.0, [] as [Value; 0]);
    }
}

impl Desk {
    /// What may find nothing to change.
    async fn connection_runs(&self, sql: &str) {
        use sea_orm::ConnectionTrait;
        self.connection.execute_unprepared(sql).await.unwrap();
    }
}
