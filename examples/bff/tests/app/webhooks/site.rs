//! Running apps, and a provider that sends them events.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bff::webhooks::{
    Backoff, Entry, Event, GitHub, Keys, Options, Scheme as _, Secrets, Source, Standard, State, Stripe, WorkOptions,
};
use bff::{Bff, Settings};
use frontdesk::http::{HeaderValue, Request};
use frontdesk::{Bytes, HeaderMap};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::sites::{Site, in_actix, in_axum, settings};

/// How long a test waits for what must happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Longer than any test.
pub(crate) const HOUR: Duration = Duration::from_secs(60 * 60);

/// The secrets of the apps under test.
pub(crate) const SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
/// A secret that they don't have.
pub(crate) const OTHER: &str = "whsec_BBECAwQFBgcICQoLDA0ODxAREhMUFRYX";

/// Without pauses.
pub(crate) const AT_ONCE: Backoff = Backoff {
    attempts: 3,
    first: Duration::ZERO,
    longest: Duration::ZERO,
};

pub(crate) fn secrets(secrets: &[&str]) -> Secrets {
    Secrets {
        stripe: Keys::new(secrets).unwrap(),
        github: Keys::new(secrets).unwrap(),
        standard: Keys::new(secrets).unwrap(),
    }
}

pub(crate) fn options(file: Option<&Path>) -> Options {
    Options {
        database: file.map(Path::to_owned),
        secrets: Some(secrets(&[SECRET])),
        work: WorkOptions {
            backoff: AT_ONCE,
            limit: PATIENCE,
            idle: HOUR,
        },
        sending: AT_ONCE,
    }
}

/// Starts an app in axum and one in actix, each with a database file of its own.
pub(crate) async fn apps() -> [(&'static str, App); 2] {
    let [one, other] = [App::open(in_axum, None).await, App::open(in_actix, None).await];
    [("axum", one), ("actix", other)]
}

/// What starts a host.
pub(crate) type Host = fn(Bff) -> Site;

pub(crate) const HOSTS: [(&str, Host); 2] = [("axum", in_axum), ("actix", in_actix)];

/// A running app.
pub(crate) struct App {
    pub(crate) site: Site,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl App {
    pub(crate) async fn open(host: Host, file: Option<&Path>) -> Self {
        Self::start(host, options(file)).await
    }

    pub(crate) async fn start(host: Host, options: Options) -> Self {
        let settings = Settings {
            webhooks: options,
            ..settings()
        };
        let site = host(Bff::start(settings).await.unwrap());
        site.bff.webhooks.listen_on(site.address());
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { site, client }
    }

    /// Sends a request, and returns the status and the code of the problem.
    pub(crate) async fn post(&self, source: Source, headers: HeaderMap, body: &Bytes) -> (u16, String) {
        let uri = format!("{}/webhooks/{}", self.site.url(), source.name());
        let mut request = Request::post(uri).body(Full::new(body.clone())).unwrap();
        *request.headers_mut() = headers;
        let response = timeout(PATIENCE, self.client.request(request)).await.unwrap().unwrap();
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let problem: Value = serde_json::from_slice(&body).unwrap_or_default();
        (status, problem["code"].as_str().unwrap_or_default().to_owned())
    }

    /// Delivers an event, as its provider does, and returns the status.
    pub(crate) async fn deliver(&self, event: &Event) -> u16 {
        self.post(event.source, signed(SECRET, event, now()), &event.body)
            .await
            .0
    }

    /// Waits until the work of all events is done or has failed.
    pub(crate) async fn settled(&self) -> Vec<Entry> {
        let settled = async {
            loop {
                let entries = self.site.bff.webhooks.inbox.latest().await.unwrap();
                if entries.iter().all(|entry| entry.state != State::Recorded) {
                    return entries;
                }
                sleep(Duration::from_millis(2)).await;
            }
        };
        timeout(PATIENCE, settled).await.unwrap()
    }

    /// Returns how many cents are paid for an order.
    pub(crate) async fn paid(&self, order: u32) -> i64 {
        let sql = "SELECT paid FROM orders WHERE number = ?";
        let pool = self.site.bff.webhooks.inbox.pool();
        sqlx::query_scalar(sql).bind(order).fetch_one(pool).await.unwrap()
    }
}

/// Signs as the provider does.
pub(crate) fn signed(secret: &str, event: &Event, at: u64) -> HeaderMap {
    let Secrets {
        stripe,
        github,
        standard,
    } = secrets(&[secret]);
    let headers = match event.source {
        Source::Stripe => Stripe::sign(&stripe, event, at),
        Source::GitHub => GitHub::sign(&github, event, at),
        Source::Standard => Standard::sign(&standard, event, at),
    };
    let mut headers = headers.unwrap();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers
}

/// The payment of 1500 cents for an order.
pub(crate) fn payment(source: Source, id: &str, order: u32) -> Event {
    let (kind, body) = match source {
        Source::Stripe => {
            let kind = "checkout.session.completed";
            let session = json!({
                "client_reference_id": order.to_string(),
                "payment_status": "paid",
                "amount_total": 1500,
            });
            (kind, json!({ "id": id, "type": kind, "data": { "object": session } }))
        }
        Source::Standard => {
            let kind = "order.paid";
            (kind, json!({ "type": kind, "data": { "order": order, "cents": 1500 } }))
        }
        Source::GitHub => (
            "push",
            json!({ "ref": "refs/heads/main", "repository": { "full_name": "octo/shop" } }),
        ),
    };
    Event {
        source,
        id: id.to_owned(),
        kind: kind.to_owned(),
        body: body.to_string().into(),
    }
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}
