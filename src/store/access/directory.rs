//! The people of an agency and the courts, to be named in an act. Nothing of a child is read here.

use chrono::NaiveDate;

use crate::{
    domain::access::{AgencyKind, Role},
    store::{
        StoreError,
        query::{Query, Source},
    },
};

/// Somebody who may be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub id: i64,
    pub public_id: Vec<u8>,
    pub name: String,
}

/// Those who are looked for.
#[derive(Debug, Clone)]
pub struct Directory {
    /// Who looks: their agency is the one looked through.
    pub person: i64,
    pub agency_kind: AgencyKind,
    pub role: Role,
    pub today: NaiveDate,
    /// The name and number after which to go on.
    pub after: Option<(String, i64)>,
    pub limit: u64,
    pub with_total: bool,
}

/// The people of one's own agency who hold a role on a day, by name. In CAFCASS, only those of a team of officers in
/// which one sits oneself. With them the number of all, where it is asked for.
pub async fn colleagues(
    source: &impl Source,
    asked: &Directory,
) -> Result<(Vec<Colleague>, Option<i64>), StoreError> {
    let total = match asked.with_total {
        true => {
            let select = Query::new(
                source,
                "select count(*) as people from professional p where ",
            );
            let counted = holders(select, asked);
            counted.first(source, |row| row.get("people")).await?
        }
        false => None,
    };
    let select = "select p.id, p.public_id, p.display_name from professional p where ";
    let mut query = holders(Query::new(source, select), asked);
    if let Some((name, id)) = &asked.after {
        query = query
            .sql(" and (p.display_name, p.id) > (")
            .bind(name.as_str())
            .sql(", ")
            .bind(*id)
            .sql(")");
    }
    let found = query
        .sql(" order by p.display_name, p.id limit ")
        .bind(i64::try_from(asked.limit).unwrap_or(i64::MAX))
        .rows(source, |row| {
            Ok(Colleague {
                id: row.get("id")?,
                public_id: row.get("public_id")?,
                name: row.get("display_name")?,
            })
        })
        .await?;
    Ok((found, total))
}

fn holders(mut query: Query, asked: &Directory) -> Query {
    let person = query.name(asked.person);
    let role = query.name(asked.role.word());
    let today = query.name(asked.today);
    let now = |seat: &str| {
        format!(
            "{seat}.replaced_at is null and {seat}.starts_on <= {today} and {seat}.ends_on > {today}"
        )
    };
    query
        .sql(&format!(
            "p.inactive_at is null and p.agency_id = (select me.agency_id from professional me where me.id = {person}) \
             and exists (select 1 from desk_member m where m.professional_id = p.id and m.role = {role} and {})",
            now("m")
        ))
        .sql_if(
            asked.agency_kind == AgencyKind::Cafcass,
            &format!(
                " and exists (select 1 from desk_member mine join desk d on d.id = mine.desk_id \
                 join desk_member theirs on theirs.desk_id = d.id where d.kind = 'OFFICER_TEAM' \
                 and mine.professional_id = {person} and theirs.professional_id = p.id and {} and {})",
                now("mine"),
                now("theirs")
            ),
        )
}

/// Every court, by name: its public id and name.
pub async fn courts(source: &impl Source) -> Result<Vec<(Vec<u8>, String)>, StoreError> {
    Query::new(source, "select public_id, name from court order by name")
        .rows(source, |row| Ok((row.get("public_id")?, row.get("name")?)))
        .await
}

/// The teams of officers at CAFCASS, by name.
pub async fn officer_teams(source: &impl Source) -> Result<Vec<String>, StoreError> {
    Query::new(
        source,
        "select distinct name from desk where kind = 'OFFICER_TEAM' order by name",
    )
    .rows(source, |row| row.get("name"))
    .await
}
