//! A [Frontdesk](https://docs.rs/frontdesk) desk in an axum app: `frontdesk::axum` (feature
//! `axum`).
//!
//! ```
//! use axum::routing::get;
//! use frontdesk::axum::RouterExt as _;
//! use frontdesk::{Desk, Html, Router};
//! use tower::ServiceExt as _;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let routes = Router::new().page("/todos", async || Html("<h1>Todos</h1>"));
//! let desk = Desk::builder(()).routes(routes).build()?;
//!
//! let app: axum::Router = axum::Router::new()
//!     .route("/health", get(async || "ok")) // the app keeps its own routes,
//!     .desk(desk);                          // the desk serves all other paths,
//!                                           // and layers that are added from here on cover both
//! for path in ["/health", "/todos"] {
//!     let request = frontdesk::Request::get(path).body(frontdesk::Body::empty())?;
//!     assert_eq!(app.clone().oneshot(request).await?.status(), 200);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Nothing is converted: axum and Frontdesk share axum-core's body, extractors and responses.
//!
//! - A layer that is added before `.desk` doesn't cover the desk, as with any route of axum.
//! - **`route_layer` never covers the desk**, wherever it is added: axum applies it to routes, and
//!   the desk is the router's fallback. An authentication layer that is added with it leaves the
//!   desk's pages and actions open. Use `layer`, or mount the desk with [`routes`].
//! - The desk becomes the router's fallback. Requests that the desk doesn't match either go to the
//!   fallback of the desk (`DeskBuilder::fallback`). A later `.fallback(…)`, `.fallback_service(…)`
//!   or second `.desk(…)` on the same router replaces the desk; the log then has an error (if the
//!   router has routes of its own; if it has none, a warning in debug builds).
//! - The app's own routes come first: where a pattern of the app matches a path, the desk doesn't
//!   see the request, whatever its method. `/{page}` in the app hides the desk's `/todos`, and
//!   `get(…)` at `/todos` makes a POST to it 405. The desk can't know the app's routes, so nothing
//!   reports this. With [`routes`] the more specific pattern wins, and methods are combined.
//! - **The layers of a router that is nested at `/admin` cover no action of a desk that is mounted
//!   outside of it**, not even one with a path of its own below `/admin`: what the nested router has
//!   no route for goes to the outer fallback, past those layers. Mount a desk with `.base("/admin")`
//!   in there, or give the actions layers of the desk: its guide `docs::layers` shows both.
//! - Below a path, `axum::Router::nest` and `nest_service` strip the path from what the desk sees. Tell the desk with
//!   `Desk::builder(…).base("/app")`, so that its forms and return URLs begin with it. If it has
//!   another path, or none, the first request logs an error.
//! - The app's own pages can extract `Forms` if they were added before `.desk`. Pages elsewhere
//!   need the layer [`pages`].
//!
//! # Graceful shutdown
//!
//! axum's own graceful shutdown waits until each connection has ended, so an endless stream of events
//! keeps it waiting. `Desk::shutdown` ends what the desk has in flight, and waits for actions, also
//! those whose client has disconnected:
//!
//! ```no_run
//! use frontdesk::Desk;
//! use std::time::Duration;
//! use tokio::sync::oneshot;
//! use tokio::time::timeout;
//! # async fn stop_signal() {}
//!
//! async fn serve(app: axum::Router, desk: Desk) -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind(("127.0.0.1", 3000)).await?;
//!     let (stop, stopping) = oneshot::channel::<()>();
//!     let server = axum::serve(listener, app).with_graceful_shutdown(async { drop(stopping.await) });
//!     let server = tokio::spawn(server.into_future());
//!
//!     stop_signal().await; // tokio::signal::ctrl_c(), or SIGTERM
//!     drop(stop); // accepts no more connections
//!     let report = desk.shutdown(Duration::from_secs(10)).await;
//!     eprintln!("{report}");
//!     // Connections that are still open get a second more.
//!     let _ = timeout(Duration::from_secs(1), server).await;
//!     Ok(())
//! }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

mod mounted;
mod nesting;
mod pages;
mod problem_service;
mod router;
mod routes;

pub use pages::{PagesLayer, PagesService, pages};
pub use problem_service::{ProblemService, problem_service};
pub use router::RouterExt;
pub use routes::routes;

/// What the desk calls. Not public API: it changes without notice.
#[doc(hidden)]
pub mod __desk {
    pub use crate::nesting::Nesting;
}
