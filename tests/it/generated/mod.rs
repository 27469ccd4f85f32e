//! The synthetic council: its numbers, its sameness, and that nobody in it can be reached.

mod around;
mod measured;
mod page;

use std::sync::Arc;

use permanence::{
    casework::founding::{FromSeed, found_in_chunks},
    domain::access::Windows,
    exchange::synthetic::{self, Adversarial, Kind, Persona, Plausible, Wanted, cast, flow},
    store::Store,
};

use crate::{
    leak::rows::Tables,
    on_both,
    support::{
        cast::{issuer_of, now, today},
        database::{Backend, TestDatabase},
    },
};

/// A council written as `permanence generate` writes it.
async fn generated(database: &TestDatabase, children: u32, seed: u64) -> Vec<Persona> {
    let store = Store::open(&database.url, 4).await.unwrap();
    let wanted = Wanted {
        seed,
        today: today(),
        now: now(),
        children,
        voice: Arc::new(Plausible { seed }),
        issuer_of,
    };
    let register = found_in_chunks(
        &store,
        &FromSeed::new(seed),
        &synthetic::people(&wanted),
        flow(&wanted),
        &Windows::default(),
        now(),
        |_| (),
    )
    .await
    .unwrap();
    cast(&register).unwrap()
}

async fn dump(backend: Backend, seed: u64) -> Option<Vec<String>> {
    let database = TestDatabase::try_new(backend).await?;
    generated(&database, 130, seed).await;
    Some(Tables::read(&database).await.dump())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_seed_gives_one_council_wherever_it_is_written() {
    let first = dump(Backend::Sqlite, 5).await.unwrap();
    assert!(first.len() > 5_000, "{} rows", first.len());
    let again = dump(Backend::Sqlite, 5).await.unwrap();
    same(&first, &again);
    let other = dump(Backend::Sqlite, 6).await.unwrap();
    assert_ne!(first, other);
    if let Some(elsewhere) = dump(Backend::Postgres, 5).await {
        same(&first, &elsewhere);
    }
}

/// The first difference, not both dumps.
pub fn same(one: &[String], other: &[String]) {
    let differing = one.iter().zip(other).find(|(a, b)| a != b);
    assert_eq!(differing, None);
    assert_eq!(one.len(), other.len());
}

on_both! {
    async fn every_named_child_is_there_and_the_one_who_came_back_is_joined_to_nothing(db: TestDatabase) {
        let personas = generated(&db, 0, 1).await;
        let worker = personas.iter().find(|it| it.persona == "social-worker").unwrap();
        let shown: Vec<&str> = worker.children.iter().map(|it| it.shows.as_str()).collect();
        for row in Adversarial::ALL {
            assert!(shown.contains(&row.shows()), "{row:?}");
        }
        for kind in Kind::ALL {
            assert!(shown.contains(&kind.shows()), "{kind:?}");
        }
        let tables = Tables::read(&db).await;
        let named = |number: u32| {
            let value = format!("NM{:07}", 1_000_000 + number);
            let found = tables.of("child_identifier").iter().find(|row| row.text("value") == Some(value.as_str()));
            found.map(|row| row.number("child_id"))
        };
        let place = Adversarial::ALL.iter().filter(|row| row.kind().is_none())
            .position(|row| *row == Adversarial::BackAfterAdoption).unwrap();
        let number = u32::try_from(Kind::ALL.len() + place).unwrap();
        let (now, before) = (named(number).unwrap(), named(number + 30).unwrap());
        let of = |table: &'static str, child: i64| tables.with(table, "child_id", child);
        let gate = |child: i64| tables.with("child", "id", child).next().unwrap().number("gate");
        assert_eq!((gate(now), gate(before)), (0, 2), "the record before adoption is sealed");
        assert!(of("family_member", now).all(|row| row.maybe_number("linked_child_id") != Some(before)));
        assert!(of("family_member", before).all(|row| row.maybe_number("linked_child_id").is_none()));
        let name = |child: i64| of("child_name", child).next().unwrap().word("sort_key").to_owned();
        assert_ne!(name(now), name(before));
        assert!(of("period_of_care", before).all(|row| row.text("end_code") == Some("E12")));
    }

    async fn nobody_in_it_can_be_reached(db: TestDatabase) {
        generated(&db, 150, 2).await;
        let tables = Tables::read(&db).await;
        let mut seen = 0;
        for (table, column) in [
            ("home_address", "postcode"), ("placement_location", "postcode"), ("family_member", "postcode"),
            ("family_member", "telephone"), ("professional", "telephone"), ("agency", "contact_telephone"),
            ("family_member", "email"), ("professional", "email"), ("agency", "contact_email"),
        ] {
            for value in tables.of(table).iter().filter_map(|row| row.text(column)) {
                assert!(is_never_issued(column, value), "{table}.{column}: {value}");
                seen += 1;
            }
        }
        for row in tables.of("child_identifier").iter().filter(|row| row.word("kind") == "UPN") {
            let upn = row.word("value");
            assert!(upn.len() == 13 && upn[1..].starts_with("000"), "{upn}");
            seen += 1;
        }
        assert!(seen > 1_000);
    }
}

/// ZZ99 (ONS), the numbers kept for drama (Ofcom), the domain kept for examples (RFC 2606).
pub fn is_never_issued(column: &str, value: &str) -> bool {
    match column {
        "postcode" => value.starts_with("ZZ99 "),
        "telephone" | "contact_telephone" => value
            .strip_prefix("01632 960")
            .is_some_and(|rest| rest.len() == 3),
        _ => value.ends_with("@example.org") || value.ends_with(".example.org"),
    }
}
