//! Reading inputs: ids, keys, and what a request asked for.

use async_graphql::{Context, ID, Result};
use sha2::{Digest, Sha256};

use crate::{
    casework::acts::{ClientKey, Order, Target},
    domain::ids::{Kind, decode},
    graphql::paging::bad_input,
};

/// The random part of an id of this kind. A malformed one, or one of another kind, names nothing.
pub fn random(id: &ID, kind: Kind) -> Vec<u8> {
    match decode(id) {
        Some((found, random)) if found == kind => random.to_vec(),
        _ => Vec::new(),
    }
}

pub fn child(id: &ID) -> Target {
    Target::Child(random(id, Kind::Child))
}

pub fn plan(id: &ID, expected: &str) -> Target {
    Target::Plan {
        id: random(id, Kind::Plan),
        expected: Some(expected.to_owned()),
    }
}

pub fn case(id: &ID) -> Target {
    Target::Case(random(id, Kind::Proceedings))
}

/// An order for an act that changes what is there.
pub fn order(target: Target) -> Order {
    Order { target, key: None }
}

/// An order for an act that makes something new: the same key and input are done once.
pub fn order_once(ctx: &Context<'_>, target: Target, key: uuid::Uuid) -> Result<Order> {
    let arguments: Vec<_> = ctx
        .field()
        .arguments()?
        .into_iter()
        .map(|(name, value)| (name.to_string(), value))
        .collect();
    // Names in an object are put in order, so that the same request spelt in another order is the same.
    let asked = serde_json::to_value((ctx.field().name(), arguments))
        .map_err(|_| bad_input("The input cannot be read."))?;
    Ok(Order {
        key: Some(ClientKey {
            key: key.to_string(),
            input_hash: Sha256::digest(asked.to_string()).to_vec(),
        }),
        ..order(target)
    })
}
