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
//! # Kept answers
//!
//! | GET | is | its handler runs |
//! |---|---|---|
//! | `get(h)`, `.page(path, h)`, `h` without arguments | static | once, until revalidated |
//! | the same, [`.dynamic()`](Get::dynamic) or [`Router::dynamic_by_default`] | dynamic | for every request |
//! | `get(h)`, `h` with arguments; `any(h)`; `on(method, h)` | dynamic | for every request |
//! | [`.cached()`](Get::cached), [`.tag(t)`](Get::tag) | cached | once per path and query, until revalidated |
//! | [`.revalidate(d)`](Get::revalidate) | cached | the same, and again in the background when its answer is older than `d` |
//! | [`.expire(d)`](Get::expire) | cached | the same, and while the request waits when its answer is older than `d` |
//! | [`.cdn(d)`](Get::cdn) | cached | the same; a CDN may keep its answer too |
//!
//! - Arguments of a cached GET are [`State`], [`Path`] and [`Query`] only; others do not compile. The key is the route, the
//!   decoded parameters and the query fields that the type reads; whatever else a query holds changes nothing.
//! - **Layers are outside**: they run for kept answers too, so a login stays a login.
//! - Of requests that miss at once, one runs the handler and the others wait for it. A failure of the first run is their
//!   answer, and is not kept. A run ends when the last who waits for it has gone, a static GET's too: what must not be half done
//!   has no place in it. A refresh (it waits for nobody) that fails (a 5xx, a panic) leaves the old answer in place; the next is
//!   3 to 30 seconds later.
//! - Kept are 200, 301, 308, 404 and 410 with a body of known length. Never what sets a cookie or says `no-store` or `private`.
//! - Kept answers have a weak `ETag` ([RFC 9110, section 8.8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3)) and
//!   say `Cache-Control: no-cache`, unless the handler says its own; `If-None-Match` gets its 304. HEAD is answered from the
//!   same, `Range` is ignored. `Cache-Status` ([RFC 9211](https://www.rfc-editor.org/rfc/rfc9211)) says what was done:
//!   `frontdesk; hit; ttl=42`, `frontdesk; fwd=uri-miss; stored`; `Age` says how old an answer is that grows old by time.
//!   Extensions of a response are not kept.
//! - [`Revalidate`] outdates answers by path and by tag; the next read sees what was written. The old answer is not served
//!   again, so a handler that then fails shows its failure: a value known to be wrong would be worse.
//! - A path longer than 1 KiB, or a key longer than 8 KiB, goes past the cache: its handler runs for every request.
//! - `MemoryCache` remembers about 4 MiB of revalidated names. When they are more, the older half is forgotten, and all answers
//!   from before it are made anew: a program that revalidates tens of thousands of different names keeps less.
//! - A [`CacheStore`] keeps them, which a desk gives to its routes as a [`Cache`]. Without one every GET is dynamic.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `moka` | no | `MemoryCache`, a store for kept answers in memory |
//! | `tokio` | no | `TokioRuntime`, the [`Runtime`] of a desk on tokio |
//!
//! The vocabulary (`Body`, `FromRequestParts`, `IntoResponse` …) is that of axum-core 0.5, which is public API of this crate.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod accept;
mod app_dir;
mod cache;
mod context;
mod cookies;
mod endpoint;
mod error_map;
mod escaped;
mod extract;
mod get;
mod handler;
mod local_path;
mod methods;
mod mistake;
mod panics;
mod params;
mod problem;
mod redirect;
mod response;
mod revalidated;
mod route;
mod router;
mod routes;
mod runtime;
mod seen;
mod sse;
mod table;
mod urlencoded;

pub use accept::prefers_html;
pub use axum_core::body::{Body, BodyDataStream};
pub use axum_core::extract::{FromRef, FromRequest, FromRequestParts, Request};
pub use axum_core::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};
pub use axum_core::{BoxError, body};
pub use bytes::Bytes;
#[cfg(feature = "moka")]
pub use cache::MemoryCache;
pub use cache::{
    Cache, CacheStore, Caching, InvalidNameError, KeyPart, Keyed, Lookup, Name, Names, Revalidate, StoredResponse,
};
pub use context::{Ctx, Shared};
pub use cookie::{self, Cookie, SameSite};
pub use cookies::Cookies;
pub use endpoint::{handler_route, into_head_response};
pub use error_map::ErrorMap;
pub use escaped::Escaped;
pub use extract::{Extension, Form, Json, Path, Query, State};
pub use get::IntoGet;
pub use handler::Handler;
pub use http::{self, HeaderMap, Method, StatusCode, Uri};
pub use local_path::is_local_path;
pub use methods::{Get, Methods, any, delete, get, head, on, options, patch, post, put};
pub use mistake::{BuildError, Mistake, Place};
pub use panics::{Panicked, catch_panic, catch_panic_sync};
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
