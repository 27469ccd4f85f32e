//! The council's numbers, measured in the database by statements of our own and held against what they were drawn from.
//!
//! A bound is three standard errors at 640 children and some room for what the drawing leaves out, in the unit of the
//! row. What is named (the children of whom there is always one) is left out of shares: it is chosen, not drawn.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use super::generated;
use crate::support::{
    cast::today,
    database::{Backend, TestDatabase},
};

struct Measure {
    name: &'static str,
    sql: String,
    expected: f64,
    bound: f64,
    source: &'static str,
}

/// The children who were drawn, those of them looked after today, and their placements.
const WITH: &str = "with many as (
    select c.* from child c join child_identifier i on i.council_id = c.council_id and i.child_id = c.id
    where i.kind = 'LOCAL' and i.value >= 'NM1000100'
  ), cla as (
    select m.*, p.starts_on as entered_on from many m
    join period_of_care p on p.council_id = m.council_id and p.child_id = m.id where p.ends_on = '9999-12-31'
  ), placed as (
    select pl.* from placement pl join cla on cla.council_id = pl.council_id and cla.id = pl.child_id
    where pl.ends_on = '9999-12-31'
  ), status as (
    select l.* from legal_spell l join cla on cla.council_id = l.council_id and cla.id = l.child_id
    where l.ends_on = '9999-12-31'
  ), closed as (
    select {days} as days from proceedings where kind = 'CARE' and final_order_on is not null and closed_on is not null
  ), caseload as (
    select professional_id, count(*) as children from allocation a join cla on cla.council_id = a.council_id and cla.id = a.child_id
    where a.capacity = 'WORKER' and a.ends_on = '9999-12-31' group by professional_id
  ) ";

fn share(of: &str, from: &str) -> String {
    format!(
        "select cast(100.0 * sum(case when {of} then 1 else 0 end) / count(*) as double precision) as found from {from}"
    )
}

fn years_ago(years: i32) -> String {
    use chrono::Datelike;
    format!("'{}'", today().with_year(today().year() - years).unwrap())
}

fn measures() -> Vec<Measure> {
    let mut all = Vec::new();
    let mut add = |name, sql: String, expected, bound, source| {
        all.push(Measure {
            name,
            sql,
            expected,
            bound,
            source,
        });
    };
    add(
        "boys",
        share("sex = 'MALE'", "many"),
        55.0,
        7.0,
        "DfE 2025: 56",
    );
    let aged = |from: i32, to: i32| {
        format!(
            "born_on <= {} and born_on > {}",
            years_ago(from),
            years_ago(to)
        )
    };
    let ages = "DfE 2018 with 4 points moved to 16+";
    add(
        "age 0-4",
        share(&format!("born_on > {}", years_ago(5)), "cla"),
        18.0,
        7.0,
        ages,
    );
    add("age 5-11", share(&aged(5, 12), "cla"), 28.0, 7.5, ages);
    add("age 12-15", share(&aged(12, 16), "cla"), 27.0, 7.5, ages);
    add(
        "age 16 and over",
        share(&format!("born_on <= {}", years_ago(16)), "cla"),
        27.0,
        7.5,
        ages,
    );
    let entered = |years: f64| format!("{{days:entered_on,born_on}} < {}", years * 365.25);
    let entry = "DfE 2018, first entry";
    add(
        "entered under 5",
        share(&entered(5.0), "cla"),
        38.0,
        9.0,
        entry,
    );
    add(
        "entered under 12",
        share(&entered(12.0), "cla"),
        77.0,
        8.0,
        entry,
    );
    add(
        "entered under 16",
        share(&entered(16.0), "cla"),
        95.0,
        4.5,
        entry,
    );
    let law = "DfE 2020, and 33 of 640 under s.20";
    add(
        "care orders, interim and full",
        share("code in ('C1', 'C2')", "status"),
        88.0,
        6.0,
        law,
    );
    add("s.20", share("code = 'V2'", "status"), 5.2, 4.0, law);
    add(
        "placement orders",
        share("code = 'E1'", "status"),
        6.0,
        4.5,
        law,
    );
    let lives = "2025, P/R";
    add(
        "foster care",
        share("type_code like 'U%'", "placed"),
        67.0,
        8.0,
        lives,
    );
    add(
        "homes and supported",
        share("type_code in ('K1', 'K2', 'H5')", "placed"),
        18.0,
        6.5,
        lives,
    );
    add(
        "with parents",
        share("type_code = 'P1'", "placed"),
        7.0,
        4.0,
        lives,
    );
    add(
        "placed for adoption",
        share("type_code like 'A%'", "placed"),
        3.0,
        2.9,
        lives,
    );
    add(
        "other placements",
        share("type_code in ('P2', 'R1')", "placed"),
        5.0,
        3.6,
        lives,
    );
    add(
        "relatives and friends, of foster",
        share("type_code = 'U1'", "placed where type_code like 'U%'"),
        13.0,
        6.0,
        "DfE 2019",
    );
    let moved = "placement p join many m on m.council_id = p.council_id and m.id = p.child_id where change_reason is not null";
    let why = "DfE 2024, 66,070 changes";
    for (reason, expected, bound) in [
        ("CARPL", 31.0, 7.0),
        ("PLACE", 24.0, 6.5),
        ("OTHER", 22.0, 6.5),
        ("CREQB", 8.0, 4.5),
    ] {
        add(
            reason,
            share(&format!("change_reason = '{reason}'"), moved),
            expected,
            bound,
            why,
        );
    }
    let place =
        "placement_location l join many m on m.council_id = l.council_id and m.id = l.child_id";
    let place_source = "DfE 2025";
    add(
        "in the area, near",
        share("is_in_authority and distance_tenths <= 200", place),
        46.0,
        6.0,
        place_source,
    );
    add(
        "out of the area, near",
        share("not is_in_authority and distance_tenths <= 200", place),
        20.0,
        5.0,
        place_source,
    );
    add(
        "where is not known",
        share("is_in_authority is null", place),
        13.0,
        4.5,
        place_source,
    );
    let last_year = years_ago(1);
    let three = format!(
        "(select cla.id, (select count(*) from placement p where p.council_id = cla.council_id and p.child_id = cla.id and p.ends_on > {last_year}) as placements from cla) x"
    );
    add(
        "3 or more placements in the year",
        share("placements >= 3", &three),
        10.0,
        5.0,
        "DfE, about 10",
    );
    let visits = "visit v join many m on m.council_id = v.council_id and m.id = v.child_id";
    add(
        "visits on time",
        share("is_on_time", visits),
        88.0,
        7.0,
        "follows from the delays; P",
    );
    let reviews = "review r join many m on m.council_id = r.council_id and m.id = r.child_id where held_on is not null";
    add(
        "reviews on time",
        share("held_on <= due_on", reviews),
        95.0,
        4.5,
        "90 to 99",
    );
    add("open care proceedings", "select cast(count(*) as double precision) as found from proceedings where kind = 'CARE' and closed_on is null".to_owned(), 95.0, 30.0, "the default council");
    add(
        "weeks of closed proceedings",
        "select cast(avg(days) / 7.0 as double precision) as found from closed".to_owned(),
        37.0,
        7.0,
        "2025 Q2: mean 38",
    );
    add(
        "closed within 26 weeks",
        share("days < 182", "closed"),
        32.0,
        17.0,
        "2025 Q2: 36",
    );
    add(
        "caseload",
        "select cast(avg(children) as double precision) as found from caseload where children > 3"
            .to_owned(),
        17.0,
        3.0,
        "mean 17",
    );
    add("spread of caseloads", "select cast(avg(children * children) - avg(children) * avg(children) as double precision) as found from caseload where children > 3".to_owned(), 25.0, 22.0, "sd 5, so 25");
    let linked = "(select m.id, exists (select 1 from family_member f where f.council_id = m.council_id and f.child_id = m.id and f.linked_child_id is not null) as has_one from many m) x";
    add(
        "in a group of siblings",
        share("has_one", linked),
        20.0,
        7.0,
        "the default council",
    );
    add("unaccompanied", share("is_uasc", "many"), 4.0, 3.2, "4");
    add("restricted", share("gate = 1", "many"), 2.0, 1.9, "2");
    let homes = "home_address h join many m on m.council_id = h.council_id and m.id = h.child_id";
    add(
        "confidential",
        share("is_confidential", homes),
        3.0,
        2.4,
        "3",
    );
    add(
        "left in the quarter",
        share(
            "p.ends_on <> '9999-12-31'",
            "period_of_care p join many m on m.council_id = p.council_id and m.id = p.child_id",
        ),
        9.1,
        4.5,
        "0.4 a year of those looked after",
    );
    let staff = |role: &str| {
        format!(
            "select cast(count(*) as double precision) as found from professional where role = '{role}'"
        )
    };
    add(
        "social workers",
        staff("SOCIAL_WORKER"),
        47.0,
        2.0,
        "45, and the cast's own",
    );
    add(
        "team managers",
        staff("TEAM_MANAGER"),
        10.0,
        1.0,
        "9, and the neighbour's",
    );
    add(
        "reviewing officers",
        staff("REVIEWING_OFFICER"),
        10.0,
        1.0,
        "9, and the neighbour's",
    );
    add(
        "guardians",
        staff("GUARDIAN"),
        18.0,
        2.0,
        "16, and two who must be refused",
    );
    all
}

/// The statement in the words of one database: the days between two dates are counted differently on each.
fn spelt(sql: &str, backend: DbBackend) -> String {
    let days = |later: &str, earlier: &str| match backend {
        DbBackend::Postgres => format!("({later} - {earlier})"),
        _ => format!("(julianday({later}) - julianday({earlier}))"),
    };
    sql.replace("{days}", &days("final_order_on", "issued_on"))
        .replace("{days:entered_on,born_on}", &days("entered_on", "born_on"))
}

async fn found(connection: &DatabaseConnection, measure: &Measure) -> f64 {
    let backend = connection.get_database_backend();
    let sql = spelt(&format!("{WITH}{}", measure.sql), backend);
    let row = connection
        .query_one_raw(Statement::from_string(backend, sql))
        .await;
    let row = row
        .unwrap_or_else(|error| panic!("{}: {error}", measure.name))
        .unwrap();
    row.try_get("", "found")
        .unwrap_or_else(|error| panic!("{}: {error}", measure.name))
}

async fn check(backend: Backend, seed: u64) {
    let Some(database) = TestDatabase::try_new(backend).await else {
        return;
    };
    generated(&database, 640, seed).await;
    let connection = database.connect().await;
    let mut wrong = Vec::new();
    for measure in measures() {
        let found = found(&connection, &measure).await;
        if (found - measure.expected).abs() > measure.bound {
            let Measure {
                name,
                expected,
                bound,
                source,
                ..
            } = measure;
            wrong.push(format!(
                "{name}: {found:.1}, and {expected} within {bound} is expected ({source})"
            ));
        }
    }
    assert!(wrong.is_empty(), "seed {seed}: {wrong:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_seeds_lie_within_their_bounds_on_sqlite() {
    for seed in 1..=5 {
        check(Backend::Sqlite, seed).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_seed_lies_within_its_bounds_on_postgres() {
    check(Backend::Postgres, 1).await;
}
