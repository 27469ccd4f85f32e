//! A synthetic council, and the real program that serves it.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use permanence::{cli::keys, store::Store};

use super::support::{establish, token};

pub const CHILDREN: u32 = 40;
const PROGRAM: &str = env!("CARGO_BIN_EXE_permanence");

pub struct Council {
    pub store: Store,
    pub url: String,
    /// Of a social worker, and one of the children whom they see.
    pub token: String,
    pub child: String,
    /// Of somebody else, whose requests are not counted with theirs.
    pub other: String,
    pub address: SocketAddr,
    keys: tempfile::TempDir,
}

impl Council {
    pub async fn found(url: &str) -> Self {
        let keys = tempfile::tempdir().unwrap();
        let personas = establish(url, keys.path(), CHILDREN).await;
        let named = |slug| personas.iter().find(|it| it.persona == slug).unwrap();
        let worker = named("social-worker");
        let child = worker.children.iter().find(|it| it.shows == "own").unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        Self {
            store: Store::open(url, 4).await.unwrap(),
            url: url.to_owned(),
            token: token(keys.path(), worker),
            other: token(keys.path(), named("guardian")),
            child: child.id.clone(),
            address: free.local_addr().unwrap(),
            keys,
        }
    }

    /// Serves, with every setting as it comes but the rate, which would end the storm.
    pub async fn serve(&self) -> Result<Service, String> {
        let service = Service(self.start(&keys::issuers_file(self.keys.path())));
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            let ready = reqwest::get(format!("http://{}/health/ready", self.address)).await;
            if ready.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(service);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err("the service did not get ready".to_owned())
    }

    fn start(&self, issuers: &Path) -> Child {
        Command::new(PROGRAM)
            .args(["serve", "--demo-keys"])
            .env("PERMANENCE_DATABASE_URL", &self.url)
            .env("PERMANENCE_SERVER_LISTEN", self.address.to_string())
            .env("PERMANENCE_AUTH_ISSUERS_FILE", issuers)
            .env("PERMANENCE_LOG_FILTER", "off")
            .env("PERMANENCE_RATE_CAPACITY", "0")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }
}

/// The program, serving. Killed when it goes.
pub struct Service(Child);

impl Service {
    /// `kill -9`.
    pub fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// `kill -TERM`: how it ended, and after how long.
    pub async fn terminate(&mut self) -> Result<(ExitStatus, Duration), String> {
        let begun = Instant::now();
        let process = self.0.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &process]).status();
        if !sent.is_ok_and(|it| it.success()) {
            return Err("no signal could be sent".to_owned());
        }
        while begun.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.0.try_wait().unwrap() {
                return Ok((status, begun.elapsed()));
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Err("it did not stop".to_owned())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
