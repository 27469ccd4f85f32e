//! Moving a version: what the rules say of it and of the version beside it is written.

use chrono::NaiveDate;

use super::under::{Under, decide, deed, life};
use crate::{
    casework::acts::{Acting, Done, Stop},
    domain::{
        access::AgencyKind,
        acts::Act,
        children::ChildKey,
        plans::{AchievedBy, Beside, Deed, Place, State, Step, at_end_of_care, follow},
    },
    store::acts::{Event, Mark, close_plan, lapse_question, move_version},
};

/// What a move leaves in the history besides itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Trace {
    pub linked: Option<(&'static str, i64)>,
    pub how: Option<AchievedBy>,
    pub shown_to: &'static [AgencyKind],
    pub marks: Vec<Mark>,
}

/// Moves the version as the rules decide.
pub(super) async fn move_plan(
    acting: &mut Acting<'_>,
    under: &Under,
    deed: Deed,
    trace: Trace,
) -> Result<Done, Stop> {
    let step = decide(acting, under, &deed)?;
    carry_out(acting, under, &deed, &step, trace).await
}

/// Moves the version by a step that was decided.
pub(super) async fn carry_out(
    acting: &mut Acting<'_>,
    under: &Under,
    deed: &Deed,
    step: &Step,
    trace: Trace,
) -> Result<Done, Stop> {
    write(acting, under, deed, step, trace, true).await?;
    Ok(Done {
        child: acting.child()?.public_id.clone(),
        plan: Some(under.public_id.clone()),
        made: None,
    })
}

/// An act on a version that leaves its state as it is.
pub(super) fn about_version(
    acting: &mut Acting<'_>,
    under: &Under,
    trace: Trace,
    reason: Option<String>,
) -> Result<Done, Stop> {
    let state = Some(under.state.word());
    let event = Event {
        version: Some(under.id),
        from: state,
        to: state,
        linked: trace.linked,
        shown_to: trace.shown_to,
        reason,
        ..acting.event(under.key, acting.today)
    };
    acting.append(event);
    Ok(Done {
        child: acting.child()?.public_id.clone(),
        plan: Some(under.public_id.clone()),
        made: None,
    })
}

/// Writes a step: first whoever gives up a place, then whoever takes it.
async fn write(
    acting: &mut Acting<'_>,
    under: &Under,
    deed: &Deed,
    step: &Step,
    trace: Trace,
    is_the_persons: bool,
) -> Result<(), Stop> {
    let council = under.key.council;
    let mut marks = trace.marks;
    match step.moved.to {
        State::Proposed => marks.push(Mark::ProposedOn(deed.on)),
        State::Authorised if step.moved.from == Some(State::Proposed) => {
            marks.push(Mark::AuthorisedOn(deed.on));
        }
        _ => {}
    }
    if acting.act == Act::ReconsiderPlan {
        marks.push(Mark::NotReviewed);
    }
    let other = under.life.beside(Some(under.id));
    let beside = step.beside.as_ref().zip(other);
    if let Some((beside, other)) = beside
        && !beside.place.is_in_force()
    {
        move_version(
            &acting.unit,
            council,
            other.id,
            beside.state,
            beside.place,
            &[],
        )
        .await?;
    }
    move_version(
        &acting.unit,
        council,
        under.id,
        step.state(),
        step.place,
        &marks,
    )
    .await?;
    if let Some((beside, other)) = beside
        && beside.place.is_in_force()
        && !other.is_in_force
    {
        move_version(
            &acting.unit,
            council,
            other.id,
            beside.state,
            beside.place,
            &[],
        )
        .await?;
    }
    let event = Event {
        version: Some(under.id),
        from: step.moved.from.map(State::word),
        to: Some(step.moved.to.word()),
        linked: trace.linked,
        how: trace.how,
        shown_to: trace.shown_to,
        reason: deed.reason.clone(),
        management_note: deed.management_note.clone(),
        standing: acting.standing.filter(|_| is_the_persons),
        ..acting.event(under.key, deed.on)
    };
    acting.append(event);
    if let Some(then) = step.then {
        consequence(acting, under, deed, under.id, (then.from, then.to));
    }
    if let Some((
        Beside {
            moved: Some(moved), ..
        },
        other,
    )) = beside
    {
        consequence(acting, under, deed, other.id, (moved.from, moved.to));
    }
    let gone = |state: State| matches!(state, State::Closed | State::Superseded);
    if under.state == State::AdmPending && gone(step.state()) {
        lapse_question(&acting.unit, under.key, under.id, deed.on).await?;
    }
    if let Some((beside, other)) = beside
        && other.state == State::AdmPending
        && gone(beside.state)
    {
        lapse_question(&acting.unit, under.key, other.id, deed.on).await?;
    }
    let is_over = step.place == Place::Past && !under.facts.is_looked_after(deed.on);
    if is_over {
        close_plan(&acting.unit, under.key, deed.on).await?;
    }
    Ok(())
}

/// What the product itself drew from the act.
fn consequence(
    acting: &mut Acting<'_>,
    under: &Under,
    deed: &Deed,
    version: i64,
    (from, to): (Option<State>, State),
) {
    let event = Event {
        standing: None,
        version: Some(version),
        from: from.map(State::word),
        to: Some(to.word()),
        ..acting.event(under.key, deed.on)
    };
    acting.append(event);
}

/// An order was recorded: a version that is carried out may be achieved by it.
pub async fn follow_order(
    acting: &mut Acting<'_>,
    key: ChildKey,
    on: NaiveDate,
) -> Result<(), Stop> {
    let life = life(acting, key).await?;
    let Some(version) = life.versions.iter().find(|it| it.is_in_force) else {
        return Ok(());
    };
    let under = Under {
        key,
        id: version.id,
        public_id: version.public_id.clone(),
        state: version.state,
        facts: life.facts(Some(version.id)),
        life: life.clone(),
    };
    let deed = deed(acting, on);
    let rules = &acting.casework.plan_rules;
    if let Some(step) = follow(rules, under.state, Act::RecordOrder, &under.facts, &deed) {
        write(acting, &under, &deed, &step, Trace::default(), false).await?;
    }
    Ok(())
}

/// The child ceased to be looked after.
pub async fn leave_care(acting: &Acting<'_>, key: ChildKey, on: NaiveDate) -> Result<(), Stop> {
    let life = life(acting, key).await?;
    let in_force = life.versions.iter().find(|it| it.is_in_force);
    let waiting = life.versions.iter().find(|it| it.is_preparing);
    let states = (in_force.map(|it| it.state), waiting.map(|it| it.state));
    if let Some((place, place_of_waiting)) = at_end_of_care(states.0, states.1) {
        // The one in force first: there is one at most.
        let moved = [in_force.zip(Some(place)), waiting.zip(place_of_waiting)];
        for (version, place) in moved.into_iter().flatten() {
            let (council, state) = (key.council, version.state);
            move_version(&acting.unit, council, version.id, state, place, &[]).await?;
        }
    }
    Ok(close_plan(&acting.unit, key, on).await?)
}
