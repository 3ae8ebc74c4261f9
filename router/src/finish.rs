//! What every response gets: inside the layers, and where it leaves the desk.

use axum_core::response::Response;
use http::header::CACHE_CONTROL;
use http::{HeaderMap, HeaderValue, Method};

use crate::context::Ctx;
use crate::in_flight::InFlight;
use crate::render::{render_problem, to_login};
use crate::response::into_head_response;
use crate::sse::event_stream;
use crate::tracked_body::track_body;
use std::sync::Arc;

/// Returns whether caches may store responses to a method.
pub(crate) fn is_cacheable(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Finishes a handler's response inside the layers: renders problems, so that layers see the body
/// that is sent, and keeps other caches from storing a response to GET that does not set
/// `Cache-Control` itself.
pub(crate) fn finish(response: Response, ctx: Option<&Ctx>, cacheable: bool) -> Response {
    let mut response = match ctx {
        Some(ctx) => event_stream(render_problem(response, ctx), ctx),
        None => response,
    };
    if cacheable {
        default_cache_control(response.headers_mut());
    }
    response
}

/// Keeps other caches from storing a response to GET that does not set `Cache-Control` itself.
pub(crate) fn default_cache_control(headers: &mut HeaderMap) {
    let default = || HeaderValue::from_static("private, no-cache");
    headers.entry(CACHE_CONTROL).or_insert_with(default);
}

/// Finishes a response where it leaves a desk that has no layers of its own.
pub(crate) fn leave(response: Response, ctx: &Ctx, is_head: bool) -> Response {
    let response = ctx.finish_response(to_login(render_problem(response, ctx), ctx));
    finish_body(response, &ctx.shared().in_flight, is_head)
}

/// Removes the body of a response to HEAD, and counts others as in flight if they are streamed.
pub(crate) fn finish_body(response: Response, in_flight: &Arc<InFlight>, is_head: bool) -> Response {
    if is_head {
        into_head_response(response)
    } else {
        track_body(response, in_flight)
    }
}
