//! Showing a partner a plan that is not filed: proposed by one person, authorised by another.

use super::{adoption::about_version, moving::under};
use crate::{
    casework::acts::{Acting, Deed, Stop},
    domain::{
        access::{AgencyKind, Class},
        acts::{Act, Problem, ProblemCode},
        plans::State,
    },
    store::acts::{Done, Item, authorise_sharing, open_sharing, propose_sharing, share},
};

/// Proposes that a kind of agency be shown the version.
#[derive(Debug, Clone)]
pub struct ProposeSharing {
    pub with: AgencyKind,
}

impl Deed for ProposeSharing {
    const ACT: Act = Act::ProposeSharing;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let under = under(acting).await?;
        settled(under.state)?;
        let reader = self.with.word();
        if open_sharing(&acting.unit, under.key, under.id, reader)
            .await?
            .is_some()
        {
            let message = "This sharing waits to be authorised.";
            return Err(Problem::new(ProblemCode::AlreadyDone, message).into());
        }
        let (by, on) = (acting.by.id, acting.today);
        let id = propose_sharing(&mut acting.unit, under.key, under.id, reader, by, on).await?;
        about_version(acting, &under, ("SHARING", id), None)
    }
}

/// Authorises a proposed sharing: from now on the version, as it is now, is shown.
#[derive(Debug, Clone)]
pub struct AuthoriseSharing {
    pub with: AgencyKind,
}

impl Deed for AuthoriseSharing {
    const ACT: Act = Act::AuthoriseSharing;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let under = under(acting).await?;
        settled(under.state)?;
        let reader = self.with.word();
        let open = open_sharing(&acting.unit, under.key, under.id, reader).await?;
        let Some(id) = open else {
            let message = "No sharing of this version with them was proposed.";
            return Err(Problem::new(ProblemCode::StateNotAllowed, message).into());
        };
        let (by, on, now) = (acting.by.id, acting.today, acting.now);
        authorise_sharing(&acting.unit, under.key.council, id, by, on).await?;
        let state = Some(under.state.word());
        let items = [Class::Plan, Class::PlanNarrative].map(|class| Item {
            class,
            id: under.id,
            state,
        });
        share(
            &mut acting.unit,
            under.key,
            "SHARED",
            None,
            &[self.with],
            &items,
            now,
        )
        .await?;
        let linked = match self.with {
            AgencyKind::Court => "SHARING_COURT",
            _ => "SHARING_CAFCASS",
        };
        about_version(acting, &under, (linked, id), None)
    }
}

/// A draft is nobody's but the council's.
fn settled(state: State) -> Result<(), Stop> {
    if matches!(state, State::Draft | State::Proposed | State::Withdrawn) {
        let message = "A plan is shared from its authorisation on.";
        return Err(Problem::new(ProblemCode::StateNotAllowed, message).into());
    }
    Ok(())
}
