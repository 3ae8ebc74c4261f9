//! The endpoint of every action: `POST /_actions/<name>`.

use std::sync::Arc;

use axum_core::body::Body;
use axum_core::extract::Request;
use axum_core::response::Response;
use frontdesk_router::{BoxFuture, Ctx, Problem};
use futures_util::future::Either;
use http::header::ALLOW;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, StatusCode};

use crate::actions::{Actions, Entry};
use crate::answer::Answer;
use crate::body::{self, BodyKind};
use crate::caller::Caller;
use crate::detach::Detach;
use crate::form::FieldErrors;
use crate::outcome::Outcome;
use crate::run::{Call, Ready, Refusal, Running, Undecoded};
use crate::submission::Submission;
use crate::{postcard, sealed, source, timeout};

/// What the action revalidated, for scripts that keep answers themselves.
const FRONTDESK_REVALIDATED: HeaderName = HeaderName::from_static("frontdesk-revalidated");

/// The path below which actions live.
pub const ACTIONS_PATH: &str = "/_actions/";

impl Actions {
    /// Answers a request whose path begins with [`ACTIONS_PATH`], and that carries its [`Ctx`].
    ///
    /// Checks come in a fixed order, the cheapest and the safest first; before the origin guard has passed, nothing is read, no
    /// cookie is set and no redirect is sent.
    pub fn serve(self: &Arc<Self>, request: Request, ctx: Ctx) -> impl Future<Output = Response> + Send + use<> {
        ctx.forbid_store();
        let (parts, body) = request.into_parts();
        let caller = Caller::from_headers(&parts.headers);
        match self.admit(&parts) {
            Ok(entry) => {
                let call = Admitted {
                    actions: Arc::clone(self),
                    entry: Arc::clone(entry),
                    caller,
                    ctx,
                    parts,
                };
                Either::Left(call.run(body))
            }
            Err(problem) => {
                ctx.record_outcome(problem.status());
                let response = match caller {
                    Caller::Postcard => postcard::problem(problem),
                    _ => problem.render(caller.goes_back()),
                };
                Either::Right(std::future::ready(response))
            }
        }
    }

    /// The action that may be called by this request.
    fn admit(&self, parts: &Parts) -> Result<&Arc<Entry>, Problem> {
        let name = parts.uri.path().strip_prefix(ACTIONS_PATH).unwrap_or_default();
        let Some(entry) = self.get(name) else {
            tracing::debug!(name = %name.escape_debug(), "no such server action");
            return Err(Problem::new(StatusCode::NOT_FOUND, "unknown-action")
                .with_detail("There is no such action. The page may be out of date: reload it and try again."));
        };
        if parts.method != Method::POST {
            return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed")
                .with_detail("A server action is called by sending its form, with POST.")
                .with_header(ALLOW, HeaderValue::from_static("POST")));
        }
        if entry.any_origin {
            return Ok(entry);
        }
        self.guard.check(&parts.headers, &parts.uri).map_err(|refused| {
            let (received, expected) = (refused.received(), refused.expected());
            tracing::warn!(
                action = entry.name,
                code = refused.code(),
                received,
                expected,
                "a call was refused"
            );
            Problem::new(StatusCode::FORBIDDEN, refused.code()).with_detail(refused.to_string())
        })?;
        Ok(entry)
    }
}

/// A call that passed the origin guard.
struct Admitted {
    actions: Arc<Actions>,
    entry: Arc<Entry>,
    caller: Caller,
    ctx: Ctx,
    parts: Parts,
}

impl Admitted {
    /// Reads, decodes, runs and answers.
    ///
    /// Not an `async fn`, whose future would hold its arguments twice; and what only a failure awaits is boxed apart, so that
    /// the future of every call is small.
    #[expect(clippy::manual_async_fn, reason = "it would hold its arguments twice")]
    fn run(mut self, body: Body) -> impl Future<Output = Response> + Send {
        async move {
            let kind = match body::kind(&self.parts.headers, &self.entry) {
                Ok(kind) => kind,
                Err(problem) => return self.refuse_unread(problem, body, None).await,
            };
            if let Err(problem) = body::check_declared(&self.parts.headers, self.entry.limits.body) {
                return self.refuse_unread(problem, body, Some(kind)).await;
            }
            let call = Call {
                goes_back: self.caller.goes_back(),
                parts: &mut self.parts,
                body,
                kind,
                actions: &self.actions,
                entry: &self.entry,
                ctx: &self.ctx,
            };
            let Ready { form, identity, next } = match self.entry.run.prepare(call).await {
                Ok(ready) => ready,
                Err(Refusal { why, form }) => return self.answer(form).refused(why).into_response().await,
            };
            let next =
                both(next, self.entry.check_names(&form.form)).map_err(|why| self.undecoded(why, identity.is_some()));
            let answer = self.answer(form);
            match next.and_then(|running| self.as_the_action_says(running, &answer.form, identity.as_deref())) {
                Ok(running) => {
                    let ended = Detach::new(running, &self.ctx.shared().runtime).await;
                    let outcome = ended.unwrap_or_else(Outcome::problem);
                    let mut response = answer.outcome(outcome).into_response().await;
                    if let Some(list) = self.ctx.revalidated() {
                        response.headers_mut().insert(FRONTDESK_REVALIDATED, list);
                    }
                    response
                }
                Err(problem) => answer.problem(problem).await,
            }
        }
    }

    fn undecoded(&self, why: Undecoded, has_identity: bool) -> Problem {
        match why {
            Undecoded::Fields(errors) => sealed::problem_of(errors, &self.entry, has_identity),
            Undecoded::Panicked(panicked) => panicked.into_problem(Some(&self.ctx)),
        }
    }

    /// The function with the action's options around it: how long it is waited for, and whether it runs again.
    fn as_the_action_says(
        &self,
        running: Running,
        form: &Submission,
        identity: Option<&str>,
    ) -> Result<Running, Problem> {
        let Self {
            actions, entry, ctx, ..
        } = self;
        let running = match entry.timeout {
            None => running,
            Some(timeout) => timeout::at_most(timeout, running, Arc::clone(&ctx.shared().runtime)),
        };
        if entry.once.is_none() {
            return Ok(running);
        }
        let ticket = actions.once.ticket(entry, ctx, form, identity)?;
        let (once, ctx) = (Arc::clone(&actions.once), ctx.clone());
        Ok(Box::pin(async move {
            Ok(once.run(ticket, &ctx, running).await.into_outcome())
        }))
    }

    /// Refuses a body by what its headers say. Some of it is read all the same: for a page to show again what was typed, if it is
    /// of a `kind` that can be read, and so that the answer is seen.
    fn refuse_unread(&self, problem: Problem, body: Body, kind: Option<BodyKind>) -> BoxFuture<'_, Response> {
        Box::pin(async move {
            let (headers, runtime) = (&self.parts.headers, &self.ctx.shared().runtime);
            let form = match kind.filter(|_| self.caller.goes_back()) {
                Some(kind) => body::rescue(body, kind, headers, &self.entry, runtime).await,
                None => {
                    source::dismiss(body, headers, &**runtime).await;
                    Submission::empty()
                }
            };
            self.answer(Box::new(form)).problem(problem).await
        })
    }

    fn answer(&self, form: Box<Submission>) -> Answer<'_> {
        let Self {
            actions,
            entry,
            caller,
            ctx,
            parts,
        } = self;
        Answer {
            actions,
            entry,
            caller: *caller,
            ctx,
            parts,
            form,
        }
    }
}

/// `next`, if `known` holds too; else what is wrong with both, so that nobody has to send a form twice to learn it.
fn both<T>(next: Result<T, Undecoded>, known: Result<(), FieldErrors>) -> Result<T, Undecoded> {
    match (next, known) {
        (next, Ok(())) => next,
        (Ok(_), Err(unknown)) => Err(Undecoded::Fields(unknown)),
        (Err(Undecoded::Fields(mut errors)), Err(unknown)) => {
            errors.merge(unknown);
            Err(Undecoded::Fields(errors))
        }
        (Err(panicked), Err(_)) => Err(panicked),
    }
}
