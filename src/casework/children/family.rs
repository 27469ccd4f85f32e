//! The team and the family.

use std::collections::{HashMap, HashSet};

use super::decide::{Answers, Decision};
use crate::{
    domain::{
        access::{Class, Permit, class},
        children::{ChildKey, ContactArrangement, Family, FamilyMember, Sibling, Team},
    },
    store::{
        self, ByChild, Store, StoreError,
        access::by_keys,
        children::{self as rows, FamilyRow},
        filing::FiledRelation,
    },
};

impl Decision<'_> {
    pub async fn team(&self) -> Result<Answers<class::Team, Team>, StoreError> {
        let today = self.today;
        let granted = self.granted_live::<class::Team>();
        let workers = rows::returned_workers(self.store, today, &granted).await?;
        let load = async |store: &Store, keys: &[ChildKey]| rows::team(store, today, keys).await;
        self.section(load, |key, found, _| {
            let mut team = Team {
                returned_worker: workers.of(key).first().cloned(),
                ..Team::default()
            };
            for (capacity, person) in found {
                let place = match capacity.as_str() {
                    "WORKER" => &mut team.social_worker,
                    "MANAGER" => &mut team.team_manager,
                    "IRO" => &mut team.reviewing_officer,
                    _ => &mut team.guardian,
                };
                place.get_or_insert(person);
            }
            let is_empty = team.returned_worker.is_none()
                && team.social_worker.is_none()
                && team.team_manager.is_none()
                && team.reviewing_officer.is_none()
                && team.guardian.is_none();
            (!is_empty).then_some(team)
        })
        .await
    }

    /// A sibling within reach carries an id; out of reach, only the name on this file; restricted or sealed,
    /// nothing at all.
    pub async fn family(&self) -> Result<Answers<class::Family, Family>, StoreError> {
        let granted = self.granted_live::<class::Family>();
        let members = rows::family_members(self.store, &granted).await?;
        let live = granted.iter().flat_map(|key| members.of(*key));
        let mut linked: HashSet<ChildKey> = live.filter_map(|member| member.linked).collect();
        for key in self.keys {
            for relation in self.filed(*key, Class::Family)? {
                if let FiledRelation::Member(member) = relation {
                    linked.extend(member.linked);
                }
            }
        }
        let linked: Vec<ChildKey> = linked.into_iter().collect();
        let reached: HashMap<ChildKey, Vec<u8>> = by_keys(self.store, self.seeker, &linked)
            .await?
            .into_iter()
            .map(|child| (child.key, child.public_id))
            .collect();
        let gates: ByChild<i16> = store::children::gates(self.store, &linked).await?;
        let is_hidden = |key: ChildKey| !reached.contains_key(&key) && gates.of(key) != [0];
        // Whom a sibling's record is hidden from is looked up today, whatever was filed.
        let shape = |members: &[&FamilyRow], contact_arrangements: Vec<ContactArrangement>| {
            let mut family = Family {
                contact_arrangements,
                ..Family::default()
            };
            for member in members {
                if member.is_sibling {
                    if member.linked.is_some_and(is_hidden) {
                        continue;
                    }
                    family.siblings.push(Sibling {
                        name: member.name.clone(),
                        relationship: member.relationship.clone(),
                        is_placed_together: member.is_placed_together,
                        linked: member.linked,
                        public_id: member
                            .linked
                            .and_then(|linked| reached.get(&linked).cloned()),
                    });
                } else {
                    family.members.push(FamilyMember {
                        name: member.name.clone(),
                        relationship: member.relationship.clone(),
                        has_parental_responsibility: member.has_parental_responsibility,
                    });
                }
            }
            let is_empty = family.members.is_empty()
                && family.siblings.is_empty()
                && family.contact_arrangements.is_empty();
            (!is_empty).then_some(family)
        };
        let live = |key, mut contacts: Vec<ContactArrangement>, permit: &Permit<class::Family>| {
            contacts.retain(|contact| self.covers(key, permit, contact.id));
            let own = members.of(key).iter();
            let own: Vec<&FamilyRow> = own.filter(|it| self.covers(key, permit, it.id)).collect();
            shape(&own, contacts)
        };
        let as_filed = |_, filed: Vec<FiledRelation>| {
            let (mut members, mut contacts) = (Vec::new(), Vec::new());
            for relation in filed {
                match relation {
                    FiledRelation::Member(member) => members.push(member),
                    FiledRelation::Contact(contact) => contacts.push(contact),
                }
            }
            members.sort_by_key(|member| member.id);
            contacts.sort_by_key(|contact| contact.id);
            shape(&members.iter().collect::<Vec<_>>(), contacts)
        };
        self.filed_section(rows::contact_arrangements, live, as_filed)
            .await
    }
}
