//! The head of a request, for the page of a problem that its response may be.

use std::fmt;

use axum_core::extract::Request;
use axum_core::response::Response;
use http::header::{AUTHORIZATION, CACHE_CONTROL, COOKIE, PROXY_AUTHORIZATION};
use http::request::Parts;
use http::{Extensions, HeaderValue, StatusCode};

use super::pages::ProblemPages;
use super::replace::replace;
use super::run::run;
use crate::context::Ctx;
use crate::problem::{RenderedProblem, replace_body};
use crate::vary::vary_by_accept;

/// The head of a request to a desk that has pages or bodies of the app's own for problems: what serves
/// the request consumes it.
pub struct ProblemHead {
    pages: ProblemPages,
    parts: Parts,
    /// Whether only the origin guard of actions can admit the request.
    is_guarded: bool,
    /// Whether the path is that of an action, which has refused the method of a 405.
    is_at_action: bool,
}

impl ProblemHead {
    /// Copies the head of a request. Returns `None` if the desk of the context has nothing of the app's
    /// own for problems.
    #[must_use]
    pub fn of(ctx: &Ctx, request: &Request) -> Option<Box<Self>> {
        let pages = ctx.part::<ProblemPages>()?;
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.method = request.method().clone();
        parts.uri = request.uri().clone();
        parts.version = request.version();
        parts.headers = request.headers().clone();
        parts.extensions = request.extensions().clone();
        Self::of_parts(pages, parts)
    }

    /// The same of parts that are copies already.
    #[must_use]
    pub fn from_parts(ctx: &Ctx, parts: &Parts) -> Option<Box<Self>> {
        Self::of_parts(ctx.part::<ProblemPages>()?, parts.clone())
    }

    #[expect(clippy::unnecessary_wraps, reason = "its callers return it")]
    fn of_parts(pages: &ProblemPages, parts: Parts) -> Option<Box<Self>> {
        Some(Box::new(Self {
            pages: pages.clone(),
            parts,
            is_guarded: false,
            is_at_action: false,
        }))
    }

    /// Sets whether the request is the call of an action. Then the page sees no cookies unless the origin
    /// guard has admitted the call.
    #[must_use]
    pub fn guarded(mut self: Box<Self>, is_guarded: bool) -> Box<Self> {
        self.is_guarded = is_guarded;
        self
    }

    /// Sets whether the path is that of an action. Then the page sees no cookies for a method that nothing
    /// serves there.
    pub fn set_at_action(&mut self, is_at_action: bool) {
        self.is_at_action = is_at_action;
    }

    /// Inserts an extension for the page's extractors.
    #[must_use]
    pub fn with_extension<T: Clone + Send + Sync + 'static>(mut self: Box<Self>, extension: T) -> Box<Self> {
        self.parts.extensions.insert(extension);
        self
    }

    /// Replaces the body of a rendered problem by what the app has for it. Other responses are returned
    /// as they are. If the app's code fails, the log says why, and our own body is sent.
    pub async fn show(self: Box<Self>, mut response: Response, ctx: &Ctx) -> Response {
        let Some(rendered) = response.extensions_mut().remove::<RenderedProblem>() else {
            return response;
        };
        // A layer has made something else of it.
        if rendered.sent_status() != response.status() {
            return response;
        }
        let Self {
            pages,
            parts,
            is_guarded,
            is_at_action,
        } = *self;
        let is_guarded = is_guarded || is_at_action && response.status() == StatusCode::METHOD_NOT_ALLOWED;
        let (html, admitted) = (rendered.is_html(), rendered.is_admitted() || !is_guarded);
        let problem = rendered.into_problem();
        let parts = if admitted { parts } else { without_credentials(parts) };
        let page = match run(&pages, problem.clone(), parts, html, ctx).await {
            Ok(page) => page,
            Err(error) => {
                let (status, code, log_id) = (problem.status().as_u16(), problem.code(), problem.log_id());
                tracing::error!(status, code, log_id, error, "the app's page for a problem failed");
                let sent = response.status();
                replace_body(&mut response, problem.render(html));
                *response.status_mut() = sent;
                vary_by_accept(response.headers_mut());
                response
                    .headers_mut()
                    .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
                return response;
            }
        };
        replace(&mut response, page, &problem, admitted);
        response
    }
}

/// Removes what shows who sends a request, so that a page for a request of another site can't act for
/// this one's user. Extensions may be made of cookies: a layer's session, the host's request.
fn without_credentials(mut parts: Parts) -> Parts {
    for name in [COOKIE, AUTHORIZATION, PROXY_AUTHORIZATION] {
        parts.headers.remove(name);
    }
    parts.extensions = Extensions::new();
    parts
}

impl fmt::Debug for ProblemHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProblemHead")
            .field("method", &self.parts.method)
            .field("uri", &self.parts.uri)
            .finish_non_exhaustive()
    }
}
