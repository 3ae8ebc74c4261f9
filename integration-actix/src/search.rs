//! `Search` in pages of the host app, which are actix handlers.

use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use frontdesk_actions::form::{Fill, FormFields};

use crate::in_page::{Extracting, in_page};

/// The desk's `Search` as an actix extractor, for the app's own pages. They need the middleware
/// [`pages`](crate::pages).
///
/// ```
/// use actix_web::{App, test, web};
/// use frontdesk::actix::Search;
/// use frontdesk::{Desk, FromForm};
///
/// #[derive(FromForm)]
/// struct Find {
///     q: Option<String>,
///     #[field(default = 1)]
///     page: u32,
/// }
///
/// async fn find(search: Search<Find>) -> String {
///     let form = search.form();
///     format!("{}{}<button>Find</button></form>", form.open(), form.field(Find::Q).input("search"))
/// }
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let desk = Desk::builder(()).build()?;
/// let app = App::new()
///     .wrap(frontdesk::actix::pages(&desk))
///     .route("/find", web::get().to(find))
///     .configure(frontdesk::actix::desk(desk.clone()));
/// let app = test::init_service(app).await;
/// let page = test::call_and_read_body(&app, test::TestRequest::get().uri("/find?q=milk").to_request()).await;
/// assert!(page.starts_with(br#"<form action="/find" method="get""#));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Like the desk's `Search`: a problem with the status 400 if the query has too many parameters or
/// names that are too deep, which the middleware shows. If the app isn't wrapped in the middleware, a 500
/// without details; the log has the reason.
#[derive(Debug)]
pub struct Search<T>(frontdesk_actions::Search<T>);

impl<T> Deref for Search<T> {
    type Target = frontdesk_actions::Search<T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T: FormFields + Fill<T> + Send + 'static> FromRequest for Search<T> {
    type Error = actix_web::Error;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extracting = in_page(request, "Search");
        Box::pin(async { extracting.await.map(|(extracted, _)| Self(extracted)) })
    }
}
