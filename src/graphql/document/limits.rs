//! How much one request may ask for. `docs/limits.md` publishes these numbers with the cost formula.

use serde::Deserialize;

use super::super::code::ErrorCode;

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

/// One of the limits: its setting, and what is told of it.
#[derive(Debug, Clone, Copy)]
pub struct Limited {
    /// Its name in the section `[limits]` of the configuration.
    pub setting: &'static str,
    /// The code of what goes beyond it.
    pub code: ErrorCode,
    pub counts: &'static str,
    pub of: fn(&Limits) -> u64,
}

macro_rules! limited {
    ($setting:ident, $code:ident, $counts:literal) => {
        Limited {
            setting: stringify!($setting),
            code: ErrorCode::$code,
            counts: $counts,
            of: |limits| limits.$setting,
        }
    };
}

/// Everything by which a request may be refused before any of it has run.
#[rustfmt::skip]
pub const LIMITED: [Limited; 19] = [
    limited!(brackets, LimitDepth, "brackets of any kind open at once, outside strings and comments"),
    limited!(tokens, LimitTokens, "names, numbers, strings and punctuation of the document"),
    limited!(depth, LimitDepth, "fields within fields; fragments add nothing"),
    limited!(nesting, LimitDepth, "selection sets within selection sets, fragments counted"),
    limited!(root_fields, LimitRootFields, "fields at the top of the operation"),
    limited!(aliases, LimitAliases, "renamed fields, each fragment written out wherever it is spread"),
    limited!(selections, LimitCost, "fields and fragments of the whole document, each fragment written out"),
    limited!(cost, LimitCost, "the formula below"),
    limited!(variables_depth, LimitDepth, "lists and objects within one variable"),
    limited!(variables_values, LimitTokens, "values of all variables, each list and object counted too"),
    limited!(variables_bytes, LimitTokens, "bytes of the texts and keys in all variables"),
    limited!(directives, LimitTokens, "directives of the whole document"),
    limited!(directives_each, LimitTokens, "directives in one place"),
    limited!(arguments, LimitTokens, "arguments of one field or directive"),
    limited!(literals, LimitTokens, "values written into the document, each list and object counted too"),
    limited!(name_bytes, LimitTokens, "bytes of one name or number"),
    limited!(string_bytes, LimitTokens, "bytes of one string, in the document or in a variable"),
    limited!(page, BadUserInput, "items of one page (`first`, `last`), and `ids` of one field"),
    limited!(concurrent, RateLimited, "requests of one person (issuer and subject) being answered at the same time"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_for_partners_lists_exactly_these_with_their_defaults() {
        let page = include_str!("../../../docs/limits.md");
        let (table, _) = page.split_once("\n\nWhat this withstands").unwrap();
        let rows: Vec<&str> = table
            .lines()
            .filter(|line| line.starts_with("| `"))
            .collect();
        let limits = Limits::default();
        let expected: Vec<String> = LIMITED
            .iter()
            .map(|it| {
                let (name, value) = (it.setting, (it.of)(&limits));
                format!(
                    "| `{name}` | {value} | `{}` | {} |",
                    it.code.word(),
                    it.counts
                )
            })
            .collect();
        assert_eq!(rows, expected);
        assert!(page.contains(&format!("a page of {DEFAULT_PAGE}")));
    }
}
