//! A child whose life is told twice: to the database, a row at a time, and to the engine, in memory.

mod court;
mod record;

use chrono::NaiveDate;
pub use court::CourtStep;
use permanence::{
    domain::{
        children::ChildKey,
        deadlines::{
            CarePeriod, Deadline, Event, EventKind, Facts, LegalSpell, LocalStandards, Placement,
            deadlines,
        },
    },
    store::{Store, deadlines::rewrite},
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

use crate::support::{cast::Seeded, database::TestDatabase};

/// A database with a worker, an officer and a court in it, and children by and by.
pub struct World {
    pub store: Store,
    pub connection: DatabaseConnection,
    random: Seeded,
    last_council: i16,
    last_id: i64,
}

const ANYBODY: i64 = 1;

impl World {
    pub async fn in_database(database: &TestDatabase) -> Self {
        let world = Self {
            store: Store::open(&database.url, 2).await.unwrap(),
            connection: database.connect().await,
            random: Seeded::new(11),
            last_council: 0,
            last_id: 100,
        };
        let id = world.bytes(1);
        world
            .run(
                "insert into agency (id, agency_key, kind, name, contact_name) values (1, 'anybody', 'CAFCASS', 'a', 'a')",
            )
            .await;
        world
            .run(&format!(
                "insert into professional (id, public_id, agency_id, display_name, role) values ({ANYBODY}, {id}, 1, 'a', 'a')"
            ))
            .await;
        world
            .run(&format!(
                "insert into court (id, public_id, name) values (1, {id}, 'a')"
            ))
            .await;
        world
    }

    pub async fn run(&self, sql: &str) {
        let done = self.connection.execute_unprepared(sql).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    fn bytes(&self, id: i64) -> String {
        match self.connection.get_database_backend() {
            DbBackend::Postgres => format!("decode('{id:032x}', 'hex')"),
            _ => format!("x'{id:032x}'"),
        }
    }

    /// Reckons the child's deadlines after a change of its facts.
    pub async fn reckon(&self, life: &Life) {
        let mut unit = self.store.unit(&self.random).await.unwrap();
        rewrite(&mut unit, life.key.council, &[life.key.child])
            .await
            .unwrap();
        unit.commit().await.unwrap();
    }
}

fn day(on: impl Into<Option<NaiveDate>>) -> String {
    on.into()
        .map_or_else(|| "null".to_owned(), |on| format!("'{on}'"))
}

/// The facts of one child, which has a council to itself.
pub struct Life {
    pub key: ChildKey,
    pub facts: Facts,
    /// The confidential placements.
    pub confidential: Vec<i64>,
    /// Since when the council records here what no return holds.
    pub records_from: Option<NaiveDate>,
}

impl Life {
    pub async fn born(world: &mut World, on: NaiveDate) -> Self {
        world.last_council += 1;
        let (council, child) = (world.last_council, 1);
        world
            .run(&format!(
                "insert into council (id, gss_code, name) values ({council}, 'E{council}', 'a')"
            ))
            .await;
        let life = Self {
            key: ChildKey { council, child },
            facts: Facts {
                born_on: Some(on),
                reviews_known_from: Some(NaiveDate::MAX),
                ..Facts::default()
            },
            confidential: Vec::new(),
            records_from: None,
        };
        let id = world.bytes(i64::from(council));
        world
            .run(&format!(
                "insert into child (council_id, id, public_id, born_on, recorded_at) \
                 values ({council}, {child}, {id}, '{on}', '2020-01-01 10:00:00+00:00')"
            ))
            .await;
        life
    }

    /// The days since when the council records visits and the like here, and reviews.
    pub async fn recorded_from(
        &mut self,
        world: &World,
        records: Option<NaiveDate>,
        reviews: Option<NaiveDate>,
    ) {
        let (council, records_from, reviews_from) = (self.key.council, day(records), day(reviews));
        world
            .run(&format!(
                "update council set records_from = {records_from}, reviews_from = {reviews_from} where id = {council}"
            ))
            .await;
        self.records_from = records;
        self.facts.reviews_known_from = Some(reviews.unwrap_or(NaiveDate::MAX));
    }

    /// What the engine makes of the life, of what is recorded.
    pub fn deadlines(&self, world: &World) -> Vec<Deadline> {
        let by = world.store.reckoning();
        self.deadlines_by(world, &by.local)
    }

    pub fn deadlines_by(&self, world: &World, local: &LocalStandards) -> Vec<Deadline> {
        let made = deadlines(&self.facts, local, &world.store.reckoning().calendar);
        made.into_iter()
            .map(|it| it.if_recorded(self.records_from))
            .collect()
    }

    /// A row about the child; gives its id.
    async fn put(&self, world: &mut World, table: &str, columns: &str, values: &str) -> i64 {
        self.put_in(
            world,
            table,
            &format!("child_id, {columns}"),
            &format!("{}, {values}", self.key.child),
        )
        .await
    }

    async fn put_in(&self, world: &mut World, table: &str, columns: &str, values: &str) -> i64 {
        world.last_id += 1;
        let (council, id) = (self.key.council, world.last_id);
        let named = [
            "legal_spell",
            "placement",
            "review",
            "visit",
            "plan_version",
            "oversight_decision",
            "proceedings",
            "hearing",
            "guardian_analysis",
        ];
        let (also, value) = match named.contains(&table) {
            true => ("public_id, ", format!("{}, ", world.bytes(id))),
            false => ("", String::new()),
        };
        world
            .run(&format!(
                "insert into {table} (council_id, id, {also}{columns}) values ({council}, {id}, {value}{values})"
            ))
            .await;
        id
    }

    async fn change(&self, world: &World, table: &str, id: i64, to: &str) {
        let council = self.key.council;
        world
            .run(&format!(
                "update {table} set {to} where council_id = {council} and id = {id}"
            ))
            .await;
    }

    pub async fn looked_after(&mut self, world: &mut World, on: NaiveDate) {
        let care = &self.facts.care;
        if care.iter().any(|it| it.ends_on.is_none_or(|end| end >= on)) {
            return;
        }
        let id = self
            .put(world, "period_of_care", "starts_on", &day(on))
            .await;
        self.facts.care.push(CarePeriod {
            id,
            starts_on: on,
            ends_on: None,
            end_code: None,
        });
    }

    pub async fn left_care(&mut self, world: &World, on: NaiveDate, code: &str) {
        let Some(at) = self
            .facts
            .care
            .iter()
            .position(|it| it.ends_on.is_none() && it.starts_on < on)
        else {
            return;
        };
        let id = self.facts.care[at].id;
        self.change(
            world,
            "period_of_care",
            id,
            &format!("ends_on = '{on}', end_code = '{code}'"),
        )
        .await;
        self.facts.care[at].ends_on = Some(on);
        self.facts.care[at].end_code = Some(code.to_owned());
        self.placement_ended(world, on).await;
    }

    /// That care ended was entered by mistake.
    pub async fn stays_in_care(&mut self, world: &World) {
        let Some(last) = self.facts.care.last().filter(|it| it.ends_on.is_some()) else {
            return;
        };
        let id = last.id;
        self.change(
            world,
            "period_of_care",
            id,
            "ends_on = '9999-12-31', end_code = null",
        )
        .await;
        if let Some(last) = self.facts.care.last_mut() {
            last.ends_on = None;
            last.end_code = None;
        }
    }

    /// A new legal status, which ends the one before.
    pub async fn status(&mut self, world: &mut World, on: NaiveDate, code: &str) {
        if self.facts.legal.iter().any(|it| it.starts_on >= on) {
            return;
        }
        if let Some(at) = self.facts.legal.iter().position(|it| it.ends_on.is_none()) {
            let id = self.facts.legal[at].id;
            self.change(world, "legal_spell", id, &format!("ends_on = '{on}'"))
                .await;
            self.facts.legal[at].ends_on = Some(on);
        }
        let values = format!("'ENTERED', '{code}', '{on}'");
        let id = self
            .put(world, "legal_spell", "origin, code, starts_on", &values)
            .await;
        self.facts.legal.push(LegalSpell {
            id,
            code: code.to_owned(),
            starts_on: on,
            ends_on: None,
        });
        // A placement order is the authority to place.
        if code == "E1" {
            let event = Event::new(id, EventKind::AuthorityToPlace, on);
            self.facts.events.push(event);
        }
    }

    /// A new placement, which ends the one before.
    pub async fn placed(
        &mut self,
        world: &mut World,
        on: NaiveDate,
        code: &str,
        is_confidential: bool,
    ) {
        if self.facts.placements.iter().any(|it| it.starts_on >= on) {
            return;
        }
        self.placement_ended(world, on).await;
        let is_adoptive = matches!(code, "A3" | "A4" | "A5" | "A6");
        let values = format!("'ENTERED', '{code}', '{on}', {is_confidential}, {is_adoptive}");
        let columns = "origin, type_code, starts_on, is_confidential, is_adoptive";
        let id = self.put(world, "placement", columns, &values).await;
        if is_confidential {
            self.confidential.push(id);
        }
        self.facts.placements.push(Placement {
            id,
            type_code: code.to_owned(),
            starts_on: on,
            ends_on: None,
            is_adoptive,
            is_temporary: false,
            same_carer: false,
        });
    }

    pub async fn placement_ended(&mut self, world: &World, on: NaiveDate) {
        let open = |it: &Placement| it.ends_on.is_none() && it.starts_on < on;
        let Some(at) = self.facts.placements.iter().position(open) else {
            return;
        };
        let id = self.facts.placements[at].id;
        self.change(world, "placement", id, &format!("ends_on = '{on}'"))
            .await;
        self.facts.placements[at].ends_on = Some(on);
    }

    /// The last placement becomes confidential, or is so no more.
    pub async fn flag_turned(&mut self, world: &World) {
        let Some(id) = self.facts.placements.last().map(|it| it.id) else {
            return;
        };
        let was = self.confidential.contains(&id);
        self.confidential.retain(|it| *it != id);
        if !was {
            self.confidential.push(id);
        }
        self.change(
            world,
            "placement",
            id,
            &format!("is_confidential = {}", !was),
        )
        .await;
    }

    pub async fn died(&mut self, world: &World, on: NaiveDate) {
        let ChildKey { council, child } = self.key;
        world
            .run(&format!(
                "update child set died_on = '{on}' where council_id = {council} and id = {child}"
            ))
            .await;
        self.facts.died_on = Some(on);
    }
}
