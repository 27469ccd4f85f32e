//! Readers of the formats that councils already have.

pub mod ssda903;
