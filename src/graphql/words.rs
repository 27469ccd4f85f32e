//! Stored words as values of the schema's enums. The word is the enum's own name for the value.

use async_graphql::{Result, resolver_utils::EnumType};

use super::code::{self, Cause};

pub fn from_word<E: EnumType>(word: &str) -> Option<E> {
    E::items()
        .iter()
        .find(|item| item.name == word)
        .map(|item| item.value)
}

/// A stored word that must be one of the enum's.
pub fn word<E: EnumType>(stored: &str) -> Result<E> {
    from_word(stored)
        .ok_or_else(|| code::internal(Cause("a stored word is not one of the schema's")))
}

/// The word of a value that a client chose from an enum.
pub fn word_of<T: EnumType>(value: T) -> &'static str {
    let item = T::items().iter().find(|item| item.value == value);
    item.map_or("", |item| item.name)
}
