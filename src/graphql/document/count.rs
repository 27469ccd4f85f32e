//! How large a document is once each fragment is written out. Fragments that spread the next one twice double
//! with each level, so each is counted once and remembered, and the sums saturate.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

use super::{super::code::ErrorCode, Limits, Refusal};

/// Refuses a document that is too large, too nested, or that has a ring of fragments. Every definition counts,
/// also those that will not run: validation reads them all. After this, a plain walk over the written-out
/// operation visits at most `limits.selections` selections and recurses at most `limits.nesting` deep.
pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), Refusal> {
    let mut counter = Counter {
        document,
        limits,
        fragments: HashMap::new(),
    };
    let mut total = 0u64;
    for (_, operation) in document.operations.iter() {
        total = total.saturating_add(
            counter
                .set(&operation.node.selection_set.node, 1)?
                .selections,
        );
    }
    for name in document.fragments.keys() {
        if !counter.fragments.contains_key(name.as_str()) {
            total = total.saturating_add(counter.fragment(name, 1)?.selections);
        }
    }
    if total > limits.selections {
        return Err(Refusal::limit(
            ErrorCode::LimitCost,
            "Selections, with each fragment written out",
            total,
            limits.selections,
        ));
    }
    Ok(())
}

#[derive(Clone, Copy, Default)]
struct Size {
    selections: u64,
    height: u64,
}

struct Counter<'a> {
    document: &'a ExecutableDocument,
    limits: &'a Limits,
    /// `None` while the fragment is being counted: meeting it again then is a ring.
    fragments: HashMap<&'a str, Option<Size>>,
}

impl<'a> Counter<'a> {
    fn set(&mut self, set: &'a SelectionSet, level: u64) -> Result<Size, Refusal> {
        self.nested(level)?;
        let mut size = Size {
            selections: 0,
            height: 1,
        };
        for item in &set.items {
            let beneath = match &item.node {
                Selection::Field(field) if field.node.selection_set.node.items.is_empty() => {
                    Size::default()
                }
                Selection::Field(field) => self.set(&field.node.selection_set.node, level + 1)?,
                Selection::InlineFragment(fragment) => {
                    self.set(&fragment.node.selection_set.node, level + 1)?
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node, level + 1)?
                }
            };
            size.selections = size
                .selections
                .saturating_add(1)
                .saturating_add(beneath.selections);
            size.height = size.height.max(beneath.height.saturating_add(1));
        }
        Ok(size)
    }

    fn fragment(&mut self, name: &'a str, level: u64) -> Result<Size, Refusal> {
        match self.fragments.get(name) {
            Some(Some(known)) => {
                let known = *known;
                self.nested((level + known.height).saturating_sub(1))?;
                Ok(known)
            }
            Some(None) => Err(Refusal::new(
                ErrorCode::ValidationFailed,
                format!("The fragment `{name}` spreads itself, directly or through others."),
            )),
            None => {
                // A spread of a fragment that is not there is for the validator to name.
                let Some(definition) = self.document.fragments.get(name) else {
                    return Ok(Size::default());
                };
                self.fragments.insert(name, None);
                let size = self.set(&definition.node.selection_set.node, level)?;
                self.fragments.insert(name, Some(size));
                Ok(size)
            }
        }
    }

    fn nested(&self, level: u64) -> Result<(), Refusal> {
        if level > self.limits.nesting {
            let what = "Selection sets nested, fragments counted";
            return Err(Refusal::limit(
                ErrorCode::LimitDepth,
                what,
                level,
                self.limits.nesting,
            ));
        }
        Ok(())
    }
}
