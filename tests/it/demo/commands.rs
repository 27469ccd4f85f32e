//! The other commands, run as a person would run them.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use super::running::PROGRAM;

pub fn permanence(folder: &Path, arguments: &[&str]) -> Output {
    let database = format!("sqlite://{}?mode=rwc", folder.join("council.db").display());
    Command::new(PROGRAM)
        .args(arguments)
        .current_dir(folder)
        .env("PERMANENCE_DATABASE_URL", database)
        .output()
        .unwrap()
}

pub fn said(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(both).unwrap()
}

const HEADER: &str = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n";
const EPISODES: &str = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n";

/// A return of one child, with this first day of care.
pub fn write_return(folder: &Path, began: &str) {
    fs::create_dir_all(folder).unwrap();
    let header = format!("{HEADER}7001,1,02/03/2012,WBRI,UN1,,\n");
    let episodes = format!("{EPISODES}7001,{began},S,C1,N1,U4,PR1,,,,ZZ99 1AA,ZZ99 2BB,1000001\n");
    fs::write(folder.join("a.csv"), header).unwrap();
    fs::write(folder.join("b.csv"), episodes).unwrap();
}

#[test]
fn a_data_officer_loads_a_return_and_loads_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    write_return(&here.join("2019"), "05/06/2018");
    let import = [
        "import",
        "ssda903",
        "--authority",
        "E08000018",
        "--year-ending",
        "2019-03-31",
        "--report",
        "report.json",
        "2019",
    ];
    let early = permanence(here, &import);
    assert!(!early.status.success());
    assert!(
        said(&early).contains("permanence migrate"),
        "{}",
        said(&early)
    );

    assert!(permanence(here, &["migrate"]).status.success());
    let loaded = permanence(here, &import);
    assert!(loaded.status.success(), "{}", said(&loaded));
    let report: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(here.join("report.json")).unwrap()).unwrap();
    assert!(report.is_object());

    let again = permanence(here, &import);
    assert!(again.status.success(), "{}", said(&again));
}

#[test]
fn a_return_with_an_impossible_date_is_refused_with_the_cell_named() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    write_return(&here.join("2019"), "31/02/2019");
    assert!(permanence(here, &["migrate"]).status.success());
    let refused = permanence(
        here,
        &[
            "import",
            "ssda903",
            "--authority",
            "E08000018",
            "--year-ending",
            "2019-03-31",
            "2019",
        ],
    );
    assert_eq!(refused.status.code(), Some(2));
    let words = said(&refused);
    for part in ["b.csv", "DECOM", "31/02/2019"] {
        assert!(words.contains(part), "{part} is not in: {words}");
    }
}

#[test]
fn a_synthetic_council_is_generated_once() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let generate = ["generate", "--children", "60", "--today", "2026-06-01"];
    let early = permanence(here, &generate);
    assert!(!early.status.success());
    assert!(
        said(&early).contains("permanence migrate"),
        "{}",
        said(&early)
    );
    assert!(permanence(here, &["migrate"]).status.success());
    let made = permanence(here, &generate);
    assert!(made.status.success(), "{}", said(&made));
    assert!(said(&made).contains("60 children"), "{}", said(&made));
    let again = permanence(here, &generate);
    assert!(!again.status.success());
    assert!(said(&again).contains("already"), "{}", said(&again));
}

#[test]
fn every_command_teaches_how_it_is_used() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        &["demo"][..],
        &["serve"],
        &["migrate"],
        &["import", "ssda903"],
        &["generate"],
        &["personas"],
        &["token"],
        &["schema"],
        &["ledger", "verify"],
    ] {
        let help = permanence(folder.path(), &[command, &["--help"]].concat());
        assert!(help.status.success());
        assert!(
            said(&help).contains("Examples:"),
            "{command:?}: {}",
            said(&help)
        );
    }
}

#[test]
fn keys_of_a_demo_are_not_taken_unless_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    assert!(permanence(here, &["migrate"]).status.success());
    let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
    let issuers = |issuer: &str, kid: &str| {
        let text = format!(
            "[[issuers]]\nissuer = \"{issuer}\"\nagency = \"cafcass\"\nkind = \"CAFCASS\"\nroles = [\"GUARDIAN\"]\naudiences = [\"permanence\"]\n\
             [[issuers.keys]]\nkid = \"{kid}\"\nalgorithm = \"EdDSA\"\npem = \"\"\"\n{pem}\"\"\"\n"
        );
        std::fs::write(here.join("issuers.toml"), text).unwrap();
    };
    // An address that nobody can listen on ends the ones that are let past.
    let config = "[auth]\nissuers_file = \"issuers.toml\"\n[server]\nlisten = \"203.0.113.1:1\"\n";
    std::fs::write(here.join("p.toml"), config).unwrap();
    let serve = |more: &[&str]| {
        let told = permanence(here, &[&["serve", "--config", "p.toml"], more].concat());
        assert!(!told.status.success());
        said(&told)
    };
    for (issuer, kid) in [
        ("https://demo.invalid/cafcass", "2026-a"),
        ("https://login.cafcass.example", "demo"),
    ] {
        issuers(issuer, kid);
        let told = serve(&[]);
        assert!(
            told.contains("--demo-keys") && told.contains(issuer),
            "{told}"
        );
        let told = serve(&["--demo-keys"]);
        assert!(told.contains("cannot listen"), "{told}");
    }
    issuers("https://login.cafcass.example", "2026-a");
    let told = serve(&[]);
    assert!(told.contains("cannot listen"), "{told}");
}

#[test]
fn an_error_names_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let token = permanence(here, &["token", "--persona", "guardian"]);
    assert!(!token.status.success());
    assert!(said(&token).contains("permanence demo"), "{}", said(&token));
    let serve = permanence(here, &["serve"]);
    assert!(!serve.status.success());
    assert!(
        said(&serve).contains("permanence migrate"),
        "{}",
        said(&serve)
    );
}
