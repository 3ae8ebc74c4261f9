//! For your tests: a browser without JavaScript, in process, that knows forms.
//!
//! It drives a [`Desk`](crate::Desk) as a browser would, with no server and no socket: it keeps cookies, follows redirects, and
//! sends the form that really stands in the page, with its hidden fields. So a test fails when the page forgets an input, and not only
//! when the action does.
//!
//! ```
//! use frontdesk::{Desk, Forms, Html, Problem, Redirect, Router, server_action, testing::Browser};
//!
//! #[server_action]
//! async fn sign_up(email: String, #[field(secret)] password: String) -> Result<Redirect, Problem> {
//!     match email.contains('@') && password.len() > 3 {
//!         true => Ok(Redirect::to("/thanks")),
//!         false => Err(Problem::field("email", "that is no address")),
//!     }
//! }
//!
//! async fn home(forms: Forms) -> Html<String> {
//!     let form = forms.of::<SignUp>();
//!     let email = form.field(SignUp::EMAIL);
//!     let error = email.error().unwrap_or_default(); // a constant of ours: nothing to escape
//!     Html(format!(
//!         "{}{}<p id=\"{}\">{error}</p>{}<button>Subscribe</button></form>",
//!         form.open(),
//!         email.input("email"),
//!         email.errors_id(),
//!         form.field(SignUp::PASSWORD).input("password"),
//!     ))
//! }
//!
//! # fn main() { run() }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn run() {
//! let routes = Router::new().page("/", home).page("/thanks", async || Html("Thank you"));
//! let desk = Desk::builder(()).routes(routes).action::<SignUp>().build().unwrap();
//! let mut browser = Browser::new(desk);
//!
//! browser.get("/").await;
//! let page = browser
//!     .submit::<SignUp>(|form| form.set(SignUp::EMAIL, "nonsense").set(SignUp::PASSWORD, "sesame"))
//!     .await;
//! let form = page.form::<SignUp>();
//! assert_eq!(form.error(SignUp::EMAIL), "that is no address");
//! assert_eq!(form.value(SignUp::EMAIL), "nonsense"); // nothing typed is lost,
//! assert_eq!(form.value(SignUp::PASSWORD), ""); // but for secrets
//!
//! let page = browser
//!     .submit::<SignUp>(|form| form.set(SignUp::EMAIL, "ada@example.com").set(SignUp::PASSWORD, "sesame"))
//!     .await;
//! assert_eq!((page.url(), page.text()), ("/thanks", "Thank you"));
//! # }
//! ```
//!
//! Everything here panics when something is not as a test expects it: that is how a test fails.

#![expect(clippy::panic, reason = "a test fails by it")]

mod browser;
mod document;
mod encode;
mod form;
mod html;
mod jar;
mod page;

pub use browser::{Browser, Reply};
pub use form::FormToSend;
pub use page::{Page, ShownForm};
