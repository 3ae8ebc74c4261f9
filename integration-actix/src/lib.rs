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
//! - A later `.default_service(…)`, or a second desk in the same app or scope, replaces the desk; the
//!   log then has an error.
//! - The app's own routes come first: a resource of the app hides the desk's route at the same path,
//!   all of its methods included. A route (`.route("/todos", web::get().to(…))`) hides one method of
//!   it. The desk can't know the app's routes, so nothing reports this.
//! - **Actions are at `/_actions/<name>`, outside of a `scope("/admin").wrap(login)`.** Mount a desk
//!   with `.base("/admin")` in there, give the actions layers of the desk, or a `path` below
//!   `/admin`: its guide `docs::layers` shows each.
//! - In a scope, set the path with `Desk::builder(…).base("/app")`. The adapter strips it from what
//!   the desk sees, as axum's `nest` does. Outside of a scope nothing is stripped: such a desk is
//!   behind a proxy that does. If the desk has another path than its scope, or none, the first request
//!   logs an error.
//! - Extractors written for actix work in route handlers and actions: [`Actix<T>`](Actix) for those
//!   that are `Send` and don't read the body, [`ActixRequest::extract`] for sessions, identities and
//!   others that are not `Send`.
//! - Metrics and traces name requests by actix's resources: [`resources`] adds the desk's routes to
//!   those. A 5xx of the desk has an error of actix's, by which tracing-actix-web tells it.
//! - The body is read from the connection only as fast as the handler reads it.
//! - With pipelined requests, actix-http (3.20) takes the last request that it has read for the one
//!   that it responds to. If a HEAD comes last, the response to an earlier request that had to wait
//!   lacks its body; if the last one contains `Connection: close`, so do all responses. This is so
//!   in every actix app. Browsers and proxies don't pipeline.

//!
//! # Graceful shutdown
//!
//! actix's own graceful shutdown waits until each connection has ended, so an endless stream of
//! events keeps it waiting, and a worker that stops drops actions whose client has disconnected.
//! `Desk::shutdown` ends what the desk has in flight, and waits for actions:
//!
//! ```no_run
//! use actix_web::{App, HttpServer};
//! use frontdesk::Desk;
//! use std::time::Duration;
//! # async fn stop_signal() {}
//!
//! async fn serve(desk: Desk) -> std::io::Result<()> {
//!     let served = desk.clone();
//!     let app = move || App::new().configure(frontdesk::actix::desk(served.clone()));
//!     let server = HttpServer::new(app).disable_signals().shutdown_timeout(1).bind(("127.0.0.1", 3000))?.run();
//!     let handle = server.handle();
//!     actix_web::rt::spawn(server);
//!
//!     stop_signal().await; // tokio::signal::ctrl_c(), or SIGTERM
//!     handle.pause().await; // accepts no more connections; the workers stay alive
//!     let report = desk.shutdown(Duration::from_secs(10)).await;
//!     eprintln!("{report}");
//!     handle.stop(true).await;
//!     Ok(())
//! }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

mod body;
mod browser_state;
mod convert;
mod extract;
mod flashes;
mod forms;
mod in_page;
mod jobs;
mod language;
mod mounting;
mod names;
mod page_error;
mod pages;
mod problem_service;
mod resources;
mod return_to;
mod search;
mod server_error;
mod service;
mod worker;

pub use browser_state::BrowserState;
pub use extract::{Actix, ActixRequest, RequestGoneError};
pub use flashes::Flashes;
pub use forms::Forms;
pub use language::Language;
pub use pages::{Pages, PagesMiddleware, pages};
pub use problem_service::problem_service;
pub use resources::resources;
pub use return_to::ReturnTo;
pub use search::Search;
pub use service::desk;
