//! Sections of the child's own record.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};

use super::decide::{Decision, Loaded, unless_empty};
use crate::{
    domain::{
        access::{Marks, Permit, Scope, class},
        children::{
            ChildKey, EducationPlan, Health, HealthEvent, HealthItem, HealthYear, HomeContact,
            Identifiers, Identity, LegalAdvice, Reading, SensitiveItem, SensitiveMaterial,
            VoiceEntry,
        },
        oversight::Oversight,
    },
    store::{
        self,
        children::{self as rows, IdentifierRow},
    },
};

impl Decision<'_> {
    pub async fn identity(&self) -> Loaded<class::Identity, Identity> {
        self.section(rows::identity, |_, found, _| found.into_iter().next())
            .await
    }

    pub async fn identifiers(&self) -> Loaded<class::Identifiers, Identifiers> {
        self.filed_section(
            rows::identifiers,
            |_, found, _| IdentifierRow::shape(&found, None),
            |_, filed: Vec<Identifiers>| filed.into_iter().next(),
        )
        .await
    }

    pub async fn home_contact(&self) -> Loaded<class::HomeContact, HomeContact> {
        let marks = rows::home_address_mark(self.store, self.keys).await?;
        let mark = |key: ChildKey| Marks {
            is_confidential: marks.of(key).contains(&true),
            is_adoptive: false,
        };
        let granted: Vec<ChildKey> = self
            .keys
            .iter()
            .copied()
            .filter(|key| self.permit::<class::HomeContact>(*key, mark(*key)).is_ok())
            .collect();
        let addresses = rows::home_address(self.store, &granted).await?;
        self.marked_section(mark, rows::relatives, |key, relatives, _| {
            let address = addresses.of(key).first();
            let (lines, postcode) = address.cloned().unwrap_or_default();
            (address.is_some() || !relatives.is_empty()).then_some(HomeContact {
                lines,
                postcode,
                relatives,
            })
        })
        .await
    }

    pub async fn child_voice(&self) -> Loaded<class::ChildVoice, Vec<VoiceEntry>> {
        let newest = |it: &VoiceEntry| Reverse((it.said_on, it.id));
        self.filed_list(rows::voices, |it| it.id, newest).await
    }

    pub async fn health(&self) -> Loaded<class::Health, Health> {
        let granted = self.granted_live::<class::Health>();
        let years = rows::health_years(self.store, &granted).await?;
        let unless_none = |events: Vec<HealthEvent>, years: Vec<HealthYear>| {
            let is_empty = events.is_empty() && years.is_empty();
            (!is_empty).then_some(Health { events, years })
        };
        let live = |key, mut events: Vec<HealthEvent>, permit: &Permit<class::Health>| {
            events.retain(|it| self.covers(key, permit, it.id));
            let own = years.of(key).iter();
            let own = own.filter(|it| self.covers(key, permit, it.id));
            unless_none(events, own.cloned().collect())
        };
        let as_filed = |_, filed: Vec<HealthItem>| {
            let (mut events, mut years) = (Vec::new(), Vec::new());
            for item in filed {
                match item {
                    HealthItem::Event(event) => events.push(event),
                    HealthItem::Year(year) => years.push(year),
                }
            }
            events.sort_by_key(|it| Reverse((it.happened_on, it.id)));
            years.sort_by_key(|it| Reverse(it.year));
            unless_none(events, years)
        };
        self.filed_section(rows::health, live, as_filed).await
    }

    pub async fn education(&self) -> Loaded<class::Education, Vec<EducationPlan>> {
        let newest = |it: &EducationPlan| Reverse((it.reviewed_on, it.id));
        self.filed_list(rows::education, |it| it.id, newest).await
    }

    pub async fn legal_advice(&self) -> Loaded<class::LegalAdvice, Vec<LegalAdvice>> {
        self.section(rows::legal_advice, |_, found, _| unless_empty(found))
            .await
    }

    pub async fn oversight(&self) -> Loaded<class::Oversight, Oversight> {
        let granted = self.granted_live::<class::Oversight>();
        let disputes = store::plans::disputes(self.store, &granted).await?;
        self.section(store::plans::decisions, |key, decisions, _| {
            let disputes = disputes.of(key).to_vec();
            let is_empty = decisions.is_empty() && disputes.is_empty();
            (!is_empty).then_some(Oversight {
                decisions,
                disputes,
            })
        })
        .await
    }

    /// Spells of absence and convictions are the council's own word. Nobody can record a consent to them, so whoever
    /// needs the originator's consent is shown neither.
    pub async fn sensitive_material(&self) -> Loaded<class::SensitiveMaterial, SensitiveMaterial> {
        let granted = self.granted_live::<class::SensitiveMaterial>();
        let missing = rows::missing_spells(self.store, &granted).await?;
        let convictions = rows::convictions(self.store, &granted).await?;
        self.section(rows::sensitive_items, |key, mut items, permit| {
            items.retain(|it: &SensitiveItem| self.covers(key, permit, it.id));
            let mut material = SensitiveMaterial {
                items,
                ..SensitiveMaterial::default()
            };
            if permit.scope() != Scope::Consented {
                material.missing = missing.of(key).to_vec();
                material.convictions = convictions.of(key).to_vec();
            }
            let is_empty = material.items.is_empty()
                && material.missing.is_empty()
                && material.convictions.is_empty();
            (!is_empty).then_some(material)
        })
        .await
    }

    pub async fn access_ledger(&self) -> Loaded<class::AccessLedger, Vec<Reading>> {
        let (reader, today) = (self.seeker.person, self.today);
        let load = async |store: &store::Store, keys: &[ChildKey]| {
            rows::reading_log(store, reader, today, keys).await
        };
        self.section(load, |_, found, permit| {
            let told = found
                .into_iter()
                .filter(|row| match permit.scope() {
                    Scope::OwnReads => row.is_own || row.is_own_team,
                    Scope::CouncilReads => row.is_council,
                    _ => true,
                })
                .map(|row| row.reading);
            let mut readings: Vec<Reading> = told.take(rows::NEWEST_READINGS).collect();
            number_within_moments(&mut readings);
            unless_empty(readings)
        })
        .await
    }
}

/// Numbers the readings of one moment, oldest first, among those that are told: counted among all, a number
/// would tell how many others have read.
fn number_within_moments(readings: &mut [Reading]) {
    let mut before: Option<(DateTime<Utc>, i64)> = None;
    for reading in readings.iter_mut().rev() {
        let place = match before {
            Some((at, place)) if at == reading.read_at => place + 1,
            _ => 1,
        };
        reading.place = place;
        before = Some((reading.read_at, place));
    }
}
