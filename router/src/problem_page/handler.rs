//! Async functions that make a page of a problem.

use std::any::type_name;
use std::future::Future;
use std::sync::Arc;

use axum_core::extract::FromRequestParts;
use axum_core::response::{IntoResponse, Response};
use http::request::Parts;

use crate::problem::Problem;

/// An async function that makes a page of a [`Problem`], for people: its first argument is the problem,
/// the others are extractors as in a route handler, its result is a response.
///
/// Implemented for async functions and closures of the problem and up to eleven extractors. These
/// implement [`FromRequestParts`]: a page can't read the body, which may have been read already, or be
/// what the problem is about.
///
/// `T` is the list of the extractors' types, which only the compiler needs.
///
/// ```
/// use frontdesk_router::{Html, MatchedRoute, Problem, ProblemHandler, State};
///
/// #[derive(Clone)]
/// struct App {
///     name: &'static str,
/// }
///
/// // Real pages escape the texts: a template does it.
/// async fn page(problem: Problem, State(app): State<App>) -> Html<String> {
///     Html(format!("<h1>{}: {}</h1>", app.name, problem.status().as_u16()))
/// }
///
/// fn is_page<T>(_: impl ProblemHandler<T, App>) {}
/// is_page(page);
/// is_page(async |problem: Problem, _: MatchedRoute| problem.title().to_owned());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot make a page of a problem for the state `{S}`",
    label = "not a page of a problem",
    note = "a page of a problem is an `async fn` whose first argument is a `Problem`, whose other arguments are extractors \
            (`FromRequestParts<{S}>`: none that reads the body), whose result is `IntoResponse`, and whose future is `Send`"
)]
pub trait ProblemHandler<T, S>: Clone + Send + Sync + Sized + 'static {
    /// Returns the names of the extractors' types.
    #[doc(hidden)]
    #[must_use]
    fn argument_types() -> Vec<&'static str>;

    /// Makes the page.
    #[doc(hidden)]
    fn respond(
        self,
        problem: Problem,
        parts: Parts,
        state: Arc<S>,
    ) -> impl Future<Output = Result<Response, RejectedPage>> + Send;
}

/// An extractor of a page rejected the request.
#[doc(hidden)]
#[derive(Debug)]
#[non_exhaustive]
#[expect(unnameable_types, reason = "only the desk looks into it")]
pub struct RejectedPage {
    pub(super) extractor: &'static str,
    pub(super) response: Response,
}

macro_rules! problem_handler {
    ($($type:ident)*) => {
        #[allow(non_snake_case, unused_variables, unused_mut)]
        impl<F, Fut, R, S, $($type,)*> ProblemHandler<($($type,)*), S> for F
        where
            F: FnOnce(Problem, $($type,)*) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output = R> + Send + 'static,
            R: IntoResponse,
            S: Send + Sync + 'static,
            $($type: FromRequestParts<S> + Send + 'static,)*
        {
            fn argument_types() -> Vec<&'static str> {
                vec![$(type_name::<$type>(),)*]
            }

            async fn respond(self, problem: Problem, mut parts: Parts, state: Arc<S>) -> Result<Response, RejectedPage> {
                $(let $type = $type::from_request_parts(&mut parts, &state).await.map_err(|rejection| RejectedPage {
                    extractor: type_name::<$type>(),
                    response: rejection.into_response(),
                })?;)*
                Ok(self(problem, $($type,)*).await.into_response())
            }
        }
    };
}

problem_handler!();
problem_handler!(T1);
problem_handler!(T1 T2);
problem_handler!(T1 T2 T3);
problem_handler!(T1 T2 T3 T4);
problem_handler!(T1 T2 T3 T4 T5);
problem_handler!(T1 T2 T3 T4 T5 T6);
problem_handler!(T1 T2 T3 T4 T5 T6 T7);
problem_handler!(T1 T2 T3 T4 T5 T6 T7 T8);
problem_handler!(T1 T2 T3 T4 T5 T6 T7 T8 T9);
problem_handler!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10);
problem_handler!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11);
