//! What we build on: each direct library has a reason in `docs/dependencies.md`, and every licence that
//! reaches the program is one that `deny.toml` allows.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::process::Command;

use super::sources;

const MANIFESTS: [&str; 3] = ["Cargo.toml", "entity/Cargo.toml", "migration/Cargo.toml"];

fn read(path: &str) -> String {
    std::fs::read_to_string(sources::root().join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn toml(path: &str) -> toml::Table {
    read(path)
        .parse()
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The names under every `*dependencies` table of some manifests, our own crates included.
pub fn direct(manifests: &[&str]) -> BTreeSet<String> {
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    let mut names = BTreeSet::new();
    for manifest in manifests {
        let manifest = toml(manifest);
        for kind in kinds {
            let table = manifest.get(kind).and_then(toml::Value::as_table);
            names.extend(table.into_iter().flat_map(|table| table.keys().cloned()));
        }
    }
    names
}

/// The first cell of each row of the tables in a page, where it is code: `| `name` | why |`.
fn documented(page: &str) -> BTreeMap<String, String> {
    page.lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.splitn(2, "` |");
            let name = cells.next()?.to_owned();
            let why = cells.next()?.trim().trim_end_matches('|').trim().to_owned();
            Some((name, why))
        })
        .collect()
}

#[test]
fn each_direct_dependency_has_its_reason() {
    let ours = ["entity", "migration", "permanence"];
    let named: BTreeSet<String> = direct(&MANIFESTS)
        .into_iter()
        .filter(|name| !ours.contains(&name.as_str()))
        .collect();
    let reasons = documented(&read("docs/dependencies.md"));
    let explained: BTreeSet<String> = reasons.keys().cloned().collect();
    let missing: Vec<_> = named.difference(&explained).collect();
    let gone: Vec<_> = explained.difference(&named).collect();
    assert!(
        missing.is_empty(),
        "docs/dependencies.md has no reason for {missing:?}"
    );
    assert!(
        gone.is_empty(),
        "docs/dependencies.md names what no manifest does: {gone:?}"
    );
    let empty: Vec<_> = reasons.iter().filter(|(_, why)| why.len() < 10).collect();
    assert!(empty.is_empty(), "a reason is a sentence: {empty:?}");
}

/// Whether an SPDX expression can be met with the allowed licences. Old manifests write `/` for OR.
fn permitted(expression: &str, allowed: &HashSet<String>) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let answer = either(&words, &mut at, allowed);
    answer && at == words.len()
}

fn either(words: &[&str], at: &mut usize, allowed: &HashSet<String>) -> bool {
    let mut answer = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        answer |= both(words, at, allowed);
    }
    answer
}

fn both(words: &[&str], at: &mut usize, allowed: &HashSet<String>) -> bool {
    let mut answer = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        answer &= one(words, at, allowed);
    }
    answer
}

fn one(words: &[&str], at: &mut usize, allowed: &HashSet<String>) -> bool {
    let Some(word) = words.get(*at) else {
        return false;
    };
    *at += 1;
    if *word == "(" {
        let answer = either(words, at, allowed);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return answer && closed;
    }
    let mut licence = (*word).to_owned();
    if words.get(*at) == Some(&"WITH") {
        licence = format!("{licence} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
    }
    allowed.contains(&licence)
}

/// Each package that is built on this machine, with its licence. Asked of `cargo tree`, because `cargo
/// metadata` also tells of optional libraries that no feature asks for.
fn built() -> BTreeMap<String, String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--color",
            "never",
            "--workspace",
            "--locked",
            "--edges",
            "normal,build,dev",
        ])
        .args(["--prefix", "none", "--format", "{p}|{l}"])
        .current_dir(sources::root())
        .output()
        .expect("cargo tree runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout)
        .expect("cargo tree writes text")
        .lines()
        .filter_map(|line| line.split_once('|'))
        .map(|(package, rest)| {
            let licence = rest.trim_end_matches(" (*)");
            (package.to_owned(), licence.to_owned())
        })
        .collect()
}

#[test]
fn every_licence_is_allowed() {
    let deny = toml("deny.toml");
    let allowed: HashSet<String> = deny["licenses"]["allow"]
        .as_array()
        .expect("deny.toml lists licences")
        .iter()
        .filter_map(|licence| licence.as_str().map(str::to_owned))
        .collect();
    let built = built();
    assert!(built.len() > 100, "only {} packages were read", built.len());
    let refused: Vec<String> = built
        .iter()
        .filter(|(_, licence)| !permitted(licence, &allowed))
        .map(|(package, licence)| format!("{package}: {licence:?}"))
        .collect();
    assert!(
        refused.is_empty(),
        "not allowed by deny.toml:\n{}",
        refused.join("\n")
    );
    let used = |licence: &String| built.values().any(|said| said.contains(licence.as_str()));
    let idle: Vec<&String> = allowed.iter().filter(|licence| !used(licence)).collect();
    assert!(
        idle.is_empty(),
        "deny.toml allows licences that nothing uses: {idle:?}"
    );
}

#[test]
fn a_licence_expression_is_read_as_it_is_meant() {
    let allowed: HashSet<String> = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"]
        .map(str::to_owned)
        .into();
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(GPL-3.0 OR MIT) AND ISC",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(permitted(good, &allowed), "{good}");
    }
    for bad in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "Apache-2.0",
        "(MIT",
        "MIT) OR ISC",
    ] {
        assert!(!permitted(bad, &allowed), "{bad}");
    }
}
