//! What holds of a child's versions, whatever is done to them.

use chrono::NaiveDate;
use permanence::domain::{
    access::Standing,
    acts::Act,
    plans::{
        Guard, Place, Rules, State, Step, Transition, at_end_of_care, follow, holds, open_acts,
        step, transitions,
    },
};
use proptest::{prelude::*, strategy::ValueTree};

use super::{
    broken::amiss,
    telling::{Telling, day, well},
};

/// One thing that is tried: along a row, on the version in force, the one in preparation or none yet.
#[derive(Debug, Clone)]
struct Tried {
    row: usize,
    upon: Upon,
    /// Something is amiss: the guard at this place of the row.
    amiss: Option<usize>,
    /// Whoever does it, and whatever it is; none: what the row says.
    strange: Option<(Act, Standing)>,
    was_reviewed: bool,
    is_looked_after: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Upon {
    Nothing,
    InForce,
    Preparing,
}

fn tried() -> impl Strategy<Value = Tried> {
    let upon = prop::sample::select(vec![Upon::Nothing, Upon::InForce, Upon::Preparing]);
    let act = prop::sample::select(Act::ALL.to_vec());
    let standing = prop::sample::select(Standing::ALL.to_vec());
    (
        (0..transitions().len(), upon),
        prop::option::weighted(0.1, 0usize..8),
        prop::option::weighted(0.1, (act, standing)),
        (any::<bool>(), prop::bool::weighted(0.9)),
    )
        .prop_map(
            |((row, upon), amiss, strange, (was_reviewed, is_looked_after))| Tried {
                row,
                upon,
                amiss,
                strange,
                was_reviewed,
                is_looked_after,
            },
        )
}

#[derive(Debug, Clone, Copy)]
struct Version {
    state: State,
    place: Place,
}

/// The versions of one child, as a store would keep them.
#[derive(Debug, Default)]
struct Child(Vec<Version>);

impl Child {
    fn at(&self, wanted: Place) -> Option<usize> {
        self.0.iter().position(|version| version.place == wanted)
    }

    fn state_at(&self, wanted: Place, but: Option<usize>) -> Option<State> {
        let place = self.at(wanted).filter(|place| Some(*place) != but)?;
        Some(self.0[place].state)
    }

    fn care_goes_on(&mut self, is_looked_after: bool) {
        let (in_force, preparing) = (self.at(Place::InForce), self.at(Place::Preparing));
        let state = |at: Option<usize>| at.map(|at| self.0[at].state);
        if is_looked_after {
            return;
        }
        let Some((place, waiting)) = at_end_of_care(state(in_force), state(preparing)) else {
            return;
        };
        let moved = [in_force.zip(Some(place)), preparing.zip(waiting)];
        for (at, place) in moved.into_iter().flatten() {
            self.0[at].place = place;
        }
    }

    fn tries(&mut self, tried: &Tried) -> bool {
        let upon = match tried.upon {
            Upon::Nothing => None,
            Upon::InForce => self.at(Place::InForce),
            Upon::Preparing => self.at(Place::Preparing),
        };
        let from = upon.map(|place| self.0[place].state);
        let row = row_near(tried.row, from);
        let mut told = match tried.amiss.and_then(|place| row.guards.get(place)) {
            Some(guard) => amiss(row, *guard),
            None => well(row),
        };
        if tried.was_reviewed {
            told.facts.version.reviewed_on = told.facts.version.authorised_on;
        }
        if !tried.is_looked_after && told.facts.care.is_some() {
            told = told.care_ended("E8");
        }
        self.care_goes_on(told.facts.is_looked_after(told.deed.on));
        let told = told.beside(
            self.state_at(Place::InForce, upon),
            self.state_at(Place::Preparing, upon),
        );
        let taken = attempt(&told, from, row, tried.strange);
        let is_taken = taken.is_some();
        if let Some(step) = taken {
            self.takes(upon, &step);
        }
        is_taken
    }

    fn takes(&mut self, upon: Option<usize>, step: &Step) {
        assert_eq!(step.moved.from, upon.map(|place| self.0[place].state));
        if let Some(beside) = step.beside {
            let is_end = step.place == Place::Past;
            assert!(!is_end || beside.moved.is_none(), "both ended: {step:?}");
            let other = self
                .0
                .iter()
                .enumerate()
                .find(|(place, version)| Some(*place) != upon && version.place != Place::Past)
                .map(|(place, _)| place)
                .expect("what it says of another version is of one that there is");
            self.0[other] = Version {
                state: beside.state,
                place: beside.place,
            };
        }
        let version = Version {
            state: step.state(),
            place: step.place,
        };
        match upon {
            Some(place) => self.0[place] = version,
            None => self.0.push(version),
        }
    }

    fn is_sound(&self) -> Result<(), TestCaseError> {
        let count = |wanted| self.0.iter().filter(|it| it.place == wanted).count();
        prop_assert!(count(Place::InForce) <= 1, "{:?}", self.0);
        prop_assert!(count(Place::Preparing) <= 1, "{:?}", self.0);
        for version in &self.0 {
            let is_unsettled = matches!(version.state, State::Draft | State::Proposed);
            prop_assert!(
                !is_unsettled || version.place == Place::Preparing,
                "{version:?}"
            );
            let is_past = version.place == Place::Past;
            prop_assert!(!version.state.is_terminal() || is_past, "{version:?}");
            let may_be_past = version.state.is_terminal() || version.state == State::Achieved;
            prop_assert!(!is_past || may_be_past, "{version:?}");
        }
        // Nothing waits while nothing is in force, but what is still being written.
        if count(Place::InForce) == 0
            && let Some(place) = self.at(Place::Preparing)
        {
            let state = self.0[place].state;
            prop_assert!(
                matches!(state, State::Draft | State::Proposed),
                "{:?}",
                self.0
            );
        }
        Ok(())
    }
}

/// A row that leads on from the state, so that most attempts are worth making; any, where none does.
fn row_near(wanted: usize, from: Option<State>) -> &'static Transition {
    let all = transitions();
    let leading: Vec<&Transition> = all.iter().filter(|row| row.from == from).collect();
    match leading.len() {
        0 => &all[wanted],
        some => leading[wanted % some],
    }
}

fn attempt(
    told: &Telling,
    from: Option<State>,
    row: &Transition,
    strange: Option<(Act, Standing)>,
) -> Option<Step> {
    let rules = Rules::default();
    let Telling { facts, deed } = told;
    let usual = row.standings.iter().next();
    let (act, standing) = match (strange, usual) {
        (Some(strange), _) => strange,
        (None, Some(standing)) => (row.acts[0], standing),
        (None, None) => return follow(&rules, from?, row.acts[0], facts, deed),
    };
    step(&rules, from, act, standing, facts, deed).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn at_most_one_version_is_in_force_and_one_in_preparation_whatever_is_tried(
        all in prop::collection::vec(tried(), 1..60),
    ) {
        let mut child = Child::default();
        for tried in &all {
            let before = child.0.clone();
            child.tries(tried);
            child.is_sound()?;
            for (before, after) in before.iter().zip(&child.0) {
                let stays = !before.state.is_terminal() || before.state == after.state;
                prop_assert!(stays, "{before:?} became {after:?}");
            }
        }
    }

    #[test]
    fn every_guard_has_an_answer_on_any_day(
        row in 0..transitions().len(),
        on in prop_oneof![
            Just(NaiveDate::MIN),
            Just(NaiveDate::MAX),
            (-4000i64..4000).prop_map(|days| day("2024-06-03") + chrono::TimeDelta::days(days)),
        ],
    ) {
        let row = &transitions()[row];
        let mut told = well(row);
        told.deed.on = on;
        let Telling { facts, deed } = &told;
        let open = open_acts(&Rules::default(), row.from, Standing::ALL.iter().copied().collect(), facts, deed);
        for guard in Guard::ALL.iter().copied() {
            let is_so = holds(guard, facts, deed);
            for open in &open {
                prop_assert!(!is_so || !open.closed_by.contains(&guard));
            }
        }
    }
}

/// The attempts above are worth something only if they get somewhere.
#[test]
fn the_attempts_reach_every_state() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let all = prop::collection::vec(tried(), 40..60);
    let mut reached = std::collections::HashSet::new();
    for _ in 0..400 {
        let mut child = Child::default();
        for tried in all.new_tree(&mut runner).unwrap().current() {
            child.tries(&tried);
            reached.extend(child.0.iter().map(|version| version.state));
        }
    }
    let missed: Vec<_> = State::ALL
        .iter()
        .filter(|state| !reached.contains(state))
        .collect();
    assert!(missed.is_empty(), "never reached: {missed:?}");
}
