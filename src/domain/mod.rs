//! The rules, pure: no I/O, no clock, no database, no GraphQL.

pub mod access;
pub mod care;
