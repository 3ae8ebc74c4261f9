//! What a browser calls: a desk, a tower service, an actix app.

use std::fmt;
use std::future::poll_fn;

use axum_core::BoxError;
use axum_core::body::Body;
use axum_core::response::Response;
use bytes::Bytes;
use frontdesk_actions::Mount;
use http::{Request, Uri};
use tower_service::Service;

use crate::desk::Desk;

/// An app that a [`Browser`](super::Browser) can call: a [`Desk`], a [`Tower`] service, an
/// [`Actix`] app. Other crates cannot implement it.
pub trait App: sealed::Sealed {
    /// Responds to a request, whose path begins with the base path.
    #[doc(hidden)]
    fn respond(&mut self, request: Request<Body>) -> impl Future<Output = Response>;

    /// Returns the base path of the app's desk.
    #[doc(hidden)]
    fn base(&self) -> String {
        String::new()
    }
}

mod sealed {
    #[expect(unnameable_types, reason = "no other crate implements it")]
    pub trait Sealed {}

    impl Sealed for crate::desk::Desk {}
    impl<S> Sealed for super::Tower<S> {}
    #[cfg(feature = "actix")]
    impl<S> Sealed for super::Actix<S> {}
}

impl App for Desk {
    async fn respond(&mut self, mut request: Request<Body>) -> Response {
        let url = request.uri().to_string();
        // A desk gets paths without its base path.
        let own = match url.strip_prefix(Mount::base(self)) {
            Some("") => "/".to_owned(),
            Some(query) if query.starts_with('?') => format!("/{query}"),
            Some(own) => own.to_owned(),
            None => panic!("`{url}` is not below the desk's base path `{}`", Mount::base(self)),
        };
        match own.parse::<Uri>() {
            Ok(uri) => *request.uri_mut() = uri,
            Err(error) => panic!("`{own}` is not a path: {error}"),
        }
        Desk::respond(self, request).await
    }

    fn base(&self) -> String {
        Mount::base(self).to_owned()
    }
}

/// A tower service that a browser calls, such as an `axum::Router`:
/// [`Browser::of`](super::Browser::of).
#[derive(Clone)]
pub struct Tower<S>(pub(super) S);

impl<S> fmt::Debug for Tower<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tower").finish_non_exhaustive()
    }
}

impl<S, B> App for Tower<S>
where
    S: Service<Request<Body>, Response = http::Response<B>>,
    S::Error: fmt::Debug,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    async fn respond(&mut self, request: Request<Body>) -> Response {
        let ready = poll_fn(|context| self.0.poll_ready(context)).await;
        let response = match ready {
            Ok(()) => self.0.call(request).await,
            Err(error) => Err(error),
        };
        match response {
            Ok(response) => response.map(Body::new),
            Err(error) => panic!("the service failed: {error:?}"),
        }
    }
}

/// An actix-web app that a browser calls: [`Browser::of_actix`](super::Browser::of_actix).
#[cfg(feature = "actix")]
#[derive(Clone)]
pub struct Actix<S>(pub(super) S);

#[cfg(feature = "actix")]
impl<S> fmt::Debug for Actix<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Actix").finish_non_exhaustive()
    }
}

#[cfg(feature = "actix")]
impl<S, B> App for Actix<S>
where
    S: actix_web::dev::Service<
            actix_http::Request,
            Response = actix_web::dev::ServiceResponse<B>,
            Error = actix_web::Error,
        >,
    B: actix_web::body::MessageBody + 'static,
{
    async fn respond(&mut self, request: Request<Body>) -> Response {
        let (parts, body) = request.into_parts();
        let mut test = actix_web::test::TestRequest::with_uri(&parts.uri.to_string());
        if let Ok(method) = parts.method.as_str().parse() {
            test = test.method(method);
        }
        for (name, value) in &parts.headers {
            test = test.append_header((name.as_str(), value.as_bytes()));
        }
        let request = test.set_payload(super::step::bytes(body).await).to_request();
        let response = match self.0.call(request).await {
            Ok(response) => response.into_parts().1.map_into_boxed_body(),
            // As the server does.
            Err(error) => error.error_response(),
        };
        let mut converted = Response::builder().status(response.status().as_u16());
        for (name, value) in response.headers() {
            converted = converted.header(name.as_str(), value.as_bytes());
        }
        let body = match actix_web::body::to_bytes(response.into_body()).await {
            Ok(body) => Body::from(body),
            Err(error) => panic!("the response body failed: {error}"),
        };
        match converted.body(body) {
            Ok(response) => response,
            Err(error) => panic!("not a valid response: {error}"),
        }
    }
}
