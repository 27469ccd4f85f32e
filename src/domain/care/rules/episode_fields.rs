//! Single cells of an episode. Codes and dates are judged as the file is read, which knows the lists of the year.

use super::Check;
use super::Family;
use super::Rule;
use super::child::each;
use crate::domain::care::Table;
use crate::domain::care::dates;

const READ: Rule = Rule::of(Family::EpisodeFields, &[Table::Episodes], Check::Reading);

pub const RULES: &[Rule] = &[
    Rule {
        number: "141",
        columns: &["DECOM"],
        date: Some("DECOM"),
        broken_when: "DECOM is blank or no real date (an impossible date refuses the return)",
        expected: dates::EXPECTED,
        fix: "Enter the day on which the episode began.",
        ..READ
    },
    Rule {
        number: "143",
        columns: &["RNE"],
        broken_when: "RNE is blank or not a code of the year",
        expected: "one of S, L, P, T, B, U",
        fix: "Enter the code for why this episode began; S begins a period of care.",
        ..READ
    },
    Rule {
        number: "144",
        columns: &["LS"],
        broken_when: "LS is blank or not a code of the year",
        expected: "a legal status of the year's list",
        fix: "Enter the code of the legal status that the child had in this episode.",
        ..READ
    },
    Rule {
        number: "145",
        columns: &["CIN"],
        broken_when: "CIN is blank or not a code of the year",
        expected: "one of N1 to N8",
        fix: "Enter the category of need that the period of care began with.",
        ..READ
    },
    Rule {
        number: "146",
        columns: &["PLACE"],
        broken_when: "PLACE is blank or not a code of the year",
        expected: "a placement type of the year's list",
        fix: "Enter the placement's code of this year's list; some codes were replaced (H5 by K3 from 2025, Z1 by Z11 to Z14 from 2026).",
        ..READ
    },
    Rule {
        number: "147",
        columns: &["DEC"],
        date: Some("DEC"),
        broken_when: "DEC is filled and no real date (the return is refused)",
        expected: dates::EXPECTED,
        fix: "Enter the day on which the episode ended, or leave the cell blank while it lasts.",
        ..READ
    },
    Rule {
        number: "148",
        columns: &["REC", "DEC"],
        broken_when: "one of DEC and REC is filled and the other is blank",
        expected: "DEC and REC both filled or both blank (the REC of an open episode is ignored)",
        fix: "If the episode has ended, enter the day and the reason; if it lasts, clear both.",
        check: Check::Child(|child, found| {
            found.every(each(child, |l| {
                l.this.dec.is_some() != l.this.rec.is_some()
            }));
        }),
        ..READ
    },
    Rule {
        number: "149",
        columns: &["REC"],
        broken_when: "the episode has ended and REC is not a code of the year",
        expected: "a reason of the year's list",
        fix: "Enter the code for why the episode ended: X1 if another began the same day, else why care ended.",
        ..READ
    },
];
