//! The response to a call, for each kind of client.

use std::future::ready;
use std::sync::Arc;

use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use frontdesk_router::__desk::{catch_panic_sync, rendered, rendered_after_guard};
use frontdesk_router::{BoxFuture, Ctx, Problem, Redirect};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};

use super::call::{Call, Rejection};
use super::postcard;
use crate::action::{Changes, Outcome, OutcomeKind};
use crate::caller::{Caller, Content};
use crate::codes;
use crate::form_state::{FormState, Progress, Slot};
use crate::page::PageContext;
use crate::protocol::{FRONTDESK_FLASH, FRONTDESK_REVALIDATED};

/// Most responses are ready at once. Those that store form state first are boxed, so that the
/// others need no room for that.
pub(super) enum RunOutcome<'a> {
    Ready(Response),
    Pending(BoxFuture<'a, Response>),
}

impl RunOutcome<'_> {
    pub(super) async fn into_response(self) -> Response {
        match self {
            Self::Ready(response) => response,
            Self::Pending(response) => response.await,
        }
    }
}

/// Renders the problem of a call that the origin guard didn't admit.
pub(super) fn render_unadmitted(problem: Problem, caller: Caller, ctx: &Ctx) -> Response {
    ctx.record_outcome(problem.status());
    match caller.profile().content {
        Content::Postcard => postcard::problem(&problem, ctx.language()),
        Content::Json => rendered(problem, false, ctx),
        Content::Page => caller.whole_page(rendered(problem, true, ctx)),
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
                    self.read_rejected(body, &problem).await;
                    let progress = self.progress_before(&problem);
                    self.problem(self.name_too_long(problem), progress).await
                }
                Rejection::Response(response) => {
                    self.drain(body).await;
                    self.ctx.record_outcome(response.status());
                    self.flash_of_response(response)
                }
            }
        })
    }

    /// Returns how far the form of a rejected call got. If the form runs once, an earlier call may have
    /// run it that this process knows nothing of. A layer may respond after the function has begun: in
    /// place of its response, or since it took too long.
    fn progress_before(&self, problem: &Problem) -> Progress {
        let unknown = [codes::ONCE_UNKNOWN, codes::FORM_EXPIRED, codes::NO_IDENTITY];
        let is_unknown = self.action.once.is_some() && unknown.contains(&problem.code());
        match is_unknown || self.ctx.is_running_action() {
            true => Progress::Failed,
            false => Progress::NotRun,
        }
    }

    /// Responds to a function that returned.
    fn outcome(&mut self, outcome: Outcome) -> RunOutcome<'_> {
        match outcome.0 {
            OutcomeKind::Done => self.done(),
            OutcomeKind::Redirect(redirect) => self.redirected(redirect),
            OutcomeKind::Value(value) if self.content() == Content::Postcard => match value.to_postcard() {
                Ok(bytes) => {
                    self.ctx.record_outcome(StatusCode::OK);
                    RunOutcome::Ready(postcard::value(bytes))
                }
                Err(error) => self.failure(Problem::from(error)),
            },
            OutcomeKind::Value(value) => match value.to_json() {
                Ok(json) => self.value(json),
                Err(error) => self.failure(Problem::from(error)),
            },
            OutcomeKind::Json(json) => self.value(json),
            OutcomeKind::Problem(problem) => self.failure(problem),
            OutcomeKind::Refused(problem) => RunOutcome::Pending(self.problem(problem, Progress::NotRun)),
            OutcomeKind::ShowAgain(changes) => self.show_again(changes),
            OutcomeKind::Reply(reply) => self.reply(reply),
        }
    }

    /// Responds to a redirect, with its flash messages.
    fn redirected(&mut self, mut redirect: Redirect) -> RunOutcome<'_> {
        let flashes = redirect.take_flashes();
        match redirect.into_location() {
            Ok(location) => {
                self.ctx.record_outcome(StatusCode::SEE_OTHER);
                let header = self.flash(flashes, &location);
                let mut response = self.redirect(location);
                if let Some(value) = header {
                    response.headers_mut().insert(&FRONTDESK_FLASH, value);
                }
                self.after_success(response, true)
            }
            Err(problem) => self.failure(problem),
        }
    }

    /// Responds to a function that is not finished with the form. Programs have none to show.
    fn show_again(&mut self, changes: Changes) -> RunOutcome<'_> {
        if self.content() != Content::Page {
            return self.done();
        }
        self.ctx.record_outcome(StatusCode::OK);
        let state = self.state_to_show_again(changes);
        RunOutcome::Pending(Box::pin(async move {
            if self.has_fragment()
                && let Some(fragment) = self.fragment(state.clone()).await
            {
                return self.caller.again(self.caller.part(fragment, StatusCode::OK));
            }
            self.forget_stale(false).await;
            // What the form is for was not done yet.
            let progress = (Progress::NotRun, StatusCode::OK);
            let states = vec![(Slot::Submission, state)];
            let back = self.redirect_back_with(progress, states, None).await;
            self.caller.again(back)
        }))
    }

    /// Responds to a function that failed, or whose outcome can't be sent.
    pub(super) fn failure(&mut self, problem: Problem) -> RunOutcome<'_> {
        RunOutcome::Pending(self.problem(problem, Progress::Failed))
    }

    /// Responds to `()`.
    pub(super) fn done(&mut self) -> RunOutcome<'_> {
        let content = self.content();
        let status = match content {
            Content::Postcard => StatusCode::OK,
            Content::Json | Content::Page => StatusCode::NO_CONTENT,
        };
        self.ctx.record_outcome(status);
        match content {
            Content::Json => RunOutcome::Ready(status.into_response()),
            // postcard encodes `()` as nothing.
            Content::Postcard => RunOutcome::Ready(postcard::value(Vec::new())),
            Content::Page => self.back_after_success(status, Vec::new()),
        }
    }

    /// Responds with a value, as JSON. A browser is redirected back to the page, which shows the
    /// value.
    fn value(&mut self, json: String) -> RunOutcome<'_> {
        self.ctx.record_outcome(StatusCode::OK);
        match self.content() {
            Content::Json | Content::Postcard => RunOutcome::Ready(with_body(json, "application/json")),
            Content::Page => {
                let states = vec![(Slot::Result, self.result_state(json))];
                self.back_after_success(StatusCode::OK, states)
            }
        }
    }

    /// Redirects back to the page after a success. The form is empty then; but if it is the form of
    /// another action (a button for a preview), its values return.
    fn back_after_success(&mut self, status: StatusCode, mut states: Vec<(Slot, FormState)>) -> RunOutcome<'_> {
        let is_other_form = self.is_other_form();
        if is_other_form {
            states.push((Slot::Submission, self.state_of_other_form()));
        }
        let is_again = is_other_form && !self.has_taken_files();
        // Without a browser id, a form that runs once would look as if nothing had happened.
        let is_unknown = self.action.once.is_some() && self.browser().id.is_none();
        if states.is_empty() && !is_unknown {
            return self.after_success(self.redirect_back(None), false);
        }
        RunOutcome::Pending(Box::pin(async move {
            self.forget_stale(false).await;
            let back = self.redirect_back_with((Progress::Done, status), states, None).await;
            match is_again {
                true => self.caller.again(back),
                false => back,
            }
        }))
    }

    /// Responds with a problem. A browser is redirected back to the page, which repopulates the
    /// form and shows the problem.
    fn problem(&mut self, problem: Problem, progress: Progress) -> BoxFuture<'_, Response> {
        let problem = problem.finish(&self.ctx).bounded(self.received);
        self.ctx.record_outcome(problem.status());
        let (status, code) = (problem.status().as_u16(), problem.code());
        tracing::debug!(action = self.action.name, status, code, "an action failed");
        let has_fields = (!problem.errors().is_empty() || problem.omitted() > 0) && self.too_long.is_empty();
        if self.content() != Content::Page {
            return Box::pin(ready(self.rendered(problem)));
        }
        if let Some(login) = self.login_page(&problem) {
            let login = login.to_owned();
            return Box::pin(async move {
                let response = self.to_login(&login, &problem, progress).await;
                self.caller.with_status(response, problem.status())
            });
        }
        if self.caller.profile().places_forms
            && let Some(part) = problem.part()
        {
            return Box::pin(ready(self.caller.part(part.to_owned(), problem.status())));
        }
        let has_fragment = self.has_fragment();
        let has_page = self.return_url().is_some() || self.caller.profile().repeats_after_errors;
        if !has_page && !has_fields && !has_fragment {
            return Box::pin(ready(self.rendered(problem)));
        }
        let state = self.form_state_of(&problem, progress);
        Box::pin(async move {
            if has_fragment && let Some(fragment) = self.fragment(state.clone()).await {
                return self.caller.part(fragment, problem.status());
            }
            let (status, states) = (problem.status(), vec![(Slot::Submission, state)]);
            let back = self.redirect_back_with((progress, status), states, Some(problem)).await;
            self.caller.with_status(back, status)
        })
    }

    /// Renders a problem that the page of the form doesn't show.
    pub(super) fn rendered(&self, problem: Problem) -> Response {
        match self.content() {
            Content::Postcard => postcard::problem(&problem, self.ctx.language()),
            Content::Json => rendered_after_guard(problem, false, &self.ctx),
            Content::Page => self.caller.whole_page(rendered_after_guard(problem, true, &self.ctx)),
        }
    }

    /// Returns what the client receives of values and problems.
    pub(super) fn content(&self) -> Content {
        self.caller.profile().content
    }

    /// Returns whether the client places the app's HTML of the sent form, and the app has it.
    fn has_fragment(&self) -> bool {
        self.caller.profile().places_forms && self.fragments.has(self.sent_form().0.name)
    }

    /// Renders the form that failed or is shown again, which takes the place of the submitted one. Returns `None` if the
    /// app's code for it panics, or renders a form that can't work.
    pub(super) async fn fragment(&mut self, mut state: FormState) -> Option<String> {
        self.identify().await.ok()?;
        if self.caller.profile().retains_files {
            state.without_file_requests();
        }
        let html = catch_panic_sync(|| {
            let page = PageContext {
                ctx: self.ctx.clone(),
                actions: Arc::clone(&self.actions),
                identity: self.identity.clone(),
                browser: self.browser(),
                return_field: self.return_url_from_form(),
                for_whom: self.identity.as_ref().map(|_| Arc::default()),
            };
            let (action, key) = self.sent_form();
            let key = key.map(str::to_owned);
            self.fragments.render(page, Arc::clone(action), key, state)
        });
        if self.ctx.take_failure().is_some() {
            return None;
        }
        // That is logged, and the response has the problem that there was before it.
        let html =
            html.inspect_err(|panicked| tracing::error!(action = self.action.name, ?panicked, "a fragment failed"));
        html.ok()
    }
}

pub(super) fn with_body(text: String, content_type: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}
