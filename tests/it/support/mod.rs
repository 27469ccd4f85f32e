//! What the tests stand on.

pub mod cast;
pub mod certificate;
pub mod cluster;
pub mod database;
pub mod faulty;
pub mod server;
