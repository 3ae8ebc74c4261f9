//! Responses that no action gives: from what stands before the app, from its layers, from its own code.

use axum::extract::Request;
use axum::http::HeaderName;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{any, get};
use frontdesk::http::header::{ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_SECURITY_POLICY};
use frontdesk::http::{HeaderValue, StatusCode};

use crate::suite::{ADD, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.on("redirect_to_another_origin_is_never_placed", foreign);
    suite.on("redirect_before_the_desk_is_left_to_the_browser", gateway);
    suite.on("failure_is_shown_in_the_form", failures);
    suite.on("success_without_a_page_only_ends_the_waiting", successes);
    suite.on("file_has_the_name_of_its_header", file_names);
    suite.on("redirect_that_is_odd_is_followed_or_refused", odd_redirects);
    suite.on("page_that_never_comes_holds_no_other_form", held);
    suite.on("page_of_a_failed_form_has_no_address", address);
}

const PAGE: &str = "text/html; charset=utf-8";
const PROBLEM: &str = "application/problem+json";

/// A response: its name, status, type, `Content-Disposition`, text, and what the form shows then.
type Row = (
    &'static str,
    u16,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const FAILURES: [Row; 8] = [
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

const SUCCESSES: [Row; 5] = [
    ("ok", 200, "", "", "", ""),
    ("no-content", 204, "", "", "", ""),
    ("reset-content", 205, "", "", "", ""),
    ("text", 200, "text/plain; charset=utf-8", "", "done", ""),
    ("json", 200, "application/json", "", "{}", ""),
];

const FILES: [Row; 6] = [
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
        "attachment; filename=\"a\\'b\\;c.csv\"",
        "1",
        "a'b;c.csv",
    ),
];

/// Routes in front of the desk.
pub(crate) fn routes() -> axum::Router {
    axum::Router::new()
        .route("/odd/reply/{name}", any(reply))
        .route("/odd/to/{name}", any(redirect))
        .route("/odd/evil", any(evil))
        .route("/odd/tags/{name}", get(tags))
}

async fn reply(request: Request) -> Response {
    let name = request.uri().path().rsplit('/').next().unwrap_or_default();
    let mut response = if name == "again" {
        let html = format!(
            "<title>Again</title><script data-build=x src=\"/_frontdesk/{}\" data-unexpected=Anders></script><p id=again>again",
            frontdesk_script::NAME
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
        Html("<title>Evil</title><script>window.evil = 1</script><h1>Evil</h1>"),
    )
        .into_response()
}

/// Pages that have the script's tag twice, or an image with the name of a property of the document.
async fn tags(request: Request) -> Response {
    let tag = format!(
        "<script src=\"/_frontdesk/{}\" data-build=x></script>",
        frontdesk_script::NAME
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

impl Visit {
    /// Puts a form for an action that is none of the desk's into the page.
    pub(crate) async fn add_form(&self, action: &str) {
        self.tab
            .evaluate(&format!(
                "document.querySelector('#odd')?.remove()
                const form = document.createElement('form')
                const attributes = {{ id: 'odd', method: 'post', action: {action:?}, 'data-frontdesk': '' }}
                for (const [name, value] of Object.entries(attributes)) form.setAttribute(name, value)
                const text = document.createElement('input')
                text.name = 'text'
                const button = document.createElement('button')
                button.textContent = 'Go'
                Object.assign(button, {{ id: 'go', name: 'how', value: 'this' }})
                form.append(text, button)
                document.querySelector('main').prepend(form)"
            ))
            .await;
    }

    /// Makes the form one with a file.
    async fn add_file(&self) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "text").unwrap();
        self.tab
            .evaluate(
                "const file = document.createElement('input')
                Object.assign(file, { type: 'file', name: 'file' })
                document.querySelector('#odd').append(file)
                document.querySelector('#odd').setAttribute('enctype', 'multipart/form-data')",
            )
            .await;
        self.tab.choose_file("#odd [type=file]", file.path()).await;
        file
    }

    /// Waits until the form doesn't wait any more.
    async fn until_idle(&self) {
        self.until("window.finished && !document.querySelector('[aria-busy], button:disabled')")
            .await;
    }

    async fn watch_finish(&self) {
        self.tab
            .evaluate(
                "window.finished = 0
                if (!window.watches) document.addEventListener('frontdesk:finish', () => window.finished++)
                window.watches = true",
            )
            .await;
    }
}

async fn foreign(visit: Visit) {
    let Visit { tab, .. } = &visit;
    for name in ["evil", "opened"] {
        visit.open().await;
        visit.add_form(&format!("/odd/to/{name}")).await;
        tab.click("#go").await;
        // The browser goes there, so that its scripts run in their own origin.
        visit.until("document.title === 'Evil'").await;
        assert!(
            tab.url().await.starts_with("http://localhost:"),
            "{name}: {}",
            tab.url().await
        );
    }
}

async fn gateway(visit: Visit) {
    let Visit { tab, .. } = &visit;
    for has_file in [false, true] {
        visit.open().await;
        visit.add_form("/odd/to/login").await;
        let _file = if has_file { Some(visit.add_file().await) } else { None };
        tab.type_into("#odd [name=text]", "long").await;
        tab.click("#go").await;
        visit
            .until("document.title === 'Elsewhere' && document.readyState === 'complete'")
            .await;
        assert!(!visit.is_in_place().await);
        assert_eq!(tab.address().await, "/elsewhere?login&button=true");
    }
}

async fn failures(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    for has_file in [false, true] {
        for (name, .., text) in FAILURES {
            visit.add_form(&format!("/odd/reply/{name}")).await;
            let _file = if has_file { Some(visit.add_file().await) } else { None };
            tab.type_into("#odd [name=text]", "long").await;
            visit.watch_finish().await;
            tab.click("#go").await;
            visit.until_idle().await;
            assert_eq!(
                tab.texts("#odd[data-frontdesk-state=failed] > [role=alert]").await,
                [text]
            );
            assert_eq!(tab.value("#odd [name=text]").await, "long");
        }
    }
    assert!(visit.is_in_place().await);
    assert_eq!(tab.address().await, "/");
    // The text is one of the script's, in the language of the page.
    visit.add_form("/odd/reply/again").await;
    tab.click("#go").await;
    visit.until("document.querySelector('#again')").await;
    tab.evaluate("document.body.append(document.createElement('main'))")
        .await;
    visit.add_form("/odd/reply/proxy").await;
    tab.click("#go").await;
    visit.until_shown("Anders: 502 Bad Gateway").await;
}

async fn successes(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.evaluate("URL.createObjectURL = () => { window.saved = true; return 'about:blank' }")
        .await;
    for has_file in [false, true] {
        for (name, ..) in SUCCESSES {
            visit.add_form(&format!("/odd/reply/{name}")).await;
            let _file = if has_file { Some(visit.add_file().await) } else { None };
            visit.watch_finish().await;
            tab.click("#go").await;
            visit.until_idle().await;
            assert_eq!(tab.texts("[role=alert]").await.len(), 0, "{name}");
            assert_eq!(visit.value("window.saved === true").await, false, "{name}");
        }
    }
    assert!(visit.is_in_place().await);
}

async fn file_names(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.evaluate("HTMLAnchorElement.prototype.click = function() { window.saved = this.download }")
        .await;
    for (name, .., file) in FILES {
        visit.add_form(&format!("/odd/reply/{name}")).await;
        visit.watch_finish().await;
        tab.click("#go").await;
        visit.until_idle().await;
        assert_eq!(visit.value("window.saved").await, file);
    }
}

async fn odd_redirects(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    visit.add_form("/odd/to/javascript").await;
    tab.click("#go").await;
    visit.until_shown("Unexpected response of the server: 200 OK").await;
    assert_eq!(visit.value("window.evil === undefined").await, true);
    visit.add_form("/odd/to/percent").await;
    tab.click("#go").await;
    visit.until("document.title === 'Elsewhere'").await;
    visit.until("!document.querySelector('[aria-busy]')").await;
    assert!(visit.is_in_place().await);
    assert!(tab.url().await.ends_with("/elsewhere#%"), "{}", tab.url().await);
}

async fn held(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.evaluate(
        "const { fetch } = window
        const held = new Promise(resolve => window.release = resolve)
        window.fetch = async (url, options) => {
            const response = await fetch(url, options)
            if (String(url).includes('/elsewhere')) { window.holds = true; await held }
            return response
        }",
    )
    .await;
    tab.type_into(TITLE, "away").await;
    tab.click(ADD).await;
    visit.until("window.holds").await;
    tab.type_into("#comment [name=text]", "meanwhile").await;
    tab.click("#comment button").await;
    visit.until_shown("comment meanwhile").await;
    visit
        .until("!document.querySelector('#comment[aria-busy]') && document.querySelector('#add[aria-busy]')")
        .await;
    // The page that was held is older than the one in place: it is loaded again.
    tab.evaluate("window.release()").await;
    visit.until("document.title === 'Elsewhere'").await;
    let loads = site
        .requests()
        .iter()
        .filter(|request| request.contains("/elsewhere?"))
        .count();
    assert_eq!(loads, 2, "{:#?}", site.requests());
    assert!(visit.is_in_place().await);
}

/// The page of a failed form has none, also if the form's action has a fragment.
async fn address(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    visit.add_form("/odd/reply/again#part").await;
    tab.click("#go").await;
    visit.until("document.querySelector('#again')").await;
    assert!(visit.is_in_place().await);
    assert_eq!(tab.address().await, "/");
}
