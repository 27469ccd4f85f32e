//! Visits in numbers: what was due is counted from the rows, the fewest visits from the facts, day by day.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use super::Values;
use crate::leak::{
    cells::{Marks, Scope, View},
    rows::Row,
};

const REGULAR: [&str; 6] = [
    "VISIT_FIRST",
    "VISIT_LATER",
    "SHORT_BREAK_VISIT",
    "SHORT_BREAK_VISIT_N",
    "AD_VISIT",
    "AD_VISIT_N",
];

impl View<'_> {
    pub(super) fn visit_counts(&self, values: &mut Values, scope: Scope) -> bool {
        let until = self
            .shared("VISIT_COUNTS")
            .iter()
            .filter_map(|it| it.row.instant("shared_at"))
            .max()
            .map(|at| at.date_naive());
        let counted: Vec<&Row> = self
            .rows_of("visit", scope)
            .into_iter()
            .filter(|row| scope != Scope::Shared || row.day("held_on") <= until)
            .collect();
        values.add(Some(counted.len()));
        values.add(Some(
            counted.iter().filter(|row| row.is("is_on_time")).count(),
        ));
        values.add(counted.iter().filter_map(|row| row.text("held_on")).max());
        let mut some = !counted.is_empty();
        if scope != Scope::Shared && !self.is_confidential_start_kept() {
            // The test's council has an interval of its own.
            for standard in ["STATUTORY", "LOCAL"] {
                some |= self.against(values, standard);
            }
            self.frequency(values);
        }
        some
    }

    fn is_confidential_start_kept(&self) -> bool {
        let marks = Marks {
            is_confidential: true,
            is_adoptive: false,
        };
        let scope = self.rule("PLACEMENT_DATES", marks).scope();
        let is_flagged = |row: &&Row| row.is("is_confidential");
        !matches!(scope, Some(Scope::All | Scope::Settled))
            && self.rows("placement").iter().any(is_flagged)
    }

    /// Tells whether anything was due, or is.
    fn against(&self, values: &mut Values, standard: &str) -> bool {
        let today = self.oracle.today;
        let due: Vec<(NaiveDate, &Row)> = self
            .rows("deadline")
            .into_iter()
            .filter(|row| REGULAR.contains(&row.word("rule")) && row.word("standard") == standard)
            .filter_map(|row| Some((row.day("due_on")?, row)))
            .collect();
        let (mut in_time, mut late, mut overdue, mut next) = (0, 0, 0, None);
        for (due_on, row) in due {
            let ago = (today - due_on).num_days();
            let ceased = row.day("ceased_on").is_some_and(|day| day <= today);
            match row.number("state") {
                0 if !ceased => {
                    overdue += i32::from(ago > 0);
                    next = Some(next.map_or(due_on, |next: NaiveDate| next.min(due_on)));
                }
                1 if (1..=365).contains(&ago) => {
                    let is_late = row.day("met_on") > Some(due_on);
                    *(if is_late { &mut late } else { &mut in_time }) += 1;
                }
                _ => {}
            }
        }
        for number in [in_time + late + overdue, in_time, late, overdue] {
            values.add(Some(number));
        }
        values.add(next);
        in_time + late + overdue > 0 || next.is_some()
    }

    fn frequency(&self, values: &mut Values) {
        let council = self.oracle.tables.with("council", "id", self.key.0).next();
        let Some(recorded) = council.and_then(|row| row.day("records_from")) else {
            return;
        };
        let ends = self.oracle.today;
        let begins = recorded.max(ends - Days::new(365));
        let life = Life::of(self);
        let (mut made, mut fewest) = (0, 0);
        for stretch in &life.stretches {
            let (from, to) = (begins.max(stretch.from), ends.min(stretch.to));
            made += life
                .seen
                .iter()
                .filter(|day| from <= **day && **day < to)
                .count();
            fewest += life.fewest(stretch, from, to);
        }
        values.add(Some(made));
        values.add(Some(fewest));
        let ratio = || made as f64 / f64::from(fewest);
        values.add((fewest > 0).then(ratio));
    }
}

/// Days on which the child is under the Care Planning Regulations and not placed for adoption, up to the last.
struct Stretch {
    in_care_from: NaiveDate,
    from: NaiveDate,
    to: NaiveDate,
}

/// A row with the days from which and up to which it holds.
struct Spell {
    id: i64,
    code: String,
    from: NaiveDate,
    to: NaiveDate,
    is_stay_away: bool,
}

impl Spell {
    fn of(row: &Row, code: &str) -> Self {
        let code = row.word(code).to_owned();
        Self {
            id: row.number("id"),
            from: row.day("starts_on").unwrap(),
            to: row.day("ends_on").unwrap(),
            is_stay_away: row.is("is_temporary") || code.starts_with('T'),
            code,
        }
    }

    fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && day < self.to
    }
}

/// What the minimum of visits depends on for a child of the stage: nobody there has a long-term arrangement, a
/// temporary approval or short breaks.
struct Life {
    legal: Vec<Spell>,
    placed: Vec<Spell>,
    /// When looked-after reviews were held.
    reviewed: Vec<NaiveDate>,
    /// When the child was seen.
    seen: BTreeSet<NaiveDate>,
    stretches: Vec<Stretch>,
}

impl Life {
    fn of(view: &View<'_>) -> Self {
        let spells = |table, code| {
            let rows = view.rows(table).into_iter();
            let mut all: Vec<Spell> = rows.map(|row| Spell::of(row, code)).collect();
            all.sort_by_key(|spell| (spell.from, spell.id));
            all
        };
        let (visits, reviews) = (view.rows("visit"), view.rows("review"));
        let mut life = Self {
            legal: spells("legal_spell", "code"),
            placed: spells("placement", "type_code"),
            reviewed: reviews
                .iter()
                .filter(|row| row.word("kind") != "ADOPTION")
                .filter_map(|row| row.day("held_on"))
                .collect(),
            seen: visits
                .iter()
                .filter(|row| row.is("was_seen"))
                .filter_map(|row| row.day("held_on"))
                .collect(),
            stretches: Vec::new(),
        };
        let breaks = life.legal.iter().find(|it| it.code.starts_with("V3"));
        assert!(breaks.is_none(), "short breaks are not reckoned here");
        let child = view.oracle.child(view.key);
        let adult = child.day("born_on").map(|born| {
            let year = born.year() + 18;
            let leap = || NaiveDate::from_ymd_opt(year, 3, 1);
            born.with_year(year).or_else(leap).unwrap()
        });
        let mut periods = view.rows("period_of_care");
        periods.sort_by_key(|row| row.day("starts_on"));
        for row in periods {
            let (from, to) = (row.day("starts_on").unwrap(), row.day("ends_on").unwrap());
            let ends = [Some(to), child.day("died_on"), adult];
            life.look_through(from, ends.into_iter().flatten().min().unwrap());
        }
        life
    }

    fn look_through(&mut self, in_care_from: NaiveDate, to: NaiveDate) {
        let spells = self.legal.iter().chain(&self.placed);
        let mut days: BTreeSet<NaiveDate> = spells.flat_map(|it| [it.from, it.to]).collect();
        days.retain(|day| in_care_from < *day && *day < to);
        days.insert(in_care_from);
        let mut begun = None;
        for day in days {
            let is_adoptive = |it: &Spell| it.covers(day) && it.code.starts_with('A');
            let is_full = day < to && !self.placed.iter().any(is_adoptive);
            match (begun, is_full) {
                (None, true) => begun = Some(day),
                (Some(from), false) => {
                    self.stretches.push(Stretch {
                        in_care_from,
                        from,
                        to: day,
                    });
                    begun = None;
                }
                _ => {}
            }
        }
        self.stretches.extend(begun.map(|from| Stretch {
            in_care_from,
            from,
            to,
        }));
    }

    /// How many days after a visit on this day the next is due.
    fn interval(&self, stretch: &Stretch, day: NaiveDate) -> u64 {
        let is_home = self.placement(day).is_some_and(|it| it.code == "P1");
        let by_then = |it: &&NaiveDate| stretch.in_care_from <= **it && **it <= day;
        match self.status(day) {
            Some("C1") if is_home && self.reviewed.iter().any(|it| by_then(&it)) => 28,
            Some("C1") if is_home => 7,
            _ => 42,
        }
    }

    fn status(&self, day: NaiveDate) -> Option<&str> {
        let mut running: Vec<&Spell> = self.legal.iter().filter(|it| it.covers(day)).collect();
        running.sort_by_key(|it| it.code == "E1");
        running.last().map(|it| it.code.as_str())
    }

    /// Where the child lives, though it may be away for a while.
    fn placement(&self, day: NaiveDate) -> Option<&Spell> {
        let is_away = self
            .placed
            .iter()
            .any(|it| it.is_stay_away && it.covers(day));
        let homes = self.placed.iter().filter(|it| !it.is_stay_away);
        let last = homes.rev().find(|it| it.from <= day);
        last.filter(|it| is_away || it.covers(day))
    }

    /// Days on which a first visit is set off: each new home, and a care order made while the child lives at home.
    fn set_off(&self, stretch: &Stretch) -> Vec<NaiveDate> {
        let is_within = |day: &NaiveDate| stretch.from <= *day && *day < stretch.to;
        let homes: Vec<&Spell> = self.placed.iter().filter(|it| !it.is_stay_away).collect();
        let mut days: Vec<NaiveDate> = Vec::new();
        for (at, home) in homes.iter().enumerate() {
            let next = homes.get(at + 1).map_or(NaiveDate::MAX, |next| next.from);
            let away = self.placed.iter().filter(|it| it.is_stay_away);
            let away = away.filter(|it| home.from <= it.from && it.from < next);
            let left = away.map(|it| it.to).chain([home.to]).max();
            let from = home.from.max(stretch.from);
            days.extend((Some(from) < left && from < next).then_some(from));
        }
        for order in self.legal.iter().filter(|it| it.code == "C2") {
            let home = self.placement(order.from).filter(|it| it.code == "P1");
            let is_new = home.is_some_and(|it| it.from < order.from) && order.from > stretch.from;
            let is_in_force = self.status(order.from) == Some("C2");
            days.extend((is_new && is_in_force).then_some(order.from));
        }
        days.retain(is_within);
        days
    }

    /// Visits of somebody who comes on the last day allowed, after the last real visit before these days.
    fn fewest(&self, stretch: &Stretch, from: NaiveDate, to: NaiveDate) -> u32 {
        let set_off = self.set_off(stretch);
        let before = self.seen.range(stretch.from..stretch.from.max(from));
        let mut last = before.last().copied();
        let mut number = 0;
        loop {
            let mut due = NaiveDate::MAX;
            if let Some(last) = last {
                let mut day = last;
                while day <= due {
                    due = due.min(day + Days::new(self.interval(stretch, day)));
                    day = day.succ_opt().unwrap();
                }
            }
            for begun in set_off.iter().filter(|day| Some(**day) > last) {
                due = due.min(*begun + Days::new(7));
            }
            due = due.max(from);
            if due >= to || Some(due) <= last {
                return number;
            }
            (number, last) = (number + 1, Some(due));
        }
    }
}
