//! The front of the service: what reaches GraphQL, in what form, and how answers leave.

mod accept;
mod answer;
mod bearer;
mod body;
mod engine;
mod envelope;
mod front;
mod graphql;
mod health;
mod page;
mod refused;
mod serve;
mod socket;

pub use engine::Engine;
pub use front::{Front, FrontSettings, Sources, router};
pub use serve::{ServeSettings, serve};
pub use socket::{SocketSettings, Sockets};
