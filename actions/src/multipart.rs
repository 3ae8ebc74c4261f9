//! Decodes `multipart/form-data` ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)) while it
//! arrives.
//!
//! Frontdesk has its own parser because it needs three properties: it doesn't read ahead of what is
//! consumed, it limits the length of a part's headers, and a backslash at the end of a file's name
//! doesn't make the file a text field.

use std::sync::Arc;

use frontdesk_form::FormData;
use frontdesk_router::{Problem, Runtime};
use http::HeaderValue;

use crate::body::{LimitedBody, Salvaged};

pub(crate) use self::reader::FormRules;
use self::reader::Reader;

mod boundary;
mod head;
mod parameters;
mod problems;
mod reader;
mod salvage;
mod scanner;
#[cfg(test)]
mod tests;

/// Reads a form.
///
/// # Errors
///
/// Returns the problem, and the short text fields of the whole body: those before the fault and those
/// after it.
pub(crate) async fn read(
    body: &mut LimitedBody<'_>,
    content_type: Option<&HeaderValue>,
    rules: FormRules<'_>,
    runtime: &Arc<dyn Runtime>,
) -> Result<FormData, (Problem, Salvaged)> {
    let reader = Reader::new(body, content_type, rules, runtime);
    let mut reader = reader.map_err(|problem| (problem, Salvaged::default()))?;
    match reader.form().await {
        Ok(form) => Ok(form),
        Err(problem) => Err((problem, reader.salvage().await)),
    }
}

/// Reads only the short text fields of a form that was already refused. Returns an empty form if the
/// content type has no valid boundary.
pub(crate) async fn salvage(
    body: &mut LimitedBody<'_>,
    content_type: Option<&HeaderValue>,
    rules: FormRules<'_>,
    runtime: &Arc<dyn Runtime>,
) -> Salvaged {
    match Reader::new(body, content_type, rules, runtime) {
        Ok(reader) => reader.salvage().await,
        Err(_) => Salvaged::default(),
    }
}
