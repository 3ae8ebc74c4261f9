//! The overview: what several services know, in one response.

use frontdesk::{Problem, StatusCode};
use serde::Serialize;

use crate::bff::Bff;
use crate::catalogue::Product;
use crate::orders::{self, Order};
use crate::part::{Missing, Part};
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

/// Asks all services at once. A part that is missing has its reason, and the others are here.
///
/// # Errors
///
/// 401 if the orders service doesn't accept the token any more, which ends the session. If all parts are
/// missing, 504 if no service responded in time, else 502, with the members `orders` and `products` as in
/// an [`Overview`].
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
        (Some(one), Some(other)) => Err(all_failed(&[one, other])
            .with_member("orders", &orders)
            .with_member("products", &products)),
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
