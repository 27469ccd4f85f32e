//! Every row of the table, every guard of it, every standing beside it, and every act that is in no row.

use std::path::Path;

use permanence::domain::{
    access::Standing,
    acts::Act,
    plans::{Guard, Place, Refusal, Rules, State, Transition, follow, step, transitions},
};

use super::{
    broken::amiss,
    telling::{Telling, well},
};

fn all_states() -> impl Iterator<Item = Option<State>> {
    std::iter::once(None).chain(State::ALL.iter().copied().map(Some))
}

fn by_people() -> impl Iterator<Item = &'static Transition> {
    transitions().iter().filter(|row| !row.is_the_products())
}

/// What is wrong with the moves under these rules, each fault with the name of its guard or row.
fn faults(rules: &Rules) -> Vec<String> {
    let mut faults = Vec::new();
    for row in by_people() {
        moves_and_is_guarded(rules, row, &mut faults);
        is_refused_to_others(rules, row, &mut faults);
    }
    for row in transitions().iter().filter(|row| row.is_the_products()) {
        match row.to {
            State::Superseded => takes_over(rules, row, &mut faults),
            _ => follows_an_order(rules, row, &mut faults),
        }
    }
    nothing_else_moves(rules, &mut faults);
    faults
}

fn moves_and_is_guarded(rules: &Rules, row: &Transition, faults: &mut Vec<String>) {
    let act = row.acts[0];
    for standing in row.standings.iter() {
        let Telling { facts, deed } = well(row);
        match step(rules, row.from, act, standing, &facts, &deed) {
            Ok(step) if step.moved.no == row.no && step.moved.to == row.to => {}
            other => faults.push(format!("{} as {standing}: {other:?}", row.no)),
        }
        for guard in row.guards.iter().copied() {
            let Telling { facts, deed } = amiss(row, guard);
            let found = step(rules, row.from, act, standing, &facts, &deed);
            if found != Err(Refusal::Guard(vec![guard])) {
                faults.push(format!("{guard} in {}: {found:?}", row.no));
            }
        }
    }
}

fn is_refused_to_others(rules: &Rules, row: &Transition, faults: &mut Vec<String>) {
    let Telling { facts, deed } = well(row);
    for standing in Standing::ALL.iter().copied() {
        if row.standings.contains(standing) {
            continue;
        }
        let found = step(rules, row.from, row.acts[0], standing, &facts, &deed);
        if found != Err(Refusal::NotYours) {
            faults.push(format!("{} as {standing}: {found:?}", row.no));
        }
    }
}

/// A row by which a version is superseded: on each of its acts, by a successor of whom all is well, and not by one that
/// was neither reviewed nor urgent, or not filed where it must be.
fn takes_over(rules: &Rules, row: &Transition, faults: &mut Vec<String>) {
    let needs_filing = row.guards.contains(&Guard::SuccessorFiled);
    for own in by_people().filter(|own| row.acts.contains(&own.acts[0])) {
        // What a decision maker declines takes no place.
        if own.to == State::AdmDeclined {
            continue;
        }
        let told = well(own).beside(row.from, None);
        let (taken, waits) = (Some(row.no.as_str()), None);
        let mut expect = |told: &Telling, guard: Guard, due: Option<&str>| {
            let found = superseded_by(rules, own, told);
            if found != Ok(due) {
                faults.push(format!("{guard} in {} by {}: {found:?}", row.no, own.no));
            }
        };
        let mut reviewed = told.clone();
        if !own.guards.contains(&Guard::NotReviewedYet) {
            reviewed.facts.version.reviewed_on = Some(told.deed.on);
        }
        if needs_filing && own.to != State::BeforeCourt {
            expect(&reviewed, Guard::SuccessorFiled, waits);
            continue;
        }
        expect(&reviewed, Guard::SuccessorReviewed, taken);
        let is_its_review = own.acts[0] == Act::RecordPlanReview;
        if is_its_review || own.guards.contains(&Guard::ReviewedBefore) {
            continue;
        }
        let mut unreviewed = told;
        unreviewed.facts.version.reviewed_on = None;
        // Who carries a plan out has its review behind them, or could not wait for one.
        let carried_out = own.to == State::Implementing;
        let due = if carried_out { taken } else { waits };
        expect(&unreviewed, Guard::SuccessorReviewed, due);
    }
}

/// The row along which the predecessor goes when the successor moves along `own`.
fn superseded_by(
    rules: &Rules,
    own: &Transition,
    told: &Telling,
) -> Result<Option<&'static str>, String> {
    let standing = own.standings.iter().next().unwrap();
    let Telling { facts, deed } = told;
    let step = step(rules, own.from, own.acts[0], standing, facts, deed)
        .map_err(|refusal| refusal.to_string())?;
    let beside = step.beside.ok_or("nothing stands beside it")?;
    let places = (step.place, beside.place);
    match beside.moved {
        Some(moved) if places == (Place::InForce, Place::Past) => Ok(Some(moved.no)),
        None if places == (Place::Preparing, Place::InForce) => Ok(None),
        _ => Err(format!("{places:?} beside {beside:?}")),
    }
}

fn follows_an_order(rules: &Rules, row: &Transition, faults: &mut Vec<String>) {
    let from = row.from.unwrap();
    for act in row.acts.iter().copied() {
        let Telling { facts, deed } = well(row);
        let found = follow(rules, from, act, &facts, &deed);
        if found.map(|step| (step.moved.no, step.state())) != Some((row.no.as_str(), row.to)) {
            faults.push(format!("{}: {found:?}", row.no));
        }
        for guard in row.guards.iter().copied() {
            let Telling { facts, deed } = amiss(row, guard);
            if let Some(step) = follow(rules, from, act, &facts, &deed) {
                faults.push(format!("{guard} in {}: {step:?}", row.no));
            }
        }
    }
}

fn nothing_else_moves(rules: &Rules, faults: &mut Vec<String>) {
    let Telling { facts, deed } = super::telling::child();
    for from in all_states() {
        for act in Act::ALL.iter().copied() {
            if by_people().any(|row| row.leaves(from, act)) {
                continue;
            }
            for standing in Standing::ALL.iter().copied() {
                let found = step(rules, from, act, standing, &facts, &deed);
                if found != Err(Refusal::NoSuchMove { from, act }) {
                    faults.push(format!("{act} from {from:?}: {found:?}"));
                }
            }
        }
    }
}

#[test]
fn every_move_is_made_under_its_guards_by_those_named_and_no_other_is() {
    let faults = faults(&Rules::default());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_loss_of_any_guard_is_noticed_under_its_name() {
    for guard in Guard::ALL.iter().copied() {
        let faults = faults(&Rules::without(guard));
        let named = format!("{guard} in ");
        assert!(
            faults.iter().any(|fault| fault.starts_with(&named)),
            "without {guard}: {faults:?}"
        );
    }
}

#[test]
fn what_ended_leads_nowhere_and_everything_else_leads_on() {
    for state in State::ALL.iter().copied() {
        let leads_on = transitions().iter().any(|row| row.from == Some(state));
        assert_eq!(leads_on, !state.is_terminal(), "{state}");
    }
}

#[test]
fn every_state_of_the_database_is_in_the_table_and_no_other() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("migration/src/sql/03_plans.up.sql");
    let text = std::fs::read_to_string(path).unwrap();
    let quoted = |from: &str| -> Vec<String> {
        let list = text.split_once(from).unwrap().1.split_once(')').unwrap().0;
        list.split('\'')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    let states: Vec<&str> = State::ALL.iter().map(|state| state.word()).collect();
    assert_eq!(quoted("check (state in ("), states);
    let options: Vec<&str> = permanence::domain::plans::PermanenceOption::ALL
        .iter()
        .map(|option| option.word())
        .collect();
    assert_eq!(quoted("check (permanence_option in ("), options);
}
