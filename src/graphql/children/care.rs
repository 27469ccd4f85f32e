//! Placements with their guarded parts, adopters, legal status.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};

use super::{
    family::Address,
    yearly::{CareLeaverYear, LibertyOrder},
};
use crate::{
    casework::children as casework,
    domain::{
        children,
        ids::{Kind, encode},
    },
    graphql::{
        access::{Disclosure, DisclosureBasis, InformationClass, Showing, Whole, classified},
        code::{self, Cause},
        paging::{Listed, Window, connection, section, slice},
    },
};

/// Where the child lives and has lived, by kind. When, where and with whom are sections of their own.
#[derive(SimpleObject, Debug, Clone)]
#[graphql(complex)]
pub struct PlacementRecord {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The placement that runs today.
    pub current: Option<Placement>,
    /// How often the child moved in the last 365 days, as far as this section goes.
    pub moves_in_last_year_count: i32,
    /// What returns say of the child's years as a care leaver, newest first. Not part of what is filed.
    pub care_leaver_years: Vec<CareLeaverYear>,
    #[graphql(skip)]
    list: Vec<Placement>,
    #[graphql(skip)]
    owner: String,
}

connection!(PlacementConnection, Placement, "placements");

#[ComplexObject]
impl PlacementRecord {
    /// The placements, newest first.
    async fn placements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100; not with `first` or `after`.")] last: Option<i32>,
        #[graphql(desc = "The `startCursor` of the page after.")] before: Option<String>,
    ) -> Result<PlacementConnection> {
        Ok(slice(
            ctx,
            &self.owner,
            "placements",
            &self.list,
            Window::of(first, after, last, before)?,
        )?
        .into())
    }
}

section!(
    PlacementRecord,
    "PlacementDisclosure",
    Placement,
    casework::PlacementRecord,
    |value, showing, head| {
        let list: Vec<Placement> = value
            .placements
            .into_iter()
            .map(|placement| Placement::of(placement, showing))
            .collect();
        Self {
            basis: head.0,
            as_at: head.1,
            current: list
                .iter()
                .find(|placement| placement.inner.is_current)
                .cloned(),
            moves_in_last_year_count: i32::try_from(value.moves_in_last_year).unwrap_or(i32::MAX),
            care_leaver_years: value.leaving_years.into_iter().map(Into::into).collect(),
            list,
            owner: encode(Kind::Child, &showing.public_id),
        }
    }
);

/// One placement.
#[derive(Clone)]
pub struct Placement {
    inner: Arc<Parts>,
}

impl std::fmt::Debug for Placement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Placement")
    }
}

struct Parts {
    id: String,
    type_code: String,
    provider_code: Option<String>,
    change_reason: Option<String>,
    is_current: bool,
    dates: Option<Disclosure<PlacementDates>>,
    location: Option<Disclosure<PlacementLocation>>,
    carers: Option<Disclosure<CarerIdentity>>,
}

impl Placement {
    fn of(placement: children::Placement, showing: &Showing) -> Self {
        let children::Placement {
            id: _,
            public_id,
            type_code,
            provider_code,
            change_reason,
            is_current,
            dates,
            location,
            carers,
        } = placement;
        let inner = Parts {
            id: encode(Kind::Placement, &public_id),
            type_code,
            provider_code,
            change_reason,
            is_current,
            dates: dates.map(|answer| showing.disclose(answer)),
            location: location.map(|answer| showing.disclose(answer)),
            carers: carers.map(|answer| showing.disclose(answer)),
        };
        Self {
            inner: Arc::new(inner),
        }
    }
}

impl Listed for Placement {
    fn place(&self) -> String {
        self.inner.id.clone()
    }
}

/// A part that was not loaded although it is asked for: a fault of ours, never an empty answer.
pub(super) fn loaded<T>(part: Option<&T>) -> Result<&T> {
    part.ok_or_else(|| code::internal(Cause("a section was asked for and not decided")))
}

/// A placement of the child.
#[Object]
impl Placement {
    /// Its id.
    async fn id(&self) -> ID {
        self.inner.id.clone().into()
    }

    /// What kind of placement it is, as a code of the national return (for example U4, K2, P1, A5).
    #[graphql(name = "type")]
    async fn type_code(&self) -> &str {
        &self.inner.type_code
    }

    /// Who provides it, as a code of the national return (PR0 to PR5).
    async fn provider_type(&self) -> Option<&str> {
        self.inner.provider_code.as_deref()
    }

    /// Why the child moved on from it, as a code of the national return.
    async fn change_reason(&self) -> Option<&str> {
        self.inner.change_reason.as_deref()
    }

    /// Whether it runs today.
    async fn is_current(&self) -> bool {
        self.inner.is_current
    }

    /// When it began and ended.
    #[graphql(directive = classified::apply(InformationClass::PlacementDates))]
    async fn dates(&self) -> Result<Whole<&Disclosure<PlacementDates>>> {
        loaded(self.inner.dates.as_ref()).map(Whole)
    }

    /// Where it is.
    #[graphql(directive = classified::apply(InformationClass::PlacementLocation))]
    async fn location(&self) -> Result<Whole<&Disclosure<PlacementLocation>>> {
        loaded(self.inner.location.as_ref()).map(Whole)
    }

    /// Who cares for the child there.
    #[graphql(directive = classified::apply(InformationClass::CarerIdentity))]
    async fn carers(&self) -> Result<Whole<&Disclosure<CarerIdentity>>> {
        loaded(self.inner.carers.as_ref()).map(Whole)
    }
}

/// When a placement began and ended.
#[derive(SimpleObject, Debug, Clone)]
pub struct PlacementDates {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// Its first day.
    pub started_on: NaiveDate,
    /// The day it ended; null while it runs.
    pub ended_on: Option<NaiveDate>,
}

section!(
    PlacementDates,
    "PlacementDatesDisclosure",
    PlacementDates,
    children::PlacementDates,
    |value, _showing, head| {
        let children::PlacementDates {
            started_on,
            ended_on,
        } = value;
        Self {
            basis: head.0,
            as_at: head.1,
            started_on,
            ended_on,
        }
    }
);

/// Where a placement is, and all that would tell where it is.
#[derive(SimpleObject, Debug, Clone)]
pub struct PlacementLocation {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The address.
    pub address: Option<Address>,
    /// The provider's name.
    pub provider_name: Option<String>,
    /// The provider's Ofsted number.
    pub provider_urn: Option<String>,
    /// Distance from home in miles.
    pub distance_miles: Option<f64>,
    /// The school that the child goes to from there.
    pub school: Option<String>,
    /// Where contact takes place.
    pub contact_venue: Option<String>,
    /// Whether it lies in the area of the council.
    pub is_in_authority_area: Option<bool>,
}

section!(
    PlacementLocation,
    "PlacementLocationDisclosure",
    PlacementLocation,
    children::PlacementLocation,
    |value, _showing, head| {
        let children::PlacementLocation {
            lines,
            postcode,
            provider_name,
            provider_urn,
            distance_tenths,
            is_in_authority,
            school_name,
            contact_venue,
        } = value;
        Self {
            basis: head.0,
            as_at: head.1,
            address: Address::of(lines, postcode),
            provider_name,
            provider_urn,
            distance_miles: distance_tenths.map(|tenths| f64::from(tenths) / 10.0),
            school: school_name,
            contact_venue,
            is_in_authority_area: is_in_authority,
        }
    }
);

/// Who cares for the child in a placement.
#[derive(SimpleObject, Debug, Clone)]
pub struct CarerIdentity {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The carers.
    pub carers: Vec<Carer>,
}

/// A carer.
#[derive(SimpleObject, Debug, Clone)]
pub struct Carer {
    /// Name.
    pub name: String,
    /// What they are to the child, if they are related.
    pub relationship_to_child: Option<String>,
    /// When they were approved.
    pub approved_on: Option<NaiveDate>,
}

section!(
    CarerIdentity,
    "CarerIdentityDisclosure",
    CarerIdentity,
    Vec<children::Carer>,
    |value, _showing, head| {
        let carers = value.into_iter().map(|carer| Carer {
            name: carer.name,
            relationship_to_child: carer.relationship,
            approved_on: carer.approved_on,
        });
        Self {
            basis: head.0,
            as_at: head.1,
            carers: carers.collect(),
        }
    }
);

/// The serial number by which prospective adopters are known to the court.
#[derive(SimpleObject, Debug, Clone)]
pub struct AdopterSerial {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The serial number.
    pub serial_number: String,
}

section!(
    AdopterSerial,
    "AdopterSerialDisclosure",
    AdopterSerial,
    children::AdopterSerial,
    |value, _showing, head| {
        Self {
            basis: head.0,
            as_at: head.1,
            serial_number: value.serial_number,
        }
    }
);

/// Prospective adopters by name.
#[derive(SimpleObject, Debug, Clone)]
pub struct AdopterIdentity {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// Their names.
    pub names: String,
    /// The adoption agency.
    pub agency: Option<String>,
    /// When they were matched with the child.
    pub matched_on: Option<NaiveDate>,
}

section!(
    AdopterIdentity,
    "AdopterIdentityDisclosure",
    AdopterIdentity,
    children::AdopterIdentity,
    |value, _showing, head| {
        let children::AdopterIdentity {
            names,
            agency,
            matched_on,
        } = value;
        Self {
            basis: head.0,
            as_at: head.1,
            names,
            agency,
            matched_on,
        }
    }
);

/// Under what law the child is looked after.
#[derive(SimpleObject, Debug, Clone)]
pub struct LegalStatusRecord {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// When the present period of care began.
    pub became_looked_after_on: Option<NaiveDate>,
    /// The legal status that holds today.
    pub current: Option<LegalStatusSpell>,
    /// Every legal status, newest first.
    pub spells: Vec<LegalStatusSpell>,
    /// Court orders about the child, newest first.
    pub orders: Vec<Order>,
    /// Permanent arrangements before this period of care.
    pub previous_permanence: Vec<PreviousPermanence>,
    /// Deprivation of liberty under a court's order, as returned, newest first.
    pub liberty_orders: Vec<LibertyOrder>,
}

/// A stretch of time under one legal status.
#[derive(SimpleObject, Debug, Clone)]
pub struct LegalStatusSpell {
    /// The code of the national return, as it was returned (for example C1 interim care order, C2 care order, V2 section 20, E1 placement order).
    pub code: String,
    /// Its first day.
    pub started_on: NaiveDate,
    /// The day it ended; null while it holds.
    pub ended_on: Option<NaiveDate>,
}

/// A court order about the child.
#[derive(SimpleObject, Debug, Clone)]
pub struct Order {
    /// Its id.
    pub id: ID,
    /// INTERIM_CARE, CARE, PLACEMENT, ADOPTION, SPECIAL_GUARDIANSHIP, CHILD_ARRANGEMENTS, SUPERVISION or EMERGENCY_PROTECTION.
    pub kind: String,
    /// When it was made.
    pub made_on: NaiveDate,
    /// When it expires, if the order says so.
    pub expires_on: Option<NaiveDate>,
    /// The court that made it.
    pub court: String,
}

/// A permanent arrangement that the child had before.
#[derive(SimpleObject, Debug, Clone)]
pub struct PreviousPermanence {
    /// The code of the national return (P1 adoption, P2 special guardianship, P3 residence or child arrangements order, P4 unknown, Z1 none).
    pub option: String,
    /// The year of the order, if known.
    pub year: Option<i32>,
    /// Its month, if known.
    pub month: Option<i32>,
}

section!(
    LegalStatusRecord,
    "LegalStatusDisclosure",
    LegalStatus,
    children::LegalStatus,
    |value, showing, head| {
        let today = crate::casework::london_day(showing.now);
        let spells: Vec<LegalStatusSpell> = value
            .spells
            .into_iter()
            .map(|spell| LegalStatusSpell {
                code: spell.code,
                started_on: spell.started_on,
                ended_on: spell.ended_on,
            })
            .collect();
        let holds = |spell: &&LegalStatusSpell| {
            spell.started_on <= today && spell.ended_on.is_none_or(|end| today < end)
        };
        let orders = value.orders.into_iter().map(|order| Order {
            id: encode(Kind::Order, &order.public_id).into(),
            kind: order.kind,
            made_on: order.made_on,
            expires_on: order.expires_on,
            court: order.court,
        });
        let earlier = value
            .previous_permanence
            .into_iter()
            .map(|before| PreviousPermanence {
                option: before.option_code,
                year: before.year.map(i32::from),
                month: before.month.map(i32::from),
            });
        Self {
            basis: head.0,
            as_at: head.1,
            became_looked_after_on: value.became_looked_after_on,
            current: spells.iter().find(holds).cloned(),
            spells,
            orders: orders.collect(),
            previous_permanence: earlier.collect(),
            liberty_orders: value.liberty_orders.into_iter().map(Into::into).collect(),
        }
    }
);
