//! A council and its children as returns left them: what a file can be laid around.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::people::council;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{Carer, FoundedChild, Register};
use crate::{
    domain::{
        access::Class,
        children::{ChildKey, OPEN_END},
    },
    store::{StoreError, Unit, query::Query},
};

/// A council that is there already.
#[derive(Debug, Clone)]
pub struct CouncilOnRecord {
    pub id: i16,
    pub gss_code: String,
    pub name: String,
    /// The number and the key of its own agency.
    pub agency_id: i16,
    pub agency: String,
    /// The last day of the newest return, where one was loaded.
    pub returned_until: Option<NaiveDate>,
}

/// Of how many children of a council somebody has entered a name or a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Described {
    pub named: i64,
    pub planned: i64,
}

/// A child of a return, as far as families can be told by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub child: i64,
    /// The council's own number for the child, in upper case.
    pub local_id: String,
    pub born_on: Option<NaiveDate>,
    pub is_uasc: bool,
    /// The latest period of care.
    pub period: Option<ReturnedPeriod>,
    /// The home postcode when that period began.
    pub home_postcode: Option<String>,
}

impl Listed {
    pub fn is_in_care(&self) -> bool {
        self.period
            .as_ref()
            .is_some_and(|period| period.ends_on == OPEN_END)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedPeriod {
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub end_code: Option<String>,
}

/// A child with the spells of a return, each in the order of its start.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub listed: Listed,
    pub public_id: Vec<u8>,
    pub legal_spells: Vec<ReturnedSpell>,
    pub placements: Vec<ReturnedPlacement>,
    /// The number and the day of each review that was held.
    pub reviews: Vec<(i64, NaiveDate)>,
}

#[derive(Debug, Clone)]
pub struct ReturnedSpell {
    pub code: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

#[derive(Debug, Clone)]
pub struct ReturnedPlacement {
    pub id: i64,
    pub type_code: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub is_adoptive: bool,
    pub postcode: Option<String>,
}

/// Where a child's record is that a file is laid around, and what is added to rows that are there.
///
/// Birth and placements of the file are not read then: they are on record.
#[derive(Debug, Clone)]
pub struct OnRecord {
    pub child: i64,
    pub public_id: Vec<u8>,
    /// Carers, by the number of the placement.
    pub carers: Vec<(i64, Carer)>,
    /// Items that went with the filing.
    pub filed: Vec<(Class, i64)>,
}

impl OnRecord {
    pub(super) fn founded(&self, council: i16) -> FoundedChild {
        FoundedChild {
            key: ChildKey {
                council,
                child: self.child,
            },
            public_id: self.public_id.clone(),
        }
    }
}

impl Register {
    /// Of a council that is there, by its code, with its own agency.
    pub fn of(council: &CouncilOnRecord) -> Self {
        Self {
            councils: HashMap::from([(council.gss_code.clone(), council.id)]),
            agencies: HashMap::from([(council.agency.clone(), council.agency_id)]),
            ..Self::default()
        }
    }
}

/// The council of this code, if it is on record with an agency of its own.
pub async fn council_on_record(
    unit: &Unit<'_>,
    gss_code: &str,
) -> Result<Option<CouncilOnRecord>, StoreError> {
    let found = Query::new(
        unit,
        "select c.id, c.name, a.id as agency_id, a.agency_key from council c join agency a on a.council_id = c.id where c.gss_code = ",
    )
    .bind(gss_code)
    .sql(" order by a.id limit 1")
    .first(unit, |row| {
        let agency = (row.get("agency_id")?, row.get("agency_key")?);
        Ok((row.get("id")?, row.get("name")?, agency))
    })
    .await?;
    let Some((id, name, (agency_id, agency))): Option<(i16, String, (i16, String))> = found else {
        return Ok(None);
    };
    let returned_until = Query::new(
        unit,
        "select year_ending from import_run where council_id = ",
    )
    .bind(id)
    .sql(" order by year_ending desc limit 1")
    .first(unit, |row| row.get("year_ending"))
    .await?;
    Ok(Some(CouncilOnRecord {
        id,
        gss_code: gss_code.to_owned(),
        name,
        agency_id,
        agency,
        returned_until,
    }))
}

/// Every agency that is on record, by its key.
pub(super) async fn agencies_on_record(
    unit: &Unit<'_>,
) -> Result<HashMap<String, i16>, StoreError> {
    let rows = Query::new(unit, "select agency_key, id from agency")
        .rows(unit, |row| Ok((row.get("agency_key")?, row.get("id")?)))
        .await?;
    Ok(rows.into_iter().collect())
}

pub async fn described(unit: &Unit<'_>, council: i16) -> Result<Described, StoreError> {
    let mut query = Query::new(unit, "");
    let council = query.name(council);
    let found = query
        .sql(&format!(
            "select (select count(distinct child_id) from child_name where council_id = {council}) as named, \
             (select count(distinct child_id) from plan where council_id = {council}) as planned"
        ))
        .first(unit, |row| {
            Ok(Described {
                named: row.get("named")?,
                planned: row.get("planned")?,
            })
        })
        .await?;
    found.ok_or_else(|| StoreError::Unreadable("a count of children".to_owned()))
}

/// Every child of a council's returns. A few words a child: all of them are held at once.
pub async fn listed(unit: &Unit<'_>, council: i16) -> Result<Vec<Listed>, StoreError> {
    Query::new(
        unit,
        "select c.id, i.folded, c.born_on, c.is_uasc, p.starts_on, p.ends_on, p.end_code, e.home_post from child c \
         join child_identifier i on i.council_id = c.council_id and i.child_id = c.id and i.kind = 'LOCAL' and i.replaced_at is null \
         left join period_of_care p on p.council_id = c.council_id and p.child_id = c.id and not exists (select 1 \
         from period_of_care q where q.council_id = p.council_id and q.child_id = p.child_id and q.starts_on > p.starts_on) \
         left join episode e on e.council_id = p.council_id and e.child_id = p.child_id and e.decom = p.starts_on \
         and e.replaced_at is null where c.council_id = ",
    )
    .bind(council)
    .rows(unit, |row| {
        let starts_on: Option<NaiveDate> = row.get("starts_on")?;
        let ends_on: Option<NaiveDate> = row.get("ends_on")?;
        let end_code = row.get("end_code")?;
        let period = starts_on.zip(ends_on).map(|(starts_on, ends_on)| ReturnedPeriod {
            starts_on,
            ends_on,
            end_code,
        });
        Ok(Listed {
            child: row.get("id")?,
            local_id: row.get("folded")?,
            born_on: row.get("born_on")?,
            is_uasc: row.get("is_uasc")?,
            period,
            home_postcode: row.get("home_post")?,
        })
    })
    .await
}

/// The records of some children, in the order asked: one statement for each kind of row.
pub async fn recorded(
    unit: &Unit<'_>,
    council: i16,
    children: Vec<Listed>,
) -> Result<Vec<Recorded>, StoreError> {
    let key = |child| ChildKey { council, child };
    let keys: Vec<ChildKey> = children.iter().map(|it| key(it.child)).collect();
    let mut ids = Query::new(
        unit,
        "select council_id, id as child_id, public_id from child where ",
    )
    .among("(council_id, id)", &keys)
    .by_child(unit, |row| row.get::<Vec<u8>>("public_id"))
    .await?;
    let mut spells = Query::new(
        unit,
        "select council_id, child_id, code, starts_on, ends_on from legal_spell where ",
    )
    .among("(council_id, child_id)", &keys)
    .sql(" order by starts_on")
    .by_child(unit, |row| {
        Ok(ReturnedSpell {
            code: row.get("code")?,
            starts_on: row.get("starts_on")?,
            ends_on: row.get("ends_on")?,
        })
    })
    .await?;
    let mut placements = Query::new(
        unit,
        "select p.council_id, p.child_id, p.id, p.type_code, p.starts_on, p.ends_on, p.is_adoptive, l.postcode \
         from placement p left join placement_location l on l.council_id = p.council_id and l.placement_id = p.id where ",
    )
    .among("(p.council_id, p.child_id)", &keys)
    .sql(" order by p.starts_on")
    .by_child(unit, |row| {
        Ok(ReturnedPlacement {
            id: row.get("id")?,
            type_code: row.get("type_code")?,
            starts_on: row.get("starts_on")?,
            ends_on: row.get("ends_on")?,
            is_adoptive: row.get("is_adoptive")?,
            postcode: row.get("postcode")?,
        })
    })
    .await?;
    let mut reviews = Query::new(
        unit,
        "select council_id, child_id, id, held_on from review where held_on is not null and ",
    )
    .among("(council_id, child_id)", &keys)
    .sql(" order by held_on, kind")
    .by_child(unit, |row| Ok((row.get("id")?, row.get("held_on")?)))
    .await?;
    let found = children.into_iter().map(|listed| {
        let key = key(listed.child);
        let public_id = ids
            .take_one(key)
            .ok_or_else(|| StoreError::Unreadable("a child that is not there".to_owned()))?;
        Ok(Recorded {
            listed,
            public_id,
            legal_spells: spells.take(key),
            placements: placements.take(key),
            reviews: reviews.take(key),
        })
    });
    found.collect()
}

/// Says since when the council records here what no return holds.
pub async fn set_records_from(
    unit: &Unit<'_>,
    council: i16,
    from: NaiveDate,
) -> Result<(), StoreError> {
    council::Entity::update_many()
        .col_expr(council::Column::RecordsFrom, Expr::value(from))
        .filter(council::Column::Id.eq(council))
        .exec(&unit.transaction)
        .await?;
    Ok(())
}
