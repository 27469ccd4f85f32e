//! Finding one thing by its id, whatever it is.

use std::sync::Arc;

use async_graphql::{Context, ID, Interface, Result};

use super::{
    access::Contact,
    children::{AccessByApplication, Child, ChildLookup, PlanSummary, summary_named, wanted},
    code::{self, Cause},
    plans::Plan,
    proceedings::Proceedings,
    request::{Request, refuse, response_key},
};
use crate::{
    casework::{
        children::{Lookup, Wanted},
        proceedings::CaseReference,
        summaries::Reference,
    },
    domain::ids::{Kind, decode},
};

/// Anything with an id that is good everywhere.
#[derive(Interface)]
#[expect(
    clippy::large_enum_variant,
    reason = "a few of them exist in one answer"
)]
#[graphql(field(name = "id", ty = "ID", desc = "Its id."))]
pub enum Node {
    Child(Child),
    Plan(Plan),
    PlanSummary(PlanSummary),
    Proceedings(Proceedings),
}

/// What was found, as it is answered.
pub(super) fn told(request: &Request, root: &Arc<str>, found: Lookup) -> ChildLookup {
    match found {
        Lookup::Found(view) => ChildLookup::Child(Child::of(request, root.clone(), *view)),
        Lookup::ApplyForAccess(contact) => ChildLookup::AccessByApplication(AccessByApplication {
            message: "This record is open to you on application only.".to_owned(),
            apply_to: Contact::from(contact),
        }),
        Lookup::Nothing => ChildLookup::nothing(),
    }
}

/// What the walk found beneath this root field.
pub(super) fn selected<'a>(ctx: &'a Context<'_>) -> Result<&'a super::document::RootSelection> {
    let request = ctx.data::<Request>()?;
    request
        .inspection
        .root(&response_key(ctx))
        .ok_or_else(|| code::internal(Cause("a root field that was not inspected")))
}

pub(super) fn wanted_here(ctx: &Context<'_>) -> Result<Wanted> {
    Ok(wanted(&selected(ctx)?.selected))
}

/// A child by an id of the given kind. A malformed id is looked up like any other, and finds nothing.
pub(super) async fn look_up(
    ctx: &Context<'_>,
    operation: &'static str,
    id: &ID,
    kind: Kind,
) -> Result<Lookup> {
    let request = ctx.data::<Request>()?;
    let random = match decode(id) {
        Some((found, random)) if found == kind => random.to_vec(),
        _ => Vec::new(),
    };
    let wanted = wanted_here(ctx)?;
    request
        .casework
        .child_by_id(&request.asking, operation, random, &wanted)
        .await
        .map_err(refuse)
}

pub(super) async fn find_child(
    ctx: &Context<'_>,
    operation: &'static str,
    id: &ID,
    kind: Kind,
) -> Result<Option<Child>> {
    let found = look_up(ctx, operation, id, kind).await?;
    let request = ctx.data::<Request>()?;
    Ok(match found {
        Lookup::Found(view) => Some(Child::of(request, response_key(ctx), *view)),
        Lookup::ApplyForAccess(_) | Lookup::Nothing => None,
    })
}

pub(super) async fn find_summary(
    ctx: &Context<'_>,
    operation: &'static str,
    reference: &Reference,
) -> Result<Option<PlanSummary>> {
    let request = ctx.data::<Request>()?;
    let found = request
        .casework
        .plan_summary(&request.asking, operation, reference, &wanted_here(ctx)?)
        .await
        .map_err(refuse)?;
    Ok(found.map(|summary| {
        let child = Child::in_summary(request, response_key(ctx), summary);
        PlanSummary::of(request, child)
    }))
}

pub(super) async fn find_plan(ctx: &Context<'_>, id: &ID) -> Result<Option<Plan>> {
    let request = ctx.data::<Request>()?;
    let random = match decode(id) {
        Some((Kind::Plan, random)) => random.to_vec(),
        _ => Vec::new(),
    };
    let mut wanted = wanted_here(ctx)?;
    wanted.sections.insert(crate::domain::access::Class::Plan);
    let found = request
        .casework
        .child_of_plan(&request.asking, &random, &wanted)
        .await
        .map_err(refuse)?;
    let Lookup::Found(view) = found else {
        return Ok(None);
    };
    let child = Child::of(request, response_key(ctx), *view);
    Ok(child.plan_named(id))
}

pub(super) async fn find_case(
    ctx: &Context<'_>,
    reference: &CaseReference,
) -> Result<Option<Proceedings>> {
    let request = ctx.data::<Request>()?;
    let found = request
        .casework
        .proceedings(&request.asking, reference)
        .await
        .map_err(refuse)?;
    Ok(found.map(Into::into))
}

pub(super) async fn find_node(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>> {
    Ok(match decode(id) {
        Some((Kind::Plan, _)) => find_plan(ctx, id).await?.map(Node::Plan),
        Some((Kind::Proceedings, random)) => {
            let case = CaseReference::PublicId(random.to_vec());
            find_case(ctx, &case).await?.map(Node::Proceedings)
        }
        Some((Kind::PlanSummary | Kind::PlanSummaryVersion, _)) => {
            let found = find_summary(ctx, "node", &summary_named(id)).await?;
            found.map(Node::PlanSummary)
        }
        _ => find_child(ctx, "node", id, Kind::Child)
            .await?
            .map(Node::Child),
    })
}
