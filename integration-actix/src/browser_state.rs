//! `BrowserState` in handlers of the host app.

use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::in_page::{Extracting, in_page};

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
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extracting = in_page(request, "BrowserState");
        Box::pin(async { extracting.await.map(|(extracted, _)| Self(extracted)) })
    }
}
