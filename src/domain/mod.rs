//! The rules, pure: no I/O, no clock, no database, no GraphQL.

pub mod access;
pub mod acts;
pub mod care;
pub mod changes;
pub mod children;
pub mod deadlines;
pub mod ids;
pub mod oversight;
pub mod plans;
pub mod proceedings;
pub mod reviews;
pub mod visits;
pub mod vocabulary;
