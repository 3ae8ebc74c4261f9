//! Requests, and the redirects that follow.

use axum_core::body::Body;
use axum_core::response::Response;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, REFERER};
use http::{Method, Request};
use http_body_util::BodyExt;

use super::app::App;
use super::browser::Browser;
use super::location;
use super::page::Page;

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
        if let Some(cookies) = self.jar.header(target) {
            request = request.header(COOKIE, cookies);
        }
        match &step.body {
            Some((kind, body)) => request.header(CONTENT_TYPE, kind).body(Body::from(body.clone())),
            None => request.body(Body::empty()),
        }
    }
}

/// One request of a navigation.
pub(super) struct Step {
    pub(super) method: Method,
    /// The path, with query and fragment.
    pub(super) url: String,
    /// Content type and body.
    pub(super) body: Option<(String, Bytes)>,
}

impl Step {
    pub(super) fn get(url: String) -> Self {
        Self {
            method: Method::GET,
            url,
            body: None,
        }
    }

    /// Returns the request that a response redirects to, or `None` if it is not a redirect within the
    /// origin ([Fetch, HTTP-redirect fetch](https://fetch.spec.whatwg.org/#http-redirect-fetch)).
    fn next(&self, origin: &str, response: &Response) -> Option<Self> {
        let location = response.headers().get(LOCATION)?.to_str().ok()?;
        let url = location::resolve(origin, &self.url, location)?;
        match response.status().as_u16() {
            301..=303 => Some(Self::get(url)),
            307 | 308 => Some(Self {
                method: self.method.clone(),
                url,
                body: self.body.clone(),
            }),
            _ => None,
        }
    }
}

fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or_default()
}

pub(super) async fn bytes(body: Body) -> Bytes {
    match body.collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) => panic!("the body failed: {error}"),
    }
}

pub(super) async fn text(body: Body) -> String {
    String::from_utf8_lossy(&bytes(body).await).into_owned()
}
