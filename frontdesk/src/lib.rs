//! Route handlers and server actions for axum and actix-web apps.
//!
//! - **Route handlers** are HTTP endpoints for any client: [`Router`], [`get`], the extractors, [`Problem`].
//! - **Server actions** are functions that your own pages call: [`macro@server_action`], [`Forms`], [`FormView`].
//!
//! Who is calling? Any client: a route handler. Your own page, to change something: a server action.
//!
//! Both, and the pages, make up a [`Desk`], a `tower::Service` that an adapter mounts in the app that you have.
//!
//! ```
//! use frontdesk::{Desk, Forms, Html, Problem, Redirect, Router, server_action};
//!
//! #[server_action]
//! async fn subscribe(email: String) -> Result<Redirect, Problem> {
//!     if !email.contains('@') {
//!         return Err(Problem::field("email", "that is no address"));
//!     }
//!     Ok(Redirect::to("/thanks"))
//! }
//!
//! async fn home(forms: Forms) -> Html<String> {
//!     let form = forms.of::<Subscribe>();
//!     let email = form.field(Subscribe::EMAIL);
//!     // Everything that `form` and `email` write is escaped; what you write yourself is for you (or a template) to escape.
//!     Html(format!("{}{}{}<button>Subscribe</button></form>", form.open(), email.input("email"), email.errors().len()))
//! }
//!
//! # fn main() -> Result<(), frontdesk::BuildError> {
//! let desk = Desk::builder(()).routes(Router::new().page("/", home)).linked_actions().build()?;
//! assert!(desk.table().actions().iter().any(|action| action.name == "subscribe"));
//! # Ok(())
//! # }
//! ```
//!
//! # What a form field may be
//!
//! An argument's type is a [`FromForm`] type (numbers, `bool`, `String`, `Option`, `Vec`, what derives it), or else anything
//! that serde deserialises (enums of unit variants, dates, types of yours).
//!
//! | the form sends | type | value |
//! |---|---|---|
//! | nothing, or `on` `true` `1` `false` `0` | `bool` | false, or what it says; the last of several |
//! | nothing, blank, or `7` | `Option<u32>` | `None`, `Some(7)` |
//! | blank or nothing | `u32` | the message "required" |
//! | `v=1&v=2`, `v[]=1`, `v[0]=1`, nothing | `Vec<u32>` | the numbers; empty |
//! | blank, nothing | `String` | `""`; the message "required" |
//! | `a.b=1`, `a[b]=1` | a struct | its field `b` |
//! | `i[7].n=x&i[2].n=y` | `Vec` of a struct | two, in the order of their indices |
//! | `red` | an enum of unit variants | the variant; for anything else the message lists the choices |
//! | `2026-11-20`, `10:30`, `2026-11-20T10:30` | date and time types | as the inputs of HTML send them |
//! | a file, of `enctype="multipart/form-data"` | [`Upload`], `Option<Upload>`, `Vec<Upload>` | the file; missing when none was chosen |
//!
//! Every bad field is reported at once, by its path. Line breaks of a `String` arrive as LF.
//!
//! A whole form can be one argument, a struct with named fields that derives [`FromForm`](macro@FromForm): `#[input] form: Profile`. The names of its
//! fields are then the struct's: `Profile::NAME`.
//!
//! # Files
//!
//! ```
//! use frontdesk::{Problem, Upload, server_action};
//!
//! #[server_action]
//! async fn set_photo(#[field(max = "5MB", accept = "image/*,.pdf")] photo: Upload, caption: String) -> Result<(), Problem> {
//!     photo.persist(format!("/srv/photos/{}.jpg", caption.len())).await?;
//!     Ok(())
//! }
//! ```
//!
//! `form.open()` then writes the `enctype` that files need, and the action takes nothing else. What is larger than 64 KiB goes to a
//! temporary file while it arrives, which is gone with the [`Upload`]. How much a form may bring in all is in [`Limits`].
//!
//! # Validation
//!
//! With the feature `garde`, the rules of [garde](https://docs.rs/garde/0.23) stand on arguments, and on the fields of structs that
//! derive [`FromForm`](macro@FromForm). A field's rules run when that field was decoded, whatever became of the others, so that one submit shows
//! all that is wrong; rules about several fields (`matches`, `custom` with `self`, `#[garde(custom(…))]` on a struct) run once all were.
//!
#![cfg_attr(feature = "garde", doc = "```")]
#![cfg_attr(not(feature = "garde"), doc = "```ignore")]
//! use frontdesk::{FromForm, server_action};
//!
//! #[server_action]
//! async fn open_account(#[garde(email)] email: String, #[garde(range(min = 18))] age: u8, account: Account) {}
//!
//! #[derive(FromForm)]
//! struct Account {
//!     #[garde(length(utf16, min = 3, max = 20), pattern("^[a-z]+$"))]
//!     name: String,
//!     #[garde(length(chars, min = 8))]
//!     #[field(secret)]
//!     password: String,
//!     #[garde(matches(password))]
//!     #[field(secret)]
//!     again: String,
//! }
//! ```
//!
//! A page gets of them what a browser can check: [`FieldView::attrs`] writes `required`, `minlength`, `maxlength`, `pattern`, `min` and `max`,
//! [`FieldView::typed_input`] the `type`. Only what is written out as a number or text (lengths may be constants, by their names in
//! capitals), and only what can't refuse anything that the server takes: browsers count UTF-16 code units, so `length(utf16, max = 20)`
//! becomes `maxlength="20"`, but `length(chars, max = 20)` `maxlength="40"`, since an emoji is one character and two units. The functions of `custom(…)` get `&()` for garde's context. The rules
//! `url`, `credit_card` and `phone_number` need garde's features of these names, which your own `Cargo.toml` turns on.
//!
//! How a page writes every kind of control is in [`docs::forms`].
//!
//! # What comes back
//!
//! | caller | success | field errors | other problems |
//! |---|---|---|---|
//! | a browser's form | 303 to the [`Redirect`], or back to the page | 303 back, with the values and messages | 303 back with the problem |
//! | a program that speaks postcard | 200 with postcard | 422, a [`PostcardProblem`] | a [`PostcardProblem`] |
//! | a script | 200 with JSON, 204 for `()`, `Frontdesk-Redirect` | 422 `application/problem+json` | `application/problem+json` |
//! | htmx | `HX-Redirect` | `HX-Redirect` back, with the values and messages | likewise |
//! | htmx, with [`htmx_fragment`](DeskBuilder::htmx_fragment) | `HX-Redirect` | 422 with the form as HTML | its status, likewise |
//!
//! Who is asking is told by the first of these: `HX-Request` (without `HX-Boosted`) is htmx; `Sec-Fetch-Mode: navigate` or an `Accept` that
//! likes HTML at least as well as JSON is a browser (Turbo, for one); everything else is a script. Cookies set in an action are on its
//! answer in every case. Of what the app's own extractors reject, a [`Problem`] goes back to the page like the function's own, any other
//! answer passes as it is.
//!
//! A browser that comes from no page of yours gets the problem as a readable page.
//!
//! # Which GETs run when
//!
//! A GET whose handler has no arguments can't read the request, so it is **static**: run once and kept. [`Get::dynamic`] opts
//! out, which a handler needs that reads a clock or a global. With arguments it is **dynamic**, unless you ask:
//! `get(h).cached()`, `get(h).revalidate(d).tag("rates")`, for handlers that read [`State`], [`Path`] and [`Query`] only.
//! [`Revalidate`], in a handler or an action, outdates what is kept by path or tag:
//!
//! ```standalone_crate
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
//!     revalidate.path(&format!("/api/users/{id}")).await?; // the next read sees the new name
//!     Ok(())
//! }
//!
//! let routes = Router::new().route("/api/users/{id}", get(user).cached());
//! # let _: Router<App> = routes;
//! ```
//!
//! The boot table marks each GET: ○ static, ◐ cached, ● dynamic. The [documentation of the
//! router](frontdesk_router#kept-answers) has the rules. An action's answer lists what it revalidated in
//! `Frontdesk-Revalidated`, tags included, so a tag is no place for a secret.
//!
//! # What users can't change, and what happens once
//!
//! `#[sealed] id: u32` takes a value only as the server put it into this form ([`FormView::seal`]); `#[server_action(once)]` runs a form
//! once, however often it is sent. Both write tokens that are good for a day ([`DeskBuilder::form_lifetime`]), and one that isn't, after a
//! restart without `FRONTDESK_KEY` say, costs no more than pressing the button again: `form-expired`, with all that was typed.
//!
//! ```
//! # use frontdesk::{FormView, Forms, Html, Problem, server_action};
//! # struct Note { id: u32 }
//! #[server_action(once)]
//! async fn delete_note(#[sealed] note_id: u32) -> Result<(), Problem> {
//!     // Sealed is not authorised: whose note it is, and who is asking, is still to be checked here.
//!     Ok(())
//! }
//!
//! async fn page(forms: Forms) -> Html<String> {
//!     let note = Note { id: 7 };
//!     let form = forms.of_key::<DeleteNote>(note.id);
//!     Html(format!("{}{}<button>Delete</button></form>", form.open(), form.seal(DeleteNote::NOTE_ID, &note.id)))
//! }
//! # let _ = page;
//! ```
//!
//! | code | status | when |
//! |---|---|---|
//! | `form-expired` | 422 | something sealed is too old, from before a restart, for another form, or was never sealed |
//! | `already-sent` | 409 | a form that runs once was sent before with other values, or its answer is lost: nothing ran this time |
//! | `once-unavailable` | 503 | the store can't say whether the form was sent before: nothing ran |
//! | `timeout` | 503 | the function runs on after its `timeout`; it may have partly happened |
//!
//! # Testing
//!
//! [`testing`] has a browser without JavaScript that drives a desk in process.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `cache` | yes | answers of GETs are kept in memory ([`MemoryCache`]) unless a desk says otherwise |
//! | `tokio` | yes | desks run on [`TokioRuntime`] unless told otherwise |
//! | `axum` | no | `frontdesk::axum`: a desk in an axum app |
//! | `actix` | no | `frontdesk::actix`: a desk in an actix-web app |
//! | `garde` | no | validation by `#[garde(…)]` on form fields |
//! | `askama` | no | [`Markup`] is safe HTML in askama templates |
//! | `maud` | no | [`Markup`] is safe HTML in maud templates |

mod build;
mod desk;
#[cfg(doc)]
pub mod docs;
mod prerender;
mod span;
mod table;
pub mod testing;

pub use build::DeskBuilder;
pub use desk::Desk;
pub use prerender::PrerenderError;
pub use table::BootTable;

// What apps write with.
pub use frontdesk_actions::{
    Action, ActionFor, ActionRow, Field, FieldView, Fill, FormProblem, FormView, Forms, Limits, Markup, MemoryStore,
    PostcardProblem, SealedField, StateStore, Upload, form, guard, keys,
};
pub use frontdesk_router::{
    Body, BoxError, BuildError, Bytes, Caching, Cookie, Cookies, Event, Extension, Form, FromRef, FromRequest,
    FromRequestParts, Get, Handler, HeaderMap, Html, IntoEvent, IntoGet, IntoResponse, InvalidNameError, Json, KeyPart,
    Keyed, LastEventId, Method, Methods, Mistake, NoContent, Path, Place, Problem, Query, Redirect, Request, Response,
    Revalidate, Route, RouteKind, RouteRow, Router, SameSite, Sse, State, StatusCode, Uri, any, app_dir, delete, get,
    head, http, is_local_path, on, options, patch, post, put,
};

// The macros have their docs here, where the examples compile. The trait `FromForm` comes from another
// path than the derive macro, because each has docs of its own.
#[doc = include_str!("docs/from_form.md")]
#[cfg_attr(feature = "garde", doc = include_str!("docs/from_form_garde.md"))]
pub use frontdesk_actions::__private::macros::FromForm;
pub use frontdesk_actions::form::FromForm;
#[doc = include_str!("docs/server_action.md")]
#[cfg_attr(feature = "garde", doc = include_str!("docs/server_action_garde.md"))]
#[doc = include_str!("docs/server_action_options.md")]
pub use frontdesk_actions::server_action;

#[cfg(feature = "garde")]
pub use frontdesk_actions::garde;

// What adapters and runtimes are written with.
pub use frontdesk_actions::Mount;
#[cfg(feature = "cache")]
pub use frontdesk_router::MemoryCache;
#[cfg(feature = "tokio")]
pub use frontdesk_router::TokioRuntime;
pub use frontdesk_router::{BoxFuture, CacheStore, Ctx, Lookup, Name, Names, Runtime, Spool, StoredResponse};

/// A desk in an actix-web app.
#[cfg(feature = "actix")]
pub use frontdesk_actix as actix;
/// A desk in an axum app.
#[cfg(feature = "axum")]
pub use frontdesk_axum as axum;

/// What generated code calls. Not public API: it changes without notice.
#[doc(hidden)]
pub use frontdesk_actions::__private;

/// README's examples, compiled. They need every feature, which a test of the whole workspace turns on.
#[cfg(all(doctest, feature = "axum", feature = "actix", feature = "maud"))]
#[doc = include_str!("../../README.md")]
struct Readme;
