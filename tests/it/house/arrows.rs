//! Which layer may name which: the table of ARCHITECTURE.md, as a test that fails with file and line.
//!
//! Every path in the code counts, not only the `use` lines: expressions, types, attributes and the
//! insides of macros are read too.

use std::collections::HashSet;
use std::path::Path;

use super::naming::{Naming, namings};
use super::sources;

/// A layer, and the layers that it may name besides itself.
const ARROWS: [(&str, &[&str]); 8] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("casework", &["domain", "store"]),
    ("graphql", &["domain", "casework"]),
    ("auth", &["domain"]),
    ("exchange", &["domain", "casework"]),
    ("http", &["domain", "casework", "graphql", "auth"]),
    (
        "cli",
        &[
            "domain", "store", "casework", "graphql", "auth", "exchange", "http",
        ],
    ),
];

/// A library that is one layer's business, and the layers that may name it. Others may be named by any
/// layer but `domain`.
const HELD: [(&str, &[&str]); 20] = [
    ("entity", &["store"]),
    ("sea_orm", &["store"]),
    ("sqlx", &["store"]),
    ("migration", &["cli"]),
    ("sea_orm_migration", &["cli"]),
    ("async_graphql", &["graphql", "http", "cli"]),
    ("axum", &["http", "cli"]),
    ("hyper", &["http", "cli"]),
    ("hyper_util", &["http", "cli"]),
    ("tower", &["http", "cli"]),
    ("tower_http", &["http", "cli"]),
    ("tokio_rustls", &["http"]),
    ("clap", &["cli"]),
    ("figment", &["cli"]),
    ("indicatif", &["cli"]),
    ("mimalloc", &["cli"]),
    ("tracing_subscriber", &["cli"]),
    ("jsonwebtoken", &["auth"]),
    ("reqwest", &["cli"]),
    ("csv", &["exchange"]),
];

const DOMAIN_LIVES_ON: [&str; 3] = ["chrono", "serde", "thiserror"];

/// The clock and the dice of the machine, which only `cli` may touch.
const AMBIENT: [&[&str]; 9] = [
    &["Utc", "now"],
    &["Local", "now"],
    &["SystemTime", "now"],
    &["Uuid", "new_v4"],
    &["SystemRandom", "new"],
    &["rand", "fill"],
    &["rand", "random"],
    &["rand", "rng"],
    &["thread_rng"],
];

/// The layer of a file; the crate's two roots join everything together, as `cli` does.
fn layer_of(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    match inside.split_once('/') {
        Some((layer, _)) => layer,
        None => match inside.trim_end_matches(".rs") {
            "main" | "lib" => "cli",
            layer => layer,
        },
    }
}

fn faults(path: &str, text: &str, libraries: &HashSet<String>) -> Vec<String> {
    let layer = layer_of(path);
    let Some((_, may_name)) = ARROWS.iter().find(|(name, _)| *name == layer) else {
        return vec![format!("{path}:1: `{layer}` is not a layer of the table")];
    };
    let file = match syn::parse_file(text) {
        Ok(file) => file,
        Err(error) => return vec![format!("{path}:{}: {error}", error.span().start().line)],
    };
    let mut found = Vec::new();
    for naming in namings(path, &file) {
        let complaint = arrow(layer, may_name, &naming)
            .or_else(|| library(layer, &naming, libraries))
            .or_else(|| ambient(layer, &naming));
        if let Some(complaint) = complaint {
            found.push(format!("{path}:{}: {complaint}", naming.line));
        }
    }
    found.dedup();
    found
}

fn arrow(layer: &str, may_name: &[&str], naming: &Naming) -> Option<String> {
    let named = naming.own.then(|| naming.segments.first())??.as_str();
    let is_layer = ARROWS.iter().any(|(name, _)| *name == named);
    (is_layer && named != layer && !may_name.contains(&named))
        .then(|| format!("`{layer}` may not name `{named}`"))
}

fn library(layer: &str, naming: &Naming, libraries: &HashSet<String>) -> Option<String> {
    let named = naming.segments.first()?.as_str();
    if naming.own || naming.brought_in || naming.in_test || !libraries.contains(named) {
        return None;
    }
    if layer == "domain" && !DOMAIN_LIVES_ON.contains(&named) {
        return Some(format!(
            "`domain` is pure and may not name the library `{named}`"
        ));
    }
    let (_, holders) = HELD.iter().find(|(name, _)| *name == named)?;
    (!holders.contains(&layer)).then(|| {
        format!(
            "`{layer}` may not name the library `{named}`, held by {}",
            holders.join(", ")
        )
    })
}

fn ambient(layer: &str, naming: &Naming) -> Option<String> {
    let tail = AMBIENT.iter().find(|tail| {
        let path = &naming.segments;
        path.len() >= tail.len() && path[path.len() - tail.len()..] == ***tail
    })?;
    (layer != "cli").then(|| {
        format!(
            "`{}` outside `cli`: time and randomness are arguments",
            tail.join("::")
        )
    })
}

/// The libraries of the manifest, by the names that code gives them.
fn libraries() -> HashSet<String> {
    super::dependencies::direct(&["Cargo.toml"])
        .into_iter()
        .map(|name| name.replace('-', "_"))
        .collect()
}

fn faults_under(root: &Path) -> Vec<String> {
    let libraries = libraries();
    let sources = sources::under(root, &["src"], "rs");
    assert!(!sources.is_empty(), "no sources under {}", root.display());
    sources
        .iter()
        .flat_map(|source| faults(&source.path, &source.text, &libraries))
        .collect()
}

#[test]
fn every_arrow_points_the_right_way() {
    let faults = faults_under(sources::root());
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn a_wrong_arrow_in_a_folder_is_found_with_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let area = folder.path().join("src/graphql/children");
    std::fs::create_dir_all(&area).unwrap();
    std::fs::write(
        area.join("mod.rs"),
        "//! Children.\n\nuse crate::store::Store;\n",
    )
    .unwrap();
    assert_eq!(
        faults_under(folder.path()),
        ["src/graphql/children/mod.rs:3: `graphql` may not name `store`"]
    );
}

/// Made-up files, one wrong arrow each: the test above can fail.
#[test]
fn wrong_arrows_of_every_kind_are_found() {
    let wrong = [
        (
            "domain/a.rs",
            "use crate::store::Store;",
            "may not name `store`",
        ),
        (
            "domain/a.rs",
            "use serde_json::Value;",
            "library `serde_json`",
        ),
        (
            "domain/a.rs",
            "fn f() { sea_orm::ready() }",
            "library `sea_orm`",
        ),
        (
            "domain/a.rs",
            "fn now() { chrono::Utc::now(); }",
            "`Utc::now`",
        ),
        (
            "domain/a.rs",
            "#[derive(clap::Parser)] struct A;",
            "library `clap`",
        ),
        (
            "store/a.rs",
            "use crate::{domain::A, casework::B};",
            "name `casework`",
        ),
        (
            "store/a/b.rs",
            "use super::super::super::http::A;",
            "name `http`",
        ),
        (
            "store/a.rs",
            "mod inner { use super::super::super::auth; }",
            "name `auth`",
        ),
        ("casework/a.rs", "use sea_orm as orm;", "library `sea_orm`"),
        (
            "casework/a.rs",
            "type A = entity::child::Model;",
            "library `entity`",
        ),
        (
            "casework/a.rs",
            "fn f() { uuid::Uuid::new_v4(); }",
            "`Uuid::new_v4`",
        ),
        (
            "graphql/a.rs",
            "fn f() { crate::store::open() }",
            "name `store`",
        ),
        (
            "graphql/a.rs",
            "fn f() { info!(n = crate::store::count()) }",
            "name `store`",
        ),
        (
            "graphql/a.rs",
            "macro_rules! m { () => { $crate::store::A } }",
            "name `store`",
        ),
        (
            "graphql/a.rs",
            "pub(in crate::http) fn f() {}",
            "name `http`",
        ),
        (
            "graphql/a.rs",
            "impl axum::response::IntoResponse for A {}",
            "library `axum`",
        ),
        ("auth/a.rs", "use crate::casework;", "name `casework`"),
        (
            "auth/mod.rs",
            "use permanence::graphql::Schema;",
            "name `graphql`",
        ),
        ("exchange/a.rs", "extern crate sqlx;", "library `sqlx`"),
        ("http/a.rs", "use crate::store;", "name `store`"),
        (
            "http/a.rs",
            "use jsonwebtoken::decode;",
            "library `jsonwebtoken`",
        ),
        (
            "http/a.rs",
            "use std::time::SystemTime; fn f() { SystemTime::now(); }",
            "`SystemTime::now`",
        ),
        ("cli/a.rs", "use sqlx::Row;", "library `sqlx`"),
        (
            "main.rs",
            "fn main() { entity::start() }",
            "library `entity`",
        ),
        ("children/a.rs", "", "not a layer"),
    ];
    let libraries = libraries();
    for (path, text, expected) in wrong {
        let found = faults(&format!("src/{path}"), text, &libraries);
        assert!(
            found.len() == 1 && found[0].contains(expected),
            "{path}: {text}\nexpected {expected}, found {found:?}"
        );
    }
}

#[test]
fn right_arrows_are_left_alone() {
    let right = [
        (
            "domain/a.rs",
            "use chrono::NaiveDate; use serde::Serialize; use std::fmt;",
        ),
        (
            "domain/reviews/mod.rs",
            "use crate::domain::access::Class; use super::access;",
        ),
        (
            "domain/a.rs",
            "#[cfg(test)] mod tests { use proptest::prelude::*; }",
        ),
        (
            "store/a.rs",
            "use crate::domain::A; use entity::child; use sea_orm::Value;",
        ),
        (
            "casework/a.rs",
            "use crate::{domain, store}; fn f() { store::open(domain::a()) }",
        ),
        (
            "graphql/a.rs",
            "use async_graphql::Object; use crate::casework::children;",
        ),
        (
            "graphql/a.rs",
            "mod entity { pub fn a() {} } fn f() { entity::a() }",
        ),
        (
            "http/a.rs",
            "use axum::Router; use crate::auth::Keys; use http::StatusCode;",
        ),
        (
            "cli/a.rs",
            "use crate::store::Store; fn f() { chrono::Utc::now(); migration::up() }",
        ),
        ("main.rs", "fn main() { permanence::cli::run() }"),
        ("lib.rs", "pub mod domain; pub mod store;"),
    ];
    let libraries = libraries();
    for (path, text) in right {
        let found = faults(&format!("src/{path}"), text, &libraries);
        assert!(found.is_empty(), "{path}: {text}\nfound {found:?}");
    }
}
