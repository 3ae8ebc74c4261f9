//! From a request to the route, the action or the fallback that responds to it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use frontdesk_actions::__desk::{Endpoint, PageHead};
use frontdesk_actions::ACTIONS_PATH;
use frontdesk_router::__desk::{
    Found, Head, Panicked, ProblemHead, Routes, Shared, catch_panic, into_head_response, render_problem, track_body,
};
use frontdesk_router::{BoxFuture, Ctx, MatchedRoute, Route};
use futures_util::FutureExt;
use futures_util::future::Either;
use http::{Extensions, Method};
use tracing::Instrument;

use crate::hand_over::hand_over;
use crate::languages::Languages;
use crate::span::RequestSpan;

/// Finds what responds to a request. The desk's layers are outside of it.
pub(crate) struct Dispatcher {
    pub(crate) shared: Arc<Shared>,
    pub(crate) routes: Arc<Routes>,
    pub(crate) actions: Endpoint,
    /// The actions below [`ACTIONS_PATH`] that have layers, by their paths.
    pub(crate) layered_actions: HashMap<String, Route>,
    pub(crate) fallback: Route,
    /// Whether each response has its [`MatchedRoute`] as an extension.
    pub(crate) exposes_route: bool,
    pub(crate) languages: Languages,
    #[cfg(feature = "script")]
    pub(crate) script: crate::script::Script,
    /// Whether the app has pages or bodies of its own for problems.
    pub(crate) has_problem_pages: bool,
    /// Whether responses leave the desk without a step that needs more of their request than its
    /// context: there are no identities, one language, no pages for problems, and the route is not
    /// exposed.
    pub(crate) is_plain: bool,
}

impl Dispatcher {
    /// Serves a request that has passed the desk's layers, in their span, or one to a desk that has
    /// none.
    pub(crate) fn serve(&self, mut request: Request, outer: Option<RequestSpan>) -> BoxFuture<'static, Response> {
        let path = request.uri().path();
        if path.starts_with(ACTIONS_PATH) {
            return self.serve_action(request, outer);
        }
        #[cfg(feature = "script")]
        if path.starts_with(crate::script::PATH) {
            return self.serve_script(&request, outer);
        }
        let found = self.routes.find(path, request.method());
        if let Some(found) = &found {
            found.prepare(&mut request);
        }
        let is_action = found
            .as_ref()
            .is_some_and(|found| found.is_for_action(request.method()));
        if self.is_plain && !is_action && outer.is_none() {
            return self.serve_plain(found, request);
        }
        let has_action = found.as_ref().is_some_and(Found::has_action);
        let (mut ctx, route) = match found {
            Some(found) => self.enter_found(found, &request),
            None => (self.enter(&request), &self.fallback),
        };
        ctx = self.languages.enter(ctx, &mut request);
        if is_action {
            ctx = inside_outer(ctx, &mut request);
        }
        request.extensions_mut().insert(ctx.clone());
        let span = span(outer, &ctx, &request);
        let mut exit = self.exit(ctx, &request, span, is_action);
        if let Some(head) = &mut exit.problem_head {
            head.set_at_action(has_action);
        }
        exit.finish(route.serve(request))
    }

    /// Serves a request for a route by one future: what responds also finishes the response.
    fn serve_plain(&self, found: Option<Found<'_>>, request: Request) -> BoxFuture<'static, Response> {
        let span = RequestSpan::new(&request, || {
            let found = found.as_ref().map(Found::matched_route);
            found.unwrap_or_else(MatchedRoute::unmatched)
        });
        let shared = Arc::clone(&self.shared);
        let (head, route) = match found {
            Some(found) => found.head(shared, request.method()),
            None => (Head::new(shared), &self.fallback),
        };
        span.around(route.serve_direct(request, head), &self.shared)
    }

    #[cfg(feature = "script")]
    fn serve_script(&self, request: &Request, outer: Option<RequestSpan>) -> BoxFuture<'static, Response> {
        let ctx = self.enter(request);
        let span = span(outer, &ctx, request);
        let exit = self.exit(ctx, request, span, false);
        exit.finish(std::future::ready(crate::script::serve(request)))
    }

    fn serve_action(&self, mut request: Request, outer: Option<RequestSpan>) -> BoxFuture<'static, Response> {
        let ctx = self.languages.enter(self.enter(&request), &mut request);
        let ctx = inside_outer(ctx, &mut request);
        // Empty in most desks, so that this costs nothing there.
        let layered = self.layered_actions.get(request.uri().path());
        let span = span(outer, &ctx, &request);
        if layered.is_none() && span.is_silent() && self.leaves_actions_alone() && request.method() == Method::POST {
            return self.serve_action_alone(request, ctx);
        }
        let exit = self.exit(ctx.clone(), &request, span, true);
        match layered {
            Some(route) => {
                request.extensions_mut().insert(ctx);
                exit.finish(route.serve(request))
            }
            // The endpoint inserts the context where an action needs it.
            None => exit.finish(self.actions.serve(request, ctx)),
        }
    }

    /// Returns whether only their context finishes the responses of actions.
    fn leaves_actions_alone(&self) -> bool {
        !self.exposes_route && !self.has_problem_pages
    }

    /// Serves a call of an action whose response only its context finishes.
    fn serve_action_alone(&self, request: Request, ctx: Ctx) -> BoxFuture<'static, Response> {
        let finished = ctx.clone();
        let response = self.actions.serve_finished(request, ctx.clone(), move |response| {
            let response = response.unwrap_or_else(|panicked| panicked.into_problem(Some(&finished)).into_response());
            let response = track_body(finished.finish_response(response), &finished.shared().in_flight);
            finished.end_action();
            response
        });
        hand_over(response, ctx)
    }

    /// Serves a request by the desk's layers, which have a context of their own: they may set
    /// cookies, and a problem that they respond with is rendered.
    pub(crate) fn serve_layered(&self, layered: &Route, mut request: Request) -> BoxFuture<'static, Response> {
        let span = RequestSpan::outside_layers(&mut request);
        let (ctx, inside) = self.enter_layers(&request);
        let ctx = self.languages.enter(ctx, &mut request);
        request.extensions_mut().insert(ctx.clone());
        let exit = self.exit(ctx.clone(), &request, span, !matches!(inside, Inside::Route));
        let serve = |request| layered.serve(request);
        match inside {
            Inside::Action(name) => exit.finish(self.actions.call_through(name, request, ctx, serve)),
            Inside::Check => exit.finish(Endpoint::check_through(request, ctx, serve)),
            Inside::Route => exit.finish(layered.serve(request)),
        }
    }

    /// Returns the context of the desk's layers, and what they are around.
    fn enter_layers(&self, request: &Request) -> (Ctx, Inside) {
        let path = request.uri().path();
        if request.method() != Method::POST {
            return (self.enter(request), Inside::Route);
        }
        if path.starts_with(ACTIONS_PATH) {
            let inside = match self.actions.name(path) {
                Some(name) => Inside::Action(name),
                None if self.actions.actions().checked_name(path).is_some() => Inside::Check,
                None => Inside::Route,
            };
            return (self.enter(request), inside);
        }
        match self.routes.find(path, request.method()) {
            // The parameters of its path are the key of its form.
            Some(found) if found.is_for_action(request.method()) => {
                let inside = found.action(request.method()).map_or(Inside::Check, Inside::Action);
                (self.enter_found(found, request).0, inside)
            }
            _ => (self.enter(request), Inside::Route),
        }
    }

    fn enter_found<'r>(&self, found: Found<'r>, request: &Request) -> (Ctx, &'r Route) {
        found.enter(&self.shared, request.method(), request.uri(), request.headers())
    }

    fn enter(&self, request: &Request) -> Ctx {
        Ctx::new(Arc::clone(&self.shared), request.uri(), request.headers())
    }

    fn exit(&self, ctx: Ctx, request: &Request, span: RequestSpan, is_action: bool) -> Exit {
        let is_outermost = span.is_outermost();
        // At the URLs of actions, only the endpoint sends people to the login page: after the guard.
        let is_action_url = is_action || request.uri().path().starts_with(ACTIONS_PATH);
        let is_page = is_outermost && !is_action_url;
        let problem_head = self.has_problem_pages.then(|| ProblemHead::of(&ctx, request)).flatten();
        let page = is_page.then(|| PageHead::of(self.actions.actions(), request));
        Exit {
            hands_over: is_action && is_outermost,
            ctx,
            span,
            is_head: request.method() == Method::HEAD,
            exposes_route: self.exposes_route,
            is_page,
            page: page.flatten(),
            problem_head: problem_head.map(|head| head.guarded(is_action_url)),
        }
    }
}

/// What the desk's layers are around.
enum Inside {
    Action(&'static str),
    /// The check of an action's form.
    Check,
    /// A route, or nothing.
    Route,
}

/// What a response passes when it leaves the desk, or the dispatcher inside the desk's layers.
struct Exit {
    ctx: Ctx,
    span: RequestSpan,
    is_head: bool,
    exposes_route: bool,
    /// Whether the request is one of an action, and entered the desk here.
    hands_over: bool,
    /// Whether the request is for a page or a route, and entered the desk here.
    is_page: bool,
    /// The head of the request, if its response may send people to the login page.
    page: Option<Box<PageHead>>,
    /// The same, if the app has pages of its own for problems.
    problem_head: Option<Box<ProblemHead>>,
}

impl Exit {
    /// Turns a panic into a problem, and adds to the response what the request's context has
    /// collected.
    fn finish(mut self, response: impl Future<Output = Response> + Send + 'static) -> BoxFuture<'static, Response> {
        let start = self.span.start(&self.ctx);
        let scope = self.span.scope();
        let hands_over = self.hands_over.then(|| self.ctx.clone());
        let response = catch_panic(response);
        let response = match self.page.take() {
            Some(page) => Either::Left(Box::pin(with_login(page, self.ctx.clone(), response))),
            None => Either::Right(response),
        };
        let finished = match self.problem_head.take() {
            Some(head) => Either::Left(Box::pin(async move {
                let response = self.complete(response.await, start);
                let response = head.show(response, &self.ctx).await;
                self.leave(response)
            })),
            None => Either::Right(response.map(move |response| {
                let response = self.complete(response, start);
                self.leave(response)
            })),
        };
        let finished: BoxFuture<'static, Response> = match scope {
            Some(scope) => Box::pin(finished.instrument(scope)),
            None => Box::pin(finished),
        };
        match hands_over {
            Some(ctx) => hand_over(finished, ctx),
            None => finished,
        }
    }

    fn complete(&self, response: Result<Response, Panicked>, start: Option<SystemTime>) -> Response {
        let Self { ctx, span, .. } = self;
        let response = response.unwrap_or_else(|panicked| panicked.into_problem(Some(ctx)).into_response());
        let mut response = ctx.finish_response(if self.is_page {
            PageHead::to_login_for_good(ctx, render_problem(response, ctx))
        } else {
            response
        });
        span.record_end(ctx, start, response.status());
        if self.exposes_route {
            expose_route(ctx, response.extensions_mut());
        }
        response
    }

    fn leave(&self, response: Response) -> Response {
        let response = if self.is_head {
            into_head_response(response)
        } else if self.span.is_outermost() {
            track_body(response, &self.ctx.shared().in_flight)
        } else {
            response
        };
        if self.hands_over {
            self.ctx.end_action();
        }
        response
    }
}

/// Turns a problem into a redirect to the login page, if it names one.
async fn with_login(
    page: Box<PageHead>,
    ctx: Ctx,
    response: impl Future<Output = Result<Response, Panicked>>,
) -> Result<Response, Panicked> {
    let response = render_problem(response.await?, &ctx);
    Ok(page.to_login(&ctx, response).await)
}

/// Puts the context of a call of an action inside that of the desk's layers, if there are any.
fn inside_outer(ctx: Ctx, request: &mut Request) -> Ctx {
    ctx.inside(request.extensions_mut().remove())
}

/// Returns the span of a request whose route is known: that of the desk's layers, or a new one.
fn span(outer: Option<RequestSpan>, ctx: &Ctx, request: &Request) -> RequestSpan {
    let route = || ctx.matched_route(request.uri().path());
    match outer {
        Some(outer) => {
            outer.record_route(route);
            outer
        }
        None => RequestSpan::new(request, route),
    }
}

/// Inserts the route into the extensions of a response. Inside the desk's layers that was done
/// already, unless a layer responded itself.
fn expose_route(ctx: &Ctx, extensions: &mut Extensions) {
    if extensions.get::<MatchedRoute>().is_none() {
        extensions.insert(ctx.matched_route(ctx.uri().path()));
    }
}
