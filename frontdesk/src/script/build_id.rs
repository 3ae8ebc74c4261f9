//! The build of the app, by which the script notices that another one was deployed.

use std::fmt::Write as _;
use std::future::ready;
use std::sync::Arc;

use axum_core::extract::Request;
use axum_core::response::{IntoResponse as _, Response};
use frontdesk_actions::__desk::FRONTDESK_REDIRECT;
use frontdesk_router::BoxFuture;
use http::header::{CACHE_CONTROL, LOCATION};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use sha2::{Digest as _, Sha256};

use crate::boot_table::BootTable;

/// The header by which the script names the build that it came with.
const REQUEST: HeaderName = HeaderName::from_static("frontdesk-request");

/// The header that names the build which responds.
const BUILD: HeaderName = HeaderName::from_static("frontdesk-build");

/// A name that all instances of one build of the app have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BuildId(Arc<str>);

impl BuildId {
    /// Returns the id of what the app gives, or else of what the desk serves: of another route, another action, another
    /// version of this crate.
    pub(crate) fn new(given: Option<&str>, table: &BootTable) -> Self {
        let mut hash = Sha256::new();
        hash.update(env!("CARGO_PKG_VERSION"));
        hash.update(frontdesk_script::MAIN.name);
        match given {
            Some(given) => hash.update(given),
            None => {
                let routes = table.routes().iter().map(|row| &*row.path);
                let actions = table.actions().iter().flat_map(|row| [row.name, &*row.path]);
                for name in routes.chain(actions) {
                    hash.update(name);
                    hash.update([0]);
                }
            }
        }
        let mut id = String::new();
        for byte in &hash.finalize()[..6] {
            // Writing to a String can't fail.
            let _ = write!(id, "{byte:02x}");
        }
        Self(id.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    fn tell(&self, response: &mut Response) {
        if let Ok(value) = HeaderValue::from_str(self.as_str()) {
            response.headers_mut().insert(BUILD, value);
        }
    }
}

/// Serves a request, and names the build in its response if the script asks.
///
/// A page that the script of another build asks for is not rendered: the browser will load it, and find the messages
/// that a page shows once.
pub(crate) fn ask(
    build: &BuildId,
    request: Request,
    serve: impl FnOnce(Request) -> BoxFuture<'static, Response>,
) -> BoxFuture<'static, Response> {
    let Some(asked) = request.headers().get(REQUEST) else {
        return serve(request);
    };
    let build = build.clone();
    let is_other = !asked.is_empty() && asked.as_bytes() != build.as_str().as_bytes();
    if is_other && matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = (StatusCode::NO_CONTENT, [(CACHE_CONTROL, "no-store")]).into_response();
        build.tell(&mut response);
        return Box::pin(ready(response));
    }
    let is_post = *request.method() == Method::POST;
    let response = serve(request);
    Box::pin(async move {
        let mut response = response.await;
        if is_post {
            show_redirect(&mut response);
        }
        build.tell(&mut response);
        response
    })
}

/// Puts the redirect of a layer, or of a response that an action returns as it is, into the header that the script reads.
///
/// The script can't see where a status of redirects leads, and the action may have run. What is to be sent again
/// elsewhere (307 and 308) stays as it is.
fn show_redirect(response: &mut Response) {
    let leads_to_page = matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER
    );
    if leads_to_page && let Some(location) = response.headers_mut().remove(LOCATION) {
        *response.status_mut() = StatusCode::OK;
        response.headers_mut().insert(&FRONTDESK_REDIRECT, location);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_to_a_page_is_one_that_the_script_sees() {
        for (status, shown) in [
            (301, true),
            (302, true),
            (303, true),
            (304, false),
            (307, false),
            (308, false),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            let mut response = (status, [(LOCATION, "/login")]).into_response();
            show_redirect(&mut response);
            let (expected, header) = match shown {
                true => (StatusCode::OK, &FRONTDESK_REDIRECT),
                false => (status, &LOCATION),
            };
            assert_eq!(response.status(), expected, "{status}");
            assert_eq!(response.headers().len(), 1, "{status}");
            assert_eq!(response.headers()[header], "/login", "{status}");
        }
        let mut response = StatusCode::FOUND.into_response();
        show_redirect(&mut response);
        assert_eq!(response.status(), StatusCode::FOUND);
    }
}
