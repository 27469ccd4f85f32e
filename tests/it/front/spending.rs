//! What one person may spend, and how much of it at once.

use std::sync::{Arc, Mutex};

use chrono::{TimeDelta, Utc};
use permanence::http::RateSettings;
use serde_json::{Value, json};

use super::service::Service;

struct Told {
    status: u16,
    left: Option<String>,
    retry_after: Option<String>,
    code: Option<String>,
}

async fn ask(service: &Service, query: &str) -> Told {
    let answer = service
        .post()
        .json(&json!({ "query": query }))
        .send()
        .await
        .unwrap();
    let header = |name: &str| {
        let value = answer.headers().get(name)?;
        Some(value.to_str().unwrap().to_owned())
    };
    let (left, retry_after) = (header("ratelimit"), header("retry-after"));
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.unwrap();
    Told {
        status,
        left,
        retry_after,
        code: body["errors"][0]["extensions"]["code"]
            .as_str()
            .map(str::to_owned),
    }
}

#[tokio::test]
async fn who_has_spent_all_waits_until_the_clock_has_given_some_back() {
    let clock = Arc::new(Mutex::new(Utc::now()));
    let told = clock.clone();
    let rate = RateSettings {
        capacity: 10,
        refill_per_second: 2,
        persons: 5,
    };
    let service = Service::spending(rate, Arc::new(move || *told.lock().unwrap())).await;
    let first = ask(&service, "{ viewer classes }").await;
    assert_eq!(
        (first.status, first.left.as_deref()),
        (200, Some("\"points\";r=8;t=1"))
    );
    // What is not there costs what it would if it were; what is refused costs one.
    for (query, left) in [("{ child(id: 1) { id } }", 6), ("{ nothing }", 5), ("{", 4)] {
        let told = ask(&service, query).await;
        let expected = format!("\"points\";r={left};");
        assert!(
            told.left.as_deref().unwrap().starts_with(&expected),
            "{query}: {:?}",
            told.left
        );
    }
    for _ in 0..4 {
        assert_eq!(ask(&service, "{ viewer }").await.status, 200);
    }
    let refused = ask(&service, "{ viewer }").await;
    assert_eq!(
        (refused.status, refused.code.as_deref()),
        (429, Some("RATE_LIMITED"))
    );
    assert_eq!(refused.retry_after.as_deref(), Some("1"));
    *clock.lock().unwrap() += TimeDelta::seconds(1);
    assert_eq!(ask(&service, "{ viewer }").await.status, 200);
}

#[tokio::test]
async fn a_page_takes_points_too_whether_it_is_there_or_not() {
    let rate = RateSettings {
        capacity: 250,
        refill_per_second: 1,
        persons: 5,
    };
    let now = Utc::now();
    let service = Service::spending(rate, Arc::new(move || now)).await;
    let page = async || {
        let address = service.url("/plan-summaries/sAAAAAAAAAAAAAAAAAAAAAA");
        let asked = service.client.get(address).bearer_auth(&service.token);
        let answer = asked.header("accept", "text/html").send().await.unwrap();
        let left = answer.headers()["ratelimit"].to_str().unwrap().to_owned();
        (answer.status().as_u16(), left)
    };
    assert_eq!(page().await, (404, "\"points\";r=150;t=100".to_owned()));
    assert_eq!(page().await, (404, "\"points\";r=50;t=200".to_owned()));
    assert_eq!(page().await, (429, "\"points\";r=50;t=200".to_owned()));
}

#[tokio::test]
async fn so_many_are_answered_at_once_and_no_more_until_one_has_ended() {
    let service = Service::start().await;
    let pending = |_| {
        let request = service.post().json(&json!({ "query": "{ never }" }));
        tokio::spawn(async move { request.send().await.map(|_| ()) })
    };
    let waiting: Vec<_> = (0..32).map(pending).collect();
    let mut refused = ask(&service, "{ viewer }").await;
    for _ in 0..1_000 {
        if refused.status != 200 {
            break;
        }
        refused = ask(&service, "{ viewer }").await;
    }
    assert_eq!(
        (refused.status, refused.code.as_deref()),
        (429, Some("RATE_LIMITED"))
    );
    assert_eq!(refused.retry_after.as_deref(), Some("1"));
    for request in waiting {
        request.abort();
    }
    for _ in 0..1_000 {
        if ask(&service, "{ viewer }").await.status == 200 {
            return;
        }
    }
    panic!("those that were given up still count");
}
