//! Every path that a source file names, made absolute: what the arrow test judges.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

#[derive(Debug)]
pub struct Naming {
    pub line: usize,
    /// From the root of our crate when `own`, else from the name of a library.
    pub segments: Vec<String>,
    pub own: bool,
    /// By `use` or `extern crate`.
    pub imported: bool,
    /// It starts with a name that the file itself brings in, which was judged where it was brought in.
    pub brought_in: bool,
    /// Under `#[cfg(test)]`, where libraries of the tests may be named.
    pub in_test: bool,
}

pub fn namings(path: &str, file: &syn::File) -> Vec<Naming> {
    let mut reader = Reader {
        module: module_of(path),
        brought_in: HashSet::new(),
        in_test: path.ends_with("/tests.rs") || path.contains("/tests/"),
        found: Vec::new(),
    };
    reader.visit_file(file);
    let Reader {
        brought_in,
        mut found,
        ..
    } = reader;
    for naming in &mut found {
        naming.brought_in =
            !naming.own && !naming.imported && brought_in.contains(&naming.segments[0]);
    }
    found
}

/// `src/store/children/mod.rs` is `store::children`, and so is `src/store/children.rs`.
fn module_of(path: &str) -> Vec<String> {
    let inside = path
        .strip_prefix("src/")
        .unwrap_or(path)
        .trim_end_matches(".rs");
    let mut parts: Vec<String> = inside.split('/').map(str::to_owned).collect();
    if matches!(
        parts.last().map(String::as_str),
        Some("mod" | "lib" | "main")
    ) {
        parts.pop();
    }
    parts
}

struct Reader {
    module: Vec<String>,
    brought_in: HashSet<String>,
    in_test: bool,
    found: Vec<Naming>,
}

impl Reader {
    fn name(&mut self, line: usize, segments: Vec<String>, imported: bool) {
        let (own, segments) = match segments.first().map(String::as_str) {
            Some("crate" | "permanence") => (true, segments[1..].to_vec()),
            Some("self" | "super") => (true, self.absolute(&segments)),
            // One bare word in code is a variable, a type or an attribute; a library is named by a path.
            Some(_) if imported || segments.len() > 1 => (false, segments),
            _ => return,
        };
        if !segments.is_empty() {
            self.found.push(Naming {
                line,
                segments,
                own,
                imported,
                brought_in: false,
                in_test: self.in_test,
            });
        }
    }

    fn absolute(&self, segments: &[String]) -> Vec<String> {
        let mut module = self.module.clone();
        let mut rest = segments;
        while let Some((first, others)) = rest.split_first() {
            match first.as_str() {
                "self" => {}
                "super" => {
                    module.pop();
                }
                _ => break,
            }
            rest = others;
        }
        module.extend(rest.iter().cloned());
        module
    }

    fn import(&mut self, tree: &syn::UseTree, before: &[String]) {
        let with = |ident: &syn::Ident| {
            let mut path = before.to_vec();
            path.push(ident.unraw().to_string());
            path
        };
        let line = tree.span().start().line;
        match tree {
            syn::UseTree::Path(path) => self.import(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) => {
                if !before.is_empty() && name.ident != "self" {
                    self.brought_in.insert(name.ident.unraw().to_string());
                }
                self.name(line, with(&name.ident), true);
            }
            syn::UseTree::Rename(rename) => {
                self.brought_in.insert(rename.rename.unraw().to_string());
                self.name(line, with(&rename.ident), true);
            }
            syn::UseTree::Glob(_) => self.name(line, before.to_vec(), true),
            syn::UseTree::Group(group) => {
                for item in &group.items {
                    self.import(item, before);
                }
            }
        }
    }

    /// The insides of macros and attributes are tokens only: every `a::b` among them is taken for a path.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let (mut line, mut colons) = (0, 0);
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.name(line, std::mem::take(&mut path), false);
                        line = ident.span().start().line;
                    }
                    path.push(ident.unraw().to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                other => {
                    self.name(line, std::mem::take(&mut path), false);
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.name(line, path, false);
    }
}

fn only_in_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Path>()
                .is_ok_and(|path| path.is_ident("test"))
    })
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&item.tree, &[]);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let line = item.span().start().line;
        self.name(line, vec![item.ident.unraw().to_string()], true);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.brought_in.insert(item.ident.unraw().to_string());
        let outside = self.in_test;
        self.in_test |= only_in_tests(&item.attrs);
        self.module.push(item.ident.unraw().to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
        self.in_test = outside;
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path
            .segments
            .iter()
            .map(|part| part.ident.unraw().to_string());
        self.name(path.span().start().line, segments.collect(), false);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        visit::visit_macro(self, item);
        self.tokens(item.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        visit::visit_attribute(self, attribute);
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
    }
}
