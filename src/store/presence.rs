//! Whether the database server is there at all.
//!
//! A pool finds out that a server has gone by waiting, and each request anew. Here one task finds out for all of them:
//! it is told of each doubt, asks the server over a connection of its own, and while there is no answer every statement
//! fails at once, those under way too. It goes on asking, so that nobody has to do anything for the service to come back.

use std::{future::Future, pin::pin, time::Duration};

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};
use sqlx::{
    Connection,
    postgres::{PgConnectOptions, PgConnection},
};
use tokio::{
    sync::{mpsc, watch},
    time::{sleep, timeout},
};

/// A statement that takes longer raises the question whether the server is there. Asking costs one connection, so
/// a statement that is only slow does no harm.
const DOUBT: Duration = Duration::from_millis(500);

/// Between two questions.
const AGAIN: Duration = Duration::from_millis(200);

/// What is known of the server. A file is always there.
#[derive(Debug, Clone, Default)]
pub(super) struct Presence(Option<Watched>);

#[derive(Debug, Clone)]
struct Watched {
    doubts: Doubts,
    is_away: watch::Receiver<bool>,
}

/// Where doubts are told.
#[derive(Debug, Clone)]
pub(super) struct Doubts(mpsc::Sender<()>);

impl Doubts {
    pub fn tell(&self) {
        // One that waits to be looked into already is enough.
        let _ = self.0.try_send(());
    }

    /// Whether an open connection gives a sign of life. One that does not must not be waited for, nor used again.
    pub async fn check(
        self,
        connection: &mut PgConnection,
        patience: Duration,
    ) -> Result<bool, sqlx::Error> {
        match timeout(patience, connection.ping()).await {
            Ok(Ok(())) => Ok(true),
            _ => {
                self.tell();
                Err(sqlx::Error::PoolTimedOut)
            }
        }
    }
}

impl Presence {
    /// Watches a server until every clone of this and of its doubts is gone.
    pub fn of_server(options: PgConnectOptions, patience: Duration) -> (Self, Doubts) {
        let (doubt, doubts) = mpsc::channel(1);
        let (away, is_away) = watch::channel(false);
        tokio::spawn(look_into(doubts, away, options, patience));
        let doubts = Doubts(doubt);
        let watched = Watched {
            doubts: doubts.clone(),
            is_away,
        };
        (Self(Some(watched)), doubts)
    }

    /// Does some work of the database, unless and until the server is away, and for no longer than `most`.
    pub async fn within<T>(
        &self,
        most: Duration,
        work: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, DbErr> {
        let Some(Watched { doubts, is_away }) = &self.0 else {
            return timeout(most, work).await.unwrap_or_else(|_| Err(late()));
        };
        let mut is_away = is_away.clone();
        let mut work = pin!(work);
        let mut doubt = pin!(sleep(DOUBT));
        let mut end = pin!(sleep(most));
        let mut is_doubted = false;
        if *is_away.borrow() {
            return Err(away());
        }
        loop {
            tokio::select! {
                biased;
                done = &mut work => {
                    if done.as_ref().is_err_and(is_of_connection) {
                        doubts.tell();
                    }
                    return done;
                }
                // Nobody looks any more where this fails: the process ends.
                is_gone = gone(&mut is_away) => match is_gone {
                    true => return Err(away()),
                    false => return work.await,
                },
                () = &mut end => {
                    doubts.tell();
                    return Err(late());
                }
                () = &mut doubt, if !is_doubted => {
                    is_doubted = true;
                    doubts.tell();
                }
            }
        }
    }
}

/// Waits until the server is away; false where nobody can tell.
async fn gone(is_away: &mut watch::Receiver<bool>) -> bool {
    is_away.wait_for(|it| *it).await.is_ok()
}

async fn look_into(
    mut doubts: mpsc::Receiver<()>,
    is_away: watch::Sender<bool>,
    options: PgConnectOptions,
    patience: Duration,
) {
    while doubts.recv().await.is_some() {
        while !answers(&options, patience).await {
            if !is_away.send_replace(true) {
                tracing::error!("the database server does not answer");
            }
            if doubts.is_closed() {
                return;
            }
            sleep(AGAIN).await;
        }
        if is_away.send_replace(false) {
            tracing::info!("the database server answers again");
        }
        sleep(AGAIN).await;
    }
}

async fn answers(options: &PgConnectOptions, patience: Duration) -> bool {
    let asking = async {
        let mut connection = PgConnection::connect_with(options).await?;
        connection.ping().await?;
        connection.close().await
    };
    matches!(timeout(patience, asking).await, Ok(Ok(())))
}

fn away() -> DbErr {
    DbErr::Conn(RuntimeErr::Internal(
        "the database server does not answer".to_owned(),
    ))
}

fn late() -> DbErr {
    DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)
}

/// Whether the fault is of the connection, not of the statement.
fn is_of_connection(error: &DbErr) -> bool {
    match error {
        DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            match cause.as_ref() {
                // Class 57P: the server is shut down, was told to stop, or does not take connections yet.
                sqlx::Error::Database(told) => {
                    told.code().is_some_and(|code| code.starts_with("57P"))
                }
                sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::Protocol(_)
                | sqlx::Error::PoolTimedOut => true,
                _ => false,
            }
        }
        _ => false,
    }
}
