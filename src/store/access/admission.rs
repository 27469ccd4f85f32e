//! Who is let in, as it is decided: each decision with who took it and why.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, Statement};

use crate::store::{
    Store, StoreError, Unit,
    query::{Query, Source},
    unit::GLOBAL,
};

/// Somebody as an issuer names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub issuer: String,
    pub subject: String,
}

/// The person for whom an identity stands, or stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub person: i64,
    pub name: String,
    /// The key of their agency.
    pub agency: String,
    pub is_active: bool,
    pub is_linked: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    Deactivated,
    Reactivated,
    Linked,
    Unlinked,
    TokenDenied,
    Area,
}

impl Decided {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Deactivated => "DEACTIVATED",
            Self::Reactivated => "REACTIVATED",
            Self::Linked => "LINKED",
            Self::Unlinked => "UNLINKED",
            Self::TokenDenied => "TOKEN_DENIED",
            Self::Area => "AREA",
        }
    }
}

/// One decision, as it is appended.
#[derive(Debug, Clone)]
pub struct Decision {
    pub kind: Decided,
    pub person: Option<i64>,
    pub identity: Option<Identity>,
    /// Its issuer, the token, and until when it is denied.
    pub token: Option<(String, String, DateTime<Utc>)>,
    pub area: Option<(i16, String)>,
    pub by: String,
    pub reason: String,
    pub at: DateTime<Utc>,
}

pub async fn holder(
    source: &impl Source,
    identity: &Identity,
) -> Result<Option<Holder>, StoreError> {
    Query::new(
        source,
        "select p.id, p.display_name, p.inactive_at, i.unlinked_at, a.agency_key from identity i \
         join professional p on p.id = i.professional_id join agency a on a.id = p.agency_id where i.issuer = ",
    )
    .bind(identity.issuer.as_str())
    .sql(" and i.subject = ")
    .bind(identity.subject.as_str())
    .first(source, |row| {
        let inactive: Option<DateTime<Utc>> = row.get("inactive_at")?;
        let unlinked: Option<DateTime<Utc>> = row.get("unlinked_at")?;
        Ok(Holder {
            person: row.get("id")?,
            name: row.get("display_name")?,
            agency: row.get("agency_key")?,
            is_active: inactive.is_none(),
            is_linked: unlinked.is_none(),
        })
    })
    .await
}

/// Nobody is let in as this person from an instant on; or again, where there is none.
pub async fn set_inactive(
    unit: &Unit<'_>,
    person: i64,
    since: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    Query::new(unit, "update professional set inactive_at = ")
        .bind(since)
        .sql(" where id = ")
        .bind(person)
        .run(unit)
        .await
        .map(drop)
}

/// From now on the identity stands for this person, and for nobody else.
pub async fn link(unit: &Unit<'_>, identity: &Identity, person: i64) -> Result<(), StoreError> {
    Query::new(
        unit,
        "insert into identity (issuer, subject, professional_id) values (",
    )
    .bind(identity.issuer.as_str())
    .sql(", ")
    .bind(identity.subject.as_str())
    .sql(", ")
    .bind(person)
    .sql(
        ") on conflict (issuer, subject) do update set professional_id = excluded.professional_id, \
         unlinked_at = null",
    )
    .run(unit)
    .await
    .map(drop)
}

pub async fn unlink(
    unit: &Unit<'_>,
    identity: &Identity,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    Query::new(unit, "update identity set unlinked_at = ")
        .bind(at)
        .sql(" where issuer = ")
        .bind(identity.issuer.as_str())
        .sql(" and subject = ")
        .bind(identity.subject.as_str())
        .run(unit)
        .await
        .map(drop)
}

/// Denied already, a token stays so until the later of the two instants.
pub async fn deny_token(
    unit: &Unit<'_>,
    issuer: &str,
    token_id: &str,
    until: DateTime<Utc>,
) -> Result<(), StoreError> {
    Query::new(
        unit,
        "insert into token_denied (issuer, token_id, until_at) values (",
    )
    .bind(issuer)
    .sql(", ")
    .bind(token_id)
    .sql(", ")
    .bind(until)
    .sql(
        ") on conflict (issuer, token_id) do update set until_at = case \
         when excluded.until_at > token_denied.until_at then excluded.until_at else token_denied.until_at end",
    )
    .run(unit)
    .await
    .map(drop)
}

/// Forgets the denied tokens whose time is over: they are out of date by then. Tells how many.
pub async fn forget_denied(store: &Store, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let statement = Statement::from_sql_and_values(
        store.backend(),
        "delete from token_denied where until_at <= $1",
        [now.into()],
    );
    let transaction = store.begin().await?;
    let done = transaction.execute_raw(statement).await?;
    transaction.commit().await?;
    Ok(done.rows_affected())
}

/// Puts a court's agency in an area; its number, where there is such an agency.
pub async fn set_area(
    unit: &Unit<'_>,
    agency: &str,
    area: &str,
) -> Result<Option<i16>, StoreError> {
    Query::new(unit, "update agency set area = ")
        .bind(area)
        .sql(" where kind = 'COURT' and agency_key = ")
        .bind(agency)
        .run(unit)
        .await?;
    Query::new(
        unit,
        "select id from agency where kind = 'COURT' and agency_key = ",
    )
    .bind(agency)
    .first(unit, |row| row.get("id"))
    .await
}

pub async fn decided(unit: &mut Unit<'_>, decision: Decision) -> Result<(), StoreError> {
    let id = unit.next_id(GLOBAL).await?;
    let (issuer, subject) = match decision.identity {
        Some(identity) => (Some(identity.issuer), Some(identity.subject)),
        None => (decision.token.as_ref().map(|it| it.0.clone()), None),
    };
    let (token, until) = match decision.token {
        Some((_, token, until)) => (Some(token), Some(until)),
        None => (None, None),
    };
    let (agency, area) = match decision.area {
        Some((agency, area)) => (Some(agency), Some(area)),
        None => (None, None),
    };
    Query::new(
        unit,
        "insert into admission_event (id, kind, professional_id, issuer, subject, token_id, until_at, agency_id, area, \
         by_name, reason, at) values (",
    )
    .bind(id)
    .sql(", ")
    .bind(decision.kind.word())
    .sql(", ")
    .bind(decision.person)
    .sql(", ")
    .bind(issuer)
    .sql(", ")
    .bind(subject)
    .sql(", ")
    .bind(token)
    .sql(", ")
    .bind(until)
    .sql(", ")
    .bind(agency)
    .sql(", ")
    .bind(area)
    .sql(", ")
    .bind(decision.by)
    .sql(", ")
    .bind(decision.reason)
    .sql(", ")
    .bind(decision.at)
    .sql(")")
    .run(unit)
    .await
    .map(drop)
}

/// A decision as it is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub at: DateTime<Utc>,
    pub kind: String,
    pub person: Option<String>,
    /// What it is about besides: a subject, a token, or an area.
    pub about: Option<String>,
    pub issuer: Option<String>,
    pub by: String,
    pub reason: String,
}

/// All decisions, the first first; or those about one person.
pub async fn decisions(store: &Store, person: Option<i64>) -> Result<Vec<Taken>, StoreError> {
    let select = "select e.at, e.kind, p.display_name, coalesce(e.subject, e.token_id, e.area) as about, e.issuer, \
                  e.by_name, e.reason from admission_event e left join professional p on p.id = e.professional_id";
    let query = Query::new(store, select);
    let query = match person {
        Some(person) => query.sql(" where e.professional_id = ").bind(person),
        None => query,
    };
    query
        .sql(" order by e.id")
        .rows(store, |row| {
            Ok(Taken {
                at: row.get("at")?,
                kind: row.get("kind")?,
                person: row.get("display_name")?,
                about: row.get("about")?,
                issuer: row.get("issuer")?,
                by: row.get("by_name")?,
                reason: row.get("reason")?,
            })
        })
        .await
}
