//! One sea-orm entity for each table, by area. Relations are left out on purpose: rows of a child are reached
//! only through `store`, which joins them under the viewer's reach.

pub mod access;
pub mod acts;
pub mod changes;
pub mod children;
pub mod court;
pub mod deadlines;
pub mod ledger;
pub mod people;
pub mod plans;
pub mod returns;
pub mod yearly;
