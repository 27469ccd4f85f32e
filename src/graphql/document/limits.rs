//! How much one request may ask for. `docs/limits.md` publishes these numbers with the cost formula.

use serde::Deserialize;

/// Each limit is named configuration; the defaults are those of `config.default.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Brackets of any kind open at once, counted before the parser, which recurses on each.
    pub brackets: u64,
    pub tokens: u64,
    /// Fields within fields.
    pub depth: u64,
    /// Selection sets within selection sets, fragments counted too.
    pub nesting: u64,
    pub root_fields: u64,
    pub aliases: u64,
    /// Selections once each fragment is written out wherever it is spread.
    pub selections: u64,
    pub cost: u64,
    pub variables_depth: u64,
    /// Values of all variables together, each list and object counted too.
    pub variables_values: u64,
    /// Bytes of the texts and keys in all variables.
    pub variables_bytes: u64,
    /// Directives of the whole document.
    pub directives: u64,
    /// Directives in one place.
    pub directives_each: u64,
    /// Arguments of one field or directive: the validator compares those of fields that are merged pair by pair.
    pub arguments: u64,
    /// Values written into the document, each list and object counted too.
    pub literals: u64,
    /// Bytes of one name.
    pub name_bytes: u64,
    /// Bytes of one string, written into the document or given in a variable.
    pub string_bytes: u64,
    /// Items of one page, and ids of one field.
    pub page: u64,
    /// Requests of one person that are answered at the same time.
    pub concurrent: u64,
    /// What parsed documents kept for the next request may take, in bytes.
    pub document_cache_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            brackets: 64,
            tokens: 10_000,
            depth: 12,
            nesting: 30,
            root_fields: 10,
            aliases: 30,
            selections: 5_000,
            cost: 5_000,
            variables_depth: 8,
            variables_values: 2_000,
            variables_bytes: 128 * 1024,
            directives: 100,
            directives_each: 4,
            arguments: 20,
            literals: 2_000,
            name_bytes: 128,
            string_bytes: 64 * 1024,
            page: 100,
            concurrent: 32,
            document_cache_bytes: 16 * 1024 * 1024,
        }
    }
}

/// The page size that a list has when neither `first` nor `last` is given.
pub const DEFAULT_PAGE: u64 = 25;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_for_partners_gives_the_defaults() {
        let page = include_str!("../../../docs/limits.md");
        let limits = Limits::default();
        for (name, value) in [
            ("brackets", limits.brackets),
            ("tokens", limits.tokens),
            ("depth", limits.depth),
            ("nesting", limits.nesting),
            ("root_fields", limits.root_fields),
            ("aliases", limits.aliases),
            ("selections", limits.selections),
            ("cost", limits.cost),
            ("variables_depth", limits.variables_depth),
            ("variables_values", limits.variables_values),
            ("variables_bytes", limits.variables_bytes),
            ("directives", limits.directives),
            ("directives_each", limits.directives_each),
            ("arguments", limits.arguments),
            ("literals", limits.literals),
            ("name_bytes", limits.name_bytes),
            ("string_bytes", limits.string_bytes),
            ("page", limits.page),
            ("concurrent", limits.concurrent),
        ] {
            let row = format!("| `{name}` | {value} |");
            assert!(
                page.contains(&row),
                "docs/limits.md has no row starting `{row}`"
            );
        }
        assert!(page.contains(&format!("a page of {DEFAULT_PAGE}")));
    }
}
