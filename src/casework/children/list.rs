//! Pages of one's own children, and many of them at once by id.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    find::Lookup,
    view::{ChildView, Wanted},
};
use crate::{
    casework::{Asking, Casework, Trouble, named_only},
    domain::{
        access::{Guard, Role},
        children::ChildKey,
    },
    store::{
        access::{
            self, CouncilContact, Filter, Found, Order, PageKey, Reached, by_public_ids,
            council_contacts, restricted_for,
        },
        ledger::Outcome,
    },
};

/// Which page of one's children.
#[derive(Debug)]
pub struct Listing {
    pub filter: Filter,
    /// The order of the record where there is nothing to sort by.
    pub order: Option<Order>,
    pub descending: bool,
    pub size: usize,
    /// Where to start from; of a page before it, where to end.
    pub cursor: Option<String>,
    pub is_backward: bool,
    pub with_total: bool,
}

#[derive(Debug)]
pub struct Page {
    pub children: Vec<(ChildView, String)>,
    pub has_next: bool,
    pub has_previous: bool,
    pub total: Option<i64>,
}

/// Where a page ended, as it travels in a cursor.
#[derive(Serialize, Deserialize)]
struct Place(bool, String, i16, i64);

impl From<PageKey> for Place {
    fn from(place: PageKey) -> Self {
        Self(
            place.is_last,
            place.sort,
            place.key.council,
            place.key.child,
        )
    }
}

impl From<Place> for PageKey {
    fn from(Place(is_last, sort, council, child): Place) -> Self {
        Self {
            is_last,
            sort,
            key: ChildKey { council, child },
        }
    }
}

impl Casework {
    pub async fn children(
        &self,
        asking: &Asking,
        listing: Listing,
        wanted: &Wanted,
    ) -> Result<Page, Trouble> {
        self.permit_filter(asking.viewer.role, &listing)?;
        let list = format!(
            "children {:?} {:?} {}",
            listing.filter, listing.order, listing.descending
        );
        let from = match &listing.cursor {
            Some(cursor) => {
                let place: Place = self.cursors.open(&asking.viewer, &list, cursor)?;
                Some(PageKey::from(place))
            }
            None => None,
        };
        let seeker = asking
            .seeker(self)
            .filter(|_| self.may_list(asking.viewer.role));
        let limit = u64::try_from(listing.size).unwrap_or(u64::MAX);
        let mut found = Found::default();
        if let Some(seeker) = &seeker {
            let page = access::Page {
                filter: listing.filter,
                order: listing.order,
                descending: listing.descending,
                from,
                is_backward: listing.is_backward,
                limit,
                with_total: listing.with_total,
            };
            found = access::page(&self.store, self.rules(), seeker, &page).await?;
        }
        let any_ahead = found.children.len() > listing.size;
        found.children.truncate(listing.size);
        if listing.is_backward {
            found.children.reverse();
        }
        let (children, places): (Vec<Reached>, Vec<PageKey>) = found.children.into_iter().unzip();
        let views = self.show(asking, "children", children, wanted).await?;
        let mut children = Vec::with_capacity(views.len());
        for (view, place) in views.into_iter().zip(places) {
            let cursor = self
                .cursors
                .seal(&asking.viewer, &list, &Place::from(place))?;
            children.push((view, cursor));
        }
        let (has_next, has_previous) = if listing.is_backward {
            (found.any_behind, any_ahead)
        } else {
            (any_ahead, found.any_behind)
        };
        Ok(Page {
            children,
            has_next,
            has_previous,
            total: listing.with_total.then(|| found.total.unwrap_or(0)),
        })
    }

    /// Many children by id, at a number of statements that does not grow with them. An id that is not among the
    /// answers is not there, or not permitted.
    pub async fn statuses(
        &self,
        asking: &Asking,
        ids: &[Vec<u8>],
        wanted: &Wanted,
    ) -> Result<HashMap<Vec<u8>, Lookup>, Trouble> {
        let mut found = Vec::new();
        let mut to_apply: HashMap<Vec<u8>, CouncilContact> = HashMap::new();
        let mut is_told = false;
        if let Some(seeker) = asking.seeker(self) {
            found = by_public_ids(&self.store, &seeker, ids).await?;
            if matches!(seeker.role, Role::Guardian | Role::Judge) {
                let hidden = restricted_for(&self.store, &seeker, ids).await?;
                let contacts = council_contacts(&self.store).await?;
                let entries = hidden
                    .iter()
                    .map(|child| named_only(child.key, child.standings));
                let entries: Vec<_> = entries.collect();
                to_apply = hidden
                    .into_iter()
                    .filter_map(|child| {
                        Some((child.public_id, contacts.get(&child.key.council)?.clone()))
                    })
                    .collect();
                is_told = !entries.is_empty();
                if is_told {
                    self.enter(asking, "caseStatuses", Outcome::ToldToApply, entries)
                        .await?;
                }
            }
        }
        let is_answered = |id: &Vec<u8>| {
            to_apply.contains_key(id) || found.iter().any(|child| child.public_id == *id)
        };
        let is_any_missing = !ids.iter().all(is_answered);
        let is_any_answered = !found.is_empty() || is_told;
        if is_any_missing && is_any_answered {
            // Some were found and some not: both are entered.
            self.enter(asking, "caseStatuses", Outcome::NotFound, Vec::new())
                .await?;
        }
        // Where all that was asked for is to be applied for, that entry says it all.
        let views = match found.is_empty() && is_told {
            true => Vec::new(),
            false => self.show(asking, "caseStatuses", found, wanted).await?,
        };
        let told = to_apply
            .into_iter()
            .map(|(id, contact)| (id, Lookup::ApplyForAccess(contact)));
        let shown = views
            .into_iter()
            .map(|view| (view.public_id.clone(), Lookup::Found(Box::new(view))));
        Ok(told.chain(shown).collect())
    }

    /// A duty officer looks a child up and never lists; an analyst has no child at all.
    pub(in crate::casework) fn may_list(&self, role: Role) -> bool {
        let never = matches!(role, Role::DutyOfficer | Role::Analyst);
        !never || !self.guards.enforces(Guard::NoListing)
    }

    /// Refused where no standing of the role can ever have the class.
    fn permit_filter(&self, role: Role, listing: &Listing) -> Result<(), Trouble> {
        let sorted = listing.order.and_then(Order::class);
        for class in listing.filter.classes().into_iter().chain(sorted) {
            if !self.policy.role_can_ever_see(role, class) {
                return Err(Trouble::FilterNotPermitted(class));
            }
        }
        Ok(())
    }
}
