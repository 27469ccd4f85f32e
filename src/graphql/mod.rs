//! The shapes and words of the API. No rule and no SQL lives here.

pub mod code;
pub mod document;
