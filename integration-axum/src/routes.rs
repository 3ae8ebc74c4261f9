//! Mounts a desk as routes of an axum router, not as its fallback.

use std::convert::Infallible;

use axum::Router;
use axum::routing::any_service;
use axum_core::extract::Request;
use axum_core::response::Response;
use frontdesk_actions::Mount;
use tower_service::Service;

/// Returns a router that has the desk's routes, pages and actions as routes, and no fallback.
///
/// What axum does with routes, it then does with those of the desk: `route_layer` covers them,
/// `MatchedPath` has their patterns, several desks can be in one router, and requests that match
/// nothing go to the router's own fallback. Where the router has a method router for the same path
/// (`get(own_page)`), the desk serves the other methods.
///
/// The desk's own fallback isn't reached. Pages of the app can extract `Forms` if they have the
/// layer [`pages`](crate::pages()).
///
/// ```
/// use axum::routing::get;
/// use frontdesk::{Body, Desk, Html, Router};
/// use tower::ServiceExt as _;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let routes = Router::new().page("/todos", async || Html("<h1>Todos</h1>"));
/// let desk = Desk::builder(()).routes(routes).build()?;
/// let guard = axum::middleware::from_fn(async |_: frontdesk::Request, _: axum::middleware::Next| "log in first");
///
/// let app: axum::Router = axum::Router::new()
///     .route("/account", get(async || "yours"))
///     .merge(frontdesk::axum::routes(&desk))
///     .route_layer(guard) // covers the account, the todos, and all actions
///     .fallback(async || "nothing here");
///
/// for (path, text) in [("/account", "log in first"), ("/todos", "log in first"), ("/x", "nothing here")] {
///     let response = app.clone().oneshot(frontdesk::Request::get(path).body(Body::empty())?).await?;
///     assert_eq!(axum::body::to_bytes(response.into_body(), 100).await?, text);
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Panics
///
/// As axum's own routes do: `merge` panics if a pattern conflicts with one of the router's, for
/// example `/users/{id}` with `/users/{name}`; this function panics if axum doesn't know a pattern's
/// notation (`/files/{name}.pdf`).
#[track_caller]
pub fn routes<D, S>(desk: &D) -> Router<S>
where
    D: Service<Request, Response = Response, Error = Infallible> + Mount + Clone + Send + Sync + 'static,
    D::Future: Send + 'static,
    S: Clone + Send + Sync + 'static,
{
    let patterns = desk.patterns();
    let own = patterns.iter().filter(|pattern| !is_covered(pattern, &patterns));
    own.fold(Router::new(), |router, pattern| {
        router.route(pattern, any_service(desk.clone()))
    })
}

/// Returns whether a catch-all matches all that a pattern does. In axum, a catch-all conflicts with
/// a parameter at its place. In a desk it doesn't, and the desk does its own matching.
fn is_covered(pattern: &str, all: &[String]) -> bool {
    let mut catch_alls = all.iter().filter_map(|other| other.split_once("{*"));
    catch_alls.any(|(before, _)| {
        let rest = pattern.strip_prefix(before);
        rest.is_some_and(|rest| rest.starts_with('{') && !rest.starts_with("{*"))
    })
}

#[cfg(test)]
mod tests {
    use super::is_covered;

    #[test]
    fn parameter_is_covered_by_a_catch_all_at_its_place() {
        let all = ["/a/{*rest}", "/a/{id}", "/a/{id}/x", "/a/new", "/b/{id}"].map(str::to_owned);
        let covered: Vec<_> = all.iter().filter(|pattern| is_covered(pattern, &all)).collect();
        assert_eq!(covered, ["/a/{id}", "/a/{id}/x"]);
    }
}
