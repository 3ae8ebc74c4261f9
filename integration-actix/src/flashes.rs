//! `Flashes` in pages of the host app, which are actix handlers.

use std::ops::Deref;
use std::slice;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use frontdesk_actions::FlashMessage;

use crate::in_page::{Extracting, in_page};

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
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extracting = in_page(request, "Flashes");
        Box::pin(async { extracting.await.map(|(extracted, _)| Self(extracted)) })
    }
}
