//! Jo Adeyemi, data officer, loads a return. Of what it holds deadlines follow; of what no return holds the council has
//! recorded nothing here, so nothing of it is late.

use std::collections::BTreeMap;

use permanence::{
    domain::{
        children::ChildKey,
        deadlines::{Deadline, Reason, Standard, State},
    },
    store::{
        Store,
        deadlines::{differences, of_children},
    },
};

use super::EVERYTHING;
use crate::{
    on_both,
    returns::{EPISODES, HEADER, Officer, REVIEWS, csv},
};

const CHILDREN: &[&str] = &[
    "OLD,1,02/03/2006,WBRI,UN1,,",
    "NEW,2,02/03/2010,WBRI,UN1,,",
    "LEFT,2,02/03/2011,WBRI,UN1,,",
];

/// Looked after since 2012; came on a Tuesday in May 2018; came the same day and left in the autumn.
const SPELLS: &[&str] = &[
    "OLD,05/06/2012,S,C2,N1,U4,PR1,,,,ZZ99 1AA,ZZ99 2BB,1000001",
    "NEW,01/05/2018,S,C1,N1,U6,PR1,,,,ZZ99 1AA,ZZ99 2BB,1000001",
    "LEFT,01/05/2018,S,C1,N1,U6,PR1,01/10/2018,E4A,,ZZ99 1AA,ZZ99 2BB,1000001",
];

const HELD: &[&str] = &[
    "OLD,02/03/2006,01/06/2018,PN1",
    "OLD,02/03/2006,20/11/2018,PN1",
    "NEW,02/03/2010,25/05/2018,PN1",
    "NEW,02/03/2010,30/09/2018,PN1",
];

/// What follows from the returns, child by child: by rule and the day that set it off, of the law's own standard.
struct Reckoned {
    store: Store,
}

impl Reckoned {
    async fn keys(&self, jo: &Officer) -> BTreeMap<String, ChildKey> {
        let mut keys = BTreeMap::new();
        for slug in ["OLD", "NEW", "LEFT"] {
            let of = |what: &str| {
                format!(
                    "select cast({what} as bigint) from child_identifier where kind = 'LOCAL' and value = '{slug}'"
                )
            };
            let (council, child) = (
                jo.ask(&of("council_id")).await,
                jo.ask(&of("child_id")).await,
            );
            if let (Ok(council), Ok(child)) = (council.parse(), child.parse()) {
                keys.insert(slug.to_owned(), ChildKey { council, child });
            }
        }
        keys
    }

    async fn of(&self, key: ChildKey) -> BTreeMap<(&'static str, String), Deadline> {
        let mut found = of_children(&self.store, &[(key, EVERYTHING)], day("2019-03-31"), true)
            .await
            .unwrap();
        let by_law = found.take(key).into_iter().map(|it| it.deadline);
        by_law
            .filter(|it| it.standard == Standard::Statutory)
            .map(|it| ((it.rule.id, it.set_off.on.to_string()), it))
            .collect()
    }

    async fn is_fresh(&self, keys: &BTreeMap<String, ChildKey>) {
        for (slug, key) in keys {
            let found = differences(&self.store, key.council, &[key.child])
                .await
                .unwrap();
            assert_eq!(found, [], "{slug}");
        }
    }
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn due(deadline: &Deadline) -> String {
    deadline
        .due_on
        .map_or_else(String::new, |on| on.to_string())
}

fn not_applicable(deadline: &Deadline) -> Option<Reason> {
    match deadline.state {
        State::NotApplicable { reason, .. } => Some(reason),
        State::Open | State::Met(_) => None,
    }
}

on_both! {
    async fn what_a_return_holds_is_followed_and_of_the_rest_nothing_is_late(database: TestDatabase) {
        let store = Store::open(&database.url, 2).await.unwrap();
        let jo = Officer::at(database).await;
        jo.load_text(2019, &[csv(HEADER, CHILDREN), csv(EPISODES, SPELLS), csv(REVIEWS, HELD)]).await;
        let reckoned = Reckoned { store };
        let keys = reckoned.keys(&jo).await;
        assert_eq!(keys.len(), 3);
        reckoned.is_fresh(&keys).await;

        // Six years in care before the first return with reviews: what was held first is not known, so the first
        // on record is one of many, and the next is due within six months.
        let old = reckoned.of(keys["OLD"]).await;
        let at = |rule, on: &str| &old[&(rule, on.to_owned())];
        let first = at("REVIEW_1", "2012-06-05");
        assert_eq!(not_applicable(first), Some(Reason::NotRecordedHere));
        assert!(!old.keys().any(|(rule, _)| *rule == "REVIEW_2"), "it was not the first");
        let known = at("REVIEW_N", "2018-06-01");
        assert_eq!(due(known), "2018-12-01");
        assert_eq!(known.met().map(|met| met.on), Some(day("2018-11-20")));
        assert_eq!(due(at("REVIEW_N", "2018-11-20")), "2019-05-20");

        // Within 20 working days, over two bank holidays in May; then within three months, which was late.
        let new = reckoned.of(keys["NEW"]).await;
        let at = |rule, on: &str| &new[&(rule, on.to_owned())];
        assert_eq!(due(at("REVIEW_1", "2018-05-01")), "2018-05-31");
        let second = at("REVIEW_2", "2018-05-25");
        assert_eq!(due(second), "2018-08-25");
        assert_eq!(second.days_late(day("2019-03-31")), 36);

        // Visits, health and plans are in no return.
        let of_none = ["VISIT_FIRST", "IHA", "PLACEMENT_PLAN"];
        for slug in ["OLD", "NEW", "LEFT"] {
            let all = reckoned.of(keys[slug]).await;
            let told: Vec<_> = all.iter().filter(|((rule, _), _)| of_none.contains(rule)).collect();
            assert!(told.len() >= 3, "{slug}: {told:?}");
            for ((rule, _), deadline) in told {
                assert_eq!(not_applicable(deadline), Some(Reason::NotRecordedHere), "{slug} {rule}");
            }
        }
        let left = reckoned.of(keys["LEFT"]).await;
        let first = &left[&("REVIEW_1", "2018-05-01".to_owned())];
        assert_eq!(not_applicable(first), Some(Reason::CareEnded));

        // The next year: the child left, and what was open no longer applies. Nothing else of it has moved.
        let before = reckoned.of(keys["NEW"]).await;
        let ended = "NEW,01/05/2018,S,C1,N1,U6,PR1,03/02/2020,E4A,,ZZ99 1AA,ZZ99 2BB,1000001";
        jo.load_text(2020, &[csv(HEADER, &[CHILDREN[1]]), csv(EPISODES, &[ended]), csv(REVIEWS, &[])]).await;
        reckoned.is_fresh(&keys).await;
        let after = reckoned.of(keys["NEW"]).await;
        let last = ("REVIEW_N", "2018-09-30".to_owned());
        assert_eq!(before[&last].state, State::Open);
        assert_eq!(not_applicable(&after[&last]), Some(Reason::CareEnded));
        let second = ("REVIEW_2", "2018-05-25".to_owned());
        assert_eq!(before[&second].met(), after[&second].met());
    }

    async fn reviews_that_come_with_a_corrected_return_are_reckoned_with(database: TestDatabase) {
        let store = Store::open(&database.url, 2).await.unwrap();
        let jo = Officer::at(database).await;
        jo.load_text(2019, &[csv(HEADER, CHILDREN), csv(EPISODES, SPELLS)]).await;
        let reckoned = Reckoned { store };
        let keys = reckoned.keys(&jo).await;
        reckoned.is_fresh(&keys).await;
        let first = ("REVIEW_1", "2018-05-01".to_owned());
        let new = reckoned.of(keys["NEW"]).await;
        assert_eq!(not_applicable(&new[&first]), Some(Reason::NotRecordedHere), "no return told of reviews yet");

        // From now on reviews are known, also of a child whom the corrected return leaves out.
        let few = [csv(HEADER, &CHILDREN[..2]), csv(EPISODES, &SPELLS[..2]), csv(REVIEWS, HELD)];
        jo.load_text(2019, &few).await;
        reckoned.is_fresh(&keys).await;
        let new = reckoned.of(keys["NEW"]).await;
        assert_eq!(new[&first].met().map(|met| met.on), Some(day("2018-05-25")));
    }

    async fn a_child_whom_no_later_return_names_is_reckoned_by_what_is_known_since(database: TestDatabase) {
        let store = Store::open(&database.url, 2).await.unwrap();
        let jo = Officer::at(database).await;
        // An episode that begins after the year is kept, and reported.
        let ahead = "NEW,01/05/2019,S,C1,N1,U6,PR1,,,,ZZ99 1AA,ZZ99 2BB,1000001";
        jo.load_text(2019, &[csv(HEADER, CHILDREN), csv(EPISODES, &[SPELLS[0], ahead, SPELLS[2]])]).await;
        let reckoned = Reckoned { store };
        let keys = reckoned.keys(&jo).await;
        let first = ("REVIEW_1", "2019-05-01".to_owned());
        let new = reckoned.of(keys["NEW"]).await;
        assert_eq!(not_applicable(&new[&first]), Some(Reason::NotRecordedHere));

        // From this return on reviews are known, and it says nothing of the child.
        let held = ["OLD,02/03/2006,01/06/2019,PN1"];
        jo.load_text(2020, &[csv(HEADER, &CHILDREN[..1]), csv(EPISODES, &SPELLS[..1]), csv(REVIEWS, &held)]).await;
        reckoned.is_fresh(&keys).await;
        let new = reckoned.of(keys["NEW"]).await;
        assert_eq!(new[&first].state, State::Open, "the first review is not known to be held");
    }
}
