//! Reads a body into a form.

use std::sync::Arc;

use axum_core::body::Body;
use bytes::Bytes;
use frontdesk_form::FormData;
use frontdesk_router::{BoxFuture, Problem, Runtime};
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::body_kind::{BodyKind, unsupported};
use crate::body::{Collected, LimitedBody, Salvaged, form_problem, short_pairs, waits_for_continue};
use crate::multipart::{self, FormRules};
use crate::registry::BoundAction;

/// How much of a rejected body other than a form is read for its values.
const SALVAGE_LIMIT: u64 = 1024 * 1024;

/// What has been read of a body, also of one that is rejected.
pub(super) struct Received<'a> {
    /// The values of the form.
    pub(super) form: &'a mut FormData,
    /// The names of fields that are missing in it because they are too long.
    pub(super) too_long: &'a mut Vec<String>,
    /// The number of bytes that arrived.
    pub(super) bytes: &'a mut u64,
}

impl Received<'_> {
    fn set(&mut self, salvaged: Salvaged) {
        *self.form = salvaged.form;
        *self.too_long = salvaged.too_long;
    }
}

/// Reads a body into `received`. If it is rejected on the way, that has the values that could be
/// salvaged, and the rest of the body is drained so that the client shows the response. Returns the
/// bytes of a postcard body: only the action's own types can decode them.
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
    mut received: Received<'_>,
) -> Result<Option<Bytes>, Problem> {
    let mut body = LimitedBody::new(body, &action.limits, &**runtime);
    let read = match kind {
        // Boxed, so that the futures of all other calls need no room for it.
        BodyKind::Multipart => {
            let content_type = headers.get(CONTENT_TYPE);
            Box::pin(multipart::read(&mut body, content_type, rules(action), runtime))
                .await
                .map(|form| {
                    *received.form = form;
                    None
                })
                .map_err(|(problem, salvaged)| {
                    received.set(salvaged);
                    problem
                })
        }
        _ => read_whole(&mut body, kind, action, &mut received).await,
    };
    if read.is_err() {
        body.drain();
        // Boxed for the same reason.
        drop(Box::pin(body.skip()).await);
    }
    *received.bytes = body.received();
    read
}

/// Reads a body that is parsed when it has arrived.
async fn read_whole(
    body: &mut LimitedBody<'_>,
    kind: BodyKind,
    action: &BoundAction,
    received: &mut Received<'_>,
) -> Result<Option<Bytes>, Problem> {
    let mut collected = Collected::default();
    let problem = match body.collect(&mut collected).await {
        Ok(()) => {
            let bytes = collected.into_bytes();
            match parse(&bytes, kind, action) {
                Ok(Some(form)) => {
                    *received.form = form;
                    return Ok(None);
                }
                Ok(None) => return Ok(Some(bytes)),
                Err(problem) => {
                    collected = Collected::from(bytes);
                    problem
                }
            }
        }
        Err(problem) => problem,
    };
    if kind == BodyKind::UrlEncoded {
        let limits = &action.limits;
        received.set(Box::pin(short_pairs(body, collected, limits.body, &limits.form)).await);
    }
    Err(problem)
}

/// Reads the values of a form that was rejected before its body was read, as far as they are short
/// enough, and discards files. If `repopulates`, a page shows them again: then the body is waited for
/// as long as that of a good form. Returns how many bytes arrived.
pub(super) fn salvage<'a>(
    body: Body,
    kind: BodyKind,
    headers: &'a HeaderMap,
    action: &'a BoundAction,
    repopulates: bool,
    runtime: &'a Arc<dyn Runtime>,
) -> BoxFuture<'a, (Salvaged, u64)> {
    Box::pin(async move {
        if waits_for_continue(headers) {
            return (Salvaged::default(), 0);
        }
        let mut body = LimitedBody::rejected(body, &action.limits, SALVAGE_LIMIT, repopulates, &**runtime);
        let salvaged = match kind {
            BodyKind::Multipart => {
                multipart::salvage(&mut body, headers.get(CONTENT_TYPE), rules(action), runtime).await
            }
            BodyKind::UrlEncoded => {
                let limits = &action.limits;
                short_pairs(&mut body, Collected::default(), limits.body, &limits.form).await
            }
            _ => {
                let mut collected = Collected::default();
                let read = body.collect(&mut collected).await;
                let form = read.and_then(|()| parse(&collected.into_bytes(), kind, action));
                Salvaged {
                    form: form.ok().flatten().unwrap_or_default(),
                    too_long: Vec::new(),
                }
            }
        };
        body.drain();
        drop(body.skip().await);
        (salvaged, body.received())
    })
}

fn rules(action: &BoundAction) -> FormRules<'_> {
    FormRules {
        limits: &action.limits,
        fields: &action.fields,
        hash_files: action.once.is_some(),
    }
}

/// Parses a whole body. Returns `None` if it has no form: it is postcard.
fn parse(bytes: &[u8], kind: BodyKind, action: &BoundAction) -> Result<Option<FormData>, Problem> {
    let limits = &action.limits.form;
    let parsed = match kind {
        BodyKind::Postcard => return Ok(None),
        BodyKind::Empty if !bytes.is_empty() => return Err(unsupported(action)),
        BodyKind::Json => FormData::from_json(bytes, limits),
        BodyKind::JsonOfForm => FormData::from_json_of_form(bytes, limits),
        _ => FormData::from_urlencoded(bytes, limits),
    };
    parsed.map(Some).map_err(|error| form_problem(&error))
}
