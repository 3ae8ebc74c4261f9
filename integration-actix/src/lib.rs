//! A [Frontdesk](https://docs.rs/frontdesk) desk in an actix-web app.
//!
//! ```ignore
//! App::new()
//!     .wrap(frontdesk::actix::pages(&desk))            // the app's own pages can use `Forms`
//!     .route("/health", web::get().to(health))         // the app keeps its own routes,
//!     .configure(frontdesk::actix::desk(desk.clone())) // the desk takes what they don't
//! ```
//!
//! - The desk is the default service of the app or scope: its own misses go to `Desk::fallback`. It also sees the methods that
//!   a path of the app's own doesn't answer, and answers 404 (axum says 405 itself); a page of the app answers HEAD only if it is
//!   routed too.
//! - In a scope, tell the desk with `Desk::builder(…).base("/app")`; the adapter takes the base off what the desk sees, as axum's
//!   `nest` does.
//! - Extractors written for actix work in route handlers and actions: [`Actix<T>`](Actix) for those that are `Send` and don't
//!   read the body, [`ActixRequest`] for the rest.
//! - The body is read from the connection only as fast as the handler reads it.
//! - Of pipelined requests actix-http (3.20) takes the last that it has read for the one that it answers. So where a HEAD comes
//!   last, the answer of a request before it that had to wait lacks its body; and if the last says `Connection: close`, so do
//!   all answers. That is so in every actix app; browsers and proxies don't pipeline.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod body;
mod convert;
mod extract;
mod forms;
mod jobs;
mod pages;
mod service;

pub use extract::{Actix, ActixRequest, RequestGoneError};
pub use forms::Forms;
pub use pages::{Pages, PagesMiddleware, pages};
pub use service::desk;
