//! A browser without JavaScript, in process, for the tests of your app (feature `testing`).
//!
//! It calls a [`Desk`](crate::Desk) without a server or a socket, as a browser would: it stores
//! cookies, follows redirects, presses buttons, clicks links, and sends the form that the page really
//! contains, with its hidden fields. So a test also fails if the page lacks an input, and not only if the
//! action is wrong. [`Browser::of`] takes an axum app with the desk in it, or any other tower service, and
//! `Browser::of_actix` an actix-web app, so that sessions, logins and your own handlers take part.
//!
//! - A form is submitted as by the enter key: by its first button, whether it has a name or not. Another
//!   one is pressed by [`click`](Browser::click), or by [`press`](FormToSend::press) in a form.
//! - `formaction`, `formmethod`, `formenctype` and controls outside of their form (`form=`) count, and so
//!   do GET forms. Disabled controls are not sent.
//! - Cookies are stored and sent by their `Path`, `Domain`, `Expires`, `Max-Age`, `Secure` and prefixes
//!   (`__Host-`, `__Secure-`). The browser speaks https where its [`origin`](Browser::origin) does.
//! - A mistake in the [`Reply`](crate::Reply) of an action, which is left out with an error in the log, panics.
//! - Redirects are followed within the origin, at most 20. After 307 and 308 a form is sent again.
//!
//! ```toml
//! [dev-dependencies]
//! frontdesk = { version = "0.1", features = ["testing"] }
//! ```
//!
//! ```
//! use frontdesk::{Desk, Forms, Html, Problem, Redirect, Router, server_action, testing::Browser};
//!
//! #[server_action]
//! async fn sign_up(email: String, #[field(secret)] password: String) -> Result<Redirect, Problem> {
//!     match email.contains('@') && password.len() > 3 {
//!         true => Ok(Redirect::to("/thanks")),
//!         false => Err(Problem::field("email", "That is not an address.")),
//!     }
//! }
//!
//! async fn home(forms: Forms) -> Html<String> {
//!     let form = forms.of::<SignUp>();
//!     let email = form.field(SignUp::EMAIL);
//!     let password = form.field(SignUp::PASSWORD);
//!     // Everything here escapes itself. A template does the same with less noise.
//!     let fields = [email.input("email"), email.messages(), password.input("password"), password.messages()];
//!     let fields: String = fields.iter().map(|field| field.as_str()).collect();
//!     Html(format!("{}{fields}<button>Sign up</button>{}", form.open(), form.close()))
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let routes = Router::new().page("/", home).page("/thanks", async || Html("Thank you"));
//! let desk = Desk::builder(()).routes(routes).action::<SignUp>().build().unwrap();
//! let mut browser = Browser::new(desk);
//!
//! browser.get("/").await;
//! let page = browser
//!     .submit::<SignUp>(|form| form.set(SignUp::EMAIL, "nonsense").set(SignUp::PASSWORD, "sesame"))
//!     .await;
//! let form = page.form::<SignUp>();
//! assert_eq!(form.error(SignUp::EMAIL), "That is not an address.");
//! assert_eq!(form.value(SignUp::EMAIL), "nonsense"); // the form is repopulated,
//! assert_eq!(form.value(SignUp::PASSWORD), ""); // except for secrets
//!
//! let page = browser
//!     .submit::<SignUp>(|form| form.set(SignUp::EMAIL, "ada@example.com").set(SignUp::PASSWORD, "sesame"))
//!     .await;
//! assert_eq!((page.url(), page.text()), ("/thanks", "Thank you"));
//! # }
//! ```
//!
//! Everything here panics if something is not as the test expects, which is how a test fails.

#![expect(clippy::panic, reason = "a test fails by it")]

mod app;
mod browser;
mod call_response;
mod clickable;
mod control;
mod document;
mod encode;
mod end_tags;
mod form;
mod html;
mod jar;
mod location;
mod navigation;
mod page;
mod step;

#[cfg(feature = "actix")]
pub use app::Actix;
pub use app::{App, Tower};
pub use browser::Browser;
pub use call_response::CallResponse;
pub use form::FormToSend;
pub use page::{Page, PageForm};
