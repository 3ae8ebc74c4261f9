//! A problem of the desk as a service of the host app.

use std::sync::Arc;

use actix_web::{HttpRequest, Route, web};
use frontdesk_actions::Mount;
use frontdesk_router::__desk::{ProblemHead, respond_with_problem};
use frontdesk_router::Problem;

use crate::convert;
use crate::extract::ActixRequest;
use crate::jobs::{self, Jobs};
use crate::service::{bad_request, converted};

/// Returns a route that responds to every request with a problem, as the desk shows it: a page of the
/// app's own ([`problem_page`](../struct.DeskBuilder.html#method.problem_page)) for people, JSON for
/// programs.
///
/// It is for an app whose default service isn't the desk, since the desk is in a scope: the app's own
/// 404s then look like the desk's.
///
/// ```
/// use actix_web::{App, test, web};
/// use frontdesk::{Desk, Html, Problem};
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let desk = Desk::builder(()).base("/shop").problem_page(async |_: Problem| Html("<h1>Sorry</h1>")).build()?;
/// let app = App::new()
///     .service(web::scope("/shop").configure(frontdesk::actix::desk(desk.clone())))
///     .default_service(frontdesk::actix::problem_service(&desk, Problem::not_found()));
/// let app = test::init_service(app).await;
///
/// for path in ["/shop/nothing", "/nothing"] {
///     let request = test::TestRequest::get().uri(path).insert_header(("accept", "text/html")).to_request();
///     let response = test::call_service(&app, request).await;
///     assert_eq!(response.status().as_u16(), 404);
///     assert_eq!(test::read_body(response).await, "<h1>Sorry</h1>");
/// }
/// # Ok(())
/// # }
/// ```
pub fn problem_service<D: Mount + Clone>(desk: &D, problem: Problem) -> Route {
    let desk = Arc::new(desk.clone());
    web::to(move |request: HttpRequest| {
        let (desk, problem) = (Arc::clone(&desk), problem.clone());
        async move {
            let Ok(parts) = convert::parts(&request) else {
                return converted(&request, bad_request());
            };
            let ctx = desk.enter(&parts.uri, &parts);
            let jobs = Arc::new(Jobs::default());
            let head = ProblemHead::from_parts(&ctx, &parts);
            let head = head.map(|head| head.with_extension(ActixRequest::new(Arc::clone(&jobs))));
            let response = respond_with_problem(problem, parts.method, &ctx, head);
            let response = jobs::serve(&request, &jobs, response).await;
            converted(&request, response)
        }
    })
}
