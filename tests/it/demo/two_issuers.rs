//! The example of two issuers, as a partner uses it who has a client to try.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

const EXAMPLE: &str = "two-issuers";

/// Builds it as this test was built; where the examples are built already, nothing is left to do.
fn example() -> PathBuf {
    let this = std::env::current_exe().unwrap();
    let built = this.parent().and_then(Path::parent).unwrap();
    let target = built.parent().unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["build", "--quiet", "--locked", "--example", EXAMPLE])
        .arg("--target-dir")
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    if built.ends_with("release") {
        cargo.arg("--release");
    }
    assert!(cargo.status().unwrap().success());
    built.join("examples").join(EXAMPLE)
}

struct Running {
    program: PathBuf,
    folder: TempDir,
    address: String,
    child: Child,
    /// The lines to paste.
    printed: Vec<String>,
}

impl Running {
    fn start() -> Self {
        let (program, folder) = (example(), tempfile::tempdir().unwrap());
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let mut child = Command::new(&program)
            .args(["--children", "24", "--listen", &address, "--data"])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .env("PERMANENCE_LOG_FILTER", "warn")
            .spawn()
            .unwrap();
        let mut printed: Vec<String> = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            match (line.starts_with("curl "), line.starts_with("     ")) {
                (true, _) => printed.push(line),
                (_, true) => printed.last_mut().unwrap().push_str(&format!("\n{line}")),
                _ if line.starts_with("Serving ") => break,
                _ => {}
            }
        }
        let running = Self {
            program,
            folder,
            address,
            child,
            printed,
        };
        for _ in 0..200 {
            if std::net::TcpStream::connect(&running.address).is_ok() {
                return running;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("it does not listen");
    }

    fn mint(&self, words: &str) -> String {
        let told = Command::new(&self.program)
            .arg("mint")
            .args(words.split(' '))
            .arg("--data")
            .arg(self.folder.path())
            .output()
            .unwrap();
        let complaint = String::from_utf8_lossy(&told.stderr);
        assert!(told.status.success(), "{words}: {complaint}");
        String::from_utf8(told.stdout).unwrap().trim().to_owned()
    }

    /// The status of an answer, and what it says.
    fn ask(&self, token: &str) -> (String, Value) {
        let query =
            r#"{"query":"{ viewer { role } children(first: 50) { totalCount nodes { id } } }"}"#;
        let told = Command::new("curl")
            .args(["-s", "-w", "\n%{http_code}"])
            .arg(format!("http://{}/graphql", self.address))
            .args(["-H", &format!("authorization: Bearer {token}")])
            .args(["-H", "content-type: application/json", "-d", query])
            .output()
            .unwrap();
        let text = String::from_utf8(told.stdout).unwrap();
        let (body, status) = text.rsplit_once('\n').unwrap();
        let body = serde_json::from_str(body).unwrap_or_else(|_| panic!("{text}"));
        (status.to_owned(), body)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn each_issuer_speaks_for_its_own_people_and_for_nobody_else() {
    let server = Running::start();
    let who = |token: &str| {
        let (status, body) = server.ask(token);
        assert_eq!(status, "200", "{body}");
        let children = body["data"]["children"]["totalCount"].as_u64().unwrap();
        (body["data"]["viewer"]["role"].clone(), children)
    };
    let (role, of_worker) = who(&server.mint("--issuer council --persona social-worker"));
    assert!(role == "SOCIAL_WORKER" && of_worker > 0, "{of_worker}");
    let (role, of_guardian) = who(&server.mint("--issuer cafcass --persona guardian"));
    assert!(role == "GUARDIAN" && of_guardian > 0, "{of_guardian}");
    let nobody = server.mint("--issuer cafcass --subject somebody-else --role GUARDIAN");
    assert_eq!(who(&nobody), ("GUARDIAN".into(), 0));

    for (false_one, code) in [
        // Of the other's people, in the other's role, for the other's agency, in the other's name.
        ("--issuer council --persona guardian", "UNAUTHENTICATED"),
        (
            "--issuer cafcass --persona social-worker",
            "UNAUTHENTICATED",
        ),
        (
            "--issuer cafcass --persona guardian --role SOCIAL_WORKER",
            "UNAUTHENTICATED",
        ),
        (
            "--issuer cafcass --persona guardian --role JUDGE",
            "UNAUTHENTICATED",
        ),
        (
            "--issuer council --persona social-worker --agency cafcass",
            "UNAUTHENTICATED",
        ),
        (
            "--issuer cafcass --persona guardian --agency council-E08000999",
            "UNAUTHENTICATED",
        ),
        (
            "--issuer cafcass --persona guardian --audience https://permanence.northmoor.example",
            "UNAUTHENTICATED",
        ),
        (
            "--issuer cafcass --persona guardian --ttl=-60",
            "TOKEN_EXPIRED",
        ),
    ] {
        let (status, body) = server.ask(&server.mint(false_one));
        let told = &body["errors"][0]["extensions"]["code"];
        assert_eq!(
            (status.as_str(), told),
            ("401", &code.into()),
            "{false_one}"
        );
        assert!(body.get("data").is_none(), "{false_one}: {body}");
    }
}

#[test]
fn what_it_prints_can_be_pasted_and_a_second_start_goes_on() {
    let mut server = Running::start();
    assert_eq!(server.printed.len(), 2);
    for line in &server.printed {
        let told = Command::new("bash").arg("-c").arg(line).output().unwrap();
        let body: Value = serde_json::from_slice(&told.stdout).unwrap();
        assert!(
            body["data"]["children"]["totalCount"].as_u64() > Some(0),
            "{line}: {body}"
        );
    }
    let token = server.mint("--issuer council --persona social-worker");
    let before = server.ask(&token).1["data"].clone();
    let (folder, address) = (server.folder.path().to_owned(), server.address.clone());
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    server.child = Command::new(&server.program)
        .args(["--listen", &address, "--data"])
        .arg(folder)
        .stdout(Stdio::null())
        .env("PERMANENCE_LOG_FILTER", "warn")
        .spawn()
        .unwrap();
    for _ in 0..200 {
        if std::net::TcpStream::connect(&address).is_ok() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(server.ask(&token).1["data"], before);
}
