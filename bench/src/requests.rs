//! The requests for both sides.

use frontdesk::http::{HeaderName, HeaderValue};
use frontdesk::{Body, Bytes, Method, Request, Uri};

type Headers<'a> = &'a [(&'static str, &'a str)];

/// The headers that Chromium sends with every request.
const BROWSER: Headers = &[
    ("host", "app.example"),
    ("accept-encoding", "gzip, deflate, br, zstd"),
    ("accept-language", "en-GB,en;q=0.9"),
    (
        "user-agent",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    ),
];

/// The headers that it adds for a form.
const FORM: Headers = &[("content-type", "application/x-www-form-urlencoded")];

/// The headers that a script adds for JSON.
const JSON: Headers = &[("content-type", "application/json")];

/// The headers that Chromium adds for `fetch` without a body, to the page's own origin.
const PAGE: Headers = &[
    ("accept", "*/*"),
    ("referer", "https://app.example/items"),
    ("sec-fetch-dest", "empty"),
    ("sec-fetch-mode", "cors"),
    ("sec-fetch-site", "same-origin"),
];

/// The headers that it adds for a form that is sent by its button.
const NAVIGATION: Headers = &[
    (
        "accept",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    ),
    ("origin", "https://app.example"),
    ("referer", "https://app.example/items"),
    ("sec-fetch-dest", "document"),
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-site", "same-origin"),
    ("sec-fetch-user", "?1"),
];

/// The headers that it adds for `fetch`.
const FETCH: Headers = &[
    ("accept", "*/*"),
    ("origin", "https://app.example"),
    ("referer", "https://app.example/items"),
    ("sec-fetch-dest", "empty"),
    ("sec-fetch-mode", "cors"),
    ("sec-fetch-site", "same-origin"),
];

/// Makes `GET path`, as sent by a program.
pub(crate) fn get(path: &'static str) -> Request {
    request(Method::GET, path, &[&[("accept", "*/*"), ("host", "app.example")]], "")
}

/// Makes a request without a body, as a script of a page of the same origin does.
pub(crate) fn by_page(method: Method, path: &'static str) -> Request {
    request(method, path, &[BROWSER, PAGE], "")
}

/// Makes a JSON body that is sent by a script of the page.
pub(crate) fn json(path: &'static str, body: &'static str) -> Request {
    request(Method::POST, path, &[BROWSER, JSON, FETCH], body)
}

/// Makes a form that is sent by its button.
pub(crate) fn by_button(path: &'static str, form: &'static str) -> Request {
    request(Method::POST, path, &[BROWSER, FORM, NAVIGATION], form)
}

/// Makes a form that is sent by a script of the page.
pub(crate) fn by_script(path: &'static str, form: &'static str) -> Request {
    request(Method::POST, path, &[BROWSER, FORM, FETCH], form)
}

/// Makes a request as a server does: the path and the header values are slices of the buffer that
/// was read from the connection.
#[expect(clippy::expect_used, reason = "paths and headers are constants of this crate")]
fn request(method: Method, path: &str, headers: &[Headers], body: &'static str) -> Request {
    let length = body.len().to_string();
    let length: Headers = if body.is_empty() {
        &[]
    } else {
        &[("content-length", &length)]
    };
    let headers = || headers.iter().chain([&length]).flat_map(|group| group.iter());

    let mut text = path.to_owned();
    headers().for_each(|(_, value)| text.push_str(value));
    let mut rest = Bytes::from(text);
    let path = rest.split_to(path.len());

    let mut request = Request::new(Body::from(body));
    *request.method_mut() = method;
    *request.uri_mut() = Uri::from_maybe_shared(path).expect("the path is well-formed");
    for (name, value) in headers() {
        let value = rest.split_to(value.len());
        let value = HeaderValue::from_maybe_shared(value).expect("the value is well-formed");
        request.headers_mut().append(HeaderName::from_static(name), value);
    }
    request
}
