//! The listener: bounded connections, slow ones cut, and an orderly end.

use std::{future::Future, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
};

use super::Sockets;

#[derive(Debug, Clone)]
pub struct ServeSettings {
    pub connections: usize,
    /// How long a client may take to send its headers, or to send nothing between two requests.
    pub header_read: Duration,
    /// How long open requests may go on once the server is told to stop.
    pub shutdown: Duration,
}

/// More than any real request needs, headers and a piece of the body together.
const READ_BUFFER: usize = 64 * 1024;

/// Serves until `stop` is done, then lets open requests end.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    sockets: Sockets,
    settings: ServeSettings,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(settings.connections));
    let (stopping, stopped) = watch::channel(false);
    let mut open = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            Some(_) = open.join_next() => {}
            accepted = accept(&listener, &places) => {
                if let Some((stream, place)) = accepted {
                    open.spawn(connection(stream, router.clone(), settings.header_read, stopped.clone(), place));
                }
            }
        }
    }
    drop(listener);
    let _ = stopping.send(true);
    // What was upgraded is no longer among the open requests.
    let ended = tokio::time::timeout(settings.shutdown, async {
        while open.join_next().await.is_some() {}
    });
    let (ended, ()) = tokio::join!(ended, sockets.end(settings.shutdown));
    if ended.is_err() {
        tracing::warn!(open = open.len(), "requests were still open and are cut");
    }
}

/// The next connection once there is a place for it: beyond the bound they wait in the system's queue.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let place = places.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, place)),
        Err(error) => {
            // Out of file handles, mostly: without a pause this would spin.
            tracing::warn!(kind = %error.kind(), "a connection could not be accepted");
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

async fn connection(
    stream: TcpStream,
    router: Router,
    header_read: Duration,
    mut stopped: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    let _ = stream.set_nodelay(true);
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(header_read)
        .max_buf_size(READ_BUFFER);
    let connection = builder
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    // What goes wrong on a connection is the client's going away or being cut: nothing to tell.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stopped.wait_for(|stopped| *stopped) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}
