//! The service is killed, and told to stop.

use std::time::{Duration, Instant};

use super::{Drilled, council::Council, storm::Storm, wire};

pub async fn killed(council: &Council) -> Drilled {
    let mut service = council.serve().await?;
    let mut storm = Storm::begin(council);
    for round in 0..8 {
        storm.more(10).await?;
        // Not always at the same place of an act.
        tokio::time::sleep(Duration::from_millis(round * 7)).await;
        service.kill();
        let since = Instant::now();
        service = council.serve().await?;
        storm.recovers(since).await?;
    }
    storm
        .end(council, "recovery with the start".to_owned())
        .await
}

/// Open requests end, sockets are closed as the protocol says, and it ends well.
pub async fn terminated(council: &Council) -> Drilled {
    let mut service = council.serve().await?;
    let mut storm = Storm::begin(council);
    storm.more(10).await?;
    let mut socket = wire::greeted(council.address, &council.token).await?;
    let closing = tokio::spawn(async move { wire::closed(&mut socket).await });
    let (status, took) = service.terminate().await?;
    if !status.success() {
        return Err(format!("it ended with {status}"));
    }
    match closing.await.map_err(|it| it.to_string())? {
        Ok(1001) => {}
        other => return Err(format!("a socket was closed with {other:?}, not 1001")),
    }
    let since = Instant::now();
    let _service = council.serve().await?;
    storm.recovers(since).await?;
    let seen = format!("drained in {:.2} s, socket closed 1001", took.as_secs_f64());
    storm.end(council, seen).await
}
