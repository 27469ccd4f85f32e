//! Standings are rewritten with the facts: counted again, they are the same.

use permanence::{
    domain::access::Windows,
    store::standings::{check, rewrite},
};
use sea_orm::ConnectionTrait;

use crate::{
    on_both,
    support::cast::{Cast, Seeded, counts, now},
};

on_both! {
    async fn counted_again_nothing_differs(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        assert_eq!(check(&cast.store, &Windows::default()).await.unwrap(), []);
    }

    async fn a_fact_that_changed_behind_the_rows_is_named(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let ended = "update allocation set ends_on = '2026-05-01' where capacity = 'WORKER' \
                     and child_id = (select min(child_id) from allocation where capacity = 'WORKER' and council_id = 1) \
                     and council_id = 1";
        db.connect().await.execute_unprepared(ended).await.unwrap();
        let differences = check(&cast.store, &Windows::default()).await.unwrap();
        assert_eq!(differences.len(), 2, "the row that is stored and the one that should be: {differences:?}");
        let child = differences[0].child;

        let seeded = Seeded::new(1);
        let mut unit = cast.store.unit(&seeded).await.unwrap();
        rewrite(&mut unit, child.council, &[child.child], &Windows::default(), now()).await.unwrap();
        unit.commit().await.unwrap();
        assert_eq!(check(&cast.store, &Windows::default()).await.unwrap(), []);
    }

    async fn rewriting_what_holds_changes_no_row(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let before = counts(&db, &["standing"]).await;
        let seeded = Seeded::new(1);
        let mut unit = cast.store.unit(&seeded).await.unwrap();
        rewrite(&mut unit, 1, &(0..500).collect::<Vec<i64>>(), &Windows::default(), now()).await.unwrap();
        unit.commit().await.unwrap();
        assert_eq!(counts(&db, &["standing"]).await, before);
    }
}
