//! People and courts, to be named in an act.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::Role;
use crate::{
    casework::access::Colleagues,
    domain::{
        access,
        ids::{Kind, encode},
    },
    graphql::{
        code::{self, Cause},
        paging::{PageInfo, Window},
        request::{Request, refuse, response_key},
    },
};

/// Somebody who may be named in an act.
#[derive(SimpleObject, Debug, Clone)]
pub struct Colleague {
    /// Their id.
    pub id: ID,
    /// Their name.
    pub name: String,
    /// The role that they hold now and that was asked for.
    pub role: Role,
}

/// A page of people of your agency.
#[derive(SimpleObject, Debug, Clone)]
pub struct ColleagueConnection {
    /// The people of the page, by name.
    pub nodes: Vec<Colleague>,
    /// Where the page lies.
    pub page_info: PageInfo,
    /// How many there are.
    pub total_count: i64,
}

impl ColleagueConnection {
    fn of(found: Colleagues, role: Role, has_previous_page: bool) -> Self {
        let cursor = |place: Option<&(_, String)>| place.map(|(_, cursor)| cursor.clone());
        Self {
            page_info: PageInfo {
                has_next_page: found.has_next,
                has_previous_page,
                start_cursor: cursor(found.people.first()),
                end_cursor: cursor(found.people.last()),
            },
            total_count: found.total.unwrap_or_default(),
            nodes: found
                .people
                .into_iter()
                .map(|(person, _)| Colleague {
                    id: encode(Kind::Professional, &person.public_id).into(),
                    name: person.name,
                    role,
                })
                .collect(),
        }
    }
}

/// A court that hears family cases.
#[derive(SimpleObject, Debug, Clone)]
pub struct Court {
    /// Its id.
    pub id: ID,
    /// Its name.
    pub name: String,
}

#[derive(Default)]
pub struct Directory;

/// Who and what an act may name.
#[Object]
impl Directory {
    /// The people of your own agency who hold a role now, by name, to be named in an act. Cafcass lists those of your own team of officers.
    async fn professionals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The role that they hold.")] role: Role,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
    ) -> Result<ColleagueConnection> {
        let request = ctx.data::<Request>()?;
        let selected = &request
            .inspection
            .root(&response_key(ctx))
            .ok_or_else(|| code::internal(Cause("a root field that was not inspected")))?
            .selected;
        let window = Window::of(first, after, None, None)?;
        let found = request
            .casework
            .colleagues(
                &request.asking,
                access::Role::from(role),
                window.size,
                window.cursor.as_deref(),
                selected.has("ColleagueConnection", "totalCount"),
            )
            .await
            .map_err(refuse)?;
        Ok(ColleagueConnection::of(
            found,
            role,
            window.cursor.is_some(),
        ))
    }

    /// The courts, by name, to be named in an act.
    async fn courts(&self, ctx: &Context<'_>) -> Result<Vec<Court>> {
        let request = ctx.data::<Request>()?;
        let found = request.casework.courts().await.map_err(refuse)?;
        let courts = found.into_iter().map(|(public_id, name)| Court {
            id: encode(Kind::Court, &public_id).into(),
            name,
        });
        Ok(courts.collect())
    }

    /// The teams of officers at Cafcass, by name: those whom a court may ask for a guardian.
    async fn officer_teams(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        let request = ctx.data::<Request>()?;
        request.casework.officer_teams().await.map_err(refuse)
    }
}
