//! Questions to the facts of one child, by the day.

use chrono::NaiveDate;

use super::fact_kind::EventKind;
use super::facts::Event;
use super::facts::Facts;
use super::facts::Placement;
use super::facts::Review;
use super::facts::ReviewKind;
use super::facts::Visit;

/// From the first day on, and before the last.
pub fn covers(starts_on: NaiveDate, ends_on: Option<NaiveDate>, on: NaiveDate) -> bool {
    starts_on <= on && ends_on.is_none_or(|end| on < end)
}

/// Placed for adoption by an agency. U2 and U5, fostering for adoption, are not.
pub fn is_agency_placement(type_code: &str) -> bool {
    matches!(type_code, "A3" | "A4" | "A5" | "A6")
}

pub fn is_with_parent(type_code: &str) -> bool {
    type_code == "P1"
}

pub fn is_foster(type_code: &str) -> bool {
    type_code.starts_with('U')
}

pub fn is_short_break(code: &str) -> bool {
    matches!(code, "V3" | "V4")
}

/// A care order, interim or full.
pub fn is_in_care(code: &str) -> bool {
    matches!(code, "C1" | "C2")
}

impl Placement {
    pub fn is_stopgap(&self) -> bool {
        self.is_temporary || matches!(self.type_code.as_str(), "T0" | "T1" | "T2" | "T3" | "T4")
    }
}

/// Where the child lives: placements with the same carers, and temporary stays away from them, are one home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The placement with which it began.
    pub placement: i64,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    /// All placements of it.
    pub placements: Vec<i64>,
}

impl Facts {
    /// The legal status of a day. A placement order beats a care order, which has no effect while it is in force
    /// (Adoption and Children Act 2002, section 29); of others the one that began last is it.
    pub fn legal_status(&self, on: NaiveDate) -> Option<&str> {
        let running = || {
            self.legal
                .iter()
                .filter(|spell| covers(spell.starts_on, spell.ends_on, on))
        };
        running()
            .find(|spell| spell.code == "E1")
            .or_else(|| running().max_by_key(|spell| (spell.starts_on, spell.id)))
            .map(|spell| spell.code.as_str())
    }

    /// The placements in the order in which they began.
    pub fn placements_in_order(&self) -> Vec<&Placement> {
        let mut placements: Vec<_> = self
            .placements
            .iter()
            .filter(|placement| {
                placement
                    .ends_on
                    .is_none_or(|end| end > placement.starts_on)
            })
            .collect();
        placements.sort_by_key(|placement| (placement.starts_on, placement.id));
        placements
    }

    /// The homes, in order. A placement that lies within another leaves the home as it is.
    pub fn homes(&self) -> Vec<Home> {
        let mut homes: Vec<Home> = Vec::new();
        for placement in self.placements_in_order() {
            let goes_on = placement.is_stopgap() || placement.same_carer;
            match homes.last_mut() {
                Some(home) if goes_on => {
                    home.placements.push(placement.id);
                    home.ends_on = match (home.ends_on, placement.ends_on) {
                        (Some(one), Some(other)) => Some(one.max(other)),
                        _ => None,
                    };
                }
                _ => homes.push(Home {
                    placement: placement.id,
                    starts_on: placement.starts_on,
                    ends_on: placement.ends_on,
                    placements: vec![placement.id],
                }),
            }
        }
        // A new home ends the one before, whatever its record says.
        for at in 1..homes.len() {
            let next = homes[at].starts_on;
            let end = homes[at - 1].ends_on.map_or(next, |end| end.min(next));
            homes[at - 1].ends_on = Some(end);
        }
        homes
    }

    /// The placement of a day, temporary stays left aside: a child in hospital still has its placement.
    pub fn placement_of(&self, on: NaiveDate) -> Option<&Placement> {
        let running = |placement: &&Placement| covers(placement.starts_on, placement.ends_on, on);
        let placements = self.placements_in_order();
        let away = placements
            .iter()
            .copied()
            .filter(|it| it.is_stopgap())
            .any(|it| running(&it));
        placements
            .into_iter()
            .rfind(|placement| !placement.is_stopgap() && placement.starts_on <= on)
            .filter(|placement| away || running(placement))
    }

    /// The child was seen: visits that count, in order, one a day.
    pub fn visits_that_count(&self) -> Vec<&Visit> {
        let mut visits: Vec<_> = self.visits.iter().filter(|visit| visit.was_seen).collect();
        visits.sort_by_key(|visit| (visit.held_on, visit.id));
        visits.dedup_by_key(|visit| visit.held_on);
        visits
    }

    /// The reviews of a kind that were held, in order, one a day.
    pub fn held(&self, kind: ReviewKind) -> Vec<(NaiveDate, &Review)> {
        let mut reviews: Vec<_> = self
            .reviews
            .iter()
            .filter(|review| review.kind == kind)
            .filter_map(|review| review.held_on.map(|on| (on, review)))
            .collect();
        reviews.sort_by_key(|(on, review)| (*on, review.id));
        reviews.dedup_by_key(|(on, _)| *on);
        reviews
    }

    /// The events of a kind, in order.
    pub fn events_of(&self, kind: EventKind) -> Vec<&Event> {
        let mut events: Vec<_> = self
            .events
            .iter()
            .filter(|event| event.kind == kind)
            .collect();
        events.sort_by_key(|event| (event.on, event.id));
        events
    }
}
