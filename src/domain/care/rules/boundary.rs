//! Where two years meet: this return against what is held of the year before. Only two years are compared, so a
//! child who was long away is told like one whose rows were lost.

use super::Check;
use super::Family;
use super::Found;
use super::Rule;
use super::Stage;
use super::child::ChildRows;
use super::child::Row;
use crate::domain::care::CollectionYear;
use crate::domain::care::Episode;
use crate::domain::care::Table;
use crate::domain::care::dates;

const BOUNDARY: Rule = Rule {
    stage: Stage::Query,
    two_years: true,
    ..Rule::of(Family::Boundary, &[Table::Episodes], Check::Reading)
};

pub const RULES: &[Rule] = &[
    Rule {
        number: "562",
        columns: &["DECOM"],
        broken_when: "the episode began before this year, and last year's return has no episode of the child with that start",
        expected: "the start of an episode of last year's return, because it began before this year",
        fix: "Correct the start to what was returned last year, or begin the episode in this year; else explain the late entry.",
        check: Check::Child(|child, found| {
            found.every(child.episodes.iter().filter_map(|(row, this)| {
                let known = child.previous.iter().any(|last| last.decom == this.decom);
                (this.decom < child.year.starts_on() && !known).then_some(*row)
            }));
        }),
        ..BOUNDARY
    },
    Rule {
        number: "502",
        columns: &["DECOM"],
        broken_when: "last year's last episode was open, and this year's first has another start",
        expected: "the start of the episode that was open at the end of last year",
        fix: "Begin with the episode that was open on 31 March, with its start as returned last year.",
        check: Check::Child(|child, found| {
            if let Some((row, first, open)) = across(child)
                && first.decom != open.decom
            {
                let expected = format!(
                    "{}, the start of the episode that was open at the end of last year",
                    dates::show(open.decom)
                );
                found.expecting(row, "DECOM", expected);
            }
        }),
        ..BOUNDARY
    },
    Rule {
        number: "503A",
        columns: &["RNE"],
        broken_when: "the episode that was open at the end of last year comes back with another RNE",
        expected: "the RNE that was returned last year",
        fix: "Enter the RNE of last year's return; if that was wrong, be ready to explain the change.",
        check: Check::Child(|child, found| {
            same(child, found, "RNE", |e| e.rne.as_deref(), |_, _, _| false)
        }),
        ..BOUNDARY
    },
    Rule {
        number: "503B",
        columns: &["LS"],
        broken_when: "the episode that was open at the end of last year comes back with another LS",
        expected: "the LS that was returned last year",
        fix: "Enter the LS of last year's return; a change of legal status begins a new episode.",
        check: Check::Child(|child, found| {
            same(child, found, "LS", |e| e.ls.as_deref(), |_, _, _| false)
        }),
        ..BOUNDARY
    },
    Rule {
        number: "503D",
        columns: &["PLACE"],
        broken_when: "the episode that was open at the end of last year comes back with another PLACE (excused: H5 to K3 in 2024 and 2025, Z1 to Z11, Z12, Z13 or Z14 in 2026)",
        expected: "the PLACE that was returned last year",
        fix: "Enter the PLACE of last year's return; a change of placement begins a new episode.",
        check: Check::Child(|child, found| {
            same(child, found, "PLACE", |e| e.place.as_deref(), recoded)
        }),
        ..BOUNDARY
    },
];

/// This year's first episode, and last year's last if it was open: they should be one.
fn across<'a>(child: &'a ChildRows<'_>) -> Option<(Row<'a>, &'a Episode, &'a Episode)> {
    let (row, first) = child.episodes.first()?;
    let open = child.previous.last().filter(|last| last.dec.is_none())?;
    Some((*row, first, open))
}

fn same(
    child: &ChildRows<'_>,
    found: &mut Found<'_>,
    column: &'static str,
    code: fn(&Episode) -> Option<&str>,
    excused: fn(CollectionYear, &str, &str) -> bool,
) {
    let Some((row, first, open)) = across(child).filter(|(_, a, b)| a.decom == b.decom) else {
        return; // another episode: rule 502 tells
    };
    let (now, then) = (code(first), code(open));
    let is_excused =
        || matches!((then, now), (Some(then), Some(now)) if excused(child.year, then, now));
    if now != then && !is_excused() {
        let then = then.unwrap_or("blank");
        found.expecting(row, column, format!("{then}, as in last year's return"));
    }
}

/// Codes that the DfE replaced, in the years in which the new one stands for the old.
const RECODED: &[(&str, &[&str], &[i32])] = &[
    ("H5", &["K3"], &[2024, 2025]),
    ("Z1", &["Z11", "Z12", "Z13", "Z14"], &[2026]),
];

fn recoded(year: CollectionYear, then: &str, now: &str) -> bool {
    RECODED.iter().any(|(old, new, years)| {
        *old == then && new.contains(&now) && years.contains(&year.number())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_was_replaced_is_excused_in_its_years_and_no_others() {
        let excused = |year, then, now| {
            let last_day = chrono::NaiveDate::from_ymd_opt(year, 3, 31).unwrap();
            recoded(CollectionYear::ending(last_day).unwrap(), then, now)
        };
        assert!(excused(2024, "H5", "K3") && excused(2025, "H5", "K3"));
        assert!(!excused(2023, "H5", "K3") && !excused(2026, "H5", "K3"));
        for now in ["Z11", "Z12", "Z13", "Z14"] {
            assert!(
                excused(2026, "Z1", now) && !excused(2027, "Z1", now),
                "{now}"
            );
        }
        assert!(!excused(2026, "Z1", "K2") && !excused(2025, "K3", "H5"));
    }
}
