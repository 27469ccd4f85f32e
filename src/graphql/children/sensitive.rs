//! Material of others, absences and convictions.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};

use super::yearly::{Conviction, MissingSpell};
use crate::{
    domain::{
        children,
        ids::{Kind, encode},
    },
    graphql::{
        access::DisclosureBasis,
        paging::{Listed, Window, connection, section, slice},
    },
};

/// Child protection, police or third-party material.
#[derive(SimpleObject, Debug, Clone)]
pub struct SensitiveItem {
    /// Its id.
    pub id: ID,
    /// S47, POLICE, REFERRAL or THIRD_PARTY.
    pub kind: String,
    /// Whose material it is.
    pub originator: String,
    /// When it came.
    pub received_on: NaiveDate,
    /// What it says.
    pub text: String,
}

/// Material that came from others in confidence, and what the council itself returned of absences and convictions.
#[derive(SimpleObject, Debug, Clone)]
#[graphql(complex)]
pub struct SensitiveMaterialRecord {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// When the child was missing or away without authorisation, newest first. Empty for whoever sees released items only.
    pub missing_spells: Vec<MissingSpell>,
    /// Whether the child was convicted, by year, newest first. Empty for whoever sees released items only.
    pub convictions: Vec<Conviction>,
    #[graphql(skip)]
    list: Vec<SensitiveItem>,
    #[graphql(skip)]
    owner: String,
}

connection!(SensitiveItemConnection, SensitiveItem, "sensitive items");

impl Listed for SensitiveItem {
    fn place(&self) -> String {
        self.id.to_string()
    }
}

#[ComplexObject]
impl SensitiveMaterialRecord {
    /// The items, newest first.
    async fn items(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100; not with `first` or `after`.")]
        last: Option<i32>,
        #[graphql(desc = "The `startCursor` of the page after.")] before: Option<String>,
    ) -> Result<SensitiveItemConnection> {
        Ok(slice(
            ctx,
            &self.owner,
            "sensitive items",
            &self.list,
            Window::of(first, after, last, before)?,
        )?
        .into())
    }
}

section!(
    SensitiveMaterialRecord,
    "SensitiveMaterialDisclosure",
    SensitiveMaterial,
    children::SensitiveMaterial,
    |value, showing, head| {
        let items = value.items.into_iter().map(|it| SensitiveItem {
            id: encode(Kind::SensitiveItem, &it.public_id).into(),
            kind: it.kind,
            originator: it.originator,
            received_on: it.received_on,
            text: it.body,
        });
        Self {
            basis: head.0,
            as_at: head.1,
            missing_spells: value.missing.into_iter().map(Into::into).collect(),
            convictions: value.convictions.into_iter().map(Into::into).collect(),
            list: items.collect(),
            owner: encode(Kind::Child, &showing.public_id),
        }
    }
);
