//! Which fields of the schema an operation reaches beneath one root field.

use std::fmt;

use super::{Field, SchemaMap};
use crate::domain::access::ClassSet;

/// A set of schema coordinates, such as `Child.plan`. A field read through an interface counts for each type
/// that the interface can be.
#[derive(Clone)]
pub struct Selected {
    map: SchemaMap,
    bits: Vec<u64>,
    past_deadlines: bool,
}

impl Selected {
    pub(super) fn nothing(map: &SchemaMap) -> Self {
        Self {
            map: map.clone(),
            bits: vec![0; map.size().div_ceil(64)],
            past_deadlines: false,
        }
    }

    pub(super) fn insert(&mut self, field: &Field) {
        if let Some(word) = self.bits.get_mut(field.number / 64) {
            *word |= 1 << (field.number % 64);
        }
    }

    pub(super) fn read_past_deadlines(&mut self) {
        self.past_deadlines = true;
    }

    /// Whether deadlines are asked for that are open no more.
    pub fn reads_past_deadlines(&self) -> bool {
        self.past_deadlines
    }

    pub fn has(&self, parent: &str, field: &str) -> bool {
        self.map
            .field(parent, field)
            .is_some_and(|field| self.contains(field.number))
    }

    /// The classes of all classified fields that are reached.
    pub fn classes(&self) -> ClassSet {
        (0..self.map.size())
            .filter(|number| self.contains(*number))
            .filter_map(|it| self.map.class(it))
            .collect()
    }

    fn contains(&self, number: usize) -> bool {
        self.bits
            .get(number / 64)
            .is_some_and(|word| word & (1 << (number % 64)) != 0)
    }
}

impl fmt::Debug for Selected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reached = self
            .map
            .fields()
            .filter(|(.., field)| self.contains(field.number));
        let mut coordinates: Vec<String> = reached
            .map(|(parent, name, _)| format!("{parent}.{name}"))
            .collect();
        coordinates.sort();
        f.debug_set().entries(coordinates).finish()
    }
}
