//! Requests, and the redirects that follow.

use axum_core::body::Body;
use axum_core::response::Response;
use frontdesk_actions::__desk::ReplyFaults;
use http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, ORIGIN, REFERER};
use http::{Method, Request};

use super::app::App;
use super::browser::Browser;
use super::page::Page;
use super::step::{Step, text, without_fragment};

/// As in browsers.
const MAX_REDIRECTS: usize = 20;

const NAVIGATION: [(&str, &str); 3] = [
    ("accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-dest", "document"),
];

impl<S: App> Browser<S> {
    /// Sends a request and follows redirects within the origin. The last response becomes the current
    /// page.
    pub(super) async fn navigate(&mut self, mut step: Step) -> Page {
        for _ in 0..=MAX_REDIRECTS {
            let response = self.exchange(&step, &NAVIGATION).await;
            match step.next(&self.origin, &response) {
                Some(next) => step = next,
                None => {
                    let (parts, body) = response.into_parts();
                    let page = Page::new(step.url, parts.status, parts.headers, text(body).await);
                    self.page = Some(page.clone());
                    return page;
                }
            }
        }
        panic!("more than {MAX_REDIRECTS} redirects, the last to `{}`", step.url);
    }

    pub(super) async fn exchange(&mut self, step: &Step, headers: &[(&'static str, &'static str)]) -> Response {
        let request = match self.request(step, headers) {
            Ok(request) => request,
            Err(error) => panic!("not a valid request: {error}"),
        };
        let response = self.app.respond(request).await;
        if let Some(faults) = response.extensions().get::<ReplyFaults>() {
            panic!("an action's reply has mistakes: {}", faults.all().join("; "));
        }
        let mut jar = std::mem::take(&mut self.jar);
        jar.store(response.headers(), self.target(&step.url));
        self.jar = jar;
        response
    }

    fn request(&self, step: &Step, headers: &[(&'static str, &'static str)]) -> http::Result<Request<Body>> {
        let target = self.target(&step.url);
        let site = if self.page.is_some() { "same-origin" } else { "none" };
        let mut request = Request::builder()
            .method(&step.method)
            .uri(without_fragment(&step.url))
            .header(HOST, self.authority());
        let fetch = [("sec-fetch-site", site)];
        for (name, value) in headers.iter().chain(&fetch) {
            // Browsers send these only where scripts can't listen in.
            if target.secure || !name.starts_with("sec-") {
                request = request.header(*name, *value);
            }
        }
        if step.method == Method::POST {
            request = request.header(ORIGIN, &self.origin);
        }
        if let Some(page) = &self.page {
            request = request.header(REFERER, format!("{}{}", self.origin, without_fragment(page.url())));
        }
        if let Some(languages) = &self.languages {
            request = request.header(ACCEPT_LANGUAGE, languages);
        }
        if let Some(cookies) = self.jar.header(target) {
            request = request.header(COOKIE, cookies);
        }
        match &step.body {
            Some((kind, body)) => request.header(CONTENT_TYPE, kind).body(Body::from(body.clone())),
            None => request.body(Body::empty()),
        }
    }
}
