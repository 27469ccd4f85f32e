//! Readers of the formats that councils already have, and a council invented.

pub mod ssda903;
pub mod synthetic;
