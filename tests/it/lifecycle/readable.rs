//! Who may move a plan may do the act, and reads what its guards tell of.

use permanence::domain::{
    access::{Class, Policy, Standing},
    acts::Table,
    plans::{Guard, transitions},
};

/// A guard that tells somebody of a class that they do not see in full, and why that tells them nothing more.
const AS_FILED: &str = "a court sees a plan as it was filed and served, and judges that version: its options cannot be \
                        changed since";
const EXCEPTIONS: [(Guard, Class, &[Standing], &str); 3] = [
    (Guard::FinalOrderFits, Class::Plan, COURT, AS_FILED),
    (Guard::FinalOutcomeDoesNotFit, Class::Plan, COURT, AS_FILED),
    (Guard::AdoptionPlanned, Class::Plan, COURT, AS_FILED),
];
const COURT: &[Standing] = &[Standing::Judge, Standing::LegalAdviser];

#[test]
fn no_guard_tells_anybody_what_they_do_not_see() {
    let policy = Policy::parse(Policy::default_text(), "test").unwrap();
    let mut used = Vec::new();
    for row in transitions() {
        for standing in row.standings.iter() {
            for guard in row.guards.iter().copied() {
                for class in guard.rests_on().iter().copied() {
                    let cell = policy.cell(class, standing).text();
                    if cell == "R" {
                        continue;
                    }
                    let excepted = EXCEPTIONS.iter().position(|(it, of, who, _)| {
                        (*it, *of) == (guard, class) && who.contains(&standing)
                    });
                    assert!(
                        excepted.is_some(),
                        "{guard} in {} tells {standing} of {class}, which is {cell}",
                        row.no
                    );
                    used.extend(excepted);
                }
            }
        }
    }
    for (place, (guard, class, ..)) in EXCEPTIONS.iter().enumerate() {
        assert!(used.contains(&place), "no need to except {guard}, {class}");
    }
}

#[test]
fn an_act_that_moves_a_plan_is_for_exactly_those_whom_its_moves_name() {
    let acts = Table::of_the_product();
    for rule in acts.rules() {
        let rows: Vec<_> = transitions()
            .iter()
            .filter(|row| !row.is_the_products() && row.acts.contains(&rule.act))
            .collect();
        if rows.is_empty() {
            continue;
        }
        for standing in Standing::ALL.iter().copied() {
            let moves = rows.iter().any(|row| row.standings.contains(standing));
            assert_eq!(
                rule.standings.contains(standing),
                moves,
                "{} for {standing}",
                rule.act
            );
        }
    }
    for row in transitions() {
        for act in &row.acts {
            assert!(acts.rule(*act).is_some(), "{act} of {}", row.no);
        }
    }
}

/// Were a placement looked at where a court decides, the answer would tell of a move that was not filed.
#[test]
fn what_a_court_does_rests_on_nothing_of_where_the_child_lives() {
    let of_placement = [
        Class::Placement,
        Class::PlacementDates,
        Class::PlacementLocation,
        Class::CarerIdentity,
    ];
    for row in transitions() {
        if COURT
            .iter()
            .any(|standing| row.standings.contains(*standing))
        {
            for guard in &row.guards {
                let told = guard.rests_on().iter();
                assert!(
                    !told.clone().any(|class| of_placement.contains(class)),
                    "{guard}"
                );
            }
        }
    }
}
