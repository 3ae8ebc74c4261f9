//! A browser in process.

use std::fmt;

use axum_core::body::Body;
use axum_core::response::Response;
use frontdesk_actions::{ACTIONS_PATH, Action, Mount};
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HOST, LOCATION, REFERER};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::form::FormToSend;
use super::jar::Jar;
use super::page::Page;
use crate::desk::Desk;

/// As many redirects in a row are a mistake.
const MAX_REDIRECTS: usize = 10;

/// A browser with JavaScript off: see the [module](crate::testing).
#[derive(Debug, Clone)]
pub struct Browser {
    desk: Desk,
    jar: Jar,
    page: Option<Page>,
}

impl Browser {
    /// A browser that has not been anywhere. A clone is another window of the same browser at this moment.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        Self {
            desk,
            jar: Jar::default(),
            page: None,
        }
    }

    /// Goes to a path, which carries the desk's base path if it has one, and follows redirects.
    pub async fn get(&mut self, path: &str) -> Page {
        let request = self.navigate(Method::GET, path);
        let response = self.exchange(request.body(Body::empty())).await;
        self.show(Method::GET, path.to_owned(), response).await
    }

    /// Loads the page again, as the reload button does.
    ///
    /// # Panics
    ///
    /// When nothing has been loaded yet.
    pub async fn reload(&mut self) -> Page {
        let url = self.page().url().to_owned();
        self.get(&url).await
    }

    /// The page that is shown.
    ///
    /// # Panics
    ///
    /// When nothing has been loaded yet.
    #[must_use]
    #[track_caller]
    pub fn page(&self) -> &Page {
        match &self.page {
            Some(page) => page,
            None => panic!("there is no page yet: `get` one"),
        }
    }

    /// Fills in the form of an action that stands in the page (the first of several), sends it, and follows redirects.
    ///
    /// # Panics
    ///
    /// When the page has no form of the action.
    pub async fn submit<A: Action>(&mut self, fill: impl FnOnce(FormToSend<A>) -> FormToSend<A>) -> Page {
        let form = FormToSend::new(self.page().element::<A>(None));
        self.send(fill(form)).await
    }

    /// The same with the form that has this key (`forms.of_key`).
    ///
    /// # Panics
    ///
    /// As [`Browser::submit`].
    pub async fn submit_key<A: Action>(
        &mut self,
        key: impl fmt::Display,
        fill: impl FnOnce(FormToSend<A>) -> FormToSend<A>,
    ) -> Page {
        let form = FormToSend::new(self.page().element::<A>(Some(&key.to_string())));
        self.send(fill(form)).await
    }

    async fn send<A: Action>(&mut self, form: FormToSend<A>) -> Page {
        let (url, content_type, body) = form.into_request();
        let request = self.navigate(Method::POST, &url).header(CONTENT_TYPE, content_type);
        let response = self.exchange(request.body(Body::from(body))).await;
        self.show(Method::POST, url, response).await
    }

    /// Calls an action as a script in a page would: JSON in, JSON out.
    pub async fn call<A: Action>(&mut self, fields: &impl Serialize) -> Reply {
        let body = match serde_json::to_vec(fields) {
            Ok(body) => body,
            Err(error) => panic!("the fields for `{}` are not JSON: {error}", A::NAME),
        };
        let url = format!("{}{ACTIONS_PATH}{}", self.desk.base(), A::NAME);
        let request = self.request(Method::POST, &url).header(ACCEPT, "application/json");
        let request = request
            .header("sec-fetch-mode", "cors")
            .header(CONTENT_TYPE, "application/json");
        let response = self.exchange(request.body(Body::from(body))).await;
        let (parts, body) = response.into_parts();
        Reply {
            status: parts.status,
            headers: parts.headers,
            text: text(body).await,
        }
    }

    /// The value of a cookie.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.jar.get(name)
    }

    /// Sets a cookie, such as that of a session.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.jar.set(name, value);
    }

    fn navigate(&self, method: Method, url: &str) -> http::request::Builder {
        self.request(method, url)
            .header(ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
            .header("sec-fetch-mode", "navigate")
            .header("sec-fetch-dest", "document")
    }

    /// A request as the desk sees it: below its base path.
    fn request(&self, method: Method, url: &str) -> http::request::Builder {
        let url = url.split('#').next().unwrap_or_default();
        let own = match url.strip_prefix(self.desk.base()) {
            Some("") => "/".to_owned(),
            Some(query) if query.starts_with('?') => format!("/{query}"),
            Some(own) => own.to_owned(),
            None => panic!("`{url}` is not below the desk's base path `{}`", self.desk.base()),
        };
        let site = if self.page.is_some() { "same-origin" } else { "none" };
        let mut request = Request::builder()
            .method(method)
            .uri(own)
            .header(HOST, "localhost")
            .header("sec-fetch-site", site);
        if let Some(page) = &self.page {
            request = request.header(REFERER, format!("http://localhost{}", page.url()));
        }
        match self.jar.header() {
            Some(cookies) => request.header(COOKIE, cookies),
            None => request,
        }
    }

    async fn exchange(&mut self, request: http::Result<Request<Body>>) -> Response {
        let request = match request {
            Ok(request) => request,
            Err(error) => panic!("that can't be requested: {error}"),
        };
        let response = self.desk.answer(request).await;
        self.jar.store(response.headers());
        response
    }

    /// Follows redirects within the origin, and shows what comes in the end.
    async fn show(&mut self, method: Method, url: String, response: Response) -> Page {
        let (mut method, mut url, mut response) = (method, url, response);
        for _ in 0..MAX_REDIRECTS {
            let Some(next) = local_redirect(&method, &response) else {
                let (parts, body) = response.into_parts();
                let page = Page::new(url, parts.status, parts.headers, text(body).await);
                self.page = Some(page.clone());
                return page;
            };
            method = Method::GET;
            let request = self.navigate(Method::GET, &next);
            response = self.exchange(request.body(Body::empty())).await;
            url = next;
        }
        panic!("more than {MAX_REDIRECTS} redirects, the last to `{url}`");
    }
}

/// Where a browser goes on with GET. After a POST, 307 and 308 would repeat it: they are shown as they are.
fn local_redirect(method: &Method, response: &Response) -> Option<String> {
    let repeats = matches!(
        response.status(),
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT
    );
    let goes_on = response.status().is_redirection() && (*method == Method::GET || !repeats);
    let location = response.headers().get(LOCATION).filter(|_| goes_on)?.to_str().ok()?;
    frontdesk_router::is_local_path(location).then(|| location.to_owned())
}

async fn text(body: Body) -> String {
    match body.collect().await {
        Ok(body) => String::from_utf8_lossy(&body.to_bytes()).into_owned(),
        Err(error) => panic!("the answer broke off: {error}"),
    }
}

/// What a script gets.
#[derive(Debug, Clone)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Reply {
    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The body, read from JSON: what the action returned, or its problem.
    ///
    /// # Panics
    ///
    /// When it is JSON of something else.
    #[must_use]
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        match serde_json::from_str(&self.text) {
            Ok(value) => value,
            Err(error) => panic!(
                "{} with another body than expected ({error}): {}",
                self.status, self.text
            ),
        }
    }
}
