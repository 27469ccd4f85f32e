//! From the facts of a child to its deadlines, a family a file. Each family says what set a deadline off, how its date
//! is counted, what met it and what ended it; the reckoning makes deadlines of that, all in one way.

mod adoption;
mod contact;
mod court;
mod decisions;
mod draft;
mod health;
mod lines;
mod placements;
mod planning;
mod reviews;
mod short_orders;
pub(super) mod timeline;
mod visits;

pub(super) use court::extended;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use draft::Draft;

use super::calendar::Calendar;
use super::deadline::Deadline;
use super::deadline::Key;
use super::deadline::Met;
use super::deadline::SetOff;
use super::deadline::State;
use super::fact_kind::EventKind;
use super::fact_kind::FactKind;
use super::fact_kind::RecordKind;
use super::facts::Event;
use super::facts::Facts;
use super::facts::LocalStandards;
use super::known::Home;
use super::regime::Regime;
use super::regime::Stretch;
use super::regime::stretches;
use super::rule::Case;
use super::rule::Rule;
use super::rules;
use super::step::Explanation;
use super::step::Step;
use super::words::Reason;
use super::words::Standard;
use crate::domain::access::Class;

/// All deadlines of a child, by what the facts say, in the order of their keys.
///
/// There is no today in it: a deadline that is open stays open until a fact meets or ends it, and
/// [`Deadline::status`] compares it with a day. Facts that contradict each other, such as two placements at once, may
/// set one rule off twice; the first stays.
pub fn deadlines(facts: &Facts, local: &LocalStandards, calendar: &Calendar) -> Vec<Deadline> {
    let mut reckoning = Reckoning::new(facts, local, calendar);
    planning::follow(&mut reckoning);
    placements::follow(&mut reckoning);
    reviews::follow(&mut reckoning);
    visits::follow(&mut reckoning);
    health::follow(&mut reckoning);
    decisions::follow(&mut reckoning);
    adoption::follow(&mut reckoning);
    court::follow(&mut reckoning);
    short_orders::follow(&mut reckoning);
    contact::follow(&mut reckoning);
    let mut found = reckoning.found;
    found.sort_by_key(Deadline::key);
    found
}

struct Reckoning<'a> {
    facts: &'a Facts,
    local: &'a LocalStandards,
    calendar: &'a Calendar,
    stretches: Vec<Stretch>,
    homes: Vec<Home>,
    found: Vec<Deadline>,
    keys: BTreeSet<Key>,
}

impl<'a> Reckoning<'a> {
    fn new(facts: &'a Facts, local: &'a LocalStandards, calendar: &'a Calendar) -> Self {
        Self {
            facts,
            local,
            calendar,
            stretches: stretches(facts),
            homes: facts.homes(),
            found: Vec::new(),
            keys: BTreeSet::new(),
        }
    }

    /// A deadline by the rule's first line, counted from what set it off.
    fn draft(&self, rule: &'static Rule, set_off: SetOff) -> Draft {
        self.draft_by(rule, &rule.case, set_off)
    }

    fn draft_by(&self, rule: &'static Rule, case: &'static Case, set_off: SetOff) -> Draft {
        let counted = self
            .calendar
            .count_all(set_off.kind.says(), set_off.on, case.limits);
        Draft {
            rule,
            case,
            standard: Standard::Statutory,
            set_off,
            counted: Some(counted),
            met: None,
            ceased: None,
            placement: None,
            not_before: None,
        }
    }

    /// A deadline that never applied, and why.
    fn never(&self, rule: &'static Rule, set_off: SetOff, reason: Reason) -> Draft {
        Draft {
            rule,
            case: &rule.case,
            standard: Standard::Statutory,
            set_off,
            counted: None,
            met: None,
            ceased: Some((set_off.on, reason)),
            placement: None,
            not_before: None,
        }
    }

    fn add(&mut self, mut draft: Draft) {
        let (due_on, refused, steps) = match draft.counted.take() {
            None => (None, None, Vec::new()),
            Some(Err(refused)) => (None, Some(refused), Vec::new()),
            Some(Ok(counted)) => match self.calendar.within(counted.on) {
                Ok(on) => (Some(on), None, counted.steps),
                Err(refused) => (None, Some(refused), Vec::new()),
            },
        };
        let mut applies_until = None;
        let state = match (draft.met, draft.ceased) {
            (Some(met), None) => State::Met(met),
            (Some(met), Some((end, _))) if met.on <= end => State::Met(met),
            // The birthday lies ahead while the child grows up: what is due before it is open until then.
            (_, Some((end, Reason::Adult))) if due_on.is_none_or(|due| due < end) => {
                applies_until = Some((end, Reason::Adult));
                State::Open
            }
            (_, Some((since, reason))) => State::NotApplicable { reason, since },
            (None, None) => State::Open,
        };
        let placements = self.given_away(&draft, &state, &steps);
        let back = rules::SOON.number;
        let deadline = Deadline {
            rule: draft.rule,
            case: draft.case,
            standard: draft.standard,
            set_off: draft.set_off,
            due_on,
            refused,
            act_by: due_on.and_then(|on| self.calendar.working_day_until(on).ok()),
            soon_from: due_on.and_then(|on| {
                let soon = self.calendar.working_days_before(on, back);
                soon.ok().map(|(on, _)| on)
            }),
            state,
            applies_until,
            not_before: draft.not_before,
            placements,
            explanation: Explanation(steps),
        };
        if self.keys.insert(deadline.key()) {
            self.found.push(deadline);
        }
    }

    /// The placements that began or ended on a day of which the deadline speaks, and the one that it is about. The day
    /// that set it off tells nothing more where it is of another class, and the end of care neither: those who see the
    /// deadline see them as well.
    fn given_away(&self, draft: &Draft, state: &State, steps: &[Step]) -> Vec<i64> {
        let set_off_on = draft.set_off.on;
        let by_placement = draft.rule.set_off_class == Class::PlacementDates
            || draft.set_off.kind == RecordKind::Placement.into();
        let mut days: Vec<NaiveDate> = by_placement.then_some(set_off_on).into_iter().collect();
        days.extend(steps.iter().filter_map(|step| match step {
            Step::From { on, .. } | Step::Switched { on, .. } if *on != set_off_on => Some(*on),
            _ => None,
        }));
        match state {
            State::NotApplicable { reason, .. } if reason.is_end_of_care() => {}
            State::NotApplicable { since, .. } if *since == set_off_on => {}
            State::NotApplicable { since, .. } => days.push(*since),
            State::Met(met) if met.kind == RecordKind::Placement.into() => days.push(met.on),
            State::Met(_) | State::Open => {}
        }
        let bordering = self.facts.placements.iter().filter(|placement| {
            days.contains(&placement.starts_on)
                || placement.ends_on.is_some_and(|end| days.contains(&end))
        });
        let mut found: Vec<i64> = bordering.map(|placement| placement.id).collect();
        found.extend(draft.placement);
        found.sort();
        found.dedup();
        found
    }

    fn stretch_of(&self, on: NaiveDate) -> Option<&Stretch> {
        self.stretches.iter().find(|stretch| stretch.covers(on))
    }

    /// The end of the stretch that the day lies in.
    fn end_of_stretch(&self, on: NaiveDate) -> Option<(NaiveDate, Reason)> {
        self.stretch_of(on).and_then(|stretch| stretch.ended)
    }

    /// The end of the period of care that the day lies in.
    fn end_of_care(&self, on: NaiveDate) -> Option<(NaiveDate, Reason)> {
        let period = self.stretch_of(on)?.period;
        let last = self
            .stretches
            .iter()
            .rfind(|stretch| stretch.period == period)?;
        last.ended
    }

    fn home_of(&self, on: NaiveDate) -> Option<&Home> {
        self.homes
            .iter()
            .find(|home| super::known::covers(home.starts_on, home.ends_on, on))
    }

    /// The home that an event is about: that of the placement it names, else that of its day.
    fn home_of_event(&self, event: &Event) -> Option<&Home> {
        match event.placement {
            Some(id) => self.homes.iter().find(|home| home.placements.contains(&id)),
            None => self.home_of(event.on),
        }
    }

    /// The end of a home, where it has ended.
    fn end_of_home(&self, home: Option<&Home>) -> Option<(NaiveDate, Reason)> {
        let on = home?.ends_on?;
        Some((on, Reason::PlacementEnded))
    }

    /// Is the event about this home?
    fn is_about(&self, event: &Event, home: &Home) -> bool {
        match event.placement {
            Some(id) => home.placements.contains(&id),
            None => super::known::covers(home.starts_on, home.ends_on, event.on),
        }
    }

    /// Stretches that begin the full rules afresh: at the start of care, or when short breaks grew into more.
    fn fresh_starts(&self) -> Vec<Stretch> {
        let is_fresh = |stretch: &&Stretch| {
            stretch.regime == Regime::Full
                && !self.stretches.iter().any(|before| {
                    before.period == stretch.period
                        && before.from < stretch.from
                        && before.regime != Regime::ShortBreak
                })
        };
        self.stretches.iter().filter(is_fresh).cloned().collect()
    }

    /// Runs of short breaks without the full rules in between, gaps at home included.
    fn series(&self) -> Vec<Vec<Stretch>> {
        let mut found: Vec<Vec<Stretch>> = Vec::new();
        let mut goes_on = false;
        for stretch in &self.stretches {
            if stretch.regime != Regime::ShortBreak {
                goes_on = false;
                continue;
            }
            match found.last_mut() {
                Some(series) if goes_on => series.push(stretch.clone()),
                _ => found.push(vec![stretch.clone()]),
            }
            goes_on = true;
        }
        found
    }

    /// The day after which a fact belongs to the period of care that begins here: the end of the one before.
    fn since(&self, stretch: &Stretch) -> NaiveDate {
        self.stretches
            .iter()
            .filter(|before| before.period != stretch.period && before.from < stretch.in_care_from)
            .filter_map(Stretch::until)
            .max()
            .unwrap_or(NaiveDate::MIN)
    }

    /// The first event of a kind on or after a day, among those that are meant.
    fn event_from(
        &self,
        kind: EventKind,
        from: NaiveDate,
        is_meant: impl Fn(&Event) -> bool,
    ) -> Option<Met> {
        let events = self.facts.events_of(kind);
        let event = events
            .into_iter()
            .find(|event| event.on >= from && is_meant(event))?;
        Some(met(kind, event.id, event.on))
    }
}

fn met(kind: impl Into<FactKind>, id: i64, on: NaiveDate) -> Met {
    Met {
        kind: kind.into(),
        id,
        on,
    }
}

fn set_off(kind: impl Into<FactKind>, id: i64, on: NaiveDate) -> SetOff {
    SetOff {
        kind: kind.into(),
        id: Some(id),
        on,
    }
}

/// The earlier of two ways to meet a deadline.
fn first_of(ways: impl IntoIterator<Item = Option<Met>>) -> Option<Met> {
    ways.into_iter().flatten().min_by_key(|met| met.on)
}

/// What asks for a first visit in a stretch: the day, and the last day for it.
pub(super) fn visits_asked_for(
    facts: &Facts,
    homes: &[Home],
    stretch: &Stretch,
) -> Vec<(NaiveDate, NaiveDate)> {
    visits::firsts(facts, homes, stretch)
        .into_iter()
        .filter(|first| first.ended.is_none_or(|(end, _)| end > first.set_off.on))
        .filter_map(|first| {
            let due = first.case.limit().in_calendar_days(first.set_off.on)?;
            Some((first.set_off.on, due.on))
        })
        .collect()
}
