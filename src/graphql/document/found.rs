//! What the walk over an operation has found so far.

use std::collections::{BTreeSet, HashMap};

use super::{super::code::ErrorCode, Field, Refusal, RootSelection, SchemaMap, Selected};

#[derive(Default)]
pub(super) struct Found {
    pub roots: Vec<RootSelection>,
    current: usize,
    pub root_fields: u64,
    pub aliases: u64,
    pub depth: u64,
    /// Fields that may be withheld. Two selections of one place in the answer are merged, so it is enough that
    /// one of them reads `Withheld`.
    sections: Vec<Section>,
    section_at: HashMap<String, usize>,
    pub path: Vec<String>,
}

struct Section {
    coordinate: String,
    handled: bool,
}

impl Found {
    pub fn enter_root(&mut self, map: &SchemaMap, key: &str, field: &str) {
        self.current = self
            .roots
            .iter()
            .position(|root| root.response_key == key)
            .unwrap_or_else(|| {
                self.roots.push(RootSelection {
                    response_key: key.to_owned(),
                    field: field.to_owned(),
                    selected: Selected::nothing(map),
                });
                self.roots.len() - 1
            });
    }

    pub fn select(&mut self, field: &Field) {
        if let Some(root) = self.roots.get_mut(self.current) {
            root.selected.insert(field);
        }
    }

    pub fn read_past_deadlines(&mut self) {
        if let Some(root) = self.roots.get_mut(self.current) {
            root.selected.read_past_deadlines();
        }
    }

    pub fn select_option(&mut self, field: Option<&Field>) {
        if let Some(field) = field {
            self.select(field);
        }
    }

    pub fn section(&mut self, coordinate: String) -> usize {
        let next = self.sections.len();
        let place = *self
            .section_at
            .entry(format!("{} {coordinate}", self.path.join(".")))
            .or_insert(next);
        if place == next {
            self.sections.push(Section {
                coordinate,
                handled: false,
            });
        }
        place
    }

    pub fn handle(&mut self, section: Option<usize>) {
        if let Some(section) = section.and_then(|place| self.sections.get_mut(place)) {
            section.handled = true;
        }
    }

    pub fn all_withheld_handled(&self) -> Result<(), Refusal> {
        let open = self.sections.iter().filter(|it| !it.handled);
        let open: BTreeSet<&str> = open.map(|it| it.coordinate.as_str()).collect();
        if open.is_empty() {
            return Ok(());
        }
        let named: Vec<String> = open.iter().take(10).map(|it| format!("`{it}`")).collect();
        let more = open.len().saturating_sub(named.len());
        let more = if more == 0 {
            String::new()
        } else {
            format!(" and {more} more")
        };
        Err(Refusal::new(
            ErrorCode::WithheldNotHandled,
            format!(
                "{}{more} may be withheld, and the operation would not notice. Add to each a field of `Withheld`, \
                 for example `... on Withheld {{ withheldBecause }}`, or one shared fragment; `__typename` is not enough.",
                named.join(", ")
            ),
        ))
    }
}
