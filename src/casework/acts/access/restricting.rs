//! Restrictions to a named list, and conflicts of interest.

use crate::{
    casework::acts::{
        Acting, Deed, Stop,
        refusal::{already, changed, guarded},
    },
    domain::{
        access::Standing,
        acts::{Act, Check, Problem},
        children::OPEN_END,
    },
    store::acts::{self, Done, Event, ExclusionRow, RestrictionRow, add},
};

const OPEN: i16 = 0;
const RESTRICTED: i16 = 1;

/// The record is there for a named list, and for nobody else.
#[derive(Debug, Clone)]
pub struct RestrictRecord {
    /// People of the council.
    pub people: Vec<Vec<u8>>,
    pub reason: String,
}

impl Deed for RestrictRecord {
    const ACT: Act = Act::RestrictRecord;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.text("reason", &self.reason);
        check.done()?;
        let key = acting.key()?;
        if acts::gate(&acting.unit, key).await? != Some(OPEN) {
            return Err(already("The record is restricted.").into());
        }
        let mut list = Vec::new();
        for named in &self.people {
            let person = acting.colleague("peopleIds", named).await?.id;
            if !list.contains(&person) {
                list.push(person);
            }
        }
        // Whoever has to act for the child must still be able to.
        let mut needed = acts::allocated(&acting.unit, key, acting.today).await?;
        needed.push(acting.by.id);
        if needed.iter().any(|person| !list.contains(person)) {
            let says = "The list must name the allocated social worker, the reviewing officer and yourself.";
            return Err(guarded("peopleIds", "LIST_COMPLETE", says).into());
        }
        changed(acts::move_gate(&acting.unit, key, OPEN, RESTRICTED).await?)?;
        for professional_id in list {
            let row = RestrictionRow {
                professional_id,
                council_id: key.council,
                child_id: key.child,
                starts_on: acting.today,
                ends_on: OPEN_END,
            };
            add(&acting.unit, row).await?;
        }
        acting.with_reason(self.reason)
    }
}

#[derive(Debug, Clone)]
pub struct UnrestrictRecord {
    pub reason: String,
}

impl Deed for UnrestrictRecord {
    const ACT: Act = Act::UnrestrictRecord;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.text("reason", &self.reason);
        check.done()?;
        let key = acting.key()?;
        if acts::gate(&acting.unit, key).await? != Some(RESTRICTED) {
            return Err(already("The record is not restricted.").into());
        }
        changed(acts::move_gate(&acting.unit, key, RESTRICTED, OPEN).await?)?;
        acts::end_list(&acting.unit, key, acting.today).await?;
        acting.with_reason(self.reason)
    }
}

/// A conflict of interest: from now on the child is not there for that person.
#[derive(Debug, Clone)]
pub struct DeclareExclusion {
    /// Somebody of the council, named by a manager. Nobody is oneself.
    pub person: Option<Vec<u8>>,
    pub reason: String,
}

impl Deed for DeclareExclusion {
    const ACT: Act = Act::DeclareExclusion;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.text("reason", &self.reason);
        check.done()?;
        let key = acting.key()?;
        let professional_id = match &self.person {
            None => acting.by.id,
            Some(_) if acting.standing != Some(Standing::TeamManager) => {
                return Err(Problem::not_yours(Self::ACT).into());
            }
            Some(named) => acting.colleague("personId", named).await?.id,
        };
        let is_excluded =
            acts::is_excluded(&acting.unit, professional_id, &[key], acting.today).await?;
        if is_excluded {
            return Err(already("They are kept from this child.").into());
        }
        let row = ExclusionRow {
            professional_id,
            council_id: key.council,
            child_id: key.child,
            starts_on: acting.today,
            ends_on: OPEN_END,
        };
        add(&acting.unit, row).await?;
        let event = Event {
            linked: Some(("PROFESSIONAL", professional_id)),
            reason: Some(self.reason),
            ..acting.event(key, acting.today)
        };
        acting.append(event);
        Ok(Done {
            child: acting.child()?.public_id.clone(),
            ..Done::default()
        })
    }
}

impl Acting<'_> {
    /// The end of an act that changes the record as a whole, with why.
    fn with_reason(&mut self, reason: String) -> Result<Done, Stop> {
        let event = Event {
            reason: Some(reason),
            ..self.event(self.key()?, self.today)
        };
        self.append(event);
        Ok(Done {
            child: self.child()?.public_id.clone(),
            ..Done::default()
        })
    }
}
