//! The desk's extractors in pages of the host app, which are actix handlers.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::{HttpMessage, HttpRequest};
use axum_core::extract::FromRequestParts;
use frontdesk_router::{Ctx, Problem};

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
        let mut parts = parts.map_err(|_| PageError::UnsupportedRequest)?;
        let ctx = page.enter(&parts);
        parts.extensions.insert(ctx.clone());
        match T::from_request_parts(&mut parts, &()).await {
            Ok(extracted) => Ok((extracted, ctx)),
            Err(rejection) => {
                // Logs a problem of ours.
                let problem = rejection.into().finish(&ctx);
                if problem.status().is_client_error() {
                    page.reject(problem);
                    return Err(PageError::BadRequest.into());
                }
                Err(PageError::Rejected(name).into())
            }
        }
    })
}
