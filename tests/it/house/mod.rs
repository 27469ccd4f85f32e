//! Rules that the repository keeps about itself.

mod arrows;
mod dependencies;
mod docs;
mod naming;
mod sources;
