//! The desk as the default service of an actix app or scope.

use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::Arc;

use actix_web::dev::{Payload, ServiceRequest, ServiceResponse, fn_service};
use actix_web::http::{ConnectionType, Version};
use actix_web::web::ServiceConfig;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use axum_core::extract::Request;
use axum_core::response::{IntoResponse as _, Response};
use frontdesk_actions::Mount;
use frontdesk_router::{MatchedRoute, Problem, codes};
use tower_service::Service;

use crate::body::{ResponseBody, request_body};
use crate::convert::{self, UnsupportedRequest};
use crate::extract::ActixRequest;
use crate::jobs::{self, Jobs};
use crate::mounting::Mounting;

/// Lets the desk serve what the app's, or the scope's, own routes don't match:
/// `App::new().configure(desk(my_desk.clone()))`.
///
/// ```
/// use actix_web::{App, test, web};
/// use frontdesk::{Desk, Html, Router};
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let routes = Router::new().page("/todos", async || Html("<h1>Todos</h1>"));
/// // In a scope, the desk has to know its path.
/// let desk = Desk::builder(()).routes(routes).base("/app").build()?;
/// let app = App::new().service(web::scope("/app").configure(frontdesk::actix::desk(desk)));
///
/// let app = test::init_service(app).await;
/// let request = test::TestRequest::get().uri("/app/todos").to_request();
/// assert_eq!(test::call_and_read_body(&app, request).await, "<h1>Todos</h1>");
/// # Ok(())
/// # }
/// ```
///
/// Call it once per app or scope, and set no default service after it: that would replace the desk.
/// The log has an error if something did, and if the desk is in a scope that it doesn't know.
pub fn desk<D>(desk: D) -> impl FnOnce(&mut ServiceConfig)
where
    D: Service<Request, Response = Response, Error = Infallible> + Mount + Clone,
{
    move |config| {
        let (mounting, under_construction) = Mounting::new();
        config.service(under_construction);
        config.default_service(fn_service(move |request: ServiceRequest| {
            mounting.check(request.request(), desk.base());
            respond(desk.clone(), request)
        }));
    }
}

/// Responds to one request.
pub(crate) async fn respond<D>(desk: D, request: ServiceRequest) -> Result<ServiceResponse, actix_web::Error>
where
    D: Service<Request, Response = Response, Error = Infallible> + Mount,
{
    let (request, payload) = request.into_parts();
    let response = match convert::parts_below(&request, desk.base()) {
        Ok(parts) => serve(desk, &request, parts, payload).await,
        Err(UnsupportedRequest) => bad_request(),
    };
    if let Some(route) = response.extensions().get::<MatchedRoute>() {
        request.extensions_mut().insert(route.clone());
    }
    let response = converted(&request, response);
    Ok(ServiceResponse::new(request, response.map_into_boxed_body()))
}

/// Converts a response to a request.
pub(crate) fn converted(request: &HttpRequest, response: Response) -> HttpResponse<ResponseBody> {
    let convert = if request.method() == actix_web::http::Method::HEAD {
        convert::head_response
    } else {
        convert::response
    };
    let mut response = convert(response);
    if request.version() < Version::HTTP_11 {
        // HTTP/1.0 has no chunked encoding: a body of unknown length ends with the
        // connection (RFC 9112, section 6.1).
        response.head_mut().no_chunking(true);
        response.head_mut().set_connection_type(ConnectionType::Close);
    }
    response
}

/// Serves one request on the worker's own thread.
async fn serve<D>(mut desk: D, own: &HttpRequest, parts: http::request::Parts, payload: Payload) -> Response
where
    D: Service<Request, Response = Response, Error = Infallible>,
{
    let jobs = Arc::new(Jobs::default());
    let mut request = Request::from_parts(parts, request_body(payload));
    request.extensions_mut().insert(ActixRequest::new(Arc::clone(&jobs)));
    let response = async {
        match poll_fn(|cx| desk.poll_ready(cx)).await {
            Ok(()) => desk.call(request).await,
            Err(never) => Err(never),
        }
    };
    match jobs::serve(own, &jobs, response).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// Responds to a request that can't be converted.
pub(crate) fn bad_request() -> Response {
    Problem::bad_request(codes::INVALID_REQUEST)
        .with_detail(frontdesk_router::__desk::texts::INVALID_REQUEST)
        .into_response()
}

#[cfg(test)]
mod tests {
    use axum_core::body::Body;
    use http::StatusCode;

    use super::bad_request;

    #[actix_web::test]
    async fn request_that_cannot_be_converted_gets_a_problem() {
        let (parts, body) = bad_request().into_parts();
        assert_eq!(parts.status, StatusCode::BAD_REQUEST);
        assert_eq!(parts.headers["content-type"], "application/problem+json");
        let body: Body = body;
        let text = http_body_util::BodyExt::collect(body).await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(text.contains(r#""code":"invalid-request""#), "{text}");
    }
}
