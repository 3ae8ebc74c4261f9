//! `Flashes` in pages of the host app, which are actix handlers.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::rc::Rc;
use std::slice;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use axum_core::extract::FromRequestParts as _;
use frontdesk_actions::FlashMessage;

use crate::convert;
use crate::page_error::PageError;
use crate::pages::PageContext;

/// The desk's `Flashes` as an actix extractor, for the app's own pages. They need the middleware
/// [`pages`](crate::pages).
///
/// ```
/// use actix_web::{App, test, web};
/// use frontdesk::Desk;
/// use frontdesk::actix::Flashes;
///
/// async fn notes(flashes: Flashes) -> String {
///     flashes.iter().map(|flash| format!("{}: {}\n", flash.kind(), flash.text())).collect()
/// }
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let desk = Desk::builder(()).build()?;
/// let app = App::new()
///     .wrap(frontdesk::actix::pages(&desk))
///     .route("/notes", web::get().to(notes))
///     .configure(frontdesk::actix::desk(desk.clone()));
/// let app = test::init_service(app).await;
/// let page = test::call_and_read_body(&app, test::TestRequest::get().uri("/notes").to_request()).await;
/// assert_eq!(page, "");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Rejects with a 500 without details if the app isn't wrapped in the middleware. The log has the
/// reason.
#[derive(Debug, Clone)]
pub struct Flashes(frontdesk_actions::Flashes);

impl Deref for Flashes {
    type Target = frontdesk_actions::Flashes;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a> IntoIterator for &'a Flashes {
    type Item = &'a FlashMessage;
    type IntoIter = slice::Iter<'a, FlashMessage>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl FromRequest for Flashes {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let page = request.extensions().get::<Rc<PageContext>>().cloned();
        let parts = convert::parts(request);
        Box::pin(async move {
            let page = page.ok_or(PageError::NoMiddleware("Flashes"))?;
            let mut parts = parts.map_err(|_| PageError::UnsupportedRequest)?;
            let ctx = page.enter(&parts);
            parts.extensions.insert(ctx.clone());
            let flashes = frontdesk_actions::Flashes::from_request_parts(&mut parts, &()).await;
            Ok(Self(flashes.map_err(|problem| {
                // Logs the problem.
                let _ = problem.finish(&ctx);
                PageError::Rejected("Flashes")
            })?))
        })
    }
}
