//! Those who mean harm: everything in `operations`, sent over real HTTP to one service, which serves on afterwards.

#[path = "operations.rs"]
mod operations;

use std::collections::HashMap;

use operations::{Hostile, Verdict};
use reqwest::Method;
use serde_json::Value;

use crate::support::{
    cast::Cast,
    database::{Backend, TestDatabase},
    server::{Rules, TestApp},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_comes_to_what_is_written_beside_it() {
    let db = TestDatabase::new(Backend::Sqlite).await;
    let cast = Cast::founded_in(&db).await;
    let app = TestApp::over(cast.store.clone(), Rules::default());
    let token = app.token(&cast.viewer("social-worker"));
    let listening = app.listen().await;
    let client = reqwest::Client::new();
    let mut otherwise = Vec::new();
    for Hostile {
        family,
        name,
        method,
        said,
        headers,
        body,
        verdict,
    } in operations::all()
    {
        let url = format!("http://{}/graphql{said}", listening.address);
        let mut request = client
            .request(Method::from_bytes(method.as_bytes()).unwrap(), url)
            .bearer_auth(&token)
            .body(body);
        for (header, value) in headers {
            request = request.header(header, value);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        let told: Value = serde_json::from_str(&text).unwrap_or_default();
        let code = told["errors"][0]["extensions"]["code"].as_str();
        let expected = match verdict {
            Verdict::Refused(code) => Some(code),
            Verdict::Served(_) => None,
        };
        let is_so =
            code == expected && (code.is_some() || status == 200 && told["data"].is_object());
        if !is_so {
            let text: String = text.chars().take(300).collect();
            otherwise.push(format!(
                "{family}, {name}: {expected:?}, but {status} {code:?} {text}"
            ));
        }
    }
    assert!(otherwise.is_empty(), "{}", otherwise.join("\n"));
    listening.stop().await;
}

#[test]
fn there_are_enough_of_them_each_with_a_name_of_its_own_and_a_limit_that_there_is() {
    let all = operations::all();
    let mut names = HashMap::new();
    for hostile in &all {
        *names.entry((hostile.family, hostile.name)).or_insert(0) += 1;
        if let Verdict::Served(limit) = hostile.verdict {
            let page = include_str!("../../../docs/limits.md");
            let default = include_str!("../../../config.default.toml");
            assert!(
                page.contains(limit) || default.contains(&format!("{limit} =")),
                "{limit}"
            );
        }
    }
    assert!(names.values().all(|many| *many == 1), "{names:?}");
    assert!(all.len() >= 60, "{}", all.len());
}
