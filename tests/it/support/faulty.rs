//! A PostgreSQL server of one's own, to be stopped and frozen.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Lives until it is dropped, or this process ends.
pub struct Faulty {
    words: ChildStdin,
    answers: BufReader<ChildStdout>,
    _script: Child,
    pub url: String,
}

impl Faulty {
    /// `None` where there are no server programs. The test's own cluster has said so aloud.
    pub fn start() -> Option<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/cluster.sh");
        let found = Command::new("bash").arg(&script).arg("find").output();
        if !found.is_ok_and(|found| found.status.success()) {
            return None;
        }
        let mut child = Command::new("bash")
            .arg(&script)
            .arg("drill")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("bash starts");
        let words = child.stdin.take().expect("standard input was piped");
        let output = child.stdout.take().expect("standard output was piped");
        let mut server = Self {
            words,
            answers: BufReader::new(output),
            _script: child,
            url: String::new(),
        };
        server.url = server.heard();
        assert!(server.url.starts_with("postgres://"), "{}", server.url);
        Some(server)
    }

    fn heard(&mut self) -> String {
        let mut line = String::new();
        self.answers
            .read_line(&mut line)
            .expect("the script answers");
        line.trim().to_owned()
    }

    /// Returns when it is done.
    fn told(&mut self, word: &str) {
        writeln!(self.words, "{word}").expect("the script listens");
        assert_eq!(self.heard(), word);
    }

    pub fn stop(&mut self) {
        self.told("stop");
    }

    pub fn start_again(&mut self) {
        self.told("start");
    }

    /// Connections are still accepted, by the kernel, and nothing is answered.
    pub fn freeze(&mut self) {
        self.told("freeze");
    }

    pub fn thaw(&mut self) {
        self.told("thaw");
    }
}
