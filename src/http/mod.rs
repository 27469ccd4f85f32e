//! The front of the service: what reaches GraphQL, in what form, and how answers leave.

mod accept;
mod address;
mod answer;
mod bearer;
mod body;
mod engine;
mod envelope;
mod front;
mod graphql;
mod health;
mod origins;
mod page;
mod places;
mod refused;
mod serve;
mod socket;
mod spending;
mod tls;

pub use engine::Engine;
pub use front::{Front, FrontSettings, Sources, router};
pub use origins::{OriginFault, Origins};
pub use serve::{ServeSettings, serve, serve_tls};
pub use socket::{SocketSettings, Sockets};
pub use spending::RateSettings;
pub use tls::{Tls, TlsFault};
