//! The documents say what is so: their links lead somewhere and the commands of the README are the real ones.

use std::path::Path;

use super::sources::{self, Source};

fn pages() -> Vec<Source> {
    sources::under(
        sources::root(),
        &["README.md", "ARCHITECTURE.md", "docs"],
        "md",
    )
}

/// The targets of `[text](target)` outside code, with their line numbers.
fn links(page: &str) -> Vec<(usize, String)> {
    let mut in_code = false;
    let mut found = Vec::new();
    for (number, line) in page.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        // Every second piece between backticks is code.
        for piece in line.split('`').step_by(2) {
            for rest in piece.split("](").skip(1) {
                if let Some(target) = rest.split(')').next() {
                    found.push((number + 1, target.to_owned()));
                }
            }
        }
    }
    found
}

/// The anchor that a heading gets: lower case, words joined by hyphens.
fn anchors(page: &str) -> Vec<String> {
    page.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

fn broken(page: &Source, target: &str) -> bool {
    if target.contains("://") || target.starts_with("mailto:") {
        return false;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let folder = Path::new(&page.path).parent().unwrap_or(Path::new(""));
    let text = if file.is_empty() {
        page.text.clone()
    } else {
        let path = sources::root().join(folder).join(file);
        if !path.exists() {
            return true;
        }
        std::fs::read_to_string(path).unwrap_or_default()
    };
    !anchor.is_empty() && !anchors(&text).iter().any(|known| known == anchor)
}

#[test]
fn every_link_leads_somewhere() {
    let mut faults = Vec::new();
    for page in pages() {
        for (line, target) in links(&page.text) {
            if broken(&page, &target) {
                faults.push(format!("{}:{line}: nothing at `{target}`", page.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_broken_link_is_seen_and_code_is_not_a_link() {
    let text = "# A b\n[one](gone.md) `[two](gone.md)` [three](#a-b)\n```\n[four](gone.md)\n```\n[five](#c)\n";
    let page = Source {
        path: "README.md".to_owned(),
        text: text.to_owned(),
    };
    let found: Vec<_> = links(text)
        .into_iter()
        .filter(|(_, target)| broken(&page, target))
        .collect();
    assert_eq!(found, [(2, "gone.md".to_owned()), (6, "#c".to_owned())]);
}

/// The two commands are each a line of a code block of their own, so that they can be pasted, and the
/// continuous run takes its test command from that line.
#[test]
fn the_readme_shows_the_two_commands_on_its_first_screen() {
    let readme = std::fs::read_to_string(sources::root().join("README.md")).unwrap();
    let first_screen: Vec<&str> = readme.lines().take(40).collect();
    for command in ["cargo run --release -- demo", "./test --install"] {
        assert!(
            first_screen.contains(&command),
            "`{command}` is not a line of the first screen"
        );
    }
}

#[test]
fn the_scripts_of_the_readme_are_there_and_can_be_run() {
    for script in ["test", ".ci/run", "tests/it/support/cluster.sh"] {
        let path = sources::root().join(script);
        let about = std::fs::metadata(&path).unwrap_or_else(|error| panic!("{script}: {error}"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_ne!(
                about.permissions().mode() & 0o111,
                0,
                "{script} cannot be run"
            );
        }
        assert!(about.is_file(), "{script}");
    }
}
