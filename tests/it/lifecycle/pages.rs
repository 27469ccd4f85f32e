//! The two pages are what the program prints.

use std::{path::Path, process::Command};

use permanence::domain::{
    acts::Act,
    plans::{Guard, State, transitions},
};

use crate::demo::running::PROGRAM;

fn checked(flag: &str, page: &str) -> String {
    let printed = Command::new(PROGRAM).args(["acts", flag]).output().unwrap();
    assert!(printed.status.success(), "{printed:?}");
    let due = String::from_utf8(printed.stdout).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    if std::env::var_os("TEST_WRITE_PAGES").is_some() {
        std::fs::write(&path, &due).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        found, due,
        "write it again with `permanence acts {flag} > {page}`"
    );
    due
}

#[test]
fn the_page_of_the_acts_names_each_once() {
    let page = checked("--markdown", "docs/acts.md");
    for act in Act::ALL {
        assert_eq!(page.matches(&format!("| `{act}` |")).count(), 1, "{act}");
    }
}

#[test]
fn the_page_of_the_life_of_a_plan_explains_every_state_move_and_guard() {
    let page = checked("--transitions", "docs/plan-lifecycle.md");
    for state in State::ALL {
        assert_eq!(
            page.matches(&format!("| `{state}` |")).count(),
            1,
            "{state}"
        );
    }
    for row in transitions() {
        assert_eq!(
            page.matches(&format!("\n| {} | ", row.no)).count(),
            1,
            "{}",
            row.no
        );
    }
    for guard in Guard::ALL {
        assert_eq!(
            page.matches(&format!("| `{guard}` |")).count(),
            1,
            "{guard}"
        );
    }
}

#[test]
fn which_page_is_wanted_must_be_said() {
    let asked = Command::new(PROGRAM).arg("acts").output().unwrap();
    assert_eq!(asked.status.code(), Some(2));
    let said = String::from_utf8(asked.stderr).unwrap();
    assert!(
        said.contains("--markdown") && said.contains("--transitions"),
        "{said}"
    );
}
