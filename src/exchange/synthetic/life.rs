//! The course of a child's life in care: who, since when, under which law, where, and how it ended.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::{
    Wanted,
    dice::{Dice, whole},
    distributions as known,
    staff::{Bench, Ties},
};
use crate::{casework::founding::LegalSpell, domain::children::OPEN_END};

/// One child, drawn.
#[derive(Debug, Clone)]
pub struct Life {
    pub born_on: NaiveDate,
    pub died_on: Option<NaiveDate>,
    pub sex: &'static str,
    pub is_uasc: bool,
    pub entered_on: NaiveDate,
    /// The day and the code.
    pub left: Option<(NaiveDate, &'static str)>,
    pub legal: Vec<LegalSpell>,
    pub stays: Vec<Stay>,
    pub court: Option<Court>,
    pub ties: Ties,
    pub is_allocated: bool,
    pub worker_changed_on: Option<NaiveDate>,
    pub has_contingency: bool,
    pub gate: i16,
    pub is_confidential: bool,
    /// Lived with adopters before, under another name that nothing leads to.
    pub was_adopted: bool,
    pub siblings: Vec<Sibling>,
    pub dice: Dice,
}

/// A placement.
#[derive(Debug, Clone)]
pub struct Stay {
    pub type_code: &'static str,
    pub provider: &'static str,
    /// Why it ended.
    pub reason: Option<&'static str>,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub is_in_authority: Option<bool>,
    /// Tenths of a mile.
    pub distance: Option<i32>,
}

/// The care proceedings of a family.
#[derive(Debug, Clone)]
pub struct Court {
    pub slug: String,
    pub issued_on: NaiveDate,
    pub ordered_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub is_open: bool,
    pub filed_on: Option<NaiveDate>,
    pub bench: Bench,
}

#[derive(Debug, Clone)]
pub struct Sibling {
    pub slug: String,
    pub is_together: bool,
}

/// When a family came and what the court does: what its children share.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub entered_on: NaiveDate,
    pub born_on: NaiveDate,
    /// The band of ages in which the eldest entered.
    pub entry_band: &'static str,
    /// Of the same band of ages today.
    pub is_recent: bool,
}

pub fn after(day: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    let moved = match days < 0 {
        true => day.checked_sub_days(by),
        false => day.checked_add_days(by),
    };
    moved.unwrap_or(day)
}

pub fn months_after(day: NaiveDate, months: f64) -> NaiveDate {
    let months = u32::try_from(whole(months)).unwrap_or(0);
    day.checked_add_months(Months::new(months)).unwrap_or(day)
}

pub fn years_after(day: NaiveDate, years: i64) -> NaiveDate {
    months_after(day, (years * 12) as f64)
}

pub fn age(born_on: NaiveDate, on: NaiveDate) -> i64 {
    on.years_since(born_on).map_or(0, i64::from)
}

pub fn band(age: i64) -> &'static str {
    match age {
        ..=4 => "0-4",
        5..=11 => "5-11",
        12..=15 => "12-15",
        _ => "16+",
    }
}

/// The eldest of a family: born and arrived on days that fit the table of ages.
pub fn arrival(wanted: &Wanted, dice: &mut Dice) -> Arrival {
    let pair = dice.weighted(known::AGES.values);
    let (entry_band, now_band) = pair.split_once('/').unwrap_or(("0-4", "0-4"));
    let days = |(least, most): (i64, i64)| {
        (
            least * 365 + least / 4 + 1,
            (most + 1) * 365 + (most + 1) / 4 - 1,
        )
    };
    let (least, most) = days(known::years(now_band));
    let lived = dice.between(least.max(20), most);
    let (least, most) = days(known::years(entry_band));
    let entered_at = dice
        .between(least, most.min(lived - 2).max(least))
        .min(lived - 2);
    let born_on = after(wanted.today, -lived);
    Arrival {
        entered_on: after(born_on, entered_at),
        born_on,
        entry_band,
        is_recent: entry_band == now_band,
    }
}

/// What a child lives in on the last day, and the moves before it.
pub fn stays(life: &mut Life, until: NaiveDate, last: &'static str) {
    let dice = &mut life.dice;
    let law = &known::MOVES;
    let is_settled = !dice.percent(law.of("share of others"));
    let a_year = law.of(if is_settled { "settled" } else { "others" });
    let end = life.left.map_or(OPEN_END, |(day, _)| day);
    let mut starts = vec![life.entered_on];
    loop {
        let next = after(*starts.last().unwrap_or(&until), dice.waiting(a_year));
        if next >= until {
            break;
        }
        starts.push(next);
    }
    // Nobody is placed for adoption, or home for good, from the first day.
    if starts.len() == 1 && matches!(last, "A5" | "P1") && (until - life.entered_on).num_days() > 20
    {
        let days = (until - life.entered_on).num_days();
        starts.push(after(life.entered_on, dice.between(days / 3, days - 5)));
    }
    let count = starts.len();
    for (place, starts_on) in starts.iter().enumerate() {
        let is_last = place + 1 == count;
        let then = starts.get(place + 1).copied();
        let reason = then.map(|_| dice.weighted(known::CHANGE_REASONS.values));
        let type_code = match is_last {
            true => last,
            false => foster(dice),
        };
        let (is_in_authority, distance) = place_of(dice);
        life.stays.push(Stay {
            type_code,
            provider: dice.weighted(known::PROVIDERS.values),
            reason,
            starts_on: *starts_on,
            ends_on: then.unwrap_or(end),
            is_in_authority,
            distance,
        });
    }
}

fn place_of(dice: &mut Dice) -> (Option<bool>, Option<i32>) {
    let (near, far) = (
        whole(known::MILES.of("near")),
        whole(known::MILES.of("far")),
    );
    let (is_in, least, most) = match dice.weighted(known::DISTANCE.values) {
        "IN_NEAR" => (true, 1, near),
        "IN_FAR" => (true, near + 1, far),
        "OUT_NEAR" => (false, 1, near),
        "OUT_FAR" => (false, near + 1, far),
        _ => return (None, None),
    };
    let miles = i32::try_from(dice.between(least, most)).ok();
    (Some(is_in), miles)
}

pub fn foster(dice: &mut Dice) -> &'static str {
    dice.weighted(known::FOSTER.values)
}

/// The code of what a child of this age lives in.
pub fn lives_in(dice: &mut Dice, age: i64) -> &'static str {
    match dice.weighted(known::placed(band(age)).values) {
        "FOSTER" => foster(dice),
        "HOME" if age >= 16 => dice.weighted(known::HOMES_16.values),
        "HOME" => dice.weighted(known::HOMES.values),
        "PARENTS" => "P1",
        "ADOPTION" => "A5",
        _ if age >= 16 => "P2",
        _ => "R1",
    }
}

/// The spells of legal status that follow from the court, or from there being none.
pub fn legal(life: &mut Life, last: &'static str, until: NaiveDate) {
    let end = life.left.map_or(OPEN_END, |(day, _)| day);
    let mut marks = Vec::new();
    match &life.court {
        Some(court) => {
            marks.push((life.entered_on, "V2"));
            marks.push((court.ordered_on.max(life.entered_on), "C1"));
            if !court.is_open {
                marks.push((court.ends_on, "C2"));
            }
        }
        None if last == "V2" => marks.push((life.entered_on, "V2")),
        None => marks.push((life.entered_on, "C2")),
    }
    if last == "E1" {
        let known = marks.last().map_or(life.entered_on, |(day, _)| *day);
        let days = (until - known).num_days().max(2);
        marks.push((after(known, days / 2), "E1"));
    }
    marks.retain(|(day, _)| *day < until.max(after(life.entered_on, 1)));
    // Two on one day: the later counts.
    for place in (1..marks.len()).rev() {
        if marks[place].0 <= marks[place - 1].0 {
            marks.remove(place - 1);
        }
    }
    let ends: Vec<NaiveDate> = marks
        .iter()
        .skip(1)
        .map(|(day, _)| *day)
        .chain([end])
        .collect();
    life.legal = marks
        .into_iter()
        .zip(ends)
        .map(|((starts_on, code), ends_on)| LegalSpell {
            code,
            starts_on,
            ends_on,
        })
        .collect();
}

/// The day so many weekdays later.
pub fn weekdays_after(day: NaiveDate, count: i64) -> NaiveDate {
    let (mut day, mut left) = (day, count);
    while left > 0 {
        day = after(day, 1);
        left -= i64::from(day.weekday().number_from_monday() <= 5);
    }
    day
}
