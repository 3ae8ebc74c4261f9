//! Route handlers for [Frontdesk](https://docs.rs/frontdesk): HTTP endpoints for any client.
//!
//! This crate is the routing half of Frontdesk, and knows no web framework and no async runtime. Apps use it through the
//! `frontdesk` crate, which adds the `Desk` that serves the routes; libraries that offer routes can depend on this crate alone.
//!
//! ```
//! use frontdesk_router::{Json, Path, Problem, Router, State, get};
//!
//! #[derive(Clone)]
//! struct App {
//!     greeting: &'static str,
//! }
//!
//! async fn greet(State(app): State<App>, Path(name): Path<String>) -> Result<Json<String>, Problem> {
//!     if name == "nobody" {
//!         return Err(Problem::not_found());
//!     }
//!     Ok(Json(format!("{} {name}", app.greeting)))
//! }
//!
//! let routes: Router<App> = Router::new().route("/greet/{name}", get(greet));
//! ```
//!
//! # How a path is matched
//!
//! - Segment by segment from the left, a literal beats a `{param}`, which beats a `{*rest}`, whatever the order of registration.
//!   A parameter with text around it in its segment (`/{name}.png`) stands between literal and parameter.
//! - Two patterns that differ in nothing but names match the same paths: a mistake, reported with both places.
//! - The raw path is split on `/` first; each parameter is percent-decoded after. A bad escape is a 400 when it is read.
//! - Literals match the path as it was sent: one spelling per path, and `/x/` is not `/x`.
//! - `{*rest}` takes one segment or more, and stands last.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `tokio` | no | [`TokioRuntime`], the [`Runtime`] of a desk on tokio |
//!
//! The vocabulary (`Body`, `FromRequestParts`, `IntoResponse` …) is that of axum-core 0.5, which is public API of this crate.

mod accept;
mod app_dir;
mod context;
mod cookies;
mod endpoint;
mod error_map;
mod extract;
mod handler;
mod local_path;
mod methods;
mod mistake;
mod panics;
mod params;
mod problem;
mod redirect;
mod response;
mod route;
mod router;
mod routes;
mod runtime;
mod seen;
mod sse;
mod table;

pub use accept::prefers_html;
pub use axum_core::body::{Body, BodyDataStream};
pub use axum_core::extract::{FromRef, FromRequest, FromRequestParts, Request};
pub use axum_core::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};
pub use axum_core::{BoxError, body};
pub use bytes::Bytes;
pub use context::{Ctx, Shared};
pub use cookie::{self, Cookie, SameSite};
pub use cookies::Cookies;
pub use endpoint::{handler_route, without_body};
pub use error_map::ErrorMap;
pub use extract::{Extension, Form, Json, Path, Query, State};
pub use handler::Handler;
pub use http::{self, HeaderMap, Method, StatusCode, Uri};
pub use local_path::is_local_path;
pub use methods::{Get, Methods, any, delete, get, head, on, options, patch, post, put};
pub use mistake::{BuildError, Mistake, Place};
pub use panics::catch_panic;
pub use problem::Problem;
pub use redirect::Redirect;
pub use response::{Html, NoContent};
pub use route::{Route, RouteFuture, RouteLayer};
pub use router::Router;
pub use routes::{Found, RouteKind, RouteRow, Routes};
#[cfg(feature = "tokio")]
pub use runtime::TokioRuntime;
pub use runtime::{BoxFuture, Runtime, Spool};
pub use sse::{Event, IntoEvent, LastEventId, Sse};

/// What generated code calls. Not public API: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::app_dir::AppDir;
    pub use crate::methods::{any, delete, get, head, options, patch, post, put};
    pub use frontdesk_router_macros::app_dir;
}
