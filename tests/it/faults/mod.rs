//! The database goes away, hangs, is locked, or has no room: what callers are told meanwhile, and afterwards.

mod full;
mod held;
mod server;
