//! Who acts on a deadline, which classes it tells of, and what tells one table of rules from another.

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::calendar::Refused;
use super::deadline::Deadline;
use super::deadline::State;
use super::fact_kind::FactKind;
use super::rule::Rule;
use super::words::Basis;
use super::words::DeadlineKind;
use super::words::Reason;
use super::words::Standard;
use crate::domain::access::Class;
use crate::domain::access::ClassSet;
use crate::domain::access::Standing;
use crate::domain::access::StandingSet;

impl Rule {
    /// Does a return hold what meets it?
    pub fn is_met_by_returns(&self) -> bool {
        use super::fact_kind::RecordKind as R;
        let held = [R::Review, R::Placement, R::LegalStatus, R::PeriodOfCare].map(FactKind::Record);
        self.met_by.is_empty() || self.met_by.iter().any(|kind| held.contains(kind))
    }

    /// The classes that every deadline of this rule tells of: all of them must be visible for it to be. Of a looked-after
    /// child it ends with the care, so it tells of the legal status; which line of the visits applies follows from
    /// where the child lives too, and some wait for a review.
    pub fn classes(&self) -> ClassSet {
        use DeadlineKind as K;
        let told: &[Class] = match self.kind {
            K::CourtTimetable | K::Weeks26 => &[],
            K::Visit => &[Class::LegalStatus, Class::Placement, Class::Reviews],
            K::Adoption | K::PlacementLimit | K::PermanencePlan | K::Health | K::Education => {
                &[Class::LegalStatus, Class::Reviews]
            }
            _ => &[Class::LegalStatus],
        };
        let own = [self.due_class, self.set_off_class];
        own.into_iter().chain(told.iter().copied()).collect()
    }

    /// The standings whose holders must act.
    pub fn owners(&self) -> StandingSet {
        use Standing as S;
        let worker = [S::AllocatedSocialWorker, S::TeamManager].as_slice();
        let owners = match self.kind {
            DeadlineKind::Review => &[
                S::AllocatedSocialWorker,
                S::TeamManager,
                S::ReviewingOfficer,
            ],
            DeadlineKind::Record => [S::ReviewingOfficer].as_slice(),
            DeadlineKind::Dispute => &[S::ReviewingOfficer, S::TeamManager],
            DeadlineKind::AdmDecision => {
                &[S::AllocatedSocialWorker, S::TeamManager, S::DecisionMaker]
            }
            DeadlineKind::CourtTimetable if self.id.starts_with("GUARDIAN") => &[S::Guardian],
            DeadlineKind::CourtTimetable | DeadlineKind::EmergencyOrder => {
                &[S::AllocatedSocialWorker, S::TeamManager, S::CourtLiaison]
            }
            DeadlineKind::Weeks26 => &[
                S::AllocatedSocialWorker,
                S::TeamManager,
                S::CourtLiaison,
                S::Guardian,
                S::Judge,
            ],
            DeadlineKind::Oversight | DeadlineKind::Appointment => &[S::TeamManager],
            DeadlineKind::CarePlan
            | DeadlineKind::PermanencePlan
            | DeadlineKind::PlacementPlan
            | DeadlineKind::PlacementLimit
            | DeadlineKind::Notice
            | DeadlineKind::Visit
            | DeadlineKind::Health
            | DeadlineKind::Education
            | DeadlineKind::Pathway
            | DeadlineKind::Contact
            | DeadlineKind::Adoption => worker,
        };
        owners.iter().copied().collect()
    }

    /// All that a stored row depends on.
    pub fn fingerprint(&self) -> String {
        let cases: Vec<_> = self.cases().collect();
        format!(
            "{} {cases:?} {:?} {:?} {:?} {}",
            self.id,
            self.bound,
            self.met_by,
            self.classes(),
            self.owners().0
        )
    }
}

impl Refused {
    /// The refusal of a word that was stored.
    pub fn of(word: &str, calendar: &Calendar) -> Option<Self> {
        let (first, complete_to) = (calendar.first(), calendar.complete_to());
        [
            Refused::BeforeCalendar { first },
            Refused::PastCalendar { complete_to },
            Refused::NotStated,
        ]
        .into_iter()
        .find(|it| it.word() == word)
    }
}

impl Deadline {
    /// The classes that it tells of: those of its rule, and the dates of placements where its own give one away.
    pub fn classes(&self) -> ClassSet {
        let mut classes = self.rule.classes();
        if !self.placements.is_empty() {
            classes.insert(Class::PlacementDates);
        }
        classes
    }

    /// Of what no return holds nothing is known before the day on which the council began to record it here: neither
    /// that it was missed nor that it was late.
    pub fn if_recorded(self, from: Option<NaiveDate>) -> Self {
        let is_known = from.is_some_and(|from| from <= self.set_off.on);
        // What was open until something ended it would still be said to have been so many days late.
        let never_applied =
            matches!(self.state, State::NotApplicable { since, .. } if since <= self.set_off.on);
        if is_known || self.rule.is_met_by_returns() || never_applied {
            return self;
        }
        let state = State::NotApplicable {
            reason: Reason::NotRecordedHere,
            since: self.set_off.on,
        };
        Self {
            state,
            applies_until: None,
            ..self
        }
    }

    /// What the limit rests on: the council's own number binds nobody in law.
    pub fn basis(&self) -> Basis {
        match self.standard {
            Standard::Local => Basis::Local,
            Standard::Statutory => self.rule.basis,
        }
    }
}

impl Reason {
    /// Does its day end a period of care?
    pub fn is_end_of_care(self) -> bool {
        matches!(
            self,
            Reason::CareEnded
                | Reason::Died
                | Reason::Adult
                | Reason::Adopted
                | Reason::Transferred
        )
    }
}
