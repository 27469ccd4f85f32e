//! The page of the life of a plan, made from the table of transitions.

use std::fmt::Write as _;

use crate::domain::{
    access::{Class, Standing},
    acts::Act,
    plans::{Guard, Source, State, Transition, transitions},
};

pub fn written() -> String {
    let mut page = HEAD.to_owned();
    for state in State::ALL {
        let end = if state.is_terminal() { "end" } else { "" };
        let _ = writeln!(page, "| `{state}` | {} | {end} |", state.says());
    }
    page.push_str(PLACES);
    page.push_str(MOVES);
    for row in transitions() {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} |",
            row.no,
            row.from.map_or("nothing yet", State::word),
            row.to,
            joined(&row.acts, Act::word),
            who(row),
            joined(&row.guards, Guard::word),
            row.record
        );
    }
    page.push_str(GUARDS);
    for guard in Guard::ALL {
        let source = match guard.source() {
            Source::Record => "record",
            Source::Input => "form",
        };
        let _ = writeln!(
            page,
            "| `{guard}` | {} | {source} | {} |",
            guard.says(),
            joined(guard.rests_on(), Class::word)
        );
    }
    page
}

fn joined<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> String {
    let words: Vec<&str> = all.iter().copied().map(word).collect();
    words.join(", ")
}

fn who(row: &Transition) -> String {
    if row.is_the_products() {
        return "follows".to_owned();
    }
    let standings: Vec<Standing> = row.standings.iter().collect();
    joined(&standings, Standing::word)
}

const HEAD: &str = "\
# The life of a plan

How a version of a permanence plan moves from state to state: who moves it, what must hold, what is kept. The page is
made from `src/domain/plans/transitions.csv` and the guards beside it, which the program decides by. It is law and
guidance as far as its authors could read it, not legal advice; where the law leaves a choice, the choice is this product's.

## States

| state | a version in it is | |
|---|---|---|
";

const PLACES: &str = "
At most one version of a child is in force, and at most one in preparation.

- A draft and a proposed version are in preparation. From `AUTHORISED` on a version is in force where nothing else is: the
  child's first plan, or one whose predecessor ended.
- A predecessor stays in force until its successor was considered at a review (Care Planning Regulations 2010,
  regulation 32(2)) or could not wait for one. A predecessor before the court stays until the successor is reviewed, filed and
  served: until then the court goes by what was served on it.
- `ACHIEVED` stays in force while the child is looked after.
- A version that ended leads nowhere. A child who is looked after then needs another.
- The council decides; the reviewing officer scrutinises. A review that disagrees, and a dispute, move nothing and block
  nothing; an adjourned review holds up what is carried out, once and for 20 working days (regulation 36(2)).
- Options are primary, parallel (worked on at the same time) or contingency (the fallback). What is asked of an option is
  asked of the primary one, or of the one that the court's final outcome fits. Only final orders count. A case withdrawn, or
  ended without an order, fits a return home; a care order fits a return home under it; where an application to discharge a
  care order fails, the care order goes on.
- Fostering for adoption and concurrent planning (placements U2 and U5) are not placements for adoption.
";

const MOVES: &str = "
## Moves

*Follows*: the program makes the move itself. Rows 15 to 15h follow from an act on the later version, 13b and 13c from an
order. Where one act has two ends, the decision handed in chooses.

| no | from | to | act | who | must hold | kept |
|---|---|---|---|---|---|---|
";

const GUARDS: &str = "
## What must hold

*Record*: it is read off what is stored, and can be told beforehand. *Form*: it is about what is handed in with the act.
The classes are those of which it tells: whoever may make the move sees each of them in full. A judge and a legal adviser
see a plan as it was filed; what is asked of the plan itself where they decide is asked of the version filed.

| guard | it must be so that | rests on | classes |
|---|---|---|---|
";
