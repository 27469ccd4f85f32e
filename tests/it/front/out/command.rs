//! The same by hand, at the command line.

use std::{fs, path::Path, process::Output};

use permanence::auth::KeyPair;

use super::*;
use crate::demo::{commands::said, running::PROGRAM};

const ISSUERS: &str = r#"
[[issuers]]
issuer = "https://demo.invalid/cafcass"
agency = "cafcass"
kind = "CAFCASS"
roles = ["GUARDIAN"]
audiences = ["permanence"]
[[issuers.keys]]
kid = "one"
algorithm = "EdDSA"
file = "one.pem"

[[issuers]]
issuer = "https://demo.invalid/elsewhere"
agency = "family-court-northmoor"
kind = "COURT"
roles = ["JUDGE"]
audiences = ["permanence"]
[[issuers.keys]]
kid = "one"
algorithm = "EdDSA"
file = "one.pem"
"#;

fn people(folder: &Path, url: &str, words: &[&str]) -> Output {
    std::process::Command::new(PROGRAM)
        .arg("people")
        .args(words)
        .current_dir(folder)
        .env("PERMANENCE_DATABASE_URL", url)
        .env("PERMANENCE_AUTH_ISSUERS_FILE", folder.join("issuers.toml"))
        .output()
        .unwrap()
}

on_both! {
    async fn a_service_desk_shuts_people_out_and_reads_back_who_did(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        fs::write(here.join("issuers.toml"), ISSUERS).unwrap();
        fs::write(here.join("one.pem"), KeyPair::from_seed(&[3; 32]).unwrap().public_pem).unwrap();
        let guardian = cast.viewer("guardian");
        let who = ["--issuer", &guardian.issuer, "--subject", &guardian.subject];
        let why = ["--by", "A. Osei", "--reason", "As asked"];
        let run = |words: &[&[&str]]| people(here, &db.url, &words.concat());
        let good = |words: &[&[&str]]| {
            let output = run(words);
            assert!(output.status.success(), "{}", said(&output));
            said(&output)
        };
        let bad = |words: &[&[&str]]| {
            let output = run(words);
            assert!(!output.status.success(), "{}", said(&output));
            said(&output)
        };

        assert!(good(&[&["deactivate"], &who, &why]).contains("Clémence Adebayo"));
        is_out(&app, &guardian).await;
        good(&[&["reactivate"], &who, &why]);
        name(&app, &guardian).await;

        let token = ["--issuer", &guardian.issuer, "--jti", &guardian.token_id];
        good(&[&["deny-token"], &token, &why]);
        is_out(&app, &guardian).await;
        let guardian = Viewer { token_id: "a-new-one".into(), ..guardian.clone() };
        name(&app, &guardian).await;

        let second = |issuer: &'static str| ["--second-issuer", issuer, "--second-subject", "other"];
        assert!(bad(&[&["link"], &who, &second("https://demo.invalid/elsewhere"), &why]).contains("cafcass"));
        assert!(bad(&[&["link"], &who, &second("https://unknown.example"), &why]).contains("not configured"));
        good(&[&["link"], &who, &second("https://demo.invalid/cafcass"), &why]);
        let other = Viewer { subject: "other".into(), ..guardian.clone() };
        assert_eq!(name(&app, &other).await, "Clémence Adebayo");
        good(&[&["unlink", "--issuer", "https://demo.invalid/cafcass", "--subject", "other"], &why]);
        is_out(&app, &other).await;
        good(&[&["court-area", "--agency", "family-court-northmoor", "--area", "North"], &why]);

        assert!(bad(&[&["deactivate"], &who]).contains("--by"), "who decides must be said");
        bad(&[&["deactivate", "--issuer", "https://demo.invalid/cafcass", "--subject", "nobody"], &why]);
        let history = good(&[&["history"]]);
        let kinds: Vec<&str> = history.lines().filter_map(|line| line.split("  ").nth(1)).collect();
        assert_eq!(kinds, ["DEACTIVATED", "REACTIVATED", "TOKEN_DENIED", "LINKED", "UNLINKED", "AREA"]);
        assert!(history.lines().all(|line| line.contains("by A. Osei: As asked")), "{history}");
    }
}
