//! The documents say what is so: their links lead somewhere and the commands of the README are the real ones.

use std::path::Path;

use super::sources::{self, Source};

fn pages() -> Vec<Source> {
    sources::under(
        sources::root(),
        &["README.md", "ARCHITECTURE.md", "docs", "examples"],
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

/// Every setting by its section and name, those that are commented out included.
fn settings() -> Vec<String> {
    let mut section = String::new();
    let mut found = Vec::new();
    for line in permanence::cli::config::DEFAULT.lines() {
        let line = line.strip_prefix("# ").unwrap_or(line);
        if let Some(name) = line.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            section = name.to_owned();
            found.push(format!("[{name}]"));
        } else if let Some((name, _)) = line.split_once(" = ")
            && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        {
            found.push(format!("{section}.{name}"));
        }
    }
    found
}

#[test]
fn the_settings_that_operators_are_told_of_are_there() {
    let known = settings();
    let sections: Vec<&str> = known
        .iter()
        .filter_map(|it| it.split_once('.'))
        .map(|it| it.0)
        .collect();
    let page = std::fs::read_to_string(sources::root().join("docs/operating.md")).unwrap();
    let code: Vec<&str> = page.split('`').skip(1).step_by(2).collect();
    let named: Vec<&str> = code
        .into_iter()
        .filter(|it| {
            let section = it.split_once('.').map_or("", |it| it.0);
            sections.contains(&section) && !it.contains(' ') || it.starts_with('[')
        })
        .collect();
    assert!(named.len() > 20, "only {named:?} were read");
    for setting in named {
        assert!(
            known.iter().any(|it| it == setting),
            "there is no `{setting}`"
        );
    }
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
