//! The life of a plan: every move of the table, every guard, and what holds whatever is done.

mod acting;
mod adoption_stories;
mod broken;
mod court_stories;
mod dates;
mod every_move;
mod on_record;
mod over_the_api;
mod pages;
mod properties;
mod readable;
mod stories;
mod telling;
