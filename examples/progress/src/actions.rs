//! Server actions: what people do.

use frontdesk::{Bytes, Cookies, Flash, Problem, Redirect, State, Upload, server_action};

use crate::import::File;
use crate::jobs::Jobs;
use crate::own_job::OwnJob;
use crate::owner::Owner;

/// Starts an import of a file, or of text. A double click starts one.
#[server_action(path = "/jobs", once)]
pub async fn start(
    #[extract] State(jobs): State<Jobs>,
    #[extract] cookies: Cookies,
    /// The file.
    #[field(max = "1MB", accept = ".csv,text/csv,text/plain")]
    file: Option<Upload>,
    /// Text in place of a file.
    #[garde(length(bytes, max = 100_000))]
    text: Option<String>,
) -> Result<Redirect, Problem> {
    let (name, file) = match (file, text) {
        (Some(upload), None) => {
            let name = upload.file_name().unwrap_or("A file without a name").to_owned();
            (name, File::from(upload))
        }
        (None, Some(text)) => ("Pasted text".to_owned(), File::from(Bytes::from(text))),
        (None, None) => return Err(Problem::field("file", "choose a file, or paste text")),
        (Some(_), Some(_)) => return Err(Problem::field("text", "choose a file or paste text, and not both")),
    };
    let job = jobs.start(Owner::or_new(&cookies)?, name, file)?;
    Ok(Redirect::to(format!("/jobs/{}", job.id)))
}

/// Cancels an import. If it was cancelled before, nothing happens.
#[server_action(path = "/jobs/{id}/cancel", state = Jobs)]
pub async fn cancel(#[extract] State(jobs): State<Jobs>, #[extract] OwnJob(job): OwnJob) -> Redirect {
    let page = Redirect::to(format!("/jobs/{}", job.id));
    if jobs.cancel(&job) {
        return page;
    }
    page.flash(Flash::warning("It was not cancelled, because it had ended before."))
}
