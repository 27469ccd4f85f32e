//! Which line of the visit rule applies on which days, and when a visit is due by it. Weeks and months only: no
//! calendar of working days is needed, so that frequencies can be told for any year.

use chrono::NaiveDate;

use super::lines;
use super::lines::after;
use crate::domain::deadlines::count::Counted;
use crate::domain::deadlines::fact_kind::EventKind;
use crate::domain::deadlines::facts::Facts;
use crate::domain::deadlines::facts::ReviewKind;
use crate::domain::deadlines::known::Home;
use crate::domain::deadlines::limit::Limit;
use crate::domain::deadlines::regime::Regime;
use crate::domain::deadlines::regime::Stretch;
use crate::domain::deadlines::rule::Case;
use crate::domain::deadlines::rules::adoption;
use crate::domain::deadlines::rules::visits;
use crate::domain::deadlines::step::Step;

/// From this day on, this line with this interval. No interval where nobody has stated one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    pub from: NaiveDate,
    pub case: &'static Case,
    pub interval: Option<Limit>,
}

/// The lines of one stretch, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline(pub Vec<Turn>);

impl Timeline {
    /// Of the care planning rules or of an adoptive placement. Short breaks have one interval only and no timeline.
    pub fn of(facts: &Facts, homes: &[Home], stretch: &Stretch) -> Self {
        let mut turns: Vec<Turn> = Vec::new();
        for day in turning_days(facts, homes, stretch) {
            let turn = match stretch.regime {
                Regime::Adoptive => adoptive(facts, stretch, day),
                Regime::Full | Regime::ShortBreak => full(facts, homes, stretch, day),
            };
            let same = turns
                .last()
                .is_some_and(|last| last.case == turn.case && last.interval == turn.interval);
            if !same {
                turns.push(turn);
            }
        }
        Self(turns)
    }

    /// The line of a day.
    pub fn on(&self, day: NaiveDate) -> Option<&Turn> {
        self.0.iter().rfind(|turn| turn.from <= day)
    }

    /// When the next visit is due after one on `last`, and the line that decides. The line of that day gives the date;
    /// a stricter one that begins before then brings it forward, counted from its beginning; a looser one changes
    /// nothing until the next visit. None where no interval is stated.
    pub fn due_after(&self, what: &str, last: NaiveDate) -> Option<(&'static Case, Counted)> {
        let now = self.on(last)?;
        let first = now
            .interval
            .and_then(|interval| spaced(what, last, interval))
            .map(|counted| (now.case, counted));
        let later = self.0.iter().filter(|turn| turn.from > last);
        later.fold(first, |due, turn| {
            let Some(interval) = turn.interval else {
                return due;
            };
            let Some((case, counted)) = due else {
                let counted = spaced("the day on which an interval was set", turn.from, interval)?;
                return Some((turn.case, counted));
            };
            if turn.from > counted.on {
                return Some((case, counted));
            }
            let Some(mut other) = spaced("that change", turn.from, interval) else {
                return Some((case, counted));
            };
            if other.on >= counted.on {
                return Some((case, counted));
            }
            other.steps.insert(
                0,
                Step::Switched {
                    to: switched(turn.case),
                    on: turn.from,
                },
            );
            Some((turn.case, counted.or_earlier_count(other)))
        })
    }
}

fn switched(case: &Case) -> String {
    format!("line {}", case.name)
}

fn spaced(what: &str, from: NaiveDate, interval: Limit) -> Option<Counted> {
    let mut counted = interval.in_calendar_days(from)?;
    counted.steps.insert(
        0,
        Step::From {
            what: what.to_owned(),
            on: from,
        },
    );
    Some(counted)
}

/// Every day on which another line could begin.
fn turning_days(facts: &Facts, homes: &[Home], stretch: &Stretch) -> Vec<NaiveDate> {
    let legal = facts
        .legal
        .iter()
        .flat_map(|spell| [Some(spell.starts_on), spell.ends_on]);
    let placed = facts
        .placements
        .iter()
        .flat_map(|placement| [Some(placement.starts_on), placement.ends_on]);
    let lived = homes.iter().flat_map(|home| {
        let year = |case: &Case| case.once.and_then(|once| after(once, home.starts_on));
        [Some(home.starts_on), home.ends_on, year(&visits::LATER_7B)]
    });
    let told = facts.events.iter().flat_map(|event| {
        let year = visits::LATER_6_YEAR
            .once
            .and_then(|once| after(once, event.on));
        [Some(event.on), year]
    });
    let reviewed = facts.reviews.iter().map(|review| review.held_on);
    let mut days: Vec<NaiveDate> = legal
        .chain(placed)
        .chain(lived)
        .chain(told)
        .chain(reviewed)
        .flatten()
        .filter(|day| *day > stretch.from && stretch.covers(*day))
        .collect();
    days.push(stretch.from);
    days.sort();
    days.dedup();
    days
}

/// Weekly until the first adoption review of the placement, then as the last review set.
fn adoptive(facts: &Facts, stretch: &Stretch, day: NaiveDate) -> Turn {
    let held = facts.held(ReviewKind::Adoption);
    let reviewed = held.iter().any(|(on, _)| *on >= stretch.from && *on <= day);
    if !reviewed {
        return Turn {
            from: day,
            case: &adoption::AD_VISIT_WEEKLY,
            interval: Some(adoption::AD_VISIT_WEEKLY.limit()),
        };
    }
    let set = facts
        .events_of(EventKind::VisitIntervalSet)
        .into_iter()
        .rfind(|event| event.on >= stretch.from && event.on <= day);
    Turn {
        from: day,
        case: &adoption::AD_VISIT_SET,
        interval: set.and_then(|event| event.days).map(Limit::days),
    }
}

fn full(facts: &Facts, homes: &[Home], stretch: &Stretch, day: NaiveDate) -> Turn {
    let case = lines::line(facts, homes, stretch, day);
    Turn {
        from: day,
        case,
        interval: Some(case.limit()),
    }
}
