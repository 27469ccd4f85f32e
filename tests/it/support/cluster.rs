//! The PostgreSQL server of this run: the one that `./test` lends, or else a throw-away one of our own.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;

/// What a run of the tests has to work with.
#[derive(Debug)]
pub enum Server {
    At(String),
    Missing,
}

/// A cluster that lives until its standard input closes: the end of this process closes it, whether
/// the tests pass, panic or are killed, so nothing has to be cleaned up here.
struct Lease {
    _input: ChildStdin,
    _script: Child,
    url: String,
}

static LEASE: OnceLock<Option<Lease>> = OnceLock::new();

/// The server for the tests, started once a run. Where there is none, the first caller says so aloud;
/// in CI that is a failure, because a run that skips half of its tests must not look green.
pub fn server() -> Server {
    if let Ok(url) = std::env::var("TEST_POSTGRES_URL")
        && !url.is_empty()
    {
        return Server::At(url);
    }
    match LEASE.get_or_init(start) {
        Some(lease) => Server::At(lease.url.clone()),
        None => Server::Missing,
    }
}

fn start() -> Option<Lease> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/cluster.sh");
    let found = Command::new("bash")
        .arg(&script)
        .arg("find")
        .stdout(Stdio::null())
        .status();
    if !found.is_ok_and(|status| status.success()) {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "no PostgreSQL server programs were found, and CI=true: run ./test --install"
        );
        announce("skipped: no PostgreSQL. Its tests were NOT run; ./test --install runs them all.");
        return None;
    }
    let mut child = Command::new("bash")
        .arg(&script)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("bash starts");
    let input = child.stdin.take().expect("standard input was piped");
    let mut url = String::new();
    BufReader::new(child.stdout.take().expect("standard output was piped"))
        .read_line(&mut url)
        .expect("the cluster's script writes text");
    let url = url.trim().to_owned();
    assert!(
        !url.is_empty(),
        "the throw-away PostgreSQL cluster did not start: see the messages above"
    );
    Some(Lease {
        _input: input,
        _script: child,
        url,
    })
}

/// Written to the stream itself: the test harness hides what `eprintln!` prints in a passing test.
pub fn announce(message: &str) {
    let _ = writeln!(std::io::stderr(), "\n*** {message}");
}
