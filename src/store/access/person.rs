//! From a verified token to a person on record, and whether they are let in.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::access::{AgencyKind, BoundTo, Viewer},
    store::{
        StoreError,
        query::{Query, Row, Source},
    },
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

/// What the record says of whoever brings a good token.
#[derive(Debug, Clone)]
pub enum Bearer {
    OnRecord(Person),
    /// Nobody on record: no standing on any child.
    Nobody,
    Out(Out),
}

/// Why somebody is out whose token is good. For the log: who is out is not told why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Out {
    TokenDenied,
    Deactivated,
    /// The identity was a person's once.
    Unlinked,
    /// The issuer is bound to another council or court area than the person's.
    Elsewhere,
}

/// The person that an issuer's subject stands for, within the agency of the token. One statement asks for all that
/// decides whether they are let in; it is put at each request, and what it answers is kept for that request alone.
pub async fn person(
    source: &impl Source,
    viewer: &Viewer,
    today: NaiveDate,
) -> Result<Bearer, StoreError> {
    let mut query = Query::new(
        source,
        "select d.token_id as denied, i.unlinked_at, p.inactive_at, p.id, p.display_name, p.email, p.agency_id, \
         a.id as agency, a.name, a.kind, a.council_id, c.gss_code, a.area, ",
    );
    let seats = match &viewer.bound_to {
        Some(BoundTo::CourtArea(area)) => sits_for(&mut query, area, today),
        Some(BoundTo::Council(_)) | None => "cast(0 as bigint)".to_owned(),
    };
    let issuer = query.name(viewer.issuer.as_str());
    let found = query
        .sql(&seats)
        .sql(" as seats from (select 1 as one) asked left join token_denied d on ")
        .sql(&format!("d.issuer = {issuer} and d.token_id = "))
        .bind(viewer.token_id.as_str())
        .sql(" left join agency a on a.agency_key = ")
        .bind(viewer.agency.as_str())
        .sql(" left join council c on c.id = a.council_id left join identity i on ")
        .sql(&format!("i.issuer = {issuer} and i.subject = "))
        .bind(viewer.subject.as_str())
        .sql(" left join professional p on p.id = i.professional_id")
        .first(source, |row| bearer(row, viewer.bound_to.as_ref()))
        .await?;
    Ok(found.unwrap_or(Bearer::Nobody))
}

/// At how many desks for an area the person sits today. An agency for the whole country has a team of officers for each.
fn sits_for(query: &mut Query, area: &str, today: NaiveDate) -> String {
    let (area, today) = (query.name(area), query.name(today));
    format!(
        "(select count(*) from desk_member m join desk k on k.id = m.desk_id where k.kind = 'OFFICER_TEAM' and k.name = {area} \
         and m.professional_id = p.id and m.replaced_at is null and m.starts_on <= {today} and m.ends_on > {today})"
    )
}

fn bearer(row: &Row, bound_to: Option<&BoundTo>) -> Result<Bearer, StoreError> {
    let is_bound_here = match bound_to {
        None => true,
        Some(BoundTo::Council(code)) => {
            row.get::<Option<String>>("gss_code")?.as_ref() == Some(code)
        }
        Some(BoundTo::CourtArea(area)) => {
            row.get::<Option<String>>("area")?.as_ref() == Some(area)
                || row.get::<i64>("seats")? > 0
        }
    };
    if row.get::<Option<String>>("denied")?.is_some() {
        return Ok(Bearer::Out(Out::TokenDenied));
    }
    if row.get::<Option<DateTime<Utc>>>("unlinked_at")?.is_some() {
        return Ok(Bearer::Out(Out::Unlinked));
    }
    if row.get::<Option<DateTime<Utc>>>("inactive_at")?.is_some() {
        return Ok(Bearer::Out(Out::Deactivated));
    }
    if !is_bound_here {
        return Ok(Bearer::Out(Out::Elsewhere));
    }
    let agency: Option<i16> = row.get("agency")?;
    let of_person: Option<i16> = row.get("agency_id")?;
    let (Some(id), Some(agency)) = (
        row.get("id")?,
        agency.filter(|agency| of_person == Some(*agency)),
    ) else {
        return Ok(Bearer::Nobody);
    };
    let kind: String = row.get("kind")?;
    Ok(Bearer::OnRecord(Person {
        id,
        name: row.get("display_name")?,
        email: row.get("email")?,
        agency,
        agency_name: row.get("name")?,
        agency_kind: kind
            .parse()
            .map_err(|_| StoreError::Unreadable("agency.kind".to_owned()))?,
        council: row.get("council_id")?,
    }))
}
