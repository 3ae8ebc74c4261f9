//! The response to a check.

use axum_core::response::Response;
use frontdesk_router::__desk::{rendered_after_guard, set_sent_status, take_flashes};
use frontdesk_router::Problem;
use http::StatusCode;

use super::manner::{Manner, NO_VERDICT, Part, without_cookies};
use super::names::Names;
use super::{Verdict, precognition};
use crate::caller::Caller;
use crate::endpoint::call::{Call, Rejection};
use crate::form_state::Progress;

impl Call {
    /// Responds to a check with its verdict.
    pub(super) async fn respond_to_check(&mut self, verdict: Verdict, names: &Names, manner: Manner) -> Response {
        let problem = match verdict {
            Ok(()) => return self.valid(manner).await,
            Err(Rejection::Problem(problem)) => problem,
            Err(Rejection::Response(mut response)) => {
                drop(take_flashes(&mut response));
                return without_cookies(manner.without_verdict(response, &self.ctx));
            }
        };
        let problem = problem.finish(&self.ctx).bounded(self.received);
        let (status, code) = (problem.status(), problem.code());
        tracing::debug!(
            action = self.action.name,
            status = status.as_u16(),
            code,
            "a check failed"
        );
        if status != StatusCode::UNPROCESSABLE_ENTITY {
            return manner.refusal(problem, &self.ctx);
        }
        self.ctx.record_outcome(status);
        match manner {
            Manner::Plain => rendered_after_guard(problem, false, &self.ctx),
            Manner::Precognition if problem.errors().is_empty() && names.given().next().is_none() => {
                let mut response = manner.refusal(problem, &self.ctx);
                set_sent_status(&mut response, NO_VERDICT);
                response
            }
            Manner::Precognition => precognition::invalid(&problem, names, &self.ctx),
            Manner::Part(library) => match self.part(library, status, &problem).await {
                Some(part) => part,
                None => rendered_after_guard(problem, false, &self.ctx),
            },
        }
    }

    /// Responds that nothing is wrong: with the form's part, if there is one, so that messages of an
    /// earlier check disappear.
    async fn valid(&mut self, manner: Manner) -> Response {
        let part = match manner {
            Manner::Part(library) => self.part(library, StatusCode::OK, &Problem::invalid_fields()).await,
            Manner::Plain | Manner::Precognition => None,
        };
        part.unwrap_or_else(|| manner.success(&self.ctx))
    }

    /// Renders the form with the submitted values and the messages of the fields that were asked for.
    async fn part(&mut self, library: Caller, status: StatusCode, problem: &Problem) -> Option<Response> {
        if !self.fragments.has(self.sent_form().0.name) {
            return None;
        }
        let mut state = self.form_state_of(problem, Progress::NotRun);
        if problem.errors().is_empty() {
            state.problem = None;
        }
        self.ctx.record_outcome(status);
        let mut part = library.part(self.fragment(state).await?, status);
        part.extensions_mut().insert(Part);
        Some(part)
    }
}
