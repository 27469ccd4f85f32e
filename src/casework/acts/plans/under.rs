//! A version under the rules: its facts are read, and the rules say what may be done with it.

use chrono::NaiveDate;

use crate::{
    casework::acts::{Acting, Stop},
    domain::{
        acts::{Check, Problem, ProblemCode},
        children::ChildKey,
        plans::{Deed, Facts, Refusal, State, Step, beside, step},
    },
    store::plans::{Life, lives},
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

/// Whether the rules allow an act that leaves the state as it is.
pub(super) fn allowed(acting: &Acting<'_>, under: &Under) -> Result<(), Stop> {
    let (rules, deed) = (&acting.casework.plan_rules, deed(acting, acting.today));
    beside(rules, acting.act, under.state, &under.facts, &deed)
        .map_err(|refusal| refused(acting, refusal))
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
