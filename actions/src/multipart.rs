//! Reading `multipart/form-data` while it arrives.
//!
//! [RFC 7578](https://www.rfc-editor.org/rfc/rfc7578). A parser of our own, because of what it must not do: read ahead of what is
//! consumed, hold a part's header of any length, or take a file for a text because of a backslash in its name.

use std::sync::Arc;

use frontdesk_router::{Problem, Runtime};
use http::{HeaderValue, StatusCode};

use crate::actions::Entry;
use crate::body::Unread;
use crate::form::FormData;
use crate::limits::written;
use crate::source::Source;
use crate::submission::Submission;

use self::reader::Reader;

mod boundary;
mod head;
mod parameters;
mod reader;
mod scanner;
#[cfg(test)]
mod tests;

/// Reads a form from `source`. If it is refused on the way, its texts are kept: those before that and those behind.
pub(crate) async fn read(
    source: &mut Source<'_>,
    content_type: Option<&HeaderValue>,
    entry: &Entry,
    runtime: &Arc<dyn Runtime>,
) -> Result<FormData, Unread> {
    let mut reader = match Reader::new(source, content_type, entry, runtime) {
        Ok(reader) => reader,
        Err(problem) => return Err(Unread::new(problem, Submission::empty())),
    };
    match reader.form().await {
        Ok(form) => Ok(form),
        Err(problem) => Err(Unread::new(problem, Submission::new(reader.texts().await))),
    }
}

/// Reads the texts of a form that was refused already.
pub(crate) async fn texts(
    source: &mut Source<'_>,
    content_type: Option<&HeaderValue>,
    entry: &Entry,
    runtime: &Arc<dyn Runtime>,
) -> FormData {
    match Reader::new(source, content_type, entry, runtime) {
        Ok(reader) => reader.texts().await,
        Err(_) => FormData::empty(),
    }
}

fn malformed() -> Problem {
    Problem::bad_request("invalid-multipart").with_detail("What was sent is no whole multipart form.")
}

fn too_large(code: &'static str, detail: String) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, code).with_detail(detail)
}

fn too_many_parts(limit: usize) -> Problem {
    too_large("too-many-parts", format!("The form has more than {limit} parts."))
}

fn too_much_text(limit: u64) -> Problem {
    too_large(
        "too-much-text",
        format!("The form's texts are longer than {}.", written(limit)),
    )
}

fn long_head(limit: usize) -> Problem {
    too_large(
        "part-headers-too-large",
        format!("The header of a part is longer than {}.", written(limit as u64)),
    )
}

fn unspooled(error: std::io::Error) -> Problem {
    Problem::internal(error)
}
