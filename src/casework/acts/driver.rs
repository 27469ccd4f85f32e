//! What all acts have in common.

use std::collections::BTreeSet;

use super::{
    Deed,
    acting::{Acting, Stop},
    found::{Found, ReadVersion},
    news::news,
};
use crate::{
    casework::{Asking, Casework, Trouble, named_only},
    domain::{
        access::StandingSet,
        acts::{Act, Problem, ProblemCode},
        children::ChildKey,
    },
    store::{
        Unit,
        access::{Person, Seeker},
        acts::{self, ClientKey, Done, Taken},
        changes, deadlines, filing, plans, standings,
    },
};

/// What an act is about, in public ids.
#[derive(Debug, Clone)]
pub enum Target {
    Child(Vec<u8>),
    Plan {
        id: Vec<u8>,
        /// The revision that was read by the one who acts.
        expected: Option<String>,
    },
    Case(Vec<u8>),
    /// The council of the one who acts.
    Council,
}

/// An act as it is ordered.
#[derive(Debug, Clone)]
pub struct Order {
    pub target: Target,
    pub key: Option<ClientKey>,
}

/// What became of an act.
#[derive(Debug)]
pub enum Acted {
    Done(Done),
    Refused(Vec<Problem>),
}

impl Casework {
    /// Does an act, or says why not. Once this returns `Done`, it is committed.
    pub async fn act<D: Deed>(
        &self,
        asking: &Asking,
        order: Order,
        deed: D,
    ) -> Result<Acted, Trouble> {
        let (Some(seeker), Some(person)) = (asking.seeker(self), asking.person()) else {
            return self
                .refused(asking, D::ACT, None, vec![Problem::not_found()])
                .await;
        };
        let found = self.find_target(asking, &seeker, &order.target).await?;
        let seen = found.child.as_ref().map(|it| (it.key, it.standings));
        match self
            .attempt(asking, &seeker, person, &order, found, deed)
            .await
        {
            Ok(done) => Ok(Acted::Done(done)),
            Err(Stop::Problems(problems)) => self.refused(asking, D::ACT, seen, problems).await,
            Err(Stop::Trouble(trouble)) => Err(trouble),
        }
    }

    async fn attempt<D: Deed>(
        &self,
        asking: &Asking,
        seeker: &Seeker,
        person: &Person,
        order: &Order,
        found: Found,
        deed: D,
    ) -> Result<Done, Stop> {
        let mut unit = self.store.unit(self.randomness.as_ref()).await?;
        self.still_in(&unit, asking).await?;
        if let Some(key) = &order.key {
            match acts::take(&unit, person.id, key, asking.now).await? {
                Taken::Fresh => {}
                Taken::Before(done) => return Ok(done),
                Taken::ForSomethingElse => {
                    return Err(Problem::of(
                        ProblemCode::Duplicate,
                        "idempotencyKey",
                        "This key was used for another request.",
                    )
                    .into());
                }
            }
        }
        let found = found.held(&mut unit, seeker).await?;
        let standing = found.standing(D::ACT, seeker, &order.target)?;
        if let (Some(read), Target::Plan { expected, .. }) = (&found.version, &order.target) {
            self.expect(&unit, read, expected.as_deref()).await?;
        }
        let mut acting = Acting {
            unit,
            casework: self,
            by: person,
            seeker,
            standing,
            act: D::ACT,
            now: asking.now,
            today: asking.today,
            child: found.child,
            version: found.version.map(|it| it.version.id),
            case: found.case,
            reached: found.reached,
            events: Vec::new(),
            touched: BTreeSet::new(),
        };
        let done = deed.perform(&mut acting).await?;
        self.conclude(acting, order, &done).await?;
        Ok(done)
    }

    /// Writes all that follows from the act, and commits.
    async fn conclude(&self, acting: Acting<'_>, order: &Order, done: &Done) -> Result<(), Stop> {
        let Acting {
            mut unit,
            by,
            now,
            events,
            touched,
            child,
            ..
        } = acting;
        for event in &events {
            for note in news(event) {
                changes::note(&mut unit, note);
            }
        }
        // An act may have opened or closed the record to somebody.
        changes::reach_changed(&mut unit);
        acts::append(&mut unit, events).await?;
        let touched: Vec<ChildKey> = touched.into_iter().collect();
        for council in touched.chunk_by(|a, b| a.council == b.council) {
            let children: Vec<i64> = council.iter().map(|key| key.child).collect();
            let council = council[0].council;
            filing::keep_contents(&mut unit, council, &children, now).await?;
            standings::rewrite(&mut unit, council, &children, &self.windows, now).await?;
            deadlines::rewrite(&mut unit, council, &children).await?;
        }
        if let Some(key) = &order.key {
            let about = child.map(|child| child.key).or(touched.first().copied());
            acts::remember(&unit, by.id, key, about, done).await?;
        }
        unit.commit().await?;
        Ok(())
    }

    /// The version must still be as it was read. Whoever reads it as filed cannot tell what it has become since, so
    /// for them what was filed counts.
    async fn expect(
        &self,
        unit: &Unit<'_>,
        read: &ReadVersion,
        expected: Option<&str>,
    ) -> Result<(), Stop> {
        let version = &read.version;
        let shown = self.cursors.stamp(&version.public_id, version.revision);
        let is_unchanged =
            !read.is_live || plans::revision(unit, read.key, version.id).await? == version.revision;
        match expected {
            Some(expected) if expected == shown && is_unchanged => Ok(()),
            Some(_) => Err(Problem::conflict().into()),
            None => Err(Problem::of(
                ProblemCode::Required,
                "expectedRevision",
                "The revision that you read is expected.",
            )
            .into()),
        }
    }

    async fn refused(
        &self,
        asking: &Asking,
        act: Act,
        seen: Option<(ChildKey, StandingSet)>,
        problems: Vec<Problem>,
    ) -> Result<Acted, Trouble> {
        let entries = seen.map(|(key, standings)| named_only(key, standings));
        self.enter_children(asking, act.word(), entries.into_iter().collect())
            .await?;
        Ok(Acted::Refused(problems))
    }
}
