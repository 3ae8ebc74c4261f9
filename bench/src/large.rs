//! Desks with many routes.

use frontdesk::{Desk, Method, Path, Request, Router, get};

use crate::call::{Respond, respond};
use crate::requests;

/// Builds a desk with 100 routes.
pub(crate) fn hundred() -> Respond {
    desk(100)
}

/// Builds a desk with 10,000 routes.
pub(crate) fn ten_thousand() -> Respond {
    desk(10_000)
}

/// Makes a request for a route that both have.
pub(crate) fn request() -> Request {
    requests::by_page(Method::GET, "/area-7/list-77/12")
}

#[expect(clippy::expect_used, reason = "the patterns are made here")]
fn desk(routes: usize) -> Respond {
    async fn one(Path(id): Path<u32>) -> String {
        id.to_string()
    }
    let patterns = (0..routes).map(|at| format!("/area-{}/list-{at}/{{id}}", at % 10));
    let router = patterns.fold(Router::new(), |router, path| router.route(path, get(one)));
    let desk = Desk::builder(()).routes(router).build();
    respond(desk.expect("the desk has no mistakes"))
}
