//! A demo that runs: the program itself, in a folder of its own.

use std::{
    collections::{HashMap, HashSet},
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_permanence");

pub struct Demo {
    folder: TempDir,
    address: String,
    child: Child,
    /// The line to paste, by persona.
    printed: HashMap<String, String>,
}

impl Demo {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Somebody else may take the port between this moment and the next; the demo would then say so.
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let (child, printed) = run(&folder, &address);
        Self {
            folder,
            address,
            child,
            printed,
        }
    }

    pub fn restart(&mut self) {
        self.stop();
        (self.child, self.printed) = run(&self.folder, &self.address);
    }

    fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// A command of the program on this demo's database and folder.
    pub fn permanence(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(PROGRAM);
        command
            .args(arguments)
            .env("PERMANENCE_DATABASE_URL", self.database());
        if matches!(arguments[0], "personas" | "token") {
            command.arg("--data").arg(self.folder.path());
        }
        command.output().unwrap()
    }

    fn database(&self) -> String {
        format!(
            "sqlite://{}",
            self.folder.path().join("permanence.db").display()
        )
    }

    /// `personas --json`.
    pub fn cast(&self) -> Vec<Value> {
        let told = self.permanence(&["personas", "--json"]);
        assert!(told.status.success());
        serde_json::from_slice(&told.stdout).unwrap()
    }

    /// Runs the line that the demo printed for a person, as a shell would.
    pub fn paste(&self, persona: &str) -> Value {
        let line = &self.printed[persona];
        let told = Command::new("bash").arg("-c").arg(line).output().unwrap();
        serde_json::from_slice(&told.stdout)
            .unwrap_or_else(|_| panic!("{persona}: {}", String::from_utf8_lossy(&told.stdout)))
    }

    /// One column of the demo's database, as text.
    pub fn column(&self, sql: &'static str) -> Vec<String> {
        let url = self.database();
        let read = async move {
            use sqlx::{Connection, Row};
            let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
            let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
            rows.iter().map(|row| row.get::<String, _>(0)).collect()
        };
        tokio::runtime::Runtime::new().unwrap().block_on(read)
    }

    /// The classes under a live access request of a person on any child of theirs called `own`.
    pub fn requested(&self, subject: &str) -> HashSet<String> {
        let rows = self.column(
            "select i.subject || ' ' || r.classes from access_request r \
             join identity i on i.professional_id = r.professional_id \
             where r.granted_by_id is not null and r.basis = 'DATA_PROTECTION_CASE'",
        );
        let bits = rows
            .iter()
            .filter_map(|row| row.strip_prefix(subject)?.trim().parse::<u32>().ok())
            .fold(0, |all, bits| all | bits);
        let classes = super::POLICY
            .lines()
            .skip(1)
            .filter_map(|line| line.split(',').next());
        classes
            .enumerate()
            .filter(|(place, _)| bits >> place & 1 == 1)
            .map(|(_, class)| class.to_owned())
            .collect()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(folder: &TempDir, address: &str) -> (Child, HashMap<String, String>) {
    let mut child = Command::new(PROGRAM)
        .args(["demo", "--children", "24", "--listen", address, "--data"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .env("PERMANENCE_LOG_FILTER", "warn")
        .spawn()
        .unwrap();
    let mut printed = HashMap::new();
    let (mut persona, mut line) = (String::new(), String::new());
    for text in BufReader::new(child.stdout.take().unwrap()).lines() {
        let text = text.unwrap();
        if text.starts_with("Serving ") {
            break;
        } else if text.starts_with("curl ") || (!line.is_empty() && !text.is_empty()) {
            line.push_str(&text);
            line.push('\n');
        } else if text.is_empty() {
            printed.insert(std::mem::take(&mut persona), std::mem::take(&mut line));
        } else if !text.starts_with("token:") {
            persona = text.split(' ').next().unwrap_or_default().to_owned();
        }
    }
    for _ in 0..200 {
        if std::net::TcpStream::connect(address).is_ok() {
            return (child, printed);
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let _ = child.kill();
    let _ = child.wait();
    panic!("the demo does not listen");
}
