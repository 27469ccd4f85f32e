//! The course of a life in care as a return tells it, in the words that plans and visits are drawn by.

use chrono::NaiveDate;

use crate::{
    casework::founding::{LegalSpell, Recorded},
    domain::children::OPEN_END,
    exchange::synthetic::{
        Wanted,
        council::{blank, settle},
        dice::{Dice, whole},
        distributions as known,
        life::{Court, Life, Stay, after},
        record,
        staff::{Bench, Ties},
    },
};

/// Codes from which something follows. Of any other nothing does.
const LEGAL: [&str; 6] = ["C1", "C2", "E1", "V2", "V3", "V4"];
const PLACEMENT: [&str; 17] = [
    "A3", "A4", "A5", "A6", "H5", "K1", "K2", "P1", "P2", "R1", "S1", "U1", "U2", "U3", "U4", "U5",
    "U6",
];
const LEAVING: [&str; 14] = [
    "E11", "E12", "E41", "E43", "E44", "E45", "E46", "E47", "E48", "E4A", "E4B", "E5", "E6", "E2",
];

fn among(known: &[&'static str], code: &str) -> &'static str {
    let found = known.iter().find(|known| **known == code);
    found.copied().unwrap_or("")
}

/// The last period of care, and what was in it.
pub fn life(wanted: &Wanted, child: &Recorded, ties: Ties, dice: Dice) -> Life {
    let listed = &child.listed;
    let period = listed.period.as_ref();
    let entered_on = period.map_or(wanted.today, |period| period.starts_on);
    let mut life = blank(listed.born_on.unwrap_or(entered_on), entered_on, ties, dice);
    life.is_uasc = listed.is_uasc;
    life.left = period
        .filter(|period| period.ends_on < OPEN_END)
        .map(|period| {
            let code = period.end_code.as_deref().unwrap_or_default();
            (period.ends_on, among(&LEAVING, code))
        });
    let spells = child.legal_spells.iter();
    life.legal = spells
        .filter(|spell| spell.ends_on > entered_on)
        .map(|spell| LegalSpell {
            code: among(&LEGAL, &spell.code),
            starts_on: spell.starts_on,
            ends_on: spell.ends_on,
        })
        .collect();
    let placements = child.placements.iter();
    life.stays = placements
        .filter(|placement| placement.ends_on > entered_on)
        .map(|placement| Stay {
            type_code: among(&PLACEMENT, &placement.type_code),
            provider: "",
            reason: None,
            starts_on: placement.starts_on,
            ends_on: placement.ends_on,
            is_in_authority: None,
            distance: None,
        })
        .collect();
    settle(&mut life, wanted);
    // Whether a record is restricted stands in the return's own row of the child.
    life.gate = 0;
    life
}

/// Since when an interim care order has been running, where one is.
pub fn is_in_proceedings(life: &Life) -> Option<NaiveDate> {
    let now = life.legal.last()?;
    let runs = now.code == "C1" && now.ends_on == OPEN_END && life.left.is_none();
    runs.then_some(now.starts_on)
}

/// The open case in which that order was made.
pub fn court(
    wanted: &Wanted,
    dice: &mut Dice,
    slug: &str,
    since: NaiveDate,
    bench: Bench,
) -> Court {
    let (steps, law, long) = (&known::COURT_STEPS, &known::PROCEEDINGS, &known::LONG_CASE);
    let issued_on = after(since, -dice.between(1, whole(steps.of("to order"))));
    let weeks = dice.lognormal(law.of("median"), law.of("sd ln"));
    let ends_on = after(issued_on, whole(weeks * 7.0).max(30));
    let at_least = dice.between(whole(long.of("least")), whole(long.of("most")));
    Court {
        slug: format!("case-{slug}"),
        issued_on,
        ordered_on: since,
        ends_on: match ends_on > wanted.today {
            true => ends_on,
            false => after(wanted.today, at_least),
        },
        is_open: true,
        filed_on: record::filing(dice, issued_on, true, wanted.today),
        bench,
    }
}
