//! The requests of a navigation, and the bodies of responses.

use axum_core::body::Body;
use axum_core::response::Response;
use bytes::Bytes;
use http::Method;
use http::header::LOCATION;
use http_body_util::BodyExt;

use super::location;

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
    pub(super) fn next(&self, origin: &str, response: &Response) -> Option<Self> {
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

pub(super) fn without_fragment(url: &str) -> &str {
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
