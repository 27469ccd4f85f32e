//! Too many clients, slow ones, and those that keep to no protocol, while others act.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{Drilled, council::Council, storm::Storm, wire};

const CONNECTIONS: usize = 2_000;
const SLOW: usize = 200;
/// Of each kind of misbehaviour.
const SOCKETS: usize = 150;
const TOGETHER: usize = 6;

/// Somebody new is answered: after how long. As any watcher does, they try again if they hear nothing: a connection that
/// found the kernel's queue full is taken up by it late or never.
async fn answered(address: SocketAddr) -> Result<Duration, String> {
    let begun = Instant::now();
    let client = reqwest::Client::builder().timeout(Duration::from_secs(3));
    let client = client.build().unwrap();
    let url = format!("http://{address}/health/ready");
    while begun.elapsed() < Duration::from_secs(45) {
        if let Ok(answer) = client.get(&url).send().await {
            return match answer.status().as_u16() {
                200 => Ok(begun.elapsed()),
                other => Err(format!("somebody new is answered with {other}")),
            };
        }
    }
    Err("nobody new is answered within 45 s".to_owned())
}

/// Held until the service ends it: that it does not go by itself is the fault.
async fn idle(address: SocketAddr) -> bool {
    let held = async {
        let mut stream = TcpStream::connect(address).await.ok()?;
        let half = b"POST /graphql HTTP/1.1\r\nHost: ";
        stream.write_all(half).await.ok()?;
        let mut heard = Vec::new();
        // Cut off or told why: both are an end.
        let _ = stream.read_to_end(&mut heard).await;
        Some(())
    };
    timeout(Duration::from_secs(30), held).await == Ok(Some(()))
}

pub async fn connections(council: &Council) -> Drilled {
    let _service = council.serve().await?;
    let mut storm = Storm::begin(council);
    storm.more(10).await?;
    let mut clients = JoinSet::new();
    for _ in 0..CONNECTIONS {
        clients.spawn(idle(council.address));
    }
    sleep(Duration::from_secs(2)).await;
    // Those who were there before go on.
    storm.more(10).await?;
    let waited = answered(council.address).await?;
    let mut ended = 0;
    while let Some(client) = clients.join_next().await {
        ended += usize::from(client.map_err(|it| it.to_string())?);
    }
    if ended < CONNECTIONS {
        return Err(format!(
            "only {ended} were ended by the service within 30 s"
        ));
    }
    storm.recovers(Instant::now()).await?;
    storm.recovery = waited;
    let seen = format!(
        "{ended} ended by the service within 30 s; recovery is the wait of somebody new meanwhile"
    );
    storm.end(council, seen).await
}

/// Header or body, byte by byte: until the service has had enough of it.
async fn drip(address: SocketAddr, head: &str, byte: &[u8]) -> Result<Duration, String> {
    let begun = Instant::now();
    let mut stream = TcpStream::connect(address)
        .await
        .map_err(|it| it.to_string())?;
    let mut heard = [0; 1024];
    stream
        .write_all(head.as_bytes())
        .await
        .map_err(|it| it.to_string())?;
    while begun.elapsed() < Duration::from_secs(40) {
        match timeout(Duration::from_secs(1), stream.read(&mut heard)).await {
            Ok(Ok(0) | Err(_)) => return Ok(begun.elapsed()),
            Ok(Ok(_)) => {}
            Err(_) => {
                if stream.write_all(byte).await.is_err() {
                    return Ok(begun.elapsed());
                }
            }
        }
    }
    Err("a slow client is still listened to after 40 s".to_owned())
}

pub async fn slow(council: &Council) -> Drilled {
    let _service = council.serve().await?;
    let mut storm = Storm::begin(council);
    storm.more(10).await?;
    let header = "POST /graphql HTTP/1.1\r\nHost: drill\r\nX-Slow: ";
    let body = format!(
        "POST /graphql HTTP/1.1\r\nHost: drill\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: 10000\r\n\r\n{{",
        council.other
    );
    let mut clients = JoinSet::new();
    for _ in 0..SLOW {
        let (address, body) = (council.address, body.clone());
        clients.spawn(async move { drip(address, header, b"x").await });
        clients.spawn(async move { drip(address, &body, b" ").await });
    }
    storm.more(10).await?;
    let waited = answered(council.address).await?;
    let mut longest = Duration::ZERO;
    while let Some(ended) = clients.join_next().await {
        longest = longest.max(ended.map_err(|it| it.to_string())??);
    }
    storm.recovers(Instant::now()).await?;
    storm.recovery = waited;
    let seen = format!(
        "the last was ended after {:.1} s; recovery is the wait of somebody new meanwhile",
        longest.as_secs_f64()
    );
    storm.end(council, seen).await
}

/// Opened, and no word of who it is: until the service closes it, because somebody else needs the place or because it took
/// too long.
async fn unsaid(address: SocketAddr) -> Result<u16, String> {
    let opened = wire::open(address, "graphql-transport-ws", None).await?;
    let mut socket = opened.map_err(|status| format!("no socket is opened: {status}"))?;
    wire::closed(&mut socket).await
}

pub async fn strangers(council: &Council) -> Drilled {
    let _service = council.serve().await?;
    let mut storm = Storm::begin(council);
    let mut before = wire::greeted(council.address, &council.token).await?;
    storm.more(10).await?;
    let mut clients = JoinSet::new();
    for _ in 0..CONNECTIONS {
        clients.spawn(unsaid(council.address));
    }
    sleep(Duration::from_secs(2)).await;
    storm.more(10).await?;
    // Somebody who says who they are has a place, and whoever had one keeps it.
    let begun = Instant::now();
    wire::greeted(council.address, &council.token).await?;
    let waited = begun.elapsed();
    let (mut for_others, mut too_late) = (0, 0);
    while let Some(client) = clients.join_next().await {
        match client.map_err(|it| it.to_string())?? {
            1013 => for_others += 1,
            4408 => too_late += 1,
            other => return Err(format!("one was closed with {other}")),
        }
    }
    wire::say(&mut before, &json!({ "type": "ping" })).await?;
    wire::heard(&mut before, "pong").await?;
    storm.recovers(Instant::now()).await?;
    storm.recovery = waited;
    let seen = format!(
        "{for_others} closed for others, {too_late} because they took too long; recovery is the wait of somebody new meanwhile"
    );
    storm.end(council, seen).await
}

#[derive(Debug, Clone, Copy)]
enum Misbehaviour {
    Origin,
    Protocol,
    Message,
    Twice,
}

impl Misbehaviour {
    /// The status or the code that it must come to.
    const fn due(self) -> u16 {
        match self {
            Self::Origin => 403,
            Self::Protocol => 400,
            Self::Message => 4400,
            Self::Twice => 4409,
        }
    }

    async fn comes_to(self, address: SocketAddr, token: &str) -> Result<u16, String> {
        let none = |opened: Result<wire::Socket, u16>| match opened {
            Ok(_) => Err("a socket was opened".to_owned()),
            Err(status) => Ok(status),
        };
        match self {
            Self::Origin => {
                let page = Some("https://evil.example");
                none(wire::open(address, "graphql-transport-ws", page).await?)
            }
            Self::Protocol => none(wire::open(address, "graphql-ws", None).await?),
            Self::Message => {
                let mut socket = wire::greeted(address, token).await?;
                wire::say(&mut socket, &json!({ "type": "start", "id": 7 })).await?;
                wire::closed(&mut socket).await
            }
            Self::Twice => {
                let mut socket = wire::greeted(address, token).await?;
                let query = "subscription { changes { cursor } }";
                let message =
                    json!({ "type": "subscribe", "id": "a", "payload": { "query": query } });
                wire::say(&mut socket, &message).await?;
                wire::say(&mut socket, &message).await?;
                wire::closed(&mut socket).await
            }
        }
    }
}

pub async fn sockets(council: &Council) -> Drilled {
    let _service = council.serve().await?;
    let mut storm = Storm::begin(council);
    storm.more(10).await?;
    let (address, begun) = (council.address, Instant::now());
    let kinds = [
        Misbehaviour::Origin,
        Misbehaviour::Protocol,
        Misbehaviour::Message,
        Misbehaviour::Twice,
    ];
    // A few at a time: how many one person may have open is a bound of its own.
    for _ in 0..SOCKETS / TOGETHER {
        let mut clients = JoinSet::new();
        for it in kinds.iter().cycle().take(kinds.len() * TOGETHER).copied() {
            let token = council.token.clone();
            clients.spawn(async move { (it, it.comes_to(address, &token).await) });
        }
        while let Some(ended) = clients.join_next().await {
            let (it, came) = ended.map_err(|it| it.to_string())?;
            if came != Ok(it.due()) {
                return Err(format!("{it:?} came to {came:?}, not {}", it.due()));
            }
        }
    }
    let took = begun.elapsed();
    storm.recovers(Instant::now()).await?;
    let seen = format!(
        "{} sockets, each ended as the protocol says, in {:.1} s",
        kinds.len() * SOCKETS,
        took.as_secs_f64()
    );
    storm.end(council, seen).await
}
