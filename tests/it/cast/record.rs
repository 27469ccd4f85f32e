//! What the invented council is made of.

use std::collections::HashSet;

use permanence::{
    domain::{access::Class, ids},
    exchange::synthetic::{Kind, Plausible, Voice},
};

use crate::{
    on_both,
    support::{
        cast::{Canaries, Cast, counts, invented},
        database::{Backend, TestDatabase},
    },
};

/// Every table that holds a child's record, or who may come to it.
const TABLES: [&str; 52] = [
    "council",
    "agency",
    "professional",
    "identity",
    "court",
    "desk",
    "desk_member",
    "child",
    "child_name",
    "child_identifier",
    "home_address",
    "period_of_care",
    "legal_spell",
    "previous_permanence",
    "placement",
    "placement_location",
    "placement_carer",
    "confidential_flag",
    "adoption_match",
    "family_member",
    "contact_arrangement",
    "voice",
    "health_event",
    "education_plan",
    "sensitive_item",
    "originator_consent",
    "legal_advice",
    "plan",
    "plan_version",
    "plan_option",
    "adm_case",
    "approval",
    "review",
    "visit",
    "oversight_decision",
    "proceedings",
    "proceedings_child",
    "case_court",
    "hearing",
    "case_allocation",
    "direction",
    "court_order",
    "filing",
    "shared_item",
    "filed_content",
    "filed_item",
    "plan_summary_version",
    "guardian_request",
    "guardian_appointment",
    "guardian_analysis",
    "standing",
    "access_request",
];

on_both! {
    async fn every_table_has_rows_and_every_kind_of_child_is_there(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        for (table, rows) in counts(&db, &TABLES).await {
            assert!(rows > 0, "{table} is empty");
        }
        for (table, rows) in counts(&db, &["inspection_sample", "dpo_incident", "exclusion", "restriction_allow", "release"]).await {
            assert!(rows > 0, "{table} is empty");
        }
        for kind in Kind::ALL {
            let (what, _) = ids::decode(cast.child(*kind)).expect("an id of the API");
            assert_eq!(what, ids::Kind::Child);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_databases_give_the_same_cast_and_the_same_rows() {
    let Some(postgres) = TestDatabase::try_new(Backend::Postgres).await else {
        return;
    };
    let sqlite = TestDatabase::new(Backend::Sqlite).await;
    let (one, other) = (
        Cast::founded_in(&sqlite).await,
        Cast::founded_in(&postgres).await,
    );
    assert_eq!(one.personas, other.personas);
    assert_eq!(
        counts(&sqlite, &TABLES).await,
        counts(&postgres, &TABLES).await
    );
}

#[test]
fn the_same_seed_invents_the_same_children() {
    let texts = |seed| format!("{:?}", invented(&Plausible { seed }, 40).files);
    assert_eq!(texts(3), texts(3));
    assert_ne!(texts(3), texts(4));
}

#[test]
fn no_two_texts_of_one_kind_that_must_differ_are_the_same() {
    let founding = invented(&Plausible { seed: 1 }, 400);
    let mut seen = HashSet::new();
    let numbers = founding
        .cases
        .iter()
        .filter_map(|case| case.case_number.clone());
    let serials = founding
        .files
        .iter()
        .flat_map(|file| &file.matches)
        .map(|it| it.serial_number.clone());
    let identifiers = founding
        .files
        .iter()
        .flat_map(|file| &file.identifiers)
        .map(|it| it.value.clone());
    for number in numbers.chain(serials).chain(identifiers) {
        assert!(seen.insert(number.clone()), "{number} is there twice");
    }
}

#[test]
fn a_canary_names_its_child_and_class() {
    assert_eq!(
        Canaries.text("own", Class::ChildVoice, "words#1"),
        "canary/own/CHILD_VOICE/words#1"
    );
}

#[test]
fn however_few_are_wanted_every_kind_is_invented() {
    let founding = invented(&Canaries, 0);
    let slugs: HashSet<_> = founding
        .files
        .iter()
        .map(|file| file.slug.clone())
        .collect();
    for kind in Kind::ALL {
        assert!(slugs.contains(&kind.slug()), "{kind:?}");
    }
}
