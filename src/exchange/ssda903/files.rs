//! The files of a return: those named, and every CSV or XML file of a folder named.

use std::path::Path;
use std::path::PathBuf;

use super::Fault;
use super::Refusal;

pub fn expand(paths: &[PathBuf], refusal: &mut Refusal) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            match return_files(path) {
                Ok(found) if found.is_empty() => {
                    refusal.add(Fault::of_file(
                        shown(path),
                        "a folder with CSV files in it, or one XML file",
                    ));
                }
                Ok(found) => files.extend(found),
                Err(error) => refusal.add(unreadable(path, &error)),
            }
        } else {
            files.push(path.clone());
        }
    }
    files
}

fn return_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_one = path
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("csv") || end.eq_ignore_ascii_case("xml"));
        if is_one && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

pub fn shown(path: &Path) -> String {
    path.display().to_string()
}

pub fn unreadable(path: &Path, error: &std::io::Error) -> Fault {
    Fault::of_file(shown(path), "a file that can be read").found(error.to_string())
}
