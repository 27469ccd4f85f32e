//! What the tests stand on.

pub mod cast;
pub mod cluster;
pub mod database;
pub mod server;
