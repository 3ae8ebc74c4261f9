//! The same for programs: route handlers, which return JSON.

use frontdesk::http::HeaderName;
use frontdesk::http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use frontdesk::{Bytes, Cookies, HeaderMap, Json, Problem, Router, State, StatusCode, get};

use crate::import::File;
use crate::jobs::Jobs;
use crate::own_job::OwnJob;
use crate::owner::{Owner, Visitor};
use crate::view::Status;

pub(crate) fn routes() -> Router<Jobs> {
    Router::new()
        .route("/api/jobs", get(list).post(start))
        .route("/api/jobs/{id}", get(show).delete(cancel))
}

async fn list(State(jobs): State<Jobs>, Visitor(visitor): Visitor) -> Json<Vec<Status>> {
    let jobs = visitor.map(|owner| jobs.of(&owner)).unwrap_or_default();
    Json(jobs.iter().map(|job| Status::new(job, &job.progress())).collect())
}

type Accepted = (StatusCode, [(HeaderName, String); 2], Json<Status>);

/// Starts an import of the body (RFC 9110, section 15.3.3: 202, with the place where its status is). No page
/// of another site can send such a body, since browsers ask first before they send `text/csv`.
async fn start(
    State(jobs): State<Jobs>,
    headers: HeaderMap,
    cookies: Cookies,
    body: Bytes,
) -> Result<Accepted, Problem> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("text/csv") {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-csv").with_detail("Send `text/csv`."));
    }
    let job = jobs.start(
        Owner::or_new(&cookies)?,
        "Sent by a program".to_owned(),
        File::from(body),
    )?;
    let headers = [
        (LOCATION, format!("/api/jobs/{}", job.id)),
        (RETRY_AFTER, "1".to_owned()),
    ];
    Ok((StatusCode::ACCEPTED, headers, Json(Status::new(&job, &job.progress()))))
}

async fn show(OwnJob(job): OwnJob) -> Json<Status> {
    Json(Status::new(&job, &job.progress()))
}

/// Cancels an import, which then still has its status. Cancelling it again is harmless.
async fn cancel(State(jobs): State<Jobs>, OwnJob(job): OwnJob) -> Result<Json<Status>, Problem> {
    match jobs.cancel(&job) {
        true => Ok(Json(Status::new(&job, &job.progress()))),
        false => Err(Problem::conflict("has-ended").with_detail("The import had ended before.")),
    }
}
