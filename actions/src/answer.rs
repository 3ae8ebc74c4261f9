//! How an action's end is told to who called it.

use std::sync::Arc;

use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use frontdesk_router::__desk::catch_panic_sync;
use frontdesk_router::{BoxFuture, Ctx, Problem, Redirect};
use http::header::{CONTENT_TYPE, LOCATION};
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode};

use crate::actions::{Actions, Entry};
use crate::caller::Caller;
use crate::endpoint::ACTIONS_PATH;
use crate::form::FormData;
use crate::form_state::{FormState, with_parameter};
use crate::forms::OnPage;
use crate::outcome::{Ended, Outcome};
use crate::run::Refused;
use crate::{page_url, postcard};

mod left;

/// The hidden field that names the page to go back to.
pub(crate) const RETURN_FIELD: &str = "__fd_return";

/// The hidden field that names the page around a part of one, as htmx said it when it fetched that. It may have put the part, and
/// the address bar, elsewhere by now, so whatever else tells the page goes first.
pub(crate) const ENCLOSING_PAGE_FIELD: &str = "__fd_enclosing_page";

/// How long a way back may be: browsers and proxies take no more of a `Location`.
const LONGEST_PATH: usize = 8 * 1024;

/// The hidden field that tells several forms of one action apart.
pub(crate) const KEY_FIELD: &str = "__fd_key";

const FRONTDESK_REDIRECT: HeaderName = HeaderName::from_static("frontdesk-redirect");
const HX_REDIRECT: HeaderName = HeaderName::from_static("hx-redirect");

/// The answer to one admitted call, in the making. What only a failure or a way back needs is found out when it is needed.
pub(crate) struct Answer<'a> {
    pub(crate) actions: &'a Arc<Actions>,
    pub(crate) entry: &'a Arc<Entry>,
    pub(crate) caller: Caller,
    pub(crate) ctx: &'a Ctx,
    pub(crate) parts: &'a Parts,
    /// What was sent; empty when it was not read.
    pub(crate) form: Box<FormData>,
}

impl Answer<'_> {
    /// A call that ended before its form was read.
    pub(crate) fn refused(&self, why: Refused) -> Told<'_> {
        match why {
            Refused::Problem(problem) => Told::Later(self.problem(problem)),
            Refused::Response(mut response) => match response.extensions_mut().remove::<Problem>() {
                Some(problem) => Told::Later(self.problem(problem)),
                // The app's own rejection, such as a redirect to its login, means what it says.
                None => {
                    self.ctx.record_outcome(response.status());
                    Told::Now(response)
                }
            },
        }
    }

    /// A function that ended.
    pub(crate) fn outcome(&self, outcome: Outcome) -> Told<'_> {
        match outcome.0 {
            Ended::Done => Told::Now(self.done()),
            Ended::Redirect(redirect) => match redirect.into_location() {
                Ok(location) => {
                    self.ctx.record_outcome(StatusCode::SEE_OTHER);
                    Told::Now(self.redirect(location))
                }
                Err(problem) => Told::Later(self.problem(problem)),
            },
            Ended::Value(value) if self.caller == Caller::Postcard => match value.to_postcard() {
                Ok(bytes) => {
                    self.ctx.record_outcome(StatusCode::OK);
                    Told::Now(postcard::value(bytes))
                }
                Err(error) => Told::Later(self.problem(Problem::from(error))),
            },
            Ended::Value(value) => match value.to_json() {
                Ok(json) => self.value(json),
                Err(error) => Told::Later(self.problem(Problem::from(error))),
            },
            Ended::Json(json) => self.value(json),
            Ended::Problem(problem) => Told::Later(self.problem(problem)),
        }
    }

    /// `()`: nothing to say but that it is done.
    fn done(&self) -> Response {
        let status = match self.caller {
            Caller::Postcard => StatusCode::OK,
            _ => StatusCode::NO_CONTENT,
        };
        self.ctx.record_outcome(status);
        match self.caller {
            Caller::Script => status.into_response(),
            // As postcard writes `()`.
            Caller::Postcard => postcard::value(Vec::new()),
            Caller::Browser | Caller::Htmx => self.back(None),
        }
    }

    /// On to another page.
    fn redirect(&self, location: HeaderValue) -> Response {
        match self.caller {
            Caller::Script | Caller::Postcard => with_header(StatusCode::OK, FRONTDESK_REDIRECT, location),
            Caller::Browser => with_header(StatusCode::SEE_OTHER, LOCATION, location),
            Caller::Htmx => with_header(StatusCode::OK, HX_REDIRECT, location),
        }
    }

    /// A value, as JSON.
    fn value(&self, json: String) -> Told<'_> {
        self.ctx.record_outcome(StatusCode::OK);
        match self.caller {
            Caller::Script | Caller::Postcard => {
                let mut response = Response::new(Body::from(json));
                let json = HeaderValue::from_static("application/json");
                response.headers_mut().insert(CONTENT_TYPE, json);
                Told::Now(response)
            }
            Caller::Browser | Caller::Htmx => {
                // What succeeded is not to be typed again: the result goes back, the values don't.
                let state = FormState {
                    result: Some(json),
                    ..self.state(Vec::new())
                };
                Told::Later(self.back_with(state, None))
            }
        }
    }

    /// A problem. A browser goes back to the page it came from, where the form shows it with all that was typed.
    pub(crate) fn problem(&self, problem: Problem) -> BoxFuture<'_, Response> {
        let problem = problem.finish(self.ctx);
        self.ctx.record_outcome(problem.status());
        let (status, code) = (problem.status().as_u16(), problem.code());
        tracing::debug!(action = self.entry.name, status, code, "an action failed");
        let has_fields = !problem.errors().is_empty();
        if self.caller == Caller::Postcard {
            return Box::pin(std::future::ready(postcard::problem(problem)));
        }
        if !self.caller.goes_back() {
            return Box::pin(std::future::ready(problem.render(false)));
        }
        let has_fragment = self.caller == Caller::Htmx && self.actions.fragments.has(self.entry.name);
        if self.way_back().is_none() && !has_fields && !has_fragment {
            return Box::pin(std::future::ready(problem.render(true)));
        }
        let state = self.failed(&problem);
        if has_fragment && let Some(fragment) = self.fragment(problem.status(), state.clone()) {
            return Box::pin(std::future::ready(fragment));
        }
        self.back_with(state, Some(problem))
    }

    /// The failed form itself, for htmx to put in the place of the one that was sent; none when the app's code for it panicked.
    fn fragment(&self, status: StatusCode, state: FormState) -> Option<Response> {
        let html = catch_panic_sync(|| {
            let identity = self.actions.seals.identity(self.entry, self.parts);
            let page = OnPage {
                ctx: self.ctx.clone(),
                actions: Arc::clone(self.actions),
                identity: identity.map(Arc::from),
                // As the form that was sent: without one, htmx says it again.
                way_back: self.said_way_back(),
            };
            self.actions.fragments.render(page, Arc::clone(self.entry), state)
        });
        // It is logged, and the problem that there was before is the one to tell.
        let html =
            html.inspect_err(|panicked| tracing::error!(action = self.entry.name, ?panicked, "a fragment failed"));
        let mut response = Response::new(Body::from(html.ok()?));
        *response.status_mut() = status;
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, kind);
        Some(response)
    }

    /// Where the form stands: as htmx says, which knows best; as the form says itself; the page that sent it, if the browser tells
    /// more of it than where it came from; or where the part of a page stood that the form is in. Only ever a path of a page on this
    /// origin.
    fn way_back(&self) -> Option<&str> {
        let (guard, Parts { headers, uri, .. }) = (&self.actions.guard, self.parts);
        let is_page = |path: &&str| self.is_page(path);
        let around = page_url::around(self.caller, guard, headers, uri).filter(is_page);
        around.or_else(|| self.said(RETURN_FIELD)).or_else(|| {
            let referer = page_url::referer(guard, headers, uri).filter(is_page);
            let told = referer.filter(|path| *path != "/");
            told.or_else(|| self.said(ENCLOSING_PAGE_FIELD)).or(referer)
        })
    }

    /// The way back that the form itself names.
    fn said(&self, field: &str) -> Option<&str> {
        self.form.first(field).filter(|path| self.is_page(path))
    }

    /// As the form that was sent had it: for the one that takes its place.
    fn said_way_back(&self) -> (&'static str, Arc<str>) {
        let fields = [RETURN_FIELD, ENCLOSING_PAGE_FIELD];
        let said = fields.into_iter().find_map(|field| Some((field, self.said(field)?)));
        let (field, path) = said.unwrap_or_else(|| (ENCLOSING_PAGE_FIELD, self.way_back().unwrap_or(self.home())));
        (field, with_parameter(path, None).into())
    }

    /// Whether a browser can be sent there: below `/_actions/` it would only get a 405.
    fn is_page(&self, path: &str) -> bool {
        let below = path.strip_prefix(&*self.ctx.shared().base);
        path.len() <= LONGEST_PATH
            && Redirect::to(path).location().is_some()
            && !below.is_some_and(|path| path.starts_with(ACTIONS_PATH))
    }

    fn home(&self) -> &str {
        match self.ctx.shared().base.as_str() {
            "" => "/",
            base => base,
        }
    }

    /// Back to the page, which shows the state. A problem that can't be kept is shown right here: going back without it would
    /// look like success.
    fn back_with(&self, state: FormState, problem: Option<Problem>) -> BoxFuture<'_, Response> {
        Box::pin(async move {
            let headers = &self.parts.headers;
            let secure = self.actions.guard.is_https(headers);
            let id = self.actions.keeper.keep(self.ctx, headers, state, secure).await;
            match problem.filter(|_| id.is_none()) {
                Some(problem) => problem.render(true),
                None => self.back(id.as_deref()),
            }
        })
    }

    /// Back to the page, with the form state's id if there is one.
    fn back(&self, id: Option<&str>) -> Response {
        let path = with_parameter(self.way_back().unwrap_or(self.home()), id);
        match Redirect::to(path).into_location() {
            Ok(location) => self.redirect(location),
            Err(problem) => problem.finish(self.ctx).render(true),
        }
    }
}

/// An answer: most are there at once; those that must keep form state first are boxed, so that the others need not make room.
pub(crate) enum Told<'a> {
    Now(Response),
    Later(BoxFuture<'a, Response>),
}

impl Told<'_> {
    pub(crate) async fn into_response(self) -> Response {
        match self {
            Self::Now(response) => response,
            Self::Later(response) => response.await,
        }
    }
}

fn with_header(status: StatusCode, name: HeaderName, value: HeaderValue) -> Response {
    let mut response = status.into_response();
    response.headers_mut().insert(name, value);
    response
}
