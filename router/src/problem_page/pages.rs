//! What an app has for problems: a page for people, a body for programs.

use std::fmt;
use std::future::ready;
use std::sync::Arc;

use axum_core::response::{IntoResponse, Response};
use http::request::Parts;

use super::handler::{ProblemHandler, RejectedPage};
use crate::extract::replacement;
use crate::mistake::{Mistake, Place};
use crate::problem::Problem;
use crate::runtime::BoxFuture;

type PageFn = dyn Fn(Problem, Parts) -> BoxFuture<'static, Result<Response, RejectedPage>> + Send + Sync;
type BodyFn = dyn Fn(&Problem, &Parts) -> Response + Send + Sync;

/// What an app has for problems. A part of [`Shared`](crate::shared::Shared). Cheap to clone.
#[derive(Clone, Default)]
pub struct ProblemPages {
    page: Option<Arc<PageFn>>,
    body: Option<Arc<BodyFn>>,
}

impl ProblemPages {
    /// Sets the page for people.
    pub fn set_page<H: ProblemHandler<T, S>, T: 'static, S: Send + Sync + 'static>(
        &mut self,
        handler: H,
        state: Arc<S>,
    ) {
        self.page = Some(Arc::new(move |problem, parts| {
            Box::pin(handler.clone().respond(problem, parts, Arc::clone(&state)))
        }));
    }

    /// Sets the body for programs.
    pub fn set_body<R: IntoResponse>(&mut self, body: impl Fn(&Problem, &Parts) -> R + Send + Sync + 'static) {
        self.body = Some(Arc::new(move |problem, parts| body(problem, parts).into_response()));
    }

    /// Returns whether the app has neither.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.page.is_none() && self.body.is_none()
    }

    /// Returns whether the app renders problems for people, or for programs, itself.
    pub(crate) fn render(&self, html: bool) -> bool {
        if html { self.page.is_some() } else { self.body.is_some() }
    }

    /// Runs the app's code for one problem. Returns `None` if there is none.
    pub(super) fn respond(
        &self,
        problem: Problem,
        parts: Parts,
        html: bool,
    ) -> Option<BoxFuture<'static, Result<Response, RejectedPage>>> {
        match (html, &self.page, &self.body) {
            (true, Some(page), _) => Some(page(problem, parts)),
            (false, _, Some(body)) => Some(Box::pin(ready(Ok(body(&problem, &parts))))),
            _ => None,
        }
    }

    /// Returns the mistakes in the arguments of a page.
    #[must_use]
    pub fn mistakes<H: ProblemHandler<T, S>, T, S>(place: Place) -> Vec<Mistake> {
        let types = H::argument_types().into_iter();
        let wrong = types.filter_map(|argument| {
            let (why, help) = match replacement(argument) {
                Some(replacement) => ("works only in axum's own router", format!("use {replacement}")),
                None if reads_path(argument) => (
                    "rejects every request that matched no route, or one with other parameters",
                    format!("use `Result<{argument}, Problem>`, or `Uri`"),
                ),
                None => return None,
            };
            Some(Mistake::new(
                format!("the page for problems reads `{argument}`, which {why}"),
                [place],
                help,
            ))
        });
        wrong.collect()
    }
}

/// Returns whether a type is our `Path`, and not an option or a result of it.
fn reads_path(argument: &str) -> bool {
    let path = std::any::type_name::<crate::extract::Path<()>>();
    path.strip_suffix("()>").is_some_and(|path| argument.starts_with(path))
}

impl fmt::Debug for ProblemPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProblemPages")
            .field("page", &self.page.is_some())
            .field("body", &self.body.is_some())
            .finish()
    }
}
