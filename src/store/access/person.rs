//! From a verified token to a person on record.

use crate::{
    domain::access::{AgencyKind, Viewer},
    store::{Store, StoreError, query::Query},
};

#[derive(Debug, Clone)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub email: Option<String>,
    pub agency: i16,
    pub agency_name: String,
    pub agency_kind: AgencyKind,
    /// The council of a council's agency.
    pub council: Option<i16>,
}

/// The person that an issuer's subject stands for, within the agency of the token. Nobody on record: no
/// standing on any child.
pub async fn person(store: &Store, viewer: &Viewer) -> Result<Option<Person>, StoreError> {
    Query::new(
        store,
        "select p.id, p.display_name, p.email, p.agency_id, a.name, a.kind, a.council_id \
         from identity i join professional p on p.id = i.professional_id join agency a on a.id = p.agency_id \
         where i.issuer = ",
    )
    .bind(viewer.issuer.as_str())
    .sql(" and i.subject = ")
    .bind(viewer.subject.as_str())
    .sql(" and a.agency_key = ")
    .bind(viewer.agency.as_str())
    .first(store, |row| {
        let kind: String = row.get("kind")?;
        Ok(Person {
            id: row.get("id")?,
            name: row.get("display_name")?,
            email: row.get("email")?,
            agency: row.get("agency_id")?,
            agency_name: row.get("name")?,
            agency_kind: kind
                .parse()
                .map_err(|_| StoreError::Unreadable("agency.kind".to_owned()))?,
            council: row.get("council_id")?,
        })
    })
    .await
}
