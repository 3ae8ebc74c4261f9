//! `Forms` in pages that are actix handlers.

use std::fmt;
use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, ResponseError};
use axum_core::extract::FromRequestParts;
use frontdesk_router::Problem;

use crate::convert;
use crate::pages::Visit;

/// The desk's `Forms`, as an actix extractor for the app's own pages. They need the middleware [`pages`](crate::pages).
///
/// ```ignore
/// async fn notes(forms: frontdesk::actix::Forms) -> actix_web::Result<HttpResponse> {
///     let form = forms.of::<CreateNote>();
///     // …
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Forms(frontdesk_actions::Forms);

impl Deref for Forms {
    type Target = frontdesk_actions::Forms;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl FromRequest for Forms {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let visit = request.extensions().get::<Rc<Visit>>().cloned();
        let parts = convert::whole_request(request);
        Box::pin(async move {
            let visit = visit.ok_or(Unavailable::NoMiddleware)?;
            let mut parts = parts.map_err(|_| Unavailable::Unreadable)?;
            let ctx = visit.enter(&parts);
            parts.extensions.insert(ctx.clone());
            let forms = frontdesk_actions::Forms::from_request_parts(&mut parts, &()).await;
            Ok(Self(forms.map_err(|problem: Problem| {
                // It logs why.
                let _ = problem.finish(&ctx);
                Unavailable::Refused
            })?))
        })
    }
}

/// Why `Forms` can't be had. The client learns no more than that.
#[derive(Debug)]
enum Unavailable {
    NoMiddleware,
    /// The request's head can't be said in http's types.
    Unreadable,
    Refused,
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoMiddleware => "`Forms` needs the middleware: wrap the app in `frontdesk_actix::pages(&desk)`",
            Self::Unreadable => "the request's head can't be read as one of the crate http",
            Self::Refused => "the desk refused to give the page its `Forms`",
        })
    }
}

impl ResponseError for Unavailable {
    fn error_response(&self) -> HttpResponse {
        tracing::error!(error = %self, "a request failed");
        HttpResponse::InternalServerError().body("Internal Server Error")
    }
}
