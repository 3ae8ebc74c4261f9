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
            let visit = visit.ok_or(Unavailable)?;
            let mut parts = parts.map_err(|_| Unavailable)?;
            let ctx = visit.enter(&parts);
            parts.extensions.insert(ctx.clone());
            let forms = frontdesk_actions::Forms::from_request_parts(&mut parts, &()).await;
            Ok(Self(forms.map_err(|problem: Problem| {
                let _ = problem.finish(&ctx);
                Unavailable
            })?))
        })
    }
}

/// `Forms` can't be had. The client learns no more than that.
#[derive(Debug)]
struct Unavailable;

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`Forms` needs the middleware: wrap the app in `frontdesk_actix::pages(&desk)`")
    }
}

impl ResponseError for Unavailable {
    fn error_response(&self) -> HttpResponse {
        tracing::error!(error = %self, "a request failed");
        HttpResponse::InternalServerError().body("Internal Server Error")
    }
}
