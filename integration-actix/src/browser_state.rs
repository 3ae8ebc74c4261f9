//! `BrowserState` in handlers of the host app.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use axum_core::extract::FromRequestParts as _;

use crate::convert;
use crate::page_error::PageError;
use crate::pages::PageContext;

/// The desk's `BrowserState` as an actix extractor, for a logout of the app's own. It needs the
/// middleware [`pages`](crate::pages).
///
/// ```
/// use actix_web::{App, HttpResponse, test, web};
/// use frontdesk::Desk;
/// use frontdesk::actix::BrowserState;
///
/// async fn log_out(browser: BrowserState) -> HttpResponse {
///     // and the app's own session: `session.purge()`
///     browser.forget();
///     HttpResponse::SeeOther().insert_header(("Location", "/")).finish()
/// }
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let desk = Desk::builder(()).build()?;
/// let app = App::new()
///     .wrap(frontdesk::actix::pages(&desk))
///     .route("/logout", web::post().to(log_out))
///     .configure(frontdesk::actix::desk(desk.clone()));
/// let app = test::init_service(app).await;
/// let request = test::TestRequest::post().uri("/logout").insert_header(("cookie", "_fd_browser=x"));
/// let response = test::call_service(&app, request.to_request()).await;
/// let cookie = response.headers().get("set-cookie").unwrap().to_str()?;
/// assert!(cookie.starts_with("_fd_browser=;") && cookie.contains("Max-Age=0"), "{cookie}");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Rejects with a 500 without details if the app isn't wrapped in the middleware. The log has the
/// reason.
#[derive(Debug, Clone)]
pub struct BrowserState(frontdesk_actions::BrowserState);

impl Deref for BrowserState {
    type Target = frontdesk_actions::BrowserState;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl FromRequest for BrowserState {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let page = request.extensions().get::<Rc<PageContext>>().cloned();
        let parts = convert::parts(request);
        Box::pin(async move {
            let page = page.ok_or(PageError::NoMiddleware("BrowserState"))?;
            let mut parts = parts.map_err(|_| PageError::UnsupportedRequest)?;
            let ctx = page.enter(&parts);
            parts.extensions.insert(ctx.clone());
            let state = frontdesk_actions::BrowserState::from_request_parts(&mut parts, &()).await;
            Ok(Self(state.map_err(|problem| {
                // Logs the problem.
                let _ = problem.finish(&ctx);
                PageError::Rejected("BrowserState")
            })?))
        })
    }
}
