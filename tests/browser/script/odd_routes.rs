//! Responses as no desk gives them, in front of it.

use axum::extract::Request;
use axum::http::HeaderName;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{any, get, post};
use frontdesk::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_DISPOSITION, CONTENT_LANGUAGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use frontdesk::http::{HeaderValue, StatusCode};

const PAGE: &str = "text/html; charset=utf-8";
const PROBLEM: &str = "application/problem+json";

/// A response: its name, status, type, `Content-Disposition`, text, and what the form shows then.
pub(crate) type Row = (
    &'static str,
    u16,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

pub(crate) const FAILURES: [Row; 8] = [
    (
        "proxy",
        502,
        "text/plain",
        "",
        "no",
        "Unexpected response of the server: 502 Bad Gateway",
    ),
    (
        "empty",
        500,
        "",
        "",
        "",
        "Unexpected response of the server: 500 Internal Server Error",
    ),
    (
        "file",
        404,
        "text/csv",
        "attachment; filename=no.csv",
        "no",
        "Unexpected response of the server: 404 Not Found",
    ),
    (
        "problem",
        409,
        PROBLEM,
        "",
        r#"{"title":"Conflict","detail":"It was sold."}"#,
        "Conflict: It was sold.",
    ),
    (
        "title",
        429,
        PROBLEM,
        "",
        r#"{"title":"Too Many Requests"}"#,
        "Too Many Requests",
    ),
    (
        "broken",
        500,
        PROBLEM,
        "",
        "{",
        "Unexpected response of the server: 500 Internal Server Error",
    ),
    (
        "page",
        403,
        PAGE,
        "",
        "<title>No</title><h1>Refused</h1><p>Not from here.</p><p>More",
        "Refused: Not from here.",
    ),
    (
        "bare",
        503,
        PAGE,
        "",
        "<title>Down</title><div>for an hour</div>",
        "Down",
    ),
];

pub(crate) const SUCCESSES: [Row; 5] = [
    ("ok", 200, "", "", "", ""),
    ("no-content", 204, "", "", "", ""),
    ("reset-content", 205, "", "", "", ""),
    ("text", 200, "text/plain; charset=utf-8", "", "done", ""),
    ("json", 200, "application/json", "", "{}", ""),
];

pub(crate) const FILES: [Row; 7] = [
    (
        "html",
        200,
        PAGE,
        "attachment; filename=report.html",
        "<title>Report</title><h1>Report",
        "report.html",
    ),
    (
        "plain",
        200,
        "text/csv",
        "attachment; filename=plain.csv",
        "1",
        "plain.csv",
    ),
    (
        "none",
        200,
        "application/pdf",
        "inline; filename=\"shown.pdf\"",
        "1",
        "shown.pdf",
    ),
    (
        "both",
        200,
        "text/plain",
        "attachment; filename=\"EUR.txt\"; filename*=UTF-8''%e2%82%ac.txt",
        "1",
        "€.txt",
    ),
    (
        "percent",
        200,
        "text/csv",
        "attachment; filename*=UTF-8''50%.csv",
        "1",
        "50%.csv",
    ),
    (
        "semicolon",
        200,
        "text/csv",
        "attachment; filename=\"a;b.csv\"",
        "1",
        "a;b.csv",
    ),
    (
        "quote",
        200,
        "text/csv",
        "attachment; filename=\"a\\\"b\\;c.csv\"",
        "1",
        "a\"b;c.csv",
    ),
];

/// Fragments of failed forms: their name, their HTML, and whether it is certain where they are to be placed.
pub(crate) const FRAGMENTS: [(&str, &str, bool); 8] = [
    ("form", "<form method=post><p>It failed.<input name=text></form>", true),
    (
        "around",
        "<div class=inner><form method=post><p>It failed.</form></div>",
        true,
    ),
    ("id", "<p id=last>It failed.", true),
    (
        "several",
        "<p role=alert>It failed.</p><form method=post></form>",
        false,
    ),
    ("text", "It failed.", false),
    ("fieldset", "<fieldset>It failed.<input name=text></fieldset>", false),
    ("part", "<div>It failed.<input name=text></div>", false),
    (
        "nested",
        "<div class=card><div class=inner><form>It failed.</form></div></div>",
        false,
    ),
];

/// Routes in front of the desk.
pub(crate) fn routes() -> axum::Router {
    axum::Router::new()
        .route("/odd/reply/{name}", any(reply))
        .route("/odd/to/{name}", any(redirect))
        .route("/odd/fragment/{name}", post(fragment))
        .route("/odd/page/{name}", get(page))
        .route("/odd/evil", any(evil))
        .route("/odd/tags/{name}", get(tags))
}

async fn reply(request: Request) -> Response {
    let name = request.uri().path().rsplit('/').next().unwrap_or_default();
    let mut response = if name == "again" {
        let html = format!(
            "<title>Again</title><script data-build=x src=\"/_frontdesk/{}\" data-unexpected=Anders></script><p id=again>again",
            frontdesk_script::MAIN.name
        );
        (StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response()
    } else {
        let rows = FAILURES.iter().chain(&SUCCESSES).chain(&FILES);
        let (_, status, kind, disposition, text, _) = rows.into_iter().find(|row| row.0 == name).unwrap();
        let mut response = (StatusCode::from_u16(*status).unwrap(), *text).into_response();
        response.headers_mut().remove("content-type");
        for (name, value) in [("content-type", kind), ("content-disposition", disposition)] {
            if !value.is_empty() {
                response.headers_mut().insert(name, HeaderValue::from_static(value));
            }
        }
        response
    };
    // Such a line has broken parsers.
    response.headers_mut().insert("x-empty", HeaderValue::from_static(""));
    response
}

/// Responds with a fragment to the script, and with a page to the browser.
async fn fragment(request: Request) -> Response {
    let name = request.uri().path().rsplit('/').next().unwrap_or_default();
    let (_, html, _) = FRAGMENTS.into_iter().find(|(known, ..)| *known == name).unwrap();
    match request.headers().contains_key("frontdesk-request") {
        true => (
            StatusCode::UNPROCESSABLE_ENTITY,
            [("frontdesk-part", "true")],
            Html(html),
        )
            .into_response(),
        false => Html("<title>Failed</title><p>It failed.").into_response(),
    }
}

/// Pages that only a browser can show: a file, one of an origin of its own, and one in another encoding.
async fn page(request: Request) -> Response {
    let (kind, header, value) = match request.uri().path().rsplit('/').next() {
        Some("attached") => (PAGE, CONTENT_DISPOSITION, "attachment; filename=odd.html"),
        Some("sandboxed") => (PAGE, CONTENT_SECURITY_POLICY, "sandbox allow-scripts"),
        _ => ("text/html; charset=iso-8859-1", CONTENT_LANGUAGE, "de"),
    };
    let html = b"<!DOCTYPE html><title>Odd</title><h1>Gr\xfcn</h1>".to_vec();
    ([(CONTENT_TYPE, kind), (header, value)], html).into_response()
}

/// Redirects: by status, or as the desk does.
async fn redirect(request: Request) -> Response {
    let name = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
    let host = request.headers()["host"].to_str().unwrap();
    let evil = format!("http://{}/odd/evil", host.replace("127.0.0.1", "localhost"));
    let location = HeaderName::from_static("location");
    let own = HeaderName::from_static("frontdesk-redirect");
    let (status, header, target) = match &*name {
        "evil" => (303, location, evil),
        "open" => (302, location, evil),
        "opened" => (200, own, "/odd/to/open".to_owned()),
        "percent" => (200, own, "/elsewhere#%".to_owned()),
        "attached" | "sandboxed" | "latin" => (200, own, format!("/odd/page/{name}")),
        "javascript" => (200, own, "javascript:window.evil=1".to_owned()),
        _ => {
            let body = axum::body::to_bytes(request.into_body(), 100_000).await.unwrap();
            let body = String::from_utf8_lossy(&body);
            let has_button = body.contains("how") && body.contains("this");
            (303, location, format!("/elsewhere?login&button={has_button}"))
        }
    };
    (StatusCode::from_u16(status).unwrap(), [(header, target)]).into_response()
}

async fn evil() -> Response {
    let any = HeaderValue::from_static("*");
    let headers = [
        (ACCESS_CONTROL_ALLOW_ORIGIN, any.clone()),
        (ACCESS_CONTROL_ALLOW_HEADERS, any),
    ];
    (
        headers,
        Html("<title>Evil</title><script>sessionStorage.evil = 1</script><h1>Evil</h1>"),
    )
        .into_response()
}

/// Pages that have the script's tag twice, or an image with the name of a property of the document.
async fn tags(request: Request) -> Response {
    let tag = format!(
        "<script src=\"/_frontdesk/{}\" data-build=x></script>",
        frontdesk_script::MAIN.name
    );
    let content = match request.uri().path().rsplit('/').next() {
        Some("twice") => format!("{tag}{tag}"),
        _ => format!("<img name=currentScript>{tag}"),
    };
    let policy = HeaderValue::from_static("require-trusted-types-for 'script'; trusted-types frontdesk");
    let html = Html(format!(
        "<!DOCTYPE html><title>Tags</title><script>window.errors = 0; window.onerror = () => window.errors++</script>\
         <body>{content}<p>loaded"
    ));
    ([(CONTENT_SECURITY_POLICY, policy)], html).into_response()
}
