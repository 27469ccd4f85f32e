//! The care record of a page of children, as earlier returns left it.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::children::adoption_match;
use entity::children::child;
use entity::children::child_identifier;
use entity::children::legal_spell;
use entity::children::period_of_care;
use entity::children::placement;
use entity::children::placement_carer;
use entity::children::placement_location;
use entity::children::previous_permanence;
use entity::plans::review;
use entity::returns::episode;
use sea_orm::ColumnTrait;
use sea_orm::EntityTrait;
use sea_orm::QueryFilter;
use sea_orm::QueryOrder;

use super::OPEN_ENDED;
use super::ReturnWriter;
use super::yearly::OfTheYear;
use crate::domain::care::Episode;
use crate::domain::care::LegalSpell;
use crate::domain::care::Period;
use crate::domain::care::Placement;
use crate::domain::care::Span;
use crate::domain::care::merge::Known;
use crate::store::StoreError;

/// What Header and UASC say about a child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub born_on: Option<NaiveDate>,
    pub sex: &'static str,
    pub ethnicity: Option<String>,
    pub is_uasc: bool,
    pub uasc_ceased_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviousPermanence {
    pub option: String,
    pub authority: Option<String>,
    pub date_text: Option<String>,
}

/// A spell on record. One that was entered by hand is not the return's to change.
#[derive(Debug, Clone)]
pub struct Spell<T> {
    pub id: i64,
    pub imported: bool,
    pub value: T,
}

#[derive(Debug, Clone)]
pub struct RecordedPlacement {
    pub placement: Placement,
    pub is_confidential: bool,
    pub is_adoptive: bool,
    pub has_carers: bool,
}

#[derive(Debug, Clone)]
pub struct ChildRecord {
    pub id: i64,
    pub identity: Identity,
    pub died_on: Option<NaiveDate>,
    /// Is there a match with adopters? Fostering for adoption is a placement with them then.
    pub is_matched: bool,
    /// The current pupil number or the reason for none: row, kind, value.
    pub upn: Option<(i64, String, String)>,
    pub episodes: Vec<Known<i64>>,
    pub periods: Vec<Spell<Period>>,
    pub legal_spells: Vec<Spell<LegalSpell>>,
    pub placements: Vec<Spell<RecordedPlacement>>,
    pub reviews: HashMap<NaiveDate, (i64, Option<String>)>,
    pub previous: Vec<PreviousPermanence>,
    pub of_the_year: OfTheYear,
}

impl ChildRecord {
    /// Of a child of whom nothing more is on record.
    pub fn new(id: i64, identity: Identity) -> Self {
        Self {
            id,
            identity,
            died_on: None,
            is_matched: false,
            upn: None,
            episodes: Vec::new(),
            periods: Vec::new(),
            legal_spells: Vec::new(),
            placements: Vec::new(),
            reviews: HashMap::new(),
            previous: Vec::new(),
            of_the_year: OfTheYear::default(),
        }
    }
}

pub(super) fn span(starts_on: NaiveDate, ends_on: NaiveDate) -> Span {
    Span {
        starts_on,
        ends_on: (ends_on != OPEN_ENDED).then_some(ends_on),
    }
}

fn sex(text: &str) -> &'static str {
    match text {
        "FEMALE" => "FEMALE",
        "MALE" => "MALE",
        _ => "NOT_STATED",
    }
}

impl ReturnWriter<'_, '_> {
    /// The children on record among these keys.
    pub async fn records(
        &mut self,
        keys: &[&str],
    ) -> Result<HashMap<String, ChildRecord>, StoreError> {
        let (db, council) = (&self.unit.transaction, self.council);
        let identifiers = child_identifier::Entity::find()
            .filter(child_identifier::Column::CouncilId.eq(council))
            .filter(child_identifier::Column::Kind.eq("LOCAL"))
            .filter(child_identifier::Column::ReplacedAt.is_null())
            .filter(child_identifier::Column::Folded.is_in(keys.iter().copied()))
            .all(db)
            .await?;
        let ids: Vec<i64> = identifiers.iter().map(|row| row.child_id).collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut children = HashMap::with_capacity(ids.len());
        let rows = child::Entity::find()
            .filter(child::Column::CouncilId.eq(council))
            .filter(child::Column::Id.is_in(ids.iter().copied()))
            .all(db);
        for row in rows.await? {
            children.insert(row.id, new_record(row));
        }
        self.add_identifiers(&ids, &mut children).await?;
        self.add_spells(&ids, &mut children).await?;
        self.add_history(&ids, &mut children).await?;
        self.add_matches(&ids, &mut children).await?;
        self.add_year(&ids, &mut children).await?;
        let keyed = identifiers
            .into_iter()
            .filter_map(|row| Some((row.folded, children.remove(&row.child_id)?)));
        Ok(keyed.collect())
    }

    async fn add_identifiers(
        &self,
        ids: &[i64],
        children: &mut HashMap<i64, ChildRecord>,
    ) -> Result<(), StoreError> {
        let rows = child_identifier::Entity::find()
            .filter(child_identifier::Column::CouncilId.eq(self.council))
            .filter(child_identifier::Column::ChildId.is_in(ids.iter().copied()))
            .filter(child_identifier::Column::Kind.is_in(["UPN", "UPN_UNKNOWN"]))
            .filter(child_identifier::Column::ReplacedAt.is_null())
            .all(&self.unit.transaction);
        for row in rows.await? {
            if let Some(child) = children.get_mut(&row.child_id) {
                child.upn = Some((row.id, row.kind, row.value));
            }
        }
        Ok(())
    }

    async fn add_spells(
        &self,
        ids: &[i64],
        children: &mut HashMap<i64, ChildRecord>,
    ) -> Result<(), StoreError> {
        let (db, council) = (&self.unit.transaction, self.council);
        let periods = period_of_care::Entity::find()
            .filter(period_of_care::Column::CouncilId.eq(council))
            .filter(period_of_care::Column::ChildId.is_in(ids.iter().copied()))
            .order_by_asc(period_of_care::Column::StartsOn)
            .all(db);
        for row in periods.await? {
            let span = span(row.starts_on, row.ends_on);
            let value = Period {
                span,
                end_code: row.end_code,
                need_code: row.need_code,
            };
            if let Some(child) = children.get_mut(&row.child_id) {
                child.periods.push(Spell {
                    id: row.id,
                    imported: true,
                    value,
                });
            }
        }
        let spells = legal_spell::Entity::find()
            .filter(legal_spell::Column::CouncilId.eq(council))
            .filter(legal_spell::Column::ChildId.is_in(ids.iter().copied()))
            .order_by_asc(legal_spell::Column::StartsOn)
            .all(db);
        for row in spells.await? {
            let value = LegalSpell {
                span: span(row.starts_on, row.ends_on),
                code: row.code,
            };
            if let Some(child) = children.get_mut(&row.child_id) {
                child.legal_spells.push(Spell {
                    id: row.id,
                    imported: row.origin == "IMPORT",
                    value,
                });
            }
        }
        self.add_placements(ids, children).await
    }

    async fn add_placements(
        &self,
        ids: &[i64],
        children: &mut HashMap<i64, ChildRecord>,
    ) -> Result<(), StoreError> {
        let (db, council) = (&self.unit.transaction, self.council);
        let locations = placement_location::Entity::find()
            .filter(placement_location::Column::CouncilId.eq(council))
            .filter(placement_location::Column::ChildId.is_in(ids.iter().copied()))
            .all(db);
        let mut places: HashMap<i64, placement_location::Model> = locations
            .await?
            .into_iter()
            .map(|row| (row.placement_id, row))
            .collect();
        let carers = placement_carer::Entity::find()
            .filter(placement_carer::Column::CouncilId.eq(council))
            .filter(placement_carer::Column::ChildId.is_in(ids.iter().copied()))
            .all(db);
        let cared: std::collections::HashSet<i64> =
            carers.await?.iter().map(|row| row.placement_id).collect();
        let rows = placement::Entity::find()
            .filter(placement::Column::CouncilId.eq(council))
            .filter(placement::Column::ChildId.is_in(ids.iter().copied()))
            .order_by_asc(placement::Column::StartsOn)
            .all(db);
        for row in rows.await? {
            let (postcode, urn) = places
                .remove(&row.id)
                .map_or((None, None), |at| (at.postcode, at.provider_urn));
            let placement = Placement {
                span: span(row.starts_on, row.ends_on),
                type_code: row.type_code,
                provider_type: row.provider_code,
                change_reason: row.change_reason,
                temporary: row.is_temporary,
                postcode,
                urn,
            };
            let has_carers = cared.contains(&row.id);
            let value = RecordedPlacement {
                placement,
                is_confidential: row.is_confidential,
                is_adoptive: row.is_adoptive,
                has_carers,
            };
            if let Some(child) = children.get_mut(&row.child_id) {
                child.placements.push(Spell {
                    id: row.id,
                    imported: row.origin == "IMPORT",
                    value,
                });
            }
        }
        Ok(())
    }

    async fn add_matches(
        &self,
        ids: &[i64],
        children: &mut HashMap<i64, ChildRecord>,
    ) -> Result<(), StoreError> {
        let rows = adoption_match::Entity::find()
            .filter(adoption_match::Column::CouncilId.eq(self.council))
            .filter(adoption_match::Column::ChildId.is_in(ids.iter().copied()))
            .all(&self.unit.transaction);
        for row in rows.await? {
            if let Some(child) = children.get_mut(&row.child_id) {
                child.is_matched = true;
            }
        }
        Ok(())
    }

    async fn add_history(
        &self,
        ids: &[i64],
        children: &mut HashMap<i64, ChildRecord>,
    ) -> Result<(), StoreError> {
        let (db, council) = (&self.unit.transaction, self.council);
        let episodes = episode::Entity::find()
            .filter(episode::Column::CouncilId.eq(council))
            .filter(episode::Column::ChildId.is_in(ids.iter().copied()))
            .filter(episode::Column::ReplacedAt.is_null())
            .all(db);
        for row in episodes.await? {
            if let Some(child) = children.get_mut(&row.child_id) {
                child.episodes.push(known(row));
            }
        }
        let reviews = review::Entity::find()
            .filter(review::Column::CouncilId.eq(council))
            .filter(review::Column::ChildId.is_in(ids.iter().copied()))
            .filter(review::Column::Kind.eq("LAC"))
            .filter(review::Column::HeldOn.is_not_null())
            .all(db);
        for row in reviews.await? {
            if let (Some(child), Some(held_on)) = (children.get_mut(&row.child_id), row.held_on) {
                child.reviews.insert(held_on, (row.id, row.participation));
            }
        }
        let previous = previous_permanence::Entity::find()
            .filter(previous_permanence::Column::CouncilId.eq(council))
            .filter(previous_permanence::Column::ChildId.is_in(ids.iter().copied()))
            .all(db);
        for row in previous.await? {
            let value = PreviousPermanence {
                option: row.option_code,
                authority: row.authority,
                date_text: row.date_text,
            };
            if let Some(child) = children.get_mut(&row.child_id) {
                child.previous.push(value);
            }
        }
        Ok(())
    }
}

fn new_record(row: child::Model) -> ChildRecord {
    let identity = Identity {
        born_on: row.born_on,
        sex: sex(&row.sex),
        ethnicity: row.ethnicity,
        is_uasc: row.is_uasc,
        uasc_ceased_on: row.uasc_ceased_on,
    };
    ChildRecord {
        died_on: row.died_on,
        ..ChildRecord::new(row.id, identity)
    }
}

fn known(row: episode::Model) -> Known<i64> {
    Known {
        key: row.id,
        first_year: row.first_year.into(),
        last_seen_year: row.last_seen_year.into(),
        not_seen_again: row.is_not_seen_again,
        episode: Episode {
            decom: row.decom,
            rne: row.rne,
            ls: row.ls,
            cin: row.cin,
            place: row.place,
            place_provider: row.place_provider,
            dec: row.dec,
            rec: row.rec,
            reason_place_change: row.reason_place_change,
            home_post: row.home_post,
            pl_post: row.pl_post,
            urn: row.urn,
        },
    }
}
