//! Standings that a court case gives: legal desk, guardian, guardian's manager, judges, advisers, court staff.

use chrono::NaiveDate;

use super::{DeskId, Held, Rows, Spell, Windows, after, before};
use crate::domain::{
    access::{Class, ClassSet, Standing},
    children::OPEN_END,
};

/// One case as it concerns one child; its dates of issue and listing give no standing by themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CourtCase {
    /// The days on which the case covers this child: a brother or sister outside it is outside.
    pub coverage: Vec<Spell>,
    pub final_order_on: Option<NaiveDate>,
    pub appeal_lodged_on: Option<NaiveDate>,
    pub appeal_ended_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub courts: Vec<CourtSpell>,
    pub allocations: Vec<Held>,
    pub hearings: Vec<HearingListing>,
    pub appointments: Vec<Appointment>,
    /// Open requests for a guardian, on the desk of the area's manager.
    pub requests: Vec<Held>,
}

/// Where the case is, for some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CourtSpell {
    pub court: i64,
    pub desk: DeskId,
    pub spell: Spell,
}

/// A hearing that was not vacated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HearingListing {
    pub court: i64,
    pub listed_on: NaiveDate,
    pub judge: Option<DeskId>,
    pub adviser: Option<DeskId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appointment {
    pub officer: DeskId,
    pub manager: Option<DeskId>,
    pub spell: Spell,
}

/// What a manager needs to name a guardian, and no more.
const FOR_ALLOCATION: [Class; 3] = [Class::Identity, Class::LegalStatus, Class::Proceedings];

impl CourtCase {
    pub(super) fn add_to(&self, rows: &mut Rows, legal_desk: Option<DeskId>, windows: &Windows) {
        // Nothing that a case gives reaches beyond the days on which it covers the child.
        for coverage in &self.coverage {
            let mut add = |desk, kind, limit, spell: Spell| {
                rows.add(desk, kind, limit, spell.within(*coverage))
            };
            if let Some(desk) = legal_desk {
                add(desk, Standing::CourtLiaison, None, self.open());
            }
            self.guardians(windows, &mut add);
            self.court(windows, &mut add);
        }
    }

    /// Open for the council: from the start of the coverage, which may be before anything is issued.
    fn open(&self) -> Spell {
        Spell::ALWAYS.until(self.closed_on.unwrap_or(OPEN_END))
    }

    fn guardians(
        &self,
        windows: &Windows,
        add: &mut impl FnMut(DeskId, Standing, Option<ClassSet>, Spell),
    ) {
        for appointment in &self.appointments {
            for live in self.live_for_guardian(windows) {
                let spell = appointment.spell.within(live);
                add(appointment.officer, Standing::Guardian, None, spell);
                if let Some(manager) = appointment.manager {
                    add(manager, Standing::CafcassManager, None, spell);
                }
            }
        }
        for request in &self.requests {
            let limit = FOR_ALLOCATION.into_iter().collect();
            add(
                request.desk,
                Standing::CafcassManager,
                Some(limit),
                request.spell.within(self.open()),
            );
        }
    }

    /// Until the time for an appeal after the final order is over, and again while an appeal is pending. A case
    /// that ends without an order (leave to withdraw) is over on the day it closes.
    fn live_for_guardian(&self, windows: &Windows) -> Vec<Spell> {
        let Some(order) = self.final_order_on else {
            return vec![self.open()];
        };
        let mut live = vec![Spell::ALWAYS.until(after(order, windows.after_final_order))];
        if let Some(lodged) = self.appeal_lodged_on {
            live.push(Spell::new(lodged, self.appeal_ended_on.unwrap_or(OPEN_END)));
        }
        live
    }

    fn court(
        &self,
        windows: &Windows,
        add: &mut impl FnMut(DeskId, Standing, Option<ClassSet>, Spell),
    ) {
        let closure = self
            .closed_on
            .map_or(OPEN_END, |day| after(day, windows.after_closure));
        for held in &self.courts {
            add(
                held.desk,
                Standing::CourtStaff,
                None,
                held.spell.until(closure),
            );
        }
        for allocation in &self.allocations {
            // The judge sits where the case was when it was allocated; a transfer takes it from them.
            let there = self
                .courts
                .iter()
                .map(|held| held.spell)
                .filter(|spell| allocation.spell.starts_on < spell.ends_on);
            if let Some(there) = there.min() {
                add(
                    allocation.desk,
                    Standing::Judge,
                    None,
                    allocation.spell.within(there).until(closure),
                );
            }
        }
        for hearing in &self.hearings {
            let window = Spell::new(
                before(hearing.listed_on, windows.before_hearing),
                self.next_after(hearing).min(closure),
            );
            for spell in self
                .sitting_at(hearing.court)
                .into_iter()
                .map(|there| window.within(there))
            {
                for (desk, kind) in [
                    (hearing.judge, Standing::Judge),
                    (hearing.adviser, Standing::LegalAdviser),
                ] {
                    if let Some(desk) = desk {
                        add(desk, kind, None, spell);
                    }
                }
            }
        }
    }

    fn next_after(&self, hearing: &HearingListing) -> NaiveDate {
        let days = self.hearings.iter().map(|other| other.listed_on);
        days.filter(|day| *day > hearing.listed_on)
            .min()
            .unwrap_or(OPEN_END)
    }

    /// When a court may sit on the case: while the case is there, or at any time where it never was there at all,
    /// as a court of appeal's.
    fn sitting_at(&self, court: i64) -> Vec<Spell> {
        let there: Vec<Spell> = self
            .courts
            .iter()
            .filter(|held| held.court == court)
            .map(|held| held.spell)
            .collect();
        if there.is_empty() {
            vec![Spell::ALWAYS]
        } else {
            there
        }
    }
}
