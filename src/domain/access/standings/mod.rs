//! From facts about a child to standings: who may come to this child, from when, until when.
//!
//! Windows that open and close with the calendar are stored as dates, so the passing of a day changes no row.
//! Days are half-open: a standing that lasts until a day, that day included, ends on the next.

mod court;
#[cfg(test)]
mod tests;

use chrono::{Days, NaiveDate};

pub use court::{Appointment, CourtCase, CourtSpell, HearingListing};

use super::{ClassSet, Standing};
use crate::domain::children::OPEN_END;

/// The number of a desk: what a standing is held by. People come and go at a desk.
pub type DeskId = i64;

/// How long a standing lasts beyond what it rests on. Settings of the council.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// A listed judge sees a case this many days before the hearing.
    pub before_hearing: u16,
    /// A guardian sees it this many days after the final order: the time for an appeal.
    pub after_final_order: u16,
    /// A decision maker or nominated officer sees it this many days after deciding.
    pub after_decision: u16,
    /// A court sees a case this many days after it closed.
    pub after_closure: u16,
}

impl Default for Windows {
    fn default() -> Self {
        Self {
            before_hearing: 14,
            after_final_order: 21,
            after_decision: 28,
            after_closure: 28,
        }
    }
}

/// Days from one to before another. Empty where they are not in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spell {
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

impl Spell {
    pub const ALWAYS: Self = Self {
        starts_on: NaiveDate::MIN,
        ends_on: OPEN_END,
    };

    pub const fn new(starts_on: NaiveDate, ends_on: NaiveDate) -> Self {
        Self { starts_on, ends_on }
    }

    pub const fn from(starts_on: NaiveDate) -> Self {
        Self {
            starts_on,
            ends_on: OPEN_END,
        }
    }

    pub fn is_empty(self) -> bool {
        self.starts_on >= self.ends_on
    }

    pub fn within(self, other: Self) -> Self {
        Self {
            starts_on: self.starts_on.max(other.starts_on),
            ends_on: self.ends_on.min(other.ends_on),
        }
    }

    pub fn until(self, ends_on: NaiveDate) -> Self {
        self.within(Self {
            starts_on: NaiveDate::MIN,
            ends_on,
        })
    }
}

/// Somebody's desk, for some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub desk: DeskId,
    pub spell: Spell,
}

/// A decision or an approval that is somebody's to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Referral {
    pub desk: DeskId,
    pub referred_on: NaiveDate,
    pub decided_on: Option<NaiveDate>,
}

/// All facts from which the standings on one child follow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChildFacts {
    pub workers: Vec<Held>,
    /// Named and acting reviewing officers.
    pub reviewing_officers: Vec<Held>,
    /// The team that holds the case, also where nobody is allocated.
    pub teams: Vec<Held>,
    /// The council's out-of-hours duty desk, since the council knows of the child.
    pub duty: Vec<Held>,
    /// Adoption decisions and matches.
    pub decisions: Vec<Referral>,
    /// Approvals reserved to a nominated officer.
    pub approvals: Vec<Referral>,
    /// The council's legal desk, where it has one.
    pub legal_desk: Option<DeskId>,
    /// Requests and incidents that name the child, on the desk of the data protection officer.
    pub incidents: Vec<Held>,
    /// Inspections in whose sample the child is.
    pub inspections: Vec<Held>,
    pub cases: Vec<CourtCase>,
}

/// One derived row: this desk has this standing on the child in these days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StandingRow {
    pub desk: DeskId,
    pub kind: Standing,
    /// The bits of the classes to which the standing is limited; nothing where it is not.
    pub limit: Option<u32>,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

impl StandingRow {
    pub fn limited_to(self) -> Option<ClassSet> {
        self.limit.map(ClassSet)
    }
}

/// The standings on a child, in a steady order. Spells of one desk and kind that meet or overlap are one row.
pub fn standings(facts: &ChildFacts, windows: &Windows) -> Vec<StandingRow> {
    let mut rows = Rows::default();
    rows.add_all(Standing::AllocatedSocialWorker, &facts.workers);
    rows.add_all(Standing::ReviewingOfficer, &facts.reviewing_officers);
    rows.add_all(Standing::DutyOfficer, &facts.duty);
    rows.add_all(Standing::DataProtection, &facts.incidents);
    rows.add_all(Standing::Inspector, &facts.inspections);
    // Both kinds hang on the team's desk; the role in which a member asks picks the one that counts.
    rows.add_all(Standing::TeamManager, &facts.teams);
    rows.add_all(Standing::TeamColleague, &facts.teams);
    for (kind, referrals) in [
        (Standing::DecisionMaker, &facts.decisions),
        (Standing::NominatedOfficer, &facts.approvals),
    ] {
        for referral in referrals {
            rows.add(referral.desk, kind, None, referred(referral, windows));
        }
    }
    for case in &facts.cases {
        case.add_to(&mut rows, facts.legal_desk, windows);
    }
    rows.merged()
}

fn referred(referral: &Referral, windows: &Windows) -> Spell {
    let last = referral
        .decided_on
        .map(|day| after(day, windows.after_decision));
    Spell::new(referral.referred_on, last.unwrap_or(OPEN_END))
}

/// The end of a spell that lasts so many days beyond a day, all of them included.
fn after(day: NaiveDate, days: u16) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days) + 1))
        .unwrap_or(OPEN_END)
        .min(OPEN_END)
}

fn before(day: NaiveDate, days: u16) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MIN)
}

#[derive(Default)]
struct Rows(Vec<StandingRow>);

impl Rows {
    fn add_all(&mut self, kind: Standing, held: &[Held]) {
        for held in held {
            self.add(held.desk, kind, None, held.spell);
        }
    }

    fn add(&mut self, desk: DeskId, kind: Standing, limit: Option<ClassSet>, spell: Spell) {
        if !spell.is_empty() {
            let Spell { starts_on, ends_on } = spell;
            let limit = limit.map(|classes| classes.0);
            self.0.push(StandingRow {
                desk,
                kind,
                limit,
                starts_on,
                ends_on,
            });
        }
    }

    fn merged(mut self) -> Vec<StandingRow> {
        // The order of the fields brings the rows of one desk, kind and limit together, earliest first.
        self.0.sort_unstable();
        let mut merged: Vec<StandingRow> = Vec::with_capacity(self.0.len());
        for row in self.0 {
            match merged.last_mut() {
                Some(last)
                    if (last.desk, last.kind, last.limit) == (row.desk, row.kind, row.limit)
                        && row.starts_on <= last.ends_on =>
                {
                    last.ends_on = last.ends_on.max(row.ends_on);
                }
                _ => merged.push(row),
            }
        }
        merged
    }
}
