//! One function per thing a partner does: permit, load, decide, save, record; one transaction each.

pub mod returns;
