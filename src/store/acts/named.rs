//! People and places that an act names by their public ids.

use chrono::NaiveDate;

use crate::{
    domain::access::{AgencyKind, Role},
    store::{
        StoreError,
        query::{Query, Source},
    },
};

/// A person who is named in an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub id: i64,
    pub agency: i16,
    pub agency_kind: AgencyKind,
    /// The council of a council's agency.
    pub council: Option<i16>,
    /// The roles that they hold on the day.
    pub roles: Vec<Role>,
}

impl Named {
    pub fn holds(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// A person by their public id, unless they were deactivated, with the roles that they hold on a day.
pub async fn person_by_public_id(
    source: &impl Source,
    public_id: &[u8],
    on: NaiveDate,
) -> Result<Option<Named>, StoreError> {
    let rows = Query::new(
        source,
        "select p.id, p.agency_id, a.kind, a.council_id, m.role from professional p \
         join agency a on a.id = p.agency_id left join desk_member m on m.professional_id = p.id \
         and m.replaced_at is null and m.starts_on <= ",
    )
    .bind(on)
    .sql(" and m.ends_on > ")
    .bind(on)
    .sql(" where p.inactive_at is null and p.public_id = ")
    .bind(public_id.to_vec())
    .rows(source, |row| {
        let kind: String = row.get("kind")?;
        let named = Named {
            id: row.get("id")?,
            agency: row.get("agency_id")?,
            agency_kind: kind
                .parse()
                .map_err(|_| StoreError::Unreadable("agency.kind".to_owned()))?,
            council: row.get("council_id")?,
            roles: Vec::new(),
        };
        Ok((named, row.get::<Option<String>>("role")?))
    })
    .await?;
    let mut found = rows.first().map(|(named, _)| named.clone());
    if let Some(named) = &mut found {
        for role in rows.iter().filter_map(|(_, role)| role.as_deref()) {
            let role = role
                .parse()
                .map_err(|_| StoreError::Unreadable("desk_member.role".to_owned()))?;
            if !named.roles.contains(&role) {
                named.roles.push(role);
            }
        }
    }
    Ok(found)
}

/// The number of a court by its public id.
pub async fn court_by_public_id(
    source: &impl Source,
    public_id: &[u8],
) -> Result<Option<i64>, StoreError> {
    Query::new(source, "select id from court where public_id = ")
        .bind(public_id.to_vec())
        .first(source, |row| row.get("id"))
        .await
}
