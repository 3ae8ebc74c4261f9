//! Long jobs: started by a server action, watched by server-sent events, or by a page that loads itself
//! again.
//!
//! | module | contents |
//! |---|---|
//! | [`Jobs`] | all jobs, the queue and its limits: the state of the desk |
//! | [`job`] | a job: how far it has come, and the rows that it has checked |
//! | [`import`] | the work of a job: reads a CSV file, and checks each row |
//! | [`contact`], [`csv`] | what a row has to be, and how a file is written |
//! | [`owner`] | the person that a job belongs to |
//! | [`own_job`] | the job of a request, which exists only for its owner |
//! | [`reader`] | the events of a job, from a position on |
//! | [`actions`] | server actions: start, cancel |
//! | `pages` | the pages, the stream of events, the results |
//! | `api` | the same for programs |
//! | [`view`] | what all of them show of a job |

#![allow(
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    reason = "an app: no other crate depends on its types"
)]

pub mod actions;
mod api;
pub mod contact;
pub mod csv;
pub mod host;
pub mod import;
pub mod job;
pub mod jobs;
pub mod own_job;
pub mod owner;
mod pages;
pub mod reader;
pub mod view;

use frontdesk::http::HeaderValue;
use frontdesk::http::header::CONTENT_SECURITY_POLICY;
use frontdesk::{BuildError, Desk, Response};
use tower::util::MapResponseLayer;

pub use crate::jobs::Jobs;

/// Everything comes from this origin: no script or style is in a page.
const POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");

/// Builds the app, ready to be embedded.
///
/// # Errors
///
/// Lists every mistake in routes and actions.
pub fn desk(jobs: Jobs) -> Result<Desk, BuildError> {
    Desk::builder(jobs)
        .app_name("progress")
        .routes(pages::routes())
        .routes(api::routes())
        .action::<actions::Start>()
        .action::<actions::Cancel>()
        .problem_page(pages::problem)
        .layer(MapResponseLayer::new(|mut response: Response| {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, POLICY);
            response
        }))
        .build()
}
