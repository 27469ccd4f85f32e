//! A small service over real HTTP: the front as it is, behind it a schema with one section.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_graphql::{
    Context, EmptySubscription, ID, Object, Request, Response, Schema, SimpleObject, TypeDirective,
    Union,
};
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use permanence::{
    auth::{
        Claims, IssuerSettings, Issuers, KeyAlgorithm, KeyPair, KeySettings, OneOrMany, SigningKey,
    },
    casework::{
        admission::{Admitted, Barred},
        summaries::Document,
    },
    domain::access::{AgencyKind, Class, Role, Viewer},
    graphql::{
        code::{ErrorCode, error},
        document::{Inspection, Limits, Trusted, priced},
    },
    http::{
        Engine, Front, FrontSettings, Origins, RateSettings, ServeSettings, SocketSettings,
        Sources, Tls, router, serve, serve_tls,
    },
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

#[TypeDirective(location = "FieldDefinition")]
fn classified(class: String) {}

#[derive(Union)]
enum PlanDisclosure {
    Record(PlanRecord),
    Withheld(Withheld),
}

#[derive(SimpleObject)]
struct PlanRecord {
    state: String,
}

#[derive(SimpleObject)]
struct Withheld {
    withheld_because: String,
}

#[derive(SimpleObject)]
struct Child {
    id: ID,
    #[graphql(directive = classified::apply("PLAN".to_string()))]
    plan: PlanDisclosure,
}

struct Query;

#[Object]
impl Query {
    async fn viewer(&self, ctx: &Context<'_>) -> async_graphql::Result<String> {
        Ok(ctx.data::<Viewer>()?.role.to_string())
    }

    async fn classes(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<String>> {
        let inspection = ctx.data::<Arc<Inspection>>()?;
        let all = inspection
            .roots
            .iter()
            .flat_map(|root| root.selected.classes().iter());
        Ok(all.map(Class::word).map(str::to_owned).collect())
    }

    async fn child(&self, id: ID) -> Child {
        Child {
            id,
            plan: PlanDisclosure::Record(PlanRecord {
                state: "AUTHORISED".into(),
            }),
        }
    }

    async fn withheld(&self, id: ID) -> Child {
        Child {
            id,
            plan: PlanDisclosure::Withheld(Withheld {
                withheld_because: "STANDING".into(),
            }),
        }
    }

    async fn since(&self, at: DateTime<Utc>) -> String {
        at.to_string()
    }

    async fn many(&self, first: i32) -> i32 {
        first
    }

    async fn fails(&self) -> async_graphql::Result<Option<i32>> {
        Err("UNIQUE constraint failed: child.name = 'Casey'".into())
    }

    async fn forbidden(&self) -> async_graphql::Result<i32> {
        Err(error(ErrorCode::Forbidden, "Not in this role."))
    }

    async fn panics(&self) -> i32 {
        let addresses: [&str; 0] = [];
        addresses
            .first()
            .map_or_else(|| panic!("Casey lives at 1 High Street"), |_| 0)
    }

    async fn never(&self) -> i32 {
        std::future::pending().await
    }
}

struct Mutation;

#[Object]
impl Mutation {
    async fn close(&self) -> bool {
        true
    }
}

struct Small {
    schema: Schema<Query, Mutation, EmptySubscription>,
    ready: Arc<AtomicBool>,
}

impl Engine for Small {
    fn sdl(&self) -> String {
        priced(&self.schema.sdl())
    }

    fn admit(&self, viewer: Viewer, now: DateTime<Utc>) -> BoxFuture<'_, Result<Admitted, Barred>> {
        Box::pin(async move { Ok(Admitted::stranger(viewer, now)) })
    }

    fn answer(
        &self,
        admitted: Admitted,
        _request_id: String,
        inspection: Arc<Inspection>,
        request: Request,
    ) -> BoxFuture<'_, Response> {
        Box::pin(async move {
            let viewer = admitted.viewer().clone();
            self.schema
                .execute(request.data(viewer).data(inspection))
                .await
        })
    }

    fn summary(
        &self,
        _admitted: Admitted,
        _request_id: String,
        _id: String,
    ) -> BoxFuture<'_, Result<Option<Document>, ErrorCode>> {
        Box::pin(async { Ok(None) })
    }

    fn ready(&self) -> BoxFuture<'_, bool> {
        Box::pin(async { self.ready.load(Ordering::SeqCst) })
    }
}

/// How long the service waits, in tests that let it wait.
pub const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(30);

pub struct Service {
    pub address: SocketAddr,
    pub client: reqwest::Client,
    pub database_answers: Arc<AtomicBool>,
    pub token: String,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<()>,
}

fn key() -> KeyPair {
    KeyPair::from_seed(&[9; 32]).unwrap()
}

/// A token of a guardian that is good until `seconds` from now.
pub fn token(seconds: i64) -> String {
    let now = Utc::now().timestamp();
    let claims = Claims {
        iss: "https://login.cafcass.example".into(),
        aud: OneOrMany::One("permanence".into()),
        exp: now + seconds,
        nbf: now - 600,
        iat: now - 600,
        sub: "guardian-17".into(),
        jti: "token-1".into(),
        role: "GUARDIAN".into(),
        agency: "cafcass".into(),
    };
    SigningKey::from_pem("one", &key().private_pem)
        .unwrap()
        .mint(&claims)
        .unwrap()
}

/// The one issuer of most tests.
fn cafcass() -> Issuers {
    let key = KeySettings {
        kid: "one".into(),
        algorithm: KeyAlgorithm::EdDSA,
        pem: Some(key().public_pem),
        file: None,
    };
    let issuer = IssuerSettings {
        roles: vec![Role::Guardian],
        ..IssuerSettings::pinned(
            "https://login.cafcass.example",
            "cafcass",
            AgencyKind::Cafcass,
            "permanence",
            vec![key],
        )
    };
    Issuers::new([issuer]).unwrap()
}

impl Service {
    pub async fn start() -> Self {
        Self::patient(LONG, LONG, LONG).await
    }

    pub async fn patient(header_read: Duration, body_read: Duration, answer: Duration) -> Self {
        let waiting = [header_read, body_read, answer];
        Self::over(Arc::new(cafcass()), Arc::new(Utc::now), waiting).await
    }

    /// Which pages of other origins may ask.
    pub async fn open_to(origins: &[&str]) -> Self {
        let origins = Origins::new(origins.iter().copied()).unwrap();
        let open = move |front: Front| front.open_to(origins);
        Self::dressed(
            Arc::new(cafcass()),
            Arc::new(Utc::now),
            [LONG; 3],
            open,
            None,
        )
        .await
    }

    /// With so much to spend, by a clock of the test's own.
    pub async fn spending(
        rate: RateSettings,
        now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    ) -> Self {
        let spending = move |front: Front| front.at_rate(rate);
        Self::dressed(Arc::new(cafcass()), now, [LONG; 3], spending, None).await
    }

    /// With documents that are registered.
    pub async fn knowing(trusted: Trusted) -> Self {
        let knowing = move |front: Front| front.knowing(trusted);
        Self::dressed(
            Arc::new(cafcass()),
            Arc::new(Utc::now),
            [LONG; 3],
            knowing,
            None,
        )
        .await
    }

    /// Over TLS; a handshake may take so long.
    pub async fn over_tls(tls: Tls, handshake: Duration) -> Self {
        let waiting = [handshake, LONG, LONG];
        let issuers = Arc::new(cafcass());
        Self::dressed(
            issuers,
            Arc::new(Utc::now),
            waiting,
            Front::over_tls,
            Some(tls),
        )
        .await
    }

    /// With issuers of the test's own, at an instant of its own.
    pub async fn trusting(issuers: impl Into<Arc<Issuers>>, now: DateTime<Utc>) -> Self {
        Self::over(issuers.into(), Arc::new(move || now), [LONG; 3]).await
    }

    async fn over(
        issuers: Arc<Issuers>,
        now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
        waiting: [Duration; 3],
    ) -> Self {
        Self::dressed(issuers, now, waiting, |front| front, None).await
    }

    async fn dressed(
        issuers: Arc<Issuers>,
        now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
        [header_read, body_read, answer]: [Duration; 3],
        dress: impl FnOnce(Front) -> Front,
        tls: Option<Tls>,
    ) -> Self {
        let database_answers = Arc::new(AtomicBool::new(true));
        let engine = Small {
            schema: Schema::build(Query, Mutation, EmptySubscription).finish(),
            ready: database_answers.clone(),
        };
        let settings = FrontSettings {
            limits: Limits::default(),
            body_bytes: 256 * 1024,
            body_read,
            answer,
            sockets: SocketSettings::default(),
        };
        let sources = Sources {
            now,
            request_id: Arc::new(uuid::Uuid::new_v4),
        };
        let front = dress(Front::new(Arc::new(engine), issuers, settings, sources).unwrap());
        let sockets = front.sockets();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = ServeSettings {
            connections: 64,
            header_read,
            shutdown: LONG,
        };
        let running = tokio::spawn(async move {
            let stop = async {
                let _ = stopped.await;
            };
            match tls {
                None => serve(listener, router(front), sockets, serving, stop).await,
                Some(tls) => serve_tls(listener, tls, router(front), sockets, serving, stop).await,
            }
        });
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            address,
            client,
            database_answers,
            token: token(600),
            stop: Some(stop),
            running,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A request with a good token, and nothing else yet.
    pub fn post(&self) -> reqwest::RequestBuilder {
        self.client
            .post(self.url("/graphql"))
            .bearer_auth(&self.token)
    }

    /// What the service answers to a body of JSON: its status and its own JSON.
    pub async fn send(&self, body: Value) -> (u16, Value) {
        read(self.post().json(&body)).await
    }

    pub async fn ask(&self, query: &str) -> (u16, Value) {
        self.send(json!({ "query": query })).await
    }

    /// After whatever came before, the next person is served as ever.
    pub async fn still_serves(&self) {
        let (status, body) = self.ask("{ viewer }").await;
        assert_eq!(
            (status, &body["data"]["viewer"]),
            (200, &json!("GUARDIAN")),
            "{body}"
        );
    }

    pub async fn stop(mut self) {
        let _ = self.stop.take().unwrap().send(());
        (&mut self.running).await.unwrap();
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.running.abort();
    }
}

pub async fn read(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let id = response.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned();
    assert_eq!(response.headers()["cache-control"], "no-store");
    let text = response.text().await.unwrap();
    let body: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"));
    for error in body["errors"].as_array().into_iter().flatten() {
        assert_eq!(error["extensions"]["requestId"], id, "{error}");
        let code = error["extensions"]["code"].as_str().unwrap();
        assert!(
            ErrorCode::from_word(code).is_some(),
            "{code} is not on the list"
        );
    }
    (status, body)
}

/// The code of the first error.
pub fn code(body: &Value) -> &str {
    body["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap_or_else(|| panic!("no error in {body}"))
}
