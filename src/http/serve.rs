//! The listener: bounded connections, slow ones cut, idle ones too where others need their place, and an orderly end.

use std::{future::Future, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, Version, header},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};
use tokio_rustls::server::TlsStream;

use super::{
    Sockets, Tls,
    places::{Place, Places},
};

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
    run(listener, None, router, sockets, settings, stop).await;
}

/// The same over TLS.
pub async fn serve_tls(
    listener: TcpListener,
    tls: Tls,
    router: Router,
    sockets: Sockets,
    settings: ServeSettings,
    stop: impl Future<Output = ()>,
) {
    run(listener, Some(tls), router, sockets, settings, stop).await;
}

async fn run(
    listener: TcpListener,
    tls: Option<Tls>,
    router: Router,
    sockets: Sockets,
    settings: ServeSettings,
    stop: impl Future<Output = ()>,
) {
    let router = router.layer(from_fn(of_one_host));
    let places = Places::new(settings.connections);
    let (stopping, stopped) = watch::channel(false);
    let mut open = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let stream = tokio::select! {
            () = &mut stop => break,
            Some(_) = open.join_next() => continue,
            accepted = accept(&listener) => accepted,
        };
        let Some(stream) = stream else { continue };
        let place = tokio::select! {
            () = &mut stop => break,
            place = places.wait() => place,
        };
        let (tls, router) = (tls.clone(), router.clone());
        open.spawn(connection(
            stream,
            tls,
            router,
            settings.header_read,
            stopped.clone(),
            place,
        ));
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

async fn accept(listener: &TcpListener) -> Option<TcpStream> {
    match listener.accept().await {
        Ok((stream, _)) => Some(stream),
        Err(error) => {
            // Out of file handles, mostly: without a pause this would spin.
            tracing::warn!(kind = %error.kind(), "a connection could not be accepted");
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

/// From its first byte to its last, or until somebody else has its place.
async fn connection(
    stream: TcpStream,
    tls: Option<Tls>,
    router: Router,
    header_read: Duration,
    stopped: watch::Receiver<bool>,
    place: Arc<Place>,
) {
    let _ = stream.set_nodelay(true);
    let conversing = async {
        match tls {
            None => converse(stream, router, header_read, stopped, &place).await,
            Some(tls) => {
                let shaken = shake(stream, tls, header_read, stopped.clone()).await;
                if let Some(stream) = shaken {
                    converse(stream, router, header_read, stopped, &place).await;
                }
            }
        }
    };
    tokio::select! {
        () = conversing => {}
        () = place.is_lost() => tracing::debug!("a connection on which nothing was asked made room"),
    }
}

async fn shake(
    stream: TcpStream,
    tls: Tls,
    patience: Duration,
    mut stopped: watch::Receiver<bool>,
) -> Option<TlsStream<TcpStream>> {
    let shaken = tokio::select! {
        shaken = tokio::time::timeout(patience, tls.accept(stream)) => shaken,
        _ = stopped.wait_for(|stopped| *stopped) => return None,
    };
    match shaken {
        Ok(Ok(stream)) => return Some(stream),
        // Scanners do it all day; somebody who looks for a client's fault turns the log up.
        Ok(Err(error)) => tracing::debug!(%error, "no TLS came about"),
        Err(_) => tracing::debug!("no TLS came about in time"),
    }
    None
}

async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
    header_read: Duration,
    mut stopped: watch::Receiver<bool>,
    place: &Arc<Place>,
) {
    let answer = TowerToHyperService::new(router);
    let service = service_fn(|request: Request<Incoming>| {
        // Where the place is lost, the connection is about to be: nothing is begun that could not be told of.
        let answering = place.keep().map(|kept| (kept, answer.call(request)));
        async move {
            match answering {
                Some((_kept, answering)) => answering.await,
                None => std::future::pending().await,
            }
        }
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(header_read)
        .max_buf_size(READ_BUFFER);
    let connection = builder
        .serve_connection(TokioIo::new(stream), service)
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

/// Refuses what names no host, or two, as the library refuses what is not HTTP (RFC 9112, 3.2): whoever stands between
/// might have gone by the other one.
async fn of_one_host(request: Request<Body>, next: Next) -> Response {
    let hosts = request.headers().get_all(header::HOST).iter().count();
    let needed = request.version() == Version::HTTP_11;
    match hosts {
        1 => next.run(request).await,
        0 if !needed => next.run(request).await,
        _ => {
            let closing = [(header::CONNECTION, "close")];
            (StatusCode::BAD_REQUEST, closing).into_response()
        }
    }
}
