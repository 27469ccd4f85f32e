//! What people do on a record, and who may.
//!
//! `acts.csv` is the table beside the visibility policy: each act, the class in which it tells of the child, and the
//! standings under which it may be done.

mod act;
mod check;
mod problem;
mod table;

pub use act::Act;
pub use check::Check;
pub use problem::{Problem, ProblemCode};
pub use table::{ActRule, Subject, Table, TableError};
