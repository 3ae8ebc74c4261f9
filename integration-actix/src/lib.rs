//! A [Frontdesk](https://docs.rs/frontdesk) desk in an actix-web app: `frontdesk::actix` (feature
//! `actix`).
//!
//! ```
//! use actix_web::{App, test, web};
//! use frontdesk::{Desk, Html, Router};
//!
//! # #[actix_web::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let routes = Router::new().page("/todos", async || Html("<h1>Todos</h1>"));
//! let desk = Desk::builder(()).routes(routes).build()?;
//!
//! let app = App::new()
//!     .wrap(frontdesk::actix::pages(&desk)) // the app's own pages can extract `Forms`
//!     .route("/health", web::get().to(|| async { "ok" })) // the app keeps its own routes,
//!     .configure(frontdesk::actix::desk(desk.clone())); // the desk serves all other paths
//!
//! let app = test::init_service(app).await;
//! for path in ["/health", "/todos"] {
//!     let request = test::TestRequest::get().uri(path).to_request();
//!     assert_eq!(test::call_service(&app, request).await.status(), 200);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! - The desk is the default service of the app or of a scope. Requests that the desk doesn't match
//!   either go to the fallback of the desk (`DeskBuilder::fallback`).
//! - The desk also gets the methods that a route of the app doesn't have, and responds with 404
//!   (axum responds with 405 itself). A page of the app responds to HEAD only if it has a route for
//!   HEAD.
//! - **Actions are at `/_actions/<name>`, outside of a
//!   `scope("/admin").wrap(login)`.** Give an action a `path`,
//!   mount a desk with `.base("/admin")` in there, or use layers of the desk: its guide
//!   `docs::layers` shows each.
//! - In a scope, set the path with `Desk::builder(…).base("/app")`. The adapter strips it from what
//!   the desk sees, as axum's `nest` does.
//! - Extractors written for actix work in route handlers and actions: [`Actix<T>`](Actix) for those
//!   that are `Send` and don't read the body, [`ActixRequest`] for the rest.
//! - Metrics and traces name requests by actix's resources: [`resources`] adds the desk's routes to
//!   those. A 5xx of the desk has an error of actix's, by which tracing-actix-web tells it.
//! - The body is read from the connection only as fast as the handler reads it.
//! - With pipelined requests, actix-http (3.20) takes the last request that it has read for the one
//!   that it responds to. If a HEAD comes last, the response to an earlier request that had to wait
//!   lacks its body; if the last one contains `Connection: close`, so do all responses. This is so
//!   in every actix app. Browsers and proxies don't pipeline.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod body;
mod convert;
mod extract;
mod forms;
mod jobs;
mod pages;
mod resources;
mod server_error;
mod service;

pub use extract::{Actix, ActixRequest, RequestGoneError};
pub use forms::Forms;
pub use pages::{Pages, PagesMiddleware, pages};
pub use resources::resources;
pub use service::desk;
