//! `ReturnTo` in handlers of the host app.

use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use axum_core::response::IntoResponse as _;
use frontdesk_router::Ctx;

use crate::convert;
use crate::in_page::{Extracting, in_page};

/// The desk's `ReturnTo` as an actix extractor, for a login of the app's own. It needs the middleware
/// [`pages`](crate::pages).
///
/// ```
/// use actix_web::{App, HttpResponse, test, web};
/// use frontdesk::Desk;
/// use frontdesk::actix::ReturnTo;
///
/// async fn log_in(return_to: ReturnTo) -> HttpResponse {
///     // after the password was checked, and the session has the user:
///     return_to.or("/home")
/// }
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let desk = Desk::builder(()).build()?;
/// let app = App::new()
///     .wrap(frontdesk::actix::pages(&desk))
///     .route("/login", web::post().to(log_in))
///     .configure(frontdesk::actix::desk(desk.clone()));
/// let app = test::init_service(app).await;
/// let response = test::call_service(&app, test::TestRequest::post().uri("/login").to_request()).await;
/// assert_eq!(response.headers().get("location").unwrap(), "/home");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Rejects with a 500 without details if the app isn't wrapped in the middleware. The log has the
/// reason.
#[derive(Debug, Clone)]
pub struct ReturnTo {
    inner: frontdesk_actions::ReturnTo,
    ctx: Ctx,
}

impl ReturnTo {
    /// Redirects back, or to `path` if nothing waits for a login in this browser.
    pub fn or(self, path: impl Into<String>) -> HttpResponse {
        let response = self.inner.or(path).into_response();
        convert::response(self.ctx.finish_response(response)).map_into_boxed_body()
    }
}

impl Deref for ReturnTo {
    type Target = frontdesk_actions::ReturnTo;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl FromRequest for ReturnTo {
    type Error = actix_web::Error;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extracting = in_page(request, "ReturnTo");
        Box::pin(async { extracting.await.map(|(inner, ctx)| Self { inner, ctx }) })
    }
}
