//! The key sets that issuers publish: fetched at the start, and again every few minutes.

use std::{
    path::Path,
    sync::{Arc, OnceLock},
    time::Duration,
};

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use tokio::io::AsyncReadExt;

use crate::auth::{FetchKeys, Issuers, KeyPlace};

/// Many times what any set of keys has.
const MOST_BYTES: usize = 256 * 1024;
/// Connecting, sending and reading together. A request may wait for this, for a key that was not known.
const PATIENCE: Duration = Duration::from_secs(4);

/// Reads files, and addresses by HTTPS: no other one is ever followed to. The client is made when the first address is
/// read: it wants the machine's certificate authorities, which a machine that fetches nothing need not have.
#[derive(Default)]
pub struct Fetcher {
    client: OnceLock<reqwest::Client>,
}

impl Fetcher {
    fn client(&self) -> Result<&reqwest::Client, reqwest::Error> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .user_agent(concat!("permanence/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(self.client.get_or_init(|| client))
    }

    async fn get(&self, url: &str) -> Result<Vec<u8>, String> {
        let cause = |error: reqwest::Error| error.without_url().to_string();
        let client = self.client().map_err(cause)?;
        let mut response = client.get(url).send().await.map_err(cause)?;
        if response.status() != reqwest::StatusCode::OK {
            return Err(format!("the issuer answers {}", response.status()));
        }
        let mut bytes = Vec::new();
        while let Some(more) = response.chunk().await.map_err(cause)? {
            if bytes.len() + more.len() > MOST_BYTES {
                return Err(too_large());
            }
            bytes.extend_from_slice(&more);
        }
        Ok(bytes)
    }
}

impl FetchKeys for Fetcher {
    fn fetch<'a>(&'a self, place: &'a KeyPlace) -> BoxFuture<'a, Result<Vec<u8>, String>> {
        Box::pin(async move {
            match place {
                KeyPlace::Url(url) => self.get(url).await,
                KeyPlace::File(file) => read(file)
                    .await
                    .map_err(|error| format!("{}: {error}", file.display())),
            }
        })
    }
}

async fn read(file: &Path) -> Result<Vec<u8>, std::io::Error> {
    let mut bytes = Vec::new();
    let file = tokio::fs::File::open(file).await?;
    file.take(MOST_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .await?;
    match bytes.len() > MOST_BYTES {
        true => Err(std::io::Error::other(too_large())),
        false => Ok(bytes),
    }
}

fn too_large() -> String {
    format!("it is larger than {MOST_BYTES} bytes")
}

/// Fetches all sets, and then again and again. An issuer that is away does not keep the others from being served.
pub async fn keep_fresh(issuers: Arc<Issuers>, now: impl Fn() -> DateTime<Utc>, every: Duration) {
    loop {
        for (issuer, fault) in issuers.renew_all(now()).await {
            tracing::warn!(issuer, %fault, "the keys stay as they were");
        }
        tokio::time::sleep(every).await;
    }
}
