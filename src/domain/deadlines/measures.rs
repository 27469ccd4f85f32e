//! Measures that rest on the same facts: how often a child is visited against the minimum, and how long it took to move
//! in with adopters.

use chrono::NaiveDate;

use super::facts::Facts;
use super::follow::timeline::Timeline;
use super::follow::visits_asked_for;
use super::known;
use super::limit::Limit;
use super::regime::Regime;
use super::regime::Stretch;
use super::regime::stretches;
use super::rules;
use super::rules::planning::RETAIN_BORN;
use super::rules::planning::RETAIN_DIED;

/// Visits made in a time, and the fewest that the law would have asked for in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitFrequency {
    pub made: u32,
    pub minimum: u32,
}

impl VisitFrequency {
    /// Above 1 the child was visited more often than the minimum. None where nothing was asked for.
    pub fn ratio(self) -> Option<f64> {
        (self.minimum > 0).then(|| f64::from(self.made) / f64::from(self.minimum))
    }
}

/// Visits from the first day to before the last, under the full care planning rules. The minimum is what somebody
/// would make who always comes on the last permitted day, beginning with the last real visit before the time.
pub fn visit_frequency(facts: &Facts, from: NaiveDate, to: NaiveDate) -> VisitFrequency {
    let homes = facts.homes();
    let visits = facts.visits_that_count();
    let mut frequency = VisitFrequency {
        made: 0,
        minimum: 0,
    };
    for stretch in stretches(facts) {
        if stretch.regime != Regime::Full {
            continue;
        }
        let timeline = Timeline::of(facts, &homes, &stretch);
        let firsts = visits_asked_for(facts, &homes, &stretch);
        let begins = from.max(stretch.from);
        let ends = stretch.until().map_or(to, |until| until.min(to));
        let made = visits
            .iter()
            .filter(|visit| visit.held_on >= begins && visit.held_on < ends)
            .count();
        frequency.made += u32::try_from(made).unwrap_or(u32::MAX);
        let last = visits
            .iter()
            .rfind(|visit| stretch.covers(visit.held_on) && visit.held_on < begins)
            .map(|visit| visit.held_on);
        frequency.minimum += fewest(&timeline, &firsts, last, begins, ends);
    }
    frequency
}

/// First visits that one on `last` has not made yet, and the one due after it: whichever is due first, again and again.
fn fewest(
    timeline: &Timeline,
    firsts: &[(NaiveDate, NaiveDate)],
    last: Option<NaiveDate>,
    begins: NaiveDate,
    ends: NaiveDate,
) -> u32 {
    let mut last = last;
    let mut number = 0;
    loop {
        let later = last
            .and_then(|last| timeline.due_after("the last visit", last))
            .map(|(_, counted)| counted.on);
        let first = firsts
            .iter()
            .filter(|(set_off, _)| last.is_none_or(|last| *set_off > last))
            .map(|(_, due)| *due)
            .min();
        let Some(due) = [later, first].into_iter().flatten().min() else {
            return number;
        };
        // What was due before the time and not done is due at its beginning.
        let due = due.max(begins);
        if due >= ends || last.is_some_and(|last| due <= last) {
            return number;
        }
        number += 1;
        last = Some(due);
    }
}

/// Days from the start of care to the move in with adopters (A1). With `from_fostering`, the clock stops where the
/// carers who adopt began to foster the child (A10). None while the child has not moved in.
pub fn days_to_adoptive_home(facts: &Facts, from_fostering: bool) -> Option<i64> {
    let stretch: Stretch = stretches(facts)
        .into_iter()
        .find(|stretch| stretch.regime == Regime::Adoptive)?;
    let moved_in = if from_fostering {
        let home = facts
            .homes()
            .into_iter()
            .find(|home| known::covers(home.starts_on, home.ends_on, stretch.from));
        home.map_or(stretch.from, |home| {
            home.starts_on.max(stretch.in_care_from)
        })
    } else {
        stretch.from
    };
    Some((moved_in - stretch.in_care_from).num_days())
}

/// The day to which the case record is kept. None where neither birth nor death is known.
pub fn retain_until(facts: &Facts) -> Option<NaiveDate> {
    let reach = |limit: Limit, from: NaiveDate| Some(limit.in_calendar_days(from)?.on);
    let adult_on = facts
        .born_on
        .and_then(|born| super::limit::birthday(born, rules::ADULT_AGE));
    let died_young = facts
        .died_on
        .filter(|died| adult_on.is_none_or(|adult| *died < adult));
    match died_young {
        Some(died) => reach(RETAIN_DIED.limit(), died),
        None => reach(RETAIN_BORN.limit(), facts.born_on?),
    }
}
