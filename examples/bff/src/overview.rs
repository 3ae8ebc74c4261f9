//! The overview: what several services know, in one response.

use std::borrow::Cow;

use frontdesk::{Problem, StatusCode};
use serde::{Deserialize, Serialize};

use crate::bff::Bff;
use crate::catalogue::Product;
use crate::orders::{self, Order};
use crate::session::{Session, logged_out};
use crate::upstream::Failure;

/// What several services know.
#[derive(Debug, Serialize)]
pub struct Overview {
    /// Whether all parts are here.
    pub complete: bool,
    /// The orders of the person, never cached.
    pub orders: Part<Vec<Order>>,
    /// The products, from the cache of the catalogue.
    pub products: Part<Vec<Product>>,
}

/// What one service knows, or why that is missing.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Part<T> {
    /// It is here.
    Here {
        /// What the service has sent.
        data: T,
        /// What the cache says, if it comes from there.
        #[serde(skip_serializing_if = "Option::is_none")]
        cached: Option<Cached>,
    },
    /// It is missing.
    Missing(#[serde(serialize_with = "as_problem")] Missing),
}

/// A part that comes from a cache.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Cached {
    /// How many seconds old it is.
    pub age: u64,
    /// Whether it is older than it should be. Then it is being refreshed.
    pub stale: bool,
}

/// Why a part is missing: the members of a problem (RFC 9457).
#[derive(Debug, Serialize, Deserialize)]
pub struct Missing {
    /// A title for people.
    pub title: Cow<'static, str>,
    /// The status that the part would have as a response of its own.
    pub status: u16,
    /// What happened.
    pub detail: Option<String>,
    /// A stable name of that.
    pub code: Cow<'static, str>,
}

fn as_problem<S: serde::Serializer>(missing: &Missing, serializer: S) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeMap as _;

    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry("problem", missing)?;
    map.end()
}

impl From<&Problem> for Missing {
    fn from(problem: &Problem) -> Self {
        Self {
            title: problem.title().to_owned().into(),
            status: problem.status().as_u16(),
            detail: problem.detail().map(ToOwned::to_owned),
            code: problem.code().to_owned().into(),
        }
    }
}

impl<T> Part<T> {
    /// Returns why the part is missing, if it is.
    #[must_use]
    pub fn missing(&self) -> Option<&Missing> {
        match self {
            Self::Here { .. } => None,
            Self::Missing(missing) => Some(missing),
        }
    }
}

/// Asks all services at once. A part that is missing says why, and the others are here.
///
/// # Errors
///
/// 401 if the orders service doesn't accept the token any more, which ends the session. If all parts are
/// missing, 504 if no service responded in time, else 502.
pub async fn overview(bff: &Bff, session: &Session) -> Result<Overview, Problem> {
    let (orders, products) = tokio::join!(orders::orders(&bff.orders, &session.token), bff.catalogue.products());
    let orders = match orders {
        Ok(data) => Part::Here { data, cached: None },
        Err(Failure::Status(StatusCode::UNAUTHORIZED, _)) => {
            bff.sessions.end(session);
            return Err(logged_out());
        }
        Err(failure) => Part::Missing(Missing::from(&failure.problem(bff.orders.name()))),
    };
    match (orders.missing(), products.missing()) {
        (Some(one), Some(other)) => Err(all_failed(&[one, other])),
        (one, other) => Ok(Overview {
            complete: one.is_none() && other.is_none(),
            orders,
            products,
        }),
    }
}

fn all_failed(parts: &[&Missing]) -> Problem {
    let timed_out = parts.iter().all(|part| part.status == StatusCode::GATEWAY_TIMEOUT);
    let status = match timed_out {
        true => StatusCode::GATEWAY_TIMEOUT,
        false => StatusCode::BAD_GATEWAY,
    };
    let details = parts.iter().map(|part| {
        let detail = part.detail.as_deref().unwrap_or_default();
        format!("{}. {detail}", part.title)
    });
    Problem::new(status, "upstreams-failed")
        .with_title("No service is available")
        .with_detail(details.collect::<Vec<_>>().join(" "))
}
