//! The response to a call, for each kind of client.

use std::future::ready;
use std::sync::Arc;

use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use frontdesk_router::__desk::catch_panic_sync;
use frontdesk_router::{BoxFuture, Ctx, Problem, Redirect};
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderName, HeaderValue, StatusCode};

use super::call::{Call, Rejection};
use super::postcard;
use crate::action::{Outcome, OutcomeKind};
use crate::caller::Caller;
use crate::form_state::{FormState, Owner, with_parameter};
use crate::page::PageContext;
use crate::protocol::{FRONTDESK_REDIRECT, FRONTDESK_REVALIDATED, HX_REDIRECT};
use crate::random_id::RandomId;

/// Most responses are ready at once. Those that store form state first are boxed, so that the
/// others need no room for that.
pub(super) enum RunOutcome<'a> {
    Ready(Response),
    Pending(BoxFuture<'a, Response>),
}

impl RunOutcome<'_> {
    async fn into_response(self) -> Response {
        match self {
            Self::Ready(response) => response,
            Self::Pending(response) => response.await,
        }
    }
}

/// Renders the problem of a call that the origin guard didn't admit.
pub(super) fn render_unadmitted(problem: Problem, caller: Caller, ctx: &Ctx) -> Response {
    ctx.record_outcome(problem.status());
    match caller {
        Caller::Postcard => postcard::problem(problem),
        _ => problem.render(caller.redirects_back()),
    }
}

impl Call {
    /// Responds to the call. `body` is `None` if it has been read.
    pub(super) async fn respond(&mut self, result: Result<Outcome, Rejection>, body: Option<Body>) -> Response {
        match result {
            Err(rejection) => self.reject(rejection, body).await,
            Ok(outcome) => {
                let mut response = self.outcome(outcome).into_response().await;
                if let Some(list) = self.ctx.revalidated() {
                    response.headers_mut().insert(&FRONTDESK_REVALIDATED, list);
                }
                response
            }
        }
    }

    /// Responds to a call that ended before its function ran.
    pub(super) fn reject(&mut self, rejection: Rejection, body: Option<Body>) -> BoxFuture<'_, Response> {
        Box::pin(async move {
            match rejection {
                Rejection::Problem(problem) => {
                    self.read_rejected(body).await;
                    self.problem(problem).await
                }
                Rejection::Response(response) => {
                    self.drain(body).await;
                    self.ctx.record_outcome(response.status());
                    response
                }
            }
        })
    }

    /// Responds to a function that returned.
    fn outcome(&mut self, outcome: Outcome) -> RunOutcome<'_> {
        match outcome.0 {
            OutcomeKind::Done => RunOutcome::Ready(self.done()),
            OutcomeKind::Redirect(redirect) => match redirect.into_location() {
                Ok(location) => {
                    self.ctx.record_outcome(StatusCode::SEE_OTHER);
                    RunOutcome::Ready(self.redirect(location))
                }
                Err(problem) => RunOutcome::Pending(self.problem(problem)),
            },
            OutcomeKind::Value(value) if self.caller == Caller::Postcard => match value.to_postcard() {
                Ok(bytes) => {
                    self.ctx.record_outcome(StatusCode::OK);
                    RunOutcome::Ready(postcard::value(bytes))
                }
                Err(error) => RunOutcome::Pending(self.problem(Problem::from(error))),
            },
            OutcomeKind::Value(value) => match value.to_json() {
                Ok(json) => self.value(json),
                Err(error) => RunOutcome::Pending(self.problem(Problem::from(error))),
            },
            OutcomeKind::Json(json) => self.value(json),
            OutcomeKind::Problem(problem) => RunOutcome::Pending(self.problem(problem)),
        }
    }

    /// Responds to `()`.
    fn done(&self) -> Response {
        let status = match self.caller {
            Caller::Postcard => StatusCode::OK,
            _ => StatusCode::NO_CONTENT,
        };
        self.ctx.record_outcome(status);
        match self.caller {
            Caller::Script => status.into_response(),
            // postcard encodes `()` as nothing.
            Caller::Postcard => postcard::value(Vec::new()),
            Caller::Browser | Caller::Htmx => self.redirect_back(None),
        }
    }

    /// Redirects to another page.
    pub(super) fn redirect(&self, location: HeaderValue) -> Response {
        match self.caller {
            Caller::Script | Caller::Postcard => with_header(StatusCode::OK, &FRONTDESK_REDIRECT, location),
            Caller::Browser => with_header(StatusCode::SEE_OTHER, &LOCATION, location),
            Caller::Htmx => with_header(StatusCode::OK, &HX_REDIRECT, location),
        }
    }

    /// Responds with a value, as JSON. A browser is redirected back to the page, which shows the
    /// value.
    fn value(&mut self, json: String) -> RunOutcome<'_> {
        self.ctx.record_outcome(StatusCode::OK);
        match self.caller {
            Caller::Script | Caller::Postcard => RunOutcome::Ready(with_body(json, "application/json")),
            Caller::Browser | Caller::Htmx => {
                // The submitted values are not stored: after a success the form is empty.
                let state = FormState {
                    result: Some(json),
                    ..self.form_state(Vec::new())
                };
                RunOutcome::Pending(Box::pin(self.redirect_back_with(state, None)))
            }
        }
    }

    /// Responds with a problem. A browser is redirected back to the page, which repopulates the
    /// form and shows the problem.
    fn problem(&mut self, problem: Problem) -> BoxFuture<'_, Response> {
        let problem = problem.finish(&self.ctx).bounded(self.received);
        self.ctx.record_outcome(problem.status());
        let (status, code) = (problem.status().as_u16(), problem.code());
        tracing::debug!(action = self.action.name, status, code, "an action failed");
        let has_fields = !problem.errors().is_empty() || problem.omitted() > 0;
        if self.caller == Caller::Postcard {
            return Box::pin(ready(postcard::problem(problem)));
        }
        if !self.caller.redirects_back() {
            return Box::pin(ready(problem.render(false)));
        }
        if let Some(login) = self.login_page(&problem) {
            let login = login.to_owned();
            return Box::pin(async move { self.to_login(&login, &problem).await });
        }
        let has_fragment = self.caller == Caller::Htmx && self.fragments.has(self.action.name);
        if self.return_url().is_none() && !has_fields && !has_fragment {
            return Box::pin(ready(problem.render(true)));
        }
        let state = self.form_state_of(&problem);
        Box::pin(async move {
            if has_fragment && let Some(fragment) = self.fragment(problem.status(), state.clone()).await {
                return fragment;
            }
            self.redirect_back_with(state, Some(problem)).await
        })
    }

    /// Renders the failed form for htmx to replace the submitted form with. Returns `None` if the
    /// app's code for it panics, or renders a form that can't work.
    async fn fragment(&mut self, status: StatusCode, state: FormState) -> Option<Response> {
        self.identify().await.ok()?;
        let html = catch_panic_sync(|| {
            let page = PageContext {
                ctx: self.ctx.clone(),
                actions: Arc::clone(&self.actions),
                identity: self.identity.clone(),
                browser: self.browser(),
                return_field: self.return_url_from_form(),
                for_whom: Arc::default(),
            };
            self.fragments.render(page, Arc::clone(&self.action), state)
        });
        if self.ctx.take_failure().is_some() {
            return None;
        }
        // That is logged, and the response has the problem that there was before it.
        let html =
            html.inspect_err(|panicked| tracing::error!(action = self.action.name, ?panicked, "a fragment failed"));
        let mut response = with_body(html.ok()?, "text/html; charset=utf-8");
        *response.status_mut() = status;
        Some(response)
    }

    /// Redirects back to the page, which shows the state. If the state can't be stored, the problem
    /// is rendered right here: a redirect without it would look like success.
    async fn redirect_back_with(&mut self, state: FormState, problem: Option<Problem>) -> Response {
        let id = self.keep(state).await;
        match problem.filter(|_| id.is_none()) {
            Some(problem) => problem.render(true),
            None => self.redirect_back(id),
        }
    }

    /// Stores the state for this browser and this identity. Returns `None` if it could not be stored.
    async fn keep(&mut self, state: FormState) -> Option<RandomId> {
        // The panic of the app's function is logged.
        self.identify().await.ok()?;
        let browser = self.browser();
        let browser_id = browser.id_or_new(&self.ctx)?;
        let owner = Owner::new(browser_id, self.identity.as_deref());
        let (states, headers) = (&self.actions.form_states, &self.parts.headers);
        let id = states.keep(&self.ctx, headers, state, owner, browser.is_secure).await?;
        browser.set(browser_id, &self.ctx);
        Some(id)
    }

    /// Redirects back to the page, with the id of its form state if there is one.
    fn redirect_back(&self, id: Option<RandomId>) -> Response {
        let id = id.as_ref().map(RandomId::as_str);
        let url = with_parameter(self.return_url_or_home(), id);
        match Redirect::to(url).into_location() {
            Ok(location) => self.redirect(location),
            Err(problem) => problem.finish(&self.ctx).render(true),
        }
    }
}

fn with_body(text: String, content_type: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

fn with_header(status: StatusCode, name: &HeaderName, value: HeaderValue) -> Response {
    let mut response = status.into_response();
    response.headers_mut().insert(name, value);
    response
}
