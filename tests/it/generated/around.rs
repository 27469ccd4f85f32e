//! Jo has loaded a return, and all that no return holds is invented around its children.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use permanence::{
    casework::founding::{AroundError, FromSeed, found_around},
    domain::access::{Viewer, Windows},
    exchange::synthetic::{Around, Persona, Plausible, Wanted},
};
use serde_json::json;

use super::{generated, is_never_issued, same};
use crate::{
    leak::rows::{Row, Tables},
    on_both,
    returns::{
        AUTHORITY, EPISODES, HEADER, Officer, REVIEWS, csv, samples as folder_of,
        samples::year_files,
    },
    support::{
        cast::{Seeded, issuer_of, now, today},
        database::{Backend, TestDatabase},
        server::{Rules, TestApp},
    },
};

/// What a return tells, by the number of the child: 1 and 2 are brother and sister under an interim order, 3 is placed
/// with adopters, 4 has gone home, 5 has lived in a children's home for years, 6 came alone, 7 is in the Header only,
/// 8 was fostered by the adopters before, 9 has a placement order, 10 was adopted.
fn tables() -> [String; 4] {
    let header = csv(
        HEADER,
        &[
            "1,1,02/03/2016,WBRI,UN1,,",
            "2,2,04/05/2018,WBRI,UN1,,",
            "3,2,11/11/2022,WBRI,UN1,,",
            "4,1,09/09/2012,MWBC,UN1,,",
            "5,1,01/02/2010,WBRI,UN1,,",
            "6,1,06/06/2009,BAFR,UN1,,",
            "7,2,07/07/2014,WBRI,UN1,,",
            "8,1,12/12/2023,WBRI,UN1,,",
            "9,2,10/10/2021,WBRI,UN1,,",
            "10,2,03/03/2022,WBRI,UN1,,",
        ],
    );
    let episodes = csv(
        EPISODES,
        &[
            "1,05/06/2025,S,C1,N1,U4,PR1,,,,ZZ99 1AA,ZZ99 2BB,1000001",
            "2,05/06/2025,S,C1,N1,U4,PR1,,,,ZZ99 1AA,ZZ99 2BB,1000001",
            "3,01/02/2024,S,C2,N1,U4,PR1,01/09/2025,X1,PLACE,ZZ99 1AB,ZZ99 2BC,1000001",
            "3,01/09/2025,P,E1,N1,A5,PR1,,,,ZZ99 1AB,ZZ99 2BD,1000001",
            "4,01/05/2025,S,V2,N1,U6,PR1,30/09/2025,E4A,,ZZ99 1AC,ZZ99 2BE,1000001",
            "5,14/01/2019,S,C2,N1,K2,PR4,,,,ZZ99 1AD,ZZ99 2BF,1000002",
            "6,05/06/2025,S,V2,N8,U4,PR1,,,,ZZ99 1AA,ZZ99 2BB,1000001",
            "8,02/01/2024,S,C2,N1,U5,PR1,01/06/2025,X1,PLACE,ZZ99 1AE,ZZ99 2BG,1000001",
            "8,01/06/2025,P,E1,N1,A5,PR1,,,,ZZ99 1AE,ZZ99 2BG,1000001",
            "9,03/04/2024,S,C2,N1,U4,PR1,01/08/2025,X1,,ZZ99 1AF,ZZ99 2BH,1000001",
            "9,01/08/2025,L,E1,N1,U4,PR1,,,,ZZ99 1AF,ZZ99 2BH,1000001",
            "10,03/04/2024,S,E1,N1,A5,PR1,01/12/2025,E12,,ZZ99 1AG,ZZ99 2BI,1000001",
        ],
    );
    let reviews = csv(
        REVIEWS,
        &["1,02/03/2016,02/07/2025,PN1", "5,01/02/2010,20/11/2025,PN1"],
    );
    let alone = csv("CHILD,SEX,DOB,DUC", &["6,1,06/06/2009,"]);
    [header, episodes, reviews, alone]
}

async fn returned(database: TestDatabase) -> Officer {
    let jo = Officer::with_ids_from(database, Seeded::new(11)).await;
    jo.load_text(2026, &tables()).await;
    jo
}

fn surroundings(seed: u64) -> Around {
    Around::new(&Wanted {
        seed,
        today: today(),
        now: today().and_time(chrono::NaiveTime::MIN).and_utc(),
        children: 0,
        voice: Arc::new(Plausible { seed }),
        issuer_of,
    })
}

async fn around_at(
    jo: &Officer,
    authority: &str,
    at: DateTime<Utc>,
    seed: u64,
) -> Result<(u64, Around), AroundError> {
    let mut around = surroundings(seed);
    let ids = FromSeed::around(seed, authority);
    let windows = Windows::default();
    let written = found_around(
        jo.store(),
        &ids,
        authority,
        &mut around,
        &windows,
        at,
        |_| (),
    );
    Ok((written.await?, around))
}

async fn around(jo: &Officer, seed: u64) -> (u64, Around) {
    let at = today().and_time(chrono::NaiveTime::MIN).and_utc();
    around_at(jo, AUTHORITY, at, seed)
        .await
        .expect("it is written")
}

/// The rows of the children by the number that the return gives them.
struct Children(BTreeMap<i64, i64>, Tables);

impl Children {
    async fn of(jo: &Officer) -> Self {
        let tables = Tables::read(jo.database()).await;
        let numbers = tables.of("child_identifier").iter();
        let numbers = numbers.filter(|row| row.word("kind") == "LOCAL");
        let ids = numbers.map(|row| (row.number("value"), row.number("child_id")));
        Self(ids.collect(), tables)
    }

    fn of_child(&self, table: &'static str, number: i64) -> impl Iterator<Item = &Row> {
        self.1.with(table, "child_id", self.0[&number])
    }

    /// One column of the one row.
    fn word(&self, table: &'static str, number: i64, column: &str) -> &str {
        let rows: Vec<&Row> = self.of_child(table, number).collect();
        assert_eq!(rows.len(), 1, "{table} of {number}");
        rows[0].word(column)
    }

    fn state(&self, number: i64) -> (&str, &str) {
        let version = self
            .of_child("plan_version", number)
            .max_by_key(|row| row.number("version_no"));
        let version = version.expect("there is a plan");
        let options = self
            .1
            .with("plan_option", "version_id", version.number("id"));
        let primary = options.filter(|row| row.word("part") == "PRIMARY");
        let primary: Vec<&str> = primary.map(|row| row.word("permanence_option")).collect();
        assert_eq!(primary.len(), 1);
        (primary[0], version.word("state"))
    }
}

async fn dump(backend: Backend, seed: u64) -> Option<Vec<String>> {
    let jo = returned(TestDatabase::try_new(backend).await?).await;
    around(&jo, seed).await;
    Some(Tables::read(jo.database()).await.dump())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_seed_gives_the_same_around_one_return_wherever_it_is_loaded() {
    let first = dump(Backend::Sqlite, 5).await.unwrap();
    assert!(first.len() > 300, "{} rows", first.len());
    same(&first, &dump(Backend::Sqlite, 5).await.unwrap());
    assert_ne!(first, dump(Backend::Sqlite, 6).await.unwrap());
    if let Some(elsewhere) = dump(Backend::Postgres, 5).await {
        same(&first, &elsewhere);
    }
}

const OF_THE_RETURN: [&str; 11] = [
    "child",
    "child_identifier",
    "episode",
    "import_file",
    "import_row",
    "import_run",
    "legal_spell",
    "period_of_care",
    "placement",
    "placement_location",
    "review",
];

on_both! {
    async fn what_the_return_holds_is_not_changed_by_one_byte(db: TestDatabase) {
        let jo = returned(db).await;
        let before = jo.dump().await;
        around(&jo, 1).await;
        let after = jo.dump().await;
        for table in OF_THE_RETURN {
            assert!(!before[table].is_empty(), "{table}");
            assert_eq!(before[table], after[table], "{table}");
        }
        // And the same return, loaded again, finds nothing to do.
        let (again, _) = jo.try_load(2026, &tables().iter().enumerate()
            .map(|(at, text)| jo.file(&format!("2026-{at}.csv"), text)).collect::<Vec<_>>()).await.expect("taken");
        assert!(matches!(again, permanence::casework::returns::Outcome::AlreadyLoaded { .. }));
        assert_eq!(jo.dump().await, after);
    }

    async fn everybody_has_a_name_a_home_and_a_family_that_nobody_has(db: TestDatabase) {
        let jo = returned(db).await;
        let (written, _) = around(&jo, 1).await;
        assert_eq!(written, 10);
        let children = Children::of(&jo).await;
        for number in 1..=10 {
            let family = children.word("child_name", number, "family_name").to_lowercase();
            assert!(children.word("child_name", number, "sort_key").starts_with(&family), "{number}");
            assert!(children.of_child("family_member", number).any(|row| row.word("relationship") == "Mother"));
        }
        let mut seen = 0;
        for (table, column) in [
            ("home_address", "postcode"), ("family_member", "postcode"), ("placement_location", "postcode"),
            ("family_member", "telephone"), ("professional", "telephone"), ("agency", "contact_telephone"),
            ("family_member", "email"), ("professional", "email"), ("agency", "contact_email"),
        ] {
            for value in children.1.of(table).iter().filter_map(|row| row.text(column)) {
                assert!(is_never_issued(column, value), "{table}.{column}: {value}");
                seen += 1;
            }
        }
        assert!(seen > 100, "{seen}");
        // The brother and the sister know each other, under one name; who came alone that day is nobody's.
        let linked = |number: i64| -> Vec<i64> {
            children.of_child("family_member", number).filter_map(|row| row.maybe_number("linked_child_id")).collect()
        };
        assert_eq!((linked(1), linked(2)), (vec![children.0[&2]], vec![children.0[&1]]));
        assert!((3..=10).all(|number| linked(number).is_empty()));
        let name = |number| children.word("child_name", number, "family_name");
        assert_eq!(name(1), name(2));
        assert!(children.of_child("family_member", 1).any(|row| row.is("is_placed_together")));
    }

    async fn plans_and_courts_follow_from_what_the_return_says(db: TestDatabase) {
        let jo = returned(db).await;
        around(&jo, 1).await;
        let children = Children::of(&jo).await;
        assert_eq!(children.state(3), ("ADOPTION", "IMPLEMENTING"));
        assert_eq!(children.state(9), ("ADOPTION", "COURT_ENDORSED"));
        assert_eq!(children.state(4).0, "RETURN_HOME");
        assert_eq!(children.state(5).0, "RESIDENTIAL");
        assert_eq!(children.state(10), ("ADOPTION", "ACHIEVED"));
        assert!(matches!(children.state(4).1, "ACHIEVED" | "CLOSED"));
        assert_eq!(children.word("adm_case", 9, "kind"), "PLAN");
        let ordered = day("2025-08-01");
        let decided = children.of_child("adm_case", 9).next().and_then(|row| row.day("decided_on"));
        assert!(decided.is_some_and(|decided| decided <= ordered), "{decided:?}");
        // A match would make an earlier placement one with the adopters, and that row is the return's.
        assert_eq!(children.of_child("adoption_match", 3).count(), 1);
        assert_eq!(children.of_child("adoption_match", 8).count(), 0);

        // One case for the two, and none for anybody else.
        let covered: Vec<i64> = children.1.of("proceedings_child").iter().map(|row| row.number("child_id")).collect();
        assert_eq!(sorted(covered), sorted(vec![children.0[&1], children.0[&2]]));
        let cases = children.1.of("proceedings");
        assert_eq!(cases.len(), 1);
        assert!(cases[0].text("final_order_on").is_none());
        assert!(cases[0].day("issued_on").is_some_and(|issued| issued < day("2025-06-05")));
        for number in [1, 2] {
            assert_eq!(children.word("court_order", number, "made_on"), "2025-06-05");
        }
        assert!(children.1.of("hearing").iter().any(|row| row.day("listed_on") > Some(today())));
        assert_eq!(children.1.of("guardian_appointment").len(), 1);
    }

    async fn what_is_dated_lies_within_the_care(db: TestDatabase) {
        let jo = returned(db).await;
        around(&jo, 1).await;
        let children = Children::of(&jo).await;
        for number in [1, 2, 3, 4, 5, 6, 8, 9, 10] {
            let from = children.word("period_of_care", number, "starts_on").parse::<NaiveDate>().unwrap();
            let to = children.word("period_of_care", number, "ends_on").parse::<NaiveDate>().unwrap();
            let last = to.min(today());
            let visits: Vec<&Row> = children.of_child("visit", number).collect();
            assert!(visits.len() >= 3, "{} visits of {number}", visits.len());
            for (table, column) in [
                ("visit", "held_on"), ("voice", "said_on"), ("health_event", "happened_on"),
                ("education_plan", "reviewed_on"), ("oversight_decision", "decided_on"),
                ("sensitive_item", "received_on"), ("legal_advice", "given_on"),
            ] {
                for row in children.of_child(table, number) {
                    let on = row.day(column).unwrap();
                    assert!(from <= on && on <= last, "{table} of {number} on {on}, care from {from} to {to}");
                }
            }
            for table in ["allocation", "case_team"] {
                assert!(children.of_child(table, number).count() > 0, "{table} of {number}");
                for row in children.of_child(table, number) {
                    assert!(row.day("starts_on") >= Some(from) && row.day("ends_on") <= Some(to), "{table} of {number}");
                }
            }
            let is_open = |row: &&Row| row.ended("ends_on").is_none();
            assert_eq!(children.of_child("allocation", number).filter(is_open).count() > 0, to > today());
            let plan = jo.ask(&format!("select cast(closed_on as text) from plan where child_id = {}", children.0[&number])).await;
            assert_eq!(plan == "-", to > today(), "{plan}");
        }
        assert_eq!(children.of_child("allocation", 7).count(), 0);
    }

    async fn an_invented_worker_asks_for_their_children(db: TestDatabase) {
        let jo = returned(db).await;
        let (_, around) = around(&jo, 1).await;
        let rules = Rules { agencies: around.agencies().to_vec(), ..Rules::default() };
        let app = TestApp::over(jo.store().clone(), rules);
        let who = |slug: &str| around.personas().iter().find(|it| it.persona == slug).expect("is there");
        let children = Children::of(&jo).await;
        let query = "{ children(first: 50) { totalCount nodes { \
            identity { __typename ... on Identity { familyName } ... on Withheld { withheldBecause } } \
            plan { __typename ... on PlanRecord { current { state primaryOption } } ... on Withheld { withheldBecause } } } } }";
        let worker = app.ask(&viewer(who("social-worker")), query, json!({})).await;
        let nodes = worker.body["data"]["children"]["nodes"].as_array().cloned().unwrap_or_default();
        let professional = jo.ask("select p.id from professional p join identity i on i.professional_id = p.id \
            where i.subject = 'demo-e08000018-social-worker'").await;
        let theirs = children.1.with("allocation", "professional_id", professional.parse().unwrap());
        let theirs = theirs.filter(|row| row.ended("ends_on").is_none()).count();
        assert!(theirs > 0);
        assert_eq!(nodes.len(), theirs, "{}", worker.text);
        for node in &nodes {
            assert!(node["identity"]["familyName"].is_string(), "{node}");
            assert!(node["plan"]["current"]["primaryOption"].is_string(), "{node}");
        }
        let guardian = app.ask(&viewer(who("guardian")), query, json!({})).await;
        assert_eq!(guardian.body["data"]["children"]["totalCount"], 2, "{}", guardian.text);
    }

    async fn it_is_done_once_and_around_a_return_only(db: TestDatabase) {
        let jo = returned(db).await;
        let before = jo.dump().await;
        let unknown = around_at(&jo, "E08000019", now(), 1).await.err().expect("is refused").to_string();
        assert!(unknown.contains("no council E08000019") && unknown.contains("import ssda903"), "{unknown}");
        let early = around_at(&jo, AUTHORITY, now() - Duration::days(100), 1).await.err().expect("is refused").to_string();
        assert!(early.contains("2026-03-31") && early.contains("--today"), "{early}");
        assert_eq!(jo.dump().await, before);
        around(&jo, 1).await;
        let once = jo.dump().await;
        let twice = around_at(&jo, AUTHORITY, now(), 2).await.err().expect("is refused").to_string();
        assert!(twice.contains("10 have a name"), "{twice}");
        assert_eq!(jo.dump().await, once);
    }

    async fn it_stands_beside_an_invented_council_of_the_same_seed(db: TestDatabase) {
        let jo = returned(db).await;
        around(&jo, 1).await;
        generated(jo.database(), 0, 1).await;
        assert_eq!(jo.ask("select count(*) from agency where kind = 'CAFCASS'").await, "1");
        assert_eq!(jo.ask("select count(*) from council").await, "3");
    }

    async fn an_invented_council_of_the_same_seed_is_no_hindrance(db: TestDatabase) {
        generated(&db, 0, 1).await;
        let jo = returned(db).await;
        let (written, _) = around(&jo, 1).await;
        assert_eq!(written, 10);
        assert_eq!(jo.ask("select count(*) from agency where kind = 'CAFCASS'").await, "1");
    }

    async fn a_council_without_children_has_nothing_around_which_to_invent(db: TestDatabase) {
        let jo = Officer::at(db).await;
        jo.load_text(2026, &[csv(EPISODES, &[]), csv(HEADER, &[])]).await;
        let before = jo.dump().await;
        let refused = around_at(&jo, AUTHORITY, now(), 1).await.err().expect("is refused").to_string();
        assert!(refused.contains("no child"), "{refused}");
        assert_eq!(jo.dump().await, before);
    }

    async fn one_child_who_has_a_name_keeps_all_as_they_are(db: TestDatabase) {
        let jo = returned(db).await;
        let council = jo.ask("select cast(council_id as bigint) from child limit 1").await;
        let child = jo.ask("select min(id) from child").await;
        jo.run(&format!(
            "insert into child_name (council_id, id, child_id, given_names, family_name, sort_key, recorded_at) \
             values ({council}, 999999, {child}, 'Ada', 'Penrose', 'penrose', '2026-05-01 00:00:00+00:00')"
        )).await;
        let before = jo.dump().await;
        let refused = around_at(&jo, AUTHORITY, now(), 1).await.err().expect("is refused").to_string();
        assert!(refused.contains("1 have a name and 0 a plan"), "{refused}");
        assert_eq!(jo.dump().await, before);
    }
}

/// The published samples: hundreds of children, with everything that real returns get wrong.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_published_return_is_filled_in_and_its_rates_follow_from_delays() {
    let Some(folder) = folder_of("ssda903-five-year") else {
        return;
    };
    let jo = Officer::at(TestDatabase::new(Backend::Sqlite).await).await;
    jo.load(2018, &year_files(&folder, 2017)).await;
    let before = jo.dump().await;
    let (written, around) = around(&jo, 1).await;
    assert_eq!(written, 819);
    let after = jo.dump().await;
    for (table, rows) in &before {
        // What follows from more facts follows anew, and the council records here from now on.
        let invented = ["agency", "council", "deadline", "id_counter"];
        if !rows.is_empty() && !invented.contains(&table.as_str()) {
            assert_eq!(rows, &after[table], "{table}");
        }
    }
    let on_time = jo
        .ask("select cast(100 * sum(is_on_time) / count(*) as integer) from visit")
        .await;
    let on_time: i64 = on_time.parse().unwrap();
    assert!((75..=97).contains(&on_time), "{on_time} per cent");
    let workers = around
        .personas()
        .iter()
        .filter(|it| it.role == "SOCIAL_WORKER")
        .count();
    assert!(workers > 10, "{workers}");
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn sorted(mut all: Vec<i64>) -> Vec<i64> {
    all.sort_unstable();
    all
}

/// An invented person as a token would bring them.
fn viewer(persona: &Persona) -> Viewer {
    Viewer {
        issuer: issuer_of(&persona.agency),
        subject: persona.subject.clone(),
        token_id: format!("token-of-{}", persona.persona),
        agency: persona.agency.clone(),
        actor: None,
        bound_to: None,
        role: persona.role.parse().unwrap(),
        expires_at: now() + Duration::hours(1),
    }
}
