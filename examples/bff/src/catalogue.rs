//! The catalogue: what is the same for all people, and cached.

use std::time::Duration;

use frontdesk::{Body, BuildError, Desk, HeaderMap, Json, Problem, Request, Response, Router, State, get};
use http_body_util::BodyExt as _;
use serde::{Deserialize, Serialize};

use crate::overview::{Cached, Missing, Part};
use crate::upstream::{Failure, Upstream};

/// The tag of everything that comes from the catalogue service.
pub const TAG: &str = "catalogue";

/// A product.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Product {
    /// The name of the product.
    pub name: String,
    /// The price in cents.
    pub cents: u32,
}

/// How long the catalogue is cached.
#[derive(Debug, Clone)]
pub struct Freshness {
    /// After this time it is stale: it is still served, and refreshed in the background.
    pub fresh: Duration,
    /// After this time it is not served any more.
    pub expire: Duration,
}

impl Default for Freshness {
    fn default() -> Self {
        Self {
            fresh: Duration::from_secs(15),
            expire: Duration::from_secs(60 * 60),
        }
    }
}

/// The cached catalogue: a desk of its own, that no client reaches.
///
/// Its state is the client of the catalogue service. It has neither sessions nor tokens, and a request to
/// it is a path and nothing else, so nothing of one person can get into its cache.
#[derive(Debug, Clone)]
pub struct Catalogue(Desk);

impl Catalogue {
    /// Builds the cache of a catalogue service.
    ///
    /// # Errors
    ///
    /// Lists the mistakes in the times.
    pub fn new(upstream: Upstream, times: &Freshness) -> Result<Self, BuildError> {
        let products = get(products).revalidate(times.fresh).expire(times.expire).tag(TAG);
        let routes = Router::new().route("/products", products);
        Ok(Self(Desk::builder(upstream).routes(routes).build()?))
    }

    /// Returns the products: those in the cache, or else those of the service.
    pub async fn products(&self) -> Part<Vec<Product>> {
        let response = self.0.respond(request("/products")).await;
        part(response).await.unwrap_or_else(|| {
            let problem = Failure::Invalid.problem("catalogue");
            Part::Missing(Missing::from(&problem))
        })
    }

    /// Outdates what is cached: the next request asks the service.
    pub async fn revalidate(&self) {
        // It fails only for a tag that is too long.
        let _ = self.0.revalidate().tag(TAG).await;
    }
}

async fn products(State(upstream): State<Upstream>) -> Result<Json<Vec<Product>>, Problem> {
    let products = upstream.get("/products", None).await;
    Ok(Json(products.map_err(|failure| failure.problem(upstream.name()))?))
}

fn request(path: &'static str) -> Request {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = frontdesk::Uri::from_static(path);
    request
}

async fn part(response: Response) -> Option<Part<Vec<Product>>> {
    let cached = cached(response.headers());
    let is_ok = response.status().is_success();
    let body = response.into_body().collect().await.ok()?.to_bytes();
    Some(match is_ok {
        true => Part::Here {
            data: serde_json::from_slice(&body).ok()?,
            cached,
        },
        false => Part::Missing(serde_json::from_slice(&body).ok()?),
    })
}

/// Returns what `Age` and `Cache-Status` (RFC 9211) say of a response from the cache. It is stale if it was
/// fresh until some time ago.
fn cached(headers: &HeaderMap) -> Option<Cached> {
    let text = |name| headers.get(name)?.to_str().ok();
    let age = text("age")?.parse().ok()?;
    let stale = text("cache-status")?.contains("; ttl=-");
    Some(Cached { age, stale })
}
