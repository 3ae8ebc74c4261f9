//! Route handlers and server actions for axum and actix-web apps: HTML forms that work without
//! JavaScript, safe by default.
//!
//! - **Route handlers** are HTTP endpoints for any client: [`Router`], [`get`], extractors,
//!   [`Problem`].
//! - **Server actions** are functions that your own pages call by their forms:
//!   [`macro@server_action`], [`Forms`], [`FormView`].
//!
//! Who is calling? Any client: a route handler. Your own page, to change something: a server
//! action. [`docs::route_or_action`] has what each gives and costs, and the same job both ways.
//!
// A program of its own, because `linked_actions` finds the actions of all examples in a program.
//! ```standalone_crate
//! use frontdesk::{Desk, Forms, Html, Problem, Redirect, Router, server_action};
//!
//! #[server_action]
//! async fn subscribe(email: String) -> Result<Redirect, Problem> {
//!     if !email.contains('@') {
//!         return Err(Problem::field("email", "That is not an address."));
//!     }
//!     Ok(Redirect::to("/thanks"))
//! }
//!
//! async fn home(forms: Forms) -> Html<String> {
//!     let form = forms.of::<Subscribe>(); // the macro made `Subscribe` from the function
//!     let email = form.field(Subscribe::EMAIL);
//!     // `form` and `email` escape what they write. Templates do the rest: see `docs::forms`.
//!     Html(format!(
//!         "{}{}{}<button>Subscribe</button>{}",
//!         form.open(),
//!         email.typed_input(),
//!         email.messages(),
//!         form.close(),
//!     ))
//! }
//!
//! # use frontdesk::testing::Browser;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let routes = Router::new().page("/", home).page("/thanks", async || Html("Thank you"));
//! let desk = Desk::builder(()).routes(routes).linked_actions().build()?;
//!
//! // In a test. An app mounts the desk: `axum::Router::new().desk(desk)`.
//! let mut browser = Browser::new(desk);
//! browser.get("/").await;
//! let page = browser.submit::<Subscribe>(|form| form.set(Subscribe::EMAIL, "nonsense")).await;
//! assert!(page.text().contains("That is not an address."));
//! assert!(page.text().contains(r#"value="nonsense""#)); // the form is repopulated
//! # Ok(())
//! # }
//! ```
//!
//! # Concepts
//!
//! | term | meaning |
//! |---|---|
//! | route handler | an async function that responds to one method on one path ([`Router::route`]) |
//! | page | a route handler that returns HTML for people ([`Router::page`]) |
//! | server action | an async function marked [`#[server_action]`](macro@server_action), reached by POST only, at `/_actions/<name>` |
//! | [`Desk`] | the finished service: routes, pages, actions and policy; an adapter mounts it in your app |
//! | [`Problem`] | the error response of both kinds: [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) for programs, a readable page for people |
//! | [`FormView`] | an action's form as a page renders it: names, values, messages, hidden fields |
//! | form state | what a failed submit stores for the page: submitted values (old input), field errors, the problem, for two minutes; what the action returned, shown once; only for the browser that submitted the form |
//! | sealed argument | a value that the server puts into the form encrypted, so that users can neither read nor change it |
//! | origin guard | the CSRF check that an action was called from your own pages ([`guard`]) |
//!
//! # Decoding: what a form field may be
//!
//! An argument's type derives [`FromForm`](macro@FromForm) or implements it (numbers, `bool`,
//! `String`, `Option`, `Vec`), or else is deserialized by serde (enums of unit variants, dates,
//! your own types).
//!
//! | type | the form sends | value |
//! |---|---|---|
//! | `bool` | nothing (an unchecked checkbox); blank, `false`, `off`, `no`, `0` | `false` |
//! | `bool` | `on`, `true`, `yes`, `checked`, `1` | `true`; of several values, any true one wins |
//! | `u32` | `7`; nothing or blank | `7`; the message "required" |
//! | `Option<u32>` | `7`; nothing or blank | `Some(7)`; `None` |
//! | `String` | blank; nothing | `""`; the message "required" |
//! | `Vec<u32>` | `v=1&v=2`, `v[]=1`, `v[0]=1`; nothing | the numbers; an empty list |
//! | a struct | `a.b=1`, `a[b]=1` | its field `b` is `1` |
//! | `Vec` of a struct | `i[7].n=x&i[2].n=y` | two elements, ordered by index |
//! | an enum of unit variants | `red` | the variant; for any other value, a message that lists the choices |
//! | date and time types | `2026-11-20`, `10:30`, `2026-11-20T10:30` | as HTML's inputs send them |
//! | [`Upload`], `Option<Upload>`, `Vec<Upload>` | a file, with `enctype="multipart/form-data"` | the file; missing if none was chosen |
//!
//! All invalid fields are reported at once, each by its path. Line breaks of a `String` arrive as
//! LF.
//!
//! A whole form can be one argument, `#[input] form: Profile`, if `Profile` is a struct with named
//! fields that derives [`FromForm`](macro@FromForm). The names of its fields are then constants of
//! the struct: `Profile::NAME`.
//!
//! How a page renders each kind of control is in [`docs::forms`]; validation by rules such as
//! `#[garde(email)]` in [`docs::validation`]; sealed arguments and forms that run once in
//! [`docs::sealed_and_once`].
//!
//! What else a server-rendered app needs of its forms has a guide each: a message after the redirect
//! ([`docs::flash`]), messages in the reader's language ([`docs::words`]), the app's own error pages
//! ([`docs::error_pages`]), search forms ([`docs::search_forms`]), and a script of 7 KB that sends forms in place
//! ([`docs::script`]).
//!
//! ## Files
//!
//! ```
//! use frontdesk::{Problem, Upload, server_action};
//!
//! #[server_action]
//! async fn set_photo(
//!     #[field(max = "5MB", accept = "image/*,.pdf")] photo: Upload,
//!     caption: String,
//! ) -> Result<(), Problem> {
//!     photo.persist(format!("/srv/photos/{}.jpg", caption.len())).await?;
//!     Ok(())
//! }
//! ```
//!
//! [`FormView::open`] writes the `enctype` that files need, and the action accepts no other. A file
//! larger than 64 KiB is written to a temporary file while it arrives, which is removed when the
//! [`Upload`] is dropped. [`Limits`] bound what a form may send in all.
//!
//! # Responses per client
//!
//! | client | success | field errors | other problems |
//! |---|---|---|---|
//! | a browser's form | 303 to the [`Redirect`], or back to the page | 303 back to the page, which shows submitted values and messages | 303 back, with the problem |
//! | Frontdesk's own script | 200 with `Frontdesk-Redirect` | `Frontdesk-Redirect` back to the page, with status 422 | likewise, with the problem's status |
//! | Unpoly, Alpine AJAX, Turbo, boosted htmx | likewise | likewise; for Unpoly that page has the status 422 | likewise |
//! | htmx | `HX-Redirect` | `HX-Redirect` back to the page | likewise |
//! | htmx and Frontdesk's own script, with [`form_fragment`](DeskBuilder::form_fragment) | as without it | 422 with the form as HTML (htmx 2: 200) | the problem's status (htmx 2: 200), with the form as HTML |
//! | a program | 200 with JSON, 204 for `()`, `Frontdesk-Redirect` for a redirect | 422 `application/problem+json` | `application/problem+json` |
//! | a program that sends postcard | 200 with postcard | 422, a [`PostcardProblem`] | a [`PostcardProblem`] |
//!
//! The first of these rules that matches tells which client it is:
//!
//! 1. `Content-Type: application/postcard`: a program that sends postcard.
//! 2. `HX-Request: true`: htmx, version 4 if there is `HX-Request-Type`; boosted if there is `HX-Boosted:
//!    true`.
//! 3. `X-Up-Version`: Unpoly.
//! 4. `X-Alpine-Request: true`: Alpine AJAX.
//! 5. `Turbo-Frame` or `X-Turbo-Request-Id`: Turbo.
//! 6. `Frontdesk-Request`: Frontdesk's own script.
//! 7. `Sec-Fetch-Mode: navigate`: a browser.
//! 8. `Accept` gives HTML at least the weight of JSON: a browser.
//! 9. Anything else: a program.
//!
//! [`docs::clients`] has what each library needs in the page, and what its users see. An action that returns
//! a [`Reply`] also has a part of the page for them, and a value for programs: [`docs::replies`].
//!
//! Cookies that an action sets are on its response for every client. If an extractor of the app
//! rejects with a [`Problem`], it is treated like one that the function returned; any other
//! rejection is sent unchanged. A browser that doesn't come from a page of yours gets the problem
//! as a readable page.
//!
//! # Kinds of GET: static, cached, dynamic
//!
//! | kind | which GET | its handler runs |
//! |---|---|---|
//! | ● dynamic | every GET that is not cached by one of the following | for every request |
//! | ○ static | [`cached`](Get::cached), [`tag`](Get::tag) or [`cdn`](Get::cdn) is set, and the handler has no arguments | once; its response is cached until revalidated |
//! | ◐ cached | one of these, [`revalidate`](Get::revalidate) or [`expire`](Get::expire) is set; the handler reads nothing but [`State`], [`Path`] and [`Query`] | once per path and query, until revalidated or too old |
//!
//! Nothing is cached unasked, with two exceptions that make GETs without arguments static: a router
//! that is [`static_by_default`](Router::static_by_default), and [`app_dir!`]. A handler there that
//! reads a clock, a global or a task-local needs [`dynamic`](Get::dynamic).
//!
//! The handler of a cached GET runs in a task of its own, where the task-locals that a layer sets
//! around the request (a user, a tenant) do not exist. Reading one with `LocalKey::with` or `get` is
//! a masked 500, whose log entry has the fix; `try_with` finds nothing. So one client's page never
//! reaches another.
//!
//! The boot table ([`Desk::table`]) shows the symbol of each GET, and one line of the log at INFO
//! lists what is cached. The documentation of the crate [`frontdesk_router`] has all rules.
//!
//! [`Revalidate`], an extractor for handlers and actions, outdates cached responses by path or tag:
//!
//! ```
//! use frontdesk::{Json, Path, Problem, Revalidate, Router, State, get, server_action};
//!
//! #[derive(Clone)]
//! struct App;
//! # impl App { async fn name(&self, _: u32) -> String { String::new() } async fn rename(&self, _: u32, _: String) {} }
//!
//! async fn user(State(app): State<App>, Path(id): Path<u32>) -> Json<String> {
//!     Json(app.name(id).await)
//! }
//!
//! #[server_action]
//! async fn rename(
//!     #[extract] State(app): State<App>,
//!     #[extract] revalidate: Revalidate,
//!     id: u32,
//!     name: String,
//! ) -> Result<(), Problem> {
//!     app.rename(id, name).await;
//!     revalidate.path(&format!("/api/users/{id}")).await?; // the next GET runs the handler
//!     Ok(())
//! }
//!
//! # fn main() -> Result<(), frontdesk::BuildError> {
//! let routes = Router::new().route("/api/users/{id}", get(user).cached());
//! let desk = frontdesk::Desk::builder(App).routes(routes).action::<Rename>().build()?;
//! # let _ = desk;
//! # Ok(())
//! # }
//! ```
//!
//! An action's response lists what it revalidated in the header `Frontdesk-Revalidated`, tags
//! included. So don't put a secret into a tag.
//!
//! # Testing
//!
//! `frontdesk::testing` (feature `testing`) is a browser without JavaScript that calls a desk, an axum
//! app or an actix-web app in process, for the tests of your app.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `cache` | yes | GET responses are cached in memory (`MemoryCache` of [`store`]), unless the desk has another store |
//! | `tokio` | yes | desks run on tokio (`TokioRuntime` of [`runtime`]), unless they have another runtime |
//! | `axum` | no | `frontdesk::axum`: a desk in an axum app |
//! | `actix` | no | `frontdesk::actix`: a desk in an actix-web app |
//! | `askama` | no | [`Markup`] is written unescaped in askama templates |
//! | `garde` | no | validation by `#[garde(…)]` on form fields |
//! | `maud` | no | [`Markup`] is written unescaped in maud templates |
//! | `chrono`, `jiff`, `time` | no | fills in the dates and times of these libraries ([`Fill`]); decoding needs only serde |
//! | `script` | no | `Script`: forms are sent in place by a script ([`docs::script`]) |
//! | `words` | no | messages in the reader's language ([`docs::words`]) |
//! | `testing` | no | `frontdesk::testing`: a browser in process, for `[dev-dependencies]` |
//!
//! Desks need a runtime and cached GETs need a store: without the default features, set them with
//! [`DeskBuilder::runtime`] and [`DeskBuilder::cache_store`].

#![cfg_attr(docsrs, feature(doc_cfg))]

mod boot_table;
mod builder;
mod desk;
mod dispatcher;
#[cfg(doc)]
pub mod docs;
mod hand_over;
mod languages;
mod prerender;
mod route_names;
#[cfg(feature = "script")]
mod script;
mod shutdown;
mod span;
#[cfg(feature = "testing")]
pub mod testing;

pub use boot_table::BootTable;
pub use builder::DeskBuilder;
pub use desk::Desk;
pub use prerender::PrerenderError;
#[cfg(feature = "script")]
pub use script::Script;
pub use shutdown::ShutdownReport;

// The macros have their docs here, where the examples compile. The traits `Fill` and `FromForm` come
// from another path than the derive macros, because each has docs of its own.
#[doc = include_str!("docs/fill.md")]
pub use frontdesk_actions::__private::macros::Fill;
#[doc = include_str!("docs/from_form.md")]
#[cfg_attr(feature = "garde", doc = include_str!("docs/from_form_garde.md"))]
pub use frontdesk_actions::__private::macros::FromForm;
pub use frontdesk_actions::form::{Fill, FromForm};
#[doc = include_str!("docs/server_action.md")]
#[cfg_attr(feature = "garde", doc = include_str!("docs/server_action_garde.md"))]
#[doc = include_str!("docs/server_action_options.md")]
pub use frontdesk_actions::server_action;

pub use frontdesk_router::app_dir;

// Route handlers.
pub use frontdesk_router::{
    BasePath, Cookie, CookieError, Cookies, Event, Extension, Flash, FlashKind, Form, Get, Html, Json, LastEventId,
    MatchedRoute, Methods, NoContent, Path, Problem, ProblemExt, Query, Redirect, Revalidate, Router, SameSite, Sse,
    State, Valid, accepts, any, delete, get, head, is_local_path, on, options, patch, post, put,
};

// Server actions and their forms.
#[cfg(feature = "garde")]
pub use frontdesk_actions::garde;
pub use frontdesk_actions::{
    Action, BrowserState, Field, FieldOption, FieldPath, FieldView, FlashMessage, Flashes, FormProblem, FormView,
    Forms, Limits, Markup, NextPage, OnceKey, PostcardCode, PostcardProblem, Reply, ReturnTo, RouterExt, Row,
    SealedField, Search, SearchForm, SearchOf, ShowAgain, Upload, form, guard, keys, to_query,
};

// Messages: their codes and parameters, and their words in other languages.
pub use frontdesk_router::{FieldErrors, Language, Message, Param, Params, Word, Words};

// What a desk reports: its rows, its mistakes.
pub use frontdesk_actions::ActionRow;
pub use frontdesk_router::{BuildError, Caching, Mistake, Place, RouteKind, RouteRow};

// Types of HTTP, axum-core's traits, and the traits in the bounds of functions.
pub use frontdesk_actions::{ActionFor, FormField, HasForm, Identify, Pair, Pairs, Sealable};
pub use frontdesk_router::{
    Body, BoxError, BoxFuture, Bytes, DefaultBodyLimit, FromRef, FromRequest, FromRequestParts, Handler, HeaderMap,
    IntoEvent, IntoGet, IntoResponse, KeyPart, Keyed, Method, ProblemHandler, Request, Response, Route, StatusCode,
    Uri, http,
};

/// The stable codes of problems, as constants. `docs::problems` describes them.
///
/// ```
/// use frontdesk::{Problem, codes};
///
/// assert_eq!(Problem::not_found().code(), codes::router::NOT_FOUND);
/// assert_eq!(codes::actions::FORM_EXPIRED, "form-expired");
/// ```
pub mod codes {
    pub use frontdesk_actions::codes as actions;
    pub use frontdesk_router::codes as router;
}

/// Where a desk stores form state and cached responses: the traits, and the stores in memory.
///
/// [`DeskBuilder::state_store`] and [`DeskBuilder::cache_store`] take other stores, for example one
/// that several instances of an app share.
pub mod store {
    pub use frontdesk_actions::{MemoryStore, StateStore};
    #[cfg(feature = "cache")]
    pub use frontdesk_router::MemoryCache;
    pub use frontdesk_router::{CacheStore, InvalidNameError, Lookup, Name, Names, StoredResponse};
}

/// The messages that Frontdesk has, for catalogues of other languages.
///
/// ```
/// use frontdesk::words;
///
/// let too_long = words::all().find(|word| word.key() == "too-long").unwrap();
/// assert_eq!(too_long.params().collect::<Vec<_>>(), ["max"]);
/// assert!(words::ENGLISH.contains("too-long = "));
/// ```
pub mod words {
    pub use frontdesk_actions::__desk::every_word as all;

    /// The complete English list, in the format of [Fluent](https://projectfluent.org): the file to
    /// translate from, `words/en.ftl` of this crate.
    pub const ENGLISH: &str = include_str!("../words/en.ftl");
}

/// What a desk needs of an async runtime: tasks, time, randomness, temporary files.
///
/// [`DeskBuilder::runtime`] takes another one than tokio's.
pub mod runtime {
    #[cfg(feature = "tokio")]
    pub use frontdesk_router::TokioRuntime;
    pub use frontdesk_router::{Runtime, Spool};
}

/// What adapters for other web frameworks are written with, besides [`Desk`] as a `tower::Service`.
pub mod adapter {
    pub use frontdesk_actions::Mount;
    pub use frontdesk_router::{Ctx, RouteFuture};
}

/// A desk in an actix-web app.
#[cfg(feature = "actix")]
pub use frontdesk_actix as actix;
/// A desk in an axum app.
#[cfg(feature = "axum")]
pub use frontdesk_axum as axum;

/// What generated code calls. Not public API: it changes without notice.
#[doc(hidden)]
pub use frontdesk_actions::__private;

/// README's examples, compiled. They need these features, which a test of the whole workspace turns
/// on.
#[cfg(all(doctest, feature = "axum", feature = "actix", feature = "maud"))]
#[doc = include_str!("../../README.md")]
struct Readme;
