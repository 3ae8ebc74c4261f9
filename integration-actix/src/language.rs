//! `Language` in pages of the host app, which are actix handlers.

use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::in_page::{Extracting, in_page};

/// The desk's `Language` as an actix extractor, for the app's own pages. They need the middleware
/// [`pages`](crate::pages), which adds `Content-Language`.
///
/// ```
/// use actix_web::{App, test, web};
/// use frontdesk::Desk;
/// use frontdesk::actix::Language;
///
/// async fn page(language: Language) -> String {
///     format!("<!DOCTYPE html><html lang=\"{}\">…", language.tag())
/// }
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let desk = Desk::builder(()).build()?;
/// let app = App::new()
///     .wrap(frontdesk::actix::pages(&desk))
///     .route("/", web::get().to(page))
///     .configure(frontdesk::actix::desk(desk.clone()));
/// let app = test::init_service(app).await;
/// let page = test::call_and_read_body(&app, test::TestRequest::get().uri("/").to_request()).await;
/// assert!(page.starts_with(b"<!DOCTYPE html><html lang=\"en\">"));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Rejects with a 500 without details if the app isn't wrapped in the middleware. The log has the
/// reason.
#[derive(Debug, Clone)]
pub struct Language(frontdesk_router::Language);

impl Deref for Language {
    type Target = frontdesk_router::Language;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl FromRequest for Language {
    type Error = actix_web::Error;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extracting = in_page(request, "Language");
        Box::pin(async { extracting.await.map(|(extracted, _)| Self(extracted)) })
    }
}
