//! `Forms` in pages of the host app, which are actix handlers.

use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use axum_core::extract::FromRequestParts;
use frontdesk_actions::__desk::Actions;
use frontdesk_router::{Ctx, Problem};
use http::request::Parts;

use crate::convert;
use crate::extract::ActixRequest;
use crate::in_page::{Extracting, entered, rejected};
use crate::jobs::{self, Jobs};
use crate::page_error::PageError;
use crate::pages::PageContext;

/// The desk's `Forms` as an actix extractor, for the app's own pages. They need the middleware
/// [`pages`](crate::pages).
///
/// ```
/// use actix_web::{App, test, web};
/// use frontdesk::actix::Forms;
/// use frontdesk::{Desk, server_action};
///
/// #[server_action]
/// async fn create_note(text: String) {}
///
/// async fn notes(forms: Forms) -> String {
///     forms.of::<CreateNote>().open().into_string()
/// }
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let desk = Desk::builder(()).action::<CreateNote>().build()?;
/// let app = App::new()
///     .wrap(frontdesk::actix::pages(&desk))
///     .route("/notes", web::get().to(notes))
///     .configure(frontdesk::actix::desk(desk.clone()));
/// let app = test::init_service(app).await;
/// let page = test::call_and_read_body(&app, test::TestRequest::get().uri("/notes").to_request()).await;
/// assert!(page.starts_with(br#"<form action="/_actions/create_note" method="post""#));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Rejects with a 500 without details if the app isn't wrapped in the middleware. The log has the
/// reason.
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
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let page = request.extensions().get::<Rc<PageContext>>().cloned();
        let parts = convert::parts(request);
        let request = request.clone();
        Box::pin(async move {
            let page = page.ok_or(PageError::NoMiddleware("Forms"))?;
            if let Some(forms) = page.forms.get() {
                return Ok(Self(forms.clone()));
            }
            let (parts, ctx) = entered(&page, parts)?;
            let forms = extract(&request, &ctx, parts).await;
            let forms = forms.map_err(|problem| rejected(&page, &ctx, "Forms", problem))?;
            Ok(Self(page.forms.get_or_init(|| forms).clone()))
        })
    }
}

async fn extract(request: &HttpRequest, ctx: &Ctx, mut parts: Parts) -> Result<frontdesk_actions::Forms, Problem> {
    let identifies = |actions: &Arc<Actions>| actions.identifies_clients();
    if !ctx.part().is_some_and(identifies) {
        return frontdesk_actions::Forms::from_request_parts(&mut parts, &()).await;
    }
    // The desk may identify the client by an extractor of actix.
    let jobs = Arc::new(Jobs::default());
    parts.extensions.insert(ActixRequest::new(Arc::clone(&jobs)));
    let forms = frontdesk_actions::Forms::from_request_parts(&mut parts, &());
    jobs::serve(request, &jobs, forms).await
}
