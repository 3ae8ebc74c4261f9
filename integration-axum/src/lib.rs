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
//! - The desk becomes the router's fallback. Requests that the desk doesn't match either go to the
//!   fallback of the desk (`DeskBuilder::fallback`).
//! - **Actions are at `/_actions/<name>`, outside of the layers
//!   of a router that is nested at `/admin`.** Give an action a `path`,
//!   mount a desk with `.base("/admin")` in there, or use layers of the desk: its guide
//!   `docs::layers` shows each.
//! - Below a path, `axum::Router::nest` strips the path from what the desk sees. Tell the desk with
//!   `Desk::builder(…).base("/app")`, so that its forms and return URLs begin with it.
//! - The app's own pages can extract `Forms` if they were added before `.desk`. Pages elsewhere
//!   need the layer [`pages`].

#![cfg_attr(docsrs, feature(doc_cfg))]

mod pages;
mod router;

pub use pages::{PagesLayer, PagesService, pages};
pub use router::RouterExt;
