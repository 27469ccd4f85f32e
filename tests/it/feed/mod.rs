//! The change feed: what each reader is told of, once, and in what order.

mod acts;
mod bounds;
mod cursors;
pub mod desk;
mod reach;
pub mod socket;
pub mod subscriber;
mod telling;
mod writers;
