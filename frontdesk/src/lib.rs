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
//! An argument's type is a [`FromForm`] type (numbers, `bool`, `String`, `Option`, `Vec`, what derives it), or else anything that serde
//! deserialises (enums of unit variants, dates, types of yours).
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
//! async fn sign_up(#[garde(email)] email: String, #[garde(range(min = 18))] age: u8, account: Account) {}
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
//! [`FieldView::typed_input`] the `type`. Only what is written out as a number or text, and only what can't refuse anything that the
//! server takes: browsers count UTF-16 code units, so `length(utf16, max = 20)` becomes `maxlength="20"`, but `length(chars, max = 20)`
//! `maxlength="40"`, since an emoji is one character and two units. The functions of `custom(…)` get `&()` for garde's context. The rules
//! `url`, `credit_card` and `phone_number` need garde's features of these names, which your own `Cargo.toml` turns on.
//!
//! # What comes back
//!
//! | caller | success | field errors | other problems |
//! |---|---|---|---|
//! | a browser's form | 303 to the [`Redirect`], or back to the page | 303 back, with the values and messages | 303 back with the problem |
//! | a program that speaks postcard | 200 with postcard | 422, a [`PostcardProblem`] | a [`PostcardProblem`] |
//! | a script | 200 with JSON, 204 for `()`, `Frontdesk-Redirect` | 422 `application/problem+json` | `application/problem+json` |
//! | htmx | `HX-Redirect` | `HX-Redirect` back, with the values and messages | likewise |
//!
//! A browser that comes from no page of yours gets the problem as a readable page.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
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
mod span;
mod table;

pub use build::DeskBuilder;
pub use desk::Desk;
pub use table::Table;

// What apps write with.
pub use frontdesk_actions::{
    Action, ActionFor, ActionRow, Field, FieldView, Fill, FormProblem, FormView, Forms, FromForm, Limits, Markup,
    MemoryStore, PostcardProblem, StateStore, Upload, form, guard, keys, server_action,
};
pub use frontdesk_router::{
    Body, BoxError, BuildError, Bytes, Cookie, Cookies, Event, Extension, Form, FromRef, FromRequest, FromRequestParts,
    Get, Handler, HeaderMap, Html, IntoEvent, IntoResponse, Json, LastEventId, Method, Methods, Mistake, NoContent,
    Path, Place, Problem, Query, Redirect, Request, Response, Route, RouteKind, RouteRow, Router, SameSite, Sse, State,
    StatusCode, Uri, any, app_dir, delete, get, head, http, is_local_path, on, options, patch, post, put,
};

#[cfg(feature = "garde")]
pub use frontdesk_actions::garde;

// What adapters and runtimes are written with.
pub use frontdesk_actions::Mount;
#[cfg(feature = "tokio")]
pub use frontdesk_router::TokioRuntime;
pub use frontdesk_router::{BoxFuture, Ctx, Runtime, Spool};

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
