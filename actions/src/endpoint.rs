//! The endpoint of every action: `POST /_actions/<name>`, or POST at a path of the action's own.

use std::collections::HashMap;
use std::sync::Arc;

use axum_core::body::Body;
use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use frontdesk_form::FormData;
use frontdesk_router::__desk::{Panicked, PostRoute, RouteLayer, catch_panic, check_transfer_encoding};
use frontdesk_router::{BoxFuture, Ctx, Mistake, Problem, Route};
use futures_util::FutureExt as _;
use futures_util::future::{Either, ready};
use http::header::ALLOW;
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};

use crate::actions::{Actions, Config};
use crate::call_headers::CallHeaders;
use crate::caller::Caller;
use crate::guard::GuardError;
use crate::limits::Limits;
use crate::page::Fragments;
use crate::protocol::{ACTIONS_PATH, CHECK_SUFFIX, HiddenFields};
use crate::registry::{ActionTable, BoundAction, Registered, States};
use crate::sealed::IdentityFn;
use crate::{codes, texts};

mod body_kind;
mod call;
mod check;
mod detach;
mod failed_form;
mod flash;
mod held_body;
mod layered;
mod login;
mod postcard;
mod read_body;
mod redirect_back;
mod reply;
mod response;
mod return_url;
mod routes;
mod run;
mod stale;
mod timeout;

use self::body_kind::BodyKind;
use self::call::Call;
pub use self::postcard::{PostcardCode, PostcardProblem};
use self::response::render_unadmitted;
use self::routes::Purpose;

/// The endpoint of a desk's actions.
#[derive(Debug, Clone)]
pub struct Endpoint {
    actions: Arc<Actions>,
    fragments: Arc<Fragments>,
}

impl Endpoint {
    /// Binds actions to their states. Returns an endpoint of the actions that have no mistake, and
    /// all mistakes. The same action may be given more than once (linked and by hand).
    pub fn build(
        registered: impl IntoIterator<Item = impl Into<Registered>>,
        states: &States,
        config: Config,
        fragments: Fragments,
    ) -> (Self, Vec<Mistake>) {
        let (actions, mut mistakes) = Actions::build(registered, states, config);
        mistakes.extend(fragments.check(|name| actions.get(name).is_some()));
        let endpoint = Self {
            actions: Arc::new(actions),
            fragments: Arc::new(fragments),
        };
        (endpoint, mistakes)
    }

    /// Returns the mistakes that [`Endpoint::build`] would return, and the paths of the actions that
    /// have one of their own, with endpoints that never respond.
    #[must_use]
    pub fn check(
        registered: impl IntoIterator<Item = impl Into<Registered>>,
        states: &States,
        identity: Option<&IdentityFn>,
        fragments: &Fragments,
    ) -> (Vec<PostRoute>, Vec<Mistake>) {
        let (table, mut mistakes) = ActionTable::bind(registered, states, &Limits::default(), &[]);
        mistakes.extend(table.check(identity.is_some()));
        mistakes.extend(fragments.check(|name| table.get(name).is_some()));
        let never = Route::from_fn(|_| Box::pin(std::future::pending()));
        let outermost = |_: &_, _| RouteLayer::from_fn(|route| route);
        (routes::post_routes(&table, |_, _| never.clone(), outermost), mistakes)
    }

    /// Returns the actions that have a path of their own, for the router to serve.
    #[must_use]
    pub fn post_routes(&self) -> Vec<PostRoute> {
        routes::post_routes(
            self.actions.table(),
            |action, purpose| self.route(action, purpose),
            |action, purpose| self.outermost_layer(action, purpose),
        )
    }

    /// Returns the actions below [`ACTIONS_PATH`] that have layers, by their paths.
    #[must_use]
    pub fn layered_routes(&self) -> HashMap<String, Route> {
        routes::layered_routes(
            self.actions.table(),
            |action, purpose| self.route(action, purpose),
            |action, purpose| self.outermost_layer(action, purpose),
        )
    }

    /// Returns the route that calls one action or checks its form, whatever the path of the request is.
    fn route(&self, action: &Arc<BoundAction>, purpose: Purpose) -> Route {
        if purpose == Purpose::Check {
            return self.check_route(action);
        }
        let (endpoint, action) = (self.clone(), Arc::clone(action));
        Route::from_fn(move |request| match Ctx::get(request.extensions()).cloned() {
            Some(ctx) => Box::pin(endpoint.call(Ok(&action), request, ctx)),
            None => Box::pin(ready(no_context())),
        })
    }

    /// Returns what the desk's pages need of its actions.
    #[must_use]
    pub fn actions(&self) -> &Arc<Actions> {
        &self.actions
    }

    /// Responds to a request whose path begins with [`ACTIONS_PATH`](crate::ACTIONS_PATH).
    pub fn serve(&self, request: Request, ctx: Ctx) -> impl Future<Output = Response> + Send + use<> {
        let path = request.uri().path();
        match find_action(&self.actions, path) {
            Ok(action) => Either::Left(self.call(Ok(action), request, ctx)),
            Err(problem) => Either::Right(match self.actions.get_by_check_path(path) {
                Some(action) => self.check_form(action, request, ctx),
                None => Box::pin(self.call(Err(problem), request, ctx)), // 404
            }),
        }
    }

    /// Responds to such a request by one future, which passes the response, or a panic, through `finish`.
    pub fn serve_finished(
        &self,
        request: Request,
        ctx: Ctx,
        finish: impl FnOnce(Result<Response, Panicked>) -> Response + Send + 'static,
    ) -> BoxFuture<'static, Response> {
        let path = request.uri().path();
        let found = find_action(&self.actions, path);
        if found.is_err()
            && let Some(action) = self.actions.get_by_check_path(path)
        {
            return Box::pin(catch_panic(self.check_form(action, request, ctx)).map(finish));
        }
        match self.begin(found, request, ctx) {
            Ok((call, body)) => Box::pin(catch_panic(call.respond_to(body)).map(finish)),
            Err(refusal) => Box::pin(ready(finish(Ok(refusal)))), // 404
        }
    }

    /// Responds to a call of an action, which was found by the request's path.
    fn call(
        &self,
        found: Result<&Arc<BoundAction>, Problem>,
        request: Request,
        ctx: Ctx,
    ) -> impl Future<Output = Response> + Send + use<> {
        match self.begin(found, request, ctx) {
            Ok((call, body)) => Either::Left(call.respond_to(body)),
            Err(refusal) => Either::Right(ready(refusal)),
        }
    }

    /// Returns an admitted call with its body, which is unread, or the response to a call that is not
    /// admitted.
    #[expect(clippy::result_large_err, reason = "it is the response, and it is not passed on far")]
    fn begin(
        &self,
        found: Result<&Arc<BoundAction>, Problem>,
        request: Request,
        ctx: Ctx,
    ) -> Result<(Box<Call>, Body), Response> {
        ctx.forbid_store();
        let (parts, body) = request.into_parts();
        let headers = CallHeaders::of(&parts.headers);
        let action = match found {
            Ok(action) => action,
            Err(problem) if is_check_path(parts.uri.path()) => {
                return Err(Self::refuse_unknown_check(problem, &parts.headers, &ctx)); // 404
            }
            Err(problem) => {
                let caller = Caller::of(&headers, &parts.headers);
                return Err(render_unadmitted(problem, caller, &ctx)); // 404
            }
        };
        let admitted = self.admit(action, &parts, &headers);
        let glance = Glance::at(&headers, &parts, action);
        match admitted {
            Ok(()) => Ok((self.new_call(action, ctx, glance, parts), body)),
            Err(problem)
                if problem.code() == codes::CHECK_AT_OTHER_URL && glance.caller.profile().repeats_after_errors =>
            {
                // After an error it would send the form again, without the header.
                ctx.record_outcome(problem.status());
                Err(self.new_call(action, ctx, glance, parts).redirect_back(None))
            }
            Err(problem) => Err(render_unadmitted(problem, glance.caller, &ctx)),
        }
    }
}

impl Call {
    /// Responds to an admitted call.
    ///
    /// The steps have a fixed order, which the documentation promises: the cheapest and safest come
    /// first.
    async fn respond_to(mut self: Box<Self>, body: Body) -> Response {
        let call = &mut *self;
        let mut body = Some(body);
        let result = async {
            let kind = call.check_content_type()?; // 415
            call.check_declared_length()?; // 413
            let extracted = call.extract().await?; // the extractors' own responses
            let postcard = call.read_body(kind, &mut body).await?; // 400, 408, 413
            call.identify_if_asked().await?; // the app's own function
            let function = match call.decode(extracted, postcard.as_deref()) {
                Ok(function) => function,
                Err(undecoded) => return Err(Box::pin(call.refuse(undecoded)).await.into()), // 422
            };
            let run = call.run(function)?; // `once`: 403, 422
            call.ctx.begin_action();
            Ok(run.await) // `once`: 409; 503
        }
        .await;
        call.respond(result, body).await
    }
}

/// What the headers of a call show at the first glance.
struct Glance {
    caller: Caller,
    plain_kind: Option<BodyKind>,
    declared_length: Option<u64>,
    has_cookies: bool,
}

impl Glance {
    fn at(headers: &CallHeaders<'_>, parts: &Parts, action: &BoundAction) -> Self {
        Self {
            caller: Caller::of(headers, &parts.headers),
            plain_kind: BodyKind::of_plain(headers, action),
            declared_length: body_kind::declared_length(headers),
            has_cookies: headers.has_cookies,
        }
    }
}

impl Endpoint {
    /// Checks a call before anything else. Until the origin guard has admitted it, nothing is read, no
    /// cookie is set and no redirect is sent.
    fn admit(&self, action: &BoundAction, parts: &Parts, headers: &CallHeaders<'_>) -> Result<(), Problem> {
        check_method(&parts.method)?; // 405
        if !self.actions.guard.surely_accepts(headers) {
            check_origin(&self.actions, action, parts)?; // 403
        }
        if headers.asks_for_check {
            return Err(check_at_other_url(action)); // 400
        }
        check_transfer_coding(headers, parts) // 501
    }

    /// Returns an admitted call, of which nothing has been read.
    fn new_call(&self, action: &Arc<BoundAction>, ctx: Ctx, glance: Glance, parts: Parts) -> Box<Call> {
        let Glance {
            caller,
            plain_kind,
            declared_length,
            has_cookies,
        } = glance;
        let key = action.has_params().then(|| ctx.encoded_params()).flatten();
        // Boxed, so that the future fits into the sizes that allocators serve fast.
        Box::new(Call {
            actions: Arc::clone(&self.actions),
            fragments: Arc::clone(&self.fragments),
            action: Arc::clone(action),
            caller,
            ctx,
            parts,
            plain_kind,
            kind: None,
            declared_length,
            has_cookies,
            form: FormData::empty(),
            too_long: Vec::new(),
            hidden: HiddenFields {
                key,
                ..HiddenFields::default()
            },
            received: 0,
            identity: None,
            is_outside_layers: false,
        })
    }
}

/// Returns whether a path has the form of that of a check. No name of an action has.
fn is_check_path(path: &str) -> bool {
    let name = path.strip_prefix(ACTIONS_PATH);
    name.is_some_and(|name| name.ends_with(CHECK_SUFFIX))
}

fn find_action<'a>(actions: &'a Actions, path: &str) -> Result<&'a Arc<BoundAction>, Problem> {
    let name = path.strip_prefix(ACTIONS_PATH).unwrap_or_default();
    actions.table().get_by_url(name).ok_or_else(|| {
        tracing::debug!(name = %name.escape_debug(), "no such server action");
        Problem::new(StatusCode::NOT_FOUND, codes::UNKNOWN_ACTION).with_detail(texts::UNKNOWN_ACTION)
    })
}

fn check_method(method: &Method) -> Result<(), Problem> {
    if method == Method::POST {
        return Ok(());
    }
    Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, codes::METHOD_NOT_ALLOWED)
        .with_detail(texts::POST_ONLY)
        .with_header(ALLOW, HeaderValue::from_static("POST")))
}

/// Checks that one of the app's own pages made the request, against CSRF.
fn check_origin(actions: &Actions, action: &BoundAction, parts: &Parts) -> Result<(), Problem> {
    if action.any_origin {
        return Ok(());
    }
    let checked = actions.guard.check(&parts.headers, &parts.uri);
    checked.map_err(|error| refused_origin(action, &error))
}

/// Returns the problem of a request that the guard refused.
fn refused_origin(action: &BoundAction, error: &GuardError) -> Problem {
    let (received, expected) = (error.received(), error.expected());
    tracing::warn!(
        action = action.name,
        code = error.code(),
        received,
        expected,
        "a call was refused"
    );
    Problem::new(StatusCode::FORBIDDEN, error.code()).with_detail(error.reason().message())
}

fn check_transfer_coding(headers: &CallHeaders<'_>, parts: &Parts) -> Result<(), Problem> {
    if !headers.has_transfer_encoding {
        return Ok(());
    }
    check_transfer_encoding(&parts.headers, parts.version)
}

/// Returns the problem of a request that asks for a check where the action runs. A proxy may drop the
/// header that asks, so it must not decide.
fn check_at_other_url(action: &BoundAction) -> Problem {
    tracing::warn!(
        action = action.name,
        "a script asked for a check of the form at the URL that runs the action: it has to send that to \
         `form.check_url()`"
    );
    Problem::bad_request(codes::CHECK_AT_OTHER_URL).with_detail(texts::CHECK_AT_OTHER_URL)
}

fn no_context() -> Response {
    Problem::internal("a layer has removed the desk's context from the request's extensions").into_response()
}
