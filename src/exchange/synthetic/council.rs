//! The council, family after family: the children of a family and their cases always come in one chunk.

use super::{
    Adversarial, Kind, Wanted, cases,
    dice::{Dice, whole},
    distributions as known,
    files::{self, Child},
    life::{self, Arrival, Court, Life, Sibling, after, age, years_after},
    record,
    staff::{Bench, OF_THE_COUNCIL, Staff, Ties},
};
use crate::casework::founding::Chunk;

/// How many children are handed over at once: enough that statements are full, few enough for little memory.
const CHUNK: usize = 1000;

/// Gives the whole council, a chunk at a time.
pub struct Families<'a> {
    wanted: &'a Wanted,
    staff: Staff,
    family: u32,
    /// Children of the many that are still to come.
    left: usize,
    is_begun: bool,
}

impl<'a> Families<'a> {
    pub fn new(wanted: &'a Wanted) -> Self {
        let named = Kind::ALL.len() + own_rows().count() + 1;
        let all = usize::try_from(wanted.children).unwrap_or(usize::MAX);
        Self {
            wanted,
            staff: Staff::of(wanted, &OF_THE_COUNCIL),
            family: 0,
            left: all.saturating_sub(named),
            is_begun: false,
        }
    }
}

/// Rows that are not a child of the cast already.
pub fn own_rows() -> impl Iterator<Item = Adversarial> {
    Adversarial::ALL
        .iter()
        .copied()
        .filter(|row| row.kind().is_none())
}

impl Iterator for Families<'_> {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let mut chunk = Chunk::default();
        if !std::mem::replace(&mut self.is_begun, true) {
            self.named(&mut chunk);
        }
        while self.left > 0 && chunk.files.len() < CHUNK {
            self.add_family(&mut chunk);
        }
        (!chunk.files.is_empty()).then_some(chunk)
    }
}

impl Families<'_> {
    /// The children of whom there is always one.
    fn named(&self, chunk: &mut Chunk) {
        for kind in Kind::ALL {
            let child = Child::of_kind(self.wanted, *kind);
            chunk.cases.extend(cases::of(&child));
            chunk.files.push(files::file(&child));
        }
        for (place, row) in own_rows().enumerate() {
            let number = u32::try_from(Kind::ALL.len() + place).unwrap_or(0);
            let life = adverse(self.wanted, row);
            add(self.wanted, chunk, row.slug(), number, &life);
            if row == Adversarial::BackAfterAdoption {
                // The same child under the name of birth: sealed, and named by no row of the other.
                let life = before_adoption(self.wanted, &life);
                add(
                    self.wanted,
                    chunk,
                    "before-adoption".to_owned(),
                    number + 30,
                    &life,
                );
            }
        }
    }

    fn add_family(&mut self, chunk: &mut Chunk) {
        let wanted = self.wanted;
        self.family += 1;
        let name = format!("{:06}", self.family);
        let mut dice = Dice::new(wanted.seed, &["family", &name]);
        let size = size(&mut dice).min(self.left);
        self.left -= size;
        let first = life::arrival(wanted, &mut dice);
        let has_left = dice.percent(known::LEFT.of("children"));
        // Who has left is on nobody's caseload.
        let ties = self.staff.take(if has_left { 0 } else { size });
        let mut courts = vec![self.court(&mut dice, &name, &first, has_left)];
        if size > 1 && courts[0].is_some() && dice.percent(known::GROUP_LAW.of("two cases")) {
            courts.push(self.court(&mut dice, &format!("{name}-b"), &first, has_left));
        }
        let is_together = dice.percent(known::GROUP_LAW.of("together"));
        let slug = |place: usize| format!("f{name}-{}", place + 1);
        let mut born_on = first.born_on;
        let mut covered: Vec<Vec<String>> = vec![Vec::new(); courts.len()];
        for place in 0..size {
            let which = place % courts.len();
            let court = courts[which].clone();
            let mut arrival = first.clone();
            if place > 0 {
                let law = &known::GROUP_LAW;
                let gap = dice.between(
                    whole(365.0 * law.of("least gap")),
                    whole(365.0 * law.of("largest gap")),
                );
                born_on = after(born_on, gap);
                // Born into a family that is known: comes on the day of the others, or at once.
                arrival.born_on = born_on.min(after(first.entered_on, -3));
            }
            let dice = Dice::new(wanted.seed, &["child", &slug(place)]);
            let mut life = draw(wanted, dice, &arrival, court, ties.clone(), has_left);
            for other in (0..size).filter(|other| *other != place) {
                life.siblings.push(Sibling {
                    slug: slug(other),
                    is_together,
                });
            }
            let number = 100 + u32::try_from(self.family as usize * 4 + place).unwrap_or(0);
            let child = Child::with_life(wanted, slug(place), number, &life);
            chunk.files.push(record::file(&child, &life));
            if life.court.is_some() {
                covered[which].push(slug(place));
            }
        }
        for (place, (court, children)) in courts.iter().zip(&covered).enumerate() {
            let (Some(court), false) = (court, children.is_empty()) else {
                continue;
            };
            let number = 100 + u32::try_from(self.family as usize * 4 + place).unwrap_or(0);
            let child = Child::of_the_many(wanted, slug(0), number);
            chunk
                .cases
                .push(record::proceedings(&child, court, children));
        }
    }

    /// The proceedings in which a family is, or was of late.
    fn court(
        &mut self,
        dice: &mut Dice,
        name: &str,
        arrival: &Arrival,
        has_left: bool,
    ) -> Option<Court> {
        let wanted = self.wanted;
        let law = &known::PROCEEDINGS;
        let steps = &known::COURT_STEPS;
        let is_open =
            !has_left && arrival.is_recent && dice.percent(known::IN_COURT.of("families"));
        let to_issue = dice.between(0, whole(steps.of("to issue")));
        let (issued_on, weeks) = if is_open {
            // A long case is met more often on a given day than a short one, at any point of its course.
            let spread = law.of("sd ln");
            let weeks = dice.lognormal(law.of("median") * (spread * spread).exp(), spread);
            let gone = 1 + whole(dice.unit() * weeks * 7.0)
                .min(whole(weeks * 7.0) - 2)
                .max(0);
            (after(wanted.today, -gone), weeks)
        } else {
            (
                after(arrival.entered_on, to_issue),
                dice.lognormal(law.of("median"), law.of("sd ln")),
            )
        };
        let ends_on = after(issued_on, whole(weeks * 7.0).max(30));
        let kept = after(
            wanted.today,
            -whole(365.25 * known::CLOSED_CASES.of("years")),
        );
        if !is_open && (ends_on >= after(wanted.today, -100) || ends_on < kept) {
            return None;
        }
        let bench = self.staff.hear();
        Some(Court {
            slug: format!("case-{name}"),
            issued_on,
            ordered_on: after(issued_on, dice.between(1, whole(steps.of("to order")))),
            ends_on: if is_open {
                ends_on.max(after(wanted.today, 1))
            } else {
                ends_on
            },
            is_open,
            filed_on: record::filing(dice, issued_on, is_open, wanted.today),
            bench,
        })
    }
}

fn size(dice: &mut Dice) -> usize {
    // So many of one hundred children are in groups: of families it is fewer.
    let groups = known::SIBLINGS.of("children");
    let mean: f64 = known::GROUP_SIZE
        .values
        .iter()
        .map(|(size, weight)| size.parse::<f64>().unwrap_or(2.0) * weight)
        .sum::<f64>()
        / known::GROUP_SIZE
            .values
            .iter()
            .map(|(_, weight)| weight)
            .sum::<f64>();
    let families = groups / mean / (100.0 - groups + groups / mean) * 100.0;
    match dice.percent(families) {
        true => dice.weighted(known::GROUP_SIZE.values).parse().unwrap_or(2),
        false => 1,
    }
}

/// The life of one of the many.
fn draw(
    wanted: &Wanted,
    mut dice: Dice,
    arrival: &Arrival,
    court: Option<Court>,
    ties: Ties,
    has_left: bool,
) -> Life {
    let today = wanted.today;
    let mut entered_on = arrival.entered_on;
    if let Some(court) = court.as_ref().filter(|court| court.is_open) {
        entered_on = after(
            court.issued_on,
            -dice.between(0, whole(known::COURT_STEPS.of("to issue"))),
        );
    }
    let born_on = arrival.born_on.min(after(entered_on, -1));
    // A whole group does not come alone: only children without siblings or proceedings are unaccompanied.
    let alone = court.is_none();
    let share = known::UASC.of(arrival.entry_band);
    let is_uasc = alone && share > 0.0 && dice.percent(share);
    let sexes = if is_uasc {
        &known::SEX_UASC
    } else {
        &known::SEX
    };
    let mut life = blank(born_on, entered_on, ties, dice);
    life.sex = life.dice.weighted(sexes.values);
    life.is_uasc = is_uasc;
    life.court = court;
    if has_left {
        life.left = Some(leaving(&mut life, wanted));
    }
    let until = life.left.map_or(today, |(day, _)| day);
    let years = age(life.born_on, until);
    let is_open = life.court.as_ref().is_some_and(|court| court.is_open);
    let mut now = life::lives_in(&mut life.dice, years);
    if is_uasc && matches!(now, "A5" | "P1") {
        now = "U4";
    }
    if is_open && now == "A5" {
        now = life::foster(&mut life.dice);
    }
    if let Some((_, code)) = life.left {
        now = match code {
            "E11" | "E12" => "A5",
            "E45" => "U1",
            _ if now == "A5" => "U4",
            _ => now,
        };
    }
    let in_time = (until - life.entered_on).num_days() > 60;
    if now == "A5" && !in_time {
        now = "U4";
    }
    let status = match now {
        "A5" => "E1",
        _ if is_uasc => "V2",
        _ if is_open => "C1",
        _ if years < 12 && in_time && life.dice.percent(known::PLACEMENT_ORDER.of("children")) => {
            "E1"
        }
        _ if life.court.is_some() => "C2",
        _ if now != "P1" && life.dice.percent(known::SECTION_20.of("children")) => "V2",
        _ => "C2",
    };
    life::stays(&mut life, until, now);
    life::legal(&mut life, status, until);
    settle(&mut life, wanted);
    life
}

/// The day and the reason for leaving within the days that are kept.
fn leaving(life: &mut Life, wanted: &Wanted) -> (chrono::NaiveDate, &'static str) {
    let days = whole(known::LEFT.of("days"));
    let day = after(wanted.today, -life.dice.between(1, days)).max(after(life.entered_on, 1));
    let mut code = life.dice.weighted(known::LEAVING.values);
    let years = age(life.born_on, day);
    if years < 16 && code == "E5" {
        code = "E4A";
    }
    if years > 10 && matches!(code, "E11" | "E12") {
        code = "E8";
    }
    (day, code)
}

pub(super) fn blank(
    born_on: chrono::NaiveDate,
    entered_on: chrono::NaiveDate,
    ties: Ties,
    dice: Dice,
) -> Life {
    Life {
        born_on,
        died_on: None,
        sex: "FEMALE",
        is_uasc: false,
        entered_on,
        left: None,
        legal: Vec::new(),
        stays: Vec::new(),
        court: None,
        ties,
        is_allocated: true,
        worker_changed_on: None,
        has_contingency: true,
        gate: 0,
        is_confidential: false,
        was_adopted: false,
        siblings: Vec::new(),
        dice,
    }
}

/// What a council marks and changes on some of its records.
pub(super) fn settle(life: &mut Life, wanted: &Wanted) {
    let until = life.left.map_or(wanted.today, |(day, _)| day);
    life.is_confidential = life.dice.percent(known::CONFIDENTIAL.of("children"));
    life.gate = i16::from(life.dice.percent(known::RESTRICTED.of("children")));
    life.is_allocated = !life.dice.percent(known::UNALLOCATED.of("children"));
    if life.dice.percent(known::WORKER_CHANGED.of("children")) || !life.is_allocated {
        let days = (until - life.entered_on).num_days().min(365);
        life.worker_changed_on =
            (days > 20).then(|| after(until, -life.dice.between(10, days - 5)));
    }
}

/// People of the cast, so that each of them meets the row.
fn of_the_cast() -> (Ties, Bench) {
    let ties = Ties {
        worker: "social-worker".to_owned(),
        earlier_worker: "worker-harebell".to_owned(),
        manager: "team-manager".to_owned(),
        reviewer: "reviewing-officer".to_owned(),
        team: super::people::TEAM.to_owned(),
    };
    let bench = Bench {
        judge: "judge".to_owned(),
        guardian: "guardian".to_owned(),
    };
    (ties, bench)
}

/// The life of a row that is always there: in care proceedings before the cast's judge, its plan filed.
fn adverse(wanted: &Wanted, row: Adversarial) -> Life {
    let today = wanted.today;
    let (born_on, entered_on) = row.days(wanted);
    let (ties, bench) = of_the_cast();
    let slug = row.slug();
    let mut life = blank(
        born_on,
        entered_on,
        ties,
        Dice::new(wanted.seed, &["child", &slug]),
    );
    let issued_on = match row {
        Adversarial::CourtOnTheFirstDay => entered_on,
        _ => after(today, -130).max(after(entered_on, 1)),
    };
    life.court = Some(Court {
        slug: format!("case-{slug}"),
        issued_on,
        ordered_on: match row {
            Adversarial::CourtOnTheFirstDay => issued_on,
            _ => after(issued_on, 5),
        },
        ends_on: after(today, 60),
        is_open: true,
        filed_on: Some(after(today, -30)),
        bench,
    });
    let (mut now, mut status) = ("U4", "C1");
    match row {
        Adversarial::NoContingency => life.has_contingency = false,
        Adversarial::WorkerLeftMidCase => life.worker_changed_on = Some(after(today, -70)),
        Adversarial::AdoptedByTheCarer => (now, status) = ("A5", "E1"),
        Adversarial::BackAfterAdoption => life.was_adopted = true,
        Adversarial::Eighteen => life.left = Some((years_after(born_on, 18), "E6")),
        Adversarial::Died => {
            life.died_on = Some(after(today, -12));
            life.left = Some((after(today, -12), "E2"));
        }
        _ => {}
    }
    let until = life.left.map_or(today, |(day, _)| day);
    life::stays(&mut life, until, now);
    life::legal(&mut life, status, until);
    life
}

/// The sealed record of the child who came back: left by an adoption order, years ago.
fn before_adoption(wanted: &Wanted, back: &Life) -> Life {
    let (ties, _) = of_the_cast();
    let entered_on = after(back.born_on, 200);
    let mut life = blank(
        back.born_on,
        entered_on,
        ties,
        Dice::new(wanted.seed, &["child", "before adoption"]),
    );
    life.gate = 2;
    life.left = Some((after(back.born_on, 1100), "E12"));
    let until = after(back.born_on, 1100);
    life::stays(&mut life, until, "A5");
    life::legal(&mut life, "E1", until);
    life
}

fn add(wanted: &Wanted, chunk: &mut Chunk, slug: String, number: u32, life: &Life) {
    let child = Child::with_life(wanted, slug.clone(), number, life);
    if let Some(court) = &life.court {
        chunk
            .cases
            .push(record::proceedings(&child, court, &[slug]));
    }
    chunk.files.push(record::file(&child, life));
}
