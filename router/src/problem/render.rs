//! How a problem becomes an answer: for programs JSON, for people a page; and what the log keeps of it.

use std::error::Error;
use std::fmt::Write as _;

use axum_core::body::Body;
use axum_core::response::Response;
use http::header::{
    ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, LAST_MODIFIED, TRANSFER_ENCODING, VARY,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Problem, page};
use crate::context::Ctx;

impl Problem {
    /// The problem that the client gets: mapped by the app where it maps the error behind it; a masked 500 is logged and gets
    /// its log_id. Done once, by whoever writes the answer.
    #[must_use]
    pub fn finish(mut self, ctx: &Ctx) -> Self {
        let Some(source) = self.0.source.take() else {
            return self;
        };
        let shared = ctx.shared();
        if let Some(mapped) = shared.error_map.map(&*source.error) {
            // A mapping may itself end in a masked 500; that one has no mapping left to try.
            return if mapped.0.source.is_some() {
                mapped.log(ctx)
            } else {
                mapped
            };
        }
        self.0.source = Some(source);
        self.log(ctx)
    }

    /// The same under the status of its response: one that was laid over it, as in `(StatusCode::IM_A_TEAPOT, problem)`, holds,
    /// whatever the app maps it to.
    pub(crate) fn finish_under(self, status: StatusCode, ctx: &Ctx) -> Self {
        let overruled = status != self.status();
        let mut problem = self.finish(ctx);
        if overruled {
            problem.0.status = status;
        }
        problem
    }

    fn log(mut self, ctx: &Ctx) -> Self {
        let Some(source) = self.0.source.take() else {
            return self;
        };
        let log_id = log_id(ctx);
        tracing::error!(log_id, at = %source.place, error = chain(&*source.error), "a request failed");
        self.0.log_id = Some(log_id);
        self
    }

    /// A 500 for something whose text must not even be kept, such as a panic's payload; `log` goes to the log.
    #[must_use]
    pub fn masked_with_log(ctx: &Ctx, log: &str) -> Self {
        let mut problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal");
        let log_id = log_id(ctx);
        tracing::error!(log_id, error = log, "a request failed");
        problem.0.log_id = Some(log_id);
        problem
    }

    /// The answer, of the kind that the client prefers.
    #[must_use]
    pub fn render(&self, html: bool) -> Response {
        if html { page::html(self) } else { json(self) }
    }
}

/// Renders the problem that a response carries, if any, in place of its body. Headers that layers added stay.
pub(crate) fn render(response: Response, ctx: &Ctx) -> Response {
    let mut response = response;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    let (html, status) = (ctx.prefers_html(), response.status());
    // Its answer was JSON from the start (`Problem::into_response`).
    if html || problem.source().is_some() || problem.status() != status {
        replace(&mut response, problem.finish_under(status, ctx).render(html));
    }
    vary_by_accept(response.headers_mut());
    response
}

/// Says that another `Accept` may get another answer (RFC 9110 section 12.5.5), unless it is said.
pub(crate) fn vary_by_accept(headers: &mut HeaderMap) {
    let values = headers.get_all(VARY).iter();
    let mut names = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let accept = ACCEPT.as_str().as_bytes();
    let said = names.any(|name| name.trim_ascii() == b"*" || name.trim_ascii().eq_ignore_ascii_case(accept));
    if !said {
        headers.append(VARY, HeaderValue::from_name(ACCEPT));
    }
}

/// Puts a rendered problem in the place of a response. Headers that the problem doesn't have itself stay.
pub(crate) fn replace(response: &mut Response, rendered: Response) {
    let (rendered, body) = rendered.into_parts();
    *response.status_mut() = rendered.status;
    let headers = response.headers_mut();
    // What was said of the body that goes.
    for name in [
        CONTENT_LENGTH,
        CONTENT_ENCODING,
        CONTENT_RANGE,
        TRANSFER_ENCODING,
        ETAG,
        LAST_MODIFIED,
    ] {
        headers.remove(name);
    }
    for name in rendered.headers.keys() {
        headers.remove(name);
    }
    headers.extend(rendered.headers);
    *response.body_mut() = body;
}

pub(super) fn json(problem: &Problem) -> Response {
    // Strings and lists of strings can't fail to serialise.
    let body = serde_json::to_vec(problem).unwrap_or_default();
    answer(
        problem,
        HeaderValue::from_static("application/problem+json"),
        body.into(),
    )
}

pub(super) fn answer(problem: &Problem, content_type: HeaderValue, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = problem.status();
    *response.headers_mut() = problem.headers().clone();
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

impl Serialize for Problem {
    /// The members of RFC 9457 section 3.1, and the extensions `code`, `errors` and `log_id`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        // Absent means `about:blank` (section 4.2.1).
        if let Some(uri) = &self.0.type_uri {
            map.serialize_entry("type", uri)?;
        }
        map.serialize_entry("title", self.title())?;
        map.serialize_entry("status", &self.status().as_u16())?;
        if let Some(detail) = self.detail() {
            map.serialize_entry("detail", detail)?;
        }
        map.serialize_entry("code", self.code())?;
        if !self.errors().is_empty() {
            map.serialize_entry("errors", self.errors())?;
        }
        if let Some(log_id) = self.log_id() {
            map.serialize_entry("log_id", log_id)?;
        }
        map.end()
    }
}

fn log_id(ctx: &Ctx) -> String {
    let mut bytes = [0; 8];
    ctx.shared().runtime.random(&mut bytes);
    format!("{:016x}", u64::from_be_bytes(bytes))
}

/// An error with what caused it, each once: many errors repeat their source in their own text.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    for _ in 0..32 {
        let Some(error) = next else { break };
        let cause = error.to_string();
        if !text.ends_with(&cause) {
            let _ = write!(text, ": {cause}");
        }
        next = error.source();
    }
    text
}
