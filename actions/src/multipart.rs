//! Reading `multipart/form-data` while it arrives.
//!
//! [RFC 7578](https://www.rfc-editor.org/rfc/rfc7578). A parser of our own, because of what it must not do: read ahead of what is
//! consumed, hold a part's header of any length, or take a file for a text because of a backslash in its name.

use std::sync::Arc;

use frontdesk_form::FormData;
use frontdesk_router::{Problem, Runtime};
use http::HeaderValue;

use crate::body::LimitedBody;

pub(crate) use self::reader::FormRules;
use self::reader::Reader;

mod boundary;
mod head;
mod parameters;
mod problems;
mod reader;
mod scanner;
#[cfg(test)]
mod tests;

/// Reads `form` from a body. If the body is rejected on the way, `form` has its texts: those before that point and those
/// after it.
///
/// # Errors
///
/// When the body is malformed, breaks, or passes a limit.
pub(crate) async fn read(
    body: &mut LimitedBody<'_>,
    content_type: Option<&HeaderValue>,
    rules: FormRules<'_>,
    runtime: &Arc<dyn Runtime>,
    form: &mut FormData,
) -> Result<(), Problem> {
    let mut reader = Reader::new(body, content_type, rules, runtime)?;
    match reader.form().await {
        Ok(whole) => {
            *form = whole;
            Ok(())
        }
        Err(problem) => {
            *form = reader.texts().await;
            Err(problem)
        }
    }
}

/// Reads the texts of a form that has been rejected already.
pub(crate) async fn texts(
    body: &mut LimitedBody<'_>,
    content_type: Option<&HeaderValue>,
    rules: FormRules<'_>,
    runtime: &Arc<dyn Runtime>,
) -> FormData {
    match Reader::new(body, content_type, rules, runtime) {
        Ok(reader) => reader.texts().await,
        Err(_) => FormData::empty(),
    }
}
