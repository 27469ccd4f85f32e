//! The service as it is, over a test's database: the real front with real tokens, a clock that the test sets,
//! the rules that the test gives, and everything that it logs.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, header},
};
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use permanence::{
    auth::{
        Claims, IssuerSettings, Issuers, KeyAlgorithm, KeyPair, KeySettings, OneOrMany, SigningKey,
    },
    casework::{Casework, access::policy, cursor::Cursors},
    domain::{
        access::{AgencyKind, Guards, Policy, Viewer, Windows},
        plans,
    },
    exchange::synthetic::AGENCIES,
    graphql::{
        Api,
        document::{Limits, Trusted},
    },
    http::{
        Front, FrontSettings, RateSettings, ServeSettings, SocketSettings, Sockets, Sources,
        router, serve,
    },
    store::{Randomness, Store, ledger::Ledger},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use tower::ServiceExt;

use super::cast::{Seeded, issuer_of, now};

/// What a test may change of the service.
pub struct Rules {
    pub policy: Policy,
    pub guards: Guards,
    pub limits: Limits,
    pub plan_rules: plans::Rules,
    pub sockets: SocketSettings,
    /// No limit unless told.
    pub rate: RateSettings,
    pub trusted: Trusted,
    /// What is agreed with every issuer besides.
    pub agreed: fn(&mut IssuerSettings),
    /// Agencies besides those of the invented council whose people may ask.
    pub agencies: Vec<(String, AgencyKind)>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            policy: policy(Policy::default_text()).unwrap(),
            guards: Guards::default(),
            limits: Limits::default(),
            plan_rules: plans::Rules::default(),
            sockets: SocketSettings::default(),
            rate: RateSettings::default(),
            trusted: Trusted::default(),
            agreed: |_| {},
            agencies: Vec::new(),
        }
    }
}

pub struct TestApp {
    router: Router,
    sockets: Sockets,
    clock: Arc<Mutex<DateTime<Utc>>>,
}

/// The service on a port.
pub struct Listening {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<()>,
}

impl Listening {
    /// Asks it to stop, and waits until it has.
    pub async fn stop(mut self) {
        let _ = self.stop.take().unwrap().send(());
        (&mut self.running).await.unwrap();
    }
}

/// An answer as it left the service.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    pub body: Value,
}

impl Answer {
    /// The code of the first error.
    pub fn code(&self) -> Option<&str> {
        self.body["errors"][0]["extensions"]["code"].as_str()
    }
}

fn key() -> &'static (KeyPair, SigningKey) {
    static KEY: OnceLock<(KeyPair, SigningKey)> = OnceLock::new();
    KEY.get_or_init(|| {
        let pair = KeyPair::from_seed(&[5; 32]).unwrap();
        let signing = SigningKey::from_pem("test", &pair.private_pem).unwrap();
        (pair, signing)
    })
}

fn issuers(others: Vec<(String, AgencyKind)>, agreed: fn(&mut IssuerSettings)) -> Issuers {
    let mut all = AGENCIES
        .map(|(agency, kind)| (agency.to_owned(), kind))
        .to_vec();
    all.extend(
        others
            .into_iter()
            .filter(|(agency, _)| AGENCIES.iter().all(|it| it.0 != agency)),
    );
    let settings = all.into_iter().map(|(agency, kind)| {
        let key = KeySettings {
            kid: "test".into(),
            algorithm: KeyAlgorithm::EdDSA,
            pem: Some(key().0.public_pem.clone()),
            file: None,
        };
        let mut settings = IssuerSettings {
            max_lifetime_seconds: 7200,
            ..IssuerSettings::pinned(issuer_of(&agency), agency, kind, "permanence", vec![key])
        };
        agreed(&mut settings);
        settings
    });
    Issuers::new(settings).unwrap()
}

impl TestApp {
    /// Must be called within a runtime: the ledger's committer runs in it.
    pub fn over(store: Store, rules: Rules) -> Self {
        // Every service of a process must make ids of its own for its chain in the ledger.
        static SEED: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1_000);
        let seed = SEED.fetch_add(1_000_003, std::sync::atomic::Ordering::Relaxed);
        let randomness: Arc<dyn Randomness> = Arc::new(Seeded::new(seed));
        start_log();
        let casework = Casework {
            ledger: Ledger::open(store.clone(), randomness.clone(), 256),
            cursors: Cursors::new([3; 32], randomness.clone()).unwrap(),
            randomness,
            windows: Windows::default(),
            plan_rules: rules.plan_rules,
            policy: Arc::new(rules.policy),
            guards: rules.guards,
            store,
        };
        let clock = Arc::new(Mutex::new(now()));
        let told = clock.clone();
        let settings = FrontSettings {
            limits: rules.limits,
            body_bytes: 256 * 1024,
            body_read: Duration::from_secs(30),
            answer: Duration::from_secs(120),
            sockets: rules.sockets,
        };
        let sources = Sources {
            now: Arc::new(move || *told.lock().unwrap()),
            request_id: Arc::new(uuid::Uuid::new_v4),
        };
        let api = Arc::new(Api::new(Arc::new(casework)));
        let front = Front::new(
            api,
            issuers(rules.agencies, rules.agreed),
            settings,
            sources,
        )
        .unwrap()
        .knowing(rules.trusted)
        .at_rate(rules.rate);
        Self {
            sockets: front.sockets(),
            router: router(front),
            clock,
        }
    }

    pub fn set_clock(&self, now: DateTime<Utc>) {
        *self.clock.lock().unwrap() = now;
    }

    /// Serves on a real port, until what is answered here is dropped.
    pub async fn listen(&self) -> Listening {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let settings = ServeSettings {
            connections: 64,
            header_read: Duration::from_secs(30),
            shutdown: Duration::from_secs(30),
        };
        let (router, sockets) = (self.router.clone(), self.sockets.clone());
        let running = tokio::spawn(serve(listener, router, sockets, settings, async {
            let _ = stopped.await;
        }));
        Listening {
            address,
            stop: Some(stop),
            running,
        }
    }

    /// A token as somebody would bring it, good for ten minutes.
    pub fn token(&self, viewer: &Viewer) -> String {
        let now = self.clock.lock().unwrap().timestamp();
        let claims = Claims {
            iss: viewer.issuer.clone(),
            aud: OneOrMany::One("permanence".into()),
            exp: now + 600,
            nbf: now,
            iat: now,
            sub: viewer.subject.clone(),
            jti: viewer.token_id.clone(),
            role: viewer.role.to_string(),
            agency: viewer.agency.clone(),
        };
        let Some(system) = &viewer.actor else {
            return key().1.mint(&claims).unwrap();
        };
        let mut claims = serde_json::to_value(&claims).unwrap();
        claims["act"] = json!({ "sub": system });
        let header = Header {
            kid: Some("test".into()),
            ..Header::new(Algorithm::EdDSA)
        };
        let private = EncodingKey::from_ed_pem(key().0.private_pem.as_bytes()).unwrap();
        encode(&header, &claims, &private).unwrap()
    }

    /// Asks as somebody.
    pub async fn ask(&self, viewer: &Viewer, query: &str, variables: Value) -> Answer {
        self.send(viewer, json!({ "query": query, "variables": variables }))
            .await
    }

    /// Asks with request extensions.
    pub async fn ask_with(&self, viewer: &Viewer, query: &str, extensions: Value) -> Answer {
        self.send(viewer, json!({ "query": query, "extensions": extensions }))
            .await
    }

    /// Asks for a plan summary as a page.
    pub async fn page(&self, viewer: &Viewer, id: &str) -> (u16, HeaderMap, String) {
        let token = format!("Bearer {}", self.token(viewer));
        let request = Request::get(format!("/plan-summaries/{id}"))
            .header(header::ACCEPT, "text/html")
            .header(header::AUTHORIZATION, token);
        self.plain(request.body(Body::empty()).unwrap()).await
    }

    /// A request as it is.
    pub async fn plain(&self, request: Request<Body>) -> (u16, HeaderMap, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        (parts.status.as_u16(), parts.headers, text)
    }

    async fn send(&self, viewer: &Viewer, body: Value) -> Answer {
        let body = body.to_string();
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/graphql-response+json")
            .header(
                header::AUTHORIZATION,
                format!("Bearer {}", self.token(viewer)),
            )
            .body(Body::from(body))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let body = serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"));
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text,
            body,
        }
    }
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

static LINES: OnceLock<Lines> = OnceLock::new();

/// Once a process: all that our own code says at any level, and what others say by the default configuration.
fn start_log() {
    LINES.get_or_init(|| {
        let lines = Lines::default();
        let written = lines.clone();
        let _ = tracing_subscriber::fmt()
            .with_env_filter("permanence=trace,info")
            .with_ansi(false)
            .with_writer(move || written.clone())
            .try_init();
        tracing::info!(target: "permanence", "the log of the tests begins");
        lines
    });
}

/// Everything logged so far by this process.
pub fn logged() -> String {
    let lines = LINES.get().expect("a service has been started");
    String::from_utf8_lossy(&lines.0.lock().unwrap()).into_owned()
}
