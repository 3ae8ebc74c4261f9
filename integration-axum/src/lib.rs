//! A [Frontdesk](https://docs.rs/frontdesk) desk in an axum app.
//!
//! ```ignore
//! use frontdesk::axum::RouterExt as _;
//!
//! let app = axum::Router::new()
//!     .route("/health", get(health))   // the app keeps its own routes,
//!     .desk(desk)                      // the desk takes what they don't,
//!     .layer(TraceLayer::new_for_http()); // and a layer added after it covers both
//! ```
//!
//! There is no conversion: axum and Frontdesk share axum-core's body, extractors and responses.
//!
//! - A layer that is added before `.desk` doesn't cover the desk, as with any route of axum.
//! - The desk takes the place of the router's fallback: its own misses go to `Desk::fallback`.
//! - Below a path, `axum::Router::nest` strips the path from what the desk sees: tell the desk with `Desk::builder(…).base("/app")`, so
//!   that its forms and ways back carry it.
//! - The app's own pages can take `Forms`, as long as they were added before `.desk`; pages elsewhere need [`pages`].

#![cfg_attr(docsrs, feature(doc_cfg))]

mod pages;
mod router;

pub use pages::{PagesLayer, PagesService, pages};
pub use router::RouterExt;
