//! Renders problems for a request: maps and logs the error behind them, and chooses JSON or HTML by
//! `Accept`.

use std::panic::Location;

use axum_core::response::Response;
use http::header::{CACHE_CONTROL, SET_COOKIE};
use http::{HeaderValue, StatusCode};

use crate::context::Ctx;
use crate::error_chain::chain;
use crate::flash::drop_flashes;
use crate::problem::{Problem, RenderedProblem, Source, codes, remove_own_policy, replace_body};
use crate::problem_page::ProblemPages;
use crate::vary::vary_by_accept;

/// Response extension: the route's caching options set a `Cache-Control` that lets a CDN store this
/// response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CdnMayStore;

/// Response extension: the login page that a rendered problem sends people to.
#[derive(Debug, Clone)]
struct LoginPage(String);

/// Takes the login page that a problem sends people to out of a response. The problem was rendered by
/// [`render_problem`].
#[must_use]
pub fn take_login_page(response: &mut Response) -> Option<String> {
    response.extensions_mut().remove().map(|LoginPage(path)| path)
}

/// What sends people to the login page that a rendered problem names. A part of [`Shared`](crate::shared::Shared).
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "only the desk constructs it")]
pub struct LoginRedirect(pub fn(&Ctx, Response) -> Response);

/// Sends people to the login page that a rendered problem names, if it names one.
pub(crate) fn to_login(response: Response, ctx: &Ctx) -> Response {
    let redirect = ctx.part::<LoginRedirect>();
    match redirect.filter(|_| response.extensions().get::<LoginPage>().is_some()) {
        Some(LoginRedirect(redirect)) => redirect(ctx, response),
        None => response,
    }
}

impl Problem {
    /// Turns a masked 500 into the problem that the client receives: the app's mapping of the error
    /// behind it, or else a 500 with the id of the log entry written here. Other problems are
    /// returned unchanged. Must be called once, by the code that writes the response.
    #[doc(hidden)]
    #[must_use]
    pub fn finish(mut self, ctx: &Ctx) -> Self {
        let Some(source) = self.take_source() else {
            return self;
        };
        let Some(mut mapped) = ctx.shared().error_map.map(&*source.error) else {
            return self.log(ctx, &source, None);
        };
        // The mapping may itself return a masked 500, which is logged and not mapped again.
        match mapped.take_source() {
            Some(own) => mapped.log(ctx, &own, Some(&source)),
            None => mapped.log_mapped(ctx, &source),
        }
    }

    /// Like [`finish`](Self::finish), for a response with this status. If the status was replaced,
    /// as in `(StatusCode::IM_A_TEAPOT, problem)`, the replacement wins over the problem's own and
    /// over the app's mapping.
    pub(crate) fn finish_with_status(self, status: StatusCode, ctx: &Ctx) -> Self {
        let replaced = status != self.status();
        let mut problem = self.finish(ctx);
        if replaced {
            problem.set_status(status);
        }
        problem
    }

    /// Creates a masked 500 and logs `message` at once. For texts that should not be stored, such
    /// as a panic's payload.
    pub(crate) fn internal_logged(ctx: &Ctx, message: &str, help: Option<&str>) -> Self {
        let mut problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, codes::INTERNAL);
        let log_id = log_id(ctx);
        tracing::error!(log_id, error = message, help, "a request failed");
        problem.set_log_id(log_id);
        problem
    }

    /// Logs a masked 500, and the error that the app mapped to it.
    fn log(mut self, ctx: &Ctx, source: &Source, mapped: Option<&Source>) -> Self {
        let (log_id, at) = (log_id(ctx), place(source));
        let error = chain(&*source.error);
        match mapped {
            None => tracing::error!(log_id, %at, error, "a request failed"),
            Some(mapped) => {
                let (cause, cause_at) = (chain(&*mapped.error), place(mapped));
                tracing::error!(log_id, %at, error, cause, %cause_at, "a request failed");
            }
        }
        self.set_log_id(log_id);
        self
    }

    /// Logs the error that the app mapped to this problem, which doesn't have it.
    fn log_mapped(mut self, ctx: &Ctx, source: &Source) -> Self {
        let (status, code, at) = (self.status().as_u16(), self.code(), place(source));
        let error = chain(&*source.error);
        if self.status().is_server_error() {
            let log_id = log_id(ctx);
            tracing::error!(log_id, status, code, %at, error, "a request failed");
            self.set_log_id(log_id);
        } else {
            // Part of how the app works, such as a row that isn't there.
            tracing::info!(status, code, %at, error, "an error was mapped to a problem");
        }
        self
    }
}

impl Ctx {
    /// Makes the response a masked 500, whatever the handler returns, and logs `reason` with the
    /// caller's line at once. For what a page can't report by itself: a template that asks for
    /// something that doesn't exist. Only the first reason of a request is logged.
    #[doc(hidden)]
    #[track_caller]
    pub fn fail(&self, reason: &str) {
        let at = Location::caller();
        self.set_failure(|| {
            let mut problem = Problem::new(StatusCode::INTERNAL_SERVER_ERROR, codes::INTERNAL);
            let log_id = log_id(self);
            tracing::error!(log_id, %at, error = reason, "a request failed");
            problem.set_log_id(log_id);
            problem
        });
    }

    /// Finishes a response before it leaves the desk: adds the headers that were recorded during
    /// the request, and renders a problem that was not rendered yet.
    #[must_use]
    pub fn finish_response(&self, response: Response) -> Response {
        let mut response = render_problem(response, self);
        drop_flashes(&mut response, "return the redirect from an action or a route handler");
        if let Some(problem) = self.take_failure() {
            replace_body(&mut response, rendered(problem, self.prefers_html(), self));
        }
        let status = response.status();
        self.finish_headers(status, response.headers_mut());
        *response.status_mut() = self.page_status(status);
        // A layer may set a cookie for one client, such as a session's. A CDN must not send it to
        // others.
        if response.extensions().get::<CdnMayStore>().is_some() && response.headers().contains_key(SET_COOKIE) {
            let private = HeaderValue::from_static("private, no-cache");
            response.headers_mut().insert(CACHE_CONTROL, private);
        }
        response
    }
}

/// Renders the problem in a response's extensions, if there is one, in place of the body. Headers
/// set by layers stay.
#[must_use]
pub fn render_problem(mut response: Response, ctx: &Ctx) -> Response {
    match response.extensions_mut().remove::<Problem>() {
        Some(problem) => render(problem, ctx.prefers_html(), response, ctx),
        None => response,
    }
}

/// The same for a program, whatever it accepts.
#[must_use]
pub fn render_problem_as_json(mut response: Response, ctx: &Ctx) -> Response {
    match response.extensions_mut().remove::<Problem>() {
        Some(problem) => render(problem, false, response, ctx),
        None => response,
    }
}

fn render(mut problem: Problem, html: bool, mut response: Response, ctx: &Ctx) -> Response {
    let status = response.status();
    // `Problem::into_response` has already written the JSON.
    if html || problem.source().is_some() || problem.status() != status || ctx.language().is_some() {
        problem = problem.finish_with_status(status, ctx);
        replace_body(&mut response, problem.render_in(ctx.language(), html));
    }
    if let Some(login) = problem.login() {
        // The redirect needs the request's cookies, which only the desk has.
        response.extensions_mut().insert(LoginPage(login.to_owned()));
    }
    vary_by_accept(response.headers_mut());
    mark(&mut response, problem, html, ctx);
    response
}

/// Renders a finished problem. If the desk has a page of the app's own for it, the response carries the
/// problem along, and that page replaces the body where the response leaves the desk.
#[must_use]
pub fn rendered(problem: Problem, html: bool, ctx: &Ctx) -> Response {
    let mut response = problem.render_in(ctx.language(), html);
    vary_by_accept(response.headers_mut());
    mark(&mut response, problem, html, ctx);
    response
}

/// The same for a call of an action that the origin guard has admitted.
#[must_use]
pub fn rendered_after_guard(problem: Problem, html: bool, ctx: &Ctx) -> Response {
    let mut response = rendered(problem, html, ctx);
    if let Some(rendered) = response.extensions_mut().remove::<RenderedProblem>() {
        response.extensions_mut().insert(rendered.after_guard());
    }
    response
}

/// Sets the status that a rendered problem is sent with, for a client that drops responses with its own.
pub fn set_sent_status(response: &mut Response, status: StatusCode) {
    *response.status_mut() = status;
    if let Some(rendered) = response.extensions_mut().remove::<RenderedProblem>() {
        response.extensions_mut().insert(rendered.sent_as(status));
    }
}

fn mark(response: &mut Response, problem: Problem, html: bool, ctx: &Ctx) {
    if ctx.part::<ProblemPages>().is_some_and(|pages| pages.render(html)) {
        remove_own_policy(response.headers_mut());
        let problem = match ctx.language() {
            Some(language) => problem.in_language(language),
            None => problem,
        };
        response.extensions_mut().insert(RenderedProblem::new(problem, html));
    }
}

/// Where an error became a problem.
fn place(source: &Source) -> String {
    let location = source.location;
    if location.file().starts_with("/rustc/") {
        return "unknown: write `.internal()?` (`frontdesk::ProblemExt`) in place of `.map_err(Problem::internal)?`"
            .into();
    }
    location.to_string()
}

fn log_id(ctx: &Ctx) -> String {
    let mut bytes = [0; 8];
    ctx.shared().runtime.random(&mut bytes);
    format!("{:016x}", u64::from_be_bytes(bytes))
}

#[cfg(test)]
mod tests;
