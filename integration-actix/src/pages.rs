//! The middleware that lets pages of the host app extract `Forms`.

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::body::EitherBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, HeaderName, HeaderValue, SET_COOKIE, VARY,
};
use actix_web::{HttpMessage, HttpRequest};
use axum_core::response::Response;
use frontdesk_actions::{Forms, Mount, MountCheck};
use frontdesk_router::__desk::{ProblemHead, rendered};
use frontdesk_router::{Ctx, Problem};
use http::request::Parts;

use crate::convert;
use crate::extract::ActixRequest;
use crate::jobs::{self, Jobs};

/// What an app lacks whose pages have forms, if those lead nowhere.
const REMEDY: &str = "`.configure(frontdesk::actix::desk(desk.clone()))` at the `App` as well";

/// Returns a middleware that lets pages of the app extract [`Forms`](crate::Forms):
/// `App::new().wrap(pages(&desk))`.
///
/// [`Forms`](crate::Forms) shows a whole app.
///
/// ```
/// use actix_web::App;
/// use frontdesk::Desk;
///
/// # fn main() -> Result<(), frontdesk::BuildError> {
/// let desk = Desk::builder(()).build()?;
/// let app = App::new().wrap(frontdesk::actix::pages(&desk)).configure(frontdesk::actix::desk(desk.clone()));
/// # let _ = app;
/// # Ok(())
/// # }
/// ```
pub fn pages<D: Mount + Clone>(desk: &D) -> Pages {
    Pages {
        desk: Arc::new(desk.clone()),
        check: Arc::default(),
    }
}

/// The middleware that [`pages`] returns.
#[derive(Clone)]
pub struct Pages {
    desk: Arc<dyn Mount>,
    check: Arc<MountCheck>,
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pages")
    }
}

/// The desk's context of a request for a page, created when the page first extracts its forms.
pub(crate) struct PageContext {
    desk: Arc<dyn Mount>,
    ctx: OnceCell<Ctx>,
    /// The head of the request, if the desk has pages of the app's own for problems.
    problem_head: Cell<Option<Box<ProblemHead>>>,
    /// The problem of an extractor that has rejected the request.
    rejection: Cell<Option<Problem>>,
    /// What the page extracted first: the desk reads a request once.
    pub(crate) forms: OnceCell<Forms>,
}

impl PageContext {
    /// Returns the context of this request, the same at every call.
    pub(crate) fn enter(&self, parts: &Parts) -> Ctx {
        self.ctx
            .get_or_init(|| {
                let ctx = self.desk.enter(&parts.uri, parts);
                self.problem_head.set(ProblemHead::from_parts(&ctx, parts));
                ctx
            })
            .clone()
    }

    /// Shows a problem in place of the page's response.
    pub(crate) fn reject(&self, problem: Problem) {
        self.rejection.set(Some(problem));
    }

    /// Finishes the page's response: replaces it if the page failed, and adds what its context has
    /// collected (cookies, and `Cache-Control`).
    async fn finish<B>(&self, response: ServiceResponse<B>) -> ServiceResponse<EitherBody<B>> {
        let Some(ctx) = self.ctx.get() else {
            return response.map_into_left_body();
        };
        let mut response = match ctx.take_failure().or_else(|| self.rejection.take()) {
            None => response.map_into_left_body(),
            Some(problem) => {
                let failed = self.shown(problem, ctx, response.request()).await;
                let failed = convert::response(failed);
                response.into_response(failed.map_into_boxed_body().map_into_right_body())
            }
        };
        self.finish_headers(ctx, &mut response);
        response
    }

    /// Renders the problem of a page that failed.
    async fn shown(&self, problem: Problem, ctx: &Ctx, request: &HttpRequest) -> Response {
        let rendered = rendered(problem, ctx.prefers_html(), ctx);
        let Some(head) = self.problem_head.take() else {
            return rendered;
        };
        let jobs = Arc::new(Jobs::default());
        let head = head.with_extension(ActixRequest::new(Arc::clone(&jobs)));
        jobs::serve(request, &jobs, head.show(rendered, ctx)).await
    }

    fn finish_headers<B>(&self, ctx: &Ctx, response: &mut ServiceResponse<B>) {
        let mut collected = http::HeaderMap::new();
        // Both crates allow the same numbers as status codes.
        let status = http::StatusCode::from_u16(response.status().as_u16()).unwrap_or_default();
        ctx.finish_headers(status, &mut collected);
        let page_status = ctx.page_status(status);
        if page_status != status {
            *response.response_mut().status_mut() = StatusCode::from_u16(page_status.as_u16()).unwrap_or_default();
        }
        let headers = response.headers_mut();
        for (name, value) in &collected {
            let pair = (
                HeaderName::from_bytes(name.as_ref()),
                HeaderValue::from_bytes(value.as_bytes()),
            );
            let (Ok(name), Ok(value)) = pair else { continue };
            match name {
                SET_COOKIE | VARY => headers.append(name, value),
                CACHE_CONTROL => drop(headers.insert(name, value)),
                CONTENT_LANGUAGE if !headers.contains_key(&name) => drop(headers.insert(name, value)),
                _ => {}
            }
        }
    }
}

impl<S, B> Transform<S, ServiceRequest> for Pages
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = actix_web::Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = actix_web::Error;
    type Transform = PagesMiddleware<S>;
    type InitError = ();
    type Future = Ready<Result<PagesMiddleware<S>, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(PagesMiddleware {
            desk: Arc::clone(&self.desk),
            check: Arc::clone(&self.check),
            service,
        }))
    }
}

/// The service that [`Pages`] wraps around another one.
pub struct PagesMiddleware<S> {
    desk: Arc<dyn Mount>,
    check: Arc<MountCheck>,
    service: S,
}

impl<S> fmt::Debug for PagesMiddleware<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PagesMiddleware")
    }
}

impl<S, B> Service<ServiceRequest> for PagesMiddleware<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = actix_web::Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>>>>;

    actix_web::dev::forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let page = Rc::new(PageContext {
            desk: Arc::clone(&self.desk),
            ctx: OnceCell::new(),
            problem_head: Cell::new(None),
            rejection: Cell::new(None),
            forms: OnceCell::new(),
        });
        request.extensions_mut().insert(Rc::clone(&page));
        let check = MountCheck::is_action(self.desk.base(), request.path()).then(|| Arc::clone(&self.check));
        let response = self.service.call(request);
        Box::pin(async move {
            let response = response.await?;
            if let Some(check) = check {
                let has_type = response.headers().contains_key(CONTENT_TYPE);
                check.check(response.status().as_u16(), has_type, REMEDY);
            }
            Ok(page.finish(response).await)
        })
    }
}
