//! Moving a version: its facts are read, the rules decide, and what they say of it and of the version beside it is written.

use chrono::NaiveDate;

use crate::{
    casework::acts::{Acting, Done, Stop},
    domain::{
        acts::{Act, Check, Problem, ProblemCode},
        children::ChildKey,
        plans::{Beside, Deed, Facts, Place, Refusal, State, Step, follow, place, step},
    },
    store::{
        acts::{Event, Mark, close_plan, lapse_question, move_version},
        plans::{Life, lives},
    },
};

/// A version under the rules: what is known of it, and where it stands.
pub(super) struct Under {
    pub key: ChildKey,
    pub id: i64,
    pub public_id: Vec<u8>,
    pub state: State,
    pub life: Life,
    pub facts: Facts,
}

/// What a move leaves in the history besides itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Trace {
    pub linked: Option<(&'static str, Option<i64>)>,
    pub marks: Vec<Mark>,
}

/// Everything about the child that the rules look at.
pub(super) async fn life(acting: &Acting<'_>, key: ChildKey) -> Result<Life, Stop> {
    let calendar = &acting.casework.store.reckoning().calendar;
    let mut found = lives(&acting.unit, &[key], acting.today, calendar).await?;
    Ok(found.remove(&key).unwrap_or_default())
}

/// The version that the act is about.
pub(super) async fn under(acting: &Acting<'_>) -> Result<Under, Stop> {
    let (key, id) = (acting.key()?, acting.version()?);
    let life = life(acting, key).await?;
    let Some(version) = life.version(id) else {
        return Err(Problem::not_found().into());
    };
    Ok(Under {
        key,
        id,
        public_id: version.public_id.clone(),
        state: version.state,
        facts: life.facts(Some(id)),
        life,
    })
}

/// The deed of the one who acts, on a day.
pub(super) fn deed(acting: &Acting<'_>, on: NaiveDate) -> Deed {
    Deed {
        by: acting.by.id,
        on,
        ..Deed::default()
    }
}

/// What a rule says against it, as the one who acts reads it.
pub(super) fn refused(acting: &Acting<'_>, refusal: Refusal) -> Stop {
    match refusal {
        Refusal::NoSuchMove { .. } => Problem::new(
            ProblemCode::StateNotAllowed,
            format!(
                "{} cannot be done in the state in which the plan is.",
                acting.act
            ),
        )
        .into(),
        Refusal::NotYours => Problem::not_yours(acting.act).into(),
        Refusal::Guard(guards) => {
            let problems = guards.into_iter().map(|guard| {
                Problem::guard(
                    guard.word(),
                    format!("It must be so that {}.", guard.says()),
                )
            });
            Stop::Problems(problems.collect())
        }
    }
}

/// Whether the rules let the version move, before anything is written.
pub(super) fn decide(acting: &Acting<'_>, under: &Under, deed: &Deed) -> Result<Step, Stop> {
    let Some(standing) = acting.standing else {
        return Err(Problem::not_yours(acting.act).into());
    };
    step(
        &acting.casework.plan_rules,
        Some(under.state),
        acting.act,
        standing,
        &under.facts,
        deed,
    )
    .map_err(|refusal| refused(acting, refusal))
}

/// Moves the version as the rules decide.
pub(super) async fn move_plan(
    acting: &mut Acting<'_>,
    under: &Under,
    deed: Deed,
    trace: Trace,
) -> Result<Done, Stop> {
    let step = decide(acting, under, &deed)?;
    write(acting, under, &deed, &step, trace, true).await?;
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
        linked: trace
            .linked
            .map(|(kind, id)| (kind, id.unwrap_or_default())),
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

/// The child ceased to be looked after: what was achieved is in force no more.
pub async fn leave_care(acting: &Acting<'_>, key: ChildKey, on: NaiveDate) -> Result<(), Stop> {
    let life = life(acting, key).await?;
    let achieved = |it: &&crate::store::plans::VersionLife| it.state == State::Achieved;
    for version in life.versions.iter().filter(achieved) {
        let place = place(version.state, false, false);
        move_version(
            &acting.unit,
            key.council,
            version.id,
            version.state,
            place,
            &[],
        )
        .await?;
    }
    Ok(close_plan(&acting.unit, key, on).await?)
}

/// A day of an act: not after today, and not before the record begins.
pub(super) fn on_day(acting: &Acting<'_>, on: Option<NaiveDate>) -> Result<NaiveDate, Stop> {
    let on = on.unwrap_or(acting.today);
    let mut check = Check::default();
    check.past("on", on, acting.today);
    check.done()?;
    Ok(on)
}

/// A reason may be left out where no guard asks for it; where it is given it says something.
pub(super) fn text(field: &'static str, text: Option<&str>) -> Result<(), Stop> {
    let mut check = Check::default();
    check.text_if(field, text);
    Ok(check.done()?)
}
