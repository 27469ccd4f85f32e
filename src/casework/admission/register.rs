//! The decisions about who is let in, each taken in one unit with its entry: who took it, when, and why.

use chrono::{DateTime, Utc};

use crate::store::{
    Randomness, Source, Store, StoreError, Unit,
    access::{
        Decided, Decision, Holder, Identity, Taken, decided, decisions, deny_token, holder, link,
        set_area, set_inactive, unlink,
    },
};

/// Who decides, when, and why.
#[derive(Debug, Clone)]
pub struct Ordered {
    pub by: String,
    pub reason: String,
    pub at: DateTime<Utc>,
}

/// Why nothing was done. Then nothing was written either.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    #[error("{0}")]
    Refused(String),
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

fn refuse<T>(why: impl Into<String>) -> Result<T, NotDone> {
    Err(NotDone::Refused(why.into()))
}

/// As long as a name, a subject or the id of a token may be, and as long as a reason.
const NAME: usize = 255;
const REASON: usize = 1_000;

/// The register of who is let in.
pub struct Register<'a> {
    pub store: &'a Store,
    pub randomness: &'a dyn Randomness,
}

impl Register<'_> {
    /// Shuts a person out, whoever issues their tokens. Their name stands where it stood. Answers with it.
    pub async fn deactivate(&self, who: &Identity, order: &Ordered) -> Result<String, NotDone> {
        self.set_active(who, order, false).await
    }

    pub async fn reactivate(&self, who: &Identity, order: &Ordered) -> Result<String, NotDone> {
        self.set_active(who, order, true).await
    }

    async fn set_active(
        &self,
        who: &Identity,
        order: &Ordered,
        active: bool,
    ) -> Result<String, NotDone> {
        let mut unit = self.begin(order).await?;
        let held = known(&unit, who).await?;
        if held.is_active == active {
            let how = if active { "active" } else { "deactivated" };
            return refuse(format!("{} is {how} already", held.name));
        }
        let since = (!active).then_some(order.at);
        set_inactive(&unit, held.person, since).await?;
        let kind = match active {
            true => Decided::Reactivated,
            false => Decided::Deactivated,
        };
        decided(&mut unit, of_person(kind, held.person, who, order)).await?;
        unit.commit().await?;
        Ok(held.name)
    }

    /// Has a second identity stand for a person. `agency` is the one for which the second identity's issuer speaks: it
    /// must be the person's own, or one agency could make people of another.
    pub async fn link(
        &self,
        who: &Identity,
        second: &Identity,
        agency: &str,
        order: &Ordered,
    ) -> Result<String, NotDone> {
        let mut unit = self.begin(order).await?;
        let held = known(&unit, who).await?;
        if !held.is_linked {
            return refuse(
                "the identity to link with was unlinked itself: name one that is in use",
            );
        }
        if held.agency != agency {
            return refuse(format!(
                "{} belongs to `{}`, and the issuer of the other identity speaks for `{agency}`",
                held.name, held.agency
            ));
        }
        if second.subject.is_empty() || second.subject.chars().count() > NAME {
            return refuse(format!("a subject has 1 to {NAME} characters"));
        }
        let before = holder(&unit, second).await?.filter(|it| it.is_linked);
        if let Some(before) = before {
            if before.person == held.person {
                return refuse(format!("it stands for {} already", held.name));
            }
            let left = of_person(Decided::Unlinked, before.person, second, order);
            decided(&mut unit, left).await?;
        }
        link(&unit, second, held.person).await?;
        let linked = of_person(Decided::Linked, held.person, second, order);
        decided(&mut unit, linked).await?;
        unit.commit().await?;
        Ok(held.name)
    }

    /// Ends what an identity stands for: whoever comes with it is out.
    pub async fn unlink(&self, identity: &Identity, order: &Ordered) -> Result<String, NotDone> {
        let mut unit = self.begin(order).await?;
        let held = known(&unit, identity).await?;
        if !held.is_linked {
            return refuse("it was unlinked before");
        }
        unlink(&unit, identity, order.at).await?;
        let left = of_person(Decided::Unlinked, held.person, identity, order);
        decided(&mut unit, left).await?;
        unit.commit().await?;
        Ok(held.name)
    }

    /// Denies one token, until it would have ended anyway.
    pub async fn deny_token(
        &self,
        issuer: &str,
        token_id: &str,
        until: DateTime<Utc>,
        order: &Ordered,
    ) -> Result<(), NotDone> {
        if token_id.is_empty() || token_id.chars().count() > NAME {
            return refuse(format!("the id of a token has 1 to {NAME} characters"));
        }
        if until <= order.at {
            return refuse("the time until which it is denied is past");
        }
        let mut unit = self.begin(order).await?;
        deny_token(&unit, issuer, token_id, until).await?;
        let denied = Decision {
            token: Some((issuer.to_owned(), token_id.to_owned(), until)),
            ..decision(Decided::TokenDenied, order)
        };
        decided(&mut unit, denied).await?;
        unit.commit().await?;
        Ok(())
    }

    /// Says in which area a court is, by the key of its agency. Areas are named as issuers name them who are bound to one.
    pub async fn set_area(&self, agency: &str, area: &str, order: &Ordered) -> Result<(), NotDone> {
        if area.is_empty() || area.chars().count() > NAME {
            return refuse(format!("an area has 1 to {NAME} characters"));
        }
        let mut unit = self.begin(order).await?;
        let Some(id) = set_area(&unit, agency, area).await? else {
            return refuse(format!("no court has the key `{agency}`"));
        };
        let put = Decision {
            area: Some((id, area.to_owned())),
            ..decision(Decided::Area, order)
        };
        decided(&mut unit, put).await?;
        unit.commit().await?;
        Ok(())
    }

    /// What was decided, the first first: about the person of an identity, or about all.
    pub async fn history(&self, who: Option<&Identity>) -> Result<Vec<Taken>, NotDone> {
        let person = match who {
            Some(who) => Some(known(self.store, who).await?.person),
            None => None,
        };
        Ok(decisions(self.store, person).await?)
    }

    async fn begin(&self, order: &Ordered) -> Result<Unit<'_>, NotDone> {
        for (what, text, most) in [("by", &order.by, NAME), ("reason", &order.reason, REASON)] {
            let fits = !text.trim().is_empty() && text.chars().count() <= most;
            if !fits || text.chars().any(char::is_control) {
                return refuse(format!("`{what}` is one line of 1 to {most} characters"));
            }
        }
        Ok(self.store.unit(self.randomness).await?)
    }
}

async fn known(source: &impl Source, identity: &Identity) -> Result<Holder, NotDone> {
    let found = holder(source, identity).await?;
    found.ok_or_else(|| NotDone::Refused("nobody on record has this issuer and subject".into()))
}

fn of_person(kind: Decided, person: i64, identity: &Identity, order: &Ordered) -> Decision {
    Decision {
        person: Some(person),
        identity: Some(identity.clone()),
        ..decision(kind, order)
    }
}

fn decision(kind: Decided, order: &Ordered) -> Decision {
    Decision {
        kind,
        person: None,
        identity: None,
        token: None,
        area: None,
        by: order.by.clone(),
        reason: order.reason.clone(),
        at: order.at,
    }
}
