//! Time limits: the dates that a social worker, a reviewing officer or a court would count by hand.

mod adoption;
mod command;
mod counter;
mod court;
mod examples;
mod lives;
mod placements;
mod properties;
mod reviews;
mod short_breaks;
mod story;
mod table;
mod visits;
mod working_days;
