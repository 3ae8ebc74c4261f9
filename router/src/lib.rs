//! Route handlers for [Frontdesk](https://docs.rs/frontdesk): HTTP endpoints for any client.
//!
//! This crate is the routing half of Frontdesk, and knows no web framework and no async runtime.
//! Apps use it through the `frontdesk` crate, which adds the `Desk` that serves the routes.
//! Libraries that offer routes can depend on this crate alone.
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
//! # How paths are matched
//!
//! - Segment by segment from the left, a literal has precedence over a `{param}`, which has
//!   precedence over a `{*rest}`, regardless of the order of registration. A parameter with text
//!   around it in its segment (`/{name}.png`) comes between literal and parameter.
//! - Two patterns that differ only in the names of their parameters match the same paths. That is a
//!   mistake, reported with both places.
//! - The raw path is split on `/` first, and each parameter is percent-decoded afterwards. A
//!   malformed escape is a 400 when an extractor reads the parameter.
//! - Literals match the path as it was sent: there is one spelling for each path, and `/x/` is not
//!   `/x`.
//! - `{*rest}` matches one segment or more, and must be last.
//! - A pattern that no request matches is a mistake, reported with its place and the fix: `/:id`,
//!   `/*rest`, `/a?x=1`, `/a#x`, `/a/../b`, `/a//b`, and literals that are not spelled as clients
//!   send them (`/caf%C3%A9`, not `/café` or `/caf%c3%a9`).
//!
//! # Cached responses
//!
//! Nothing is cached unasked: a GET runs for every request, unless its builder requests caching.
//!
//! | GET | is | its handler runs |
//! |---|---|---|
//! | `get(h)`, `.page(path, h)`, `any(h)`, `on(method, h)` | dynamic | for every request |
//! | [`.cached()`](Get::cached), [`.tag(t)`](Get::tag) | cached | once per path and query, until revalidated |
//! | the same, with `h` without arguments | static | once, until revalidated |
//! | [`.revalidate(d)`](Get::revalidate) | cached | once per path and query, and in the background once the response is older than `d` |
//! | [`.expire(d)`](Get::expire) | cached | the same, and while the request waits if the response is older than `d` |
//! | [`.cdn(d)`](Get::cdn) | cached | the same; a CDN may store the response too |
//! | `get(h)`, `.page(path, h)`, with `h` without arguments, in a router that is [`static_by_default`](Router::static_by_default) or from [`app_dir!`] | static | once, until revalidated |
//! | the same with [`.dynamic()`](Get::dynamic) | dynamic | for every request |
//!
//! - A cached GET can only have [`State`], [`Path`] and [`Query`] as arguments, or the `Search` of a page;
//!   others do not compile. The key consists of the route, the decoded parameters and the query fields that the
//!   type reads. Other query fields make no difference.
//! - **Layers are outside the cache**: they run for cached responses too, so a login still protects
//!   them.
//! - **The handler of a cached GET runs in a task of its own** ([`Runtime::spawn`]), with a request
//!   that has only its path and query. A task-local that a layer sets around the request does not
//!   exist there: `LocalKey::with` and `get` panic (a masked 500; the log has the fix), and
//!   `try_with` finds nothing. The same holds where nothing is stored: without a store, for long
//!   paths, for responses that may not be stored. A streamed body is polled by the one request that
//!   receives it, so what it reads is that client's own; it is never stored.
//! - If several requests miss at once, one runs the handler and the others wait for it. If the
//!   first run fails, all of them receive its failure, which is not stored. A run is aborted when
//!   the last request that waits for it is dropped, so a handler must not leave anything half done
//!   when it is dropped. If the runtime drops the run's task, the requests receive a masked 500.
//! - A refresh (no request waits for it) that fails (a 5xx, a panic) leaves the old response in
//!   place; the next attempt is 3 to 30 seconds later.
//! - Stored are 200, 301, 308, 404 and 410 with a body of known length. Never stored is a response
//!   that sets a cookie or has `Cache-Control: no-store` or `private`.
//! - Stored responses have a weak `ETag` ([RFC 9110, section 8.8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3))
//!   and `Cache-Control: no-cache`, unless the handler sets its own; `If-None-Match` leads to a 304,
//!   and so does `If-Modified-Since` if the handler sets `Last-Modified`; `If-Match` and `If-Unmodified-Since` lead to
//!   a 412 for another version. HEAD uses the same entry, and `Range` is ignored. `Cache-Status` ([RFC
//!   9211](https://www.rfc-editor.org/rfc/rfc9211)) has what happened: `frontdesk; hit; ttl=42` or
//!   `frontdesk; fwd=uri-miss; stored`. `Age` is set on responses that become stale by time.
//!   Response extensions are not stored.
//! - [`Revalidate`] outdates responses by path and by tag; the next read sees what was written. The
//!   old response is not served again, so if the handler then fails, clients receive its failure: a
//!   value known to be wrong would be worse.
//! - A request bypasses the cache, and runs the handler, if its path is longer than 1 KiB or its
//!   key is longer than 8 KiB. That response is not stored.
//! - `MemoryCache` stores about 4 MiB of revalidated names. When there are more, it drops the older
//!   half, and all responses from before that are generated anew. A program that revalidates tens
//!   of thousands of different names caches less.
//! - A desk stores the responses in a [`CacheStore`]. Without one, handlers run for every request.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `moka` | no | `MemoryCache`, a store for cached responses in memory |
//! | `tokio` | no | `TokioRuntime`, the [`Runtime`] of a desk on tokio |
//!
//! The types for HTTP (`Body`, `FromRequestParts`, `IntoResponse` …) are those of axum-core 0.5,
//! which is part of the public API of this crate.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod accept;
mod app_dir;
mod authority;
mod body_limit;
mod cache;
mod context;
mod context_use;
mod cookies;
mod detach;
mod entry;
mod erased_handler;
mod error_chain;
mod error_map;
mod extract;
mod finish;
mod flash;
mod handler;
mod handler_call;
mod head;
mod host_response;
mod html_escape;
mod https;
mod in_flight;
mod lent;
mod local_path;
mod mistake;
mod origin;
mod panics;
mod path;
mod problem;
mod problem_page;
mod punycode;
mod quoted;
mod ready_problem;
mod redirect;
mod render;
mod response;
mod revalidated;
mod route;
mod routing;
mod runtime;
mod shared;
mod sse;
mod tracked_body;
mod transfer_encoding;
mod urlencoded;
mod vary;
mod words;

pub use accept::accepts;
pub use axum_core::body::{Body, BodyDataStream};
pub use axum_core::extract::{DefaultBodyLimit, FromRef, FromRequest, FromRequestParts, Request};
pub use axum_core::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};
pub use axum_core::{BoxError, body};
pub use bytes::Bytes;
#[cfg(feature = "moka")]
pub use cache::MemoryCache;
pub use cache::{
    CacheStore, Caching, InvalidNameError, KeyPart, Keyed, Lookup, Name, Names, Revalidate, StoredResponse,
};
pub use context::Ctx;
pub use cookie::{self, Cookie, SameSite};
pub use cookies::{CookieError, Cookies};
pub use extract::{BasePath, Extension, Form, Json, Path, Query, State, Valid};
pub use flash::{Flash, FlashKind};
pub use frontdesk_form::{FieldErrors, Message, Param, Params, Word};
pub use handler::Handler;
pub use http::{self, HeaderMap, Method, StatusCode, Uri};
pub use local_path::is_local_path;
pub use mistake::{BuildError, Mistake, Place};
pub use path::MatchedRoute;
pub use problem::{Problem, ProblemExt, codes};
pub use problem_page::ProblemHandler;
pub use redirect::Redirect;
pub use response::{Html, NoContent};
pub use route::{Route, RouteFuture};
pub use routing::{
    Get, IntoGet, Methods, RouteKind, RouteRow, Router, any, delete, get, head, on, options, patch, post, put,
};
#[cfg(feature = "tokio")]
pub use runtime::TokioRuntime;
pub use runtime::{BoxFuture, Runtime, Spool};
pub use sse::{Event, IntoEvent, LastEventId, Sse};
pub use words::{Language, Words};

/// What `frontdesk-actions` and the desk are built with. Not public API: it changes without notice,
/// so crates that use it depend on exactly one version of this crate.
#[doc(hidden)]
pub mod __desk {
    pub use crate::accept::prefers_html;
    pub use crate::authority::{Authority, Host, OriginFault, Scheme, parse_port};
    pub use crate::body_limit::BodyLimitError;
    pub use crate::cache::{Cache, Canonical, KnownNames, Reads};
    pub use crate::context::FlashCheck;
    pub use crate::cookies::cookie_pairs;
    pub use crate::detach::Detach;
    pub use crate::error_map::ErrorMap;
    pub use crate::extract::{large_query, log_rejection, outside_desk};
    pub use crate::finish::take_outcome;
    pub use crate::flash::{FlashContent, FlashSender, MAX_FLASHES, take_flashes};
    pub use crate::head::Head;
    pub use crate::host_response::{finish_host_response, respond_with_problem};
    pub use crate::html_escape::Escaped;
    pub use crate::https::HttpsCheck;
    pub use crate::in_flight::{InFlight, RunningAction};
    pub use crate::origin::{OriginRef, split_origin};
    pub use crate::panics::{Panicked, catch_panic, catch_panic_sync};
    pub use crate::path::{Pattern, Patterns, RouteFinder, below_base, encode_parameter, unmatchable};
    pub use crate::problem::replace_body;
    pub use crate::problem::texts;
    pub use crate::problem_page::{ProblemHead, ProblemPages};
    pub use crate::quoted::quoted;
    pub use crate::ready_problem::problem_route;
    pub use crate::render::{
        LoginRedirect, render_problem, render_problem_as_json, rendered, rendered_after_guard, set_sent_status,
        take_login_page,
    };
    pub use crate::response::into_head_response;
    pub use crate::route::RouteLayer;
    pub use crate::routing::{Attached, Found, PostRoute, Routes, handler_route};
    pub use crate::shared::Shared;
    pub use crate::tracked_body::track_body;
    pub use crate::transfer_encoding::check_transfer_encoding;
    pub use crate::vary::{vary_by, vary_by_accept};
    pub use crate::words::{Catalogue, InLanguage, LanguageFn};
}

/// What generated code calls. Not public API: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::app_dir::AppDir;
    pub use crate::handler::{OfParts, OfRequest};
    pub use crate::handler_call::HandlerCall;
    pub use crate::routing::{any, delete, get, head, options, patch, post, put};
    pub use frontdesk_router_macros::app_dir;
}
