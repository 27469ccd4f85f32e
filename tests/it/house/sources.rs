//! The sources of the product, and what is asked of every one of them: a telling name and a readable length.

use std::path::{Path, PathBuf};

/// Longer than this and a file is no longer read in one sitting.
const WALL: usize = 500;
const CATCH_ALLS: [&str; 7] = [
    "common", "helper", "helpers", "misc", "types", "util", "utils",
];

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the repository: its path from the root with `/`, and its text.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// The files under some folders of `root` that end in `.extension`, in a steady order.
pub fn under(root: &Path, folders: &[&str], extension: &str) -> Vec<Source> {
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).expect("a source folder can be read");
            waiting.extend(entries.map(|entry| entry.expect("a folder lists its entries").path()));
        } else if path.is_file() && path.extension().is_some_and(|end| end == extension) {
            let text = std::fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let parts: Vec<_> = path
                .strip_prefix(root)
                .expect("it was found under the root")
                .iter()
                .map(|part| part.to_string_lossy())
                .collect();
            found.push(Source {
                path: parts.join("/"),
                text,
            });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn product() -> Vec<Source> {
    under(root(), &["src", "entity/src", "migration/src"], "rs")
}

fn catch_all(path: &str) -> Option<&str> {
    path.trim_end_matches(".rs")
        .split('/')
        .find(|part| CATCH_ALLS.contains(part))
}

#[test]
fn no_module_is_a_catch_all() {
    let faults: Vec<String> = product()
        .iter()
        .filter_map(|source| {
            catch_all(&source.path)
                .map(|part| format!("{}: `{part}` says nothing of what is in it", source.path))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(catch_all("src/store/utils.rs"), Some("utils"));
    assert_eq!(catch_all("src/domain/types/mod.rs"), Some("types"));
    assert_eq!(catch_all("src/domain/access/viewer.rs"), None);
}

#[test]
fn no_file_is_a_wall() {
    let faults: Vec<String> = product()
        .iter()
        .map(|source| (source, source.text.lines().count()))
        .filter(|(_, lines)| *lines > WALL)
        .map(|(source, lines)| format!("{}: {lines} lines, and {WALL} is the wall", source.path))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
