//! Showing a partner a plan that is not filed: proposed by one person, authorised by another.

use super::{
    moving::{Trace, about_version},
    under::{allowed, under},
};
use crate::{
    casework::acts::{Acting, Deed, Stop},
    domain::{
        access::{AgencyKind, Class},
        acts::{Act, Problem, ProblemCode},
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
        allowed(acting, &under)?;
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
        let trace = Trace {
            linked: Some(("SHARING", id)),
            ..Trace::default()
        };
        about_version(acting, &under, trace, None)
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
        allowed(acting, &under)?;
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
        let trace = Trace {
            linked: Some(("SHARING", id)),
            shown_to: match self.with {
                AgencyKind::Court => &[AgencyKind::Court],
                _ => &[AgencyKind::Cafcass],
            },
            ..Trace::default()
        };
        about_version(acting, &under, trace, None)
    }
}
