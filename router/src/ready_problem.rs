//! Problems that are the same for every request, rendered when the desk is built.

use std::future::ready;

use axum_core::body::Body;
use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use http::header::ACCEPT;
use http::{HeaderMap, Method, StatusCode};

use crate::accept::names_html;
use crate::context::Ctx;
use crate::entry::Entry;
use crate::finish::{default_cache_control, finish, is_cacheable};
use crate::problem::Problem;
use crate::response::into_head_response;
use crate::route::{Route, Serve};
use crate::runtime::BoxFuture;
use crate::vary::vary_by_accept;

/// A problem without an error behind it, and its JSON.
pub(crate) struct ReadyProblem {
    problem: Problem,
    status: StatusCode,
    headers: HeaderMap,
    /// The headers of a response that caches may store.
    cacheable_headers: HeaderMap,
    json: Box<[u8]>,
}

impl ReadyProblem {
    pub(crate) fn new(problem: Problem) -> Self {
        let (parts, _) = problem.render(false).into_parts();
        let mut headers = parts.headers;
        vary_by_accept(&mut headers);
        let mut cacheable_headers = headers.clone();
        default_cache_control(&mut cacheable_headers);
        Self {
            json: problem.json().into(),
            status: parts.status,
            headers,
            cacheable_headers,
            problem,
        }
    }

    pub(crate) fn serve(&self, request: Request, entry: Entry) -> BoxFuture<'static, Response> {
        let is_direct = matches!(entry, Entry::Direct(_));
        if is_direct && !request.headers().get_all(ACCEPT).iter().any(names_html) {
            return Box::pin(ready(self.direct_json(request.method())));
        }
        entry.serve_with(request, |request, ctx| {
            ready(self.rendered(request.method(), ctx.as_ref()))
        })
    }

    /// Returns the JSON as it leaves the desk.
    fn direct_json(&self, method: &Method) -> Response {
        // Copied, because all cores would count the references to shared bytes.
        let mut response = Response::new(Body::from(self.json.to_vec()));
        *response.status_mut() = self.status;
        let headers = if is_cacheable(method) {
            &self.cacheable_headers
        } else {
            &self.headers
        };
        response.headers_mut().clone_from(headers);
        if *method == Method::HEAD {
            into_head_response(response)
        } else {
            response
        }
    }

    /// Renders it here, inside the layers, so that a compressing layer sees the body that is sent.
    fn rendered(&self, method: &Method, ctx: Option<&Ctx>) -> Response {
        finish(self.problem.clone().into_response(), ctx, is_cacheable(method))
    }
}

/// Creates a route that responds to every request with the same problem.
#[must_use]
pub fn problem_route(problem: Problem) -> Route {
    struct ProblemRoute(ReadyProblem);
    impl Serve for ProblemRoute {
        fn serve(&self, request: Request, entry: Entry) -> BoxFuture<'static, Response> {
            self.0.serve(request, entry)
        }
    }
    Route::new(ProblemRoute(ReadyProblem::new(problem)))
}
