//! Responses of the host app that a desk finishes.

use axum_core::response::{IntoResponse as _, Response};
use http::Method;

use crate::context::Ctx;
use crate::problem::Problem;
use crate::problem_page::ProblemHead;
use crate::response::into_head_response;

/// Finishes the response of a page of the host app. `head` is that of its request, if the desk has pages
/// of the app's own for problems.
pub async fn finish_host_response(response: Response, ctx: &Ctx, head: Option<Box<ProblemHead>>) -> Response {
    let response = ctx.finish_response(response);
    match head {
        Some(head) => head.show(response, ctx).await,
        None => response,
    }
}

/// Responds to a request of the host app with a problem, as the desk does.
pub async fn respond_with_problem(
    problem: Problem,
    method: Method,
    ctx: &Ctx,
    head: Option<Box<ProblemHead>>,
) -> Response {
    let response = finish_host_response(problem.into_response(), ctx, head).await;
    if method == Method::HEAD {
        into_head_response(response)
    } else {
        response
    }
}
