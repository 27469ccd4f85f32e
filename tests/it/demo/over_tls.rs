//! The service with a certificate of its own, as an operator runs it.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use super::{
    commands::{permanence, said},
    running::PROGRAM,
};
use crate::support::certificate::Certificate;

fn put(folder: &Path, of: &Certificate) {
    fs::write(folder.join("certificate.pem"), &of.certificate).unwrap();
    fs::write(folder.join("key.pem"), &of.key).unwrap();
}

fn pause() {
    std::thread::sleep(Duration::from_millis(50));
}

struct Service(Child);

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_certificate_is_replaced_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    assert!(permanence(here, &["migrate"]).status.success());
    let first = Certificate::new();
    put(here, &first);
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let child = Command::new(PROGRAM)
        .arg("serve")
        .current_dir(here)
        .env(
            "PERMANENCE_DATABASE_URL",
            format!("sqlite://{}", here.join("council.db").display()),
        )
        .env("PERMANENCE_SERVER_LISTEN", address.to_string())
        .env("PERMANENCE_TLS_CERTIFICATE", "certificate.pem")
        .env("PERMANENCE_TLS_KEY", "key.pem")
        .env("PERMANENCE_SERVER_ORIGINS", r#"["https://portal.example"]"#)
        .env("PERMANENCE_LOG_FILTER", "warn")
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let service = Service(child);
    for _ in 0..200 {
        if TcpStream::connect(address).is_ok() {
            break;
        }
        pause();
    }
    // Whether somebody who trusts this certificate alone is answered, and with what headers.
    let trusted = here.join("trusted.pem");
    let ask = |of: &Certificate| {
        fs::write(&trusted, &of.certificate).unwrap();
        let told = Command::new("curl")
            .args([
                "-s",
                "-i",
                "--noproxy",
                "*",
                "-H",
                "origin: https://portal.example",
                "--cacert",
            ])
            .arg(&trusted)
            .arg(format!("https://localhost:{}/health/ready", address.port()))
            .args([
                "--resolve",
                &format!("localhost:{}:127.0.0.1", address.port()),
            ])
            .output()
            .unwrap();
        told.status.success().then(|| said(&told).to_lowercase())
    };
    let answer = ask(&first).expect("the certificate is trusted");
    assert!(answer.starts_with("http/1.1 200"), "{answer}");
    assert!(
        answer.contains("strict-transport-security: max-age="),
        "{answer}"
    );

    let page = "access-control-allow-origin: https://portal.example";
    assert!(answer.contains(page), "{answer}");

    let hang_up = || {
        let process = service.0.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-HUP", &process])
                .status()
                .unwrap()
                .success()
        );
    };
    // A file that cannot be used ends nothing.
    fs::write(here.join("key.pem"), "nothing").unwrap();
    hang_up();
    for _ in 0..10 {
        pause();
        assert!(ask(&first).is_some());
    }
    let second = Certificate::new();
    put(here, &second);
    hang_up();
    let renewed = (0..100).any(|_| {
        pause();
        ask(&second).is_some()
    });
    assert!(renewed && ask(&first).is_none());
}

#[test]
fn what_cannot_be_served_with_is_named_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    assert!(permanence(here, &["migrate"]).status.success());
    put(here, &Certificate::new());
    fs::write(here.join("other.pem"), Certificate::new().key).unwrap();
    for (config, told) in [
        ("[tls]\ncertificate = 'certificate.pem'\n", "go together"),
        ("[tls]\nkey = 'key.pem'\n", "go together"),
        (
            "[tls]\ncertificate = 'certificate.pem'\nkey = 'absent.pem'\n",
            "absent.pem",
        ),
        (
            "[tls]\ncertificate = 'key.pem'\nkey = 'key.pem'\n",
            "no certificate",
        ),
        (
            "[tls]\ncertificate = 'certificate.pem'\nkey = 'other.pem'\n",
            "cannot be used together",
        ),
        ("[server]\norigins = ['*']\n", "server.origins"),
        (
            "[server]\norigins = ['https://portal.example/']\n",
            "without a path",
        ),
    ] {
        fs::write(here.join("p.toml"), config).unwrap();
        let refused = permanence(here, &["serve", "--config", "p.toml"]);
        assert!(!refused.status.success(), "{config}");
        assert!(
            said(&refused).contains(told),
            "{config}: {}",
            said(&refused)
        );
    }
}
