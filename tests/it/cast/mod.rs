//! The invented council is what the tests of access stand on: here it is looked at itself.

mod filed;
mod reach;
mod record;
mod standings;
