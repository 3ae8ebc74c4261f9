//! The desk's extractors in pages of the host app, which are actix handlers.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::{HttpMessage, HttpRequest};
use axum_core::extract::FromRequestParts;
use frontdesk_router::{Ctx, Problem};
use http::request::Parts;

use crate::convert;
use crate::page_error::PageError;
use crate::pages::PageContext;

/// The future of an actix extractor.
pub(crate) type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, actix_web::Error>>>>;

/// Extracts `T`, whose extractor for actix has this name, by the context of the page.
pub(crate) fn in_page<T>(request: &HttpRequest, name: &'static str) -> Extracting<(T, Ctx)>
where
    T: FromRequestParts<(), Rejection: Into<Problem>>,
{
    let page = request.extensions().get::<Rc<PageContext>>().cloned();
    let parts = convert::parts(request);
    Box::pin(async move {
        let page = page.ok_or(PageError::NoMiddleware(name))?;
        let (mut parts, ctx) = entered(&page, parts)?;
        match T::from_request_parts(&mut parts, &()).await {
            Ok(extracted) => Ok((extracted, ctx)),
            Err(rejection) => Err(rejected(&page, &ctx, name, rejection.into()).into()),
        }
    })
}

/// Enters the desk for a page. Extractors find its context in the parts.
pub(crate) fn entered<E>(page: &PageContext, parts: Result<Parts, E>) -> Result<(Parts, Ctx), PageError> {
    let mut parts = parts.map_err(|_| PageError::UnsupportedRequest)?;
    let ctx = page.enter(&parts);
    parts.extensions.insert(ctx.clone());
    Ok((parts, ctx))
}

/// Returns the error of an extractor that has rejected a request. The page shows a problem of the client's.
pub(crate) fn rejected(page: &PageContext, ctx: &Ctx, name: &'static str, problem: Problem) -> PageError {
    // Logs a problem of ours.
    let problem = problem.finish(ctx);
    if problem.status().is_client_error() {
        page.reject(problem);
        return PageError::BadRequest;
    }
    PageError::Rejected(name)
}
