//! One function for each thing a partner does: find, permit, load, enter in the ledger, answer.

pub mod access;
pub mod acts;
pub mod admission;
pub mod changes;
pub mod children;
pub mod cursor;
pub mod deadlines;
pub mod founding;
pub mod proceedings;
pub mod returns;
pub mod summaries;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use tokio::sync::watch;

use crate::{
    domain::{
        access::{Class, ClassSet, Guards, Policy, Rules, StandingSet, Viewer, Windows},
        plans,
    },
    store::{
        Randomness, Store, StoreError,
        access::{Person, Seeker},
        ledger::{Entry, EntryChild, Ledger, Outcome},
    },
};
use admission::Admitted;
use cursor::Cursors;

/// Everything that answering takes.
pub struct Casework {
    pub store: Store,
    pub ledger: Ledger,
    pub policy: Arc<Policy>,
    pub guards: Guards,
    pub cursors: Cursors,
    /// Where the ids of new records come from.
    pub randomness: Arc<dyn Randomness>,
    /// How long standings last beyond what they rest on.
    pub windows: Windows,
    /// The rules by which a plan moves.
    pub plan_rules: plans::Rules,
}

/// Why there is no answer. A closed list; the cause of `Unavailable` is for the log alone.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error("the record is not available now")]
    Unavailable(#[from] StoreError),
    #[error("the token is not one that this service accepts")]
    Out,
    #[error("your role can never be shown {}, so it cannot be filtered or sorted by", .0.word())]
    FilterNotPermitted(Class),
    #[error("the cursor is not one of ours for this list, or was made for somebody else")]
    CursorInvalid,
    #[error(
        "the cursor is older than 90 days: read your children anew, and go on from a new cursor"
    )]
    CursorExpired,
    #[error("{0}")]
    BadInput(String),
}

/// One request: who asks, when, and under which number.
pub struct Asking {
    pub viewer: Viewer,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    pub request_id: String,
    /// What the asker says it is for; kept in the ledger.
    pub purpose: Option<String>,
    person: Option<Person>,
}

impl Asking {
    /// `today` is the day in London: every window of the law is counted there.
    pub fn new(admitted: Admitted, request_id: String, purpose: Option<String>) -> Self {
        let (viewer, person, now) = admitted.into_parts();
        Self {
            viewer,
            now,
            today: london_day(now),
            request_id,
            purpose,
            person,
        }
    }

    /// The person on record, as they were found when they were let in.
    pub fn person(&self) -> Option<&Person> {
        self.person.as_ref()
    }

    fn seeker(&self, casework: &Casework) -> Option<Seeker> {
        // The token's role belongs to a kind of agency; a person on record with another kind has no standing.
        let kind = self.viewer.role.agency_kind();
        let fitting = self.person().filter(|person| person.agency_kind == kind);
        fitting.map(|person| Seeker {
            person: person.id,
            role: self.viewer.role,
            agency_kind: person.agency_kind,
            today: self.today,
            now: self.now,
            guards: casework.guards,
        })
    }
}

impl Casework {
    pub fn rules(&self) -> Rules<'_> {
        Rules {
            policy: &self.policy,
            guards: self.guards,
        }
    }

    /// Changes whenever this process has written what somebody may have to be told of.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.store.news()
    }

    /// Enters an answer. Returns once it is committed; an error means that nothing may be answered.
    async fn enter(
        &self,
        asking: &Asking,
        operation: &str,
        outcome: Outcome,
        children: Vec<EntryChild>,
    ) -> Result<(), Trouble> {
        let person = asking.person().map(|person| person.id);
        let entry = Entry {
            request_id: asking.request_id.clone(),
            operation: operation.to_owned(),
            issuer: asking.viewer.issuer.clone(),
            subject: asking.viewer.subject.clone(),
            token_id: asking.viewer.token_id.clone(),
            actor: asking.viewer.actor.clone(),
            person,
            agency: asking.viewer.agency.clone(),
            role: asking.viewer.role.word().to_owned(),
            purpose: asking.purpose.clone(),
            policy_version: self.policy.version().to_owned(),
            outcome,
            at: asking.now,
            children,
        };
        Ok(self.ledger.record(entry).await?)
    }
}

/// A child that was named in an answer without a section of it.
fn named_only(key: crate::domain::children::ChildKey, standings: StandingSet) -> EntryChild {
    EntryChild {
        key,
        standings,
        shown: ClassSet::EMPTY,
        withheld: ClassSet::EMPTY,
        plan_version: None,
    }
}

/// The calendar day in London. Summer time runs from the last Sunday of March to the last Sunday of October,
/// changing at 01:00 UTC (Summer Time Act 1972 as amended by the Summer Time Order 2002).
pub fn london_day(now: DateTime<Utc>) -> NaiveDate {
    use chrono::{Datelike, Duration};
    let last_sunday = |month: u32| {
        let day = NaiveDate::from_ymd_opt(now.year(), month, 31).unwrap_or_default();
        let back = i64::from(day.weekday().num_days_from_sunday());
        (day - Duration::days(back))
            .and_hms_opt(1, 0, 0)
            .unwrap_or_default()
            .and_utc()
    };
    let is_summer = last_sunday(3) <= now && now < last_sunday(10);
    (now + Duration::hours(i64::from(is_summer))).date_naive()
}

#[cfg(test)]
mod tests {
    use super::london_day;

    #[test]
    fn a_summer_evening_belongs_to_the_next_day_in_london() {
        let day = |text: &str| london_day(text.parse().unwrap()).to_string();
        assert_eq!(day("2026-07-01T23:30:00Z"), "2026-07-02");
        assert_eq!(day("2026-12-01T23:30:00Z"), "2026-12-01");
        assert_eq!(day("2026-03-29T00:59:59Z"), "2026-03-29");
        assert_eq!(day("2026-10-25T00:30:00Z"), "2026-10-25");
        assert_eq!(day("2026-10-25T23:30:00Z"), "2026-10-25");
        assert_eq!(day("2026-10-24T23:30:00Z"), "2026-10-25");
    }
}
