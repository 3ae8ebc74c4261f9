//! The endpoint of every action: `POST /_actions/<name>`.

use std::sync::Arc;

use axum_core::body::Body;
use axum_core::extract::Request;
use axum_core::response::Response;
use frontdesk_router::{Ctx, Problem, catch_panic};
use http::header::ALLOW;
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};

use crate::actions::{Actions, Entry};
use crate::answer::Answer;
use crate::body;
use crate::caller::Caller;
use crate::detach::Detach;
use crate::form::FormData;
use crate::outcome::Outcome;
use crate::postcard;
use crate::run::{Call, Ready};

/// The path below which actions live.
pub const ACTIONS_PATH: &str = "/_actions/";

impl Actions {
    /// Answers a request whose path begins with [`ACTIONS_PATH`], and that carries its [`Ctx`].
    ///
    /// Checks come in a fixed order, the cheapest and the safest first; before the origin guard has passed, nothing is read, no
    /// cookie is set and no redirect is sent.
    pub async fn serve(self: Arc<Self>, request: Request, ctx: Ctx) -> Response {
        ctx.forbid_store();
        let (parts, body) = request.into_parts();
        let caller = Caller::of(&parts.headers);
        match self.admit(&parts) {
            Ok(entry) => self.admitted(entry, caller, &ctx, parts, body).await,
            Err(problem) if caller == Caller::Postcard => postcard::problem(problem),
            Err(problem) => problem.render(matches!(caller, Caller::Browser | Caller::Htmx)),
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

    async fn admitted(&self, entry: &Arc<Entry>, caller: Caller, ctx: &Ctx, mut parts: Parts, body: Body) -> Response {
        let limits = &entry.limits;
        let kind = body::kind(&parts.headers, entry);
        let kind = match kind.and_then(|kind| body::check_declared(&parts.headers, limits.body).map(|()| kind)) {
            Ok(kind) => kind,
            Err(problem) => {
                body::drain(body, limits.read_timeout, &*ctx.shared().runtime).await;
                return self
                    .answer(entry, caller, ctx, &parts, FormData::empty())
                    .problem(problem)
                    .await;
            }
        };
        let call = Call {
            parts: &mut parts,
            body,
            kind,
            entry,
            ctx,
        };
        // An extractor is the app's own code: it may panic like the function itself.
        let prepared = catch_panic(Some(ctx.clone()), entry.run.prepare(call)).await;
        let Ready { form, next } = match prepared {
            Ok(Ok(ready)) => ready,
            Ok(Err(refusal)) => {
                return self
                    .answer(entry, caller, ctx, &parts, FormData::empty())
                    .refusal(refusal)
                    .await;
            }
            Err(panicked) => {
                return self
                    .answer(entry, caller, ctx, &parts, FormData::empty())
                    .problem(panicked)
                    .await;
            }
        };
        let answer = self.answer(entry, caller, ctx, &parts, form);
        match next {
            Ok(running) => {
                let ended = Detach::new(running, &ctx.shared().runtime).await;
                answer.outcome(ended.unwrap_or_else(Outcome::problem)).await
            }
            Err(errors) => answer.problem(errors.into_problem()).await,
        }
    }

    fn answer<'a>(
        &'a self,
        entry: &'a Entry,
        caller: Caller,
        ctx: &'a Ctx,
        parts: &'a Parts,
        form: FormData,
    ) -> Answer<'a> {
        Answer {
            actions: self,
            entry,
            caller,
            ctx,
            parts,
            form,
        }
    }
}
