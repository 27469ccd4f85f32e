//! One act under way: who acts under which standing on whom, within one unit of work.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    casework::{Casework, Trouble},
    domain::{
        access::Standing,
        acts::{Act, Problem},
        children::ChildKey,
    },
    store::{
        StoreError, Unit,
        access::{Person, Reached, Seeker},
        acts::{Done, Event},
    },
};

/// Why an act goes no further: something is wrong with it, or with us.
#[derive(Debug)]
pub enum Stop {
    Problems(Vec<Problem>),
    Trouble(Trouble),
}

impl From<Vec<Problem>> for Stop {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problems(vec![problem])
    }
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Trouble(error.into())
    }
}

/// The case that an act is about.
#[derive(Debug, Clone)]
pub struct Case {
    pub council: i16,
    pub id: i64,
    /// The children whom it covers, whether or not the one who acts reaches them all.
    pub children: Vec<ChildKey>,
}

pub struct Acting<'a> {
    pub unit: Unit<'a>,
    pub casework: &'a Casework,
    pub by: &'a Person,
    pub seeker: &'a Seeker,
    /// The standing under which the act is done.
    pub standing: Option<Standing>,
    pub act: Act,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    pub(super) child: Option<Reached>,
    pub(super) version: Option<i64>,
    pub(super) case: Option<Case>,
    /// Of a case: those of its children through whom the one who acts is shown it.
    pub(super) reached: Vec<Reached>,
    pub(super) events: Vec<Event>,
    pub(super) touched: BTreeSet<ChildKey>,
}

impl Acting<'_> {
    /// The child that the act is about.
    pub fn child(&self) -> Result<&Reached, Stop> {
        self.child
            .as_ref()
            .ok_or_else(|| Problem::not_found().into())
    }

    pub fn key(&self) -> Result<ChildKey, Stop> {
        Ok(self.child()?.key)
    }

    /// The version of the plan that the act is about.
    pub fn version(&self) -> Result<i64, Stop> {
        self.version.ok_or_else(|| Problem::not_found().into())
    }

    pub fn case(&self) -> Result<&Case, Stop> {
        self.case
            .as_ref()
            .ok_or_else(|| Problem::not_found().into())
    }

    pub async fn next_id(&mut self) -> Result<i64, Stop> {
        let council = match (&self.child, &self.case, self.by.council) {
            (Some(child), ..) => child.key.council,
            (None, Some(case), _) => case.council,
            (None, None, Some(council)) => council,
            (None, None, None) => return Err(Problem::not_found().into()),
        };
        Ok(self.unit.next_id(council).await?)
    }

    /// The act as it is appended, to be filled in where it has more to say.
    pub fn event(&self, key: ChildKey, on: NaiveDate) -> Event {
        Event {
            key,
            act: self.act,
            standing: self.standing,
            by: self.by.id,
            at: self.now,
            on,
            version: None,
            from: None,
            to: None,
            linked: None,
            how: None,
            shown_to: &[],
            reason: None,
            management_note: None,
        }
    }

    /// Appends an act: what follows from its child's facts is reckoned anew when the act is done.
    pub fn append(&mut self, event: Event) {
        self.touched.insert(event.key);
        self.events.push(event);
    }

    /// The usual end: the act on its child is appended with the record that it made.
    pub fn recorded(
        &mut self,
        on: NaiveDate,
        linked: (&'static str, i64),
        made: Option<Vec<u8>>,
    ) -> Result<Done, Stop> {
        let event = Event {
            linked: Some(linked),
            ..self.event(self.key()?, on)
        };
        self.append(event);
        Ok(Done {
            child: self.child()?.public_id.clone(),
            plan: None,
            made,
        })
    }
}
