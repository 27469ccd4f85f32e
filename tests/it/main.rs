//! Every integration test of the product, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that meets the unexpected stops at once and says where"
)]

mod acts;
mod cast;
mod deadlines;
mod demo;
mod due;
mod faults;
mod feed;
mod front;
mod fuzz;
mod generated;
mod hostile;
mod house;
mod journey;
mod leak;
mod lifecycle;
mod lives;
mod portal;
mod returns;
mod schema;
mod summary;
mod support;
mod visits;
