//! The desk as an actix default service.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::pin;

use actix_web::HttpRequest;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse, fn_service};
use actix_web::http::{ConnectionType, Version};
use actix_web::web::ServiceConfig;
use axum_core::extract::Request;
use axum_core::response::Response;
use frontdesk_actions::Mount;
use http::StatusCode;
use tower_service::Service;

use crate::body::request_body;
use crate::convert::{self, NotHttp};
use crate::extract::ActixRequest;
use crate::jobs;

/// Lets the desk answer what the app's, or the scope's, own routes don't: `App::new().configure(desk(my_desk.clone()))`.
pub fn desk<D>(desk: D) -> impl FnOnce(&mut ServiceConfig)
where
    D: Service<Request, Response = Response, Error = Infallible> + Mount + Clone,
{
    move |config| {
        config.default_service(fn_service(move |request: ServiceRequest| {
            let desk = desk.clone();
            async move {
                let (request, payload) = request.into_parts();
                let head = request.method() == actix_web::http::Method::HEAD;
                let response = match convert::request(&request, desk.base()) {
                    Ok(parts) => serve(desk, &request, parts, payload).await,
                    Err(NotHttp) => bad_request(),
                };
                let convert = if head {
                    convert::head_response
                } else {
                    convert::response
                };
                let mut response = convert(response);
                if request.version() < Version::HTTP_11 {
                    // HTTP/1.0 knows no chunks: a body of unknown length ends with the connection (RFC 9112, section 6.1).
                    response.head_mut().no_chunking(true);
                    response.head_mut().set_connection_type(ConnectionType::Close);
                }
                Ok(ServiceResponse::new(request, response.map_into_boxed_body()))
            }
        }));
    }
}

/// Answers one request on the worker's own thread, and runs there what extractors need of actix meanwhile.
async fn serve<D>(mut desk: D, own: &HttpRequest, parts: http::request::Parts, payload: Payload) -> Response
where
    D: Service<Request, Response = Response, Error = Infallible>,
{
    let (sender, mut jobs) = jobs::channel();
    let mut request = Request::from_parts(parts, request_body(payload));
    request.extensions_mut().insert(ActixRequest::new(sender));
    let answer = async {
        // A desk never fails, as its error type says.
        match poll_fn(|cx| desk.poll_ready(cx)).await {
            Ok(()) => desk.call(request).await,
            Err(never) => Err(never),
        }
    };
    let mut answer = pin!(answer);
    loop {
        tokio::select! {
            biased;
            response = &mut answer => {
                return match response {
                    Ok(response) => response,
                    Err(never) => match never {},
                };
            }
            Some(job) = jobs.recv() => drop(actix_web::rt::spawn(job(own.clone()))),
        }
    }
}

fn bad_request() -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response
}
