//! The child: care, legal status, placement, words, brothers and sisters.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Life, lay};
use crate::{
    domain::{
        children::{ChildKey, ended},
        deadlines::{Calendar, EventKind},
        plans::{CarePeriod, PlacementNow},
    },
    store::{Source, StoreError, query::Query},
};

/// Working days of being looked after from which leaving care needs an approval (Care Planning Regulations 2010,
/// regulation 39).
const LOOKED_AFTER: u16 = 20;

pub(super) async fn read(
    source: &impl Source,
    keys: &[ChildKey],
    on: NaiveDate,
    calendar: &Calendar,
    lives: &mut HashMap<ChildKey, Life>,
) -> Result<(), StoreError> {
    let rows = Query::new(
        source,
        "select council_id, id as child_id, born_on, \
         (select max(v.said_on) from voice v where v.council_id = child.council_id and v.child_id = child.id) as said_on, \
         exists (select 1 from family_member f where f.council_id = child.council_id and f.child_id = child.id \
         and f.is_sibling) as has_siblings from child where ",
    )
    .among("(council_id, id)", keys)
    .rows(source, |row| {
        let born_on: Option<NaiveDate> = row.get("born_on")?;
        let said_on: Option<NaiveDate> = row.get("said_on")?;
        let has_siblings: bool = row.get("has_siblings")?;
        Ok((row.key()?, (born_on, said_on, has_siblings)))
    })
    .await?;
    lay(lives, rows, |life, (born_on, said_on, has_siblings)| {
        life.child.born_on = born_on;
        life.child.is_before_birth = born_on.is_none();
        life.child.last_voice_on = said_on;
        life.child.has_siblings = has_siblings;
    });

    let rows = Query::new(
        source,
        "select council_id, child_id, starts_on, ends_on, end_code from period_of_care where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by starts_on")
    .rows(source, |row| {
        let starts_on: NaiveDate = row.get("starts_on")?;
        let period = CarePeriod {
            starts_on,
            ends_on: ended(row.get("ends_on")?),
            exit_code: row.get("end_code")?,
            twenty_working_days_on: calendar
                .working_days_after(starts_on, LOOKED_AFTER)
                .ok()
                .map(|(day, _)| day),
        };
        Ok((row.key()?, period))
    })
    .await?;
    lay(lives, rows, |life, period| life.child.care = Some(period));

    let rows = Query::new(
        source,
        "select council_id, child_id, code from legal_spell where starts_on <= ",
    )
    .bind(on)
    .sql(" and ends_on > ")
    .bind(on)
    .sql(" and ")
    .among("(council_id, child_id)", keys)
    .sql(" order by starts_on")
    .rows(source, |row| Ok((row.key()?, row.get::<String>("code")?)))
    .await?;
    lay(lives, rows, |life, code| {
        life.child.legal_status = Some(code)
    });

    let rows = Query::new(
        source,
        "select council_id, child_id, type_code, starts_on from placement where starts_on <= ",
    )
    .bind(on)
    .sql(" and ends_on > ")
    .bind(on)
    .sql(" and ")
    .among("(council_id, child_id)", keys)
    .sql(" order by starts_on")
    .rows(source, |row| {
        let placement = PlacementNow {
            type_code: row.get("type_code")?,
            starts_on: row.get("starts_on")?,
        };
        Ok((row.key()?, placement))
    })
    .await?;
    lay(lives, rows, |life, placement| {
        life.child.placement = Some(placement);
    });
    facts(source, keys, lives).await
}

/// Dated facts without a record of their own.
async fn facts(
    source: &impl Source,
    keys: &[ChildKey],
    lives: &mut HashMap<ChildKey, Life>,
) -> Result<(), StoreError> {
    let kinds = [
        EventKind::LongTermConfirmedToCarer,
        EventKind::LongTermConfirmedToParent,
        EventKind::LongTermConfirmedToChild,
        EventKind::MatchedWithCarers,
    ];
    let words = kinds.map(|kind| kind.word().to_owned());
    let rows = Query::new(
        source,
        "select council_id, child_id, kind, happened_on from care_event where ",
    )
    .one_of("kind", &words)
    .sql(" and ")
    .among("(council_id, child_id)", keys)
    .sql(" order by happened_on")
    .rows(source, |row| {
        let kind: String = row.get("kind")?;
        Ok((row.key()?, (kind, row.get::<NaiveDate>("happened_on")?)))
    })
    .await?;
    lay(lives, rows, |life, (kind, on)| {
        let confirmed = &mut life.child.long_term;
        match kind.parse() {
            Ok(EventKind::LongTermConfirmedToCarer) => confirmed.to_carer_on = Some(on),
            Ok(EventKind::LongTermConfirmedToParent) => confirmed.to_parent_on = Some(on),
            Ok(EventKind::LongTermConfirmedToChild) => confirmed.to_child_on = Some(on),
            Ok(EventKind::MatchedWithCarers) => life.child.matched_on = Some(on),
            _ => {}
        }
    });
    Ok(())
}
