//! The change feed: what each reader is told of, once, and in what order.

mod acts;
mod cursors;
mod desk;
mod reach;
mod socket;
mod subscriber;
mod telling;
mod writers;
