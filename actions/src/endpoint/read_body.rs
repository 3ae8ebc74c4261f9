//! Reads a body into a form.

use std::sync::Arc;

use axum_core::body::Body;
use bytes::Bytes;
use frontdesk_form::FormData;
use frontdesk_router::{BoxFuture, Problem, Runtime};
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::body_kind::{BodyKind, unsupported};
use crate::body::{Collected, LimitedBody, form_problem, waits_for_continue};
use crate::multipart::{self, FormRules};
use crate::registry::BoundAction;

/// How much of a rejected urlencoded body is searched for values to show again. Hardly more than
/// that fits into the form state anyway.
const SALVAGE_LIMIT: usize = 1024 * 1024;

/// Reads a body into `form`. If it is rejected on the way, `form` has the values that could be
/// salvaged, and the rest of the body is drained so that the client shows the response. Sets `received`
/// to the number of bytes that arrived. Returns the bytes of a postcard body: only the action's own
/// types can decode them.
///
/// # Errors
///
/// When the body is malformed, breaks, or passes a limit.
pub(super) async fn read(
    body: Body,
    kind: BodyKind,
    headers: &HeaderMap,
    action: &BoundAction,
    runtime: &Arc<dyn Runtime>,
    form: &mut FormData,
    received: &mut u64,
) -> Result<Option<Bytes>, Problem> {
    let mut body = LimitedBody::new(body, &action.limits, &**runtime);
    let read = match kind {
        // Boxed, so that the futures of all other calls need no room for it.
        BodyKind::Multipart => {
            let content_type = headers.get(CONTENT_TYPE);
            Box::pin(multipart::read(&mut body, content_type, rules(action), runtime, form))
                .await
                .map(|()| None)
        }
        _ => {
            let mut collected = Collected::default();
            let read = body.collect(&mut collected).await;
            parse(read, collected.into_bytes(), kind, action, form)
        }
    };
    if read.is_err() {
        body.drain();
        // Boxed for the same reason.
        drop(Box::pin(body.skip()).await);
    }
    *received = body.received();
    read
}

/// Reads the values of a form that was rejected before its body was read, for the page to show them
/// again. It reads as much as is drained of a rejected body anyway, and discards files. Also returns
/// how many bytes arrived.
pub(super) fn salvage<'a>(
    body: Body,
    kind: BodyKind,
    headers: &'a HeaderMap,
    action: &'a BoundAction,
    runtime: &'a Arc<dyn Runtime>,
) -> BoxFuture<'a, (FormData, u64)> {
    Box::pin(async move {
        if waits_for_continue(headers) {
            return (FormData::empty(), 0);
        }
        let mut body = LimitedBody::rejected(body, &action.limits, SALVAGE_LIMIT as u64, &**runtime);
        let mut form = FormData::empty();
        match kind {
            BodyKind::Multipart => {
                form = multipart::texts(&mut body, headers.get(CONTENT_TYPE), rules(action), runtime).await;
            }
            _ => {
                let mut collected = Collected::default();
                let read = body.collect(&mut collected).await;
                drop(parse(read, collected.into_bytes(), kind, action, &mut form));
            }
        }
        body.drain();
        drop(body.skip().await);
        (form, body.received())
    })
}

fn rules(action: &BoundAction) -> FormRules<'_> {
    FormRules {
        limits: &action.limits,
        fields: &action.fields,
        hash_files: action.once.is_some(),
    }
}

/// Parses the bytes of a body if they were `read` completely; else salvages values from their
/// beginning.
fn parse(
    read: Result<(), Problem>,
    bytes: Bytes,
    kind: BodyKind,
    action: &BoundAction,
    form: &mut FormData,
) -> Result<Option<Bytes>, Problem> {
    let limits = &action.limits.form;
    let parsed = read.and_then(|()| match kind {
        BodyKind::Postcard => Ok(None),
        BodyKind::Empty if !bytes.is_empty() => Err(unsupported(action)),
        BodyKind::Json => FormData::from_json(&bytes, limits)
            .map(Some)
            .map_err(|error| form_problem(&error)),
        _ => FormData::from_urlencoded(&bytes, limits)
            .map(Some)
            .map_err(|error| form_problem(&error)),
    });
    match parsed {
        Ok(Some(parsed)) => *form = parsed,
        Ok(None) => return Ok(Some(bytes)),
        Err(problem) => {
            if kind == BodyKind::UrlEncoded {
                *form = FormData::from_truncated_urlencoded(bytes.get(..SALVAGE_LIMIT).unwrap_or(&bytes), limits);
            }
            return Err(problem);
        }
    }
    Ok(None)
}
