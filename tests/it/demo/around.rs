//! A return is imported, all around it is invented, and one of the invented people asks.

use std::{
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;

use super::{
    commands::{permanence, said, write_return},
    running::PROGRAM,
};

const IMPORT: [&str; 7] = [
    "import",
    "ssda903",
    "--authority",
    "E08000018",
    "--year-ending",
    "2019-03-31",
    "2019",
];
const AROUND: [&str; 4] = ["generate", "--around", "--authority", "E08000018"];

#[test]
fn whoever_is_invented_around_a_return_gets_a_token_and_sees_their_child() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    write_return(&here.join("2019"), "05/06/2018");
    assert!(permanence(here, &["migrate"]).status.success());
    let early = permanence(here, &AROUND);
    assert!(!early.status.success());
    assert!(
        said(&early).contains("permanence import"),
        "{}",
        said(&early)
    );
    assert!(!here.join("around-data").exists(), "keys for nobody");
    assert!(permanence(here, &IMPORT).status.success());
    let made = permanence(here, &AROUND);
    assert!(made.status.success(), "{}", said(&made));
    assert!(said(&made).contains(": 1. People: "), "{}", said(&made));

    let token = permanence(
        here,
        &[
            "token",
            "--data",
            "around-data",
            "--persona",
            "social-worker",
        ],
    );
    assert!(token.status.success(), "{}", said(&token));
    let service = Service::start(here);
    let answer = service.ask(said(&token).trim());
    let child = &answer["data"]["children"]["nodes"][0];
    assert_eq!(answer["data"]["children"]["totalCount"], 1, "{answer}");
    assert!(child["identity"]["familyName"].is_string(), "{answer}");

    let kept = permanence(here, &AROUND);
    assert!(!kept.status.success());
    assert!(said(&kept).contains("--data"), "{}", said(&kept));
    let again = permanence(here, &[&AROUND[..], &["--data", "elsewhere"]].concat());
    assert!(!again.status.success());
    assert!(said(&again).contains("1 have a name"), "{}", said(&again));
    assert!(!here.join("elsewhere").exists());
}

#[test]
fn what_cannot_go_with_around_is_refused_before_a_database_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, part) in [
        (&["--around"][..], "--authority"),
        (&["--authority", "E08000018"], "--around"),
        (&["--around", "--authority", "Barking"], "GSS code"),
        (
            &["--around", "--authority", "E08000018", "--children", "5"],
            "--children",
        ),
    ] {
        let refused = permanence(folder.path(), &[&["generate"], arguments].concat());
        assert!(!refused.status.success(), "{arguments:?}");
        assert!(
            said(&refused).contains(part),
            "{arguments:?}: {}",
            said(&refused)
        );
    }
    assert!(!folder.path().join("council.db").exists());
}

/// The service over the folder's database, with the issuers of the invented people.
struct Service {
    child: Child,
    address: String,
}

impl Service {
    fn start(folder: &Path) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let database = format!("sqlite://{}", folder.join("council.db").display());
        let child = Command::new(PROGRAM)
            .args(["serve", "--demo-keys"])
            .current_dir(folder)
            .env("PERMANENCE_DATABASE_URL", database)
            .env("PERMANENCE_AUTH_ISSUERS_FILE", "around-data/issuers.toml")
            .env("PERMANENCE_SERVER_LISTEN", &address)
            .env("PERMANENCE_LOG_FILTER", "warn")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let service = Self { child, address };
        for _ in 0..200 {
            if TcpStream::connect(&service.address).is_ok() {
                return service;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the service does not listen");
    }

    fn ask(&self, token: &str) -> Value {
        let query = r#"{"query":"{ children(first: 5) { totalCount nodes { identity { ... on Identity { familyName } ... on Withheld { withheldBecause } } } } }"}"#;
        let told = Command::new("curl")
            .args(["-s", &format!("http://{}/graphql", self.address)])
            .args(["-H", &format!("authorization: Bearer {token}")])
            .args(["-H", "content-type: application/json", "-d", query])
            .output()
            .unwrap();
        serde_json::from_slice(&told.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&told.stdout)))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
