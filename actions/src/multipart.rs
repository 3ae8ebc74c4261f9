//! Decodes `multipart/form-data` ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)) while it
//! arrives.
//!
//! Frontdesk has its own parser because it needs three properties: it doesn't read ahead of what is
//! consumed, it limits the length of a part's headers, and a backslash at the end of a file's name
//! doesn't make the file a text field.

use std::sync::Arc;

use frontdesk_router::{Problem, Runtime};
use http::{HeaderValue, StatusCode};

use crate::actions::Entry;
use crate::body::Unread;
use crate::form::FormData;
use crate::limits::written;
use crate::source::Source;

use self::reader::Reader;

mod boundary;
mod head;
mod parameters;
mod reader;
mod scanner;
#[cfg(test)]
mod tests;

/// Reads a form from `source`.
///
/// # Errors
///
/// Returns the problem, and the text fields of the whole body: those before the fault and those
/// after it.
pub(crate) async fn read(
    source: &mut Source<'_>,
    content_type: Option<&HeaderValue>,
    entry: &Entry,
    runtime: &Arc<dyn Runtime>,
) -> Result<FormData, Unread> {
    let mut reader = match Reader::new(source, content_type, entry, runtime) {
        Ok(reader) => reader,
        Err(problem) => return Err(Unread::new(problem, FormData::empty())),
    };
    match reader.form().await {
        Ok(form) => Ok(form),
        Err(problem) => Err(Unread::new(problem, reader.texts().await)),
    }
}

/// Reads only the text fields of a form that was already refused. Returns an empty form if the
/// content type has no valid boundary.
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
    Problem::bad_request("invalid-multipart").with_detail("The multipart form is incomplete or malformed.")
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
        format!(
            "The text fields of the form are longer than {} in total.",
            written(limit)
        ),
    )
}

fn long_head(limit: usize) -> Problem {
    too_large(
        "part-headers-too-large",
        format!("The headers of a part are longer than {}.", written(limit as u64)),
    )
}

fn unspooled(error: std::io::Error) -> Problem {
    Problem::internal(error)
}
