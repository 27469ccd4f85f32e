//! The team, the family, and who has read the record.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{professional_columns, some_professional};
use crate::{
    domain::{
        access::ClassSet,
        children::{ChildKey, ContactArrangement, Professional, Reading, Relative},
    },
    store::{
        Store, StoreError,
        query::{ByChild, Query, Source},
    },
};

/// Who works with the child today, by capacity: WORKER, MANAGER, IRO, GUARDIAN.
pub async fn team(
    store: &Store,
    today: NaiveDate,
    keys: &[ChildKey],
) -> Result<ByChild<(String, Professional)>, StoreError> {
    let mut query = Query::new(store, "with holder as (");
    let today = query.name(today);
    query
        .sql(&format!(
            "select council_id, child_id, case when capacity = 'WORKER' then 'WORKER' else 'IRO' end as capacity, \
             professional_id, starts_on from allocation where starts_on <= {today} and ends_on > {today} \
             union all select t.council_id, t.child_id, 'MANAGER', m.professional_id, m.starts_on from case_team t \
             join desk_member m on m.desk_id = t.team_desk_id where m.role = 'TEAM_MANAGER' and m.replaced_at is null \
             and m.starts_on <= {today} and m.ends_on > {today} and t.starts_on <= {today} and t.ends_on > {today} \
             union all select pc.council_id, pc.child_id, 'GUARDIAN', g.officer_id, g.appointed_on \
             from proceedings_child pc join proceedings c on c.council_id = pc.council_id and c.id = pc.proceedings_id \
             join guardian_appointment g on g.council_id = pc.council_id and g.proceedings_id = pc.proceedings_id \
             where pc.replaced_at is null and pc.covered_from <= {today} and pc.covered_to > {today} \
             and (c.closed_on is null or c.closed_on > {today}) and g.appointed_on <= {today} and g.ended_on > {today}) \
             select h.council_id, h.child_id, h.capacity, "
        ))
        .sql(&professional_columns("p", "a"))
        .sql(
            " from holder h join professional p on p.id = h.professional_id join agency a on a.id = p.agency_id where ",
        )
        .among("(h.council_id, h.child_id)", keys)
        .sql(" order by h.starts_on desc, p.id")
        .by_child(store, |row| Ok((row.get("capacity")?, some_professional(row, "p")?)))
        .await
}

/// Relatives as people to reach: HOME_CONTACT.
pub async fn relatives(store: &Store, keys: &[ChildKey]) -> Result<ByChild<Relative>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, member_name, relationship, address_lines, postcode, telephone, email \
         from family_member where not is_sibling and ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by id")
    .by_child(store, |row| {
        Ok(Relative {
            name: row.get("member_name")?,
            relationship: row.get("relationship")?,
            lines: row.get("address_lines")?,
            postcode: row.get("postcode")?,
            telephone: row.get("telephone")?,
            email: row.get("email")?,
        })
    })
    .await
}

/// A member of the family: FAMILY.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FamilyRow {
    pub id: i64,
    pub name: String,
    pub relationship: String,
    pub is_sibling: bool,
    pub has_parental_responsibility: bool,
    pub is_placed_together: Option<bool>,
    pub linked: Option<ChildKey>,
}

pub async fn family_members(
    store: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<FamilyRow>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, id, member_name, relationship, is_sibling, has_parental_responsibility, \
         is_placed_together, linked_child_id from family_member where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by id")
    .by_child(store, |row| {
        let council: i16 = row.get("council_id")?;
        let linked: Option<i64> = row.get("linked_child_id")?;
        Ok(FamilyRow {
            id: row.get("id")?,
            name: row.get("member_name")?,
            relationship: row.get("relationship")?,
            is_sibling: row.get("is_sibling")?,
            has_parental_responsibility: row.get("has_parental_responsibility")?,
            is_placed_together: row.get("is_placed_together")?,
            linked: linked.map(|child| ChildKey { council, child }),
        })
    })
    .await
}

/// The gates of these children: 0 open, 1 restricted, 2 sealed.
pub async fn gates(store: &Store, keys: &[ChildKey]) -> Result<ByChild<i16>, StoreError> {
    Query::new(
        store,
        "select council_id, id as child_id, gate from child where ",
    )
    .among("(council_id, id)", keys)
    .by_child(store, |row| row.get("gate"))
    .await
}

pub async fn contact_arrangements(
    store: &impl Source,
    keys: &[ChildKey],
) -> Result<ByChild<ContactArrangement>, StoreError> {
    Query::new(
        store,
        "select council_id, child_id, id, with_whom, frequency, supervision from contact_arrangement where ",
    )
    .among("(council_id, child_id)", keys)
    .sql(" order by id")
    .by_child(store, |row| {
        Ok(ContactArrangement {
            id: row.get("id")?,
            with_whom: row.get("with_whom")?,
            frequency: row.get("frequency")?,
            supervision: row.get("supervision")?,
        })
    })
    .await
}

/// A reading of the record, with what decides who may know of it.
#[derive(Debug)]
pub struct ReadingRow {
    pub is_own: bool,
    pub is_own_team: bool,
    pub is_council: bool,
    pub reading: Reading,
}

/// How many readings of a child are told.
pub const NEWEST_READINGS: usize = 500;

/// The newest readings of each child: as many of each sort of reader, so that what others read never crowds out
/// what somebody may know of. `reader`: whose readings are `is_own`, and whose officers' `is_own_team`.
pub async fn reading_log(
    store: &Store,
    reader: i64,
    today: NaiveDate,
    keys: &[ChildKey],
) -> Result<ByChild<ReadingRow>, StoreError> {
    let mut query = Query::new(store, "");
    let me = query.name(reader);
    let today = query.name(today);
    query
        .sql(&format!(
            "select y.* from (select x.*, row_number() over (partition by x.council_id, x.child_id, x.is_own, x.is_own_team, \
             x.is_council order by x.at desc, x.batch_no desc, x.ord) as place from (\
             select l.council_id, l.child_id, l.at, l.batch_no, l.ord, l.shown, l.withheld, e.role, e.purpose, e.actor, e.professional_id, \
             p.display_name, a.name as agency_name, case when a.kind = 'COUNCIL' then 1 else 0 end as is_council, \
             case when e.professional_id = {me} then 1 else 0 end as is_own, \
             case when exists (select 1 from desk_member mine join desk_member theirs on theirs.desk_id = mine.desk_id \
             join desk d on d.id = mine.desk_id where d.kind = 'OFFICER_TEAM' and mine.professional_id = {me} \
             and mine.role = 'CAFCASS_MANAGER' and mine.replaced_at is null \
             and mine.starts_on <= {today} and mine.ends_on > {today} and theirs.replaced_at is null \
             and theirs.starts_on <= {today} and theirs.ends_on > {today} \
             and theirs.professional_id = e.professional_id) then 1 else 0 end as is_own_team \
             from ledger_child l join ledger_entry e on e.chain_id = l.chain_id and e.batch_no = l.batch_no and e.ord = l.ord \
             left join professional p on p.id = e.professional_id left join agency a on a.id = p.agency_id \
             where e.outcome = 'SHOWN' and "
        ))
        .among("(l.council_id, l.child_id)", keys)
        .sql(&format!(
            ") x) y where y.place <= {NEWEST_READINGS} order by y.at desc, y.batch_no desc, y.ord"
        ))
        .by_child(store, |row| {
            let (shown, withheld): (i32, i32) = (row.get("shown")?, row.get("withheld")?);
            let set = |bits: i32| ClassSet(u32::try_from(bits).unwrap_or(0));
            let is = |column| Ok::<bool, StoreError>(row.get::<i32>(column)? == 1);
            Ok(ReadingRow {
                is_own: is("is_own")?,
                is_own_team: is("is_own_team")?,
                is_council: is("is_council")?,
                reading: Reading {
                    place: 0,
                    read_at: row.get("at")?,
                    reader: row.get::<Option<String>>("display_name")?.unwrap_or_default(),
                    reader_role: row.get("role")?,
                    agency: row.get::<Option<String>>("agency_name")?.unwrap_or_default(),
                    purpose: row.get("purpose")?,
                    through: row.get("actor")?,
                    shown: set(shown),
                    withheld: set(withheld),
                },
            })
        })
        .await
}
