//! How an action's end is told to who called it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use frontdesk_router::{Ctx, Problem, is_local_path};
use http::header::{CONTENT_TYPE, LOCATION, REFERER};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::actions::{Actions, Entry};
use crate::caller::Caller;
use crate::form::FormData;
use crate::form_state::{FormProblem, FormState, with_parameter};
use crate::outcome::{Ended, Outcome};
use crate::run::Refusal;

/// The hidden field that names the page to go back to.
pub(crate) const RETURN_FIELD: &str = "__fd_return";

/// The hidden field that tells several forms of one action apart.
pub(crate) const KEY_FIELD: &str = "__fd_key";

const FRONTDESK_REDIRECT: HeaderName = HeaderName::from_static("frontdesk-redirect");
const HX_REDIRECT: HeaderName = HeaderName::from_static("hx-redirect");

/// The answer to one admitted call, in the making.
pub(crate) struct Answer<'a> {
    actions: &'a Actions,
    entry: Arc<Entry>,
    caller: Caller,
    ctx: &'a Ctx,
    /// The request's cookies, which tell the form states that are alive.
    headers: HeaderMap,
    secure: bool,
    way_back: Option<String>,
    form: FormData,
}

impl<'a> Answer<'a> {
    pub(crate) fn new(actions: &'a Actions, entry: Arc<Entry>, caller: Caller, ctx: &'a Ctx, parts: &Parts) -> Self {
        let goes_back = matches!(caller, Caller::Browser | Caller::Htmx);
        let referer = parts
            .headers
            .get(REFERER)
            .filter(|_| goes_back)
            .and_then(|value| value.to_str().ok());
        let way_back = referer.and_then(|referer| actions.guard.same_origin_path(referer, &parts.headers, &parts.uri));
        let way_back = way_back.filter(|path| is_local_path(path)).map(str::to_owned);
        let secure = actions.guard.is_https(&parts.headers);
        let cookies = parts.headers.get_all(http::header::COOKIE).iter().filter(|_| goes_back);
        let headers = cookies.map(|value| (http::header::COOKIE, value.clone())).collect();
        Self {
            actions,
            entry,
            caller,
            ctx,
            headers,
            secure,
            way_back,
            form: FormData::empty(),
        }
    }

    /// The form has been read: it says where it stands, and must not be lost.
    pub(crate) fn read(&mut self, form: FormData) {
        if let Some(path) = form.first(RETURN_FIELD).filter(|path| is_local_path(path)) {
            self.way_back = Some(path.to_owned());
        }
        self.form = form;
    }

    /// A call that ended before its form was read.
    pub(crate) async fn refusal(self, refusal: Refusal) -> Response {
        match refusal {
            Refusal::Problem(problem) => self.problem(problem).await,
            Refusal::Response(mut response) => match response.extensions_mut().remove::<Problem>() {
                Some(problem) => self.problem(problem).await,
                // The app's own rejection, such as a redirect to its login, means what it says.
                None => response,
            },
        }
    }

    /// A function that ended.
    pub(crate) async fn outcome(self, outcome: Outcome) -> Response {
        match outcome.0 {
            Ended::Done => self.done(),
            Ended::Redirect(redirect) => match redirect.into_location() {
                Ok(location) => self.redirect(location),
                Err(problem) => self.problem(problem).await,
            },
            Ended::Value(value) => match value.to_json() {
                Ok(json) => self.value(json).await,
                Err(error) => self.problem(Problem::from(error)).await,
            },
            Ended::Problem(problem) => self.problem(problem).await,
        }
    }

    /// `()`: nothing to say but that it is done.
    fn done(self) -> Response {
        match self.caller {
            Caller::Script | Caller::Postcard => StatusCode::NO_CONTENT.into_response(),
            Caller::Browser | Caller::Htmx => self.back(None),
        }
    }

    /// On to another page.
    fn redirect(self, location: HeaderValue) -> Response {
        match self.caller {
            Caller::Script | Caller::Postcard => with_header(StatusCode::OK, FRONTDESK_REDIRECT, location),
            Caller::Browser => with_header(StatusCode::SEE_OTHER, LOCATION, location),
            Caller::Htmx => with_header(StatusCode::OK, HX_REDIRECT, location),
        }
    }

    /// A value, as JSON.
    async fn value(self, json: String) -> Response {
        match self.caller {
            Caller::Script | Caller::Postcard => {
                let mut response = Response::new(Body::from(json));
                response
                    .headers_mut()
                    .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                response
            }
            Caller::Browser | Caller::Htmx => {
                // What succeeded is not to be typed again: the result goes back, the values don't.
                let state = FormState {
                    result: Some(json),
                    ..self.state(Vec::new())
                };
                self.back_with(state).await
            }
        }
    }

    /// A problem. A browser goes back to the page it came from, where the form shows it with all that was typed.
    pub(crate) async fn problem(self, problem: Problem) -> Response {
        let problem = problem.finish(self.ctx);
        tracing::debug!(
            action = self.entry.name,
            status = problem.status().as_u16(),
            code = problem.code(),
            "an action failed"
        );
        let has_fields = !problem.errors().is_empty();
        match self.caller {
            Caller::Script | Caller::Postcard => problem.render(false),
            Caller::Browser | Caller::Htmx if self.way_back.is_none() && !has_fields => problem.render(true),
            Caller::Browser | Caller::Htmx => {
                let mut state = self.state(self.values());
                state.errors.clone_from(problem.errors());
                // Field errors speak for themselves, unless the function had more to say.
                let more = !has_fields || problem.code() != "invalid-fields" || problem.detail().is_some();
                state.problem = more.then(|| FormProblem::of(&problem));
                self.back_with(state).await
            }
        }
    }

    fn state(&self, values: Vec<(String, String)>) -> FormState {
        FormState {
            action: self.entry.name.to_owned(),
            key: self.form.first(KEY_FIELD).map(str::to_owned),
            values,
            errors: BTreeMap::new(),
            problem: None,
            result: None,
        }
    }

    /// What was typed, but for secrets and our own fields.
    fn values(&self) -> Vec<(String, String)> {
        let pairs = self
            .form
            .pairs()
            .filter(|(name, _)| !name.starts_with("__fd_") && !self.entry.is_secret(name));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    async fn back_with(self, state: FormState) -> Response {
        let id = self
            .actions
            .keeper
            .keep(self.ctx, &self.headers, state, self.secure)
            .await;
        self.back(id.as_deref())
    }

    /// Back to the page, with the form state's id if there is one.
    fn back(self, id: Option<&str>) -> Response {
        let base = &self.ctx.shared().base;
        let home = if base.is_empty() { "/" } else { base };
        let path = with_parameter(self.way_back.as_deref().unwrap_or(home), id);
        match frontdesk_router::Redirect::to(path).into_location() {
            Ok(location) => self.redirect(location),
            Err(problem) => problem.finish(self.ctx).render(true),
        }
    }
}

fn with_header(status: StatusCode, name: HeaderName, value: HeaderValue) -> Response {
    let mut response = status.into_response();
    response.headers_mut().insert(name, value);
    response
}
