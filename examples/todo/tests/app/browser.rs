//! As much of a browser as forms need: it follows redirects, keeps cookies, and sends the hidden fields that it was given.

use std::collections::BTreeMap;

use frontdesk::http::header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use frontdesk::{Body, Desk, Request, Response, StatusCode};
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) struct Browser {
    desk: Desk,
    cookies: BTreeMap<String, String>,
    _list: TempDir,
}

impl Browser {
    pub(crate) async fn new() -> Self {
        let (desk, list) = crate::app().await;
        Self {
            desk,
            cookies: BTreeMap::new(),
            _list: list,
        }
    }

    /// Goes to an address, and on to where that leads.
    pub(crate) async fn open(&mut self, path: &str) -> Page {
        let mut path = path.to_owned();
        loop {
            let address = path.split('#').next().unwrap();
            let response = self.send(Request::get(address).body(Body::empty()).unwrap()).await;
            if !response.status().is_redirection() {
                return Page::read(path, response).await;
            }
            path = location(&response);
        }
    }

    /// Fills in a form of a page and sends it. `id` is the todo's where the page has such a form for each, else "".
    pub(crate) async fn submit(&mut self, page: &Page, action: &str, id: &str, typed: &[(&str, &str)]) -> Page {
        let hidden = hidden_fields(page.form(action, id));
        let typed = typed.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
        let pairs = hidden.into_iter().chain(typed);
        let body = pairs.map(|(name, value)| format!("{}={}", escaped(&name), escaped(&value)));
        let request = Request::post(format!("/_actions/{action}"))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.collect::<Vec<_>>().join("&")));
        let response = self.send(request.unwrap()).await;
        // Anything but a redirect would be sent again on reload.
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        self.open(&location(&response)).await
    }

    async fn send(&mut self, mut request: Request) -> Response {
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let headers = request.headers_mut();
        headers.insert(ACCEPT, "text/html,*/*;q=0.8".parse().unwrap());
        headers.insert(COOKIE, cookies.join("; ").parse().unwrap());
        headers.insert("sec-fetch-site", "same-origin".parse().unwrap());
        headers.insert("sec-fetch-mode", "navigate".parse().unwrap());
        let response = self.desk.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        response
    }
}

/// What the browser shows.
pub(crate) struct Page {
    pub(crate) path: String,
    pub(crate) status: StatusCode,
    html: String,
}

impl Page {
    async fn read(path: String, response: Response) -> Self {
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let html = String::from_utf8(bytes.to_vec()).unwrap();
        Self { path, status, html }
    }

    #[track_caller]
    pub(crate) fn assert_shows(&self, text: &str) {
        assert!(
            self.html.contains(text),
            "{} doesn't show {text:?}:\n{}",
            self.path,
            self.html
        );
    }

    #[track_caller]
    pub(crate) fn assert_hides(&self, text: &str) {
        assert!(
            !self.html.contains(text),
            "{} shows {text:?}:\n{}",
            self.path,
            self.html
        );
    }

    /// The titles of the list, in order.
    pub(crate) fn titles(&self) -> Vec<&str> {
        let rest = self.html.split("<h2>").skip(1);
        rest.filter_map(|rest| rest.split("</h2>").next()).collect()
    }

    /// The HTML of a form.
    #[track_caller]
    pub(crate) fn form(&self, action: &str, id: &str) -> &str {
        let start = format!("<form action=\"/_actions/{action}\"");
        let id = format!("name=\"id\" value=\"{id}\"");
        let forms = self.html.match_indices(&start).map(|(at, _)| &self.html[at..]);
        let mut forms = forms.filter_map(|rest| rest.split("</form>").next());
        let form = forms.find(|form| id.ends_with("\"\"") || form.contains(&id));
        form.unwrap_or_else(|| panic!("{} has no form of {action} with {id}:\n{}", self.path, self.html))
    }
}

fn hidden_fields(form: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split(&format!(" {name}=\"")).nth(1).unwrap();
        // None of the values in these forms has more to unescape.
        rest.split('"').next().unwrap().replace("&amp;", "&")
    };
    let tags = form.split("<input type=\"hidden\"").skip(1);
    tags.map(|tag| (attribute(tag, "name"), attribute(tag, "value")))
        .collect()
}

fn location(response: &Response) -> String {
    response.headers()[LOCATION].to_str().unwrap().to_owned()
}

/// A name or value as a form sends it.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
