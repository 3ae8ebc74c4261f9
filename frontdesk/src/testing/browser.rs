//! A browser in process: requests, redirects, cookies.

use std::fmt;

use axum_core::body::Body;
use axum_core::response::Response;
use frontdesk_actions::{ACTIONS_PATH, Action, Mount};
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, REFERER};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::form::FormToSend;
use super::jar::Jar;
use super::page::Page;
use crate::desk::Desk;

/// More redirects in a row are taken for a loop.
const MAX_REDIRECTS: usize = 10;

/// A browser with JavaScript off that calls a desk in process. See the [module](crate::testing).
///
/// ```
/// # use frontdesk::{Desk, Forms, Html, Problem, Redirect, Router, server_action, testing::Browser};
/// # #[server_action]
/// # async fn subscribe(email: String) -> Result<Redirect, Problem> {
/// #     match email.contains('@') {
/// #         true => Ok(Redirect::to("/thanks")),
/// #         false => Err(Problem::field("email", "That is not an address.")),
/// #     }
/// # }
/// # async fn home(forms: Forms) -> Html<String> {
/// #     let form = forms.of::<Subscribe>();
/// #     let email = form.field(Subscribe::EMAIL);
/// #     Html(format!("{}{}{}<button>Subscribe</button></form>", form.open(), email.input("email"), email.messages()))
/// # }
/// # fn desk() -> Desk {
/// #     let routes = Router::new().page("/", home).page("/thanks", async || Html("<h1 id=title>Thank you</h1>"));
/// #     Desk::builder(()).routes(routes).action::<Subscribe>().build().unwrap()
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let mut browser = Browser::new(desk());
/// browser.get("/").await;
/// let page = browser.submit::<Subscribe>(|form| form.set(Subscribe::EMAIL, "ada@example.com")).await;
/// assert_eq!((page.path(), page.status().as_u16()), ("/thanks", 200));
///
/// // A script in the page calls the same action by JSON.
/// let reply = browser.call::<Subscribe>(&serde_json::json!({ "email": "nonsense" })).await;
/// assert_eq!(reply.status(), 422);
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Browser {
    desk: Desk,
    /// The origin of the desk.
    origin: String,
    jar: Jar,
    page: Option<Page>,
}

impl Browser {
    /// Creates a browser that has loaded no page and has no cookies. A clone has a copy of its page
    /// and its cookies. It reaches the desk at the first origin that was given to it
    /// ([`DeskBuilder::origin`](crate::DeskBuilder::origin)), else at `http://localhost`.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        let origin = desk.own_origin().unwrap_or_else(|| "http://localhost".to_owned());
        Self {
            desk,
            origin,
            jar: Jar::default(),
            page: None,
        }
    }

    /// Loads a path and follows redirects. The path begins with the desk's base path, if it has
    /// one.
    ///
    /// # Panics
    ///
    /// If the path is not below the desk's base path, or there are more than 10 redirects.
    pub async fn get(&mut self, path: &str) -> Page {
        let request = self.navigate(Method::GET, path);
        let response = self.exchange(request.body(Body::empty())).await;
        self.load(Method::GET, path.to_owned(), response).await
    }

    /// Loads the current page again, by GET.
    ///
    /// # Panics
    ///
    /// If no page has been loaded yet.
    pub async fn reload(&mut self) -> Page {
        let url = self.page().url().to_owned();
        self.get(&url).await
    }

    /// Returns the current page.
    ///
    /// # Panics
    ///
    /// If no page has been loaded yet.
    #[must_use]
    #[track_caller]
    pub fn page(&self) -> &Page {
        match &self.page {
            Some(page) => page,
            None => panic!("there is no page yet: `get` one"),
        }
    }

    /// Fills in the action's form on the current page (the first one, if there are several), sends
    /// it, and follows redirects.
    ///
    /// # Panics
    ///
    /// If the page has no form of the action.
    pub async fn submit<A: Action>(&mut self, fill: impl FnOnce(FormToSend<A>) -> FormToSend<A>) -> Page {
        let form = FormToSend::new(self.page().element::<A>(None));
        self.send(fill(form)).await
    }

    /// Does the same as [`submit`](Self::submit) with the form that has this key (`forms.of_key`).
    ///
    /// # Panics
    ///
    /// If the page has no form of the action with this key.
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
        self.load(Method::POST, url, response).await
    }

    /// Calls an action as a script in the page does: it sends JSON and asks for JSON. The page
    /// stays the same.
    ///
    /// # Panics
    ///
    /// If `fields` can't be serialized as JSON.
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

    /// Returns the value of a cookie, or `None` if there is none of that name.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.jar.get(name)
    }

    /// Sets a cookie, for example that of a session.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.jar.set(name, value);
    }

    fn navigate(&self, method: Method, url: &str) -> http::request::Builder {
        self.request(method, url)
            .header(ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
            .header("sec-fetch-mode", "navigate")
            .header("sec-fetch-dest", "document")
    }

    /// Starts a request as the desk gets it: without the base path.
    fn request(&self, method: Method, url: &str) -> http::request::Builder {
        let url = url.split('#').next().unwrap_or_default();
        let own = match url.strip_prefix(self.desk.base()) {
            Some("") => "/".to_owned(),
            Some(query) if query.starts_with('?') => format!("/{query}"),
            Some(own) => own.to_owned(),
            None => panic!("`{url}` is not below the desk's base path `{}`", self.desk.base()),
        };
        let site = if self.page.is_some() { "same-origin" } else { "none" };
        let host = self.origin.split_once("://").map_or(&*self.origin, |(_, host)| host);
        let mut request = Request::builder()
            .uri(own)
            .header(HOST, host)
            .header("sec-fetch-site", site);
        if method == Method::POST {
            request = request.header(ORIGIN, &self.origin);
        }
        request = request.method(method);
        if let Some(page) = &self.page {
            request = request.header(REFERER, format!("{}{}", self.origin, page.url()));
        }
        match self.jar.header() {
            Some(cookies) => request.header(COOKIE, cookies),
            None => request,
        }
    }

    async fn exchange(&mut self, request: http::Result<Request<Body>>) -> Response {
        let request = match request {
            Ok(request) => request,
            Err(error) => panic!("not a valid request: {error}"),
        };
        let response = self.desk.respond(request).await;
        self.jar.store(response.headers());
        response
    }

    /// Follows redirects within the origin, and makes the last response the current page.
    async fn load(&mut self, method: Method, url: String, response: Response) -> Page {
        let (mut method, mut url, mut response) = (method, url, response);
        for _ in 0..=MAX_REDIRECTS {
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

/// Returns the path that a response redirects to by GET. A 307 or 308 after a POST would repeat the
/// POST, and is not followed.
fn local_redirect(method: &Method, response: &Response) -> Option<String> {
    let repeats = matches!(
        response.status(),
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT
    );
    let is_followed = response.status().is_redirection() && (*method == Method::GET || !repeats);
    let location = response
        .headers()
        .get(LOCATION)
        .filter(|_| is_followed)?
        .to_str()
        .ok()?;
    frontdesk_router::is_local_path(location).then(|| location.to_owned())
}

async fn text(body: Body) -> String {
    match body.collect().await {
        Ok(body) => String::from_utf8_lossy(&body.to_bytes()).into_owned(),
        Err(error) => panic!("the response body failed: {error}"),
    }
}

/// The response to a script's call of an action.
///
/// ```
/// # use frontdesk::{Desk, Forms, Html, Problem, Redirect, Router, server_action, testing::Browser};
/// # #[server_action]
/// # async fn subscribe(email: String) -> Result<Redirect, Problem> {
/// #     match email.contains('@') {
/// #         true => Ok(Redirect::to("/thanks")),
/// #         false => Err(Problem::field("email", "That is not an address.")),
/// #     }
/// # }
/// # async fn home(forms: Forms) -> Html<String> {
/// #     let form = forms.of::<Subscribe>();
/// #     let email = form.field(Subscribe::EMAIL);
/// #     Html(format!("{}{}{}<button>Subscribe</button></form>", form.open(), email.input("email"), email.messages()))
/// # }
/// # fn desk() -> Desk {
/// #     let routes = Router::new().page("/", home).page("/thanks", async || Html("<h1 id=title>Thank you</h1>"));
/// #     Desk::builder(()).routes(routes).action::<Subscribe>().build().unwrap()
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let reply = Browser::new(desk()).call::<Subscribe>(&serde_json::json!({ "email": "nonsense" })).await;
/// assert_eq!(reply.status(), 422);
/// let problem: serde_json::Value = reply.json();
/// assert_eq!(problem["errors"]["email"][0], "That is not an address.");
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Reply {
    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body as text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Deserializes the body from JSON: what the action returned, or a problem.
    ///
    /// # Panics
    ///
    /// If the body is not JSON, or JSON of something else than a `T`.
    #[must_use]
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        match serde_json::from_str(&self.text) {
            Ok(value) => value,
            Err(error) => panic!(
                "the body of a {} is not the expected JSON ({error}): {}",
                self.status, self.text
            ),
        }
    }
}
